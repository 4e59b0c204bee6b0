// The editor of sources: one view, and for each file a state of its own, with its own history.

import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentService, indentUnit } from "@codemirror/language";
import { lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import {
  EditorView,
  crosshairCursor,
  drawSelection,
  dropCursor,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  rectangularSelection,
} from "@codemirror/view";

import type { Change, Fold, Place, Problem, TextEdit, Tokens } from "../data";
import type { Engine } from "../engine";
import { colours, setTokens } from "./colours";
import { completing } from "./completing";
import { folding, hasNewFolds, setFolds } from "./folding";
import { marks, setMarks } from "./places";
import { type Mending, showProblems } from "./problems";
import { look } from "./theme";

export interface SourceListener {
  /** The text has changed. */
  edited(path: string, text: string, changes: Change[]): void;
  /** The cursor was moved, not by typing. */
  moved(path: string, offset: number): void;
  format(): void;
  rename(): void;
  definition(): void;
}

/** Of a line, the blanks that the next one begins with: two more behind an open bracket. */
const indent = indentService.of((context, position) => {
  const line = context.lineAt(position, -1);
  const own = /^ */.exec(line.text)![0].length;
  const typed = line.text.slice(0, position - line.from);
  return own + (/[{[(]\s*$/.test(typed) ? 2 : 0);
});

export class SourceEditor {
  readonly view: EditorView;
  #states = new Map<string, EditorState>();
  #path = "";

  constructor(
    parent: HTMLElement,
    private readonly engine: Engine,
    private readonly listener: SourceListener,
  ) {
    this.view = new EditorView({ parent });
    // The list of problems takes its room from the text: what is being typed stays in sight.
    new ResizeObserver(() => {
      if (this.view.hasFocus) this.view.dispatch({ effects: EditorView.scrollIntoView(this.cursor, { y: "nearest", yMargin: 40 }) });
    }).observe(parent);
  }

  get path(): string {
    return this.#path;
  }

  get cursor(): number {
    return this.view.state.selection.main.head;
  }

  #state(text: string, fixed: boolean): EditorState {
    const { listener } = this;
    const command = (run: () => void) => () => {
      run();
      return true;
    };
    return EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        highlightActiveLineGutter(),
        history(),
        foldGutter({ openText: "⌄", closedText: "›", foldingChanged: hasNewFolds }),
        codeFolding(),
        folding,
        drawSelection(),
        dropCursor(),
        EditorState.allowMultipleSelections.of(true),
        indentUnit.of("  "),
        indent,
        bracketMatching(),
        closeBrackets(),
        rectangularSelection(),
        crosshairCursor(),
        highlightActiveLine(),
        highlightSelectionMatches(),
        completing(this.engine, () => this.#path),
        keymap.of([
          { key: "Mod-s", run: command(() => listener.format()) },
          { key: "Shift-Alt-f", run: command(() => listener.format()) },
          { key: "F2", run: command(() => listener.rename()) },
          { key: "F12", run: command(() => listener.definition()) },
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...defaultKeymap,
          ...searchKeymap,
          ...historyKeymap,
          ...foldKeymap,
          ...lintKeymap,
          indentWithTab,
        ]),
        EditorState.readOnly.of(fixed),
        EditorState.languageData.of(() => [{ commentTokens: { line: "//" }, closeBrackets: { brackets: ["{", "[", "(", '"'] } }]),
        colours,
        marks,
        look,
        EditorView.contentAttributes.of({ "aria-label": "Source", spellcheck: "false", autocapitalize: "off" }),
        EditorView.domEventHandlers({
          click: (event) => {
            if (event.ctrlKey || event.metaKey) listener.definition();
            else listener.moved(this.#path, this.cursor);
          },
          keyup: (event) => {
            if (/^(Arrow|Page|Home|End)/.test(event.key)) listener.moved(this.#path, this.cursor);
          },
        }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          const changes: Change[] = [];
          update.changes.iterChanges((from, to, _a, _b, insert) => changes.push({ from, to, insert: insert.toString() }));
          listener.edited(this.#path, update.state.doc.toString(), changes);
        }),
      ],
    });
  }

  /** Shows a file. `fixed` ones cannot be changed. */
  show(path: string, text: string, fixed = false) {
    if (this.#path) this.#states.set(this.#path, this.view.state);
    const known = this.#states.get(path);
    this.#path = path;
    this.view.setState(known && known.doc.toString() === text ? known : this.#state(text, fixed));
  }

  /** Applies edits to a file that is not shown, so that they can be undone there. Gives its text. */
  applyElsewhere(path: string, text: string, edits: TextEdit[]): string {
    const known = this.#states.get(path);
    const before = known?.doc.toString() === text ? known : this.#state(text, false);
    const changes = edits.map(({ range, text }) => ({ from: range.start, to: range.end, insert: text }));
    const after = before.update({ changes }).state;
    this.#states.set(path, after);
    return after.doc.toString();
  }

  /** A file has another name. */
  rename(path: string, other: string) {
    if (this.#path === path) this.#path = other;
    const known = this.#states.get(path);
    if (known) this.#states.set(other, known);
    this.#states.delete(path);
  }

  /** Forgets the states of all files. */
  reset() {
    this.#states.clear();
    this.#path = "";
  }

  found(tokens: Tokens, folds: Fold[], problems: Problem[], mending: Mending) {
    this.view.dispatch({ effects: [setTokens.of(tokens), setFolds.of(folds)] });
    showProblems(this.view, problems, mending);
  }

  /** Applies edits to the file that is shown. */
  apply(edits: TextEdit[]) {
    if (this.view.state.readOnly) return;
    const changes = edits
      .filter(({ path }) => path === this.#path)
      .map(({ range, text }) => ({ from: range.start, to: range.end, insert: text }));
    if (changes.length > 0) this.view.dispatch({ changes, userEvent: "input.fix", scrollIntoView: true });
  }

  /** Replaces the whole text by one that is nearly the same; the cursor stays where it is, as far as it can. */
  replace(text: string) {
    const changes = this.view.state.readOnly ? undefined : difference(this.view.state.doc.toString(), text);
    if (changes) this.view.dispatch({ changes, userEvent: "input.format" });
  }

  select({ start, end }: Place["range"], focus: boolean) {
    const length = this.view.state.doc.length;
    const [anchor, head] = [Math.min(start, length), Math.min(end, length)];
    this.view.dispatch({
      selection: { anchor: head, head: anchor },
      effects: EditorView.scrollIntoView(anchor, { y: "center" }),
    });
    if (focus) this.view.focus();
  }

  mark(ranges: Place["range"][]) {
    this.view.dispatch({ effects: setMarks.of({ ranges: ranges.map(({ start, end }) => ({ from: start, to: end })), lines: [] }) });
  }
}

/** What makes a text of another: everything between what both begin and end with. */
export function difference(before: string, after: string): Change | undefined {
  if (before === after) return undefined;
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return { from: head, to: before.length - tail, insert: after.slice(head, after.length - tail) };
}
