//! The one room that writes YAML.
//!
//! [`Writer`] turns anything that implements [`serde::Serialize`], k8s-openapi's types
//! and our own, into YAML's block style, and walks a trie of [marks](Record) in step, so
//! that each line of the text leads back to what it was lowered from.
//!
//! Every string is written so that any reader, YAML 1.1 or 1.2, reads the same string
//! again. What this room leaves out: comments, anchors, tags, line folding, and what a
//! tool does to a string after it was read (`$` in Compose, `$(X)` in Kubernetes).

mod block;
mod error;
mod key;
mod marks;
mod output;
mod position;
mod resolve;
mod scalar;
mod ser;

#[cfg(test)]
mod tests;
use serde::Serialize;

pub use error::Error;
pub use marks::{At, Cursor, Record, Trie};

/// YAML text, and where its lines came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document<O> {
    /// The text. Lines end with `\n`, the last one too.
    pub text: String,
    /// Where the origin changes, in ascending order of lines. Empty when no marks were
    /// recorded.
    pub lines: Vec<LineOrigin<O>>,
}

/// From this line on, up to the next entry's line, lines have this origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineOrigin<O> {
    /// The first line of the stretch, counted from 0.
    pub line: u32,
    /// The origin of the innermost marked path that holds the line; `None` where no
    /// path around it is marked.
    pub origin: Option<O>,
}

impl<O> Default for Document<O> {
    fn default() -> Self {
        Self { text: String::new(), lines: Vec::new() }
    }
}

impl<O: Copy + Eq> Document<O> {
    /// The origin of a line, counted from 0: that of the innermost marked path holding it.
    ///
    /// A line that opens several paths (`- name: x`) belongs to the innermost of them.
    pub fn origin_at(&self, line: u32) -> Option<O> {
        let after = self.lines.partition_point(|entry| entry.line <= line);
        self.lines.get(after.checked_sub(1)?)?.origin
    }
}

/// Writes one value as a file of one document.
///
/// # Errors
///
/// What [`Writer::document`] refuses.
pub fn write<T, O, R>(value: &T, marks: &R) -> Result<Document<O>, Error>
where
    T: Serialize + ?Sized,
    O: Copy + Eq,
    R: Record<O>,
{
    let mut writer = Writer::new();
    writer.document(value, marks)?;
    Ok(writer.finish())
}

/// Writes a file of any number of documents, with `---` between them.
pub struct Writer<O> {
    output: output::Output<O>,
}

impl<O: Copy + Eq> Writer<O> {
    /// A file without documents.
    pub fn new() -> Self {
        Self { output: output::Output::new() }
    }

    /// Adds a document. The separator before it has the origin of the document's root.
    ///
    /// # Errors
    ///
    /// Refuses what YAML (or we) can't write: nesting deeper than a few hundred levels,
    /// map keys that are not scalars, raw bytes, and what a `Serialize` implementation
    /// itself refuses. The file is then as it was before the call.
    pub fn document<T, R>(&mut self, value: &T, marks: &R) -> Result<(), Error>
    where
        T: Serialize + ?Sized,
        R: Record<O>,
    {
        let before = self.output.checkpoint();
        let root = position::Position::root(marks.trie().map(|trie| trie.root()));
        self.output.begin_document(root.origin);
        value.serialize(ser::Node::root(&mut self.output, root)).inspect_err(|_| self.output.rewind(before))
    }

    /// The finished file. Without any document its text is empty.
    pub fn finish(self) -> Document<O> {
        self.output.finish()
    }
}

impl<O: Copy + Eq> Default for Writer<O> {
    fn default() -> Self {
        Self::new()
    }
}
