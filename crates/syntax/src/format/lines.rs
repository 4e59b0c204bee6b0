//! Groups that stand on several lines: one item a line, with the comments, documentation and blank
//! lines between them.

use super::Printer;
use crate::{layout::Group, token::TokSpan};

impl Printer<'_> {
    /// Writes the items of a group, each on a line of its own, with `separator` after each. Unless
    /// the group is the whole file, the cursor stands after the opening bracket, and is left at the
    /// beginning of the line for the closing one.
    pub(super) fn lines(&mut self, group: &Group, indent: usize, separator: &str, file: bool) {
        let open_len = u32::from(!file);
        let mut last = group.span.start + open_len;
        let end = if file { u32::MAX } else { group.span.end.saturating_sub(1) };
        let inner = if file { indent } else { indent + 2 };
        let mut first = true;
        if !file {
            last = self.trailing_comment(last);
        }
        for item in &group.items {
            let tokens = group.tokens.get(item.start..item.end).unwrap_or_default();
            let (Some((_, from)), Some((_, to))) = (tokens.first(), tokens.last()) else { continue };
            for doc in &item.docs {
                last = self.own_line_comments(last, doc.start, inner, &mut first);
                last = self.line_of(*doc, last, inner, &mut first);
            }
            last = self.own_line_comments(last, from.start, inner, &mut first);
            // A blank line between documentation and its statement would tear them apart.
            let torn = item.docs.last().is_some_and(|d| d.end == last);
            self.break_line(if torn { from.start } else { last }, from.start, inner, &mut first);
            self.row(group, tokens, inner);
            self.out.push_str(separator);
            last = self.trailing_comment(to.end);
        }
        self.own_line_comments(last, end, inner, &mut first);
        self.new_line(indent);
    }

    fn line_of(&mut self, span: TokSpan, last: u32, indent: usize, first: &mut bool) -> u32 {
        self.break_line(last, span.start, indent, first);
        let text = self.source(span).trim_end();
        self.out.push_str(text);
        span.end
    }

    /// A new line, and a blank one before it where the source has one or more.
    fn break_line(&mut self, last: u32, next: u32, indent: usize, first: &mut bool) {
        if !std::mem::replace(first, false) && self.slice(last, next).matches('\n').count() > 1 {
            self.new_line(0);
        }
        self.new_line(indent);
    }

    /// The comments before the byte `end`, each on a line of its own.
    fn own_line_comments(&mut self, mut last: u32, end: u32, indent: usize, first: &mut bool) -> u32 {
        while let Some(comment) = self.comment_before(end) {
            self.break_line(last, comment.span.start, indent, first);
            self.write_comment(comment);
            last = comment.span.end;
        }
        last
    }

    /// The comment that stands after the byte `last` on the same line, if there is one.
    fn trailing_comment(&mut self, last: u32) -> u32 {
        let Some(comment) = self.comment_before(u32::MAX) else { return last };
        let gap = self.slice(last, comment.span.start);
        if comment.span.start < last || !gap.bytes().all(|b| matches!(b, b' ' | b'\t' | b',' | b';')) {
            return last;
        }
        self.out.push(' ');
        self.write_comment(comment);
        comment.span.end
    }
}
