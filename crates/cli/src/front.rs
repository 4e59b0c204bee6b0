//! The seam to the formatter, which the front desk does not have yet.
//!
//! What stands here in its place finds what does not parse and leaves every text as it is.

use wharf::diagnostics::{Diagnostic, SourceMap};
use wharf::{Memory, Options};

/// A file's text in the one form there is; `None` where it does not parse.
pub(crate) struct Formatted {
    pub(crate) sources: SourceMap,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) text: Option<String>,
}

/// Brings a text into the one form there is.
pub(crate) fn format(name: &str, text: &str) -> Formatted {
    let checked = wharf::check(&Memory::new([(name, text)]), &[name], &Options::default());
    let is_syntax = |d: &Diagnostic| d.code.to_string().starts_with("W00");
    let diagnostics: Vec<Diagnostic> =
        checked.diagnostics.into_iter().filter(|d| d.is_error() && is_syntax(d)).collect();
    let text = diagnostics.is_empty().then(|| text.to_owned());
    Formatted { sources: checked.sources, diagnostics, text }
}
