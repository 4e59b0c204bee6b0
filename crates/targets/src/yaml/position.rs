//! Where in a document the writer is.

use super::marks::At;

/// How far a level stands right of the one around it. Sequences under a key are indented
/// like mappings, so that one number tells a level everywhere.
pub(super) const STEP: usize = 2;

/// Where in the document a value stands.
pub(super) struct Position<'t, O> {
    /// The value's place in the marks, while there are any at or below it.
    pub(super) mark: Option<At<'t, O>>,
    /// The origin of the innermost marked path around the value.
    pub(super) origin: Option<O>,
    /// The column where the lines of the value begin.
    pub(super) indent: usize,
    pub(super) depth: usize,
}

impl<O: Copy> Clone for Position<'_, O> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<O: Copy> Copy for Position<'_, O> {}

impl<'t, O: Copy + Eq> Position<'t, O> {
    pub(super) fn root(mark: Option<At<'t, O>>) -> Self {
        Self { mark, origin: mark.and_then(At::origin), indent: 0, depth: 0 }
    }

    pub(super) fn child(self, mark: Option<At<'t, O>>) -> Self {
        Self {
            mark,
            origin: mark.and_then(At::origin).or(self.origin),
            indent: self.indent + STEP,
            depth: self.depth + 1,
        }
    }
}

/// What stands on the line before a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    /// Nothing: the value is the document.
    Nothing,
    /// A sequence's dash. Collections begin on the same line.
    Dash,
    /// A key's colon. Collections begin on the next line.
    Colon,
}
