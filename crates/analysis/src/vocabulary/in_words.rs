//! The vocabulary in words, for the reference, for editors and for other programs.

use super::{BlockKind, Form, Head, Key, Merge, Mode, RefKind, Slot, Ty, Word, written};

/// How a word is written: a line for each form.
#[must_use]
pub fn ways(word: &Word) -> Vec<String> {
    match word.forms {
        [] => vec![written(word, &Form::new(&[]))],
        forms => forms.iter().map(|f| written(word, f)).collect(),
    }
}

/// What a slot takes: `an amount of memory, or a range of two`.
#[must_use]
pub fn takes(slot: &Slot) -> String {
    let mut out = match slot.mode {
        _ if !slot.takes.is_empty() => slot.takes.to_owned(),
        Mode::NewName => String::from("a new name"),
        Mode::Key => String::from("a key of yours"),
        Mode::Reference(kind) => kind.described().to_owned(),
        Mode::Choice([only]) => format!("`{only}`"),
        Mode::Choice(words) => {
            format!("one of {}", words.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", "))
        }
        Mode::Expr => type_words(&slot.ty),
    };
    let late = [(slot.late.secrets, "secrets"), (slot.late.settings, "settings and facts of the pod")];
    let late: Vec<&str> = late.iter().filter(|(may, _)| *may).map(|(_, what)| *what).collect();
    if !late.is_empty() {
        out.push_str(&format!("; may hold {}", late.join(", ")));
    }
    if slot.variadic {
        out.push_str("; any number of them");
    }
    out
}

/// A type, as the reference calls it: `a list of texts`.
#[must_use]
pub fn type_words(ty: &Ty) -> String {
    match ty {
        Ty::List(inner) => format!("a list of {}", several(inner)),
        Ty::OneOf(all) => all.iter().map(type_words).collect::<Vec<_>>().join(", or "),
        Ty::Range(of) => format!("{}, or a range of two", type_words(of)),
        Ty::Bytes => String::from("bytes, such as `512Mi`"),
        Ty::Cpu => String::from("CPU, such as `250m`"),
        Ty::Duration => String::from("a duration, such as `30s`"),
        Ty::Percent => String::from("a percentage, such as `70%`"),
        other => other.to_string(),
    }
}

fn several(ty: &Ty) -> &'static str {
    match ty {
        Ty::Text | Ty::String => "texts",
        Ty::Int => "whole numbers",
        _ => "values",
    }
}

/// What a statement is known by among those of its block.
#[must_use]
pub fn identity(word: &Word) -> String {
    match (word.key, word.head) {
        (Key::Word, _) => String::from("its word, which stands once in a block"),
        (Key::Head, Head::Path) => String::from("its path"),
        (Key::Head, _) => String::from("its name"),
        (Key::Slot(slot), _) => format!("its {slot}"),
        (Key::Pair(a, b), _) => format!("its {a} and its {b}"),
        (Key::Whole, _) => String::from("all that it says"),
        (Key::None, _) => String::from("nothing: it may stand any number of times"),
    }
}

/// What a later layer makes of it.
#[must_use]
pub fn layering(word: &Word) -> &'static str {
    match word.merge {
        Merge::Slots => "what it gives replaces, the rest stays, blocks are merged",
        Merge::Whole if word.block.is_some() => "with arguments it replaces, with a block alone it is merged",
        Merge::Fields => "a value replaces, a block is merged",
        Merge::Whole | Merge::Replace => "it replaces",
        Merge::Fixed => "it cannot be touched",
    }
}

impl RefKind {
    /// What a slot of this kind takes.
    #[must_use]
    pub fn described(self) -> &'static str {
        match self {
            Self::Service => "the name of a service",
            Self::ServiceOrJob => "the name of a service or a job",
            Self::OwnPort => "the name of a port of the same service",
            Self::Volume => "the name of a volume of the app",
            Self::SecretKey => "a key of the app's own secrets",
        }
    }
}

/// The blocks that a word opens or stands in, each once, in the order of the tables.
pub fn blocks() -> Vec<BlockKind> {
    let mut out = Vec::new();
    for block in super::words().flat_map(|w| w.within.iter().copied().chain(w.block)) {
        if !out.contains(&block) {
            out.push(block);
        }
    }
    out
}
