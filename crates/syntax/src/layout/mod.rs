//! Tokens to groups: brackets matched, newlines settled, nesting bounded, all before parsing.
//!
//! A [`Group`] is a bracket pair (or a string, or the whole text) with its tokens cut into items:
//! statements, entries, list items, arguments. A group inside another is one token there. So the
//! parser reads short flat rows, each on its own: it needs no recursion into brackets, and a fault
//! never reaches past its item.
//!
//! Groups are listed in the order in which they close, inner before outer; the file comes last.

mod brackets;
mod build;
mod indent;
mod item;

use wharf_diagnostics::{Diagnostic, FileId};

use crate::{
    lexer::Lexed,
    token::{Quote, Shape, Tok, TokSpan},
    tree::Comment,
};

/// A bracket pair, a string or the whole text.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) shape: Shape,
    /// Brackets included.
    pub(crate) span: TokSpan,
    /// How it was opened, if it is a string.
    pub(crate) quote: Quote,
    pub(crate) tokens: Vec<(Tok, TokSpan)>,
    pub(crate) items: Vec<Item>,
    /// Its closing bracket is missing: that its last item is incomplete is no news.
    pub(crate) torn: bool,
    /// How many levels of the tree it can add at most.
    pub(super) height: usize,
}

/// A row of tokens that is parsed on its own.
#[derive(Debug)]
pub(crate) struct Item {
    /// The first of its group's tokens.
    pub(crate) start: usize,
    /// One past the last; after `start`.
    pub(crate) end: usize,
    /// The `///` lines before it.
    pub(crate) docs: Vec<TokSpan>,
}

/// What the layout gives.
pub(crate) struct Layout {
    /// Inner before outer; the last is the file.
    pub(crate) groups: Vec<Group>,
    pub(crate) comments: Vec<Comment>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Groups the tokens of a text.
pub(crate) fn layout(file: FileId, text: &str, lexed: &Lexed) -> Layout {
    let balanced = |swallowed| brackets::are_balanced(text, &lexed.tokens, swallowed);
    // Where the brackets balance without it, what looks like a closing bracket is text.
    let by_torn = !balanced(false);
    let by_indent = by_torn && !balanced(true);
    build::Builder::new(file, text, &lexed.tokens, by_indent, by_torn).run()
}
