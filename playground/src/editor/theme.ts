// The editors' look. Colours are the page's variables, so that dark and light need no other editor.

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** For outputs, which are coloured by grammars of CodeMirror's. */
const highlight = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName), tags.attributeName], class: "tok-member" },
  { tag: tags.keyword, class: "tok-keyword" },
  { tag: [tags.string, tags.special(tags.string), tags.content], class: "tok-string" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], class: "tok-number" },
  { tag: [tags.comment, tags.meta], class: "tok-comment" },
  { tag: [tags.variableName, tags.labelName], class: "tok-variable" },
  { tag: [tags.operator, tags.punctuation, tags.separator], class: "tok-operator" },
]);

export const look = [
  EditorView.theme({
    "&": { height: "100%", color: "var(--ink)", backgroundColor: "transparent", fontSize: "var(--code-size)" },
    "&.cm-focused": { outline: "none" },
    ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", fontVariantLigatures: "none" },
    ".cm-content": { caretColor: "var(--accent)", padding: "12px 0 40vh" },
    ".cm-line": { padding: "0 16px 0 8px" },
    ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
    "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
      backgroundColor: "var(--selection)",
    },
    ".cm-activeLine": { backgroundColor: "var(--line)" },
    ".cm-gutters": { backgroundColor: "transparent", color: "var(--faint)", border: "none" },
    ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--muted)" },
    ".cm-lineNumbers .cm-gutterElement": { padding: "0 6px 0 14px", minWidth: "34px" },
    ".cm-foldGutter .cm-gutterElement": { cursor: "pointer", width: "14px" },
    ".cm-foldPlaceholder": { background: "var(--chip)", border: "none", color: "var(--muted)", padding: "0 6px" },
    ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "var(--bracket)", outline: "none" },
    ".cm-tooltip": {
      backgroundColor: "var(--raised)",
      color: "var(--ink)",
      border: "1px solid var(--edge)",
      borderRadius: "10px",
      boxShadow: "var(--shadow)",
      overflow: "hidden",
    },
    ".cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "18em" },
    ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 10px", display: "flex", gap: "10px" },
    ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--accent-soft)", color: "var(--ink)" },
    ".cm-completionDetail": { overflow: "hidden", textOverflow: "ellipsis", color: "var(--muted)", fontStyle: "normal", marginLeft: "auto" },
    ".cm-completionMatchedText": { textDecoration: "none", color: "var(--accent)", fontWeight: "600" },
    ".cm-completionInfo": { maxWidth: "420px", padding: "8px 14px" },
    ".cm-snippetField": { backgroundColor: "var(--accent-soft)" },
    ".cm-panels": { backgroundColor: "var(--raised)", color: "var(--ink)" },
    ".cm-panels-bottom": { borderTop: "1px solid var(--edge)" },
    ".cm-textfield": { backgroundColor: "var(--page)", border: "1px solid var(--edge)", color: "var(--ink)" },
    ".cm-button": { backgroundImage: "none", backgroundColor: "var(--chip)", border: "none", color: "var(--ink)" },
    ".cm-selectionMatch": { backgroundColor: "var(--bracket)" },
    ".cm-tooltip.cm-tooltip-autocomplete": { maxWidth: "min(560px, 92vw)" },
    ".cm-searchMatch": { backgroundColor: "var(--bracket)" },
    ".cm-diagnostic": { padding: "8px 14px", borderLeft: "none", maxWidth: "560px", whiteSpace: "normal" },
    ".cm-diagnostic + .cm-diagnostic": { borderTop: "1px solid var(--edge)" },
    ".cm-lintRange": { backgroundImage: "none", textDecoration: "underline wavy 1px", textUnderlineOffset: "3px" },
    ".cm-lintRange-error": { textDecorationColor: "var(--error)" },
    ".cm-lintRange-warning": { textDecorationColor: "var(--warning)" },
    ".cm-lintRange-hint": { textDecoration: "underline dotted 1px var(--faint)" },
    ".cm-lintPoint::after": { borderBottomColor: "var(--error)" },
    ".cm-diagnosticAction": {
      background: "var(--accent)",
      color: "var(--on-accent)",
      borderRadius: "6px",
      padding: "3px 10px",
      margin: "8px 8px 0 0",
      cursor: "pointer",
    },
  }),
  syntaxHighlighting(highlight),
];
