// Asks the engine that reads grammars in VS Code what it makes of ours.
// usage: node textmate.mjs MODULES GRAMMAR WHARF FIXTURE FILE...
//
// - the fixture says which scopes are due: see its first lines;
// - every word of the vocabulary, in every block that it may begin a statement of, is a keyword;
// - in the other files, the grammar and the server's semantic tokens say the same of each piece.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { Client } from "./client.mjs";

const [modules, grammarFile, wharf, fixture, ...files] = process.argv.slice(2);
if (files.length === 0) {
  throw new Error("usage: textmate.mjs MODULES GRAMMAR WHARF FIXTURE FILE...");
}
const require = createRequire(resolve(modules, "index.js"));
const oniguruma = require("vscode-oniguruma");
const { Registry, INITIAL, parseRawGrammar } = require("vscode-textmate");
await oniguruma.loadWASM(readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")));
const registry = new Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }),
  loadGrammar: async () => parseRawGrammar(readFileSync(grammarFile, "utf8"), grammarFile),
});
const grammar = await registry.loadGrammar("source.wharf");

const problems = [];

/** For each line of a text, what stands at each column: the scopes, the outermost first. */
function scopesOf(text) {
  let stack = INITIAL;
  return text.split(/\r?\n/).map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    return (column) => tokens.find((t) => t.startIndex <= column && column < t.endIndex)?.scopes ?? [];
  });
}

const under = (scope, wanted) => scope === wanted || scope.startsWith(`${wanted}.`);
const has = (scopes, wanted) => scopes.some((scope) => under(scope, wanted));

/** The fixture: lines of carets say what stands above them. */
function checkFixture() {
  const [source, due] = [[], []];
  for (const [number, line] of readFileSync(fixture, "utf8").split("\n").entries()) {
    const [, before, carets, wanted] = /^(\/\/ *)(\^+) (.+)$/.exec(line) ?? [];
    if (carets === undefined) source.push(line);
    else due.push({ number: number + 1, line: source.length - 1, at: before.length, length: carets.length, wanted });
  }
  const scopes = scopesOf(source.join("\n"));
  for (const { number, line, at, length, wanted } of due) {
    for (let column = at; column < at + length; column++) {
      const found = scopes[line](column);
      const missing = wanted.split(" ").filter((w) => (w.startsWith("!") ? has(found, w.slice(1)) : !has(found, w)));
      if (missing.length > 0) {
        problems.push(`${fixture}:${number}: ${missing.join(" ")} is due at column ${column + 1}, not ${found.join(" ")}`);
        break;
      }
    }
  }
  return due.length;
}

/** Every word of the vocabulary in every block where it may stand. */
function checkWords() {
  const { blocks, words } = JSON.parse(execFileSync(wharf, ["schema"], { encoding: "utf8", maxBuffer: 1 << 26 }));
  const opening = (kind) => {
    if (kind === "file") return [];
    const opener = words.find((w) => w.block?.kind === kind && !w.blocks.includes(kind));
    const head = opener.example.split("{")[0].trimEnd();
    return [...opening(opener.blocks[0]), `${head} {`];
  };
  let count = 0;
  for (const kind of Object.keys(blocks)) {
    for (const word of words.filter((w) => w.head === "word" && w.blocks.includes(kind))) {
      for (const statement of [word.example, ...word.also]) {
        for (const before of kind === "environment" && !word.blocks.includes("app") ? [""] : ["", "let x = 1; "]) {
          const lines = [...opening(kind), before + statement];
          const scopes = scopesOf(lines.join("\n"));
          count++;
          for (let column = before.length; column < before.length + word.spelling.length; column++) {
            const found = scopes[lines.length - 1](column);
            if (!under(found.at(-1) ?? "", "keyword")) {
              problems.push(`\`${word.spelling}\` in ${kind} is no keyword but ${found.join(" ")}: ${statement}`);
              break;
            }
          }
        }
      }
    }
  }
  return count;
}

/** What the grammar may say where the server says this. */
const FAMILIES = {
  keyword: ["keyword", "constant.language", "variable.language"],
  enumMember: ["variable.other.enummember"],
  class: ["entity.name.type.class", "string", "punctuation.definition.string"],
  property: ["variable.other.property", "string", "punctuation.definition.string"],
  variable: ["variable.other.readwrite"],
  macro: ["entity.name.function.preprocessor", "string", "punctuation.definition.string"],
  parameter: ["variable.parameter"],
  struct: ["entity.name.type.struct"],
  namespace: ["entity.name.namespace"],
  function: ["support.function", "entity.name.function"],
  type: ["entity.name.type"],
  string: ["string", "constant.character.escape", "punctuation.definition.string"],
  number: ["constant.numeric", "keyword.other.unit"],
  comment: ["comment", "punctuation.definition.comment"],
  operator: ["keyword.operator", "punctuation.definition.template-expression"],
};

/** What a line of text cannot tell: which kind of thing a name stands for that is declared elsewhere. */
const NAMES = new Set(["enumMember", "class", "property", "variable", "macro", "parameter", "struct", "namespace"]);

const IS_NAME = /^(variable|entity\.name)\./;

async function checkFiles() {
  const server = new Client(wharf, ["lsp"]);
  // Who asks for problems is not told of them, and nobody asks.
  const { capabilities } = await server.initialize({ textDocument: { diagnostic: {} } });
  const legend = capabilities.semanticTokensProvider.legend.tokenTypes;
  const tally = {};
  for (const file of files) {
    const [text, uri] = [readFileSync(file, "utf8"), pathToFileURL(resolve(file)).href];
    server.notify("textDocument/didOpen", { textDocument: { uri, languageId: "wharf", version: 1, text } });
    const { data } = await server.request("textDocument/semanticTokens/full", { textDocument: { uri } });
    const [lines, scopes] = [text.split(/\r?\n/), scopesOf(text)];
    let [line, column] = [0, 0];
    for (let i = 0; i < data.length; i += 5) {
      column = data[i] === 0 ? column + data[i + 1] : data[i + 1];
      line += data[i];
      const type = legend[data[i + 3]];
      const counts = (tally[type] ??= { same: 0, other: 0 });
      const piece = lines[line].slice(column, column + data[i + 2]);
      for (let c = column; c < column + data[i + 2]; c++) {
        const found = scopes[line](c);
        if (FAMILIES[type].some((family) => under(found.at(-1), family))) counts.same++;
        else if (NAMES.has(type) && IS_NAME.test(found.at(-1))) counts.other++;
        else {
          problems.push(`${file}:${line + 1}:${c + 1}: ${type} \`${piece}\` is ${found.join(" ")}`);
          break;
        }
      }
      if (process.env.SHOW === type) console.log(`${file}:${line + 1}: ${piece}: ${scopes[line](column).at(-1)}`);
    }
    server.notify("textDocument/didClose", { textDocument: { uri } });
  }
  const code = await server.shutdown();
  if (code !== 0) problems.push(`the server ended with ${code}`);
  return tally;
}

const assertions = checkFixture();
const statements = checkWords();
const tally = await checkFiles();
problems.slice(0, 40).forEach((problem) => console.log(problem));
for (const [type, { same, other }] of Object.entries(tally)) {
  console.log(`${type}: ${same} characters the same${other > 0 ? `, ${other} another kind of name` : ""}`);
}
const names = Object.entries(tally).filter(([type]) => NAMES.has(type));
const sum = (key) => names.reduce((n, [, counts]) => n + counts[key], 0);
const other = (100 * sum("other")) / (sum("same") + sum("other"));
if (!(other < 10)) problems.push(`${other.toFixed(1)} % of the names are another kind of name; 10 % may be`);
// A run that looked at nothing must not pass.
if (assertions < 40 || statements < 300 || Object.keys(tally).length < 12) problems.push("too little was looked at");
console.log(
  `${assertions} scopes of ${fixture}, ${statements} statements and ${files.length} files: ${problems.length} problems`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
