//! What may be written at the cursor.

use std::collections::HashSet;

use wharf::Loader;
use wharf_analysis::vocabulary::{Ty, ways};

use crate::context::{Around, Cursor, Due, due};
use crate::data::{Completion, CompletionKind, TextRange};
use crate::declared::Declarations;
use crate::view::View;

pub(crate) mod fields;
mod members;
mod names;
mod snippets;
mod texts;
pub(crate) mod values;
mod words;

/// The files that paths may name.
#[derive(Clone, Copy)]
pub(crate) struct Paths<'p> {
    /// All of the project.
    pub(crate) files: &'p dyn Loader,
    /// Its sources.
    pub(crate) sources: &'p [String],
}

/// What may be written at an offset of the file.
pub(crate) fn completions(view: &View, paths: Paths<'_>, offset: u32) -> Vec<Completion> {
    let Some(cursor) = Cursor::at(view.source.text(), offset) else { return Vec::new() };
    let around = Around::of(&cursor);
    let due = due(&cursor, &around);
    let mut offer = Offer {
        view,
        paths,
        declared: Declarations::at(&view.source, &view.used, cursor.offset),
        range: cursor.range,
        cursor: &cursor,
        around: &around,
        seen: HashSet::new(),
        out: Vec::new(),
    };
    // A number is completed by its unit only, and by no name.
    if cursor.prefix.starts_with(|c: char| c.is_ascii_digit()) {
        offer.units(crate::context::wanted(&due).ty);
        return offer.out;
    }
    match &due {
        Due::Nothing => {}
        Due::Statement { kind, behind } => offer.statement(*kind, *behind),
        Due::Argument { kind, word, matched, first } => offer.argument(*kind, word, matched, *first),
        Due::Value(wanted) => offer.value(*wanted),
        Due::CallArgument { callee, given, wanted } => offer.call_argument(callee, given, *wanted),
        Due::Member { base, wanted } => offer.member(base, *wanted),
        Due::Type => offer.types(),
        Due::Words(all) => all.iter().enumerate().for_each(|(i, w)| offer.grammar(w, i)),
        Due::Key => offer.key(),
        Due::Text { wanted, inside, after } => offer.text(*wanted, *inside, *after),
    }
    offer.out
}

/// What is offered, while it is gathered.
struct Offer<'v, 't> {
    view: &'v View,
    paths: Paths<'v>,
    cursor: &'v Cursor<'t>,
    around: &'v Around<'t>,
    declared: Declarations,
    range: TextRange,
    seen: HashSet<String>,
    out: Vec<Completion>,
}

/// One thing that is offered.
struct Thing {
    label: String,
    kind: CompletionKind,
    detail: String,
    documentation: String,
    insert: Option<String>,
    snippet: bool,
    rank: u32,
}

impl Thing {
    fn new(label: impl Into<String>, kind: CompletionKind, rank: u32) -> Self {
        Self {
            label: label.into(),
            kind,
            detail: String::new(),
            documentation: String::new(),
            insert: None,
            snippet: false,
            rank,
        }
    }

    fn detail(self, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), ..self }
    }

    fn doc(self, documentation: impl Into<String>) -> Self {
        Self { documentation: documentation.into(), ..self }
    }

    fn insert(self, text: impl Into<String>) -> Self {
        Self { insert: Some(text.into()), ..self }
    }

    fn snippet(self, text: impl Into<String>) -> Self {
        Self { insert: Some(text.into()), snippet: true, ..self }
    }
}

impl Offer<'_, '_> {
    /// Offers it, unless something with the same label is there: what comes first holds.
    fn add(&mut self, thing: Thing) {
        if !self.seen.insert(thing.label.clone()) {
            return;
        }
        self.out.push(Completion {
            insert: thing.insert.unwrap_or_else(|| thing.label.clone()),
            label: thing.label,
            kind: thing.kind,
            detail: thing.detail,
            documentation: thing.documentation,
            range: self.range,
            snippet: thing.snippet,
            rank: thing.rank,
        });
    }

    /// A word of the grammar.
    fn grammar(&mut self, word: &str, place: usize) {
        self.add(Thing::new(word, CompletionKind::Word, u32::try_from(place).unwrap_or(u32::MAX)));
    }
}

/// Documentation of a word: what it is for, how it is written, an example.
pub(crate) fn word_doc(word: &wharf_analysis::vocabulary::Word) -> String {
    let mut out = sentence(word.doc);
    out.push_str(&format!("\n\n```wharf\n{}\n```", ways(word).join("\n")));
    if !word.example.is_empty() {
        out.push_str(&format!("\n\nFor example:\n\n```wharf\n{}\n```", word.example));
    }
    if !word.default.is_empty() {
        out.push_str(&format!("\n\nWhere it is not written: {}.", word.default));
    }
    out
}

/// A line of documentation as a sentence.
pub(crate) fn sentence(line: &str) -> String {
    let mut chars = line.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let dot = if line.is_empty() || line.ends_with('.') { "" } else { "." };
    format!("{first}{}{dot}", chars.as_str())
}

/// The units that values of a type are written with.
pub(crate) fn units_of(ty: &Ty) -> Vec<&'static str> {
    match ty {
        Ty::Bytes => vec!["Mi", "Gi", "Ki", "Ti", "MB", "GB", "KB", "TB"],
        Ty::Cpu => vec!["m"],
        Ty::Duration => vec!["s", "min", "h", "ms", "d"],
        Ty::Percent => vec!["%"],
        Ty::Range(of) => units_of(of),
        Ty::OneOf(all) => all.iter().flat_map(units_of).collect(),
        Ty::Text | Ty::String | Ty::Int | Ty::List(_) | Ty::Any => Vec::new(),
    }
}
