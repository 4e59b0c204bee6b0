// From key press to problems: types into a large file, and waits for what the server says of each version.
// usage: node latency.mjs WHARF
//
// The budget is a median below 20 ms from a key press to its problems. Where tests run, others run as well: what
// the server computes is told apart from what it waits for, as far as the system says, and what fails is three
// times the budget for the 95th percentile, or a key press that costs more than checking everything by the
// command line, which is measured here too.

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { Client } from "./client.mjs";
import { large } from "./large.mjs";

const LINES = 2000;
const BUDGET = { median: 20, p95: 60, ofCheck: 1.5 };

const [wharf] = process.argv.slice(2);
if (wharf === undefined) throw new Error("usage: latency.mjs WHARF");

const sorted = (times) => times.toSorted((a, b) => a - b);
const median = (times) => sorted(times)[Math.floor(times.length / 2)];
const p95 = (times) => sorted(times)[Math.floor(times.length * 0.95)];
const ms = (time) => `${time.toFixed(1)} ms`;

/** How long the threads of a process have computed so far, in milliseconds; where that is not told, nothing. */
function computed(pid) {
  const threads = `/proc/${pid}/task`;
  if (!existsSync(threads)) return undefined;
  const of = (thread) => Number(readFileSync(`${threads}/${thread}/schedstat`, "utf8").split(" ")[0]);
  return readdirSync(threads).reduce((sum, thread) => sum + of(thread), 0) / 1e6;
}

/** What is typed, behind which text of the file, the last place where that stands below a part of it. */
const TYPED = [
  { share: 0.1, behind: 'LOG_LEVEL = settings.LOG_LEVEL', keys: '\n      GREETING = "hello \\(domain)"' },
  { share: 0.5, behind: "user 999", keys: "\n    cpu 250m..1 // as measured" },
  { share: 0.9, behind: 'annotation "example.com/number" = ', keys: '"a"; stop 45s; ' },
];

const text = large(LINES);
const folder = mkdtempSync(join(tmpdir(), "wharf-latency-"));
const file = join(folder, "large.app");
try {
  writeFileSync(file, text);
  const checks = [];
  for (let i = 0; i < 7; i++) {
    const start = performance.now();
    // A file that is wrong would end with 1.
    execFileSync(wharf, ["check", "--deny-warnings", file], { stdio: "ignore" });
    checks.push(performance.now() - start);
  }

  const server = new Client(wharf, ["lsp"]);
  const uri = pathToFileURL(file).href;
  let [version, published] = [1, () => {}];
  server.on("textDocument/publishDiagnostics", (params) => published(params));
  /** Waits until problems of the version that was sent last come. */
  const answered = () =>
    new Promise((resolve) => {
      published = (params) => {
        if (params.uri === uri && params.version === version) resolve(params.diagnostics);
      };
    });
  await server.initialize({}, { workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "large" }] });
  const opening = performance.now();
  server.notify("textDocument/didOpen", { textDocument: { uri, languageId: "wharf", version, text } });
  const first = await answered();
  const opened = performance.now() - opening;

  const [presses, costs] = [[], []];
  let errors = 0;
  const press = async (start, end, key) => {
    version++;
    const [before, began] = [computed(server.pid), performance.now()];
    server.notify("textDocument/didChange", {
      textDocument: { uri, version },
      contentChanges: [{ range: { start, end }, text: key }],
    });
    const found = await answered();
    presses.push(performance.now() - began);
    if (before !== undefined) costs.push(computed(server.pid) - before);
    if (found.some((d) => d.severity === 1)) errors++;
    return found;
  };
  for (const { share, behind, keys } of TYPED) {
    const at = text.indexOf(behind, text.length * share) + behind.length;
    if (at < behind.length) throw new Error(`no ${behind} behind ${share} of the file`);
    const before = text.slice(0, at).split("\n");
    // Everything that is typed is taken away again, from its end.
    const places = [{ line: before.length - 1, character: before.at(-1).length }];
    for (const key of keys) {
      const last = places.at(-1);
      const next = key === "\n" ? { line: last.line + 1, character: 0 } : { ...last, character: last.character + 1 };
      places.push(next);
      await press(last, last, key);
    }
    for (let i = places.length - 1; i > 0; i--) {
      const found = await press(places[i - 1], places[i], "");
      if (i === 1 && JSON.stringify(found) !== JSON.stringify(first)) {
        throw new Error("what was typed and taken away again leaves other problems than before");
      }
    }
  }
  const code = await server.shutdown();
  if (code !== 0) throw new Error(`the server ended with ${code}`);
  if (presses.length < 100) throw new Error(`${presses.length} key presses are too few`);
  // Between two right texts there are wrong ones.
  if (errors === 0 || errors === presses.length) throw new Error(`${errors} of the texts were wrong`);

  const [whole, typical] = [median(checks), median(presses)];
  console.log(`${text.split("\n").length} lines, opened in ${ms(opened)}; ${presses.length} key presses`);
  console.log(`from key press to problems: median ${ms(typical)}, 95th percentile ${ms(p95(presses))}`);
  if (costs.length > 0) console.log(`of which computing: median ${ms(median(costs))}, 95th percentile ${ms(p95(costs))}`);
  console.log(`${(typical / whole).toFixed(2)} of a whole check by the command line, median ${ms(whole)}`);
  const own = costs.length > 0 ? costs : presses;
  if (median(own) >= BUDGET.median) console.log(`over the budget of ${BUDGET.median} ms for the median`);
  if (p95(own) >= BUDGET.p95 || typical / whole >= BUDGET.ofCheck) {
    console.log("too slow");
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
