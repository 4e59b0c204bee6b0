//! Names and references.

use wharf_diagnostics::{Diagnostic, Span, closest, codes, list_some};
use wharf_model::InvalidValue;

pub(crate) fn name_taken(name: &str, kind: &str, span: Span, first: &str, first_span: Span) -> Diagnostic {
    let title = if kind == first {
        format!("the name `{name}` is declared twice")
    } else {
        format!("the name `{name}` is taken")
    };
    Diagnostic::new(codes::DUPLICATE, span, title)
        .label(format!("{kind} of the same name"))
        .also(first_span, format!("first {first} here"))
}

pub(crate) fn key_twice(key: &str, span: Span, first: Span) -> Diagnostic {
    Diagnostic::new(codes::DUPLICATE, span, format!("the key `{key}` stands twice in one map"))
        .label("again here")
        .also(first, "first here")
}

/// `source` is how it is written: a quoted name stays quoted.
pub(crate) fn bad_name(text: &str, why: &InvalidValue, span: Span, source: &str) -> Diagnostic {
    let code = if text.len() > wharf_model::Name::MAX { codes::NAME_TOO_LONG } else { codes::BAD_NAME };
    if text.is_empty() {
        return Diagnostic::new(code, span, "a name is empty").label("nothing in it");
    }
    let d = Diagnostic::new(code, span, format!("`{}` cannot be a name", shortened(text))).label(why.reason.clone());
    match &why.suggestion {
        Some(better) => {
            let quote = if source.starts_with('"') { "\"" } else { "" };
            d.unsure_fix(format!("`{}` → `{better}`", shortened(text)), span, format!("{quote}{better}{quote}"))
        }
        None => d,
    }
}

fn shortened(text: &str) -> String {
    if text.chars().count() > 40 { text.chars().take(37).chain("…".chars()).collect() } else { text.to_owned() }
}

pub(crate) fn name_too_long(text: &str, max: usize, why: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::NAME_TOO_LONG, span, format!("the name `{}` is too long", shortened(text)))
        .label(format!("{} characters; {max} at most", text.len()))
        .note(why)
}

/// Nothing of the kind has this name.
pub(crate) fn unknown<'a>(what: &str, name: &str, span: Span, known: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    let known: Vec<&str> = known.into_iter().collect();
    let d = Diagnostic::new(codes::UNKNOWN_NAME, span, format!("there is no {what} `{name}`"));
    did_you_mean(d, name, span, &known, "the app has")
}

/// `texts.app.ini`, where the key is `app.ini`.
pub(crate) fn key_with_dots(config: &str, key: &str, span: Span) -> Diagnostic {
    let right = format!("{config}[\"{key}\"]");
    Diagnostic::new(codes::UNKNOWN_NAME, span, format!("a key with dots stands in brackets: `{right}`"))
        .label(format!("the key is `{key}`"))
        .unsure_fix(format!("`{right}`"), span, right)
}

pub(crate) fn no_self(span: Span) -> Diagnostic {
    Diagnostic::new(codes::UNKNOWN_NAME, span, "`self` stands outside of a service")
        .label("there is no service around it")
        .help("another service is called by its name")
}

/// Something declared has no such name inside.
pub(crate) fn unknown_inside<'a>(
    owner: &str,
    what: &str,
    name: &str,
    span: Span,
    known: impl IntoIterator<Item = &'a str>,
    declared: Option<Span>,
) -> Diagnostic {
    let known: Vec<&str> = known.into_iter().collect();
    let d = Diagnostic::new(codes::UNKNOWN_NAME, span, format!("{owner} has no {what} `{name}`"));
    let d = did_you_mean(d, name, span, &known, "it has");
    match declared {
        Some(s) => d.also(s, "declared here"),
        None => d,
    }
}

fn did_you_mean(d: Diagnostic, name: &str, span: Span, known: &[&str], has: &str) -> Diagnostic {
    match closest(name, known.iter().copied()) {
        Some(near) => d.did_you_mean(name, near, span, near, known.iter().copied()),
        None if known.is_empty() => d.label("none is declared"),
        None => d.label(format!("{has} {}", list_some(known.iter().copied()))),
    }
}

/// An unknown word where a text is due may be the text itself.
pub(crate) fn maybe_text(d: Diagnostic, word: &str, span: Span) -> Diagnostic {
    if d.fixes.is_empty() { d.unsure_fix(format!("`\"{word}\"`"), span, format!("\"{word}\"")) } else { d }
}

/// A name that has to be asked for behind a dot.
pub(crate) fn behind_a_dot(space: &str, name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::UNKNOWN_NAME, span, format!("there is no value `{name}`"))
        .label(format!("it is called `{space}.{name}`"))
        .unsure_fix(format!("`{space}.{name}`"), span, format!("{space}.{name}"))
}

/// An unknown word with a hyphen that may be a subtraction.
pub(crate) fn maybe_subtraction(d: Diagnostic, left: &str, right: &str, span: Span) -> Diagnostic {
    d.note("a hyphen is a part of a name; a subtraction has spaces around it").unsure_fix(
        format!("`{left} - {right}`"),
        span,
        format!("{left} - {right}"),
    )
}

pub(crate) fn wrong_kind(wanted: &str, found: &str, name: &str, span: Span, declared: Option<Span>) -> Diagnostic {
    let d = Diagnostic::new(codes::WRONG_KIND, span, format!("expected {wanted}, found {found}"))
        .label(format!("`{name}` is {found}"));
    match declared {
        Some(s) => d.also(s, "declared here"),
        None => d,
    }
}

pub(crate) fn cycle(chain: &[(String, Span)]) -> Option<Diagnostic> {
    let (first, span) = chain.first()?;
    let names: Vec<String> = chain.iter().map(|(n, _)| format!("`{n}`")).collect();
    let mut d = Diagnostic::new(codes::CYCLE, *span, format!("the value of `{first}` needs itself"))
        .label(format!("{} → `{first}`", names.join(" → ")));
    for (name, at) in chain.iter().skip(1) {
        d = d.also(*at, format!("by way of `{name}`"));
    }
    Some(d)
}

pub(crate) fn bad_key(what: &str, key: &str, span: Span) -> Diagnostic {
    let title =
        if key.is_empty() { format!("{what} is empty") } else { format!("`{}` cannot be {what}", shortened(key)) };
    Diagnostic::new(codes::BAD_NAME, span, title).label("letters, digits, `-`, `_` and `.`; 253 characters at most")
}

/// An environment gives one param two values.
pub(crate) fn key_twice_in_environment(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::DUPLICATE, span, format!("the param `{name}` is given a value twice")).label("again here")
}

/// `services.web`, where the bare name will do.
pub(crate) fn by_bare_name(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::UNKNOWN_NAME, span, format!("a service is called by its bare name: `{name}`"))
        .label("`services[…]` is for computed names")
        .unsure_fix(format!("`{name}`"), span, name)
}
