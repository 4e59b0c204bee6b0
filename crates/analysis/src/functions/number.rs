//! Functions on numbers and amounts.

use std::cmp::Ordering;

use wharf_syntax::tree::BinaryOp;

use super::read::Call;
use crate::errors::values;
use crate::ops::{self, Outcome, order};
use crate::value::{Val, Value};

pub(super) fn min(c: &mut Call<'_>) -> Outcome {
    pick(c, Ordering::Greater)
}

pub(super) fn max(c: &mut Call<'_>) -> Outcome {
    pick(c, Ordering::Less)
}

/// The first of two, unless it compares so with the second.
fn pick(c: &Call<'_>, not: Ordering) -> Outcome {
    let (a, b) = (c.arg(0)?, c.arg(1)?);
    match order(a, b) {
        Some(o) => Ok(if o == not { b } else { a }.value.clone()),
        // Says that the two cannot be compared.
        None => ops::binary(BinaryOp::Lt, a, b, c.span).and_then(|_| Err(c.mismatch(1, b))),
    }
}

pub(super) fn floor(c: &mut Call<'_>) -> Outcome {
    whole(c, f64::floor)
}

pub(super) fn ceil(c: &mut Call<'_>) -> Outcome {
    whole(c, f64::ceil)
}

fn whole(c: &Call<'_>, round: fn(f64) -> f64) -> Outcome {
    let val = c.arg(0)?;
    match val.value {
        Value::Int(n) => Ok(Value::Int(n)),
        Value::Float(f) => {
            let n = round(f);
            if !(-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&n) {
                return Err(Box::new(values::arithmetic("too large for a whole number", c.span)));
            }
            // In range, by the line above.
            #[allow(clippy::cast_possible_truncation)]
            Ok(Value::Int(n as i64))
        }
        _ => Err(c.mismatch(0, val)),
    }
}

/// Both ends included; none where the first is above the second.
pub(super) fn numbers(c: &mut Call<'_>) -> Outcome {
    let val = c.arg(0)?;
    let Value::Range(Some(low), Some(high)) = &val.value else { return Err(c.mismatch(0, val)) };
    let (Value::Int(low), Value::Int(high)) = (&low.value, &high.value) else { return Err(c.mismatch(0, val)) };
    c.listed((*low..=*high).map(|n| Val::new(Value::Int(n), c.span)))
}
