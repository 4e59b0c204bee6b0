//! Calls: functions, their arguments and their bounds.

use wharf_diagnostics::{Diagnostic, Span, closest, codes, list_some};
use wharf_model::Part;

use super::at;
use super::values::came_from;
use crate::functions::{MAX_ITEMS, MAX_TEXT, Param, Takes, functions};
use crate::value::{Spot, Val, Value};

pub(crate) fn unknown(name: &str, span: Span) -> Diagnostic {
    let names = || functions().iter().map(|f| f.name);
    let d = Diagnostic::new(codes::BAD_CALL, span, format!("there is no function `{name}`"));
    match elsewhere(name).or_else(|| closest(name, names())) {
        Some(near) => d.did_you_mean(name, near, span, near, names()),
        None => d.label(format!("there are {}", list_some(names()))),
    }
}

pub(crate) fn not_a_method(base: &str, name: &str, span: Span) -> Diagnostic {
    at(
        codes::BAD_CALL,
        span,
        format!("`{name}` does not stand behind a dot"),
        "what it takes stands in its parentheses",
    )
    .help(format!("`{name}({base})`"))
}

/// What other languages call it.
fn elsewhere(name: &str) -> Option<&'static str> {
    Some(match name {
        "toUpper" | "uppercase" | "upcase" => "upper",
        "toLower" | "lowercase" | "downcase" => "lower",
        "length" | "size" | "count" => "len",
        "concat" => "join",
        "jsonencode" | "tojson" | "toJson" | "to-json" => "json",
        "yamlencode" | "toyaml" | "toYaml" | "to-yaml" => "yaml",
        "base64encode" | "b64enc" => "base64",
        "sha256sum" => "sha256",
        "distinct" | "uniq" => "unique",
        "substr" | "substring" => "slice",
        "range" | "seq" | "sequence" => "numbers",
        "trimspace" | "strip" => "trim",
        "startswith" | "startsWith" | "has-prefix" | "hasPrefix" => "starts-with",
        "endswith" | "endsWith" | "has-suffix" | "hasSuffix" => "ends-with",
        "trimprefix" | "trimPrefix" => "trim-prefix",
        "trimsuffix" | "trimSuffix" => "trim-suffix",
        "string" | "str" | "tostring" | "toString" => "format",
        "read" | "readfile" | "include" | "loadTextContent" => "file",
        "union" => "merge",
        "slugify" => "slug",
        "round" | "int" => "floor",
        _ => return None,
    })
}

pub(crate) fn unknown_label<'a>(
    who: &str,
    label: &str,
    names: impl Iterator<Item = &'a str> + Clone,
    span: Span,
) -> Diagnostic {
    let d = Diagnostic::new(codes::BAD_CALL, span, format!("{who} has no argument `{label}`"));
    match closest(label, names.clone()) {
        Some(near) => {
            d.label(format!("did you mean `{near}`?")).unsure_fix(format!("`{label}` → `{near}`"), span, near)
        }
        None if names.clone().next().is_none() => d.label("it takes none"),
        None => d.label(format!("it has {}", list_some(names))),
    }
}

pub(crate) fn after_label(who: &str, span: Span, first: Span) -> Diagnostic {
    at(codes::BAD_CALL, span, format!("an argument of {who} without a name stands after one with"), "which one is it?")
        .also(first, "from here on they have names")
}

pub(crate) fn too_many(who: &str, params: &[(&str, bool)], given: usize, span: Span) -> Diagnostic {
    let takes = match params.len() {
        0 => String::from("no arguments"),
        1 => String::from("one argument"),
        n => format!("{n} arguments"),
    };
    let most = if params.iter().all(|p| p.1) { "" } else { "at most " };
    let d = at(codes::BAD_CALL, span, format!("{who} takes {most}{takes}"), format!("{given} are given"));
    if params.is_empty() {
        return d;
    }
    let names: Vec<String> = params.iter().map(|(n, _)| format!("`{n}`")).collect();
    d.note(format!("it takes {}", names.join(", ")))
}

pub(crate) fn twice(who: &str, name: &str, span: Span, first: Span) -> Diagnostic {
    at(codes::BAD_CALL, span, format!("{who} is given `{name}` twice"), "again here").also(first, "first here")
}

pub(crate) fn missing(who: &str, names: &[&str], span: Span) -> Diagnostic {
    let all: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
    let all = match all.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => all.join(""),
    };
    at(codes::BAD_CALL, span, format!("{who} is not given {all}"), "an argument is missing")
}

/// An argument of another type or, where `inside`, a value in it. `spot` is where it stands for the
/// user.
pub(crate) fn mismatch(function: &str, param: &Param, val: &Val, spot: Spot, inside: bool) -> Diagnostic {
    let found = val.value.described();
    let takes = param.takes.described();
    let title = if inside {
        format!("`{function}` takes {takes}, not {found}")
    } else {
        format!("`{function}` takes {takes}, and this is {found}")
    };
    let d = at(codes::TYPE_MISMATCH, spot.at, title, found);
    let d = match spot.from.filter(|f| *f != spot.at) {
        Some(s) => d.also(s, "the value is written here"),
        None => d,
    };
    match (param.takes, &val.value) {
        (Takes::Text | Takes::AnyText, Value::Int(_) | Value::Bool(_)) => d.help("`\"\\(x)\"` makes a text of it"),
        (Takes::Text | Takes::AnyText | Takes::Texts | Takes::Data, v) if formatted(v) => {
            d.help("`format(x)` makes a text of it")
        }
        (Takes::Text, Value::List(_)) if function == "contains" => d.help("`x in list` looks for an item"),
        (Takes::List, Value::Range(..)) => d.help("`numbers(range)` makes a list of it"),
        _ => d,
    }
}

fn formatted(value: &Value) -> bool {
    matches!(
        value,
        Value::Float(_) | Value::Bytes(_) | Value::Cpu(_) | Value::Duration(_) | Value::Percent(_) | Value::Rate { .. }
    )
}

/// A part of a text that is known only when deploying, where it is looked at now.
pub(crate) fn late(who: &str, part: &Part, spot: Spot) -> Diagnostic {
    let (code, label) = match part {
        Part::Secret(s) => (codes::SECRET_IN_PLAIN_TEXT, format!("`{}` is a secret", s.key)),
        other => {
            (codes::NOT_KNOWN_YET, format!("{} is known only when deploying", Value::part(other.clone()).described()))
        }
    };
    let d = at(code, spot.at, format!("{who} takes only what is known when compiling"), label)
        .help("`\"\\(x)\"`, `+` and `join` keep it as it is");
    came_from(d, spot, None)
}

/// Lists in lists in lists.
pub(crate) fn nested(who: &str, bound: usize, val: &Val) -> Diagnostic {
    let span = val.via.unwrap_or(val.span);
    at(codes::NESTED_TOO_DEEP, span, format!("{who} does not look so deep"), format!("{bound} lists and maps at most"))
}

/// An argument of the right type with which there is no result.
pub(crate) fn refused(title: &str, label: &str, span: Span) -> Diagnostic {
    at(codes::BAD_CALL, span, title, label)
}

pub(crate) fn too_long(function: &str, span: Span) -> Diagnostic {
    at(codes::OUT_OF_BOUNDS, span, format!("the text that `{function}` makes is too long"), bytes())
}

pub(crate) fn too_many_items(function: &str, span: Span) -> Diagnostic {
    let most = format!("{MAX_ITEMS} items at most");
    at(codes::OUT_OF_BOUNDS, span, format!("the list that `{function}` makes is too long"), most)
}

pub(crate) fn file_too_long(path: &str, len: usize, span: Span) -> Diagnostic {
    at(codes::OUT_OF_BOUNDS, span, format!("the file `{path}` is too long"), format!("it has {len} bytes"))
        .note(bytes())
}

pub(crate) fn not_utf8(path: &str, offset: usize, span: Span) -> Diagnostic {
    at(codes::BAD_TEXT, span, format!("the file `{path}` is not a text"), format!("byte {offset} is not UTF-8"))
}

fn bytes() -> String {
    format!("{MAX_TEXT} bytes at most")
}

pub(crate) fn no_unit(found: &str, span: Span) -> Diagnostic {
    at(codes::BAD_CALL, span, format!("`format` takes a unit for amounts only, and this is {found}"), "no unit here")
}

pub(crate) fn unknown_unit<'a>(
    unit: &str,
    found: &str,
    meant: Option<&str>,
    known: impl Iterator<Item = &'a str>,
    span: Span,
) -> Diagnostic {
    let d = Diagnostic::new(codes::BAD_CALL, span, format!("{found} is not counted in `{unit}`"));
    match meant {
        Some(m) => d.label(format!("did you mean `{m}`?")).unsure_fix(format!("`{m}`"), span, format!("\"{m}\"")),
        None => {
            let all: Vec<String> = known.map(|n| format!("`{n}`")).collect();
            d.label(format!("its units are {}", all.join(", ")))
        }
    }
}

/// `better`: a smaller unit, and how many of it.
pub(crate) fn not_whole(shown: &str, unit: &str, better: Option<(&str, String)>, span: Span) -> Diagnostic {
    let d = at(codes::ARITHMETIC, span, format!("`{shown}` is no whole number of `{unit}`"), "a rest is left");
    match better {
        Some((name, n)) => {
            d.help(format!("in `{name}` it is {n}")).unsure_fix(format!("`\"{name}\"`"), span, format!("\"{name}\""))
        }
        None => d,
    }
}
