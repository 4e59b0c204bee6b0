//! The statements of a block, matched, and what is known of those that could not be read.

use std::collections::BTreeSet;

use wharf_diagnostics::Span;
use wharf_syntax::tree::{ExprKind, Plain, Stmt};

use crate::matching::{Matched, head_text, static_text};

/// The statements of a block, matched.
#[derive(Debug, Default)]
pub(crate) struct Body<'t> {
    pub(crate) words: Vec<Matched<'t>>,
    /// The statements that have a form of their own: `let`, `param`.
    pub(crate) special: Vec<&'t Stmt>,
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
    /// Statements that did not parse.
    pub(crate) spans: Vec<Span>,
}

impl Unread {
    pub(crate) fn extend(&mut self, other: &Self) {
        self.words.extend(other.words.iter().cloned());
        self.spans.extend(&other.spans);
    }

    pub(super) fn statement(&mut self, plain: &Plain) {
        self.words.extend(head_text(&plain.head));
        self.words.extend(plain.args.first().and_then(static_text));
        if plain.args.iter().any(|a| matches!(a.kind, ExprKind::Error)) {
            self.spans.push(plain.head.span().to(plain.args.last().map_or(plain.head.span(), |a| a.span)));
        }
    }
}

impl<'t> Body<'t> {
    /// Any statement may stand in one that is not read.
    pub(super) fn hole(&mut self, stmt: &Stmt) {
        self.broken = true;
        self.unread.spans.push(stmt.span);
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
