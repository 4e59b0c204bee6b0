// As much of VS Code's module `vscode` as the client of `wharf lsp` needs to run without VS Code. What it does
// not name is there too: it can be called, made and asked for members, and does nothing.

import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Something that does nothing, whatever is done with it. */
function nothing(name) {
  const target = function () {};
  return new Proxy(target, {
    // A class that others extend has to have a real prototype.
    get: (own, key) => (key === "prototype" || key === Symbol.toPrimitive || key === "then" ? own[key] : own[key] ?? (own[key] = nothing(`${name}.${String(key)}`))),
    apply: () => nothing(`${name}()`),
  });
}

/** An object whose other members do nothing. */
const open = (name, members) =>
  new Proxy(members, { get: (own, key) => (key in own || typeof key === "symbol" ? own[key] : (own[key] = nothing(`${name}.${key}`))) });

export class EventEmitter {
  #listeners = new Set();
  event = (listener, self) => {
    const bound = listener.bind(self);
    this.#listeners.add(bound);
    return { dispose: () => this.#listeners.delete(bound) };
  };
  fire(value) {
    for (const listener of [...this.#listeners]) listener(value);
  }
  dispose() {
    this.#listeners.clear();
  }
}

class Uri {
  constructor(text) {
    this.text = text;
    this.scheme = text.slice(0, text.indexOf(":"));
    this.fsPath = this.scheme === "file" ? fileURLToPath(text) : text.slice(text.indexOf(":") + 1);
    this.path = this.fsPath;
  }
  toString() {
    return this.text;
  }
  static parse = (text) => new Uri(text);
  static file = (path) => new Uri(pathToFileURL(path).href);
}

class Position {
  constructor(line, character) {
    Object.assign(this, { line, character });
  }
}

class Range {
  constructor(start, end) {
    Object.assign(this, { start, end });
  }
}

class Diagnostic {
  constructor(range, message, severity) {
    Object.assign(this, { range, message, severity });
  }
}

class Disposable {
  constructor(dispose) {
    this.dispose = dispose;
  }
  static from = (...all) => new Disposable(() => all.forEach((one) => one.dispose()));
}

class CancellationTokenSource {
  #cancelled = new EventEmitter();
  token = { isCancellationRequested: false, onCancellationRequested: this.#cancelled.event };
  cancel() {
    this.token.isCancellationRequested = true;
    this.#cancelled.fire();
  }
  dispose() {}
}

/** An editor in which one file is open, and which has these settings. */
export function editor(folder, file, settings) {
  const uri = Uri.file(file);
  const text = readFileSync(file, "utf8");
  const document = open("document", {
    uri, fileName: file, languageId: "wharf", version: 1, isClosed: false, getText: () => text,
  });
  const seen = { errors: [], commands: new Map(), diagnostics: new Map(), providers: new Map() };
  const settingsChanged = new EventEmitter();
  const get = (section, name, otherwise) => settings[`${section}.${name}`] ?? otherwise;
  const workspace = open("workspace", {
    workspaceFolders: [{ uri: Uri.file(folder), name: basename(folder), index: 0 }],
    textDocuments: [document],
    notebookDocuments: [],
    getConfiguration: (section) => ({ get: (name, otherwise) => get(section, name, otherwise) }),
    onDidChangeConfiguration: settingsChanged.event,
    getWorkspaceFolder: () => workspace.workspaceFolders[0],
    createFileSystemWatcher: () => open("watcher", {}),
  });
  const channel = open("channel", {});
  const window = open("window", {
    activeTextEditor: { document },
    visibleTextEditors: [{ document }],
    tabGroups: open("tabGroups", { all: [] }),
    createOutputChannel: () => channel,
    showErrorMessage: async (message) => void seen.errors.push(message),
  });
  const languages = new Proxy(
    {
      match: (selector, of) => (selector.some?.((s) => s.language === of.languageId && s.scheme === of.uri.scheme) ? 10 : 0),
      createDiagnosticCollection: () => ({
        set: (of, all) => seen.diagnostics.set(of.toString(), all),
        delete: (of) => seen.diagnostics.delete(of.toString()),
        clear: () => seen.diagnostics.clear(),
        has: (of) => seen.diagnostics.has(of.toString()),
        dispose() {},
      }),
    },
    {
      // `registerHoverProvider` and the like.
      get: (own, key) =>
        own[key] ??
        ((_selector, provider) => {
          seen.providers.set(key, provider);
          return { dispose: () => seen.providers.delete(key) };
        }),
    },
  );
  const commands = {
    registerCommand: (name, run) => {
      seen.commands.set(name, run);
      return { dispose: () => seen.commands.delete(name) };
    },
    executeCommand: async () => {},
  };
  const vscode = open("vscode", {
    version: "1.91.0", workspace, window, languages, commands, env: open("env", { appName: "none", language: "en" }),
    extensions: { all: [], getExtension: () => undefined },
    Uri, Position, Range, Diagnostic, Disposable, EventEmitter, CancellationTokenSource,
    DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2, Hint: 3 },
    LogLevel: { Off: 0, Trace: 1, Debug: 2, Info: 3, Warning: 4, Error: 5 },
  });
  const change = (name, value) => {
    settings[name] = value;
    settingsChanged.fire({ affectsConfiguration: (section) => name.startsWith(section) });
  };
  return { vscode, seen, document, change };
}
