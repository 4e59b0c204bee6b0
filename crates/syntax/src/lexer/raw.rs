//! The token rules, as logos reads them. Strings are only opened here: their inside has other
//! rules, which `strings` scans.

use logos::Logos;

#[derive(Logos, Clone, Copy, Debug, PartialEq, Eq)]
#[logos(skip r"[ \t\r\f]+")]
pub(super) enum Lexeme {
    #[token("\n")]
    Newline,
    #[regex(r"[A-Za-z_]([A-Za-z0-9_]|-[A-Za-z0-9])*")]
    Word,
    // Wider than any number, so that `17.2`, `5mib` and `10/sec` are one fault and not three.
    #[regex(r"[0-9][0-9A-Za-z_]*(\.[0-9][0-9A-Za-z_]*)*(%|/[A-Za-z]+)?")]
    Number,
    #[regex(r"//[^\n]*", allow_greedy = true)]
    Comment,
    #[token("/*")]
    BlockComment,
    #[token("\"\"\"")]
    BlockQuote,
    #[token("\"")]
    Quote,
    #[regex("#+\"")]
    RawQuote,
    #[token("#")]
    Hash,
    #[token("'")]
    Apostrophe,
    #[regex("[“”„‘’‚«»]")]
    SmartQuote,
    #[token("(")]
    ParenOpen,
    #[token(")")]
    ParenClose,
    #[token("[")]
    SquareOpen,
    #[token("]")]
    SquareClose,
    #[token("{")]
    BraceOpen,
    #[token("}")]
    BraceClose,
    #[token("=")]
    Eq,
    #[token("==")]
    EqEq,
    #[token("!=")]
    Ne,
    #[token("<")]
    Lt,
    #[token("<=")]
    Le,
    #[token(">")]
    Gt,
    #[token(">=")]
    Ge,
    #[token("+")]
    Plus,
    #[token("-")]
    Minus,
    #[token("*")]
    Star,
    #[token("/")]
    Slash,
    #[token("??")]
    Coalesce,
    #[token("?")]
    Question,
    #[token("..")]
    DotDot,
    #[token(".")]
    Dot,
    #[token("->")]
    Arrow,
    #[token("=>")]
    #[token("→")]
    FatArrow,
    #[token(":")]
    Colon,
    #[token(",")]
    Comma,
    #[token(";")]
    Semi,
    #[token("|")]
    Pipe,
    #[token("||")]
    OrOr,
    #[token("&&")]
    AndAnd,
    #[token("!")]
    Bang,
}
