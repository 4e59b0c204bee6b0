//! `==`, `<` and `in`: on what is known when compiling, and of one type.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use wharf_diagnostics::{Diagnostic, Span};

use super::arithmetic::Ratio;
use super::mixed;
use crate::errors::operators;
use crate::functions::known;
use crate::value::{Val, Value};

type Compared<T> = Result<T, Box<Diagnostic>>;

/// Whether two values of one type are the same; lists, maps and ranges by what is in them.
pub(super) fn same(sign: &str, l: &Val, r: &Val, span: Span) -> Compared<bool> {
    known(&format!("`{sign}`"), l)?;
    known(&format!("`{sign}`"), r)?;
    // `known` has bounded how deep they are.
    equal(l, r).map_err(|(a, b)| mixed("compared", a, b, span))
}

/// Which of two values comes first.
pub(super) fn ordered(sign: &str, l: &Val, r: &Val, span: Span) -> Compared<Ordering> {
    known(&format!("`{sign}`"), l)?;
    known(&format!("`{sign}`"), r)?;
    order(l, r).ok_or_else(|| {
        let one_type = l.value.described() == r.value.described();
        mixed(if one_type { "put in an order" } else { "compared" }, l, r, span)
    })
}

/// Whether `l` is an item of a list, lies in a range, or is a key of a map.
pub(super) fn within(l: &Val, r: &Val, span: Span) -> Compared<bool> {
    known("`in`", l)?;
    known("`in`", r)?;
    match &r.value {
        Value::List(items) => {
            let mut found = false;
            for item in items {
                found |= equal(l, item).map_err(|(a, b)| mixed("compared", a, b, span))?;
            }
            Ok(found)
        }
        Value::Range(low, high) => {
            let end = |e: &Option<Box<Val>>, out: Ordering| match e {
                None => Ok(true),
                Some(e) => order(l, e).map(|o| o != out).ok_or_else(|| mixed("compared", l, e, span)),
            };
            Ok(end(low, Ordering::Less)? & end(high, Ordering::Greater)?)
        }
        Value::Map(entries) => match &l.value {
            Value::Text(t) => Ok(entries.iter().any(|(k, _, _)| t.as_literal() == Some(k))),
            _ => Err(Box::new(operators::mixed(
                format!("the keys of a map are texts, and this is {}", l.value.described()),
                l,
                r,
                span,
            ))),
        },
        found => {
            let title = format!("`in` looks into a list, a map or a range, not into {}", found.described());
            let d = operators::mixed(title, l, r, span);
            Err(Box::new(match (&l.value, found) {
                (Value::Text(_), Value::Text(_)) => d.help("`contains(text, part)` looks into a text"),
                _ => d,
            }))
        }
    }
}

/// The first two that are of different types, where they are.
fn equal<'v>(l: &'v Val, r: &'v Val) -> Result<bool, (&'v Val, &'v Val)> {
    match (&l.value, &r.value) {
        (Value::Bool(a), Value::Bool(b)) => Ok(a == b),
        (Value::List(a), Value::List(b)) => {
            let mut all = a.len() == b.len();
            for (x, y) in a.iter().zip(b) {
                all &= equal(x, y)?;
            }
            Ok(all)
        }
        (Value::Map(a), Value::Map(b)) => {
            let others: BTreeMap<&str, &Val> = b.iter().map(|(k, _, v)| (k.as_str(), v)).collect();
            let mut all = a.len() == b.len();
            for (key, _, x) in a {
                all &= match others.get(key.as_str()) {
                    Some(y) => equal(x, y)?,
                    None => false,
                };
            }
            Ok(all)
        }
        (Value::Range(a, b), Value::Range(c, d)) => {
            let end = |x: &'v Option<Box<Val>>, y: &'v Option<Box<Val>>| match (x, y) {
                (Some(x), Some(y)) => equal(x, y),
                (x, y) => Ok(x.is_none() && y.is_none()),
            };
            Ok(end(a, c)? & end(b, d)?)
        }
        _ => order(l, r).map(Ordering::is_eq).ok_or((l, r)),
    }
}

/// Which of two scalars of one type comes first; `None` where they are of different types or have
/// no order. A number without a unit compares with CPU, which is written so too.
pub(crate) fn order(l: &Val, r: &Val) -> Option<Ordering> {
    match (&l.value, &r.value) {
        (Value::Int(a), Value::Int(b)) => Some(a.cmp(b)),
        (Value::Float(a), Value::Float(b)) => a.partial_cmp(b),
        (Value::Int(a), Value::Float(b)) => int_with_float(*a, *b),
        (Value::Float(a), Value::Int(b)) => int_with_float(*b, *a).map(Ordering::reverse),
        (Value::Bytes(a), Value::Bytes(b))
        | (Value::Cpu(a), Value::Cpu(b))
        | (Value::Duration(a), Value::Duration(b))
        | (Value::Percent(a), Value::Percent(b)) => Some(a.cmp(b)),
        (Value::Cpu(a), Value::Int(_) | Value::Float(_)) => cpu_with_number(*a, &r.value),
        (Value::Int(_) | Value::Float(_), Value::Cpu(b)) => cpu_with_number(*b, &l.value).map(Ordering::reverse),
        (Value::Rate { count: a, per_millis: x }, Value::Rate { count: b, per_millis: y }) => {
            Some((u128::from(*a) * u128::from(*y)).cmp(&(u128::from(*b) * u128::from(*x))))
        }
        (Value::Text(a), Value::Text(b)) => Some(a.as_literal()?.cmp(b.as_literal()?)),
        _ => None,
    }
}

/// Exact: a float holds no more than 53 bits of a whole number.
fn int_with_float(a: i64, b: f64) -> Option<Ordering> {
    if b.is_nan() {
        return None;
    }
    // Below and above these the float is out of the range of whole numbers.
    if b >= 9_223_372_036_854_775_808.0 {
        return Some(Ordering::Less);
    }
    if b < -9_223_372_036_854_775_808.0 {
        return Some(Ordering::Greater);
    }
    let whole = b.floor();
    // In range, by the lines above.
    #[allow(clippy::cast_possible_truncation)]
    let n = whole as i64;
    Some(a.cmp(&n).then(if b > whole { Ordering::Less } else { Ordering::Equal }))
}

fn cpu_with_number(cpu: u64, number: &Value) -> Option<Ordering> {
    match number {
        Value::Int(n) => Some(i128::from(cpu).cmp(&(i128::from(*n) * 1000))),
        Value::Float(f) if *f < 0.0 => Some(Ordering::Greater),
        Value::Float(_) => {
            let ratio = Ratio::of(number)?;
            Some(u128::from(cpu).checked_mul(ratio.below)?.cmp(&ratio.above.checked_mul(1000)?))
        }
        _ => None,
    }
}
