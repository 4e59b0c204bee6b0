//! Operators on values that do not go together.

use wharf_diagnostics::{Diagnostic, Span, codes};

use super::at;
use crate::value::{Val, Value};

/// Two values that an operator does not take together.
pub(crate) fn mixed(title: impl Into<String>, left: &Val, right: &Val, span: Span) -> Diagnostic {
    let unit = |v: &Value| {
        matches!(v, Value::Bytes(_) | Value::Cpu(_) | Value::Duration(_) | Value::Percent(_) | Value::Rate { .. })
    };
    let other = left.value.described() != right.value.described();
    let units = other && unit(&left.value) && unit(&right.value);
    let code = if units { codes::UNIT_MISMATCH } else { codes::TYPE_MISMATCH };
    at(code, span, title, "not these two")
        .also(left.via.unwrap_or(left.span), left.value.described())
        .also(right.via.unwrap_or(right.span), right.value.described())
}

/// A result that is no whole number of what is counted.
pub(crate) fn inexact(counted: &str, span: Span) -> Diagnostic {
    at(codes::ARITHMETIC, span, "the result is no whole number", counted)
}

/// A result above a bound.
pub(crate) fn too_much(what: &str, bound: &str, span: Span) -> Diagnostic {
    at(codes::OUT_OF_BOUNDS, span, format!("{what} gets too long"), format!("{bound} at most"))
}
