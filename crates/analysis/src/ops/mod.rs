//! Operators on values. Amounts keep their unit; two units never mix, and nothing is rounded.

mod arithmetic;
mod compare;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use wharf_diagnostics::{Diagnostic, Span};
use wharf_syntax::tree::BinaryOp;

use crate::errors::{operators, values};
use crate::value::{Val, Value};

pub(crate) use compare::order;

/// The diagnostic is boxed: it is large, and rare.
pub(crate) type Outcome = Result<Value, Box<Diagnostic>>;

pub(crate) fn negate(v: &Val, span: Span) -> Outcome {
    match v.value {
        Value::Int(n) => {
            n.checked_neg().map(Value::Int).ok_or_else(|| Box::new(values::arithmetic("the number is too large", span)))
        }
        Value::Float(f) => Ok(Value::Float(-f)),
        _ => Err(Box::new(values::negative(v, span))),
    }
}

pub(crate) fn not(v: &Val) -> Outcome {
    match v.value {
        Value::Bool(b) => Ok(Value::Bool(!b)),
        _ => Err(Box::new(values::not_a_truth("the operand of `not`", v))),
    }
}

/// The value of `l op r`, which stands at `span`. Total, exact, and bounded in size.
pub(crate) fn binary(op: BinaryOp, l: &Val, r: &Val, span: Span) -> Outcome {
    let ordered = |is: fn(Ordering) -> bool| compare::ordered(sign(op), l, r, span).map(|o| Value::Bool(is(o)));
    match op {
        BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul | BinaryOp::Div => arithmetic::calculate(op, l, r, span),
        BinaryOp::Eq => compare::same("==", l, r, span).map(Value::Bool),
        BinaryOp::Ne => compare::same("!=", l, r, span).map(|b| Value::Bool(!b)),
        BinaryOp::Lt => ordered(Ordering::is_lt),
        BinaryOp::Le => ordered(Ordering::is_le),
        BinaryOp::Gt => ordered(Ordering::is_gt),
        BinaryOp::Ge => ordered(Ordering::is_ge),
        BinaryOp::And | BinaryOp::Or => match (&l.value, &r.value) {
            (Value::Bool(a), Value::Bool(b)) => Ok(Value::Bool(if op == BinaryOp::And { *a && *b } else { *a || *b })),
            _ => {
                let bad = if matches!(l.value, Value::Bool(_)) { r } else { l };
                let side = if std::ptr::eq(bad, l) { "left" } else { "right" };
                Err(Box::new(values::not_a_truth(&format!("the {side} side of `{}`", sign(op)), bad)))
            }
        },
        BinaryOp::In => compare::within(l, r, span).map(Value::Bool),
        // The only operator that does not need its right side; `eval` takes it.
        BinaryOp::Coalesce => Ok(l.value.clone()),
    }
}

fn sign(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Coalesce => "??",
        BinaryOp::Or => "or",
        BinaryOp::And => "and",
        BinaryOp::Eq => "==",
        BinaryOp::Ne => "!=",
        BinaryOp::Lt => "<",
        BinaryOp::Le => "<=",
        BinaryOp::Gt => ">",
        BinaryOp::Ge => ">=",
        BinaryOp::In => "in",
        BinaryOp::Add => "+",
        BinaryOp::Sub => "-",
        BinaryOp::Mul => "*",
        BinaryOp::Div => "/",
    }
}

/// `a text and a duration cannot be added`
fn mixed(cannot: &str, l: &Val, r: &Val, span: Span) -> Box<Diagnostic> {
    let title = format!("{} and {} cannot be {cannot}", l.value.described(), r.value.described());
    Box::new(operators::mixed(title, l, r, span))
}
