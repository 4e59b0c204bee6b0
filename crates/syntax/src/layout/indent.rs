//! Finding the culprit among unbalanced brackets by the indentation.
//!
//! Only where the brackets of a file do not balance is this asked. A block is trusted to be
//! indented if its first line stands deeper than the line that opened it; then a line that stands
//! no deeper than the opening line shows that the block's end is missing.

use super::build::Builder;
use crate::{
    errors,
    token::{Bracket, Raw, Shape, Tok, span_of},
};

impl Builder<'_> {
    /// The first token of a line, in a file whose brackets do not balance. Gives whether the token
    /// is settled: a closing bracket that matches nothing.
    pub(super) fn line_begins(&mut self, raw: Raw) -> bool {
        if matches!(raw.tok, Tok::Newline | Tok::Comment | Tok::Doc) {
            return false;
        }
        let indent = raw.start.saturating_sub(self.line_start);
        if let Tok::Close(bracket) = raw.tok {
            while self.stack.last().is_some_and(|f| f.bracket.is_some() && f.is_indented() && f.indent > indent) {
                self.close_torn(raw.start);
            }
            return bracket == Bracket::Brace && self.is_surplus(raw, indent);
        }
        while self.stack.last().is_some_and(|f| {
            let first_line = f.body_indent.is_none() && matches!(f.bracket, Some(Bracket::Paren | Bracket::Square));
            f.bracket.is_some() && (first_line || f.is_indented()) && indent <= f.indent
        }) {
            self.close_torn(raw.start);
            self.end_item();
        }
        if let Some(frame) = self.stack.last_mut()
            && frame.body_indent.is_none()
        {
            frame.body_indent = Some(indent);
        }
        false
    }

    /// A `}` that stands deeper than the line of the block it would close, in a file with more `}`
    /// than `{`: it is the one too many.
    fn is_surplus(&mut self, raw: Raw, indent: u32) -> bool {
        let deeper = self.stack.last().is_some_and(|f| f.shape == Shape::Block && f.is_indented() && indent > f.indent);
        if !deeper || self.surplus == 0 {
            return false;
        }
        self.surplus -= 1;
        let span = span_of(self.span(raw));
        self.report(errors::unmatched_bracket(span, Bracket::Brace));
        true
    }
}
