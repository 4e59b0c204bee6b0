// Runs the packed extension in an editor that is none: it starts the server, and what the server says arrives.
// usage: node extension.mjs FOLDER WHARF (FOLDER: what the package unpacks to)

import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire, Module } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { editor } from "./vscode.mjs";

const [unpacked, wharf] = process.argv.slice(2);
if (wharf === undefined) throw new Error("usage: extension.mjs FOLDER WHARF");
const extension = resolve(unpacked, "extension");
const manifest = JSON.parse(readFileSync(join(extension, "package.json"), "utf8"));

// What it holds: what the manifest names, and nothing that only builds it.
const named = [
  manifest.main,
  ...manifest.contributes.languages.map((l) => l.configuration),
  ...manifest.contributes.grammars.map((g) => g.path),
];
for (const file of named) assert(existsSync(join(extension, file)), `the package has no ${file}`);
const there = readdirSync(extension, { recursive: true, withFileTypes: true }).filter((e) => e.isFile());
assert.equal(there.length, named.length + 2, `the package holds ${there.map((e) => e.name).join(", ")}`);
for (const file of manifest.contributes.languages.map((l) => l.configuration)) {
  const { wordPattern, indentationRules } = JSON.parse(readFileSync(join(extension, file), "utf8"));
  const whole = (word) => new RegExp(`^(?:${wordPattern})$`).test(word);
  assert(whole("db-password") && whole("512Mi") && !whole("a b"), wordPattern);
  const [more, less] = [indentationRules.increaseIndentPattern, indentationRules.decreaseIndentPattern];
  for (const line of ["service web {", '  run "a {" { // why', "args ["]) assert(new RegExp(more).test(line), line);
  for (const line of ['args ["a"]', 'run "a {', "scale 1 // {"]) assert(!new RegExp(more).test(line), line);
  assert(new RegExp(less).test("  }") && !new RegExp(less).test("a }"));
}

const folder = mkdtempSync(join(tmpdir(), "wharf-extension-"));
const file = join(folder, "shop.app");
writeFileSync(file, 'app shop {\n  service web {\n    image "nginx:1.29"\n    user 101\n    scael 2\n  }\n}\n');

/** Waits until something holds, for half a minute. */
async function until(what, holds) {
  for (let i = 0; i < 600; i++) {
    const value = holds();
    if (value) return value;
    await new Promise((done) => setTimeout(done, 50));
  }
  assert.fail(`${what}: waited in vain`);
}

try {
  const { vscode, seen, document, change } = editor(folder, file, { "wharf.path": resolve(wharf) });
  const load = Module._load;
  Module._load = (request, ...rest) => (request === "vscode" ? vscode : load(request, ...rest));
  const { activate, deactivate } = createRequire(import.meta.url)(join(extension, manifest.main));
  const context = { subscriptions: [] };
  const { client } = await activate(context);

  assert.deepEqual(seen.errors, []);
  assert.equal(client().initializeResult.serverInfo.name, "wharf");
  for (const { command } of manifest.contributes.commands) assert(seen.commands.has(command), `${command} does nothing`);
  assert.deepEqual([...seen.commands.keys()].sort(), manifest.contributes.commands.map((c) => c.command).sort());
  const found = await until("a problem", () => seen.diagnostics.get(document.uri.toString()));
  assert.match(found.map((d) => d.message).join("\n"), /`scael`/);
  const hover = { textDocument: { uri: document.uri.toString() }, position: { line: 2, character: 5 } };
  assert.match((await client().sendRequest("textDocument/hover", hover)).contents.value, /What it runs/);
  for (const feature of ["Hover", "CompletionItem", "Definition", "Rename", "DocumentFormattingEdit", "CodeActions"]) {
    assert(seen.providers.has(`register${feature}Provider`), `nothing provides ${feature}`);
  }

  // Another server takes the place of the first one.
  const first = client();
  await seen.commands.get("wharf.restart")();
  assert(client() !== first && client().isRunning() && !first.isRunning());
  assert.deepEqual(seen.errors, []);

  // A program that is not there is said, and another setting mends it.
  change("wharf.path", join(folder, "nowhere"));
  await until("an error", () => seen.errors.some((e) => e.includes("nowhere")));
  change("wharf.path", resolve(wharf));
  await until("a server", () => client()?.isRunning());

  await deactivate();
  assert.equal(client(), undefined);
  console.log(`the extension of ${there.length} files starts the server, restarts it, and shows what it says`);
} finally {
  rmSync(folder, { recursive: true });
}
