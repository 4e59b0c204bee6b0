//! `+ - * /`, exactly.

use wharf_diagnostics::{Diagnostic, Span};
use wharf_model::Text;
use wharf_syntax::tree::BinaryOp;

use super::{Outcome, mixed};
use crate::errors::{operators, values};
use crate::functions::{MAX_ITEMS, MAX_TEXT, weight};
use crate::value::{Val, Value};

/// A number that is not negative, as it is written in decimal.
pub(super) struct Ratio {
    pub(super) above: u128,
    pub(super) below: u128,
}

impl Ratio {
    /// `None` for what is negative, no number, or finer or larger than 38 digits.
    pub(super) fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Int(n) => Some(Self { above: u128::try_from(*n).ok()?, below: 1 }),
            Value::Float(f) if f.is_finite() && *f >= 0.0 => {
                // The shortest decimal that is this float: what was written.
                let text = f.abs().to_string();
                let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
                let below = 10u128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
                Some(Self { above: format!("{whole}{fraction}").parse().ok()?, below })
            }
            _ => None,
        }
    }
}

/// Why there is no result.
enum No {
    Zero,
    Below,
    Large,
    Inexact(&'static str),
}

impl No {
    fn report(&self, span: Span) -> Box<Diagnostic> {
        Box::new(match self {
            Self::Zero => values::arithmetic("divided by zero", span),
            Self::Below => values::arithmetic("below zero, or too small", span),
            Self::Large => values::arithmetic("too large", span),
            Self::Inexact(counted) => operators::inexact(counted, span),
        })
    }
}

type Exact<T> = Result<T, No>;

/// An amount with a unit: its number, and how to make another of its kind.
struct Amount {
    n: u64,
    make: fn(u64) -> Value,
    counted: &'static str,
}

fn amount(value: &Value) -> Option<Amount> {
    let (n, make, counted): (u64, fn(u64) -> Value, _) = match value {
        Value::Bytes(n) => (*n, Value::Bytes, "memory is counted in whole bytes"),
        Value::Cpu(n) => (*n, Value::Cpu, "CPU is counted in whole thousandths"),
        Value::Duration(n) => (*n, Value::Duration, "durations are counted in whole milliseconds"),
        Value::Percent(n) => (*n, Value::Percent, "percentages are counted in whole hundredths of a per cent"),
        _ => return None,
    };
    Some(Amount { n, make, counted })
}

/// `n × above / below`, where that is a whole number.
fn scaled(n: u64, above: u128, below: u128, counted: &'static str) -> Exact<u64> {
    if below == 0 {
        return Err(No::Zero);
    }
    let product = u128::from(n).checked_mul(above).ok_or(No::Large)?;
    if !product.is_multiple_of(below) {
        return Err(No::Inexact(counted));
    }
    u64::try_from(product / below).map_err(|_| No::Large)
}

/// A number without a unit beside CPU is CPU: `250m + 1`.
fn as_cpu(value: &Value) -> Exact<Value> {
    let Some(r) = Ratio::of(value) else { return Err(No::Below) };
    scaled(1000, r.above, r.below, "CPU is counted in whole thousandths").map(Value::Cpu)
}

pub(super) fn calculate(op: BinaryOp, l: &Val, r: &Val, span: Span) -> Outcome {
    let number = |v: &Value| matches!(v, Value::Int(_) | Value::Float(_));
    let additive = matches!(op, BinaryOp::Add | BinaryOp::Sub);
    let result = match (&l.value, &r.value) {
        (Value::Int(a), Value::Int(b)) => ints(op, *a, *b, span)?,
        (a, b) if number(a) && number(b) => floats(op, a, b).map(Value::Float),
        (Value::Text(a), Value::Text(b)) if op == BinaryOp::Add => return texts(a, b, span),
        (Value::List(a), Value::List(b)) if op == BinaryOp::Add => {
            if a.len() + b.len() > MAX_ITEMS {
                return Err(Box::new(operators::too_much("the list", &format!("{MAX_ITEMS} items"), span)));
            }
            Ok(Value::List(a.iter().chain(b).cloned().collect()))
        }
        (Value::Cpu(a), b) if additive && number(b) => as_cpu(b).and_then(|b| amounts(op, &Value::Cpu(*a), &b)),
        (a, Value::Cpu(b)) if op != BinaryOp::Mul && number(a) => {
            as_cpu(a).and_then(|a| amounts(op, &a, &Value::Cpu(*b)))
        }
        (Value::Percent(p), b) if op == BinaryOp::Mul && shared(b) => share(*p, b),
        (a, Value::Percent(p)) if op == BinaryOp::Mul && shared(a) => share(*p, a),
        (a, b) if op != BinaryOp::Mul && amount(a).is_some() && a.described() == b.described() => amounts(op, a, b),
        (a, b) if !additive && amount(a).is_some() && number(b) => times(op, a, b),
        (a, b) if op == BinaryOp::Mul && number(a) && amount(b).is_some() => times(op, b, a),
        _ => return Err(refused(op, l, r, span)),
    };
    result.map_err(|no| no.report(span))
}

/// What a percentage is taken of: an amount that is none itself.
fn shared(value: &Value) -> bool {
    !matches!(value, Value::Percent(_)) && amount(value).is_some()
}

fn ints(op: BinaryOp, a: i64, b: i64, span: Span) -> Result<Exact<Value>, Box<Diagnostic>> {
    let n = match op {
        BinaryOp::Add => a.checked_add(b),
        BinaryOp::Sub => a.checked_sub(b),
        BinaryOp::Mul => a.checked_mul(b),
        _ if b == 0 => return Ok(Err(No::Zero)),
        _ if a.checked_rem(b).is_some_and(|rest| rest != 0) => {
            let d = operators::inexact(&format!("{a} / {b} leaves a rest"), span);
            return Err(Box::new(
                d.help(format!("`{a}.0 / {b}` is a number with a fraction, `floor({a}.0 / {b})` is rounded down")),
            ));
        }
        _ => a.checked_div(b),
    };
    Ok(n.map(Value::Int).ok_or(if op == BinaryOp::Sub { No::Below } else { No::Large }))
}

fn floats(op: BinaryOp, a: &Value, b: &Value) -> Exact<f64> {
    let float = |v: &Value| match v {
        Value::Float(f) => Ok(*f),
        // A float holds whole numbers of 53 bits.
        #[allow(clippy::cast_precision_loss)]
        Value::Int(n) if n.unsigned_abs() <= 1 << 53 => Ok(*n as f64),
        _ => Err(No::Large),
    };
    let (a, b) = (float(a)?, float(b)?);
    let f = match op {
        BinaryOp::Add => a + b,
        BinaryOp::Sub => a - b,
        BinaryOp::Mul => a * b,
        _ if b == 0.0 => return Err(No::Zero),
        _ => a / b,
    };
    if f.is_finite() { Ok(f) } else { Err(No::Large) }
}

fn texts(a: &Text, b: &Text, span: Span) -> Outcome {
    if weight(a) + weight(b) > MAX_TEXT {
        return Err(Box::new(operators::too_much("the text", &format!("{MAX_TEXT} bytes"), span)));
    }
    let mut t = a.clone();
    t.extend(b);
    Ok(Value::Text(t))
}

/// Two amounts of one kind.
fn amounts(op: BinaryOp, a: &Value, b: &Value) -> Exact<Value> {
    let (Some(a), Some(b)) = (amount(a), amount(b)) else { return Err(No::Large) };
    match op {
        BinaryOp::Add => a.n.checked_add(b.n).map(a.make).ok_or(No::Large),
        BinaryOp::Sub => a.n.checked_sub(b.n).map(a.make).ok_or(No::Below),
        _ => {
            let n = scaled(a.n, 1, u128::from(b.n), "the first is no multiple of the second")?;
            i64::try_from(n).map(Value::Int).map_err(|_| No::Large)
        }
    }
}

/// An amount times or through a number.
fn times(op: BinaryOp, a: &Value, number: &Value) -> Exact<Value> {
    let Some(a) = amount(a) else { return Err(No::Large) };
    let negative = matches!(number, Value::Int(..0)) || matches!(number, Value::Float(f) if *f < 0.0);
    let Some(by) = Ratio::of(number) else { return Err(if negative { No::Below } else { No::Large }) };
    let (above, below) = if op == BinaryOp::Mul { (by.above, by.below) } else { (by.below, by.above) };
    scaled(a.n, above, below, a.counted).map(a.make)
}

/// A percentage, in hundredths of a per cent, of an amount.
fn share(percent: u64, of: &Value) -> Exact<Value> {
    let Some(a) = amount(of) else { return Err(No::Large) };
    scaled(a.n, u128::from(percent), 10_000, a.counted).map(a.make)
}

fn refused(op: BinaryOp, l: &Val, r: &Val, span: Span) -> Box<Diagnostic> {
    let (left, right) = (l.value.described(), r.value.described());
    let d = match op {
        BinaryOp::Add => return help_to_add(*mixed("added", l, r, span), l, r),
        BinaryOp::Sub => format!("{right} cannot be subtracted from {left}"),
        BinaryOp::Mul => return mixed("multiplied", l, r, span),
        _ => format!("{left} cannot be divided by {right}"),
    };
    Box::new(operators::mixed(d, l, r, span))
}

fn help_to_add(d: Diagnostic, l: &Val, r: &Val) -> Box<Diagnostic> {
    Box::new(match (&l.value, &r.value) {
        (Value::Text(_), Value::Int(_) | Value::Bool(_)) | (Value::Int(_) | Value::Bool(_), Value::Text(_)) => {
            d.help("`\"…\\(x)…\"` writes a whole number or a truth value into a text")
        }
        (Value::Text(_), v) | (v, Value::Text(_)) if amount(v).is_some() || matches!(v, Value::Float(_)) => {
            d.help("`format(x)` makes a text of it")
        }
        (Value::Map(_), Value::Map(_)) => d.help("`merge(a, b)` makes one map of two"),
        (Value::List(_), _) | (_, Value::List(_)) => d.help("an item is added in a list of its own: `list + [item]`"),
        _ => d,
    })
}
