//! Rows and groups on one line, where they can stand on one.

use super::{Printer, WIDTH, row::space_between};
use crate::{
    layout::Group,
    token::{Shape, Tok, TokSpan},
};

impl Printer<'_> {
    /// The row on one line; `None` where it holds a comment or something that stands on several
    /// lines, or is longer than any line.
    pub(super) fn flat_row(&self, group: &Group, tokens: &[(Tok, TokSpan)]) -> Option<String> {
        let mut out = String::new();
        let mut before: Option<(usize, TokSpan)> = None;
        for (index, &(tok, span)) in tokens.iter().enumerate() {
            if let Some((_, previous)) = before {
                if self.has_comment_within(previous.end, span.start) {
                    return None;
                }
                if space_between(group.shape, tokens, index) {
                    out.push(' ');
                }
            }
            match tok {
                Tok::Group(_, id) => out.push_str(&self.flat_group(self.group(id)?)?),
                _ => out.push_str(self.source(span)),
            }
            if out.len() > WIDTH * 4 {
                return None;
            }
            before = Some((index, span));
        }
        Some(out)
    }

    /// The group on one line, if its author wrote it so.
    pub(super) fn flat_group(&self, group: &Group) -> Option<String> {
        if group.shape == Shape::Str {
            let source = self.source(group.span);
            return (!source.contains('\n')).then(|| source.to_owned());
        }
        let joins = matches!(group.shape, Shape::Paren | Shape::Index);
        if !joins && self.is_broken_by_author(group) || self.has_comment_within(group.span.start, group.span.end) {
            return None;
        }
        let mut items = Vec::with_capacity(group.items.len());
        let mut len = 0;
        for item in &group.items {
            if !item.docs.is_empty() {
                return None;
            }
            let flat = self.flat_row(group, group.tokens.get(item.start..item.end).unwrap_or_default())?;
            len += flat.len();
            if len > WIDTH * 4 {
                return None;
            }
            items.push(flat);
        }
        let (open, separator, close) = match group.shape {
            Shape::Block if items.is_empty() => ("{", "", "}"),
            Shape::Map if items.is_empty() => ("{", "", "}"),
            Shape::Block => ("{ ", "; ", " }"),
            Shape::Map => ("{ ", ", ", " }"),
            Shape::List | Shape::Index => ("[", ", ", "]"),
            _ => ("(", ", ", ")"),
        };
        Some(format!("{open}{}{close}", items.join(separator)))
    }

    /// Whether the author broke a line between the items, or next to the brackets.
    pub(super) fn is_broken_by_author(&self, group: &Group) -> bool {
        let mut last = group.span.start;
        for item in &group.items {
            let tokens = group.tokens.get(item.start..item.end).unwrap_or_default();
            let (Some((_, from)), Some((_, to))) = (tokens.first(), tokens.last()) else { continue };
            if self.has_newline(last, from.start) {
                return true;
            }
            last = to.end;
        }
        self.has_newline(last, group.span.end)
    }
}
