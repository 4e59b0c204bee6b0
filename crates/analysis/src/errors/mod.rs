//! The wording of everything this room reports: one small function for each diagnostic.

pub(crate) mod account;
pub(crate) mod allow;
pub(crate) mod external;
pub(crate) mod fields;
pub(crate) mod files;
pub(crate) mod functions;
pub(crate) mod images;
pub(crate) mod lints;
pub(crate) mod names;
pub(crate) mod network;
pub(crate) mod operators;
pub(crate) mod placement;
pub(crate) mod secrets;
pub(crate) mod security;
pub(crate) mod storage;
pub(crate) mod unfolding;
pub(crate) mod values;
pub(crate) mod words;
pub(crate) mod workloads;

use wharf_diagnostics::{Code, Diagnostic, Span};

/// A diagnostic with its title and the words under its place.
fn at(code: Code, span: Span, title: impl Into<String>, label: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, span, title).label(label)
}

/// Two places of one fault as they stand in the source: which was met first says nothing.
fn in_order(a: Span, b: Span) -> (Span, Span) {
    if a <= b { (a, b) } else { (b, a) }
}

/// `a` → `b` → `a`
fn circle(chain: &[(String, Span)]) -> String {
    let names: Vec<String> = chain.iter().chain(chain.first()).map(|(n, _)| format!("`{n}`")).collect();
    names.join(" → ")
}
