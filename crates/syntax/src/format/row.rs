//! One row of tokens: the spaces between them, and its groups on one line or on several.

use super::{Printer, WIDTH};
use crate::{
    layout::Group,
    parser::Form,
    token::{Kw, Shape, Tok, TokSpan},
};

impl Printer<'_> {
    /// Writes a row that begins at the cursor, on a line indented by `indent`.
    pub(super) fn row(&mut self, group: &Group, tokens: &[(Tok, TokSpan)], indent: usize) {
        if let Some(flat) = self.flat_row(group, tokens)
            && self.column() + flat.chars().count() <= WIDTH
        {
            self.out.push_str(&flat);
            return;
        }
        for (index, &(tok, span)) in tokens.iter().enumerate() {
            if let Some((before, previous)) = index.checked_sub(1).and_then(|i| tokens.get(i)).copied() {
                self.gap(group, tokens, index, (before, previous), indent);
            }
            match tok {
                Tok::Group(_, id) => {
                    if let Some(inner) = self.group(id) {
                        self.write_group(inner, indent);
                    }
                }
                _ => {
                    let text = self.source(span);
                    self.out.push_str(text);
                }
            }
        }
    }

    /// What stands between two tokens of a row that is not on one line: the comments, and the
    /// author's line break or a space.
    fn gap(
        &mut self,
        group: &Group,
        tokens: &[(Tok, TokSpan)],
        index: usize,
        (before, previous): (Tok, TokSpan),
        indent: usize,
    ) {
        let Some(&(tok, span)) = tokens.get(index) else { return };
        // `else` stands on the line of the `}` before it.
        let after_block = matches!(before, Tok::Group(Shape::Block, _)) && tok == Tok::Word(Kw::Else);
        let deeper = if after_block { indent } else { indent + 2 };
        let mut commented = false;
        while let Some(comment) = self.comment_before(span.start) {
            if comment.trailing && !commented {
                self.out.push(' ');
            } else {
                self.new_line(deeper);
            }
            self.write_comment(comment);
            commented = true;
        }
        if commented || (!after_block && self.has_newline(previous.end, span.start)) {
            self.new_line(deeper);
        } else if space_between(group.shape, tokens, index) {
            self.out.push(' ');
        }
    }

    /// Writes a group that begins at the cursor.
    fn write_group(&mut self, group: &Group, indent: usize) {
        if group.shape == Shape::Str {
            self.write_string(group, indent);
            return;
        }
        let flat = self.flat_group(group);
        if let Some(flat) = &flat
            && self.column() + flat.chars().count() <= WIDTH
        {
            self.out.push_str(flat);
            return;
        }
        let (open, close, separator) = match group.shape {
            Shape::Block | Shape::Map => ("{", "}", ""),
            Shape::List => ("[", "]", ","),
            Shape::Index => ("[", "]", ""),
            Shape::Paren | Shape::TypeArg | Shape::Interp => ("(", ")", ""),
            _ => ("(", ")", ","),
        };
        self.out.push_str(open);
        let braces = matches!(group.shape, Shape::Block | Shape::Map);
        let sole = matches!(group.shape, Shape::Paren | Shape::Index | Shape::TypeArg | Shape::Interp);
        if braces || self.is_broken_by_author(group) || (flat.is_some() && !sole) {
            self.lines(group, indent, separator, false);
        } else {
            // Only something inside stands on several lines: the brackets stay close to it.
            for (number, item) in group.items.iter().enumerate() {
                if number > 0 {
                    self.out.push_str(", ");
                }
                self.row(group, group.tokens.get(item.start..item.end).unwrap_or_default(), indent);
            }
        }
        self.out.push_str(close);
    }
}

/// Whether a space stands between a token and the one before it.
pub(super) fn space_between(shape: Shape, tokens: &[(Tok, TokSpan)], index: usize) -> bool {
    let (Some(&(before, _)), Some(&(tok, _))) = (index.checked_sub(1).and_then(|i| tokens.get(i)), tokens.get(index))
    else {
        return false;
    };
    match (before, tok) {
        (_, Tok::Dot | Tok::Comma | Tok::Colon | Tok::Question) | (Tok::Dot, _) => false,
        (_, Tok::Group(Shape::Args | Shape::Index | Shape::Params | Shape::TypeArg, _)) => false,
        (Tok::DotDot, Tok::Group(Shape::Block, _)) => true,
        (Tok::DotDot, next) => !(next.ends_operand() || next == Tok::Minus),
        // `scale ..10`: the head is no part of the range.
        (_, Tok::DotDot) => index == 1 && is_statement(shape) || !before.ends_operand(),
        (Tok::Minus, _) => !is_prefix(shape, tokens, index - 1),
        _ => true,
    }
}

fn is_statement(shape: Shape) -> bool {
    matches!(shape, Shape::File | Shape::Block)
}

/// Whether the `-` at `index` is a sign and not a subtraction: where no value stands before it,
/// and among the arguments of a statement, where nothing is subtracted.
fn is_prefix(shape: Shape, tokens: &[(Tok, TokSpan)], index: usize) -> bool {
    let before = tokens.get(..index).unwrap_or_default();
    let operand = before.last().is_some_and(|(t, _)| t.ends_operand());
    let among_arguments = is_statement(shape)
        && Form::of(tokens) == Form::Plain
        && !before.iter().any(|(t, _)| matches!(t, Tok::Eq | Tok::Arrow));
    !operand || among_arguments
}
