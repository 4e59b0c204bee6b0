// A page of the built playground in a real Chromium, and what a person does in it.

import { after, before } from "node:test";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";
import { preview } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
const executablePath = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/google-chrome"].find((path) => existsSync(path));

let server;
let browser;
let address;

before(async () => {
  if (!executablePath) throw new Error("there is no Chromium: install it, or name it in CHROMIUM");
  server = await preview({ root, logLevel: "error", preview: { host: "127.0.0.1", port: 0 } });
  address = server.resolvedUrls.local[0];
  browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
});

after(async () => {
  await browser?.close();
  await server?.close();
});

/** Opens the playground, runs a test in it, and sees to it that nothing went wrong or went out meanwhile: `wrong`
 * is what did. With `block` what fits is not loaded, with `unsettled` nothing is waited for. */
export async function inPage(options, test) {
  const { hash = "", block, unsettled = false, ...context } = options;
  const opened = await browser.newContext({ viewport: { width: 1400, height: 860 }, permissions: ["clipboard-read", "clipboard-write"], acceptDownloads: true, ...context });
  const page = await opened.newPage();
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && wrong.push(`console: ${message.text()}`));
  page.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(address)) wrong.push(`request to ${request.url()}`);
  });
  try {
    if (block) await page.route(block, (route) => route.abort());
    await page.goto(address + hash);
    if (!unsettled) await settled(page);
    await test(page, wrong);
    if (wrong.length > 0) throw new Error(wrong.join("\n"));
  } finally {
    await opened.close();
  }
}

/** Waits until all that was typed is built. */
export async function settled(page) {
  await page.waitForFunction(() => document.body.dataset.built !== undefined);
  let last;
  for (;;) {
    const now = await page.evaluate(() => document.body.dataset.built);
    if (now === last) return;
    last = now;
    await page.waitForTimeout(150);
  }
}

/** The text of an editor, from its own state: what is scrolled away is not in the page. */
export function text(page, pane) {
  return page.evaluate((id) => document.querySelector(`#${id} .cm-content`).cmTile.root.view.state.doc.toString(), pane);
}

/** Puts the cursor of the source behind the first place of a text. */
export async function cursor(page, behind, into = behind.length) {
  const found = await page.evaluate(
    ([wanted, offset]) => {
      const { view } = document.querySelector("#source-view .cm-content").cmTile.root;
      const at = view.state.doc.toString().indexOf(wanted);
      if (at < 0) return false;
      view.focus();
      view.dispatch({ selection: { anchor: at + offset }, scrollIntoView: true });
      return true;
    },
    [behind, into],
  );
  if (!found) throw new Error(`the source has no ${behind}`);
}

/** Shows an output. */
export async function output(page, group, path) {
  await page.click(`#output-tabs [data-group="${group}"]`);
  if (path) await page.click(`#output-files [data-path="${path}"]`);
}

/** The lines of an output that are marked. */
export function marked(page) {
  return page.$$eval("#output-view .linked-line", (lines) => lines.map((line) => line.textContent));
}
