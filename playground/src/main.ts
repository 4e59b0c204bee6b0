// The page: a project, its editor, what is found in it, and what becomes of it.

import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./style.css";

import { zipSync } from "fflate";
import examples from "virtual:examples";

import type { Change, Files, OutputApp, Place, Problem, QuickFix, TextEdit } from "./data";
import { askFor, by, element, say } from "./dom";
import { SourceEditor } from "./editor/source";
import { Engine } from "./engine";
import { rendered } from "./markdown";
import { OutputPane } from "./outputs";
import { ProblemPanel } from "./panel";
import { type Shared, fromHash, isPath, shared, toHash } from "./share";
import { theme } from "./theme";

const KEPT = "wharf-playground-1";

let files: Files = {};
let environment: string | null = null;
let environments: string[] = [];
let problems: [string, Problem[]][] = [];
let took = { check: 0, build: 0 };

const text = (path: string) => files[path] ?? "";

const engine = new Engine(
  {
    found(found) {
      took.check = found.took;
      problems = found.problems;
      panel.show(problems, text);
      if (found.path === source.path) source.found(found.tokens, found.folds, of(found.path), mending);
      if (found.environments.join() !== environments.join()) showEnvironments(found.environments);
      const failed = problems.some(([, all]) => all.some(({ severity }) => severity === "error"));
      document.body.dataset.state = failed ? "failed" : "fine";
      tabs();
    },
    built({ outputs, took: time }) {
      took.build = time;
      // While an error stands in the way the last good outputs stay, and are said to be old.
      const old = outputs.failed && outputs.apps.length === 0;
      by("outputs").classList.toggle("old", old);
      if (!old) output.update(outputs, (folder) => folder);
      const count = outputs.apps.reduce((sum, { files }) => sum + files.length, 0);
      by("status").textContent = old
        ? `checked in ${took.check.toFixed(1)} ms · the outputs are of the last text without an error`
        : `checked in ${took.check.toFixed(1)} ms, ${count} files built in ${took.build.toFixed(1)} ms · nothing leaves your browser`;
      document.body.dataset.built = String(Number(document.body.dataset.built ?? 0) + 1);
    },
    restarted(message) {
      say(`The compiler stopped and was started again: ${message}`, true);
      engineLook();
    },
  },
  () => files,
);

const mending = {
  apply(fix: QuickFix) {
    applyAll(fix.edits);
  },
  async explain(code: string) {
    const page = await engine.ask("explain", code);
    const dialog = by<HTMLDialogElement>("page");
    by("page-body").replaceChildren(rendered(page ?? `There is no page for ${code}.`));
    dialog.showModal();
    by("page-body").scrollTop = 0;
  },
};

const panel = new ProblemPanel({
  ...mending,
  go(path, problem) {
    pane("source");
    if (path !== source.path) show(path);
    source.select(problem.range, true);
  },
});

const output = new OutputPane(by("output-tabs"), by("output-files"), by("output-view"), {
  picked(place) {
    source.mark([]);
    output.mark(place, false);
    if (!place) {
      say("This line comes from no single line of the source");
      return;
    }
    go(place, false);
    source.mark([place.range]);
  },
});

const source = new SourceEditor(by("source-view"), engine, {
  edited(path, now, changes: Change[]) {
    files[path] = now;
    engine.edit(path, changes);
    engineLook();
    keep();
  },
  moved(path, offset) {
    source.mark([]);
    output.mark({ path, range: { start: offset, end: offset } }, true);
  },
  format: () => void format(),
  rename: () => void rename(),
  definition: () => void definition(),
});

function of(path: string): Problem[] {
  return problems.find(([file]) => file === path)?.[1] ?? [];
}

function engineLook() {
  engine.look(source.path in files ? source.path : (apps()[0] ?? source.path), environment);
}

function apps(): string[] {
  return Object.keys(files).filter((path) => /\.app$/.test(path)).sort();
}

/** Shows a file of the project, or one that comes with the compiler. */
function show(path: string) {
  if (path in files) {
    source.show(path, text(path));
    engineLook();
  }
  tabs();
}

async function go(place: Place, focus: boolean) {
  if (place.path !== source.path) {
    if (place.path in files) {
      show(place.path);
    } else {
      const shipped = await engine.ask("text", place.path);
      if (!shipped) return;
      source.show(place.path, shipped, true);
      tabs();
      engine.look(place.path, environment);
    }
  }
  source.select(place.range, focus);
}

function tabs() {
  const sources = Object.keys(files).sort((a, b) => Number(b.endsWith(".app")) - Number(a.endsWith(".app")) || (a < b ? -1 : 1));
  const shown = source.path && !(source.path in files) ? [...sources, source.path] : sources;
  by("files").replaceChildren(
    ...shown.map((path) => {
      const worst = of(path).find(({ severity }) => severity === "error") ?? of(path).find(({ severity }) => severity === "warning");
      const tab = element("button", { className: `file ${worst?.severity ?? ""}`, textContent: path });
      tab.ariaCurrent = String(path === source.path);
      tab.onclick = () => (path in files ? show(path) : undefined);
      tab.ondblclick = () => void renameFile(path);
      if (path === source.path && path in files && sources.length > 1) {
        const close = element("span", { className: "close", textContent: "×", title: `Delete ${path}`, role: "button" });
        close.onclick = (event) => {
          event.stopPropagation();
          remove(path);
        };
        tab.append(close);
      }
      return tab;
    }),
  );
}

function showEnvironments(all: string[]) {
  environments = all;
  const select = by<HTMLSelectElement>("environment");
  const option = (value: string, label: string) => element("option", { value, textContent: label });
  select.replaceChildren(option("", "as written"), ...all.map((name) => option(name, name)));
  if (environment !== null && !all.includes(environment)) environment = null;
  select.value = environment ?? "";
  by("environment-label").hidden = all.length === 0;
}

function open(project: Shared) {
  files = { ...project.files };
  environment = project.environment;
  environments = [];
  source.reset();
  source.show(project.path, text(project.path));
  engine.project(files);
  showEnvironments(environment === null ? [] : [environment]);
  engineLook();
  tabs();
  output.mark(undefined, false);
  keep();
}

function applyAll(edits: TextEdit[]) {
  const [own, others] = [edits.filter(({ path }) => path === source.path), edits.filter(({ path }) => path !== source.path && path in files)];
  for (const path of new Set(others.map((edit) => edit.path))) {
    const sorted = others.filter((edit) => edit.path === path).sort((a, b) => b.range.start - a.range.start);
    files[path] = sorted.reduce((now, { range, text }) => now.slice(0, range.start) + text + now.slice(range.end), text(path));
    engine.file(path, text(path));
  }
  source.apply(own);
  engineLook();
  keep();
}

async function format() {
  const edits = await engine.ask("format", source.path);
  if (!edits) return say("It cannot be formatted while it does not parse", true);
  const edit = edits[0];
  if (!edit) return say("It is formatted");
  source.replace(edit.text);
  return say("Formatted");
}

async function fixAll() {
  const edit = (await engine.ask("fixAll", source.path))?.[0];
  if (!edit) return say("There is nothing that is safe to fix");
  source.replace(edit.text);
  return say("Fixed");
}

async function rename() {
  const at = source.cursor;
  const found = await engine.ask("prepareRename", source.path, at);
  if (!found) return;
  if ("error" in found) return say(found.error, true);
  const name = await askFor(`Another name for ${found.name}, everywhere`, found.name, () => undefined);
  if (name === undefined || name === found.name) return;
  const done = await engine.ask("rename", source.path, at, name);
  if (!done) return;
  if ("error" in done) return say(done.error, true);
  applyAll(done.edits);
  say(`Renamed in ${done.edits.length} places`);
}

async function definition() {
  const at = source.cursor;
  const places = await engine.ask("definition", source.path, at);
  const place = places?.[0];
  if (!place) return say("Nothing here is declared somewhere");
  await go(place, true);
}

function wrongPath(except?: string) {
  return (path: string) => {
    if (!isPath(path)) return "A path such as base.app or config/app.yaml";
    return path !== except && path in files ? "There is such a file" : undefined;
  };
}

async function add() {
  const path = await askFor("The new file", "base.app", wrongPath());
  if (path === undefined) return;
  files[path] = "";
  engine.file(path, "");
  show(path);
  keep();
}

async function renameFile(path: string) {
  if (!(path in files)) return;
  const other = await askFor("Another name for the file", path, wrongPath(path));
  if (other === undefined || other === path) return;
  files[other] = text(path);
  delete files[path];
  engine.file(path, null);
  engine.file(other, text(other));
  show(other);
  keep();
}

function remove(path: string) {
  if (text(path) && !confirm(`Delete ${path}?`)) return;
  delete files[path];
  engine.file(path, null);
  show(apps()[0] ?? Object.keys(files)[0]!);
  keep();
}

async function share() {
  const hash = await toHash({ files, path: source.path in files ? source.path : apps()[0]!, environment });
  history.replaceState(null, "", hash);
  const link = location.href;
  try {
    await navigator.clipboard.writeText(link);
    say(`Link copied, ${link.length.toLocaleString("en")} characters: the project is in it`);
  } catch {
    await askFor("The link", link, () => undefined);
  }
}

/** All outputs as `wharf build` writes them, in one archive. */
async function download() {
  const everything = await engine.ask("everything", environment);
  if (!everything || everything.apps.length === 0) return say("There are no outputs while there is an error", true);
  const encoder = new TextEncoder();
  const path = ({ folder }: OutputApp, file: string) => `${folder}/${file}`;
  const entries = everything.apps.flatMap((app) => app.files.map((file) => [path(app, file.path), encoder.encode(file.text)] as const));
  // Always the same date, so that the same outputs give the same archive.
  const archive = zipSync(Object.fromEntries(entries), { mtime: "1980-01-01T00:00:00" });
  const link = element("a", {
    href: URL.createObjectURL(new Blob([archive], { type: "application/zip" })),
    download: `${everything.apps.map(({ folder }) => folder).join("+").slice(0, 80)}.zip`,
  });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

let keeping: ReturnType<typeof setTimeout> | undefined;

/** Keeps the project for the next visit, in this browser. */
function keep() {
  clearTimeout(keeping);
  keeping = setTimeout(() => {
    const path = source.path in files ? source.path : (apps()[0] ?? "");
    try {
      localStorage.setItem(KEPT, JSON.stringify({ files, path, environment } satisfies Shared));
    } catch {
      // There is no place, or it may not be used: the project lasts as long as the page.
    }
  }, 300);
}

function kept(): Shared | undefined {
  try {
    return shared(JSON.parse(localStorage.getItem(KEPT) ?? "null"));
  } catch {
    return undefined;
  }
}

async function example(name: string): Promise<Shared> {
  const found = examples.find((e) => e.name === name) ?? examples[0]!;
  const all = await found.files();
  const main = [`${found.name}.app`, ...Object.keys(all).filter((path) => /^app /m.test(all[path]!) && path.endsWith(".app"))];
  return { files: all, path: main.find((path) => path in all)!, environment: null };
}

async function start(): Promise<Shared> {
  try {
    const from = await fromHash(location.hash);
    if (from) return from;
  } catch (error) {
    say(`The link cannot be read: ${error instanceof Error ? error.message : String(error)}`, true);
  }
  const named = /^#example=([\w-]+)$/.exec(location.hash)?.[1];
  return named ? example(named) : (kept() ?? example(examples[0]!.name));
}

/** On a phone one pane is shown at a time. */
function pane(name: string) {
  document.body.dataset.pane = name;
  for (const button of document.querySelectorAll<HTMLElement>("#panes button")) {
    button.ariaCurrent = String(button.dataset.pane === name);
  }
}

theme(by("theme"));
const picker = by<HTMLSelectElement>("example");
picker.append(...examples.map(({ name }) => element("option", { value: name, textContent: name })));
picker.onchange = async () => {
  const name = picker.value;
  picker.value = "";
  history.replaceState(null, "", `#example=${name}`);
  open(await example(name));
};
by("environment").onchange = (event) => {
  environment = (event.target as HTMLSelectElement).value || null;
  engineLook();
  keep();
};
by("format").onclick = () => void format();
by("fix").onclick = () => void fixAll();
by("share").onclick = () => void share();
by("download").onclick = () => void download();
by("add").onclick = () => void add();
for (const button of document.querySelectorAll<HTMLElement>("#panes button")) {
  button.onclick = () => pane(button.dataset.pane!);
}
for (const dialog of document.querySelectorAll("dialog")) {
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}
window.addEventListener("hashchange", async () => {
  if (location.hash) open(await start());
});
pane("source");
open(await start());
