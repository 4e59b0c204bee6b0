import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import { defineConfig, type Plugin } from "vite";

const examples = fileURLToPath(new URL("../examples", import.meta.url));

/** Examples that are shown, in this order, the first when nothing else is asked for. */
const shown = ["notes", "shop", "greeter", "voting", "platform", "ledger", "boutique", "cinema", "petclinic", "images", "escape", "hello"];

/** The texts of an example by their paths in it; what is no text or is long is left out. */
function texts(name: string): Record<string, string> {
  const folder = join(examples, name);
  const out: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const bytes = readFileSync(file);
    const text = bytes.toString("utf8");
    if (bytes.length < 100_000 && Buffer.from(text).equals(bytes)) out[relative(folder, file).replaceAll("\\", "/")] = text;
  }
  return out;
}

/** `virtual:examples` is a list of `{ name, files(): Promise<texts> }`, each example a file of its own. */
function exampleFiles(): Plugin {
  const prefix = "virtual:example/";
  return {
    name: "wharf-examples",
    resolveId: (id) => (id === "virtual:examples" || id.startsWith(prefix) ? `\0${id}` : undefined),
    load(id) {
      if (id === "\0virtual:examples") {
        const one = (name: string) => `{ name: ${JSON.stringify(name)}, files: () => import("${prefix}${name}").then((m) => m.default) }`;
        return `export default [${shown.map(one).join(", ")}];`;
      }
      if (!id.startsWith(`\0${prefix}`)) return undefined;
      return `export default ${JSON.stringify(texts(id.slice(prefix.length + 1)))};`;
    },
  };
}

export default defineConfig({
  // It can be put below any path.
  base: "./",
  plugins: [exampleFiles()],
  worker: { format: "es" },
  build: { target: "es2022", chunkSizeWarningLimit: 1200, assetsInlineLimit: 0 },
});
