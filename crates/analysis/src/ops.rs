//! Operators on values. Amounts keep their unit; two units never mix.

use std::cmp::Ordering;

use wharf_diagnostics::{Diagnostic, Span};
use wharf_syntax::tree::BinaryOp;

use crate::errors::values;
use crate::value::{Val, Value};

fn arithmetic(why: &str, span: Span) -> Box<Diagnostic> {
    Box::new(values::arithmetic(why, span))
}

fn operands(op: BinaryOp, l: &Val, r: &Val, span: Span) -> Box<Diagnostic> {
    Box::new(values::bad_operands(sign(op), l, r, span))
}

/// The diagnostic is boxed: it is large, and rare.
type Outcome = Result<Value, Box<Diagnostic>>;

pub(crate) fn negate(v: &Val, span: Span) -> Outcome {
    match v.value {
        Value::Int(n) => n.checked_neg().map(Value::Int).ok_or_else(|| arithmetic("the number is too large", span)),
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

pub(crate) fn binary(op: BinaryOp, l: &Val, r: &Val, span: Span) -> Outcome {
    let mixed = || operands(op, l, r, span);
    match op {
        BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul | BinaryOp::Div => calculate(op, l, r, span),
        BinaryOp::Eq => same(l, r).map(Value::Bool).ok_or_else(mixed),
        BinaryOp::Ne => same(l, r).map(|b| Value::Bool(!b)).ok_or_else(mixed),
        BinaryOp::Lt => order(l, r).map(|o| Value::Bool(o == Ordering::Less)).ok_or_else(mixed),
        BinaryOp::Le => order(l, r).map(|o| Value::Bool(o != Ordering::Greater)).ok_or_else(mixed),
        BinaryOp::Gt => order(l, r).map(|o| Value::Bool(o == Ordering::Greater)).ok_or_else(mixed),
        BinaryOp::Ge => order(l, r).map(|o| Value::Bool(o != Ordering::Less)).ok_or_else(mixed),
        BinaryOp::And | BinaryOp::Or => match (&l.value, &r.value) {
            (Value::Bool(a), Value::Bool(b)) => Ok(Value::Bool(if op == BinaryOp::And { *a && *b } else { *a || *b })),
            _ => Err(mixed()),
        },
        BinaryOp::In => match &r.value {
            Value::List(items) => Ok(Value::Bool(items.iter().any(|i| same(l, i) == Some(true)))),
            _ => Err(mixed()),
        },
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

fn calculate(op: BinaryOp, l: &Val, r: &Val, span: Span) -> Outcome {
    let int = |a: i64, b: i64| match op {
        BinaryOp::Add => a.checked_add(b),
        BinaryOp::Sub => a.checked_sub(b),
        BinaryOp::Mul => a.checked_mul(b),
        _ => a.checked_div(b),
    };
    let amount = |a: u64, b: u64| match op {
        BinaryOp::Add => a.checked_add(b),
        BinaryOp::Sub => a.checked_sub(b),
        BinaryOp::Mul => a.checked_mul(b),
        _ => a.checked_div(b),
    };
    let additive = matches!(op, BinaryOp::Add | BinaryOp::Sub);
    let zero = matches!(r.value, Value::Int(0)) || matches!(r.value, Value::Float(f) if f == 0.0);
    let no_result = || {
        arithmetic(
            match op {
                BinaryOp::Div if zero => "divided by zero",
                BinaryOp::Sub => "below zero, or too small",
                _ => "too large",
            },
            span,
        )
    };
    let by = |n: i64| u64::try_from(n).ok();
    let wrap = |make: fn(u64) -> Value, v: Option<u64>| v.map(make).ok_or_else(no_result);
    match (&l.value, &r.value) {
        (Value::Int(a), Value::Int(b)) => int(*a, *b).map(Value::Int).ok_or_else(no_result),
        (Value::Float(a), Value::Float(b)) => {
            let f = match op {
                BinaryOp::Add => a + b,
                BinaryOp::Sub => a - b,
                BinaryOp::Mul => a * b,
                _ => a / b,
            };
            if f.is_finite() { Ok(Value::Float(f)) } else { Err(no_result()) }
        }
        (Value::Text(a), Value::Text(b)) if op == BinaryOp::Add => {
            let mut t = a.clone();
            t.extend(b);
            Ok(Value::Text(t))
        }
        (Value::List(a), Value::List(b)) if op == BinaryOp::Add => {
            Ok(Value::List(a.iter().chain(b).cloned().collect()))
        }
        (Value::Bytes(a), Value::Bytes(b)) if additive => wrap(Value::Bytes, amount(*a, *b)),
        (Value::Cpu(a), Value::Cpu(b)) if additive => wrap(Value::Cpu, amount(*a, *b)),
        (Value::Duration(a), Value::Duration(b)) if additive => wrap(Value::Duration, amount(*a, *b)),
        (Value::Percent(a), Value::Percent(b)) if additive => wrap(Value::Percent, amount(*a, *b)),
        (Value::Bytes(a), Value::Int(n)) if !additive => wrap(Value::Bytes, by(*n).and_then(|n| amount(*a, n))),
        (Value::Cpu(a), Value::Int(n)) if !additive => wrap(Value::Cpu, by(*n).and_then(|n| amount(*a, n))),
        (Value::Duration(a), Value::Int(n)) if !additive => wrap(Value::Duration, by(*n).and_then(|n| amount(*a, n))),
        (Value::Int(n), Value::Bytes(a)) if op == BinaryOp::Mul => {
            wrap(Value::Bytes, by(*n).and_then(|n| amount(*a, n)))
        }
        (Value::Int(n), Value::Cpu(a)) if op == BinaryOp::Mul => wrap(Value::Cpu, by(*n).and_then(|n| amount(*a, n))),
        (Value::Int(n), Value::Duration(a)) if op == BinaryOp::Mul => {
            wrap(Value::Duration, by(*n).and_then(|n| amount(*a, n)))
        }
        _ => Err(operands(op, l, r, span)),
    }
}

/// Whether two values of one type are the same; `None` where their types differ or are not
/// compared.
fn same(l: &Val, r: &Val) -> Option<bool> {
    match (&l.value, &r.value) {
        (Value::Text(a), Value::Text(b)) => Some(a.as_literal()? == b.as_literal()?),
        (Value::Bool(a), Value::Bool(b)) => Some(a == b),
        _ => order(l, r).map(Ordering::is_eq),
    }
}

fn order(l: &Val, r: &Val) -> Option<Ordering> {
    match (&l.value, &r.value) {
        (Value::Int(a), Value::Int(b)) => Some(a.cmp(b)),
        (Value::Float(a), Value::Float(b)) => a.partial_cmp(b),
        (Value::Bytes(a), Value::Bytes(b))
        | (Value::Cpu(a), Value::Cpu(b))
        | (Value::Duration(a), Value::Duration(b))
        | (Value::Percent(a), Value::Percent(b)) => Some(a.cmp(b)),
        (Value::Text(a), Value::Text(b)) => Some(a.as_literal()?.cmp(b.as_literal()?)),
        _ => None,
    }
}
