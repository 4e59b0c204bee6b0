//! The tokens of a text, for what looks at text that does not parse: colours, and what is due at a cursor.

use wharf_diagnostics::FileId;

use crate::lexer;
use crate::token::{Bracket, Tok};

/// What a piece of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// A word.
    Word,
    /// A number with its unit.
    Number,
    /// The quotes that open a string.
    StringOpen,
    /// Text of a string, escapes as they are written.
    StringText,
    /// The quotes that close a string.
    StringClose,
    /// `\(` in a string.
    InterpolationOpen,
    /// The `)` that ends an interpolation.
    InterpolationClose,
    /// `(`, `[` or `{`.
    Open,
    /// `)`, `]` or `}`.
    Close,
    /// `=` or `->`.
    Bind,
    /// `..`
    Range,
    /// `.`
    Dot,
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// `;`
    Semicolon,
    /// The end of a line.
    Newline,
    /// `//` and what stands for it.
    Comment,
    /// `///`
    Doc,
    /// An operator between values, or before one.
    Operator,
    /// What is no token, or a string without an end.
    Broken,
}

/// A token with its place, in bytes of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub kind: PieceKind,
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// The tokens of a text, in their order; white space is left out. A string without an end is one broken piece,
/// unless it is open where the text ends: its pieces are all there then, without its end.
#[must_use]
pub fn pieces(text: &str) -> Vec<Piece> {
    let kept = lexer::lex_open(FileId::default(), text).tokens.into_iter().filter_map(|raw| {
        let kind = match raw.tok {
            Tok::Word(_) => PieceKind::Word,
            Tok::Number(_) => PieceKind::Number,
            Tok::Eq | Tok::Arrow => PieceKind::Bind,
            Tok::EqEq | Tok::Ne | Tok::Lt | Tok::Le | Tok::Gt | Tok::Ge => PieceKind::Operator,
            Tok::Plus | Tok::Minus | Tok::Star | Tok::Slash | Tok::Coalesce => PieceKind::Operator,
            Tok::Pipe | Tok::Question => PieceKind::Operator,
            Tok::DotDot => PieceKind::Range,
            Tok::Dot => PieceKind::Dot,
            Tok::Colon => PieceKind::Colon,
            Tok::Comma => PieceKind::Comma,
            Tok::Semi => PieceKind::Semicolon,
            Tok::Newline => PieceKind::Newline,
            Tok::Comment => PieceKind::Comment,
            Tok::Doc => PieceKind::Doc,
            Tok::Open(Bracket::Paren | Bracket::Square | Bracket::Brace) => PieceKind::Open,
            Tok::Close(_) => PieceKind::Close,
            Tok::StrOpen(_) => PieceKind::StringOpen,
            Tok::StrText => PieceKind::StringText,
            Tok::StrClose => PieceKind::StringClose,
            Tok::InterpOpen => PieceKind::InterpolationOpen,
            Tok::InterpClose => PieceKind::InterpolationClose,
            Tok::Poison => PieceKind::Broken,
            Tok::Group(..) | Tok::Torn => return None,
        };
        Some(Piece { kind, start: raw.start, end: raw.end })
    });
    kept.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<(PieceKind, &str)> {
        pieces(text)
            .into_iter()
            .map(|p| (p.kind, text.get(p.start as usize..p.end as usize).unwrap_or_default()))
            .collect()
    }

    #[test]
    fn a_string_that_is_open_at_the_end_keeps_its_pieces() {
        use PieceKind::{Broken, Dot, InterpolationOpen, Newline, StringOpen, StringText, Word};
        let cut = [(StringOpen, "\""), (StringText, "a "), (InterpolationOpen, "\\("), (Word, "b"), (Dot, ".")];
        assert_eq!(shown("\"a \\(b."), cut);
        assert_eq!(shown("\"a"), [(StringOpen, "\""), (StringText, "a")]);
        // One that its line ends is broken, as for the parser.
        assert_eq!(shown("\"a\nb"), [(Broken, "\"a"), (Newline, "\n"), (Word, "b")]);
    }
}
