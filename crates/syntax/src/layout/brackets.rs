//! Opening and closing groups, and telling what a bracket means by what stands before it.

use super::build::{Builder, Frame};
use crate::{
    MAX_DEPTH, errors,
    token::{Bracket, Kw, Quote, Raw, Shape, Tok, span_of},
};

/// Whether every bracket closes the one that was opened last. Where this holds, indentation is
/// never looked at.
pub(super) fn are_balanced(tokens: &[Raw]) -> bool {
    let mut open = Vec::new();
    for raw in tokens {
        let fits = match raw.tok {
            Tok::Open(b) => {
                open.push(Some(b));
                true
            }
            Tok::InterpOpen => {
                open.push(None);
                true
            }
            Tok::Close(b) => open.pop() == Some(Some(b)),
            Tok::InterpClose => open.pop() == Some(None),
            _ => true,
        };
        if !fits {
            return false;
        }
    }
    open.is_empty()
}

impl Builder<'_> {
    pub(super) fn open_bracket(&mut self, raw: Raw, bracket: Bracket) {
        let shape = match bracket {
            Bracket::Paren => self.paren_shape(raw),
            Bracket::Square => self.square_shape(raw),
            Bracket::Brace => self.brace_shape(),
        };
        self.open(raw, shape, Some(bracket), Quote::Quoted);
    }

    /// Opens a group, unless it would nest too deep: then all of it is skipped.
    pub(super) fn open(&mut self, raw: Raw, shape: Shape, bracket: Option<Bracket>, quote: Quote) {
        let span = self.span(raw);
        if self.stack.len() > MAX_DEPTH {
            self.report(errors::nested_too_deep(span_of(span), MAX_DEPTH));
            self.too_deep = true;
            self.skip_group(raw.tok);
            self.push(Tok::Poison, span);
            return;
        }
        self.stack.push(Frame::new(shape, bracket, span, quote, self.line_indent));
    }

    /// Passes over everything up to the end of the group that `first` opens. An interpolation or a
    /// string that ends outside ends the skipping as well.
    fn skip_group(&mut self, first: Tok) {
        let mut open = vec![first];
        while let Some(raw) = self.raws.get(self.next) {
            match raw.tok {
                Tok::Open(_) | Tok::InterpOpen | Tok::StrOpen(_) => open.push(raw.tok),
                Tok::Close(_) => {
                    if matches!(open.last(), Some(Tok::Open(_))) {
                        open.pop();
                    }
                }
                Tok::InterpClose | Tok::StrClose => {
                    let opens = |t: &Tok| match raw.tok {
                        Tok::InterpClose => *t == Tok::InterpOpen,
                        _ => matches!(t, Tok::StrOpen(_)),
                    };
                    match open.iter().rposition(opens) {
                        Some(i) => open.truncate(i),
                        None => return,
                    }
                }
                Tok::Newline => self.line_start = raw.end,
                _ => {}
            }
            self.next += 1;
            if open.is_empty() {
                return;
            }
        }
    }

    /// `)`, `]` or `}`: a `}` closes open `(` and `[` too, and nothing reaches out of a string.
    pub(super) fn close_bracket(&mut self, raw: Raw, bracket: Bracket) {
        let span = self.span(raw);
        let mut reach = 0;
        let found = self.stack.iter().rev().find_map(|frame| {
            reach += 1;
            match frame.bracket {
                Some(b) if b == bracket => Some(true),
                None => Some(false),
                Some(Bracket::Brace) => Some(false),
                Some(_) => None,
            }
        });
        if found != Some(true) {
            if !self.too_deep {
                self.report(errors::unmatched_bracket(span_of(span), bracket));
            }
            return;
        }
        for _ in 1..reach {
            self.close_torn(span.start);
        }
        self.close_group(raw.end);
    }

    /// The end of an interpolation closes what is open inside it.
    pub(super) fn close_interp(&mut self, raw: Raw) {
        while self.stack.last().is_some_and(|f| f.bracket.is_some()) {
            self.close_torn(raw.start);
        }
        if self.stack.last().is_some_and(|f| f.shape == Shape::Interp) {
            self.close_group(raw.end);
        }
    }

    /// Closes the innermost group where its bracket is missing, before the byte `at`.
    pub(super) fn close_torn(&mut self, at: u32) {
        let Some(frame) = self.stack.last() else { return };
        let open = span_of(frame.open);
        if let Some(bracket) = frame.bracket
            && !self.too_deep
        {
            let end = self.text_end_before(at);
            self.report(errors::unclosed_bracket(open, bracket, end));
        }
        let end = self.last_end().max(open.end);
        self.close_group(end);
    }

    /// `(`: what it is depends on what it touches.
    fn paren_shape(&self, raw: Raw) -> Shape {
        let Some(frame) = self.stack.last() else { return Shape::Paren };
        let item = frame.item();
        if frame.is_typed() {
            return Shape::TypeArg;
        }
        if matches!(frame.shape, Shape::File | Shape::Block)
            && let [(Tok::Word(Kw::Template), _), (Tok::Word(_), _)] = item
        {
            return Shape::Params;
        }
        match item.last() {
            Some((tok, span)) if span.end == raw.start && tok.ends_operand() => Shape::Args,
            _ => Shape::Paren,
        }
    }

    fn square_shape(&self, raw: Raw) -> Shape {
        match self.stack.last().and_then(|f| f.item().last()) {
            Some((tok, span)) if span.end == raw.start && tok.ends_operand() => Shape::Index,
            _ => Shape::List,
        }
    }

    /// `{` opens a map after `=`, `(`, `[`, `,`, `:` or an operator, and a block elsewhere. The
    /// head of an `if` or `for` takes no map.
    fn brace_shape(&self) -> Shape {
        let Some(frame) = self.stack.last() else { return Shape::Block };
        let statement = matches!(frame.shape, Shape::File | Shape::Block);
        if !statement && frame.shape != Shape::Map {
            return Shape::Map;
        }
        if statement && matches!(frame.head, Kw::If | Kw::For) {
            return Shape::Block;
        }
        match frame.item() {
            // `a { … }` in a map is short for `a = { … }`.
            [(Tok::Word(_) | Tok::Group(Shape::Str, _), _)] if !statement => Shape::Map,
            [.., (Tok::Eq | Tok::Arrow | Tok::Colon | Tok::Comma, _)] => Shape::Map,
            [.., (tok, _)] if tok.is_infix_sign() => Shape::Map,
            [.., (Tok::Word(k), _)] if frame.in_expr && k.is_reserved_in_expr() => Shape::Map,
            _ => Shape::Block,
        }
    }
}
