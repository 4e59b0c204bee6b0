// What a visit begins with: what the address asks for, else what the last visit left, else an example.

import examples from "virtual:examples";

import { say } from "./dom";
import { type Shared, fromHash, shared } from "./share";

const KEPT = "wharf-playground-1";

/** The names of the examples. */
export const names = examples.map(({ name }) => name);

/** Keeps a project for the next visit, in this browser. */
export function write(project: Shared) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(project));
  } catch {
    // There is no place, or it may not be used: the project lasts as long as the page.
  }
}

/** What was kept, if it can be read. */
function kept(): Shared | undefined {
  try {
    return shared(JSON.parse(localStorage.getItem(KEPT) ?? "null"));
  } catch {
    return undefined;
  }
}

/** An example by its name. It fails, saying why, where there is none or it cannot be loaded. */
export async function example(name: string): Promise<Shared> {
  const found = examples.find((e) => e.name === name);
  if (!found) throw new Error(`there is no example ${name}`);
  const all = await found.files();
  const main = [`${found.name}.app`, ...Object.keys(all).filter((path) => /^app /m.test(all[path]!) && path.endsWith(".app"))];
  return { files: all, path: main.find((path) => path in all)!, environment: null };
}

/** What the address asks for; nothing where it asks for nothing, or for what cannot be had. */
export async function linked(): Promise<Shared | undefined> {
  try {
    const named = /^#example=([\w-]+)$/.exec(location.hash)?.[1];
    return named ? await example(named) : await fromHash(location.hash);
  } catch (error) {
    say(`The link cannot be read: ${error instanceof Error ? error.message : String(error)}`, true);
    return undefined;
  }
}

/** What is shown first. */
export async function first(): Promise<Shared> {
  return (await linked()) ?? kept() ?? (await example(names[0]!));
}
