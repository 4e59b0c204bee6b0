// The page: a project, its editor, what is found in it, and what becomes of it.

import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./style.css";

import { archive, save } from "./archive";
import type { Change, Files, Place, Problem, QuickFix, TextEdit } from "./data";
import { askFor, by, element, fill, reveal, say } from "./dom";
import { SourceEditor } from "./editor/source";
import { Engine } from "./engine";
import { rendered } from "./markdown";
import { OutputPane } from "./outputs";
import { ProblemPanel } from "./panel";
import { type Shared, isPath, toHash } from "./share";
import { theme } from "./theme";
import { first as begin, example, linked, names, write } from "./visits";

let files: Files = Object.create(null);
/** The file whose apps' outputs are shown. */
let app: string | null = null;
/** The environment that was chosen, whether it is declared at the moment or not. */
let environment: string | null = null;
/** What the choice of environments shows. */
let environments = "";
let problems: [string, Problem[]][] = [];
/** How long the last check took, in milliseconds. */
let checked = 0;

const text = (path: string) => files[path] ?? "";

const engine = new Engine(
  {
    found(found) {
      checked = found.took;
      problems = found.problems;
      panel.show(problems, text);
      if (found.path === source.path) source.found(found.tokens, found.folds, of(found.path), mending);
      showEnvironments(found.environments);
      tabs();
    },
    built({ outputs, took: time }) {
      // While an error stands in the way the last good outputs stay, and are said to be old.
      const old = outputs.failed && outputs.apps.length === 0;
      by("outputs").classList.toggle("old", old);
      if (!old) output.update(outputs);
      const count = outputs.apps.reduce((sum, { files }) => sum + files.length, 0);
      by("status").textContent = old
        ? `checked in ${checked.toFixed(1)} ms · the outputs are of the last text without an error`
        : count === 0
          ? "There is no app in the project, and so there are no outputs"
          : `checked in ${checked.toFixed(1)} ms, ${count} files built in ${time.toFixed(1)} ms · nothing leaves your browser`;
      document.body.dataset.built = String(Number(document.body.dataset.built ?? 0) + 1);
    },
    restarted(message) {
      say(`The compiler stopped and was started again: ${message}`, true);
      engineLook();
    },
    gone(message) {
      by("summary").textContent = "The compiler could not be loaded";
      by("summary").className = "error";
      const retry = element("button", { className: "fix", textContent: "Try again" });
      retry.onclick = () => {
        by("status").textContent = "Loading the compiler…";
        engine.retry();
        engineLook();
      };
      by("status").replaceChildren(`Nothing is checked or built: ${message} `, retry);
    },
  },
  () => files,
);

const mending = {
  apply(fix: QuickFix) {
    // Its ranges are of the text that was looked at.
    if (engine.fresh) applyAll(fix.edits);
    else say("The text has changed since: once more, please");
  },
  async explain(code: string) {
    const page = await engine.ask("explain", code);
    if (page === undefined) return;
    const dialog = by<HTMLDialogElement>("page");
    by("page-body").replaceChildren(rendered(page ?? `There is no page for ${code}.`));
    dialog.showModal();
    dialog.scrollTop = 0;
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
    if (by("outputs").classList.contains("old")) {
      say("These outputs are of an older text: mend the error first");
      return;
    }
    output.mark(place, false);
    if (!place) {
      say("This line comes from no single line of the source");
      return;
    }
    void go(place, false).then(() => {
      source.mark([place.range]);
      if (getComputedStyle(by("source")).display === "none") {
        say(`From ${place.path}`, false, { title: "Show", run: () => pane("source") });
      }
    });
  },
});

const source = new SourceEditor(by("source-view"), engine, {
  edited(path, now, changes: Change[]) {
    files[path] = now;
    engine.edit(path, changes);
    output.forget();
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
  const all = apps();
  if (all.includes(source.path)) app = source.path;
  else if (app === null || !all.includes(app)) app = all[0] ?? null;
  engine.look(source.path, app, environment);
}

/** The files that declare an app. */
function apps(): string[] {
  return sources().filter((path) => /^app\s/m.test(text(path)));
}

function sources(): string[] {
  return Object.keys(files).filter((path) => path.endsWith(".app")).sort();
}

/** What is shown where nothing else is asked for. */
function first(): string {
  return apps()[0] ?? sources()[0] ?? Object.keys(files)[0] ?? "";
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
      engineLook();
    }
  }
  source.select(place.range, focus);
}

function tabs() {
  const all = Object.keys(files).sort((a, b) => Number(b.endsWith(".app")) - Number(a.endsWith(".app")) || (a < b ? -1 : 1));
  const shipped = source.path && !(source.path in files);
  const shown = shipped ? [source.path, ...all] : all;
  const before = by("files").querySelector<HTMLElement>('[aria-current="true"]')?.dataset.key;
  const row = by("files");
  fill(
    row,
    shown.map((path) => {
      const worst = of(path).find(({ severity }) => severity === "error") ?? of(path).find(({ severity }) => severity === "warning");
      const tab = element("button", { className: `file ${worst?.severity ?? ""}`, textContent: path in files ? path : `${path} (read only)` });
      tab.dataset.key = path;
      if (worst) tab.title = `${path} has ${worst.severity === "error" ? "errors" : "warnings"}`;
      tab.ariaCurrent = String(path === source.path);
      tab.onclick = () => (path in files ? show(path) : undefined);
      tab.ondblclick = () => void renameFile(path);
      return tab;
    }),
  );
  if (before !== source.path) reveal(row);
  const own = source.path in files;
  by<HTMLButtonElement>("rename-file").hidden = !own;
  by<HTMLButtonElement>("delete-file").hidden = !own || all.length < 2;
  for (const id of ["fix", "format"]) by<HTMLButtonElement>(id).disabled = !own || !source.path.endsWith(".app");
}

function showEnvironments(all: string[]) {
  const missing = environment !== null && !all.includes(environment) ? [environment] : [];
  const shown = JSON.stringify([all, missing]);
  if (shown === environments) return;
  environments = shown;
  const select = by<HTMLSelectElement>("environment");
  const option = (value: string, label: string) => element("option", { value, textContent: label });
  select.replaceChildren(
    option("", "as written"),
    ...all.map((name) => option(name, name)),
    ...missing.map((name) => option(name, `${name} (not declared)`)),
  );
  select.value = environment ?? "";
  by("environment-label").hidden = all.length === 0 && missing.length === 0;
}

function open(project: Shared) {
  files = Object.assign(Object.create(null), project.files);
  app = null;
  environment = project.environment;
  environments = "";
  source.reset();
  source.show(project.path, text(project.path));
  engine.project(files);
  showEnvironments(environment === null ? [] : [environment]);
  engineLook();
  tabs();
  output.mark(undefined, false);
  // What the address said is done: a reload must find what has been made of it since.
  history.replaceState(null, "", location.pathname + location.search);
  keep();
}

function applyAll(edits: TextEdit[]) {
  const [own, others] = [edits.filter(({ path }) => path === source.path), edits.filter(({ path }) => path !== source.path && path in files)];
  for (const path of new Set(others.map((edit) => edit.path))) {
    files[path] = source.applyElsewhere(path, text(path), others.filter((edit) => edit.path === path));
    engine.file(path, text(path));
  }
  source.apply(own);
  engineLook();
  keep();
}

/** Whether what is shown is a source of the project's own. */
function editable(): boolean {
  return source.path in files && source.path.endsWith(".app");
}

async function format() {
  const path = source.path;
  if (!editable()) return;
  const edits = await engine.insist("format", () => [path]);
  if (edits === undefined || path !== source.path) return;
  if (edits === null) return say("It cannot be formatted while it does not parse", true);
  const edit = edits[0];
  if (!edit) return say("It is formatted");
  source.replace(edit.text);
  return say("Formatted");
}

async function fixAll() {
  const path = source.path;
  if (!editable()) return;
  const edits = await engine.insist("fixAll", () => [path]);
  if (edits === undefined || path !== source.path) return;
  const edit = edits[0];
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
  if (!done) return say("The text has changed meanwhile: once more, please");
  if ("error" in done) return say(done.error, true);
  applyAll(done.edits);
  say(`Renamed in ${done.edits.length} places`);
}

async function definition() {
  const at = source.cursor;
  const places = await engine.ask("definition", source.path, at);
  if (places === undefined) return;
  const place = places[0];
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
  source.view.focus();
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
  source.rename(path, other);
  engineLook();
  tabs();
  keep();
}

function remove(path: string) {
  const before = text(path);
  delete files[path];
  engine.file(path, null);
  show(first());
  keep();
  say(`${path} is deleted`, false, {
    title: "Undo",
    run() {
      files[path] = before;
      engine.file(path, before);
      show(path);
      keep();
    },
  });
}

async function share() {
  let link: string;
  try {
    const hash = await toHash({ files, path: source.path in files ? source.path : first(), environment });
    link = new URL(hash, location.href).href;
  } catch (error) {
    return say(error instanceof Error ? error.message : String(error), true);
  }
  try {
    await navigator.clipboard.writeText(link);
    say(`Link copied, ${link.length.toLocaleString("en")} characters: the project is in it`);
  } catch {
    await askFor("The link", link, () => undefined);
  }
}

/** All outputs as `wharf build` writes them, in one archive. */
async function download() {
  const everything = await engine.insist("everything", () => [environment]);
  if (!everything) return;
  if (everything.apps.length === 0) {
    return say(everything.failed ? "There are no outputs while there is an error" : "There is no app, and so there are no outputs", true);
  }
  save(archive(everything.apps), `${everything.apps.map(({ folder }) => folder).join("+").slice(0, 80)}.zip`);
}

let keeping: ReturnType<typeof setTimeout> | undefined;

/** Keeps the project for the next visit, in this browser. */
function keep() {
  clearTimeout(keeping);
  keeping = setTimeout(keepNow, 300);
}

function keepNow() {
  clearTimeout(keeping);
  keeping = undefined;
  write(project());
}

function project(): Shared {
  return { files, path: source.path in files ? source.path : first(), environment };
}

let ticket = 0;

/** Opens another project in place of this one, which can be had back. Of several the last one counts. */
async function replace(other: () => Promise<Shared | undefined>) {
  const own = ++ticket;
  let next: Shared | undefined;
  try {
    next = await other();
  } catch (error) {
    return say(`It cannot be loaded: ${error instanceof Error ? error.message : String(error)}`, true);
  }
  if (!next || own !== ticket) return;
  const before = structuredClone({ ...project(), files: { ...files } });
  open(next);
  say("Another project is open", false, { title: "Back to the last one", run: () => open(before) });
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
picker.append(...names.map((name) => element("option", { value: name, textContent: name })));
picker.onchange = () => {
  const name = picker.value;
  if (name) void replace(() => example(name));
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
by("rename-file").onclick = () => void renameFile(source.path);
by("delete-file").onclick = () => remove(source.path);
by("add").onclick = () => void add();
for (const button of document.querySelectorAll<HTMLElement>("#panes button")) {
  button.onclick = () => pane(button.dataset.pane!);
}
for (const dialog of document.querySelectorAll("dialog")) {
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}
by("page-close").onclick = () => by<HTMLDialogElement>("page").close();
by("files").addEventListener("wheel", (event) => {
  if (event.deltaX === 0) by("files").scrollLeft += event.deltaY;
});
window.addEventListener("hashchange", () => {
  if (location.hash) void replace(linked);
});
window.addEventListener("pagehide", keepNow);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden" && keeping !== undefined) keepNow();
});
document.addEventListener("keydown", (event) => {
  // The source's own keys know it, too; elsewhere the browser would save the page.
  if ((event.ctrlKey || event.metaKey) && event.key === "s" && !event.defaultPrevented) {
    event.preventDefault();
    void format();
  }
});
pane("source");
try {
  open(await begin());
} catch (error) {
  say(`The example cannot be loaded: ${error instanceof Error ? error.message : String(error)}`, true);
}
