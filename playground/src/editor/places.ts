// Marks that come from the other side: ranges of the source, lines of an output.

import { type Range, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";

export interface Marks {
  /** Ranges to mark. */
  ranges: { from: number; to: number }[];
  /** Lines to mark, counted from 1. */
  lines: number[];
  /** Lines that have just changed, counted from 1. */
  fresh?: number[];
}

export const setMarks = StateEffect.define<Marks>();

const range = Decoration.mark({ class: "linked" });
const line = Decoration.line({ class: "linked-line" });
const fresh = Decoration.line({ class: "fresh-line" });

export const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(old, transaction) {
    let now = transaction.docChanged ? old.map(transaction.changes) : old;
    for (const effect of transaction.effects) {
      if (!effect.is(setMarks)) continue;
      const doc = transaction.newDoc;
      const all: Range<Decoration>[] = [];
      const at = (number: number) => (number >= 1 && number <= doc.lines ? doc.line(number).from : undefined);
      const lines = (numbers: number[], decoration: Decoration) => {
        for (const from of numbers.map(at)) if (from !== undefined) all.push(decoration.range(from));
      };
      lines(effect.value.fresh ?? [], fresh);
      lines(effect.value.lines, line);
      for (const { from, to } of effect.value.ranges) {
        if (from < to && to <= doc.length) all.push(range.range(from, to));
      }
      now = Decoration.set(all, true);
    }
    return now;
  },
  provide: (field) => EditorView.decorations.from(field),
});
