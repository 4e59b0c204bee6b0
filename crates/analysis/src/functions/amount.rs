//! `format`: how amounts and numbers are written as texts, exactly.

use wharf_diagnostics::{Diagnostic, closest};
use wharf_model::{Cpu, Duration, Percent};
use wharf_syntax::units::{self, Quantity, UNITS};

use super::read::Call;
use crate::errors::functions as errors;
use crate::ops::Outcome;
use crate::value::Value;

pub(super) fn format(c: &mut Call<'_>) -> Outcome {
    let val = c.arg(0)?;
    if c.given(1).is_some() {
        let text = in_unit(c, c.text(1)?)?;
        return c.made(text);
    }
    let text = canonical(&val.value).ok_or_else(|| c.mismatch(0, val))?;
    c.made(text)
}

/// The one way to write a scalar: amounts in the largest unit that divides them.
pub(super) fn canonical(value: &Value) -> Option<String> {
    Some(match value {
        Value::Text(t) => t.as_literal()?.to_owned(),
        Value::Int(n) => n.to_string(),
        Value::Float(f) => float(*f),
        Value::Bool(b) => b.to_string(),
        Value::Bytes(n) => bytes(*n),
        Value::Cpu(n) => Cpu(*n).to_string(),
        Value::Duration(n) => Duration(*n).to_string(),
        Value::Percent(n) => Percent(*n).to_string(),
        Value::Rate { count, per_millis } => format!("{count}/{}", period(*per_millis)),
        _ => return None,
    })
}

/// The shortest decimal that is this float, without an exponent, and never like a whole number.
pub(super) fn float(f: f64) -> String {
    let text = f.to_string();
    if text.contains('.') || !f.is_finite() { text } else { text + ".0" }
}

fn bytes(n: u64) -> String {
    let fits = UNITS.iter().filter(|u| u.quantity == Quantity::Bytes && n.is_multiple_of(u.factor));
    // Of two spellings of one unit, the first in the table.
    let best = fits.reduce(|a, b| if b.factor > a.factor { b } else { a });
    match best {
        Some(u) if n > 0 => format!("{}{}", n / u.factor, u.name),
        _ => format!("{n}B"),
    }
}

fn period(millis: u64) -> String {
    match UNITS.iter().find(|u| u.quantity == Quantity::Duration && u.factor == millis) {
        Some(u) => u.name.to_owned(),
        None => format!("{millis}ms"),
    }
}

/// A scalar and its type, so that equal ones have equal keys.
pub(super) fn key(value: &Value) -> (&'static str, String) {
    let kind = match value {
        Value::Text(_) => "a text",
        other => other.described(),
    };
    let text = match value {
        // Events in a day, as a fraction of what every period divides.
        Value::Rate { count, per_millis } => {
            let per = u128::from(*per_millis).max(1);
            let (mut a, mut b) = (u128::from(*count), per);
            while b != 0 {
                (a, b) = (b, a % b);
            }
            let gcd = a.max(1);
            format!("{}/{}", u128::from(*count) / gcd, per / gcd)
        }
        // Zero has two signs.
        Value::Float(f) if *f == 0.0 => float(0.0),
        other => canonical(other).unwrap_or_default(),
    };
    (kind, text)
}

/// A unit that an amount can be counted in, by what it is of the amount's smallest unit.
struct Counted {
    name: &'static str,
    above: u128,
    below: u128,
}

/// The units of a value, the smallest first.
fn counted(value: &Value) -> Vec<Counted> {
    let of = |quantity: Quantity| UNITS.iter().filter(move |u| u.quantity == quantity);
    let whole = |u: &units::Unit| Counted { name: u.name, above: 1, below: u128::from(u.factor) };
    let mut all: Vec<Counted> = match value {
        Value::Bytes(_) => of(Quantity::Bytes).map(whole).collect(),
        Value::Cpu(_) => {
            let one = Counted { name: "cpu", above: 1, below: 1000 };
            of(Quantity::MilliCpu).map(whole).chain([one]).collect()
        }
        Value::Duration(_) => of(Quantity::Duration).map(whole).collect(),
        Value::Percent(_) => vec![Counted { name: "%", above: 1, below: 100 }],
        Value::Rate { per_millis, .. } => of(Quantity::Duration)
            .filter(|u| u.factor >= 1000)
            .map(|u| Counted { name: u.name, above: u128::from(u.factor), below: u128::from(*per_millis).max(1) })
            .collect(),
        _ => Vec::new(),
    };
    all.sort_by_key(|u| u.below);
    all
}

/// How many of a unit an amount is, where that is a whole number.
fn in_unit(c: &Call<'_>, unit: &str) -> Result<String, Box<Diagnostic>> {
    let val = c.arg(0)?;
    let at = c.given(1).map_or(c.span, |v| v.via.unwrap_or(v.span));
    let n = match val.value {
        Value::Bytes(n) | Value::Cpu(n) | Value::Duration(n) | Value::Percent(n) => n,
        Value::Rate { count, .. } => count,
        _ => return Err(Box::new(errors::no_unit(val.value.described(), at))),
    };
    let all = counted(&val.value);
    let Some(found) = all.iter().find(|u| u.name == unit) else {
        let names = || all.iter().map(|u| u.name);
        let meant = units::meant(unit).filter(|m| names().any(|n| n == *m)).or_else(|| closest(unit, names()));
        return Err(Box::new(errors::unknown_unit(unit, val.value.described(), meant, names(), at)));
    };
    let number = |u: &Counted| {
        let product = u128::from(n).checked_mul(u.above)?;
        product.is_multiple_of(u.below).then(|| (product / u.below).to_string())
    };
    number(found).ok_or_else(|| {
        // The largest of the smaller ones that counts it exactly; of two spellings, the first.
        let exact = all.iter().filter(|u| u.below <= found.below && number(u).is_some());
        let better = exact.reduce(|a, b| if b.below > a.below { b } else { a });
        let better = better.and_then(|u| number(u).map(|n| (u.name, n)));
        let shown = canonical(&val.value).unwrap_or_default();
        Box::new(errors::not_whole(&shown, unit, better, at))
    })
}
