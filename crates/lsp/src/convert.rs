//! Between what the protocol says and what `wharf-ide` says.

use lsp_types as lsp;
use serde_json::json;
use wharf_ide::{
    Completion, CompletionKind, Encoding, Fold, FoldKind, Lines, Position, Problem, Severity, Signature, Symbol,
    SymbolKind, TextRange, Token, TokenKind,
};

/// The types of semantic tokens, in the order of their numbers.
pub(crate) const TOKEN_TYPES: &[(&str, TokenKind)] = &[
    ("keyword", TokenKind::Keyword),
    ("enumMember", TokenKind::Label),
    ("class", TokenKind::Declaration),
    ("property", TokenKind::Member),
    ("variable", TokenKind::Variable),
    ("macro", TokenKind::Secret),
    ("parameter", TokenKind::Setting),
    ("struct", TokenKind::Template),
    ("namespace", TokenKind::Module),
    ("function", TokenKind::Function),
    ("type", TokenKind::Type),
    ("property", TokenKind::Key),
    ("string", TokenKind::String),
    ("number", TokenKind::Number),
    ("comment", TokenKind::Comment),
    ("comment", TokenKind::Doc),
    ("operator", TokenKind::Operator),
];

/// The names that clients are told, each once.
pub(crate) fn token_types() -> Vec<lsp::SemanticTokenType> {
    let mut out: Vec<lsp::SemanticTokenType> = Vec::new();
    for (name, _) in TOKEN_TYPES {
        let new = lsp::SemanticTokenType::new(name);
        if !out.contains(&new) {
            out.push(new);
        }
    }
    out
}

pub(crate) fn position(lines: &Lines, offset: u32, encoding: Encoding) -> lsp::Position {
    let Position { line, character } = lines.position(offset, encoding);
    lsp::Position { line, character }
}

pub(crate) fn offset(lines: &Lines, at: lsp::Position, encoding: Encoding) -> u32 {
    lines.offset(Position { line: at.line, character: at.character }, encoding)
}

pub(crate) fn range(lines: &Lines, range: TextRange, encoding: Encoding) -> lsp::Range {
    lsp::Range { start: position(lines, range.start, encoding), end: position(lines, range.end, encoding) }
}

pub(crate) fn text_range(lines: &Lines, range: lsp::Range, encoding: Encoding) -> TextRange {
    TextRange::new(offset(lines, range.start, encoding), offset(lines, range.end, encoding))
}

/// A problem without its related places, which need the texts of other files.
pub(crate) fn diagnostic(problem: &Problem, lines: &Lines, encoding: Encoding) -> lsp::Diagnostic {
    let mut message = problem.message.clone();
    for more in std::iter::once(&problem.label).filter(|l| !l.is_empty()).chain(&problem.notes) {
        message.push('\n');
        message.push_str(more);
    }
    let severity = match problem.severity {
        Severity::Error => lsp::DiagnosticSeverity::ERROR,
        Severity::Warning => lsp::DiagnosticSeverity::WARNING,
        Severity::Note => lsp::DiagnosticSeverity::HINT,
    };
    lsp::Diagnostic {
        range: range(lines, problem.range, encoding),
        severity: Some(severity),
        code: Some(lsp::NumberOrString::String(problem.code.clone())),
        source: Some(String::from("wharf")),
        message,
        tags: problem.unnecessary.then(|| vec![lsp::DiagnosticTag::UNNECESSARY]),
        ..lsp::Diagnostic::default()
    }
}

pub(crate) fn completion(c: Completion, lines: &Lines, encoding: Encoding, snippets: bool) -> lsp::CompletionItem {
    let kind = match c.kind {
        CompletionKind::Word => lsp::CompletionItemKind::KEYWORD,
        CompletionKind::Label => lsp::CompletionItemKind::ENUM_MEMBER,
        CompletionKind::Declaration => lsp::CompletionItemKind::CLASS,
        CompletionKind::Member => lsp::CompletionItemKind::PROPERTY,
        CompletionKind::Variable => lsp::CompletionItemKind::VARIABLE,
        CompletionKind::Secret | CompletionKind::Setting => lsp::CompletionItemKind::CONSTANT,
        CompletionKind::Template => lsp::CompletionItemKind::STRUCT,
        CompletionKind::Module => lsp::CompletionItemKind::MODULE,
        CompletionKind::Function => lsp::CompletionItemKind::FUNCTION,
        CompletionKind::Unit => lsp::CompletionItemKind::UNIT,
        CompletionKind::Type => lsp::CompletionItemKind::TYPE_PARAMETER,
        CompletionKind::Environment => lsp::CompletionItemKind::EVENT,
        CompletionKind::Field => lsp::CompletionItemKind::FIELD,
        CompletionKind::File => lsp::CompletionItemKind::FILE,
        CompletionKind::Value => lsp::CompletionItemKind::VALUE,
    };
    let as_snippet = c.snippet && snippets;
    let text = if c.snippet && !snippets { plain(&c.insert) } else { c.insert };
    let edit = lsp::TextEdit { range: range(lines, c.range, encoding), new_text: text };
    lsp::CompletionItem {
        label: c.label,
        kind: Some(kind),
        detail: Some(c.detail).filter(|d| !d.is_empty()),
        documentation: Some(c.documentation).filter(|d| !d.is_empty()).map(|value| {
            lsp::Documentation::MarkupContent(lsp::MarkupContent { kind: lsp::MarkupKind::Markdown, value })
        }),
        sort_text: Some(format!("{:06}", c.rank)),
        insert_text_format: as_snippet.then_some(lsp::InsertTextFormat::SNIPPET),
        text_edit: Some(lsp::CompletionTextEdit::Edit(edit)),
        ..lsp::CompletionItem::default()
    }
}

/// A snippet's text with what its places hold, for clients that know no snippets.
fn plain(snippet: &str) -> String {
    let mut out = String::new();
    let mut chars = snippet.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next()),
            '$' if chars.next_if_eq(&'{').is_some() => {
                while chars.next_if(char::is_ascii_digit).is_some() {}
                chars.next_if_eq(&':');
            }
            '$' => while chars.next_if(char::is_ascii_digit).is_some() {},
            // The end of a place: braces of the text are escaped.
            '}' => {}
            c => out.push(c),
        }
    }
    out
}

pub(crate) fn symbol_kind(kind: SymbolKind) -> lsp::SymbolKind {
    match kind {
        SymbolKind::App => lsp::SymbolKind::MODULE,
        SymbolKind::Environment => lsp::SymbolKind::NAMESPACE,
        SymbolKind::Service => lsp::SymbolKind::CLASS,
        SymbolKind::Job => lsp::SymbolKind::EVENT,
        SymbolKind::Container | SymbolKind::Image => lsp::SymbolKind::OBJECT,
        SymbolKind::Stage => lsp::SymbolKind::METHOD,
        SymbolKind::Port => lsp::SymbolKind::PROPERTY,
        SymbolKind::Volume => lsp::SymbolKind::ARRAY,
        SymbolKind::Config => lsp::SymbolKind::STRUCT,
        SymbolKind::Secret | SymbolKind::Setting => lsp::SymbolKind::CONSTANT,
        SymbolKind::Route => lsp::SymbolKind::INTERFACE,
        SymbolKind::Let | SymbolKind::Param => lsp::SymbolKind::VARIABLE,
        SymbolKind::Template => lsp::SymbolKind::FUNCTION,
        SymbolKind::Module => lsp::SymbolKind::PACKAGE,
        SymbolKind::Entry => lsp::SymbolKind::FIELD,
    }
}

/// A signature; clients that count other than UTF-16 in labels know no other way.
pub(crate) fn signature(s: Signature) -> serde_json::Value {
    let lines = Lines::new(s.label.as_str());
    let at = |offset| lines.position(offset, Encoding::Utf16).character;
    let params: Vec<_> = s.params.iter().map(|p| json!({ "label": [at(p.start), at(p.end)] })).collect();
    let mut shown = json!({ "label": s.label, "parameters": params });
    if let (Some(map), false) = (shown.as_object_mut(), s.documentation.is_empty()) {
        map.insert(String::from("documentation"), json!({ "kind": "markdown", "value": s.documentation }));
    }
    // A number past the last parameter marks none.
    let active = s.active.unwrap_or(u32::try_from(s.params.len()).unwrap_or(u32::MAX));
    json!({ "signatures": [shown], "activeSignature": 0, "activeParameter": active })
}

#[expect(deprecated, reason = "the protocol's own field, which nobody may leave out")]
pub(crate) fn symbol(s: Symbol, lines: &Lines, encoding: Encoding) -> lsp::DocumentSymbol {
    let children: Vec<_> = s.children.into_iter().map(|c| symbol(c, lines, encoding)).collect();
    lsp::DocumentSymbol {
        name: if s.name.is_empty() { String::from("(no name)") } else { s.name },
        detail: Some(s.detail).filter(|d| !d.is_empty()),
        kind: symbol_kind(s.kind),
        tags: None,
        deprecated: None,
        range: range(lines, s.range, encoding),
        selection_range: range(lines, s.selection, encoding),
        children: Some(children).filter(|c| !c.is_empty()),
    }
}

/// Tokens as the protocol has them: each by how far it stands from the one before.
pub(crate) fn tokens(all: &[Token], lines: &Lines, encoding: Encoding) -> Vec<lsp::SemanticToken> {
    let types = token_types();
    let mut before = lsp::Position::default();
    let mut out = Vec::new();
    for token in all {
        let at = range(lines, token.range, encoding);
        let name = TOKEN_TYPES.iter().find(|(_, k)| *k == token.kind).map_or("variable", |(n, _)| n);
        let number = types.iter().position(|t| t.as_str() == name).unwrap_or_default();
        let delta_line = at.start.line.saturating_sub(before.line);
        let from = if delta_line == 0 { before.character } else { 0 };
        out.push(lsp::SemanticToken {
            delta_line,
            delta_start: at.start.character.saturating_sub(from),
            length: at.end.character.saturating_sub(at.start.character),
            token_type: u32::try_from(number).unwrap_or_default(),
            token_modifiers_bitset: u32::from(token.declaration),
        });
        before = at.start;
    }
    out
}

pub(crate) fn fold(fold: Fold, lines: &Lines, encoding: Encoding) -> lsp::FoldingRange {
    let at = range(lines, fold.range, encoding);
    lsp::FoldingRange {
        start_line: at.start.line,
        start_character: Some(at.start.character),
        end_line: at.end.line,
        end_character: Some(at.end.character),
        kind: match fold.kind {
            FoldKind::Block => None,
            FoldKind::Comment => Some(lsp::FoldingRangeKind::Comment),
            FoldKind::Imports => Some(lsp::FoldingRangeKind::Imports),
        },
        collapsed_text: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snippet_without_snippets_is_its_text() {
        assert_eq!(plain("port ${1:http} ${2:8080} { \\} $0"), "port http 8080 { } ");
    }
}
