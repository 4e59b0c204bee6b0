//! Expressions and arguments, one parser for each level of precedence.
//!
//! The row of tokens is flat (groups are single tokens), so the only recursion is that of
//! `if … then … else …`, and the layout bounds it.

use chumsky::{
    IterParser, Parser,
    prelude::{choice, recursive},
};

use super::{
    Parse,
    fault::{Due, Fault, Slip},
    state::Built,
};
use crate::{
    token::{Kw, Shape, Tok, TokSpan, span_of},
    tree::{Arg, BinaryOp, Expr, ExprKind, NumberLit, UnaryOp, Word},
};

/// A word, whatever it means elsewhere.
pub(super) fn word<'t>() -> impl Parse<'t, Word> {
    pick!(Due::Name, |s, state| Tok::Word(_) => state.word(s))
}

/// One token without a value.
pub(super) fn sign<'t>(tok: Tok, due: Due) -> impl Parse<'t, TokSpan> {
    pick!(due, |s, _| t if t == tok => s)
}

/// A word with a form of its own.
pub(super) fn keyword<'t>(k: Kw, due: Due) -> impl Parse<'t, TokSpan> {
    sign(Tok::Word(k), due)
}

/// A value without operators. `reserved` words are no names where operators may stand.
fn prim<'t>(in_expr: bool) -> impl Parse<'t, Expr> {
    let due = if in_expr { Due::Value } else { Due::Argument };
    pick!(due, |s, state|
        Tok::Word(k) if !(in_expr && k.is_reserved_in_expr()) => {
            Expr { span: span_of(s), kind: ExprKind::Word(state.slice(s).to_owned()) }
        },
        Tok::Number(i) => {
            Expr { span: span_of(s), kind: ExprKind::Number(NumberLit { value: state.number(i) }) }
        },
        Tok::Poison => Expr { span: span_of(s), kind: ExprKind::Error },
        Tok::Group(Shape::Str | Shape::Paren | Shape::List | Shape::Map, id) => state.expr(id, span_of(s)),
    )
}

enum Suffix {
    Field(Word),
    Call(Vec<Arg>, TokSpan),
    Index(Expr, TokSpan),
}

fn postfix<'t>(in_expr: bool) -> impl Parse<'t, Expr> {
    let field = sign(Tok::Dot, Due::Suffix).ignore_then(word()).map(Suffix::Field);
    let tight = pick!(Due::Suffix, |s, state|
        Tok::Group(Shape::Args, id) => {
            let args = if let Built::Args(args) = state.take(id) { args } else { Vec::new() };
            Suffix::Call(args, s)
        },
        Tok::Group(Shape::Index, id) => Suffix::Index(state.expr(id, span_of(s)), s),
    );
    prim(in_expr).foldl(tight.or(field).repeated(), |base, suffix| {
        let start = base.span;
        let base = Box::new(base);
        let (end, kind) = match suffix {
            Suffix::Field(name) => (name.span, ExprKind::Field { base, name }),
            Suffix::Call(args, s) => (span_of(s), ExprKind::Call { callee: base, args }),
            Suffix::Index(index, s) => (span_of(s), ExprKind::Index { base, index: Box::new(index) }),
        };
        Expr { span: start.to(end), kind }
    })
}

fn prefix(op: UnaryOp, sign: TokSpan, operand: Expr) -> Expr {
    Expr { span: span_of(sign).to(operand.span), kind: ExprKind::Unary { op, operand: Box::new(operand) } }
}

fn unary<'t>(in_expr: bool) -> impl Parse<'t, Expr> {
    let due = if in_expr { Due::Value } else { Due::Argument };
    sign(Tok::Minus, due).or_not().then(postfix(in_expr)).map(|(minus, operand)| match minus {
        Some(s) => prefix(UnaryOp::Negate, s, operand),
        None => operand,
    })
}

fn binary(left: Expr, op: BinaryOp, op_span: TokSpan, right: Expr) -> Expr {
    let kind = ExprKind::Binary { op, op_span: span_of(op_span), left: Box::new(left), right: Box::new(right) };
    let span = match &kind {
        ExprKind::Binary { left, right, .. } => left.span.to(right.span),
        _ => span_of(op_span),
    };
    Expr { span, kind }
}

/// `a op b op c`, leaning left.
fn chain<'t>(operand: impl Parse<'t, Expr>, op: impl Parse<'t, (BinaryOp, TokSpan)>) -> impl Parse<'t, Expr> {
    operand.clone().foldl(op.then(operand).repeated(), |l, ((op, s), r)| binary(l, op, s, r))
}

/// `a..b`, `a..`, `..b` or `a`, of operands of the given kind.
fn range_of<'t>(operand: impl Parse<'t, Expr>, due: Due) -> impl Parse<'t, Expr> {
    let dots = || sign(Tok::DotDot, Due::Dots);
    let open_low = sign(Tok::DotDot, due).then(operand.clone()).map(|(dots, high)| Expr {
        span: span_of(dots).to(high.span),
        kind: ExprKind::Range { low: None, high: Some(Box::new(high)) },
    });
    let from_low = operand.clone().then(dots().then(operand.or_not()).or_not()).map(|(low, rest)| match rest {
        None => low,
        Some((dots, high)) => {
            let end = high.as_ref().map_or(span_of(dots), |h| h.span);
            let span = low.span.to(end);
            Expr { span, kind: ExprKind::Range { low: Some(Box::new(low)), high: high.map(Box::new) } }
        }
    });
    from_low.or(open_low)
}

/// An argument of a statement: a range of postfix terms.
pub(super) fn argument<'t>() -> impl Parse<'t, Expr> {
    range_of(unary(false), Due::Argument)
}

/// A range outside of arguments: the bounds of a `param`.
pub(super) fn bounds<'t>() -> impl Parse<'t, Expr> {
    range_of(unary(true), Due::Value)
}

fn comparison<'t>() -> impl Parse<'t, (BinaryOp, TokSpan)> {
    let right = pick!(Due::Operator, |s, _|
        Tok::EqEq => (BinaryOp::Eq, s),
        Tok::Ne => (BinaryOp::Ne, s),
        Tok::Lt => (BinaryOp::Lt, s),
        Tok::Le => (BinaryOp::Le, s),
        Tok::Gt => (BinaryOp::Gt, s),
        Tok::Ge => (BinaryOp::Ge, s),
        Tok::Word(Kw::In) => (BinaryOp::In, s),
    );
    // A statement binds with its first `=`; a second one can only be meant to compare.
    let slip = sign(Tok::Eq, Due::Operator).validate(|s: TokSpan, _, out| {
        out.emit(Fault::slip(Slip::SingleEquals, s));
        (BinaryOp::Eq, s)
    });
    right.or(slip)
}

/// A whole expression.
pub(super) fn expr<'t>() -> impl Parse<'t, Expr> {
    recursive(|expr| {
        let times = pick!(Due::Operator, |s, _| Tok::Star => (BinaryOp::Mul, s), Tok::Slash => (BinaryOp::Div, s));
        let plus = pick!(Due::Operator, |s, _| Tok::Plus => (BinaryOp::Add, s), Tok::Minus => (BinaryOp::Sub, s));
        let sum = chain(chain(unary(true), times), plus);
        let range = range_of(sum, Due::Value);
        let compare = range.clone().then(comparison().then(range).or_not()).map(|(l, rest)| match rest {
            Some(((op, s), r)) => binary(l, op, s, r),
            None => l,
        });
        let not = keyword(Kw::Not, Due::Value).repeated().foldr(compare, |s, operand| prefix(UnaryOp::Not, s, operand));
        let and = chain(not, pick!(Due::Operator, |s, _| Tok::Word(Kw::And) => (BinaryOp::And, s)));
        let or = chain(and, pick!(Due::Operator, |s, _| Tok::Word(Kw::Or) => (BinaryOp::Or, s)));
        let coalesce = chain(or, pick!(Due::Operator, |s, _| Tok::Coalesce => (BinaryOp::Coalesce, s))).boxed();
        let conditional = keyword(Kw::If, Due::Value)
            .then(expr.clone())
            .then_ignore(keyword(Kw::Then, Due::Then))
            .then(expr.clone())
            .then_ignore(keyword(Kw::Else, Due::Else))
            .then(expr)
            .map(|(((start, condition), then), otherwise): (((TokSpan, Expr), Expr), Expr)| Expr {
                span: span_of(start).to(otherwise.span),
                kind: ExprKind::If {
                    condition: Box::new(condition),
                    then: Box::new(then),
                    otherwise: Box::new(otherwise),
                },
            });
        choice((conditional, coalesce)).boxed()
    })
}
