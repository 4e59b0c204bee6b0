// Completion and documentation under the cursor.

import { type Completion, type CompletionContext, type CompletionResult, autocompletion, pickedCompletion, snippet } from "@codemirror/autocomplete";
import { type EditorView, hoverTooltip } from "@codemirror/view";

import type { CompletionItem } from "../data";
import { plain } from "../dom";
import type { Engine } from "../engine";
import { rendered } from "../markdown";

/** A snippet in the protocol's form (`${1:name}`, `$0`, `\` before `\`, `$`, `}`) in CodeMirror's. */
export function template(insert: string): string {
  return insert.replace(/\\([\\$}])|\$\{(\d+):((?:\\.|[^}\\])*)\}|\$(\d+)|([{}])/g, (_, plain, number, name, bare, brace) => {
    if (plain !== undefined) return plain === "}" ? "\\}" : plain;
    if (number !== undefined) return `\${${number}:${name.replace(/\\(.)/g, "$1")}}`;
    return bare !== undefined ? "${}" : `\\${brace}`;
  });
}

/** `behind` is how much of the text behind the cursor it replaces. */
function option(item: CompletionItem, behind: number): Completion {
  return {
    label: item.label,
    ...(item.detail ? { detail: plain(item.detail) } : {}),
    ...(item.documentation ? { info: () => rendered(item.documentation) } : {}),
    boost: Math.max(-99, 50 - item.rank),
    apply: (view: EditorView, completion: Completion, from: number, to: number) => {
      const [begin, stop] = [from, Math.min(to + behind, view.state.doc.length)];
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
    return { from: first.range.start, to: context.pos, options: same.map((item) => option(item, Math.max(0, item.range.end - context.pos))), validFor: /^[\w-]*$/ };
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
  return [autocompletion({ override: [source], icons: false, maxRenderedOptions: 200 }), hover];
}
