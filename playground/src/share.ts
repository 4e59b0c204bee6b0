// A project in a link: everything stands behind the `#`, which no browser sends anywhere.
// The form is `#1.` and JSON, deflated, in base64url; `1` is the version of the form.

import type { Files } from "./data";

export interface Shared {
  files: Files;
  /** The file that is looked at. */
  path: string;
  environment: string | null;
}

/** What a link may hold at most once it is unpacked, in bytes. */
const LIMIT = 2_000_000;

async function through(bytes: Uint8Array<ArrayBuffer>, transform: CompressionStream | DecompressionStream, limit: number) {
  const reader = new Blob([bytes]).stream().pipeThrough(transform).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > limit) {
      await reader.cancel();
      throw new Error("it is too large");
    }
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

export async function toHash(shared: Shared): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(shared));
  if (bytes.length > LIMIT) throw new Error("the project is too large for a link");
  const packed = await through(bytes, new CompressionStream("deflate-raw"), Number.POSITIVE_INFINITY);
  const binary = Array.from(packed, (byte) => String.fromCharCode(byte)).join("");
  return `#1.${btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}`;
}

/** What a link holds; nothing where it holds no project. It fails, saying why, where it cannot be read. */
export async function fromHash(hash: string): Promise<Shared | undefined> {
  const [, version, data] = /^#(\d+)\.(.*)$/.exec(hash) ?? [];
  if (version === undefined || data === undefined) return undefined;
  if (version !== "1") throw new Error("it was made by a newer playground than this one");
  const binary = atob(data.replaceAll("-", "+").replaceAll("_", "/"));
  const text = new TextDecoder("utf-8", { fatal: true }).decode(
    await through(Uint8Array.from(binary, (c) => c.charCodeAt(0)), new DecompressionStream("deflate-raw"), LIMIT),
  );
  return shared(JSON.parse(text));
}

/** A value of any form as what is shared, if it has that form. */
export function shared(value: unknown): Shared {
  const { files, path, environment } = (value ?? {}) as Partial<Record<keyof Shared, unknown>>;
  const texts = Object.entries((files ?? {}) as object);
  const fine = texts.length > 0 && texts.every(([name, text]) => isPath(name) && typeof text === "string");
  if (!fine || typeof path !== "string") throw new Error("it holds no project");
  const all = Object.fromEntries(texts) as Files;
  return {
    files: all,
    path: Object.hasOwn(all, path) ? path : Object.keys(all)[0]!,
    environment: typeof environment === "string" ? environment : null,
  };
}

/** Whether a text can be the path of a file of a project. */
export function isPath(path: string): boolean {
  const fine = (part: string) => /^[^\\:*?"<>|\p{Cc}]+$/u.test(part) && !/^\.+$/.test(part) && part.trim() === part;
  return path.length < 200 && path !== "__proto__" && path.split("/").every(fine);
}
