//! Opening and closing groups, and telling what a bracket means by what stands before it.

use super::build::{Builder, Frame};
use crate::{
    MAX_DEPTH, errors,
    token::{Bracket, Kw, Quote, Raw, Shape, Tok, span_of},
};

/// Whether every bracket closes the one that was opened last. Where this holds, indentation is
/// never looked at.
///
/// With `swallowed`, closing brackets in the text of a torn string close what its line has opened:
/// `env { A = "x }` lacks a quote, and no bracket.
pub(super) fn are_balanced(text: &str, tokens: &[Raw], swallowed: bool) -> bool {
    let mut open = Vec::new();
    let mut line_start = 0;
    for raw in tokens {
        let fits = match raw.tok {
            Tok::Open(b) => {
                open.push((Some(b), raw.start));
                true
            }
            Tok::InterpOpen => {
                open.push((None, raw.start));
                true
            }
            Tok::Close(b) => open.pop().is_some_and(|(o, _)| o == Some(b)),
            Tok::InterpClose => open.pop().is_some_and(|(o, _)| o.is_none()),
            Tok::Torn => {
                if is_block(text, *raw) {
                    // It has swallowed the rest of the text.
                    return true;
                }
                for b in closers(text, *raw).into_iter().filter(|_| swallowed) {
                    if open.last().is_some_and(|(o, at)| *o == Some(b) && *at >= line_start) {
                        open.pop();
                    }
                }
                true
            }
            Tok::Newline => {
                line_start = raw.end;
                true
            }
            _ => true,
        };
        if !fits {
            return false;
        }
    }
    open.is_empty()
}

/// Whether a torn string is one of several lines, which only the end of the text tears.
pub(super) fn is_block(text: &str, raw: Raw) -> bool {
    text.get(raw.start as usize..).is_some_and(|t| t.starts_with("\"\"\""))
}

/// The closing brackets in the text of a torn string that close nothing in it, in their order.
pub(super) fn closers(text: &str, raw: Raw) -> Vec<Bracket> {
    let mut open = Vec::new();
    let mut out = Vec::new();
    for c in text.get(raw.start as usize..raw.end as usize).unwrap_or_default().chars() {
        let bracket = match c {
            '(' | ')' => Bracket::Paren,
            '[' | ']' => Bracket::Square,
            '{' | '}' => Bracket::Brace,
            _ => continue,
        };
        if matches!(c, '(' | '[' | '{') {
            open.push(bracket);
        } else if open.last() == Some(&bracket) {
            open.pop();
        } else {
            out.push(bracket);
        }
    }
    out
}

impl Builder<'_> {
    pub(super) fn open_bracket(&mut self, raw: Raw, bracket: Bracket) {
        // No map can stand after a value: in a text with a bracket too few, this is the block of the
        // statement, and the `(` or `[` is the one that is not closed.
        while self.by_indent
            && bracket == Bracket::Brace
            && self.stack.last().is_some_and(|f| {
                matches!(f.bracket, Some(Bracket::Paren | Bracket::Square))
                    && f.item().last().is_some_and(|(t, _)| t.ends_operand())
            })
        {
            self.close_torn(raw.start);
        }
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
            if !std::mem::replace(&mut self.too_deep, true) {
                self.report(errors::nested_too_deep(span_of(span), MAX_DEPTH));
            }
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
        let Some(frame) = self.stack.last_mut() else { return };
        frame.torn = true;
        let frame = &*frame;
        let open = span_of(frame.open);
        if let Some(bracket) = frame.bracket
            && !self.too_deep
        {
            let end = self.text_end_before(at);
            self.unclosed(errors::unclosed_bracket(open, bracket, end), bracket);
        }
        let end = self.last_end().max(open.end);
        self.close_group(end);
    }

    /// Reports a bracket that is not closed, unless a torn string has swallowed what closes it.
    pub(super) fn unclosed(&mut self, report: wharf_diagnostics::Diagnostic, bracket: Bracket) {
        match self.swallowed.iter().position(|b| *b == bracket) {
            Some(i) => {
                self.swallowed.swap_remove(i);
            }
            None => self.report(report),
        }
    }

    /// A torn string: what its line has opened, and it has swallowed the end of, is closed.
    pub(super) fn torn(&mut self, raw: Raw) {
        if is_block(self.text, raw) {
            self.block_torn = true;
            return;
        }
        for bracket in closers(self.text, raw) {
            let here = self.stack.last().is_some_and(|f| f.bracket == Some(bracket) && f.open.start >= self.line_start);
            if here && self.by_torn {
                if let Some(frame) = self.stack.last_mut() {
                    frame.torn = true;
                }
                self.close_group(raw.end);
            } else {
                self.swallowed.push(bracket);
            }
        }
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
        match frame.last_operand() {
            Some(span) if span.end == raw.start => Shape::Args,
            _ => Shape::Paren,
        }
    }

    fn square_shape(&self, raw: Raw) -> Shape {
        match self.stack.last().and_then(Frame::last_operand) {
            Some(span) if span.end == raw.start => Shape::Index,
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
            [.., (Tok::Word(k), _)] if frame.goes_on() && k.is_reserved_in_expr() => Shape::Map,
            _ => Shape::Block,
        }
    }
}
