//! `allow`.

use wharf_diagnostics::{Code, Diagnostic, Span, closest, codes};

pub(crate) fn form(span: Span) -> Diagnostic {
    Diagnostic::new(codes::WRONG_FORM, span, "`allow` is followed by a code and the reason")
        .label("a code, then a text that says why")
        .help("for example: `allow W0504 \"the vendor publishes no other tag\"`")
}

pub(crate) fn unknown(code: &str, span: Span, known: &[String]) -> Diagnostic {
    let d = Diagnostic::new(codes::UNKNOWN_NAME, span, format!("there is no code `{code}`"));
    match closest(code, known.iter().map(String::as_str)) {
        Some(near) => d.label(format!("did you mean `{near}`?")).unsure_fix(format!("`{near}`"), span, near),
        None => d.label("a code is written `W0504`"),
    }
}

pub(crate) fn an_error(code: Code, span: Span) -> Diagnostic {
    Diagnostic::new(codes::WRONG_KIND, span, format!("{code} is an error, and errors are not allowed"))
        .label("only warnings and notes can be silenced")
}

pub(crate) fn unused(code: Code, span: Span) -> Diagnostic {
    Diagnostic::new(codes::UNUSED_ALLOW, span, format!("this `allow` silences no {code}"))
        .label("there is none in its block")
        .help("leave the statement out")
}

pub(crate) fn twice(code: Code, span: Span, first: Span) -> Diagnostic {
    Diagnostic::new(codes::DUPLICATE, span, format!("{code} is allowed twice in one block"))
        .label("again here")
        .also(first, "first here")
}
