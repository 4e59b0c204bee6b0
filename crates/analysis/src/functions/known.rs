//! What functions and comparisons look into must be known when compiling.

use wharf_diagnostics::Diagnostic;
use wharf_model::Part;

use crate::errors::functions as errors;
use crate::texts::printed;
use crate::value::{Ref, Spot, Val, Value};

/// How deep lists and maps may be nested where a function or a comparison walks through them.
pub(crate) const MAX_NESTING: usize = 128;

/// Refuses a value that holds a text of which a part is known only when deploying, or that is nested
/// too deep to be walked through. `who` is the function or operator.
pub(crate) fn known(who: &str, val: &Val) -> Result<(), Box<Diagnostic>> {
    match unknown(val, MAX_NESTING) {
        Found::Nothing => Ok(()),
        Found::Deep => Err(Box::new(errors::nested(who, MAX_NESTING, val))),
        Found::Late(inner, part) => Err(Box::new(errors::late(who, &part, spot_in(val, inner)))),
    }
}

enum Found<'v> {
    Nothing,
    Deep,
    Late(&'v Val, Part),
}

fn unknown(val: &Val, depth: usize) -> Found<'_> {
    let Some(left) = depth.checked_sub(1) else { return Found::Deep };
    match &val.value {
        Value::Text(_) | Value::Ref(Ref::Port(_)) => {
            late_part(&val.value).map_or(Found::Nothing, |p| Found::Late(val, p))
        }
        Value::List(items) => any(items.iter(), left),
        Value::Map(entries) => any(entries.iter().map(|e| &e.2), left),
        Value::Range(low, high) => any([low, high].into_iter().flatten().map(|b| &**b), left),
        _ => Found::Nothing,
    }
}

fn any<'v>(inside: impl Iterator<Item = &'v Val>, depth: usize) -> Found<'v> {
    for val in inside {
        match unknown(val, depth) {
            Found::Nothing => {}
            found => return found,
        }
    }
    Found::Nothing
}

/// The first secret of a text or, where it has none, the first other part that is not known.
fn late_part(value: &Value) -> Option<Part> {
    let text = printed(value)?;
    let secret = text.secret().map(|s| Part::Secret(s.clone()));
    secret.or_else(|| text.parts().iter().find(|p| !matches!(p, Part::Literal(_))).cloned())
}

/// Where a value stands that is part of another, for the user: where the outer one is used, if it
/// came through a name.
pub(super) fn spot_in(outer: &Val, inner: &Val) -> Spot {
    let spot = inner.spot();
    match outer.via {
        Some(used) if !std::ptr::eq(outer, inner) => Spot { at: used, from: Some(spot.from.unwrap_or(spot.at)) },
        _ => spot,
    }
}
