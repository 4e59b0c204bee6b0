// Asks the browser's door what the command line was asked, and wants the same answer.
// usage: node ask.mjs MODULE-FOLDER EXAMPLE-FOLDER DIST-FOLDER APP... (from the root)

import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative, resolve, sep } from "node:path";

const [moduleFolder, example, dist, ...apps] = process.argv.slice(2);
if (apps.length === 0) {
  throw new Error("usage: ask.mjs MODULE-FOLDER EXAMPLE-FOLDER DIST-FOLDER APP...");
}
const wharf = createRequire(import.meta.url)(resolve(moduleFolder, "wharf_wasm.js"));

/** Every file below a folder, by its path from `base`, as the compiler writes paths. */
function textsBelow(folder, base) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    // The manifest of what was written is the command line's own.
    .filter((entry) => entry.isFile() && entry.name !== ".wharf.json")
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  return Object.fromEntries(
    files.map((file) => [relative(base, file).split(sep).join("/"), readFileSync(file, "utf8")]),
  );
}

const problems = [];
const sources = textsBelow(example, ".");
const entries = Object.keys(sources).filter(
  (path) => path.endsWith(".app") && /^app [a-z]/m.test(sources[path]),
);
const expected = Object.fromEntries(
  apps.flatMap((app) => Object.entries(textsBelow(join(dist, app), dist))),
);
const written = {};

for (const entry of entries) {
  const given = JSON.stringify(sources);
  const { diagnostics } = JSON.parse(wharf.check(given, entry));
  const answer = JSON.parse(wharf.compile(given, entry));
  const findings = [...diagnostics, ...answer.diagnostics];
  for (const diagnostic of findings.filter((d) => d.severity !== "note")) {
    problems.push(`${entry}: ${JSON.stringify(diagnostic)}`);
  }
  for (const [path, text] of Object.entries(answer.files)) {
    written[path.replace(/^dist\//, "")] = text;
  }
}

// The editor's engine gives the same outputs, with a place for their lines.
const session = new wharf.Session();
for (const [path, text] of Object.entries(sources)) session.open(path, text);
for (const entry of entries) {
  for (const app of JSON.parse(session.outputs(entry)).apps) {
    for (const file of app.files) {
      const path = `${app.folder}/${file.path}`;
      if (file.text !== written[path]) problems.push(`${path}: a session writes another text`);
      const lines = file.text.split("\n").length - 1;
      if (file.lines.length !== lines) problems.push(`${path}: ${file.lines.length} places for ${lines} lines`);
      const place = file.places[file.lines.find((line) => line >= 0)];
      if (place && !sources[place.path]?.slice(place.range.start, place.range.end)) problems.push(`${path}: no such place`);
    }
  }
  session.edit(entry, 0, 0, "x ");
  if (!session.problems().includes('"error"')) problems.push(`${entry}: a session sees no error`);
  session.edit(entry, 0, 2, "");
  if (session.problems().includes('"error"')) problems.push(`${entry}: a session sees an error`);
}

for (const path of new Set([...Object.keys(expected), ...Object.keys(written)])) {
  if (!(path in written)) problems.push(`${path}: only the command line writes it`);
  else if (!(path in expected)) problems.push(`${path}: only the module writes it`);
  else if (written[path] !== expected[path]) problems.push(`${path}: the texts differ`);
}
// Two that write nothing would agree as well.
if (Object.keys(expected).length === 0) problems.push(`${dist}: nothing in it`);

problems.forEach((problem) => console.log(problem));
console.log(`${Object.keys(expected).length} files compared, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
