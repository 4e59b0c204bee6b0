// Markdown of the compiler's: its own words, with comments of the source in them. No HTML gets through.

import MarkdownIt from "markdown-it";

const markdown = new MarkdownIt({ html: false, linkify: false, breaks: false });
markdown.disable("image");
// What a text links to would leave the page; codes and pages of ours have nothing to link to here.
markdown.renderer.rules.link_open = () => "";
markdown.renderer.rules.link_close = () => "";

export function rendered(text: string): HTMLElement {
  const element = document.createElement("div");
  element.className = "prose";
  element.innerHTML = markdown.render(text);
  return element;
}
