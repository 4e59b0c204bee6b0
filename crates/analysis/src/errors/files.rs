//! Files that cannot be read.

use wharf_diagnostics::{Diagnostic, Span, codes};

use crate::loader::LoadError;

pub(crate) fn unreadable(path: &str, why: &LoadError, span: Span) -> Diagnostic {
    let code = if *why == LoadError::Outside { codes::OUTSIDE_PROJECT } else { codes::FILE_NOT_FOUND };
    Diagnostic::new(code, span, format!("`{path}` cannot be read")).label(why.to_string())
}

pub(crate) fn not_text(path: &str, span: Span, used: Option<Span>) -> Diagnostic {
    let d = Diagnostic::new(codes::FILE_NOT_FOUND, span, format!("`{path}` is not text in UTF-8"))
        .label("the first byte that is not");
    match used {
        Some(at) => d.also(at, "used here"),
        None => d,
    }
}

pub(crate) fn computed_path(span: Span) -> Diagnostic {
    Diagnostic::new(codes::NOT_KNOWN_YET, span, "the path of a used file is a plain text")
        .label("which files there are is known before anything is evaluated")
}
