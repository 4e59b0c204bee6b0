// What each piece of the source is, by the compiler's own word. Between a key press and the answer the colours
// move with the text.

import { type Range, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";

import type { Tokens } from "../data";

export const setTokens = StateEffect.define<Tokens>();

const marks = new Map<string, Decoration>();

function mark(kind: string): Decoration {
  let found = marks.get(kind);
  if (!found) marks.set(kind, (found = Decoration.mark({ class: `tok-${kind}` })));
  return found;
}

export const colours = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(old, transaction) {
    let now = transaction.docChanged ? old.map(transaction.changes) : old;
    for (const effect of transaction.effects) {
      if (effect.is(setTokens)) now = decorations(effect.value, transaction.newDoc.length);
    }
    return now;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function decorations({ kinds, data }: Tokens, length: number): DecorationSet {
  const all: Range<Decoration>[] = [];
  for (let i = 0; i + 2 < data.length; i += 3) {
    const [start, end, kind] = [data[i]!, data[i + 1]!, kinds[data[i + 2]!]];
    if (kind !== undefined && start < end && end <= length) all.push(mark(kind).range(start, end));
  }
  return Decoration.set(all);
}
