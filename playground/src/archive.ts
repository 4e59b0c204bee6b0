// All outputs in one file.

import { zipSync } from "fflate";

import type { OutputApp } from "./data";
import { element } from "./dom";

/** The outputs as `wharf build` writes them below `dist`, in a ZIP archive. */
export function archive(apps: OutputApp[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const entries = apps.flatMap(({ folder, files }) => files.map(({ path, text }) => [`${folder}/${path}`, encoder.encode(text)] as const));
  // Always the same date, so that the same outputs give the same archive.
  return zipSync(Object.fromEntries(entries), { mtime: "1980-01-01T00:00:00" });
}

/** Hands a file to the browser, to be saved. */
export function save(bytes: Uint8Array<ArrayBuffer>, name: string) {
  const link = element("a", { href: URL.createObjectURL(new Blob([bytes], { type: "application/zip" })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
