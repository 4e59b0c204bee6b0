//! Fields of the outputs: unknown, of another type, kept by Wharf, not in the chosen version.

use wharf_diagnostics::{Diagnostic, Span, closest, codes, list_some};
use wharf_model::KubernetesVersion;

use crate::fields::{ObjectWord, Protected, Versions};
use crate::value::{Val, Value};

/// `near`: where a field of that name stands further in.
pub(crate) fn unknown_field(owner: &str, name: &str, span: Span, known: &[&str], near: Option<&[&str]>) -> Diagnostic {
    let d = Diagnostic::new(codes::UNKNOWN_FIELD, span, format!("{owner} has no field `{name}`"));
    if let Some(path) = near {
        return d.label(format!("a field of `{}`", path.join("."))).help(format!(
            "write `{} {{ {name} … }}{}`",
            path.join(" { "),
            " }".repeat(path.len().saturating_sub(1))
        ));
    }
    match closest(name, known.iter().copied()) {
        Some(near) => {
            d.label(format!("did you mean `{near}`?")).unsure_fix(format!("`{name}` → `{near}`"), span, written(near))
        }
        None => d.label(format!("it has {}", list_some(known.iter().copied()))),
    }
}

/// A field's name as a head: a word where it is one.
fn written(name: &str) -> String {
    let word = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if word { name.to_owned() } else { format!("\"{name}\"") }
}

/// `what` begins a sentence: "the field `x` of a PodSpec".
pub(crate) fn not_in_version(what: &str, versions: Versions, chosen: KubernetesVersion, span: Span) -> Diagnostic {
    let d = Diagnostic::new(codes::NOT_IN_VERSION, span, format!("{what} is not there in Kubernetes {chosen}"));
    match (versions.since().filter(|s| *s > chosen), versions.until().filter(|u| *u <= chosen)) {
        (Some(since), _) => d
            .label(format!("it came with {since}"))
            .help(format!("where the cluster is new enough, the app says `kubernetes version \"{since}\"`")),
        (None, Some(until)) => d.label(format!("it went away with {until}")),
        (None, None) => d.label("not in this one"),
    }
}

pub(crate) fn unknown_version(given: &str, span: Span) -> Diagnostic {
    let all = KubernetesVersion::ALL.map(|v| format!("`{v}`")).join(", ");
    Diagnostic::new(codes::UNKNOWN_CHOICE, span, format!("the version of Kubernetes is one of {all}, not `{given}`"))
        .label("the newest that Wharf knows, and three minor versions back")
}

/// A field that Wharf keeps to itself, set or replaced with all that is around it.
pub(crate) fn not_settable(path: &str, kept: &Protected, span: Span) -> Diagnostic {
    Diagnostic::new(codes::FIELD_NOT_SETTABLE, span, format!("`{path}` cannot be set")).label(kept.why)
}

pub(crate) fn replaces_kept(path: &str, name: &str, kept: &Protected, span: Span) -> Diagnostic {
    let inner = kept.path.join(".");
    Diagnostic::new(codes::FIELD_NOT_SETTABLE, span, format!("`{path}` cannot be replaced as a whole"))
        .label(format!("`{inner}` is in it: {}", kept.why))
        .help(format!("`{name} {{ … }}` changes what it names, and leaves the rest"))
}

pub(crate) fn written_secret(path: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::SECRET_IN_PLAIN_TEXT, span, "a secret would be written as plain text into a manifest")
        .label(format!("`{path}` of a Secret holds its values"))
        .help("declare it in `secrets { … }`: the manifests then only refer to it")
}

/// `found` has its article; `doc` is the field's documentation.
pub(crate) fn mismatch(path: &str, due: &str, val: &Val, source: &str, doc: &str) -> Diagnostic {
    let shown = val.via.unwrap_or(val.span);
    let found = val.value.described();
    let mut d = Diagnostic::new(codes::TYPE_MISMATCH, shown, format!("expected {due}, found {found}"))
        .label(format!("`{path}` is {due}"));
    if let Some(used) = val.via.filter(|v| *v != val.span) {
        d = d.also(val.span, "the value is written here");
        d.span = used;
    }
    if !doc.is_empty() {
        d = d.note(format!("{doc}."));
    }
    match &val.value {
        Value::Int(_) | Value::Float(_) | Value::Bool(_) if due.starts_with("a text") => {
            d.unsure_fix(format!("`\"{source}\"`"), val.span, format!("\"{source}\""))
        }
        Value::Text(t) if due == "a whole number" || due == "a truth value" || due == "a number" => {
            let text = t.as_literal().unwrap_or_default();
            let fits = if due == "a truth value" {
                matches!(text, "true" | "false")
            } else {
                !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
            };
            if fits { d.unsure_fix(format!("`{text}`"), val.span, text.to_owned()) } else { d }
        }
        Value::Duration(n) if due == "a whole number" && n % 1000 == 0 => {
            d.unsure_fix(format!("`{}`, in seconds", n / 1000), val.span, (n / 1000).to_string())
        }
        Value::Duration(_) if due.starts_with("a text") => {
            d.unsure_fix(format!("`\"{source}\"`"), val.span, format!("\"{source}\""))
        }
        Value::Text(_) | Value::Map(_) | Value::Int(_) if due == "a list" => {
            d.unsure_fix(format!("`[{source}]`"), val.span, format!("[{source}]"))
        }
        _ => d,
    }
}

/// A block where no map is due.
pub(crate) fn no_map(path: &str, due: &str, list: bool, span: Span) -> Diagnostic {
    let d = Diagnostic::new(codes::TYPE_MISMATCH, span, format!("expected {due}, found a block"))
        .label(format!("`{path}` is {due}"));
    if list { d.help("a list is replaced as a whole: write `= [ … ]`") } else { d.help("write `= value`") }
}

pub(crate) fn bad_quantity(path: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::BAD_TEXT, span, format!("`{path}` is a quantity"))
        .label("not one of Kubernetes'")
        .help("write an amount such as `250m` or `2Gi`, without quotes")
}

pub(crate) fn not_a_word(path: &str, given: &str, words: &[&'static str], span: Span) -> Diagnostic {
    let d = Diagnostic::new(
        codes::UNKNOWN_CHOICE,
        span,
        format!("`{path}` is one of {}, not `{given}`", list_some(words.iter().copied())),
    );
    match closest(given, words.iter().copied()) {
        Some(near) => d.label(format!("did you mean `{near}`?")).unsure_fix(
            format!("`{given}` → `{near}`"),
            span,
            format!("\"{near}\""),
        ),
        None => d.label("none of these"),
    }
}

/// A field without a value.
pub(crate) fn nothing_said(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::WRONG_FORM, span, format!("nothing is said of the field `{name}`"))
        .label("no value and no block")
        .help(format!("`{name} = value` replaces it, `{name} {{ … }}` changes what is in it"))
}

pub(crate) fn value_and_block(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::WRONG_FORM, span, format!("the field `{name}` has both a value and a block"))
        .label("a value replaces, a block changes parts")
        .help("where a template or an environment changes parts of it, its value is a block too")
}

pub(crate) fn required_field(owner: &str, name: &str, doc: &str, span: Span) -> Diagnostic {
    let d = Diagnostic::new(codes::MISSING, span, format!("{owner} needs the field `{name}`"))
        .label(format!("`{name}` is missing"));
    if doc.is_empty() { d } else { d.note(format!("{doc}.")) }
}

/// The first level of `kubernetes { … }`.
pub(crate) fn unknown_object(name: &str, objects: &[ObjectWord], span: Span) -> Diagnostic {
    let d = Diagnostic::new(codes::UNKNOWN_OBJECT, span, format!("no object is called `{name}` here"));
    match closest(name, objects.iter().map(|o| o.word)) {
        Some(near) => d.label(format!("did you mean `{near}`?")).unsure_fix(format!("`{name}` → `{near}`"), span, near),
        None => d
            .label("the first level names an object by its kind, such as `deployment`")
            .help("an object that Wharf does not write is a `resource` of the app"),
    }
}

pub(crate) fn object_without_block(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::WRONG_FORM, span, format!("`{name}` is an object: what changes of it stands in a block"))
        .label("no block")
        .help(format!("write `{name} {{ metadata {{ … }} }}`"))
}

/// A kind that a known group does not have. `elsewhere`: the API versions that have it.
pub(crate) fn unknown_kind(
    api_version: &str,
    kind: &str,
    known: &[&str],
    elsewhere: &[&str],
    (api_span, kind_span): (Span, Span),
) -> Diagnostic {
    let title = format!("`{api_version}` has no kind `{kind}`");
    if let Some(first) = elsewhere.first() {
        return Diagnostic::new(codes::UNKNOWN_OBJECT, api_span, title)
            .label(format!("it is of {}", list_some(elsewhere.iter().copied())))
            .unsure_fix(format!("`\"{first}\"`"), api_span, format!("\"{first}\""));
    }
    let d = Diagnostic::new(codes::UNKNOWN_OBJECT, kind_span, title);
    match closest(kind, known.iter().copied()) {
        Some(near) => {
            d.label(format!("did you mean `{near}`?")).unsure_fix(format!("`{kind}` → `{near}`"), kind_span, near)
        }
        None if known.is_empty() => d.label("Kubernetes has no such version of the group"),
        None => d.label(format!("it has {}", list_some(known.iter().copied()))),
    }
}

pub(crate) fn unchecked(api_version: &str, what: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::UNCHECKED, span, format!("the fields of {what} are written as they stand, unchecked"))
        .label(format!("nothing is known of `{api_version}`"))
}

/// A resource of the cluster whose kind is of a namespace, or the other way round.
pub(crate) fn scope(kind: &str, of_cluster: bool, span: Span) -> Diagnostic {
    let (is, not) = if of_cluster { ("the cluster", "a namespace") } else { ("a namespace", "the cluster") };
    Diagnostic::new(codes::WRONG_FORM, span, format!("a {kind} is an object of {is}, not of {not}"))
        .label("`cluster` is for kinds that Wharf does not know")
}

/// A service names a network that the app does not have.
pub(crate) fn unknown_network(name: &str, span: Span, known: &[String]) -> Diagnostic {
    let d = Diagnostic::new(codes::UNKNOWN_NAME, span, format!("the Compose file has no network `{name}`"));
    let d = match wharf_diagnostics::closest(name, known.iter().map(String::as_str)) {
        Some(near) => d.label(format!("did you mean `{near}`?")),
        None => d.label("not one of the app's"),
    };
    d.help(format!("in the app: `compose {{ networks {{ {name} {{ external = true }} }} }}`"))
}
