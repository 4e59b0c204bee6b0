//! Values, types, units, texts.

use wharf_diagnostics::{Diagnostic, Span, codes};
use wharf_model::InvalidValue;

use crate::value::{Spot, Val, Value};
use crate::vocabulary::Ty;

/// A value of another type. Amounts of another quantity get their own words.
pub(crate) fn mismatch(ty: &Ty, val: &Val, source: &str) -> Diagnostic {
    let found = val.value.described();
    let unit = |ty: &Ty| match ty {
        Ty::Range(inner) => **inner,
        other => *other,
    };
    let due = unit(ty);
    let amount = matches!(due, Ty::Bytes | Ty::Cpu | Ty::Duration | Ty::Percent);
    let is_amount = matches!(
        val.value,
        Value::Bytes(_)
            | Value::Cpu(_)
            | Value::Duration(_)
            | Value::Percent(_)
            | Value::Int(_)
            | Value::Float(_)
            | Value::Rate { .. }
    );
    let code = if amount && is_amount { codes::UNIT_MISMATCH } else { codes::TYPE_MISMATCH };
    let shown = val.via.unwrap_or(val.span);
    if due == Ty::Cpu && matches!(val.value, Value::Int(n) if n < 0) {
        return negative(val, shown);
    }
    if let (Ty::Cpu, Value::Float(_)) = (due, &val.value) {
        return Diagnostic::new(codes::OUT_OF_BOUNDS, shown, "CPU is counted in thousandths")
            .label("finer than a thousandth, or too large");
    }
    let mut d = Diagnostic::new(code, shown, format!("expected {due}, found {found}"));
    d = match due {
        Ty::Cpu => d.label(unit_words(&val.value, "CPU is written `500m` or `0.5`")),
        Ty::Bytes => d.label(unit_words(&val.value, "memory is written `512Mi` or `1Gi`")),
        Ty::Duration => d.label(unit_words(&val.value, "a duration is written `30s` or `5min`")),
        Ty::Percent => d.label(unit_words(&val.value, "a percentage is written `70%`")),
        _ => d.label(found),
    };
    d = match (due, &val.value) {
        (Ty::Cpu, Value::Bytes(_)) => d.help(format!("`memory {source}`, if you meant memory")),
        (Ty::Bytes, Value::Cpu(_)) if source.ends_with('m') => {
            let n = source.trim_end_matches('m');
            d.note("`m` is thousandths of a CPU, never mega").unsure_fix(format!("`{n}Mi`"), val.span, format!("{n}Mi"))
        }
        (Ty::Bytes, Value::Int(n)) => d.unsure_fix(format!("`{n}Mi`"), val.span, format!("{n}Mi")),
        (Ty::Duration, Value::Cpu(_)) if source.ends_with('m') => {
            let n = source.trim_end_matches('m');
            d.note("`m` is thousandths of a CPU always").unsure_fix(format!("`{n}min`"), val.span, format!("{n}min"))
        }
        (Ty::Duration, Value::Int(n)) => d.unsure_fix(format!("`{n}s`"), val.span, format!("{n}s")),
        (Ty::Percent, Value::Float(f)) if *f > 0.0 && *f <= 1.0 => {
            let p = (f * 100.0).round();
            d.unsure_fix(format!("`{p}%`"), val.span, format!("{p}%"))
        }
        (Ty::Percent, Value::Int(n)) => d.unsure_fix(format!("`{n}%`"), val.span, format!("{n}%")),
        (Ty::String | Ty::Text, Value::Int(_) | Value::Float(_) | Value::Bool(_)) => {
            d.unsure_fix(format!("`\"{source}\"`"), val.span, format!("\"{source}\""))
        }
        (Ty::List(_), Value::Text(_)) if source.contains(' ') => {
            d.help("each argument is a text of its own: `[\"python\", \"app.py\"]`")
        }
        (Ty::List(_), Value::Text(_)) => d.unsure_fix(format!("`[{source}]`"), val.span, format!("[{source}]")),
        _ => d,
    };
    through(d, val)
}

fn unit_words(value: &Value, due: &str) -> String {
    let counts = match value {
        Value::Bytes(_) => "this counts memory",
        Value::Cpu(_) => "this counts CPU",
        Value::Duration(_) => "this is a time",
        Value::Percent(_) => "this is a share",
        Value::Int(_) | Value::Float(_) => "a number without a unit",
        _ => "not an amount",
    };
    format!("{counts}; {due}")
}

/// Adds where a value was written, if it came through a reference.
fn through(d: Diagnostic, val: &Val) -> Diagnostic {
    match val.via {
        Some(used) if used != val.span => d.also(val.span, "the value is written here"),
        _ => d,
    }
}

pub(crate) fn out_of_bounds(what: &str, bounds: &str, found: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::OUT_OF_BOUNDS, span, format!("{what} is {bounds}")).label(format!("{found} is not"))
}

/// An end of a param's bounds that is of another type than the param.
pub(crate) fn bad_bound(val: &Val, end: &Val) -> Diagnostic {
    let (due, found) = (val.value.described(), end.value.described());
    Diagnostic::new(codes::TYPE_MISMATCH, end.span, format!("the bounds of {due} are {found}"))
        .label(found)
        .also(val.via.unwrap_or(val.span), due)
}

pub(crate) fn empty_range(
    what: &str,
    low: &str,
    high: &str,
    span: Span,
    low_source: &str,
    high_source: &str,
) -> Diagnostic {
    let what = if what == "the cpu" { "the CPU" } else { what };
    Diagnostic::new(codes::EMPTY_RANGE, span, format!("{what}'s minimum is above its maximum"))
        .label(format!("{low} is above {high}"))
        .unsure_fix(format!("`{high_source}..{low_source}`"), span, format!("{high_source}..{low_source}"))
}

pub(crate) fn not_known_yet(what: &str, found: &str, spot: Spot, declared: Option<Span>) -> Diagnostic {
    let d = Diagnostic::new(codes::NOT_KNOWN_YET, spot.at, format!("{what} must be known when compiling"))
        .label(format!("{found} is known only when deploying"));
    came_from(d, spot, declared)
}

pub(crate) fn secret_in_plain_text(what: &str, key: &str, spot: Spot, declared: Option<Span>) -> Diagnostic {
    let d = Diagnostic::new(
        codes::SECRET_IN_PLAIN_TEXT,
        spot.at,
        format!("a secret would be written as plain text into {what}"),
    )
    .label(format!("`{key}` is a secret"))
    .help("secrets may stand in `env`, in `args` and `entrypoint`, and as files");
    came_from(d, spot, declared)
}

pub(crate) fn secret_in_image(key: &str, spot: Spot, declared: Option<Span>) -> Diagnostic {
    let d = Diagnostic::new(codes::SECRET_IN_IMAGE, spot.at, "a secret would be written into an image")
        .label(format!("`{key}` is a secret"))
        .help(format!("`run … {{ secret {key} }}` mounts it for one step"));
    came_from(d, spot, declared)
}

/// The `let` that it came through, and the declaration.
pub(crate) fn came_from(d: Diagnostic, spot: Spot, declared: Option<Span>) -> Diagnostic {
    let d = match spot.from.filter(|f| *f != spot.at) {
        Some(s) => d.also(s, "it comes in here"),
        None => d,
    };
    match declared {
        Some(s) => d.also(s, "declared here"),
        None => d,
    }
}

pub(crate) fn bad_text(what: &str, why: &InvalidValue, span: Span, quoted: bool) -> Diagnostic {
    let d = Diagnostic::new(codes::BAD_TEXT, span, format!("{what} is malformed")).label(why.reason.clone());
    suggestion(d, why, span, quoted)
}

pub(crate) fn bad_path(why: &InvalidValue, span: Span) -> Diagnostic {
    let outside = why.reason.contains("leads out");
    let code = if outside { codes::OUTSIDE_PROJECT } else { codes::BAD_PATH };
    let title = if outside {
        "the path leads out of the project's folder"
    } else {
        "the path does not have the form that is due here"
    };
    let d = Diagnostic::new(code, span, title).label(why.reason.clone());
    let d = suggestion(d, why, span, true);
    if outside {
        d.help("a `wharf.toml` in a folder above makes that folder the project's, and all below it may be used")
    } else {
        d
    }
}

fn suggestion(d: Diagnostic, why: &InvalidValue, span: Span, quoted: bool) -> Diagnostic {
    match &why.suggestion {
        Some(s) if quoted => d.unsure_fix(format!("`\"{s}\"`"), span, format!("\"{s}\"")),
        Some(s) => d.unsure_fix(format!("`{s}`"), span, s.clone()),
        None => d,
    }
}

pub(crate) fn bad_interpolation(found: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::BAD_INTERPOLATION, span, format!("{found} cannot be written into a text as it is"))
        .label("texts take texts, whole numbers, truth values and ports")
        .help("`format(x)` makes a text of an amount, `format(x, \"Mi\")` counts it in a unit")
}

pub(crate) fn negative(v: &Val, span: Span) -> Diagnostic {
    if matches!(v.value, Value::Text(_) | Value::List(_) | Value::Map(_) | Value::Bool(_) | Value::Ref(_)) {
        let found = v.value.described();
        return Diagnostic::new(codes::TYPE_MISMATCH, span, format!("`-` does not take {found}")).label(found);
    }
    Diagnostic::new(codes::OUT_OF_BOUNDS, span, "an amount is never below zero").label("below zero")
}

pub(crate) fn not_a_truth(what: &str, v: &Val) -> Diagnostic {
    let found = v.value.described();
    let at = v.via.unwrap_or(v.span);
    Diagnostic::new(codes::TYPE_MISMATCH, at, format!("{what} is true or false, not {found}")).label(found)
}

pub(crate) fn empty_text(what: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::BAD_TEXT, span, format!("the {what} is empty")).label("nothing in it")
}

pub(crate) fn arithmetic(why: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::ARITHMETIC, span, "the calculation has no result").label(why.to_owned())
}

pub(crate) fn nested_too_deep(span: Span) -> Diagnostic {
    Diagnostic::new(codes::NESTED_TOO_DEEP, span, "the expression is nested too deep")
        .label("the operators of every `let` that it needs count too")
}

pub(crate) fn not_indexable(base: &Val, index: &Val) -> Diagnostic {
    let index_at = index.via.unwrap_or(index.span);
    match &base.value {
        Value::List(_) | Value::Map(_) => {
            let (found, due) = (base.value.described(), index.value.described());
            let key = if matches!(base.value, Value::List(_)) { "a whole number" } else { "a text" };
            Diagnostic::new(codes::TYPE_MISMATCH, index_at, format!("{found} is indexed by {key}, not by {due}"))
                .label(due)
        }
        other => {
            let found = other.described();
            let at = base.via.unwrap_or(base.span);
            Diagnostic::new(codes::TYPE_MISMATCH, at, format!("{found} has no elements"))
                .label("only lists and maps have")
        }
    }
}

pub(crate) fn not_one_of(found: &str, choices: &[&str], span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::UNKNOWN_CHOICE,
        span,
        format!("the value is one of {}", wharf_diagnostics::list_some(choices.iter().copied())),
    )
    .label(format!("`{found}` is none of them"))
}

pub(crate) fn not_a_source(val: &Val, _source: &str) -> Diagnostic {
    Diagnostic::new(
        codes::TYPE_MISMATCH,
        val.span,
        format!("`env` takes a config, a group of secrets or a map, not {}", val.value.described()),
    )
    .label(val.value.described())
    .help("single variables stand in a block: `env { NAME = \"value\" }`")
}

pub(crate) fn not_a_file(val: &Val, folder: bool) -> Diagnostic {
    let due = if folder {
        "a config, a group of secrets or a folder of the project"
    } else {
        "a key of a config, a secret or a file of the project"
    };
    Diagnostic::new(codes::TYPE_MISMATCH, val.span, format!("expected {due}, found {}", val.value.described()))
        .label(val.value.described())
}

pub(crate) fn may_be_absent(due: &str, val: &Val, source: &str) -> Diagnostic {
    let d = Diagnostic::new(
        codes::ABSENT,
        val.via.unwrap_or(val.span),
        format!("expected {due}, and `{source}` may be absent"),
    )
    .label("no value need be given for it");
    through(d, val)
        .help(format!("`{source} ?? …` gives a value for that case; `if {source} {{ … }}` leaves the statement out"))
}

pub(crate) fn other_type(due: &str, val: &Val) -> Diagnostic {
    let found = val.value.described();
    let d =
        Diagnostic::new(codes::TYPE_MISMATCH, val.via.unwrap_or(val.span), format!("expected {due}, found {found}"))
            .label(found);
    through(d, val)
}

pub(crate) fn mixed_alternatives(span: Span) -> Diagnostic {
    Diagnostic::new(codes::TYPE_MISMATCH, span, "the alternatives of a type are texts")
        .label("not a text")
        .help("for example: `\"free\" | \"pro\"`; a value that may be absent has a `?` behind its type")
}

pub(crate) fn type_takes_none(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::TYPE_MISMATCH, span, format!("the type `{name}` takes no other type"))
        .label("`list`, `map` and `range` take one")
}

/// The value of `--set`, or of a file of params, is no literal of the param's type.
pub(crate) fn not_a_literal(text: &str, due: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::TYPE_MISMATCH, span, format!("expected {due}, found `{text}`"))
        .label("not written as the language writes it")
        .help("for example: `8080`, `true`, `512Mi`, `30s`, `[\"eu\", \"us\"]`")
}

/// A list is indexed behind its end, or before its start.
pub(crate) fn no_such_item(index: i64, len: usize, span: Span) -> Diagnostic {
    let items = if len == 1 { String::from("one item") } else { format!("{len} items") };
    Diagnostic::new(codes::OUT_OF_BOUNDS, span, format!("the list has no item {index}"))
        .label(format!("it has {items}, counted from 0"))
}
