//! What each piece of a text is.

use wharf_syntax::tree::Tree;
use wharf_syntax::{Piece, PieceKind, pieces};

use crate::data::{TextRange, Token, TokenKind};
use crate::view::View;

mod marks;
mod names;

use names::Names;

/// What the tree says of a range.
#[derive(Clone, Copy, Debug)]
struct Mark {
    start: u32,
    end: u32,
    kind: TokenKind,
    declaration: bool,
}

/// Words of the grammar. Where the tree says nothing of such a word, it is no name.
const GRAMMAR: &[&str] =
    &["use", "as", "let", "param", "template", "if", "else", "for", "in", "then", "and", "or", "not"];

/// The pieces of the file's text, in their order.
pub(crate) fn tokens(view: &View) -> Vec<Token> {
    let text = view.source.text();
    let tree: &Tree = view.source.tree();
    let names = Names::of(&view.source, &view.used);
    let mut marks = marks::marks(text, tree, names);
    marks.sort_by_key(|m| (m.start, std::cmp::Reverse(m.end)));
    let mut marks = marks.into_iter().peekable();
    let mut current: Option<Mark> = None;
    let mut out = Vec::new();
    for piece in pieces(text) {
        while let Some(next) = marks.next_if(|m| m.start <= piece.start) {
            if current.is_none_or(|c| c.end <= next.start) {
                current = Some(next);
            }
        }
        let mark = current.filter(|m| m.start <= piece.start && piece.end <= m.end);
        let (kind, declaration) = match mark {
            Some(m) if !matches!(piece.kind, PieceKind::Comment | PieceKind::Doc | PieceKind::Newline) => {
                (m.kind, m.declaration)
            }
            _ => match plain(text, &piece) {
                Some(kind) => (kind, false),
                None => continue,
            },
        };
        push(&mut out, text, &piece, kind, declaration);
    }
    out
}

/// What a piece is where the tree says nothing of it.
fn plain(text: &str, piece: &Piece) -> Option<TokenKind> {
    Some(match piece.kind {
        PieceKind::Word => {
            let word = text.get(piece.start as usize..piece.end as usize)?;
            return GRAMMAR.contains(&word).then_some(TokenKind::Keyword);
        }
        PieceKind::Number => TokenKind::Number,
        PieceKind::StringOpen | PieceKind::StringText | PieceKind::StringClose => TokenKind::String,
        PieceKind::InterpolationOpen | PieceKind::InterpolationClose => TokenKind::Operator,
        PieceKind::Bind | PieceKind::Range | PieceKind::Operator => TokenKind::Operator,
        PieceKind::Comment => TokenKind::Comment,
        PieceKind::Doc => TokenKind::Doc,
        PieceKind::Broken => {
            let first = text.as_bytes().get(piece.start as usize)?;
            return matches!(first, b'"' | b'#' | b'\'').then_some(TokenKind::String);
        }
        PieceKind::Open
        | PieceKind::Close
        | PieceKind::Dot
        | PieceKind::Comma
        | PieceKind::Colon
        | PieceKind::Semicolon
        | PieceKind::Newline => return None,
    })
}

/// Adds a piece, a token for each of its lines. What goes on where the last one ended, and is the same, is one.
fn push(out: &mut Vec<Token>, text: &str, piece: &Piece, kind: TokenKind, declaration: bool) {
    let mut start = piece.start;
    for line in text.get(piece.start as usize..piece.end as usize).unwrap_or_default().split_inclusive('\n') {
        let end = start.saturating_add(len(line.trim_end_matches(['\n', '\r'])));
        let whole = kind == TokenKind::String || piece.kind != PieceKind::Word;
        match out.last_mut().filter(|l| whole && l.range.end == start && l.kind == kind && l.declaration == declaration)
        {
            // A string's line that begins where the one before it ended is another line.
            Some(last) if start == piece.start && kind != TokenKind::Operator => last.range.end = end,
            _ if !line.trim().is_empty() => out.push(Token { range: TextRange::new(start, end), kind, declaration }),
            _ => {}
        }
        start = start.saturating_add(len(line));
    }
}

fn len(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}
