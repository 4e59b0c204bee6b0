// Prints what the compiler weighs, raw and as servers send it, and fails over the budget.
// usage: node size.mjs FILE

import { readFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** What it may weigh as brotli, in bytes. */
const budget = 900_000;

const bytes = readFileSync(process.argv[2]);
const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length;
const kb = (n) => `${(n / 1000).toFixed(0)} KB`;
console.log(`wasm: ${kb(bytes.length)} raw, ${kb(gzipSync(bytes, { level: 9 }).length)} gzip, ${kb(brotli)} brotli (budget ${kb(budget)})`);
if (brotli > budget) {
  console.error(`the compiler is ${kb(brotli - budget)} over its budget`);
  process.exitCode = 1;
}
