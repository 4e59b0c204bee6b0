"""Asks `wharf lsp` everything at many places, as a client that knows nothing of Wharf: pygls', whose types refuse
whatever is not as the protocol has it.

usage: generic.py WHARF FILE...
"""

import asyncio
import random
import sys
from pathlib import Path

from lsprotocol import types as t
from pygls.exceptions import JsonRpcException
from pygls.lsp.client import BaseLanguageClient

# How long an answer may take, in seconds.
PATIENCE = 30
# How many places of a file are asked about.
PLACES = 25


def capabilities() -> t.ClientCapabilities:
    item = t.ClientCompletionItemOptions(snippet_support=True)
    published = t.PublishDiagnosticsClientCapabilities(related_information=True, code_description_support=True)
    return t.ClientCapabilities(
        general=t.GeneralClientCapabilities(position_encodings=[t.PositionEncodingKind.Utf16]),
        text_document=t.TextDocumentClientCapabilities(
            publish_diagnostics=published,
            completion=t.CompletionClientCapabilities(completion_item=item),
        ),
    )


def outside(text: str, position: t.Position) -> bool:
    """Whether a position is none of the text."""
    lines = text.split("\n")
    if position.line >= len(lines):
        return True
    return position.character > len(lines[position.line].encode("utf-16-le")) // 2


class Asker:
    def __init__(self, client: BaseLanguageClient, problems: list[str]) -> None:
        self.client, self.problems, self.answers = client, problems, 0

    async def ask(self, method: str, params, where: str, may_refuse: bool = False):
        try:
            answer = await asyncio.wait_for(getattr(self.client, f"{method}_async")(params), PATIENCE)
        except JsonRpcException as refused:
            # A refusal is for people: it is a sentence.
            if not may_refuse or " " not in str(refused):
                self.problems.append(f"{where}: {method}: {refused}")
            return None
        self.answers += 1
        return answer


async def look(asker: Asker, path: Path) -> None:
    text, uri, where = path.read_text(), path.as_uri(), path.name
    item = t.TextDocumentItem(uri=uri, language_id="wharf", version=1, text=text)
    asker.client.text_document_did_open(t.DidOpenTextDocumentParams(item))
    doc, lines = t.TextDocumentIdentifier(uri), text.split("\n")
    options = t.FormattingOptions(tab_size=2, insert_spaces=True)
    if not await asker.ask("text_document_document_symbol", t.DocumentSymbolParams(doc), where):
        asker.problems.append(f"{where}: it declares nothing")
    folds = await asker.ask("text_document_folding_range", t.FoldingRangeParams(doc), where) or []
    if any(fold.end_line >= len(lines) or fold.start_line >= fold.end_line for fold in folds):
        asker.problems.append(f"{where}: a fold lies outside of it, or in one line")
    tokens = await asker.ask("text_document_semantic_tokens_full", t.SemanticTokensParams(doc), where)
    if not tokens or not tokens.data or len(tokens.data) % 5:
        asker.problems.append(f"{where}: no colours")
    if await asker.ask("text_document_formatting", t.DocumentFormattingParams(doc, options), where):
        asker.problems.append(f"{where}: an example is not formatted")
    await asker.ask("text_document_document_link", t.DocumentLinkParams(doc), where)
    await asker.ask("text_document_diagnostic", t.DocumentDiagnosticParams(doc), where)
    for _ in range(PLACES):
        line = random.randrange(len(lines))
        width = len(lines[line].encode("utf-16-le")) // 2
        at = t.Position(line, random.randint(0, width))
        here = f"{where}:{line + 1}:{at.character + 1}"
        await asker.ask("text_document_hover", t.HoverParams(doc, at), here)
        completions = await asker.ask("text_document_completion", t.CompletionParams(doc, at), here)
        for one in completions.items if completions else []:
            if outside(text, one.text_edit.range.end):
                asker.problems.append(f"{here}: `{one.label}` replaces what is not there")
        await asker.ask("text_document_definition", t.DefinitionParams(doc, at), here)
        context = t.ReferenceContext(include_declaration=True)
        places = await asker.ask("text_document_references", t.ReferenceParams(context, doc, at), here) or []
        marks = await asker.ask("text_document_document_highlight", t.DocumentHighlightParams(doc, at), here) or []
        if len([place for place in places if place.uri == uri]) != len(marks):
            asker.problems.append(f"{here}: references and highlights differ")
        await asker.ask("text_document_signature_help", t.SignatureHelpParams(doc, at), here)
        grown = await asker.ask("text_document_selection_range", t.SelectionRangeParams(doc, [at]), here)
        if grown is not None and len(grown) != 1:
            asker.problems.append(f"{here}: {len(grown)} selections for one place")
        action = t.CodeActionParams(doc, t.Range(at, at), t.CodeActionContext(diagnostics=[]))
        await asker.ask("text_document_code_action", action, here)
        await asker.ask("text_document_prepare_rename", t.PrepareRenameParams(doc, at), here, may_refuse=True)


async def main(binary: str, paths: list[Path]) -> int:
    random.seed(5)
    client = BaseLanguageClient("generic", "1")
    problems: list[str] = []
    published: dict[str, t.PublishDiagnosticsParams] = {}
    client.feature(t.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(lambda params: published.update({params.uri: params}))
    await client.start_io(binary, "lsp")
    folders = [t.WorkspaceFolder(uri=folder.as_uri(), name=folder.name) for folder in sorted({p.parent for p in paths})]
    await client.initialize_async(t.InitializeParams(capabilities=capabilities(), workspace_folders=folders))
    client.initialized(t.InitializedParams())
    asker = Asker(client, problems)
    for path in paths:
        await look(asker, path)
    if not await asker.ask("workspace_symbol", t.WorkspaceSymbolParams("a"), "all"):
        problems.append("no names in any file")
    await asker.ask("workspace_diagnostic", t.WorkspaceDiagnosticParams(previous_result_ids=[]), "all")
    await client.shutdown_async(None)
    client.exit(None)
    for params in published.values():
        errors = [d.message for d in params.diagnostics if d.severity == t.DiagnosticSeverity.Error]
        problems.extend(f"{params.uri}: an example has an error: {message}" for message in errors)
    if not published:
        problems.append("nothing was published")
    for problem in problems:
        print(problem)
    print(f"{asker.answers} answers of the server, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    files = [Path(name).resolve() for name in sys.argv[2:]]
    sys.exit(asyncio.run(asyncio.wait_for(main(sys.argv[1], files), 300)))
