// What can be folded, as the compiler says.

import { foldService } from "@codemirror/language";
import { StateEffect, StateField } from "@codemirror/state";
import type { ViewUpdate } from "@codemirror/view";

import type { Fold } from "../data";

export const setFolds = StateEffect.define<Fold[]>();

const folds = StateField.define<Fold[]>({
  create: () => [],
  update(old, transaction) {
    let now = old;
    if (transaction.docChanged) {
      const at = (offset: number) => transaction.changes.mapPos(Math.min(offset, transaction.startState.doc.length));
      now = old.map(({ range, kind }) => ({ range: { start: at(range.start), end: at(range.end) }, kind }));
    }
    for (const effect of transaction.effects) if (effect.is(setFolds)) now = effect.value;
    return now;
  },
});

export function hasNewFolds(update: ViewUpdate): boolean {
  return update.transactions.some(({ effects }) => effects.some((effect) => effect.is(setFolds)));
}

export const folding = [
  folds,
  foldService.of((state, start, end) => {
    const found = state.field(folds).find(({ range }) => range.start >= start && range.start <= end && range.end > end);
    return found ? { from: Math.min(found.range.start, end), to: Math.min(found.range.end, state.doc.length) } : null;
  }),
];
