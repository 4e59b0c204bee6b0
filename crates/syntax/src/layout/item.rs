//! Where items end: newlines, `;` and `,` by the innermost bracket, and the bound on an item's
//! height.

use super::{Item, build::Builder};
use crate::{
    MAX_DEPTH, errors,
    token::{Bracket, Kw, Shape, Tok, span_of},
};

impl Builder<'_> {
    pub(super) fn newline(&mut self) {
        let Some(frame) = self.stack.last() else { return };
        if frame.item().is_empty() || frame.goes_on() {
            return;
        }
        let shape = frame.shape;
        match shape {
            Shape::List => self.end_item(),
            Shape::File | Shape::Block | Shape::Map if !self.next_line_belongs() => self.end_item(),
            _ => {}
        }
    }

    /// Whether the next line is part of the item all the same: it begins with `else`, or with a
    /// `{` that should have stood on this line.
    fn next_line_belongs(&mut self) -> bool {
        let mut at = self.next;
        while self.raws.get(at).is_some_and(|r| matches!(r.tok, Tok::Newline | Tok::Comment)) {
            at += 1;
        }
        let (Some(raw), Some(frame)) = (self.raws.get(at).copied(), self.stack.last()) else { return false };
        match raw.tok {
            Tok::Word(Kw::Else) => !matches!(self.raws.get(at + 1), Some(r) if r.tok == Tok::Eq),
            Tok::Open(Bracket::Brace) => {
                let Some(&(last, before)) = frame.item().last() else { return false };
                if matches!(last, Tok::Group(Shape::Block | Shape::Map, _)) {
                    return false;
                }
                let comment_between =
                    self.raws.get(self.next..at).is_some_and(|rs| rs.iter().any(|r| r.tok == Tok::Comment))
                        || self.raws.get(self.next.saturating_sub(2)).is_some_and(|r| r.tok == Tok::Comment);
                let brace = span_of(self.span(raw));
                self.report(errors::brace_on_own_line(span_of(before).at_end(), brace, comment_between));
                true
            }
            _ => false,
        }
    }

    pub(super) fn semicolon(&mut self, raw: crate::token::Raw) {
        match self.stack.last().map(|f| f.shape) {
            Some(Shape::File | Shape::Block | Shape::Map) => self.end_item(),
            _ => self.push(Tok::Semi, self.span(raw)),
        }
    }

    pub(super) fn comma(&mut self, raw: crate::token::Raw) {
        let Some(frame) = self.stack.last() else { return };
        let span = self.span(raw);
        let empty = frame.item().is_empty();
        match frame.shape {
            Shape::List | Shape::Args | Shape::Params | Shape::Map => {
                // A newline before the comma has ended the item already; one comma is let pass.
                let after_item = empty && !frame.items.is_empty() && !frame.after_comma;
                if empty && !after_item {
                    self.report(errors::nothing_before_comma(span_of(span)));
                }
                self.end_item();
                if let Some(frame) = self.stack.last_mut() {
                    frame.after_comma = true;
                }
            }
            Shape::File | Shape::Block if frame.head != Kw::For => self.statement_comma(span),
            _ => self.push(Tok::Comma, span),
        }
    }

    /// A comma among statements stands between arguments, or is a slip: it ends a statement or
    /// separates two.
    fn statement_comma(&mut self, span: crate::token::TokSpan) {
        let next = |k: usize| self.raws.get(self.next + k).map(|r| r.tok);
        match (next(0), next(1)) {
            (None | Some(Tok::Newline | Tok::Comment | Tok::Doc | Tok::Close(_) | Tok::Semi), _) => {
                self.report(errors::comma_ends_statement(span_of(span)));
            }
            // `can update, patch "apps/x"`: words in a list, and what they are for.
            (Some(Tok::Word(_)), Some(Tok::StrOpen(_))) if self.lists_words() => self.push(Tok::Comma, span),
            // `timeout 2s` after the comma: a word with an argument or a value is a statement.
            (Some(Tok::Word(_)), Some(Tok::Number(_) | Tok::StrOpen(_) | Tok::Eq | Tok::Open(_))) => {
                self.report(errors::comma_between_statements(span_of(span)));
                self.end_item();
            }
            (Some(next), _) if self.separates_arguments(next) => self.push(Tok::Comma, span),
            _ => {
                self.report(errors::misplaced_comma(span_of(span)));
                // What follows it after a value is a part of the one fault.
                if self.stack.last().is_some_and(|f| f.in_expr) {
                    self.push(Tok::Poison, span);
                }
            }
        }
    }

    /// Whether the item so far is a word with a list of words, and a comma between each two.
    fn lists_words(&self) -> bool {
        let Some(frame) = self.stack.last() else { return false };
        let plain = !matches!(frame.head, Kw::Use | Kw::Let | Kw::Param | Kw::Template | Kw::If);
        let Some((_, list)) = frame.item().split_first() else { return false };
        let in_turn = |(i, (tok, _)): (usize, &(Tok, crate::token::TokSpan))| match tok {
            Tok::Word(_) => i % 2 == 0,
            Tok::Comma => i % 2 == 1,
            _ => false,
        };
        plain && !frame.in_expr && list.len() % 2 == 1 && list.iter().enumerate().all(in_turn)
    }

    /// Whether the comma after the item so far, and before the token `next`, stands between two
    /// arguments of a plain statement.
    fn separates_arguments(&self, next: Tok) -> bool {
        let Some(frame) = self.stack.last() else { return false };
        let plain = !matches!(frame.head, Kw::Use | Kw::Let | Kw::Param | Kw::Template | Kw::If);
        let after = frame.item().len() > 1
            && (frame.last_operand().is_some() || matches!(frame.item(), [.., (Tok::DotDot, _)]));
        let before = matches!(
            next,
            Tok::Word(_)
                | Tok::Number(_)
                | Tok::StrOpen(_)
                | Tok::Open(Bracket::Paren | Bracket::Square)
                | Tok::Minus
                | Tok::DotDot
        );
        plain && after && before && !frame.in_expr
    }

    /// Ends the item, if it has begun.
    pub(super) fn end_item(&mut self) {
        let depth = self.stack.len();
        let Some(frame) = self.stack.last_mut() else { return };
        frame.after_comma = false;
        let (start, end) = (frame.item_start, frame.tokens.len());
        if start == end {
            return;
        }
        let height = item_height(frame.item(), frame.head, &self.groups);
        if height + depth > MAX_DEPTH + 1 {
            let span = frame.item_span();
            frame.tokens.truncate(start);
            frame.tokens.push((Tok::Poison, span));
            frame.height = frame.height.max(1);
            // Once a file: the groups around this one are too deep for the same reason.
            if !std::mem::replace(&mut self.too_deep, true) {
                self.diagnostics.push(errors::expression_too_long(span_of(span), MAX_DEPTH));
            }
        } else {
            frame.height = frame.height.max(height);
        }
        let end = frame.tokens.len();
        let docs = std::mem::take(&mut frame.item_docs);
        frame.items.push(Item { start, end, docs });
        frame.item_start = end;
        frame.head = Kw::None;
        frame.in_expr = false;
    }
}

/// How many levels an `if` of an expression counts for.
const IF_WEIGHT: usize = 4;

/// How many levels an item's tree can have: one for each operator of a chain, and what the groups
/// in it have. Arguments that only stand side by side do not add up.
///
/// An `if` of an expression weighs more than it adds to the tree: it is the one form that the parser
/// recurses for, and a thread's stack must hold the deepest.
fn item_height(item: &[(Tok, crate::token::TokSpan)], head: Kw, groups: &[super::Group]) -> usize {
    let (mut highest, mut ops, mut inner, mut elses) = (0, 0usize, 0usize, 0usize);
    let (mut after_operand, mut before) = (false, Tok::Semi);
    for (tok, _) in item {
        let tight = matches!(tok, Tok::Group(Shape::Args | Shape::Index | Shape::TypeArg, _));
        let operand = tok.ends_operand();
        // Arguments stand side by side, with a comma or without.
        let side_by_side = *tok == Tok::Comma || (operand && !tight && after_operand);
        if side_by_side {
            highest = highest.max(ops + inner);
            (ops, inner) = (0, 0);
        }
        if let Tok::Group(_, id) = tok {
            inner = inner.max(groups.get(*id as usize).map_or(0, |g| g.height + 1));
        }
        if (!operand || tight) && *tok != Tok::Comma {
            ops += 1;
        }
        if *tok == Tok::Word(Kw::If) && !(head == Kw::If && before == Tok::Word(Kw::Else)) {
            ops += IF_WEIGHT - 1;
        }
        before = *tok;
        elses += usize::from(*tok == Tok::Word(Kw::Else));
        after_operand = operand;
    }
    highest.max(ops + inner) + elses
}
