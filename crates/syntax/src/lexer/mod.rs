//! Text to tokens: a loop around logos that keeps a stack of open strings, so that a string inside
//! an interpolation inside a string needs no recursion.
//!
//! The lexer never fails. What it cannot read it reports, and leaves out or poisons. It pairs every
//! `StrOpen` with a `StrClose` and every `InterpOpen` with an `InterpClose`: a string that is torn,
//! by the end of its line or of the text, is one poisoned token with all that was read inside of
//! it, and a [`Tok::Torn`] after it, because it may have swallowed closing brackets.

mod number;
mod raw;
mod strings;
pub mod units;

use logos::{Lexer as Logos, Logos as _};
use wharf_diagnostics::{Diagnostic, FileId, Span};

use crate::{
    errors,
    token::{Bracket, Kw, Quote, Raw, Tok},
    tree::Number,
};
use raw::Lexeme;

/// What the lexer gives.
pub(crate) struct Lexed {
    pub(crate) tokens: Vec<Raw>,
    pub(crate) numbers: Vec<Number>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// A string that is open while one of its interpolations is read.
struct Open {
    quote: Quote,
    start: usize,
    /// Where its open interpolation begins.
    interp: usize,
    /// The token that opens it.
    token: usize,
    /// Parentheses open inside that interpolation.
    parens: usize,
}

struct Lexer<'t> {
    file: FileId,
    text: &'t str,
    logos: Logos<'t, Lexeme>,
    open: Vec<Open>,
    /// The outermost of `open` that ends with its line. Kept, because looking for it at each line
    /// would be quadratic in a hostile file.
    first_single: Option<usize>,
    /// No `*/` lies ahead; kept for the same reason.
    no_comment_end: bool,
    /// Whether the pieces of a string that is open at the end of the text are kept.
    keeps_open: bool,
    out: Lexed,
}

/// Reads the whole text.
pub(crate) fn lex(file: FileId, text: &str) -> Lexed {
    read(file, text, false)
}

/// Reads the whole text; where a string is open at its end, the pieces of that are there, and no end of it.
pub(crate) fn lex_open(file: FileId, text: &str) -> Lexed {
    read(file, text, true)
}

fn read(file: FileId, text: &str, keeps_open: bool) -> Lexed {
    let out = Lexed { tokens: Vec::with_capacity(text.len() / 4), numbers: Vec::new(), diagnostics: Vec::new() };
    let mut lexer = Lexer {
        file,
        text,
        logos: Lexeme::lexer(text),
        open: Vec::new(),
        first_single: None,
        no_comment_end: false,
        keeps_open,
        out,
    };
    if text.starts_with('\u{feff}') {
        lexer.logos.bump('\u{feff}'.len_utf8());
    }
    lexer.run();
    lexer.out
}

/// The spellings of all units.
#[cfg(test)]
pub(crate) fn unit_names() -> impl Iterator<Item = &'static str> {
    units::UNITS.iter().map(|u| u.name)
}

impl<'t> Lexer<'t> {
    fn run(&mut self) {
        while let Some(lexeme) = self.logos.next() {
            let range = self.logos.span();
            match lexeme {
                Ok(lexeme) => self.lexeme(lexeme, range.start, range.end),
                Err(()) => self.stray(range.start),
            }
        }
        self.end_of_line(self.text.len(), true);
    }

    fn lexeme(&mut self, lexeme: Lexeme, start: usize, end: usize) {
        let tok = match lexeme {
            Lexeme::Newline => {
                self.end_of_line(start, false);
                Tok::Newline
            }
            Lexeme::Word => Tok::Word(Kw::of(self.logos.slice())),
            Lexeme::Number => self.number(start, end),
            Lexeme::Comment => return self.comment(start, end),
            Lexeme::BlockComment => return self.block_comment(start, end),
            Lexeme::BlockQuote => return self.string(Quote::Block, start, end),
            Lexeme::Quote => return self.string(Quote::Quoted, start, end),
            Lexeme::RawQuote => {
                let hashes = u32::try_from(end - start - 1).unwrap_or(u32::MAX);
                return self.string(Quote::Raw(hashes), start, end);
            }
            Lexeme::Hash => return self.hash_comment(start),
            Lexeme::Apostrophe | Lexeme::SmartQuote => return self.foreign_quote(start, end),
            Lexeme::ParenOpen => {
                if let Some(open) = self.open.last_mut() {
                    open.parens += 1;
                }
                Tok::Open(Bracket::Paren)
            }
            Lexeme::ParenClose => match self.open.last_mut() {
                Some(open) if open.parens == 0 => return self.resume_string(start, end),
                Some(open) => {
                    open.parens -= 1;
                    Tok::Close(Bracket::Paren)
                }
                None => Tok::Close(Bracket::Paren),
            },
            Lexeme::SquareOpen => Tok::Open(Bracket::Square),
            Lexeme::SquareClose => Tok::Close(Bracket::Square),
            Lexeme::BraceOpen => Tok::Open(Bracket::Brace),
            Lexeme::BraceClose => Tok::Close(Bracket::Brace),
            Lexeme::Eq => Tok::Eq,
            Lexeme::EqEq => Tok::EqEq,
            Lexeme::Ne => Tok::Ne,
            Lexeme::Lt => Tok::Lt,
            Lexeme::Le => Tok::Le,
            Lexeme::Gt => Tok::Gt,
            Lexeme::Ge => Tok::Ge,
            Lexeme::Plus => Tok::Plus,
            Lexeme::Minus => Tok::Minus,
            Lexeme::Star => Tok::Star,
            Lexeme::Slash => Tok::Slash,
            Lexeme::Coalesce => Tok::Coalesce,
            Lexeme::Question => Tok::Question,
            Lexeme::DotDot => Tok::DotDot,
            Lexeme::Dot => Tok::Dot,
            Lexeme::Arrow => Tok::Arrow,
            Lexeme::FatArrow => self.foreign_sign(start, end, "->", Tok::Arrow),
            Lexeme::Colon => Tok::Colon,
            Lexeme::Comma => Tok::Comma,
            Lexeme::Semi => Tok::Semi,
            Lexeme::Pipe => Tok::Pipe,
            Lexeme::OrOr => self.foreign_sign(start, end, "or", Tok::Word(Kw::Or)),
            Lexeme::AndAnd => self.foreign_sign(start, end, "and", Tok::Word(Kw::And)),
            Lexeme::Bang => self.foreign_sign(start, end, "not", Tok::Word(Kw::Not)),
        };
        self.push(tok, start, end);
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, start, end)
    }

    fn push(&mut self, tok: Tok, start: usize, end: usize) {
        let at = Span::new(self.file, start, end);
        self.out.tokens.push(Raw { tok, start: at.start, end: at.end });
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.out.diagnostics.push(diagnostic);
    }

    fn slice(&self, start: usize, end: usize) -> &'t str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// Moves logos on to the byte `to`.
    fn skip_to(&mut self, to: usize) {
        let here = self.logos.span().end;
        self.logos.bump(to.saturating_sub(here));
    }

    /// The end of the line that holds `from`: before its `\n` or `\r\n`, or the text's end.
    fn line_end(&self, from: usize) -> usize {
        let rest = self.slice(from, self.text.len());
        let line = rest.split('\n').next().unwrap_or_default();
        from + line.strip_suffix('\r').unwrap_or(line).len()
    }

    fn number(&mut self, start: usize, end: usize) -> Tok {
        match number::decode(self.slice(start, end), self.span(start, end)) {
            Ok(number) => {
                let index = u32::try_from(self.out.numbers.len()).unwrap_or(u32::MAX);
                self.out.numbers.push(number);
                Tok::Number(index)
            }
            Err(diagnostic) => {
                self.report(*diagnostic);
                Tok::Poison
            }
        }
    }

    /// `///` documents; `//` and `////` comment.
    fn comment(&mut self, start: usize, end: usize) {
        let line = self.slice(start, end);
        let end = start + line.trim_end_matches('\r').len();
        let doc = line.starts_with("///") && !line.starts_with("////");
        self.push(if doc { Tok::Doc } else { Tok::Comment }, start, end);
    }

    /// `# text`: a comment of other languages.
    fn hash_comment(&mut self, start: usize) {
        let end = self.line_end(start);
        self.report(errors::hash_comment(self.span(start, start + 1)));
        self.push(Tok::Comment, start, end);
        self.skip_to(end);
    }

    /// `/* text */`, up to its end or, where it has none, the line's.
    fn block_comment(&mut self, start: usize, end: usize) {
        let rest = self.slice(end, self.text.len());
        let found = if self.no_comment_end { None } else { rest.find("*/") };
        self.no_comment_end = found.is_none();
        let close = found.map_or_else(|| self.line_end(end), |i| end + i + 2);
        let inner = self.slice(end, close);
        // Only where nothing follows on the line does `//` mean the same.
        let after = self.slice(close, self.text.len()).trim_start_matches([' ', '\t', '\r']);
        let alone = !inner.contains('\n') && (after.is_empty() || after.starts_with('\n'));
        let text = inner.trim_end_matches("*/").trim();
        self.report(errors::block_comment(self.span(start, close), alone.then_some(text)));
        self.push(Tok::Comment, start, close);
        self.skip_to(close);
    }

    /// A sign of other languages that stands for one of ours.
    fn foreign_sign(&mut self, start: usize, end: usize, ours: &str, tok: Tok) -> Tok {
        let written = self.slice(start, end);
        let after = self.slice(end, self.text.len());
        // `!x` has no space to keep, `not x` needs one.
        let space = if tok == Tok::Word(Kw::Not) && !after.starts_with(char::is_whitespace) { " " } else { "" };
        self.report(errors::foreign_sign(self.span(start, end), written, ours, &format!("{ours}{space}")));
        tok
    }

    /// A character that begins no token. A run of letters of other scripts is one fault and reads
    /// as the name it was meant to be.
    fn stray(&mut self, start: usize) {
        let rest = self.slice(start, self.text.len());
        let Some(first) = rest.chars().next() else { return };
        let name_char = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        let len = if first.is_alphabetic() {
            rest.find(|c| !name_char(c)).unwrap_or(rest.len())
        } else {
            rest.find(|c| c != first).unwrap_or(rest.len())
        };
        let span = self.span(start, start + len);
        if first.is_alphabetic() {
            self.report(errors::foreign_letters(span, self.slice(start, start + len)));
            self.push(Tok::Poison, start, start + len);
        } else {
            self.report(errors::unexpected_character(span, first));
            // A `$` before a name, and a space that is none, are best left out. Anything else may
            // stand for what is missing.
            let next = rest.get(len..).and_then(|r| r.chars().next());
            let left_out = first.is_whitespace() || (first == '$' && next.is_some_and(|c| c.is_ascii_alphabetic()));
            if !left_out {
                self.push(Tok::Poison, start, start + len);
            }
        }
        self.skip_to(start + len);
    }
}
