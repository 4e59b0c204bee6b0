//! The text as it grows: its lines, their indentation and their origins.

use std::fmt::{self, Write};

use super::{Document, LineOrigin};

/// Text, with the number of the line being written and the origins so far.
pub(super) struct Output<O> {
    pub(super) text: String,
    line: u32,
    lines: Vec<LineOrigin<O>>,
}

#[cfg_attr(test, derive(Debug, PartialEq))]
/// A state to go back to, taken between two documents.
pub(super) struct Checkpoint {
    text: usize,
    line: u32,
    lines: usize,
}

impl<O: Copy + Eq> Output<O> {
    pub(super) fn new() -> Self {
        Self { text: String::new(), line: 0, lines: Vec::new() }
    }

    /// Separates a document from the one before it, and notes its root's origin.
    pub(super) fn begin_document(&mut self, origin: Option<O>) {
        self.note(origin);
        if !self.text.is_empty() {
            self.text.push_str("---");
            self.newline();
        }
    }

    /// Says that the line being written belongs to this origin.
    ///
    /// Called for each path as it opens, outermost first: the last one on a line wins. A
    /// path that ends needs no call, because each line begins with a path that opens.
    pub(super) fn note(&mut self, origin: Option<O>) {
        if self.lines.last().is_some_and(|last| last.line == self.line) {
            self.lines.pop();
        }
        if self.lines.last().and_then(|last| last.origin) != origin {
            self.lines.push(LineOrigin { line: self.line, origin });
        }
    }

    pub(super) fn newline(&mut self) {
        self.text.push('\n');
        self.line = self.line.saturating_add(1);
    }

    pub(super) fn indent(&mut self, columns: usize) {
        self.text.extend(std::iter::repeat_n(' ', columns));
    }

    pub(super) fn display(&mut self, value: impl fmt::Display) {
        // Writing into a string never fails.
        let _ = write!(self.text, "{value}");
    }

    pub(super) fn checkpoint(&self) -> Checkpoint {
        Checkpoint { text: self.text.len(), line: self.line, lines: self.lines.len() }
    }

    /// Forgets all that was written since. Origins before the checkpoint are all still
    /// there, because `note` takes back only those of the line being written.
    pub(super) fn rewind(&mut self, to: Checkpoint) {
        self.text.truncate(to.text);
        self.line = to.line;
        self.lines.truncate(to.lines);
    }

    pub(super) fn finish(self) -> Document<O> {
        Document { text: self.text, lines: self.lines }
    }
}
