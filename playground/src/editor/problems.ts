// Problems in the text, with their fixes.

import { type Action, type Diagnostic, setDiagnostics } from "@codemirror/lint";
import type { EditorView } from "@codemirror/view";

import type { Problem, QuickFix } from "../data";
import { plain } from "../dom";

/** How many are shown in the text. */
const MOST = 500;

export interface Mending {
  /** Applies a fix. */
  apply(fix: QuickFix): void;
  /** Shows the page of a code. */
  explain(code: string): void;
}

/** A sentence of the compiler's, with what stands in backticks as code. */
function sentence(text: string): (string | HTMLElement)[] {
  return text.split(/`([^`]+)`/).map((part, i) => {
    if (i % 2 === 0) return part;
    const code = document.createElement("code");
    code.textContent = part;
    return code;
  });
}

/** The words of a problem, in full. */
export function words(problem: Problem, mending: Mending): HTMLElement {
  const element = document.createElement("div");
  element.className = "problem-words";
  const title = document.createElement("div");
  title.className = `problem-title ${problem.severity}`;
  const code = document.createElement("button");
  code.className = "code";
  code.textContent = problem.code;
  code.title = "What this code means";
  code.onclick = () => mending.explain(problem.code);
  title.append(code, ...sentence(problem.message));
  element.append(title);
  for (const text of [problem.label, ...problem.notes].filter(Boolean)) {
    const line = document.createElement("div");
    line.className = "problem-note";
    line.append(...sentence(text));
    element.append(line);
  }
  return element;
}

export function showProblems(view: EditorView, problems: Problem[], mending: Mending) {
  const length = view.state.doc.length;
  const all = problems.slice(0, MOST).map((problem): Diagnostic => {
    const actions = problem.fixes.map((fix): Action => ({ name: plain(fix.title), apply: () => mending.apply(fix) }));
    return {
      from: Math.min(problem.range.start, length),
      to: Math.min(problem.range.end, length),
      severity: problem.severity === "note" ? "hint" : problem.severity,
      message: problem.message,
      renderMessage: () => words(problem, mending),
      actions,
      ...(problem.unnecessary ? { markClass: "unnecessary" } : {}),
    };
  });
  view.dispatch(setDiagnostics(view.state, all));
}
