//! Tree to text, or rather tokens to text: the formatter writes the same tokens with other white
//! space, so it cannot change what a file means, and loses no comment.
//!
//! What the author decides: whether a block, a list or a call stands on one line or on several
//! (as long as one line has room for it), where one blank line stands, and where a long expression
//! breaks. Everything else has one form.

mod flat;
mod lines;
mod row;
mod strings;

use wharf_diagnostics::{Diagnostic, FileId};

use crate::{
    layout::{Group, Layout},
    token::TokSpan,
    tree::Comment,
};

/// How many columns a line may have.
const WIDTH: usize = 100;

/// Formats a whole file: two spaces an indentation, one statement a line, `\n` at every line's end.
///
/// The result parses to the same tree, apart from spans, and formats to itself.
///
/// # Errors
/// A file with syntax errors is not formatted: its diagnostics are given, with [`FileId`] 0.
pub fn format(text: &str) -> Result<String, Vec<Diagnostic>> {
    let file = FileId::default();
    let parsed = crate::parse(file, text);
    if parsed.diagnostics.iter().any(Diagnostic::is_error) {
        return Err(parsed.diagnostics);
    }
    let lexed = crate::lexer::lex(file, text);
    let layout = crate::layout::layout(file, text, &lexed);
    let mut printer = Printer { text, layout: &layout, next_comment: 0, out: String::with_capacity(text.len()) };
    if let Some(file) = layout.groups.last() {
        printer.lines(file, 0, "", true);
    }
    Ok(printer.out)
}

struct Printer<'t> {
    text: &'t str,
    layout: &'t Layout,
    /// The comments before this one are written.
    next_comment: usize,
    out: String,
}

impl<'t> Printer<'t> {
    fn slice(&self, start: u32, end: u32) -> &'t str {
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    fn source(&self, span: TokSpan) -> &'t str {
        self.slice(span.start, span.end)
    }

    fn group(&self, id: u32) -> Option<&'t Group> {
        self.layout.groups.get(id as usize)
    }

    fn has_newline(&self, start: u32, end: u32) -> bool {
        self.slice(start, end).contains('\n')
    }

    /// The next comment, if it begins before the byte `end`.
    fn comment_before(&self, end: u32) -> Option<&'t Comment> {
        self.layout.comments.get(self.next_comment).filter(|c| c.span.start < end)
    }

    fn has_comment_within(&self, start: u32, end: u32) -> bool {
        let comments = &self.layout.comments;
        let first = comments.partition_point(|c| c.span.start < start);
        comments.get(first).is_some_and(|c| c.span.start < end)
    }

    /// The column where the next character comes.
    fn column(&self) -> usize {
        self.out.rsplit('\n').next().map_or(0, |line| line.chars().count())
    }

    fn new_line(&mut self, indent: usize) {
        let kept = self.out.trim_end_matches(' ').len();
        self.out.truncate(kept);
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out.extend(std::iter::repeat_n(' ', indent));
    }

    fn write_comment(&mut self, comment: &Comment) {
        let text = self.slice(comment.span.start, comment.span.end);
        self.out.push_str(text.trim_end());
        self.next_comment += 1;
    }
}
