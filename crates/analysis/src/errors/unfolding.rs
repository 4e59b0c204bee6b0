//! Templates, loops, environments, files that are used, params.

use wharf_diagnostics::{Diagnostic, Span, closest, codes, list_some};

use crate::types::Type;
use crate::value::{Val, Value};
use crate::vocabulary::{BlockKind, Word};

/// Names the closest of what there is, else lists some.
fn did_you_mean(d: Diagnostic, name: &str, span: Span, known: &[impl AsRef<str>], none: &str) -> Diagnostic {
    let known: Vec<&str> = known.iter().map(AsRef::as_ref).collect();
    match closest(name, known.iter().copied()) {
        Some(near) => d.did_you_mean(name, near, span, near, known.iter().copied()),
        None if known.is_empty() => d.label(none),
        None => d.label(format!("there is {}", list_some(known.iter().copied()))),
    }
}

pub(crate) fn bound_twice(name: &str, span: Span, first: Span) -> Diagnostic {
    Diagnostic::new(codes::DUPLICATE, span, format!("the name `{name}` is declared twice"))
        .label("again here")
        .also(first, "first here")
}

pub(crate) fn too_many_statements(bound: usize, span: Span) -> Diagnostic {
    Diagnostic::new(codes::UNFOLDS_TOO_FAR, span, format!("the app unfolds to more than {bound} statements"))
        .label("the bound is reached here")
        .help("a loop goes through too much, or templates bring each other in too often")
}

pub(crate) fn unfolds_too_deep(bound: usize, span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::UNFOLDS_TOO_FAR,
        span,
        format!("templates, loops and conditions stand more than {bound} deep in each other"),
    )
    .label("one level too many")
}

pub(crate) fn too_much_to_evaluate(span: Span) -> Diagnostic {
    Diagnostic::new(codes::UNFOLDS_TOO_FAR, span, "the values of the app take too much to evaluate")
        .label("the bound is reached here")
        .help("a text or a list grows with every use of itself")
}

pub(crate) fn not_repeatable(over: &Val) -> Diagnostic {
    if matches!(over.value, Value::Range(..) | Value::Opaque(Type::Range(_))) {
        let at = over.via.unwrap_or(over.span);
        return Diagnostic::new(codes::TYPE_MISMATCH, at, "`for` goes through whole numbers, from one to another")
            .label("not such a range")
            .help("for example: `for i in 1..3 { … }`");
    }
    Diagnostic::new(
        codes::TYPE_MISMATCH,
        over.via.unwrap_or(over.span),
        format!("`for` goes through a list, a map or a range of whole numbers, not {}", over.value.described()),
    )
    .label(over.value.described())
    .help("for example: `for region in [\"eu\", \"us\"] { … }`, `for i in 1..3 { … }`")
}

pub(crate) fn environment_inside(span: Span, kind: BlockKind) -> Diagnostic {
    Diagnostic::new(codes::MISPLACED_WORD, span, "an environment stands directly in the app")
        .label(format!("here it stands in {}, but not directly", kind.described()))
        .help("not in a condition, a loop, a template or another environment: these stand inside of it")
}

pub(crate) fn param_inside(span: Span) -> Diagnostic {
    Diagnostic::new(codes::MISPLACED_WORD, span, "a param gets its value directly in the environment")
        .label("this stands in a condition, a loop or a template")
        .help("the value itself may depend: `name = if … then … else …`")
}

pub(crate) fn outside_of_environments(word: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::MISPLACED_WORD, span, format!("`{word}` stands in an environment"))
        .label("there is nothing below that it changes")
        .help(if word == "add" { "leave out `add`" } else { "leave out the statement that it takes away" })
}

pub(crate) fn nothing_behind(word: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::WRONG_FORM, span, format!("`{word}` is followed by a statement"))
        .label("nothing that it could mean follows")
        .help(if word == "add" { "for example: `add port admin 5433`" } else { "for example: `remove env LOG_LEVEL`" })
}

/// An environment adds what is there.
pub(crate) fn added_twice(word: &str, key: &str, span: Span, first: Span) -> Diagnostic {
    Diagnostic::new(codes::DUPLICATE, span, format!("`{}` is there already", format!("{word} {key}").trim_end()))
        .label("added again here")
        .also(first, "first here")
        .help("without `add`, it changes the one that is there")
}

/// An environment changes what is not there.
pub(crate) fn nothing_to_change(word: &Word, key: &str, span: Span, head: Span, known: &[&str]) -> Diagnostic {
    let spelling = word.spelling();
    let title = if key.is_empty() {
        format!("there is no `{spelling}` to change")
    } else {
        format!("there is no `{spelling} {key}` to change")
    };
    let d = Diagnostic::new(codes::UNKNOWN_NAME, span, title);
    let d = did_you_mean(d, key, span, known, "the app has none");
    if d.fixes.is_empty() {
        d.help(format!("`add {spelling} {key}` brings a new one")).unsure_fix("write `add`", head.at_start(), "add ")
    } else {
        d.help(format!("`add {spelling} {key}` brings a new one"))
    }
}

pub(crate) fn nothing_to_remove(word: &Word, key: &str, span: Span, known: &[&str]) -> Diagnostic {
    let what = match word.head {
        crate::vocabulary::Head::Word(w) if key.is_empty() => format!("`{w}`"),
        crate::vocabulary::Head::Word(w) => format!("`{w} {key}`"),
        crate::vocabulary::Head::Key | crate::vocabulary::Head::Path => format!("`{key}`"),
    };
    let d = Diagnostic::new(codes::UNKNOWN_NAME, span, format!("there is no {what} to take away"));
    did_you_mean(d, key, span, known, "nothing of this kind is there")
}

/// An environment touches the steps of an image.
pub(crate) fn fixed(word: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::MISPLACED_WORD, span, "an environment does not change the steps of an image")
        .label(format!("`{word}` is a step"))
        .help("what differs can be a `param` that the step uses")
}

pub(crate) fn extends_what(span: Span) -> Diagnostic {
    Diagnostic::new(codes::WRONG_FORM, span, "`extends` is followed by a template")
        .label("no template")
        .help("for example: `extends base.web(port: 8080)`")
}

pub(crate) fn extends_with_block(span: Span) -> Diagnostic {
    Diagnostic::new(codes::WRONG_FORM, span, "`extends` takes no block")
        .label("not here")
        .help("what differs from the template stands beside the `extends`")
}

pub(crate) fn unknown_module(name: &str, span: Span, known: &[String]) -> Diagnostic {
    let d = Diagnostic::new(codes::UNKNOWN_NAME, span, format!("no file is used as `{name}`"));
    did_you_mean(d, name, span, known, "no file is used").help(format!("for example: `use \"{name}.app\" as {name}`"))
}

pub(crate) fn unknown_template(name: &str, module: Option<&str>, span: Span, known: &[String]) -> Diagnostic {
    let title = match module {
        Some(m) => format!("`{m}` has no template `{name}`"),
        None => format!("there is no template `{name}`"),
    };
    did_you_mean(Diagnostic::new(codes::UNKNOWN_NAME, span, title), name, span, known, "no template is declared")
}

pub(crate) fn no_template(name: &str, found: &str, span: Span, declared: Span) -> Diagnostic {
    Diagnostic::new(codes::WRONG_KIND, span, format!("expected a template, found {found}"))
        .label(format!("`{name}` is {found}"))
        .also(declared, "declared here")
}

/// A template or a file where a value is due.
pub(crate) fn no_value(name: &str, found: &str, span: Span, declared: Span) -> Diagnostic {
    let help = if found == "a template" {
        "a template is brought in by `extends`"
    } else {
        "what the file declares stands behind a dot"
    };
    Diagnostic::new(codes::WRONG_KIND, span, format!("expected a value, found {found}"))
        .label(format!("`{name}` is {found}"))
        .also(declared, "declared here")
        .help(help)
}

pub(crate) fn unknown_in_module<'a>(
    module: &str,
    name: &str,
    span: Span,
    known: impl IntoIterator<Item = &'a String>,
) -> Diagnostic {
    let known: Vec<&String> = known.into_iter().collect();
    let d = Diagnostic::new(codes::UNKNOWN_NAME, span, format!("`{module}` has no value `{name}`"));
    did_you_mean(d, name, span, &known, "it has none")
}

/// A name of the app, in a template that stands outside of it.
pub(crate) fn out_of_sight(name: &str, what: &str, span: Span, declared: Span) -> Diagnostic {
    Diagnostic::new(codes::UNKNOWN_NAME, span, format!("`{name}` is not in sight here"))
        .label(format!("{what} of the app; this template stands outside of it"))
        .also(declared, "declared here")
        .help("give it to the template as an argument, or declare the template in the app")
}

/// `secrets.x` in a template that stands outside of the app.
pub(crate) fn space_out_of_sight(space: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::UNKNOWN_NAME, span, format!("`{space}` are not in sight here"))
        .label("this stands outside of the app")
        .help("give it to the template as an argument of type `string`, or declare the template in the app")
}

pub(crate) fn template_cycle(name: &str, chain: &[Span]) -> Diagnostic {
    let (last, before) = chain.split_last().map_or((Span::default(), &[][..]), |(l, b)| (*l, b));
    let mut d = Diagnostic::new(codes::CYCLE, last, format!("the template `{name}` extends itself"))
        .label("here it comes back to itself");
    for at in before {
        d = d.also(*at, "by way of this");
    }
    d
}

pub(crate) fn import_cycle(path: &str, chain: &[Span]) -> Diagnostic {
    let (last, before) = chain.split_last().map_or((Span::default(), &[][..]), |(l, b)| (*l, b));
    let mut d = Diagnostic::new(codes::IMPORT_CYCLE, last, format!("`{path}` uses itself"))
        .label("here it comes back to itself");
    for at in before {
        d = d.also(*at, "by way of this");
    }
    d.help("what both need can stand in a third file")
}

pub(crate) fn unknown_shipped(name: &str, span: Span, known: &[&str]) -> Diagnostic {
    let d = Diagnostic::new(codes::FILE_NOT_FOUND, span, format!("Wharf ships no `{name}`"));
    match closest(name, known.iter().copied()) {
        Some(near) => {
            d.label(format!("did you mean `{near}`?")).unsure_fix(format!("`{near}`"), span, format!("\"{near}\""))
        }
        None => d.label(format!("it ships {}", list_some(known.iter().copied()))),
    }
}

/// One error for all params that have no value.
pub(crate) fn missing_params(all: &[(Span, String)], environments: &[String]) -> Option<Diagnostic> {
    let ((span, first), rest) = all.split_first()?;
    let names: Vec<String> = all.iter().map(|(_, n)| format!("`{n}`")).collect();
    let title = if rest.is_empty() {
        format!("the param {} has no value", names.join(", "))
    } else {
        let (last, before) = names.split_last()?;
        format!("the params {} and {last} have no value", before.join(", "))
    };
    let mut d = Diagnostic::new(codes::MISSING_PARAMS, *span, title).label("no default");
    for (at, _) in rest {
        d = d.also(*at, "nor has this one");
    }
    d = d.help(format!("give it a value by `--set {first}=…`, or by a file: `--params FILE`"));
    let flags: Vec<String> = environments.iter().map(|e| format!("`--env {e}`")).collect();
    Some(if flags.is_empty() {
        d.help(format!("or give it a default: `param {first} … = …`"))
    } else {
        d.help(format!("an environment gives it one: {}", list_plain(&flags)))
    })
}

fn list_plain(all: &[String]) -> String {
    all.iter().take(5).cloned().collect::<Vec<_>>().join(", ")
}

pub(crate) fn unknown_param(name: &str, span: Span, known: &[&str]) -> Diagnostic {
    let d = Diagnostic::new(codes::UNKNOWN_NAME, span, format!("there is no param `{name}`"));
    did_you_mean(d, name, span, known, "no param is declared")
}

pub(crate) fn no_param(name: &str, found: &str, span: Span, declared: Span) -> Diagnostic {
    Diagnostic::new(codes::WRONG_KIND, span, format!("expected a param, found {found}"))
        .label(format!("`{name}` is {found}"))
        .also(declared, "declared here")
        .help("an environment gives values to params; a `let` can follow from one")
}

pub(crate) fn unknown_environment(app: &str, name: &str, span: Span, known: &[&str]) -> Diagnostic {
    let d = Diagnostic::new(codes::UNKNOWN_NAME, span, format!("`{app}` has no environment `{name}`"));
    match closest(name, known.iter().copied()) {
        Some(near) => d.label(format!("did you mean `--env {near}`?")),
        None if known.is_empty() => d.label("it has none").help(format!("`environment {name} {{ … }}` declares one")),
        None => d.label(format!("it has {}", list_some(known.iter().copied()))),
    }
}

/// The model of an app is not there, and no fault is known: a fault of the compiler.
pub(crate) fn not_understood(span: Span) -> Diagnostic {
    Diagnostic::new(codes::WRONG_FORM, span, "the app cannot be built, and the compiler does not know why")
        .label("in this app")
        .help("this is a fault of Wharf: please report it, with the file")
}

/// `remove` says more than what it takes away.
pub(crate) fn removes_more(word: &Word, span: Span) -> Diagnostic {
    let spelling = word.spelling();
    let (title, help) = match word.key {
        crate::vocabulary::Key::Word => {
            (format!("`remove {spelling}` takes nothing more"), format!("`remove {spelling}`"))
        }
        _ => (
            String::from("`remove` names one thing and says nothing of it"),
            format!("for each one: `remove {spelling} …`"),
        ),
    };
    Diagnostic::new(codes::WRONG_FORM, span, title).label("one too many").help(help)
}

pub(crate) fn uses_too_deep(bound: usize, span: Span) -> Diagnostic {
    Diagnostic::new(codes::UNFOLDS_TOO_FAR, span, format!("files use each other more than {bound} deep"))
        .label("one level too many")
}
