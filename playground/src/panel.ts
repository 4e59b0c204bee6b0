// The list of problems below the source.

import type { Problem, QuickFix } from "./data";
import { by, element, fill, plain } from "./dom";
import { type Mending, words } from "./editor/problems";

export interface PanelListener extends Mending {
  go(path: string, problem: Problem): void;
}

/** How many are listed. */
const MOST = 100;

const names = { error: "error", warning: "warning", note: "note" } as const;

function counted(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? "" : "s"}`;
}

export class ProblemPanel {
  #notes = false;
  #all: [string, Problem[]][] = [];
  #texts: (path: string) => string = () => "";

  constructor(private readonly listener: PanelListener) {
    by("notes").onclick = () => {
      this.#notes = !this.#notes;
      this.#render();
    };
  }

  show(all: [string, Problem[]][], texts: (path: string) => string) {
    this.#all = all;
    this.#texts = texts;
    this.#render();
  }

  #render() {
    const problems = this.#all.flatMap(([path, of]) => of.map((problem) => ({ path, problem })));
    const count = (severity: Problem["severity"]) => problems.filter(({ problem }) => problem.severity === severity).length;
    const [errors, warnings, notes] = [count("error"), count("warning"), count("note")];
    const said = [errors && counted(errors, names.error), warnings && counted(warnings, names.warning)].filter(Boolean);
    const summary = by("summary");
    const words = said.join(", ") || "No problems";
    // It is read aloud when it changes.
    if (summary.textContent !== words) summary.textContent = words;
    summary.className = errors ? "error" : warnings ? "warning" : "fine";
    by("problem-count").textContent = errors + warnings ? String(errors + warnings) : "";
    const toggle = by("notes");
    toggle.hidden = notes === 0;
    toggle.textContent = `${this.#notes ? "Hide" : "Show"} ${counted(notes, names.note)}`;
    toggle.ariaPressed = String(this.#notes);
    const shown = problems.filter(({ problem }) => this.#notes || problem.severity !== "note");
    const lines = new Map<string, number[]>();
    const line = (path: string, offset: number) => {
      let starts = lines.get(path);
      if (!starts) lines.set(path, (starts = lineStarts(this.#texts(path))));
      let [low, high] = [0, starts.length];
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (starts[middle]! <= offset) low = middle;
        else high = middle;
      }
      return low + 1;
    };
    const items = shown.slice(0, MOST).map(({ path, problem }) => this.#item(path, problem, line(path, problem.range.start)));
    if (shown.length > MOST) items.push(element("li", { className: "problem more", textContent: `and ${shown.length - MOST} more` }));
    fill(by("problem-list"), items);
    by("problems").classList.toggle("empty", shown.length === 0);
  }

  #item(path: string, problem: Problem, line: number): HTMLElement {
    const item = element("li", { className: "problem" });
    const place = element("button", { className: "place", textContent: `${path}:${line}` });
    place.dataset.key = `${path}:${problem.range.start}:${problem.code}`;
    place.onclick = () => this.listener.go(path, problem);
    const fixes = problem.fixes.map((fix: QuickFix) => {
      const button = element("button", { className: "fix", textContent: plain(fix.title) });
      button.onclick = () => this.listener.apply(fix);
      return button;
    });
    const last = element("div", { className: "problem-actions" });
    last.append(place, ...fixes);
    const content = words(problem, this.listener);
    content.onclick = (event) => {
      if (event.target === content || !(event.target instanceof HTMLButtonElement)) this.listener.go(path, problem);
    };
    item.append(content, last);
    return item;
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
