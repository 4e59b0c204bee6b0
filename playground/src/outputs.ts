// The outputs: files in groups, one of them shown, each line with the place that it comes from.

import { defaultKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { StreamLanguage, codeFolding, foldGutter } from "@codemirror/language";
import { dockerFile } from "@codemirror/legacy-modes/mode/dockerfile";
import { properties } from "@codemirror/legacy-modes/mode/properties";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, drawSelection, keymap, lineNumbers } from "@codemirror/view";

import type { OutputFile, Outputs, Place } from "./data";
import { element, fill, reveal } from "./dom";
import { marks, setMarks } from "./editor/places";
import { difference } from "./editor/source";
import { look } from "./editor/theme";

const groups = ["Compose", "Kubernetes", "Docker"] as const;
type Group = (typeof groups)[number];

/** An output, by the app's folder and the path in it. */
interface Shown {
  key: string;
  app: string;
  group: Group;
  /** What its tab says. */
  title: string;
  file: OutputFile;
}

function group(path: string): Group {
  if (path.startsWith("kubernetes/")) return "Kubernetes";
  return path.startsWith("images/") ? "Docker" : "Compose";
}

function title(path: string): string {
  return path.replace(/^(kubernetes|images)\//, "").replace(/\/Dockerfile$/, "");
}

function language(path: string): Extension {
  if (/\.ya?ml$/.test(path)) return yaml();
  if (/(^|\/)Dockerfile$/.test(path)) return StreamLanguage.define(dockerFile);
  return /(\.env\.example|\.ini|\.properties|\.conf)$/.test(path) ? StreamLanguage.define(properties) : [];
}

export interface OutputListener {
  /** A line was clicked; it comes from a place, or from none. */
  picked(place: Place | undefined): void;
}

export class OutputPane {
  readonly view: EditorView;
  #all: Shown[] = [];
  /** What is shown of each group. */
  #chosen = new Map<Group, string>();
  #group: Group = "Compose";
  #key = "";
  /** What the list of files was last scrolled to. */
  #listed = "";
  #place: Place | undefined;
  #fresh: number[] = [];
  #calm: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly tabs: HTMLElement,
    private readonly list: HTMLElement,
    pane: HTMLElement,
    private readonly listener: OutputListener,
  ) {
    this.view = new EditorView({ parent: pane });
    this.view.setState(this.#state("", ""));
  }

  #state(text: string, path: string): EditorState {
    return EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        foldGutter({ openText: "⌄", closedText: "›" }),
        codeFolding(),
        drawSelection(),
        highlightSelectionMatches(),
        keymap.of([
          {
            key: "Enter",
            run: ({ state }) => {
              this.#pick(state.doc.lineAt(state.selection.main.head).number);
              return true;
            },
          },
          ...defaultKeymap,
          ...searchKeymap,
        ]),
        EditorState.readOnly.of(true),
        // It can be read by keys, too.
        EditorView.editable.of(false),
        EditorView.contentAttributes.of({ tabindex: "0", "aria-label": "Output" }),
        language(path),
        marks,
        look,
        EditorView.domEventHandlers({
          click: (event, view) => {
            const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
            if (at !== null && view.state.selection.main.empty) this.#pick(view.state.doc.lineAt(at).number);
          },
        }),
      ],
    });
  }

  get #shown(): Shown | undefined {
    return this.#all.find(({ key }) => key === this.#key);
  }

  #pick(line: number) {
    const file = this.#shown?.file;
    const number = file?.lines[line - 1] ?? -1;
    this.listener.picked(file?.places[number]);
  }

  /** Shows other outputs; what has changed in the file that is shown lights up. */
  update(outputs: Outputs) {
    const before = this.#shown;
    this.#all = outputs.apps.flatMap((app) =>
      app.files.map((file) => ({
        key: `${app.name}/${file.path}`,
        app: app.folder,
        group: group(file.path),
        title: title(file.path),
        file,
      })),
    );
    if (!this.#all.some((shown) => shown.group === this.#group)) this.#group = this.#all[0]?.group ?? this.#group;
    this.#choose();
    const after = this.#shown;
    if (before && after && before.key === after.key) this.#refresh(before.file.text, after.file.text);
    else this.#load();
    this.#render();
  }

  /** Lets the file that was shown of the group be shown again, or else its first one. */
  #choose() {
    const of = this.#all.filter((shown) => shown.group === this.#group);
    const known = this.#chosen.get(this.#group);
    const first = of.find(({ title }) => /^(compose|service-.*)\.yaml$/.test(title)) ?? of.find(({ file }) => !file.path.endsWith("ignore")) ?? of[0];
    this.#key = (of.find(({ key }) => key === known) ?? first)?.key ?? "";
  }

  #load() {
    this.#fresh = [];
    const shown = this.#shown;
    this.view.setState(this.#state(shown?.file.text ?? "", shown?.file.path ?? ""));
    this.#mark(false);
  }

  #refresh(before: string, after: string) {
    const changes = difference(before, after);
    if (changes) {
      this.view.dispatch({ changes });
      const { doc } = this.view.state;
      const first = doc.lineAt(changes.from).number;
      const last = doc.lineAt(changes.from + changes.insert.length).number;
      this.#fresh = Array.from({ length: Math.min(last - first + 1, 400) }, (_, i) => first + i);
      clearTimeout(this.#calm);
      this.#calm = setTimeout(() => {
        this.#fresh = [];
        this.#mark(false);
      }, 1500);
    }
    this.#mark(false);
  }

  #lines(file: OutputFile): number[] {
    const place = this.#place;
    if (!place) return [];
    const hit = new Set(near(file.places, place));
    return file.lines.flatMap((number, line) => (hit.has(number) ? [line + 1] : []));
  }

  #mark(scroll: boolean) {
    const file = this.#shown?.file;
    const lines = file ? this.#lines(file) : [];
    this.view.dispatch({ effects: setMarks.of({ ranges: [], lines, fresh: this.#fresh }) });
    const first = lines[0];
    if (scroll && first !== undefined && first <= this.view.state.doc.lines) {
      const at = this.view.state.doc.line(first).from;
      this.view.dispatch({ effects: EditorView.scrollIntoView(at, { y: "center" }) });
    }
  }

  /** The source has changed: what was marked may stand elsewhere. */
  forget() {
    if (this.#place) this.mark(undefined, false);
  }

  /** Marks the lines that come from a place of the source, in every file; in the one that is shown it goes there. */
  mark(place: Place | undefined, scroll: boolean) {
    this.#place = place;
    const shown = this.#shown;
    if (scroll && place && shown && this.#lines(shown.file).length === 0) {
      const other = this.#all.find((file) => file.group === this.#group && this.#lines(file.file).length > 0);
      if (other) {
        this.#key = other.key;
        this.#load();
      }
    }
    this.#mark(scroll);
    this.#render();
  }

  #render() {
    const count = (of: Group) => this.#all.filter((shown) => shown.group === of).length;
    const linked = (shown: Shown) => this.#lines(shown.file).length > 0;
    fill(
      this.tabs,
      groups
        .filter((of) => count(of) > 0)
        .map((of) => {
          const some = this.#all.some((shown) => shown.group === of && linked(shown));
          const tab = element("button", { className: `tab${some ? " has-linked" : ""}`, role: "tab", textContent: of });
          tab.ariaSelected = String(of === this.#group);
          tab.dataset.group = of;
          tab.dataset.key = of;
          tab.append(element("span", { className: "count", textContent: String(count(of)) }));
          tab.onclick = () => {
            this.#group = of;
            this.#choose();
            this.#load();
            this.#mark(true);
            this.#render();
          };
          return tab;
        }),
    );
    const several = new Set(this.#all.map(({ app }) => app)).size > 1;
    fill(
      this.list,
      this.#all
        .filter((shown) => shown.group === this.#group)
        .map((shown) => {
          const name = several ? `${shown.app}: ${shown.title}` : shown.title;
          const item = element("button", { className: `file${linked(shown) ? " has-linked" : ""}`, textContent: name });
          item.ariaCurrent = String(shown.key === this.#key);
          item.dataset.path = shown.file.path;
          item.dataset.key = shown.key;
          item.onclick = () => {
            this.#key = shown.key;
            this.#chosen.set(this.#group, shown.key);
            this.#load();
            this.#mark(true);
            this.#render();
          };
          return item;
        }),
    );
    if (this.#key === this.#listed) return;
    this.#listed = this.#key;
    reveal(this.list);
  }
}

/** The places that a place means: those that it lies in, the smallest, else those that lie in it. */
export function near(places: Place[], { path, range }: Place): number[] {
  const of = places.map(({ range: other, path: file }, number) => ({ ...other, number, here: file === path })).filter(({ here }) => here);
  const around = of.filter(({ start, end }) => start <= range.start && range.end <= end);
  if (around.length > 0) {
    const least = Math.min(...around.map(({ start, end }) => end - start));
    return around.filter(({ start, end }) => end - start === least).map(({ number }) => number);
  }
  return of.filter(({ start, end }) => range.start <= start && end <= range.end && range.start < range.end).map(({ number }) => number);
}
