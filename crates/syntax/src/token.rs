//! The words of the text: what the lexer gives, the layout groups and the parser reads.
//!
//! One enum serves all three, so that no table translates between them: the lexer never makes a
//! [`Tok::Group`], and the layout leaves no bracket, separator or comment to the parser.

use chumsky::span::SimpleSpan;
use wharf_diagnostics::{FileId, Span};

/// A span as chumsky wants it, with the file as its context.
pub(crate) type TokSpan = SimpleSpan<u32, FileId>;

/// The same span as the diagnostics know it.
pub(crate) fn span_of(s: TokSpan) -> Span {
    Span { file: s.context, start: s.start, end: s.end }
}

/// A word that has a form of its own somewhere. All of them are contextual: the parser decides by
/// the place where they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kw {
    /// Any other word.
    None,
    Use,
    Let,
    Param,
    Template,
    If,
    For,
    As,
    In,
    Then,
    Else,
    And,
    Or,
    Not,
}

impl Kw {
    pub(crate) fn of(word: &str) -> Self {
        match word {
            "use" => Self::Use,
            "let" => Self::Let,
            "param" => Self::Param,
            "template" => Self::Template,
            "if" => Self::If,
            "for" => Self::For,
            "as" => Self::As,
            "in" => Self::In,
            "then" => Self::Then,
            "else" => Self::Else,
            "and" => Self::And,
            "or" => Self::Or,
            "not" => Self::Not,
            _ => Self::None,
        }
    }

    /// Whether it is an operator or a part of `if … then … else` where an expression is due, and so
    /// cannot be a name there.
    pub(crate) fn is_reserved_in_expr(self) -> bool {
        matches!(self, Self::If | Self::In | Self::Then | Self::Else | Self::And | Self::Or | Self::Not)
    }
}

/// The three pairs of brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bracket {
    Paren,
    Square,
    Brace,
}

impl Bracket {
    pub(crate) fn open(self) -> &'static str {
        match self {
            Self::Paren => "(",
            Self::Square => "[",
            Self::Brace => "{",
        }
    }

    pub(crate) fn close(self) -> &'static str {
        match self {
            Self::Paren => ")",
            Self::Square => "]",
            Self::Brace => "}",
        }
    }
}

/// What a bracketed group, or a string, turned out to be by the place where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// The whole text.
    File,
    /// `{ statements }`
    Block,
    /// `{ entries }`
    Map,
    /// `[ items ]`
    List,
    /// `( expr )`
    Paren,
    /// `f( args )`, tight.
    Args,
    /// `a[ expr ]`, tight.
    Index,
    /// `template name( params )`
    Params,
    /// `list( type )`
    TypeArg,
    /// `\( expr )` of a string.
    Interp,
    /// A string with its pieces.
    Str,
}

/// How a string was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quote {
    /// `"`
    Quoted,
    /// `"""`
    Block,
    /// `#"` with so many `#`.
    Raw(u32),
    /// A slip that stands for a quoted string: `'…'`, `“…”`. No escapes, no interpolation.
    Foreign,
}

impl Quote {
    /// Whether it ends with its line.
    pub(crate) fn is_single_line(self) -> bool {
        self != Self::Block
    }
}

/// One token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tok {
    Word(Kw),
    /// An index into the numbers of the file.
    Number(u32),
    Eq,
    EqEq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    Plus,
    Minus,
    Star,
    Slash,
    Coalesce,
    DotDot,
    Dot,
    Arrow,
    Colon,
    Pipe,
    Question,
    /// Something that a diagnostic stands for already; it reads as a value, silently.
    Poison,
    /// A group, by its index.
    Group(Shape, u32),
    Comma,
    Semi,
    // From the lexer to the layout only:
    Newline,
    Comment,
    Doc,
    Open(Bracket),
    Close(Bracket),
    StrOpen(Quote),
    StrText,
    StrClose,
    InterpOpen,
    InterpClose,
    /// The text of the token before it was torn, and may hold closing brackets.
    Torn,
}

impl Tok {
    /// Whether a value may end with it, so that what follows without a space belongs to it.
    pub(crate) fn ends_operand(self) -> bool {
        match self {
            Self::Word(k) => !k.is_reserved_in_expr(),
            Self::Number(_) | Self::Group(..) | Self::Poison => true,
            _ => false,
        }
    }

    /// An operator that stands between two values and is no word. `..` is not one here: it may end
    /// a range.
    pub(crate) fn is_infix_sign(self) -> bool {
        matches!(
            self,
            Self::EqEq
                | Self::Ne
                | Self::Lt
                | Self::Le
                | Self::Gt
                | Self::Ge
                | Self::Plus
                | Self::Minus
                | Self::Star
                | Self::Slash
                | Self::Coalesce
        )
    }

    pub(crate) fn is_comparison(self) -> bool {
        matches!(self, Self::EqEq | Self::Ne | Self::Lt | Self::Le | Self::Gt | Self::Ge | Self::Word(Kw::In))
    }
}

/// A token of the lexer with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Raw {
    pub(crate) tok: Tok,
    pub(crate) start: u32,
    pub(crate) end: u32,
}
