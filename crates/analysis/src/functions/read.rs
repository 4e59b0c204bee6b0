//! The arguments of one call.

use wharf_diagnostics::{Diagnostic, Span};
use wharf_model::Text;

use super::known::{known, spot_in};
use super::{Function, Load, MAX_ITEMS, MAX_TEXT, Param, Takes};
use crate::errors::functions as errors;
use crate::ops::Outcome;
use crate::texts::printed;
use crate::value::{Ref, Val, Value};

/// One call, while it runs.
pub(crate) struct Call<'a> {
    pub(super) function: &'static Function,
    pub(super) args: &'a [Option<Val>],
    /// The whole call.
    pub(super) span: Span,
    pub(super) load: Load<'a>,
}

type Read<T> = Result<T, Box<Diagnostic>>;

/// Refuses an argument that is not what its parameter takes, or is not known yet.
pub(super) fn check(f: &Function, param: &Param, val: &Val) -> Read<()> {
    let who = format!("`{}`", f.name);
    let refuse = |bad: &Val| {
        let inside = !std::ptr::eq(bad, val);
        Err(Box::new(errors::mismatch(f.name, param, bad, spot_in(val, bad), inside)))
    };
    let scalars = |items: &[Val], is: fn(&Value) -> bool| match items.iter().find(|i| !is(&i.value)) {
        Some(bad) => refuse(bad),
        None => Ok(()),
    };
    match (param.takes, &val.value) {
        (Takes::AnyText, v) if text_like(v) => Ok(()),
        (Takes::Texts, Value::List(items)) => scalars(items, |v| printed(v).is_some()),
        (Takes::List | Takes::Sized | Takes::Sequence, Value::List(_)) | (Takes::Map | Takes::Sized, Value::Map(_)) => {
            Ok(())
        }
        (Takes::Text | Takes::Sized | Takes::Sequence, v) if text_like(v) => known(&who, val),
        (Takes::Scalar, v) if scalar(v) || text_like(v) => known(&who, val),
        (Takes::Ordered, v) if ordered(v) || text_like(v) => known(&who, val),
        (Takes::Int, Value::Int(_)) | (Takes::Number, Value::Int(_) | Value::Float(_)) => Ok(()),
        (Takes::OrderedList, Value::List(items)) => {
            scalars(items, |v| ordered(v) || text_like(v))?;
            known(&who, val)
        }
        (Takes::ScalarList, Value::List(items)) => {
            scalars(items, |v| scalar(v) || text_like(v))?;
            known(&who, val)
        }
        (Takes::IntRange, Value::Range(Some(low), Some(high))) => {
            let int = |v: &Val| matches!(v.value, Value::Int(_));
            if int(low) && int(high) { Ok(()) } else { refuse(val) }
        }
        // What is inside is looked at by the writer; the depth is bounded here.
        (Takes::Data, _) => {
            known(&who, val)?;
            match foreign(val) {
                Some(bad) => refuse(bad),
                None => Ok(()),
            }
        }
        _ => refuse(val),
    }
}

/// A text, or what becomes one.
fn text_like(value: &Value) -> bool {
    matches!(value, Value::Text(_) | Value::Ref(Ref::Port(_)))
}

fn ordered(value: &Value) -> bool {
    match value {
        // No float of the language is infinite or no number.
        Value::Float(f) => f.is_finite(),
        Value::Int(_)
        | Value::Bytes(_)
        | Value::Cpu(_)
        | Value::Duration(_)
        | Value::Percent(_)
        | Value::Rate { .. } => true,
        _ => false,
    }
}

fn scalar(value: &Value) -> bool {
    ordered(value) || matches!(value, Value::Bool(_))
}

/// The first value inside that JSON and YAML have no form for. How deep it goes is bounded by
/// [`known`].
fn foreign(val: &Val) -> Option<&Val> {
    match &val.value {
        Value::Text(_) | Value::Int(_) | Value::Bool(_) => None,
        Value::Float(f) if f.is_finite() => None,
        Value::List(items) => items.iter().find_map(foreign),
        Value::Map(entries) => entries.iter().find_map(|(_, _, v)| foreign(v)),
        _ => Some(val),
    }
}

impl Call<'_> {
    /// An argument, where it is given.
    pub(super) fn given(&self, i: usize) -> Option<&Val> {
        self.args.get(i).and_then(Option::as_ref)
    }

    /// An argument that [`check`] has made sure is there.
    pub(super) fn arg(&self, i: usize) -> Read<&Val> {
        let missing = || self.function.params.get(i).map_or("", |p| p.name);
        self.given(i)
            .ok_or_else(|| Box::new(errors::missing(&format!("`{}`", self.function.name), &[missing()], self.span)))
    }

    /// A text that is known.
    pub(super) fn text(&self, i: usize) -> Read<&str> {
        let val = self.arg(i)?;
        match &val.value {
            Value::Text(t) => t.as_literal().ok_or_else(|| self.mismatch(i, val)),
            _ => Err(self.mismatch(i, val)),
        }
    }

    /// Any text.
    pub(super) fn any_text(&self, i: usize) -> Read<Text> {
        let val = self.arg(i)?;
        printed(&val.value).ok_or_else(|| self.mismatch(i, val))
    }

    pub(super) fn int(&self, i: usize) -> Read<i64> {
        let val = self.arg(i)?;
        if let Value::Int(n) = val.value { Ok(n) } else { Err(self.mismatch(i, val)) }
    }

    /// A whole number that is not negative; `what` names it.
    pub(super) fn count(&self, i: usize, what: &str) -> Read<usize> {
        let n = self.int(i)?;
        usize::try_from(n).map_err(|_| {
            let at = self.arg(i).map_or(self.span, |v| v.via.unwrap_or(v.span));
            Box::new(crate::errors::values::out_of_bounds(what, "0 or more", &n.to_string(), at))
        })
    }

    pub(super) fn list(&self, i: usize) -> Read<&[Val]> {
        let val = self.arg(i)?;
        if let Value::List(items) = &val.value { Ok(items) } else { Err(self.mismatch(i, val)) }
    }

    pub(super) fn map(&self, i: usize) -> Read<&[(String, Span, Val)]> {
        let val = self.arg(i)?;
        if let Value::Map(entries) = &val.value { Ok(entries) } else { Err(self.mismatch(i, val)) }
    }

    /// Not what the parameter takes.
    pub(super) fn mismatch(&self, i: usize, val: &Val) -> Box<Diagnostic> {
        match self.function.params.get(i) {
            Some(param) => Box::new(errors::mismatch(self.function.name, param, val, val.spot(), false)),
            None => Box::new(errors::missing(&format!("`{}`", self.function.name), &[], self.span)),
        }
    }

    /// An argument of the right type that the function can do nothing with.
    pub(super) fn refused(&self, i: usize, title: &str, label: &str) -> Box<Diagnostic> {
        let at = self.given(i).map_or(self.span, |v| v.via.unwrap_or(v.span));
        Box::new(errors::refused(title, label, at))
    }

    /// Whether a text of so many bytes may be made.
    pub(super) fn fits(&self, bytes: usize) -> Read<()> {
        if bytes <= MAX_TEXT { Ok(()) } else { Err(Box::new(errors::too_long(self.function.name, self.span))) }
    }

    /// A text, where it is not too long.
    pub(super) fn made(&self, text: String) -> Outcome {
        self.fits(text.len())?;
        Ok(Value::Text(Text::literal(text)))
    }

    /// A list, where it has not too many items; it takes no more than that of what is given.
    pub(super) fn listed(&self, items: impl Iterator<Item = Val>) -> Outcome {
        let items: Vec<Val> = items.take(MAX_ITEMS + 1).collect();
        if items.len() > MAX_ITEMS {
            return Err(Box::new(errors::too_many_items(self.function.name, self.span)));
        }
        Ok(Value::List(items))
    }

    /// A list of texts that the call makes.
    pub(super) fn texts<'s>(&self, items: impl Iterator<Item = &'s str>) -> Outcome {
        let span = self.span;
        self.listed(items.map(|s| Val::new(Value::Text(Text::literal(s)), span)))
    }
}
