//! What the text is made of: selections that grow, declarations of all files, files that are referred to.

use wharf_syntax::tree::{Stmt, StmtKind};
use wharf_syntax::{PieceKind, pieces};

use crate::data::{Found, Symbol, TextRange};
use crate::folds::brackets;
use crate::view::View;

/// The ranges around an offset, the smallest first: its word or text, what stands in its brackets, those with what
/// encloses them, its statement, and so on up to the file. Each lies in the next.
pub(crate) fn selections(view: &View, offset: u32) -> Vec<TextRange> {
    let text = view.source.text();
    let pieces = pieces(text);
    let touches = |r: &TextRange| r.touches(offset);
    let words = pieces.iter().filter(|p| !matches!(p.kind, PieceKind::Newline));
    let mut all: Vec<TextRange> = words.map(|p| TextRange::new(p.start, p.end)).filter(touches).collect();
    for fold in brackets(text, &pieces) {
        let inner = inside(text, fold.range);
        all.extend([inner, fold.range].into_iter().filter(touches));
    }
    statements(&view.source.tree().stmts, &mut all);
    all.retain(touches);
    all.push(TextRange::whole(text));
    // The widest first, so that each is kept only where it lies in the one before.
    all.sort_by_key(|r| (std::cmp::Reverse(r.end - r.start), r.start));
    let mut out: Vec<TextRange> = Vec::new();
    for range in all {
        let within = out.last().is_none_or(|o| o.start <= range.start && range.end <= o.end && *o != range);
        if within && range.start < range.end {
            out.push(range);
        }
    }
    out.reverse();
    out
}

/// What stands between brackets or quotes, without the blanks beside them.
fn inside(text: &str, range: TextRange) -> TextRange {
    let whole = text.get(range.start as usize..range.end as usize).unwrap_or_default();
    let hashes = whole.len() - whole.trim_start_matches('#').len();
    let (opener, closer) = match whole.get(hashes..).unwrap_or_default() {
        rest if rest.starts_with("\"\"\"") => (hashes + 3, hashes + 3),
        rest if rest.starts_with('"') => (hashes + 1, hashes + 1),
        rest if rest.starts_with('\\') => (2, 1),
        _ => (1, 1),
    };
    let body = whole.get(opener..whole.len().saturating_sub(closer)).unwrap_or_default();
    let blanks = body.len() - body.trim_start().len();
    let clip = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let start = range.start + clip(opener + blanks);
    TextRange::new(start, start + clip(body.trim().len()))
}

/// The ranges of statements, each with its documentation.
fn statements(stmts: &[Stmt], out: &mut Vec<TextRange>) {
    let mut todo = vec![stmts];
    while let Some(stmts) = todo.pop() {
        for stmt in stmts {
            let range = TextRange::from(stmt.span);
            out.push(range);
            if let Some(doc) = &stmt.doc {
                out.push(TextRange::new(doc.span.start, range.end));
            }
            match &stmt.kind {
                StmtKind::Template { body, .. } | StmtKind::For { body, .. } => todo.push(&body.stmts),
                StmtKind::If(chosen) => todo.extend(chosen.blocks().map(|b| b.stmts.as_slice())),
                StmtKind::Plain(plain) => todo.extend(plain.block.as_ref().map(|b| b.stmts.as_slice())),
                StmtKind::Use { .. } | StmtKind::Let { .. } | StmtKind::Param(_) | StmtKind::Error => {}
            }
        }
    }
}

/// The declarations of a file whose names have the letters of a query, in their order.
pub(crate) fn matching(path: &str, symbols: &[Symbol], query: &str, out: &mut Vec<Found>) {
    let mut todo: Vec<(&Symbol, &str)> = symbols.iter().rev().map(|s| (s, "")).collect();
    while let Some((symbol, within)) = todo.pop() {
        if has_letters(&symbol.name, query) {
            out.push(Found {
                name: symbol.name.clone(),
                kind: symbol.kind,
                within: within.to_owned(),
                path: path.to_owned(),
                range: symbol.selection,
            });
        }
        todo.extend(symbol.children.iter().rev().map(|s| (s, symbol.name.as_str())));
    }
}

fn has_letters(name: &str, query: &str) -> bool {
    let mut left = name.chars().flat_map(char::to_lowercase);
    query.chars().flat_map(char::to_lowercase).all(|wanted| left.any(|c| c == wanted))
}
