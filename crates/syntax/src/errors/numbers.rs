//! Numbers and units.

use wharf_diagnostics::{Diagnostic, Span, codes};

fn bad(span: Span, title: impl Into<String>) -> Diagnostic {
    Diagnostic::new(codes::BAD_NUMBER, span, title)
}

pub(crate) fn number_with_dots(span: Span, text: &str) -> Diagnostic {
    bad(span, format!("`{text}` is no number")).label("a version or an address is a string").unsure_fix(
        "put it in quotes",
        span,
        format!("\"{text}\""),
    )
}

pub(crate) fn leading_zero(span: Span, text: &str, octal: Option<String>, decimal: String) -> Diagnostic {
    let d = bad(span, format!("`{text}` begins with a zero"));
    match octal {
        // Both can be meant, so that neither is safe; file modes are by far the most common.
        Some(octal) => d
            .label("octal numbers begin with `0o`")
            .unsure_fix(format!("write `{octal}`"), span, octal)
            .unsure_fix(format!("write `{decimal}`"), span, decimal),
        None => d.fix(format!("write `{decimal}`"), span, decimal),
    }
}

pub(crate) fn unknown_unit(
    span: Span,
    amount: &str,
    suffix: &str,
    meant: Option<&'static str>,
    units: impl Iterator<Item = &'static str>,
) -> Diagnostic {
    let all: Vec<String> = units.map(|u| format!("`{u}`")).collect();
    let start = span.start + u32::try_from(amount.len()).unwrap_or(0);
    let at = Span { start: start.min(span.end), ..span };
    let d = bad(at, format!("`{suffix}` is not a unit")).note(format!("the units are {}", all.join(", ")));
    let d = match suffix {
        "k" | "K" | "M" | "G" | "g" | "T" | "t" => {
            d.help(format!("`{0}B` counts thousands, `{0}i` counts 1024s", suffix.to_uppercase()))
        }
        _ => d,
    };
    match meant {
        Some(unit) => {
            d.label(format!("did you mean `{unit}`?")).unsure_fix(format!("write `{amount}{unit}`"), at, unit)
        }
        None => d,
    }
}

pub(crate) fn number_too_large(span: Span, text: &str) -> Diagnostic {
    bad(span, format!("`{text}` is too large")).note("numbers and amounts have 63 bits")
}

pub(crate) fn inexact_number(span: Span, text: &str, unit: &str) -> Diagnostic {
    let whole = match unit {
        "m" => "thousandths of a CPU",
        "ms" | "s" | "min" | "h" | "d" => "milliseconds",
        _ => "bytes",
    };
    bad(span, format!("`{text}` is no whole number of {whole}"))
}

pub(crate) fn misplaced_underscore(span: Span, text: &str) -> Diagnostic {
    let clean = text.trim_end_matches('_');
    bad(span, "a number does not end with `_`").fix(format!("write `{clean}`"), span, clean)
}

pub(crate) fn bad_digits(span: Span, radix: u32) -> Diagnostic {
    let (prefix, digits) = match radix {
        16 => ("0x", "`0` to `9` and `a` to `f`"),
        8 => ("0o", "`0` to `7`"),
        _ => ("0b", "`0` and `1`"),
    };
    bad(span, format!("after `{prefix}` stand the digits {digits}"))
}

pub(crate) fn bad_compound(span: Span, text: &str) -> Diagnostic {
    bad(span, format!("`{text}` is no number with a unit"))
        .note("durations may have several units, from the largest to the smallest: `1h30min`")
}

pub(crate) fn bad_percent(span: Span) -> Diagnostic {
    bad(span, "a percentage has at most two digits after the point").note("such as `70%` or `12.5%`")
}

pub(crate) fn bad_rate(span: Span, count: &str, period: &str, meant: Option<&'static str>) -> Diagnostic {
    let d = bad(span, format!("`{period}` is no period of a rate"))
        .note("a rate counts by `/s`, `/min`, `/h` or `/d`")
        .help(format!("a division has spaces: `{count} / {period}`"));
    match meant.filter(|u| ["s", "min", "h", "d"].contains(u)).or((period == "m").then_some("min")) {
        Some(unit) => d.unsure_fix(format!("write `{count}/{unit}`"), span, format!("{count}/{unit}")),
        None => d.unsure_fix("divide", span, format!("{count} / {period}")),
    }
}

pub(crate) fn bad_rate_count(span: Span) -> Diagnostic {
    bad(span, "a rate begins with a whole number").note("such as `100/s` or `5/min`")
}
