//! Values to the types that slots ask for.

use crate::checker::Checker;
use crate::errors::values;
use crate::eval::printed;
use crate::value::{Ref, Val, Value};
use crate::vocabulary::Ty;

impl Checker<'_> {
    /// The value as the type that is due, or an error.
    pub(crate) fn coerce(&mut self, val: Val, ty: &Ty) -> Option<Val> {
        match fit(&val, ty) {
            Some(value) => Some(Val { value, ..val }),
            None => {
                if let (Ty::List(inner), Value::List(items)) = (ty, &val.value) {
                    for item in items {
                        self.coerce(item.clone(), inner);
                    }
                    return None;
                }
                // The innermost part that does not fit is what is shown.
                let (bad, due) = culprit(&val, ty);
                let source = self.source(bad.span);
                self.fail(values::mismatch(&due, &bad, source))
            }
        }
    }
}

/// The value as that type, if it is one.
fn fit(val: &Val, ty: &Ty) -> Option<Value> {
    let v = &val.value;
    match (ty, v) {
        (Ty::Any, _)
        | (Ty::Text | Ty::String, Value::Text(_))
        | (Ty::Int, Value::Int(_))
        | (Ty::Bytes, Value::Bytes(_))
        | (Ty::Cpu, Value::Cpu(_))
        | (Ty::Duration, Value::Duration(_))
        | (Ty::Percent, Value::Percent(_)) => Some(v.clone()),
        (Ty::Text | Ty::String, Value::Ref(Ref::Port(_))) => printed(v).map(Value::Text),
        (Ty::Cpu, Value::Int(n)) => u64::try_from(*n).ok()?.checked_mul(1000).map(Value::Cpu),
        (Ty::Cpu, Value::Float(f)) => milli(*f).map(Value::Cpu),
        (Ty::Range(inner), Value::Range(l, h)) => {
            let end = |x: &Option<Box<Val>>| match x {
                None => Some(None),
                Some(b) => fit(b, inner).map(|value| Some(Box::new(Val { value, ..(**b).clone() }))),
            };
            Some(Value::Range(end(l)?, end(h)?))
        }
        (Ty::Range(inner), _) => fit(val, inner),
        (Ty::List(inner), Value::List(items)) => items
            .iter()
            .map(|i| fit(i, inner).map(|value| Val { value, ..i.clone() }))
            .collect::<Option<Vec<_>>>()
            .map(Value::List),
        (Ty::OneOf(all), _) => all.iter().find_map(|t| fit(val, t)),
        _ => None,
    }
}

/// Thousandths, where the number has no finer part and is not negative.
fn milli(f: f64) -> Option<u64> {
    let m = f * 1000.0;
    let rounded = m.round();
    if (m - rounded).abs() > 1e-6 || !(0.0..9.0e15).contains(&rounded) {
        return None;
    }
    // In range and whole, by the line above.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    Some(rounded as u64)
}

/// The innermost value that does not fit, with the type it should have.
fn culprit(val: &Val, ty: &Ty) -> (Val, Ty) {
    match (ty, &val.value) {
        (Ty::Range(inner), Value::Range(l, h)) => {
            let bad = [l, h].into_iter().flatten().find(|x| fit(x, inner).is_none());
            bad.map_or_else(|| (val.clone(), *ty), |b| culprit(b, inner))
        }
        (Ty::Range(inner), _) => (val.clone(), **inner),
        (Ty::List(inner), Value::List(items)) => {
            items.iter().find(|i| fit(i, inner).is_none()).map_or_else(|| (val.clone(), *ty), |i| culprit(i, inner))
        }
        (Ty::OneOf(all), Value::List(_)) => {
            all.iter().find(|t| matches!(t, Ty::List(_))).map_or_else(|| (val.clone(), *ty), |t| culprit(val, t))
        }
        _ => (val.clone(), *ty),
    }
}
