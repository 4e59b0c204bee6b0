// The playground as a person uses it. Run by `npm test` once `./build` has built it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { unzipSync } from "fflate";

import { cursor, inPage, marked, output, settled, text } from "./page.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const wharf = process.env.WHARF ?? join(root, "target/release/wharf");

test("the first visit shows an example and what becomes of it", () =>
  inPage({}, async (page) => {
    assert.match(await text(page, "source-view"), /^edition "2026"\n\n\/\/\/ Notes/);
    assert.equal(await page.textContent("#summary"), "No problems");
    assert.match(await text(page, "output-view"), /^# .*\n[^]*services:/);
    await output(page, "Docker", "images/web/Dockerfile");
    assert.match(await text(page, "output-view"), /FROM node:/);
    await output(page, "Kubernetes");
    assert.match(await text(page, "output-view"), /apiVersion/);
    // It is coloured by what things are.
    assert.equal(await page.textContent("#source-view .tok-declaration >> nth=0"), "notes");
    assert.match(await page.textContent("#status"), /files built in [\d.]+ ms/);
  }));

test("a mistake is shown while it is typed, and a click mends it", () =>
  inPage({}, async (page) => {
    const before = await text(page, "source-view");
    await cursor(page, "web.http }", "web.http".length);
    await page.keyboard.press("Backspace");
    await page.waitForSelector("#summary.error");
    assert.match(await page.textContent("#problem-list"), /W0201.*service web has no port htt/);
    assert.equal(await page.textContent("#problem-count"), "1");
    assert.ok(await page.isVisible(".old-note"));
    await page.waitForSelector("#source-view .cm-lintRange-error");
    await page.click("#problem-list .fix");
    await settled(page);
    assert.equal(await text(page, "source-view"), before);
    assert.equal(await page.textContent("#summary"), "No problems");
    assert.ok(!(await page.isVisible(".old-note")));
  }));

test("the list of problems does not cover what is typed", () =>
  inPage({}, async (page) => {
    await cursor(page, "needs db ready");
    await page.keyboard.type("\nsc");
    await page.waitForSelector("#summary.error");
    await page.waitForTimeout(200);
    const { bottom } = await page.evaluate(() => document.querySelector("#source-view .cm-cursor-primary").getBoundingClientRect());
    assert.ok(bottom < (await page.evaluate(() => document.getElementById("problems").getBoundingClientRect().top)));
    await page.waitForSelector(".cm-tooltip-autocomplete");
  }));

test("a code leads to its page", () =>
  inPage({}, async (page) => {
    await cursor(page, "needs db");
    await page.keyboard.type("x");
    await page.click("#problem-list .code");
    assert.match(await page.textContent("#page-body h1"), /W0201/);
    await page.keyboard.press("Escape");
    assert.ok(!(await page.isVisible("#page")));
  }));

test("words and names are completed", () =>
  inPage({}, async (page) => {
    await cursor(page, "needs db ready\n", "needs db".length);
    await page.keyboard.press("Control+Space");
    await page.waitForSelector(".cm-tooltip-autocomplete");
    await page.keyboard.press("Escape");
    await cursor(page, "needs db ready");
    await page.keyboard.type("\nenv { DATABASE_HOST = db.");
    await page.waitForSelector(".cm-tooltip-autocomplete");
    const labels = await page.$$eval(".cm-tooltip-autocomplete .cm-completionLabel", (all) => all.map((e) => e.textContent));
    assert.ok(labels.includes("sql"), labels.join());
    await page.keyboard.type("sq");
    await page.waitForTimeout(120);
    await page.keyboard.press("Enter");
    assert.match(await text(page, "source-view"), /DATABASE_HOST = db\.sql/);
  }));

test("a snippet's places are filled by typing", () =>
  inPage({ hash: "#example=hello" }, async (page) => {
    await page.click("#source-view .cm-content");
    await page.keyboard.press("Control+End");
    await page.keyboard.type("app two {\n");
    await page.keyboard.type("serv");
    await page.waitForSelector(".cm-tooltip-autocomplete");
    await page.waitForTimeout(120);
    await page.keyboard.press("Enter");
    await page.keyboard.type("api");
    assert.match(await text(page, "source-view"), /service api \{/);
    assert.doesNotMatch(await text(page, "source-view"), /\$|\\/);
  }));

test("what stands under the pointer is explained", () =>
  inPage({}, async (page) => {
    await page.hover("#source-view .cm-line:has-text('scale 2..8') .tok-keyword");
    await page.waitForSelector(".hover");
    assert.match(await page.textContent(".hover"), /replicas/i);
  }));

test("comments cannot bring markup into the page", () => {
  const app = `/// <img src=x onerror="document.title='got you'"> [x](javascript:alert(1))\napp a {\n  /// <b id=evil>x</b>\n  service web { image "nginx:1.29"; user 101; port http 8080 }\n  route "x.localhost" { "/" -> web.http }\n}\n`;
  return inPage({ hash: shareHash({ files: { "a.app": app }, path: "a.app", environment: null }) }, async (page) => {
    await page.hover("#source-view .cm-line:has-text('-> web') .tok-declaration");
    await page.waitForSelector(".hover");
    assert.match(await page.textContent(".hover"), /<b id=evil>/);
    assert.equal(await page.$("#evil, .hover img, .hover a"), null);
    assert.equal(await page.title(), "Wharf playground");
  });
});

test("the other environments are a choice away", () =>
  inPage({}, async (page) => {
    await output(page, "Kubernetes");
    await page.selectOption("#environment", "prod");
    await settled(page);
    const files = await page.$$eval("#output-files .file", (all) => all.map((e) => e.dataset.path));
    const all = [];
    for (const path of files) {
      await output(page, "Kubernetes", path);
      all.push(await text(page, "output-view"));
    }
    assert.match(all.join(), /notes\.example\.com/);
    assert.match(all.join(), /maxReplicas: 40/);
  }));

test("a line of an output marks its source, and the other way round", () =>
  inPage({}, async (page) => {
    await page.click("#output-view .cm-line:has-text('image: postgres:17.2')");
    assert.equal(await page.textContent("#source-view .linked"), '"postgres:17.2"');
    assert.ok((await marked(page)).some((line) => line.includes("postgres:17.2")));
    await page.click("#source-view .cm-line:has-text('port http 8080') .tok-number");
    await settled(page);
    assert.ok((await marked(page)).length > 0);
    assert.ok((await marked(page)).every((line) => /8080/.test(line)), (await marked(page)).join("\n"));
    // Other files that come from there as well are pointed out.
    assert.ok(await page.$('#output-tabs [data-group="Kubernetes"].has-linked'));
  }));

test("a line of an output can be picked by keys", () =>
  inPage({}, async (page) => {
    await page.focus("#output-view .cm-content");
    for (let line = 1; line < 5; line += 1) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    assert.equal(await page.textContent("#source-view .linked"), '"postgres:17.2"');
  }));

test("a link holds the whole project", () =>
  inPage({}, async (page) => {
    await cursor(page, "app notes {\n");
    await page.keyboard.type("  // ünïcödé 🛳\n");
    await page.selectOption("#environment", "prod");
    await settled(page);
    await page.click("#share");
    await page.waitForSelector("#toast:not([hidden])");
    const link = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(link, /#1\.[\w-]+$/);
    const before = await text(page, "source-view");
    await inPage({ hash: new URL(link).hash }, async (other) => {
      assert.equal(await text(other, "source-view"), before);
      assert.equal(await other.inputValue("#environment"), "prod");
    });
  }));

test("a link that is no project is said to be none", async () => {
  for (const [hash, words] of [["#1.AAAA", /cannot be read/], ["#9.AAAA", /newer playground/], [shareHash({ files: { "../x": "" }, path: "x" }), /no project/]]) {
    await inPage({ hash }, async (page) => {
      assert.match(await page.textContent("#toast"), words);
      assert.match(await text(page, "source-view"), /app notes/);
    });
  }
});

for (const [example, environment] of [["shop", ""], ["platform", "staging"]]) {
  test(`the archive of ${example} is what the command line writes`, () => {
    const project = mkdtempSync(join(tmpdir(), "wharf-"));
    cpSync(join(root, "examples", example), project, { recursive: true });
    const env = environment ? ["--env", environment] : [];
    execFileSync(wharf, ["build", ...env], { cwd: project, stdio: "ignore" });
    const folder = join(project, "dist");
    return inPage({ hash: `#example=${example}` }, async (page) => {
      if (environment) {
        await page.selectOption("#environment", environment);
        await settled(page);
      }
      const [download] = await Promise.all([page.waitForEvent("download"), page.click("#download")]);
      const inside = unzipSync(readFileSync(await download.path()));
      const written = readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name !== ".wharf.json")
        .map((entry) => join(entry.parentPath, entry.name));
      assert.deepEqual(Object.keys(inside).sort(), written.map((file) => relative(folder, file)).sort());
      for (const file of written) assert.ok(readFileSync(file).equals(Buffer.from(inside[relative(folder, file)])), file);
    }).finally(() => rmSync(project, { recursive: true }));
  });
}

test("names are found in other files and renamed everywhere", () =>
  inPage({ hash: "#example=platform" }, async (page) => {
    assert.match(await page.textContent('#files [aria-current="true"]'), /^market\.app/);
    await cursor(page, "base.", 6);
    await page.keyboard.press("F12");
    await page.waitForSelector('#files [aria-current="true"]:has-text("base.app")');
    await page.click('#files .file:has-text("market.app")');
    const service = /^  service ([\w-]+) \{/m.exec(await text(page, "source-view"))[1];
    await cursor(page, `service ${service}`);
    await page.keyboard.press("F2");
    await page.fill("#ask-input", "renamed-here");
    await page.keyboard.press("Enter");
    await settled(page);
    assert.match(await text(page, "source-view"), /service renamed-here/);
    assert.equal(await page.textContent("#summary"), "No problems");
  }));

test("the source is formatted by a key", () =>
  inPage({}, async (page) => {
    const before = await text(page, "source-view");
    await cursor(page, "app notes {\n");
    await page.keyboard.type("\n\n\n");
    await page.keyboard.press("Control+s");
    await page.waitForSelector("#toast:has-text('Formatted')");
    assert.equal(await text(page, "source-view"), before);
  }));

test("work is there again after a reload, and files come and go", () =>
  inPage({}, async (page) => {
    await page.click("#add");
    await page.fill("#ask-input", "../x");
    await page.keyboard.press("Enter");
    assert.match(await page.textContent("#ask-wrong"), /A path/);
    await page.fill("#ask-input", "more.app");
    await page.keyboard.press("Enter");
    await page.click("#source-view .cm-content");
    await page.keyboard.type("app more {}");
    await settled(page);
    await page.waitForTimeout(500);
    await page.reload();
    await settled(page);
    assert.match(await text(page, "source-view"), /app more \{\}/);
    await page.click("#delete-file");
    await settled(page);
    assert.equal(await page.$('#files .file:has-text("more.app")'), null);
    await page.click("#toast .fix");
    await settled(page);
    assert.match(await text(page, "source-view"), /app more \{\}/);
  }));

test("an example that was changed is there after a reload, and so is what it replaced", () =>
  inPage({}, async (page) => {
    await cursor(page, "app notes {\n");
    await page.keyboard.type("  // mine\n");
    await page.selectOption("#example", "hello");
    await settled(page);
    assert.match(await text(page, "source-view"), /app hello/);
    await page.click("#toast .fix");
    await settled(page);
    assert.match(await text(page, "source-view"), /\/\/ mine/);
    await page.selectOption("#example", "hello");
    await settled(page);
    await cursor(page, "app hello {");
    await page.keyboard.type(" // changed");
    await page.reload();
    await settled(page);
    assert.match(await text(page, "source-view"), /app hello \{ \/\/ changed/);
  }));

test("what came by an address and was changed is there after a reload", () =>
  inPage({ hash: "#example=hello" }, async (page) => {
    await cursor(page, "app hello {");
    await page.keyboard.type(" // changed");
    await page.reload();
    await settled(page);
    assert.match(await text(page, "source-view"), /app hello \{ \/\/ changed/);
  }));

test("files without an app leave the outputs as they are", () =>
  inPage({}, async (page) => {
    await page.selectOption("#environment", "prod");
    await settled(page);
    await page.click('#files [data-key="README.md"]');
    await settled(page);
    assert.ok(!(await page.isVisible(".old-note")));
    assert.match(await text(page, "output-view"), /services:/);
    assert.ok(await page.isDisabled("#format"));
    await page.click('#files [data-key="notes.app"]');
    await settled(page);
    assert.equal(await page.inputValue("#environment"), "prod");
    // Nor does a mistake forget what was chosen.
    await cursor(page, "environment prod {");
    await page.keyboard.press("Backspace");
    await page.waitForSelector("#summary.error");
    await page.keyboard.type("{");
    await settled(page);
    assert.equal(await page.inputValue("#environment"), "prod");
  }));

test("an answer about one file never reaches another, nor an older text a newer one", () =>
  inPage({ hash: "#example=platform" }, async (page) => {
    const base = await page.evaluate(() => document.querySelector('#files [data-key="base.app"]') !== null);
    assert.ok(base);
    await cursor(page, "app market {\n");
    await page.keyboard.type("\n\n\n");
    await settled(page);
    await page.evaluate(() => {
      document.getElementById("format").click();
      document.querySelector('#files [data-key="base.app"]').click();
    });
    await settled(page);
    assert.doesNotMatch(await text(page, "source-view"), /app market/);
    await page.click('#files [data-key="market.app"]');
    await cursor(page, "app market {\n");
    await page.keyboard.press("Control+s");
    await page.keyboard.type("// QQ\n");
    await settled(page);
    assert.match(await text(page, "source-view"), /\/\/ QQ/);
    assert.doesNotMatch(await page.textContent("#summary"), /error/);
  }));

test("a compiler that cannot be loaded is said to be none, and is tried again", () =>
  inPage({ block: /\.wasm$/, unsettled: true }, async (page, wrong) => {
    await page.waitForSelector("#summary.error");
    assert.match(await page.textContent("#summary"), /could not be loaded/);
    wrong.length = 0;
    await page.unroute(/\.wasm$/);
    await page.click("#status .fix");
    await settled(page);
    assert.equal(await page.textContent("#summary"), "No problems");
  }));

test("fast typing is answered for its end", () =>
  inPage({ hash: "#example=cinema" }, async (page) => {
    await page.click("#source-view .cm-content");
    await page.keyboard.press("Control+Home");
    await page.keyboard.type(`// ${"a comment that is typed as fast as it goes ".repeat(4)}\n`);
    await settled(page);
    assert.match(await page.textContent("#summary"), /^\d warnings$/);
    await page.keyboard.type("nonsense");
    await page.waitForSelector("#summary.error");
    assert.match(await page.textContent("#problem-list .place"), /:2$/);
  }));

test("on a phone one pane is shown at a time", () =>
  inPage({ viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true }, async (page) => {
    assert.ok(await page.isVisible("#source-view"));
    assert.ok(!(await page.isVisible("#output-view")));
    // A page that is too wide makes a phone show all of it in small.
    const wide = () => page.evaluate(() => Math.max(document.documentElement.scrollWidth, innerWidth));
    assert.equal(await wide(), 390);
    await page.tap('#panes [data-pane="outputs"]');
    assert.ok(await page.isVisible("#output-view"));
    assert.ok(!(await page.isVisible("#source-view")));
    await page.tap("#output-view .cm-line:has-text('image: postgres:17.2')");
    assert.equal(await wide(), 390);
    await page.tap('#panes [data-pane="source"]');
    assert.equal(await page.textContent("#source-view .linked"), '"postgres:17.2"');
    await page.tap('#panes [data-pane="problems"]');
    assert.ok(await page.isVisible("#problem-list, #summary"));
  }));

test("dark and light follow the system until somebody chooses", () =>
  inPage({ colorScheme: "dark" }, async (page) => {
    await page.waitForSelector('html[data-theme="dark"]');
    await page.emulateMedia({ colorScheme: "light" });
    await page.waitForSelector('html[data-theme="light"]');
    await page.click("#theme");
    await page.waitForSelector('html[data-theme="dark"]');
    await page.reload();
    await settled(page);
    await page.waitForSelector('html[data-theme="dark"]');
  }));

/** A link's end, made here: the page's own way must read what others write. */
function shareHash(value) {
  const script = `process.stdout.write(require("node:zlib").deflateRawSync(process.argv[1]).toString("base64url"))`;
  return `#1.${execFileSync(process.execPath, ["-e", script, JSON.stringify(value)], { encoding: "utf8" })}`;
}
