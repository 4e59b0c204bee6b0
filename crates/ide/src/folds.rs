//! What can be folded.

use wharf_syntax::tree::StmtKind;
use wharf_syntax::{Piece, PieceKind, pieces};

use crate::data::{Fold, FoldKind, TextRange};
use crate::view::View;

/// What can be folded in the file, in the order of the beginnings: what stands in brackets and in block strings,
/// comments and documentation of several lines, and the `use`s.
pub(crate) fn folds(view: &View) -> Vec<Fold> {
    let text = view.source.text();
    let pieces = pieces(text);
    let mut out = brackets(text, &pieces);
    out.extend(comments(text, &pieces, PieceKind::Comment));
    out.extend(comments(text, &pieces, PieceKind::Doc));
    let uses = view.source.tree().stmts.iter().filter(|s| matches!(s.kind, StmtKind::Use { .. }));
    let all: Vec<_> = uses.map(|s| s.span).collect();
    if let (Some(first), Some(last)) = (all.first(), all.last()) {
        out.push(Fold { range: TextRange::new(first.start, last.end), kind: FoldKind::Imports });
    }
    let lines = |r: TextRange| text.get(r.start as usize..r.end as usize).is_some_and(|t| t.contains('\n'));
    out.retain(|f| lines(f.range));
    out.sort_by_key(|f| f.range);
    out
}

/// Pairs of brackets and of quotes. A `}` closes what is open inside of it, as for the parser.
pub(crate) fn brackets(text: &str, pieces: &[Piece]) -> Vec<Fold> {
    let mut open: Vec<Piece> = Vec::new();
    let mut out = Vec::new();
    let of = |p: &Piece| text.get(p.start as usize..p.end as usize).unwrap_or_default();
    for piece in pieces {
        let pair = match piece.kind {
            PieceKind::Open | PieceKind::StringOpen | PieceKind::InterpolationOpen => {
                open.push(*piece);
                continue;
            }
            PieceKind::StringClose => |_: &str| true,
            PieceKind::InterpolationClose => |o: &str| o.starts_with('\\'),
            PieceKind::Close => match of(piece) {
                "}" => |o: &str| o == "{",
                "]" => |o: &str| o == "[",
                _ => |o: &str| o == "(",
            },
            _ => continue,
        };
        let Some(at) = open.iter().rposition(|o| pair(of(o))) else { continue };
        // A `)` that would close a block closes nothing.
        let crossed = open.get(at + 1..).unwrap_or_default().iter().any(|o| of(o) == "{");
        if crossed && of(piece) != "}" {
            continue;
        }
        if let Some(first) = open.get(at) {
            out.push(Fold { range: TextRange::new(first.start, piece.end), kind: FoldKind::Block });
        }
        open.truncate(at);
    }
    out
}

/// Runs of comments, each on a line of its own.
fn comments(text: &str, pieces: &[Piece], kind: PieceKind) -> Vec<Fold> {
    let mut out: Vec<Fold> = Vec::new();
    // Whether the last run goes on at the next line, and whether the line has begun.
    let (mut runs, mut begun) = (false, false);
    for piece in pieces {
        if piece.kind == PieceKind::Newline {
            runs &= begun;
            begun = false;
            continue;
        }
        let alone = !begun && piece.kind == kind;
        begun = true;
        if !alone {
            runs = false;
            continue;
        }
        match out.last_mut().filter(|_| runs) {
            Some(last) => last.range.end = piece.end,
            None => out.push(Fold { range: TextRange::new(piece.start, piece.end), kind: FoldKind::Comment }),
        }
        runs = true;
    }
    debug_assert!(out.iter().all(|f| f.range.end as usize <= text.len()));
    out
}
