//! The statements of a block, matched, and what is known of those that could not be read.

use std::collections::BTreeSet;

use wharf_diagnostics::Span;
use wharf_syntax::tree::{Binding, Block, Doc, Expr, ExprKind, Head, Plain, Stmt, StringLit, Word};

use crate::frames::Env;
use crate::matching::{Matched, static_text};

/// How a statement begins.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Begins<'t> {
    /// With a word.
    Word(&'t str, Span),
    /// With a quoted key or path.
    String(&'t StringLit),
    /// With a computed key.
    Expr(&'t Expr),
}

impl<'t> Begins<'t> {
    pub(crate) fn span(self) -> Span {
        match self {
            Self::Word(_, span) => span,
            Self::String(s) => s.span,
            Self::Expr(e) => e.span,
        }
    }

    /// The word it is.
    pub(crate) fn word(self) -> Option<&'t str> {
        if let Self::Word(w, _) = self { Some(w) } else { None }
    }

    /// The text, where it is no expression.
    pub(crate) fn text(self) -> Option<String> {
        match self {
            Self::Word(w, _) => Some(w.to_owned()),
            Self::String(s) => s.as_plain().map(str::to_owned),
            Self::Expr(_) => None,
        }
    }
}

/// The parts of a plain statement; those of `add …` without the `add`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Said<'t> {
    pub(crate) head: Begins<'t>,
    pub(crate) args: &'t [Expr],
    pub(crate) value: Option<&'t Binding>,
    pub(crate) block: Option<&'t Block>,
    pub(crate) doc: Option<&'t Doc>,
    /// The whole statement.
    pub(crate) span: Span,
}

impl<'t> Said<'t> {
    pub(crate) fn new(stmt: &'t Stmt, plain: &'t Plain) -> Self {
        let head = match &plain.head {
            Head::Word(Word { text, span }) => Begins::Word(text, *span),
            Head::String(s) => Begins::String(s),
            Head::Expr(e) => Begins::Expr(e),
        };
        Self {
            head,
            args: &plain.args,
            value: plain.value.as_ref(),
            block: plain.block.as_ref(),
            doc: stmt.doc.as_ref(),
            span: stmt.span,
        }
    }

    /// The statement behind its first word: `port admin 5433` of `add port admin 5433`.
    pub(crate) fn behind(self) -> Option<Self> {
        let (first, args) = self.args.split_first()?;
        let head = match &first.kind {
            ExprKind::Word(w) => Begins::Word(w, first.span),
            ExprKind::String(s) => Begins::String(s),
            ExprKind::Paren(_) => Begins::Expr(first),
            _ => return None,
        };
        Some(Self { head, args, ..self })
    }
}

/// A block of a declaration as one layer has it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece<'t> {
    pub(crate) block: &'t Block,
    /// Where its names are looked up.
    pub(crate) env: Env,
    /// Pieces of one layer are one block in several parts.
    pub(crate) layer: u32,
    /// Whether it stands in an environment: then it changes what is there.
    pub(crate) overrides: bool,
}

/// The statements of a block, matched.
#[derive(Debug, Default)]
pub(crate) struct Body<'t> {
    pub(crate) words: Vec<Matched<'t>>,
    /// The words whose statements are wrong, which is reported: what they say is not known.
    pub(super) wrong: Vec<&'static str>,
    /// Whether a statement could not be told at all, so that any word may be the one that is meant.
    pub(super) broken: bool,
    /// What the statements that are wrong or could not be told may declare.
    pub(crate) unread: Unread,
}

/// What may be declared by statements that could not be read. A name that is looked for in vain
/// and stands here is no second fault.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unread {
    /// The first words of statements that are wrong.
    pub(crate) words: BTreeSet<String>,
    /// Statements that did not parse, or could not be unfolded.
    pub(crate) spans: Vec<Span>,
    /// What is wrong in these is the reason that others could not be unfolded: it is said.
    pub(crate) causes: Vec<Span>,
}

impl Unread {
    pub(crate) fn extend(&mut self, other: &Self) {
        self.words.extend(other.words.iter().cloned());
        self.spans.extend(&other.spans);
        self.causes.extend(&other.causes);
    }

    pub(super) fn statement(&mut self, said: Said<'_>) {
        self.words.extend(said.head.text());
        self.words.extend(said.args.first().and_then(static_text));
        if said.args.iter().any(|a| matches!(a.kind, ExprKind::Error)) {
            self.spans.push(said.head.span().to(said.args.last().map_or(said.head.span(), |a| a.span)));
        }
    }
}

impl<'t> Body<'t> {
    /// Any statement may stand in one that is not read.
    pub(super) fn hole(&mut self, span: Span) {
        self.broken = true;
        self.unread.spans.push(span);
    }

    /// As [`Self::hole`], because something is wrong at `cause`.
    pub(super) fn hole_by(&mut self, span: Span, cause: Span) {
        self.hole(span);
        self.unread.causes.push(cause);
    }

    /// Takes over all that is known of another's statements but the statements.
    pub(super) fn absorb(&mut self, other: &Self) {
        self.wrong.extend(&other.wrong);
        self.broken |= other.broken;
        self.unread.extend(&other.unread);
    }

    /// All statements of a word.
    pub(crate) fn all(&self, spelling: &'static str) -> impl Iterator<Item = &Matched<'t>> + '_ {
        self.words.iter().filter(move |m| m.is(spelling))
    }

    /// Whether every statement of it could be read.
    pub(crate) fn is_whole(&self) -> bool {
        !self.broken && self.wrong.is_empty()
    }

    /// Whether a word is said, rightly or not: where it is not, something may be missing.
    pub(crate) fn says(&self, spelling: &'static str) -> bool {
        self.is_wrong(spelling) || self.one(spelling).is_some()
    }

    /// Whether a statement of the word, or one that could be of any word, is wrong.
    pub(crate) fn is_wrong(&self, spelling: &'static str) -> bool {
        self.broken || self.wrong.contains(&spelling)
    }

    /// Whether any statement is wrong.
    pub(crate) fn is_any_wrong(&self) -> bool {
        self.broken || !self.wrong.is_empty()
    }

    /// The one statement of a word.
    pub(crate) fn one(&self, spelling: &'static str) -> Option<&Matched<'t>> {
        self.all(spelling).next()
    }
}
