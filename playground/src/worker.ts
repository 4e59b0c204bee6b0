// The compiler, off the page's thread. Of what is to be looked at only the newest counts: while a text is typed
// faster than it is built, the texts between are skipped.

import init, { Session, explain } from "../wasm/wharf_wasm.js";
import wasm from "../wasm/wharf_wasm_bg.wasm?url";
import type { Built, Found, FromWorker, Outputs, Question, ToWorker } from "./data";

type Look = Extract<ToWorker, { kind: "look" }>;

const send = (message: FromWorker) => self.postMessage(message);

let session: Session | undefined;
let queue: ToWorker[] = [];
let waiting = false;
let revision = 0;
/** The files of the project, to know which are apps. */
let paths = new Set<string>();
let wanted: Look | undefined;
let unbuilt: Look | undefined;

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  queue.push(data);
  wake();
};

function wake() {
  if (waiting || !session) return;
  waiting = true;
  // After all messages that have come by now.
  setTimeout(work);
}

function work() {
  waiting = false;
  try {
    step(session!);
  } catch (error) {
    // After a trap the module's memory is not to be trusted: the page starts another worker.
    session = undefined;
    send({ kind: "broken", message: String(error) });
  }
}

function step(session: Session) {
  const messages = queue;
  queue = [];
  for (const message of messages) {
    revision = Math.max(revision, message.revision);
    apply(session, message);
  }
  for (const message of messages) {
    if (message.kind !== "ask") continue;
    const stale = message.revision < revision && !["explain", "text"].includes(message.question);
    send({ kind: "answer", id: message.id, stale, value: stale ? null : answer(session, message.question, message.args) });
  }
  if (wanted) {
    send({ kind: "found", found: find(session, wanted) });
    unbuilt = wanted;
    wanted = undefined;
    // What was typed meanwhile comes before the outputs of what was.
    wake();
  } else if (unbuilt && queue.length === 0) {
    send({ kind: "built", built: build(session, unbuilt) });
    unbuilt = undefined;
  }
}

function apply(session: Session, message: ToWorker) {
  switch (message.kind) {
    case "project":
      for (const path of paths) if (!(path in message.files)) session.close(path);
      for (const [path, text] of Object.entries(message.files)) session.open(path, text);
      paths = new Set(Object.keys(message.files));
      break;
    case "file":
      if (message.text === null) {
        session.close(message.path);
        paths.delete(message.path);
      } else {
        session.open(message.path, message.text);
        paths.add(message.path);
      }
      break;
    case "edit":
      // The last first, so that none moves another.
      for (const { from, to, insert } of [...message.changes].reverse()) {
        if (!session.edit(message.path, from, to, insert)) throw new Error(`no ${from}..${to} in ${message.path}`);
      }
      break;
    case "look":
      wanted = message;
      break;
    case "ask":
      break;
  }
}

function find(session: Session, { look, path, app }: Look): Found {
  const start = performance.now();
  const problems = JSON.parse(session.problems());
  const took = performance.now() - start;
  return {
    look,
    path,
    problems,
    tokens: JSON.parse(session.tokens(path)),
    folds: JSON.parse(session.folds(path)),
    environments: app === null ? [] : JSON.parse(session.environments(app)),
    took,
  };
}

function build(session: Session, { look, app, environment }: Look): Built {
  const start = performance.now();
  if (app === null) return { look, outputs: { failed: false, apps: [] }, took: 0 };
  return { look, outputs: outputs(session, app, environment), took: performance.now() - start };
}

/** The outputs in an environment; of apps that do not declare it, as they are written. */
function outputs(session: Session, app: string, environment: string | null): Outputs {
  const declared: string[] = JSON.parse(session.environments(app));
  const known = environment !== null && declared.includes(environment) ? environment : undefined;
  return JSON.parse(session.outputs(app, known));
}

function answer(session: Session, question: Question, [path, a, b]: (string | number | null)[]): unknown {
  const file = String(path);
  const at = Number(a);
  switch (question) {
    case "text":
      return session.text(file) ?? null;
    case "explain":
      return explain(file) ?? null;
    case "completions":
      return JSON.parse(session.completions(file, at));
    case "hover":
      return JSON.parse(session.hover(file, at));
    case "definition":
      return JSON.parse(session.definition(file, at));
    case "prepareRename":
      return JSON.parse(session.prepareRename(file, at));
    case "rename":
      return JSON.parse(session.rename(file, at, String(b)));
    case "format":
      return JSON.parse(session.format(file));
    case "fixAll":
      return JSON.parse(session.fixAll(file));
    case "everything": {
      const all: Outputs = { failed: false, apps: [] };
      for (const app of [...paths].filter((p) => p.endsWith(".app")).sort()) {
        const { failed, apps } = outputs(session, app, path === null ? null : file);
        all.failed ||= failed;
        all.apps.push(...apps);
      }
      return all;
    }
  }
}

init({ module_or_path: wasm }).then(
  () => {
    session = new Session();
    send({ kind: "ready" });
    if (queue.length > 0) wake();
  },
  (error: unknown) => send({ kind: "broken", message: String(error) }),
);
