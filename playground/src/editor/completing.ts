// Completion and documentation under the cursor.

import { type Completion, type CompletionContext, type CompletionResult, autocompletion, pickedCompletion, snippet } from "@codemirror/autocomplete";
import { type EditorView, hoverTooltip } from "@codemirror/view";

import type { CompletionItem } from "../data";
import type { Engine } from "../engine";
import { rendered } from "../markdown";

/** The kinds of the compiler's, as the icons of CodeMirror's style sheet. */
const icons: Record<string, string> = {
  word: "keyword",
  label: "enum",
  declaration: "class",
  member: "property",
  variable: "variable",
  secret: "constant",
  setting: "constant",
  template: "interface",
  module: "namespace",
  function: "function",
  unit: "text",
  type: "type",
  environment: "namespace",
  field: "property",
  file: "text",
  value: "constant",
};

/** A snippet in the protocol's form (`${1:name}`, `$0`, `\` before `\`, `$`, `}`) in CodeMirror's. */
export function template(insert: string): string {
  return insert.replace(/\\([\\$}])|\$\{(\d+):((?:\\.|[^}\\])*)\}|\$(\d+)|([{}])/g, (_, plain, number, name, bare, brace) => {
    if (plain !== undefined) return plain === "}" ? "\\}" : plain;
    if (number !== undefined) return `\${${number}:${name.replace(/\\(.)/g, "$1")}}`;
    return bare !== undefined ? "${}" : `\\${brace}`;
  });
}

function option(item: CompletionItem): Completion {
  const { start, end } = item.range;
  return {
    label: item.label,
    type: icons[item.kind] ?? "text",
    ...(item.detail ? { detail: item.detail } : {}),
    ...(item.documentation ? { info: () => rendered(item.documentation) } : {}),
    boost: Math.max(-99, 50 - item.rank),
    apply: (view: EditorView, completion: Completion, from: number, to: number) => {
      // What was typed since it was asked for has moved the end, and nothing else.
      const begin = Math.min(start, from);
      const stop = Math.max(to, Math.min(end, view.state.doc.length));
      if (item.snippet) {
        snippet(template(item.insert))(view, completion, begin, stop);
      } else {
        view.dispatch({
          changes: { from: begin, to: stop, insert: item.insert },
          selection: { anchor: begin + item.insert.length },
          annotations: pickedCompletion.of(completion),
          userEvent: "input.complete",
        });
      }
    },
  };
}

export function completing(engine: Engine, path: () => string) {
  const source = async (context: CompletionContext): Promise<CompletionResult | null> => {
    const before = context.matchBefore(/[\w-]+|[.("]/);
    if (!before && !context.explicit) return null;
    const all = await engine.ask("completions", path(), context.pos);
    const first = all?.[0];
    if (!first || context.aborted) return null;
    const same = all.filter(({ range }) => range.start === first.range.start);
    return { from: first.range.start, to: context.pos, options: same.map(option), validFor: /^[\w-]*$/ };
  };
  const hover = hoverTooltip(
    async (_view, position) => {
      const found = await engine.ask("hover", path(), position);
      if (!found) return null;
      return {
        pos: found.range.start,
        end: found.range.end,
        create: () => {
          const dom = rendered(found.markdown);
          dom.classList.add("hover");
          return { dom };
        },
      };
    },
    { hoverTime: 250 },
  );
  return [autocompletion({ override: [source], icons: true, maxRenderedOptions: 200 }), hover];
}
