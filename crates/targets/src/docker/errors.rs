//! What a Dockerfile cannot say, in words.

use wharf_diagnostics::{Diagnostic, Span, codes};

/// `what` is an instruction with its article: "an ENV".
pub(super) fn line_break(span: Span, what: &str) -> Diagnostic {
    Diagnostic::new(codes::REFUSED, span, format!("{what} of a Dockerfile cannot hold a line break"))
        .label("this text has more than one line")
        .note("a Dockerfile joins continued lines and has no escape sequence for a line break")
        .help("copy a file with the text into the image, or set the variable on the service")
}

pub(super) fn label_key(span: Span, key: &str) -> Diagnostic {
    Diagnostic::new(codes::REFUSED, span, format!("the key of a label in a Dockerfile cannot hold `=`: `{key}`"))
        .label("a Dockerfile ends the key at the first `=`")
}

pub(super) fn flag_not_ascii(span: Span, text: &str) -> Diagnostic {
    Diagnostic::new(codes::REFUSED, span, format!("BuildKit garbles `{text}`"))
        .label("not ASCII")
        .note("BuildKit reads the flags of an instruction byte by byte, so other characters do not survive")
        .help("use a name in ASCII here")
}

pub(super) fn reserved_stage(span: Span, name: &str) -> Diagnostic {
    Diagnostic::new(codes::BAD_NAME, span, format!("a stage cannot be called `{name}`"))
        .label("builders reserve this name")
}

pub(super) fn unknown_arg(span: Span, name: &str) -> Diagnostic {
    Diagnostic::new(codes::UNKNOWN_NAME, span, format!("`from` uses `${{{name}}}`, which has no value"))
        .label("a variable of the builder")
        .note("`from` sees the builder's own variables, such as `$BUILDPLATFORM`, and arguments that stand before the first stage")
        .help("use a param or a `let`: `from \"image:\\(version)\"`")
}

pub(super) fn variable_in_source(span: Span, reference: &str) -> Diagnostic {
    Diagnostic::new(codes::REFUSED, span, format!("`{reference}` holds a variable, which only `from` may"))
        .label("builders do not expand this")
        .help("give it a stage: `stage base { from \"…\" }`, and copy from that")
}
