//! Words, forms, slots.

use wharf_diagnostics::{Diagnostic, Span, closest, codes, list_some};
use wharf_syntax::tree::BindOp;

use crate::matching::{Begins, Said};
use crate::vocabulary::{
    BlockKind, COMING, FOREIGN_SERVICE_WORDS, Foreign, Form, Key, Label, Mode, RefKind, Role, Slot, Ty, Word, words,
    words_in, written,
};

fn sign_text(op: BindOp) -> &'static str {
    match op {
        BindOp::Equals => "=",
        BindOp::Arrow => "->",
    }
}

/// The line that shows how a word is written, and an example.
fn forms(d: Diagnostic, word: &Word) -> Diagnostic {
    let all: Vec<String> = if word.forms.is_empty() {
        vec![written(word, &Form { selector: None, slots: &[], labels: &[], flags: &[] })]
    } else {
        word.forms.iter().map(|f| written(word, f)).collect()
    };
    let quoted: Vec<String> = all.iter().map(|f| format!("`{f}`")).collect();
    d.note(format!("it is written {}", quoted.join(" or "))).help(format!("for example: {}", word.example))
}

fn foreign(kind: BlockKind, spelling: &str) -> Option<(&'static Word, Foreign)> {
    let of_words = words_in(kind).find_map(|w| w.foreign.iter().find(|f| f.spelling == spelling).map(|f| (w, *f)));
    of_words.or_else(|| {
        let all = if kind.is_container() { FOREIGN_SERVICE_WORDS } else { &[] };
        let f = all.iter().find(|f| f.spelling == spelling)?;
        words_in(kind).next().map(|w| (w, *f))
    })
}

pub(crate) fn unknown_word(kind: BlockKind, said: Said<'_>) -> Diagnostic {
    let span = said.head.span();
    let here = kind.described();
    let Begins::Word(w, _) = said.head else {
        return Diagnostic::new(codes::UNKNOWN_WORD, span, format!("{here} takes words of the language, not a text"))
            .label("a text begins no statement here");
    };
    let at = if kind.is_container() { BlockKind::Service } else { kind };
    if let Some((_, _, until)) = COMING.iter().find(|(b, s, _)| *b == at && *s == w) {
        return not_yet(span, w).help(format!("until then: {until}"));
    }
    if let Some((word, f)) = foreign(kind, w) {
        let d = Diagnostic::new(codes::FOREIGN_WORD, span, format!("`{}` is a word of another tool", w)).label(f.hint);
        return if f.replace {
            d.unsure_fix(format!("`{}` → `{}`", w, word.spelling()), span, word.spelling())
        } else {
            d
        };
    }
    let names = || words_in(kind).map(Word::spelling).filter(|s| !s.starts_with('"') && *s != "KEY");
    if let Some(other) = words().find(|o| o.spelling() == w) {
        let places: Vec<&str> = other.within.iter().map(|b| b.described()).collect();
        return Diagnostic::new(codes::MISPLACED_WORD, span, format!("`{}` does not stand in {here}", w))
            .label(format!("it stands in {}", places.join(" or in ")))
            .note(format!("{here} takes {}", first_words(kind)));
    }
    if matches!(w, "let" | "param") {
        return Diagnostic::new(codes::WRONG_FORM, span, format!("`{}` needs a name", w))
            .label("a name is missing")
            .help("for example: `let answer = 42`");
    }
    if kind == BlockKind::App && said.value.is_some() {
        return Diagnostic::new(codes::UNKNOWN_WORD, span, format!("an app has no word `{}`", w))
            .label("nothing has this name to be set")
            .help(format!("`let {} = …` gives a value a name", w));
    }
    let d = Diagnostic::new(codes::UNKNOWN_WORD, span, format!("{here} has no word `{}`", w));
    match closest(w, names()) {
        Some(near) => d.did_you_mean(w, near, span, near, names()),
        None => d.label("not a word of the language here").note(format!("{here} takes {}", first_words(kind))),
    }
}

/// The words of a block, what declares first, as far as a line goes.
fn first_words(kind: BlockKind) -> String {
    let shown = |w: &&Word| !matches!(w.head, crate::vocabulary::Head::Key | crate::vocabulary::Head::Path);
    let mut all: Vec<&Word> = words_in(kind).filter(shown).collect();
    all.sort_by_key(|w| w.role != Role::Declares);
    let quoted: Vec<String> = all.iter().take(8).map(|w| format!("`{}`", w.spelling())).collect();
    if all.len() > 8 { format!("{} and {} more", quoted.join(", "), all.len() - 8) } else { quoted.join(", ") }
}

pub(crate) fn edition(only: &str, span: Span) -> Diagnostic {
    let text = format!("\"{only}\"");
    Diagnostic::new(codes::UNKNOWN_CHOICE, span, format!("the edition is `{text}`"))
        .label("there is no other yet")
        .unsure_fix(format!("`{text}`"), span, text)
}

/// `inside` is where it stands: a block of a kind, an environment, a condition or the like.
pub(crate) fn definition_in_block(word: &str, span: Span, inside: &str) -> Diagnostic {
    Diagnostic::new(codes::MISPLACED_WORD, span, format!("no `{word}` stands in {inside}")).label(match word {
        "use" => "it stands in the file",
        "if" | "for" => "it stands in an app, or further inside",
        _ => "it stands in the file, or directly in the app",
    })
}

pub(crate) fn not_yet(span: Span, word: &str) -> Diagnostic {
    Diagnostic::new(codes::NOT_IN_EDITION, span, format!("`{word}` is not carried out by this release"))
        .label("parsed, but not carried out")
}

pub(crate) fn twice(word: &Word, key: &str, span: Span, first: Span) -> Diagnostic {
    let what = match (word.key, key) {
        (Key::Word, _) => format!("`{}` is said twice", word.spelling()),
        (Key::Head, k) => format!("`{k}` stands twice in one block"),
        (_, k) => format!("two times `{} {k}` in one block", word.spelling()),
    };
    Diagnostic::new(codes::DUPLICATE, span, what).label("again here").also(first, "first here")
}

/// A choice that is made twice in one statement.
pub(crate) fn choice_twice(choice: &str, span: Span, first: Span) -> Diagnostic {
    Diagnostic::new(codes::DUPLICATE, span, format!("`{choice}` is named twice"))
        .label("again here")
        .also(first, "first here")
}

pub(crate) fn no_form(word: &Word, given: Option<&str>, alone: bool, span: Span) -> Diagnostic {
    let selectors: Vec<&str> = word.forms.iter().filter_map(|f| f.selector).collect();
    let d = Diagnostic::new(
        codes::WRONG_FORM,
        span,
        format!("`{}` is followed by {}", word.spelling(), list_some(selectors.iter().copied())),
    );
    let d = match given.and_then(|g| closest(g, selectors.iter().copied()).map(|n| (g, n))) {
        Some((g, near)) => d.did_you_mean(g, near, span, near, selectors.iter().copied()),
        None if alone => d.label("nothing follows"),
        None => d.label("none of these"),
    };
    forms(d, word)
}

pub(crate) fn extra(word: &Word, form: Option<&Form>, span: Span) -> Diagnostic {
    let title = match form {
        Some(f) if !f.slots.is_empty() => format!("{} takes no further argument", described(word)),
        _ => format!("{} takes no argument", described(word)),
    };
    forms(Diagnostic::new(codes::WRONG_FORM, span, title).label("one too many"), word)
}

pub(crate) fn split_unit(unit: &str, number: Span, span: Span) -> Diagnostic {
    let gap = Span { start: number.end, end: span.start, ..span };
    Diagnostic::new(codes::WRONG_FORM, span, "a number and its unit are one word")
        .label(format!("no space stands before `{unit}`"))
        .unsure_fix("remove the space", gap, "")
}

pub(crate) fn unknown_label(word: &Word, form: &Form, given: &str, span: Span) -> Diagnostic {
    let all: Vec<&str> = form.labels.iter().map(|l| l.word).chain(form.flags.iter().copied()).collect();
    if matches!(given, "if" | "not") {
        return Diagnostic::new(codes::WRONG_FORM, span, "an argument with operators stands in parentheses")
            .label("this begins an expression")
            .help(format!("for example: `{} (if x then a else b)`", word.spelling()));
    }
    let d = Diagnostic::new(codes::WRONG_FORM, span, format!("{} has no part `{given}`", described(word)));
    let d = match closest(given, all.iter().copied()) {
        Some(near) => d.did_you_mean(given, near, span, near, all.iter().copied()),
        None => d.label(format!("it takes {}", list_some(all.iter().copied()))),
    };
    forms(d, word)
}

pub(crate) fn label_twice(label: &str, span: Span, first: Span) -> Diagnostic {
    Diagnostic::new(codes::DUPLICATE, span, format!("`{label}` stands twice in one statement"))
        .label("again here")
        .also(first, "first here")
}

pub(crate) fn label_needs(word: &Word, _form: &Form, label: &Label, slot: &Slot, span: Span) -> Diagnostic {
    let what = match slot.mode {
        Mode::Choice(_) => wanted(slot, word),
        Mode::NewName | Mode::Key => String::from("a name"),
        Mode::Reference(kind) => referred(kind).to_owned(),
        Mode::Expr => match slot.ty {
            Ty::Any => wanted(slot, word),
            ty => ty.to_string(),
        },
    };
    forms(
        Diagnostic::new(codes::WRONG_FORM, span, format!("after `{}` stands {what}", label.word))
            .label("nothing follows"),
        word,
    )
}

pub(crate) fn slot_due(word: &Word, _form: &Form, slot: &Slot, span: Span) -> Diagnostic {
    let what = wanted(slot, word);
    let missing = what.split(", ").next().unwrap_or_default().to_owned();
    forms(
        Diagnostic::new(codes::WRONG_FORM, span, format!("{} needs {what}", described(word)))
            .label(format!("{missing} is missing")),
        word,
    )
}

pub(crate) fn label_due(word: &Word, _form: &Form, label: &Label, span: Span) -> Diagnostic {
    forms(
        Diagnostic::new(codes::WRONG_FORM, span, format!("{} needs `{}`", described(word), label.word))
            .label(format!("`{} …` is missing", label.word)),
        word,
    )
}

/// All of its parts may be left out, but not all of them at once.
pub(crate) fn nothing_said(word: &Word, span: Span) -> Diagnostic {
    forms(
        Diagnostic::new(codes::WRONG_FORM, span, format!("{} says nothing", described(word))).label("nothing follows"),
        word,
    )
}

pub(crate) fn no_block(word: &Word, span: Span) -> Diagnostic {
    forms(
        Diagnostic::new(codes::WRONG_FORM, span, format!("{} takes no block", described(word))).label("not here"),
        word,
    )
}

pub(crate) fn block_due(word: &Word, span: Span) -> Diagnostic {
    forms(
        Diagnostic::new(codes::WRONG_FORM, span, format!("{} needs a block", described(word)))
            .label("`{ … }` is missing"),
        word,
    )
}

pub(crate) fn other_sign(word: &Word, due: BindOp, span: Span) -> Diagnostic {
    let due = sign_text(due);
    forms(
        Diagnostic::new(codes::WRONG_FORM, span, format!("the value of {} stands after `{due}`", described(word)))
            .label(format!("`{due}` is due here"))
            .unsure_fix(format!("write `{due}`"), span, due),
        word,
    )
}

/// What a slot takes, for "needs …".
fn wanted(slot: &Slot, word: &Word) -> String {
    match slot.mode {
        Mode::NewName => String::from("a name"),
        Mode::Choice([only]) => format!("its {}, `{only}`", slot.name),
        Mode::Choice(words) => format!("one of {}", list_some(words.iter().copied())),
        Mode::Reference(kind) => referred(kind).to_owned(),
        Mode::Expr | Mode::Key if slot.name == "from" => String::from("an image or a stage"),
        Mode::Expr | Mode::Key if slot.name == word.spelling() => match slot.ty {
            Ty::Any => {
                format!("{} {}", if slot.name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }, slot.name)
            }
            ty => ty.to_string(),
        },
        Mode::Key => format!("its {}", slot.name),
        Mode::Expr => match slot.ty {
            Ty::Any => format!("its {}", slot.name),
            ty => format!("its {}, {ty}", slot.name),
        },
    }
}

fn referred(kind: RefKind) -> &'static str {
    match kind {
        RefKind::Service => "a service",
        RefKind::ServiceOrJob => "a service or a job",
        RefKind::OwnPort => "a port of the service",
        RefKind::Volume => "a volume",
        RefKind::SecretKey => "a secret",
    }
}

pub(crate) fn not_a_reference(word: &str, slot: &Slot, quoted: Option<&str>, span: Span) -> Diagnostic {
    let what = if let Mode::Reference(kind) = slot.mode { referred(kind) } else { "a name" };
    let found = if quoted.is_some() { "a text" } else { "an expression" };
    let d = Diagnostic::new(codes::WRONG_KIND, span, format!("expected {what}, found {found}"))
        .label(format!("{what} is called by its bare name here"));
    match quoted {
        Some(name) => d.unsure_fix(format!("`{name}`"), span, name),
        None => d.help(format!("for several, write one statement for each: `{word} a`, `{word} b`")),
    }
}

pub(crate) fn not_a_name(slot: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::WRONG_FORM, span, format!("the {slot} is a word, a text, or an expression in parentheses"))
        .label("none of these")
}

/// How a title calls a word.
fn described(word: &Word) -> String {
    match word.head {
        crate::vocabulary::Head::Word(w) => format!("`{w}`"),
        crate::vocabulary::Head::Key => String::from("an entry"),
        crate::vocabulary::Head::Path => String::from("a path"),
    }
}

pub(crate) fn no_sign(word: &Word, op: BindOp, said: Said<'_>, span: Span) -> Diagnostic {
    let d =
        Diagnostic::new(codes::WRONG_FORM, span, format!("no `{}` stands after {}", sign_text(op), described(word)))
            .label("a word of the language takes its arguments without a sign");
    let d = if op == BindOp::Equals && said.args.is_empty() && matches!(word.head, crate::vocabulary::Head::Word(_)) {
        d.unsure_fix("leave out `=`", span, "")
    } else {
        d
    };
    forms(d, word)
}

pub(crate) fn sign_due(word: &Word, said: Said<'_>, span: Span) -> Diagnostic {
    let example = match said.head {
        Begins::Word(w, _) if matches!(word.head, crate::vocabulary::Head::Key) => format!("`{w} = …`"),
        _ => format!("`{}`", word.example),
    };
    Diagnostic::new(codes::WRONG_FORM, span, format!("{} needs a value", described(word)))
        .label("no value")
        .help(format!("write {example}"))
}

/// Everything is there but the sign before the value.
pub(crate) fn sign_left_out(word: &Word, due: BindOp, value: Span) -> Diagnostic {
    let due = sign_text(due);
    Diagnostic::new(codes::WRONG_FORM, value, format!("`{due}` is missing between {} and its value", described(word)))
        .label(format!("`{due}` stands before this"))
        .unsure_fix(format!("write `{due}`"), value.at_start(), format!("{due} "))
}

/// A title that names more of them is not read.
const MOST_ALTERNATIVES: usize = 10;

pub(crate) fn unknown_choice(given: &str, words: &[&'static str], span: Span, slot: &str) -> Diagnostic {
    let title = if words.len() > MOST_ALTERNATIVES {
        format!("there is no {slot} `{given}`")
    } else {
        format!("the {slot} is {}, not `{given}`", alternatives(words))
    };
    let d = Diagnostic::new(codes::UNKNOWN_CHOICE, span, title);
    // `TERM` is meant for `SIGTERM`, and `CAP_CHOWN` for `CHOWN`.
    let end = given.to_uppercase();
    let longer = || {
        let part = |w: &str| w.ends_with(&end) || end.ends_with(&format!("_{w}"));
        words.iter().copied().find(|w| end.len() > 2 && part(&w.to_uppercase()))
    };
    match closest(given, words.iter().copied()).or_else(longer) {
        Some(near) => {
            d.label(format!("did you mean `{near}`?")).unsure_fix(format!("`{given}` → `{near}`"), span, near)
        }
        None => d.label("none of these"),
    }
}

pub(crate) fn unknown_type(given: &str, types: &[&'static str], span: Span) -> Diagnostic {
    let d = Diagnostic::new(codes::UNKNOWN_CHOICE, span, format!("there is no type `{given}`"));
    let meant = match given {
        "str" | "text" | "String" => Some("string"),
        "integer" | "number" => Some("int"),
        "boolean" => Some("bool"),
        "memory" | "size" => Some("bytes"),
        "array" => Some("list"),
        "object" | "dict" => Some("map"),
        "time" => Some("duration"),
        _ => closest(given, types.iter().copied()),
    };
    match meant {
        Some(near) => {
            d.label(format!("did you mean `{near}`?")).unsure_fix(format!("`{given}` → `{near}`"), span, near)
        }
        None => d.label(format!("there is {}", list_some(types.iter().copied()))),
    }
}

fn alternatives(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|w| format!("`{w}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.join(""),
    }
}

pub(crate) fn not_a_choice(words: &[&'static str], span: Span, slot: &str) -> Diagnostic {
    Diagnostic::new(codes::UNKNOWN_CHOICE, span, format!("the {slot} is one of the words {}", alternatives(words)))
        .label("not a bare word")
}

pub(crate) fn missing(what: &str, span: Span, word: &'static str, example: &str) -> Diagnostic {
    Diagnostic::new(codes::MISSING, span, format!("{what} has no `{word}`"))
        .label(format!("`{word}` is missing"))
        .help(format!("for example: {example}"))
}
