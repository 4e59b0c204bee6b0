//! Characters, comments and strings.

use wharf_diagnostics::{Diagnostic, FileId, Span, codes};

use crate::token::Quote;

pub(crate) fn file_too_large(file: FileId, len: usize, bound: usize) -> Diagnostic {
    let mib = |n: usize| n.div_ceil(1 << 20);
    Diagnostic::new(codes::FILE_TOO_LARGE, Span::new(file, 0, 0), format!("this file has {} MiB", mib(len)))
        .note(format!("a source file may have {} MiB", mib(bound)))
}

pub(crate) fn unexpected_character(span: Span, c: char) -> Diagnostic {
    let d = |title: String| Diagnostic::new(codes::UNEXPECTED_CHARACTER, span, title);
    match c {
        '\'' => d("a string stands in double quotes".into()).label("`'` opens no string"),
        '\\' => d("unexpected `\\`".into()).label("a line goes on after an operator, `=`, `->` or `,` by itself"),
        '\u{a0}' | '\u{2000}'..='\u{200b}' | '\u{202f}' | '\u{3000}' => d(format!(
            "a special space, U+{:04X}",
            u32::from(c)
        ))
        .label("looks like a space, but is none")
        .fix("write a space", span, " "),
        '$' => d("unexpected `$`".into()).help("a name needs no `$`; in a string, `\\(name)` puts its value in"),
        '@' | '`' | '%' | '^' | '~' | '&' => d(format!("unexpected `{c}`")).label("begins nothing in this language"),
        c if c.is_control() => d(format!("unexpected control character U+{:04X}", u32::from(c))),
        c => d(format!("unexpected `{c}`")).help("text stands in double quotes"),
    }
}

pub(crate) fn foreign_letters(span: Span, word: &str) -> Diagnostic {
    Diagnostic::new(codes::UNEXPECTED_CHARACTER, span, format!("`{word}` has letters that names cannot have"))
        .label("names are written with `a` to `z`, digits, `_` and `-`")
        .help("any text can stand in double quotes")
}

pub(crate) fn hash_comment(span: Span) -> Diagnostic {
    Diagnostic::new(codes::SYNTAX, span, "a comment begins with `//`, not with `#`").fix("write `//`", span, "//")
}

/// `text` is what the comment says, where `//` would say the same.
pub(crate) fn block_comment(span: Span, text: Option<&str>) -> Diagnostic {
    let open = Span { end: span.end.min(span.start + 2), ..span };
    let d = Diagnostic::new(codes::SYNTAX, open, "comments begin with `//` and end with their line")
        .label("`/* … */` is not a comment here");
    match text {
        Some(text) => d.fix("write `//`", span, format!("// {text}").trim_end()),
        None => d,
    }
}

pub(crate) fn foreign_sign(span: Span, written: &str, ours: &str, text: &str) -> Diagnostic {
    Diagnostic::new(codes::SYNTAX, span, format!("`{ours}` is written here, not `{written}`")).fix(
        format!("write `{ours}`"),
        span,
        text,
    )
}

pub(crate) fn foreign_quotes(span: Span, inner: &str) -> Diagnostic {
    let escaped = inner.replace('\\', "\\\\").replace('"', "\\\"");
    Diagnostic::new(codes::SYNTAX, span, "strings stand in straight double quotes").fix(
        "write `\"…\"`",
        span,
        format!("\"{escaped}\""),
    )
}

/// From the opening quote to the end of the text that was read as the string.
pub(crate) fn unterminated_string(file: FileId, quote: Quote, start: usize, end: usize) -> Diagnostic {
    match quote {
        Quote::Block => Diagnostic::new(
            codes::UNTERMINATED_STRING,
            Span::new(file, start, start + 3),
            "this block string is not closed",
        )
        .label("`\"\"\"` opens here")
        .also(Span::new(file, end, end), "and the text ends"),
        Quote::Raw(hashes) => {
            let close = format!("\"{}", "#".repeat((hashes as usize).min(8)));
            let at = Span::new(file, end, end);
            Diagnostic::new(
                codes::UNTERMINATED_STRING,
                Span::new(file, start, end),
                "this string is not closed on its line",
            )
            .label(format!("ends with `{close}`"))
            .unsure_fix(format!("close it with `{close}`"), at, close)
        }
        Quote::Quoted | Quote::Foreign => {
            let at = Span::new(file, end, end);
            Diagnostic::new(
                codes::UNTERMINATED_STRING,
                Span::new(file, start, end),
                "this string is not closed on its line",
            )
            .help("text of several lines stands in `\"\"\"`")
            .unsure_fix("close it with `\"`", at, "\"")
        }
    }
}

pub(crate) fn unclosed_interpolation(
    file: FileId,
    quote: Quote,
    start: usize,
    interp: usize,
    end: usize,
) -> Diagnostic {
    let span = Span::new(file, start, if quote.is_single_line() { end.max(start) } else { start + 3 });
    Diagnostic::new(codes::UNTERMINATED_STRING, span, "this string is not closed: an interpolation in it is still open")
        .also(Span::new(file, interp, interp + 2), "this `\\(` has no `)`")
}

pub(crate) fn bad_escape(span: Span, c: char) -> Diagnostic {
    let d = Diagnostic::new(codes::BAD_ESCAPE, span, format!("strings have no escape `\\{}`", c.escape_debug()))
        .note("the escapes are `\\n`, `\\t`, `\\r`, `\\\\`, `\\\"`, `\\u{…}` and `\\(…)`");
    match c {
        '$' | '{' | '}' | '\'' | '`' | '/' | ')' => d.fix("leave the backslash out", span, c.to_string()),
        _ => d
            .unsure_fix("write the backslash itself", span, format!("\\\\{c}"))
            .help("a raw string, `#\"…\"#`, keeps backslashes"),
    }
}

pub(crate) fn bad_code_point(span: Span) -> Diagnostic {
    Diagnostic::new(codes::BAD_ESCAPE, span, "no character has this number")
}

pub(crate) fn malformed_unicode_escape(span: Span) -> Diagnostic {
    Diagnostic::new(codes::BAD_ESCAPE, span, "`\\u` takes one to six hexadecimal digits in braces")
        .note("such as `\\u{1F600}`")
}
