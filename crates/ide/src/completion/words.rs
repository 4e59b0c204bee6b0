//! The beginnings of statements.

use wharf_analysis::vocabulary::{BlockKind, Head, Key, Role, Word, words_in};

use super::snippets::snippet;
use super::{Offer, Thing, word_doc};
use crate::context::ItemKind;
use crate::data::CompletionKind;
use crate::declared::What;

/// What is there already stands behind all others.
const LATER: u32 = 500;

/// Words that bring, change or silence other statements stand behind those of the block.
const OF_THE_LANGUAGE: &[&str] = &["extends", "allow", "add", "remove"];

const IF: (&str, &str, &str) =
    ("if", "if ${1:condition} {\n  $0\n}", "what stands in it holds where the condition does");
const FOR: (&str, &str, &str) =
    ("for", "for ${1:item} in ${2:items} {\n  $0\n}", "what stands in it, once for each item of a list or a map");
const LET: (&str, &str, &str) = ("let", "let ${1:name} = ${2:value}", "a name for a value");
const PARAM: (&str, &str, &str) =
    ("param", "param ${1:name} ${2:string}", "a value that is known when compiling, and that environments may change");
const TEMPLATE: (&str, &str, &str) =
    ("template", "template ${1:name}(${2}) {\n  $0\n}", "statements that others bring in by `extends`");
const USE: (&str, &str, &str) =
    ("use", "use \"${1:path}\" as ${2:name}", "the lets, params and templates of another file");

impl Offer<'_, '_> {
    /// The beginning of a statement in a block of that kind, behind `add` or `remove`.
    pub(super) fn statement(&mut self, kind: BlockKind, behind: Option<&str>) {
        if kind == BlockKind::Fields {
            return self.fields();
        }
        if self.around.kind.is_none() && behind.is_none() {
            // A template of which nothing tells what it is for.
            for kind in [BlockKind::Service, BlockKind::Image, BlockKind::Job, BlockKind::App] {
                self.words(kind, 0);
            }
            return self.grammar_of(kind);
        }
        if kind == BlockKind::Environment {
            self.params();
        }
        self.words(kind, 0);
        if kind == BlockKind::Environment {
            self.words(BlockKind::App, 100);
        }
        if behind.is_none() {
            if self.around.overrides && kind != BlockKind::Environment {
                self.words(BlockKind::Environment, 300);
            }
            self.grammar_of(kind);
        }
    }

    fn words(&mut self, kind: BlockKind, base: u32) {
        let whole = !self.cursor.more;
        let only = if base == 300 { Some(["add", "remove"]) } else { None };
        for (i, word) in words_in(kind).enumerate() {
            let Head::Word(spelling) = word.head else { continue };
            if only.is_some_and(|o| !o.contains(&spelling)) {
                continue;
            }
            let there = word.key == Key::Word && self.stands(spelling);
            let late = if there { LATER } else { 0 } + if OF_THE_LANGUAGE.contains(&spelling) { 200 } else { 0 };
            let thing = Thing::new(spelling, CompletionKind::Word, base + u32::try_from(i).unwrap_or(99) + late)
                .detail(word.doc)
                .doc(word_doc(word));
            // In an environment, what is there is changed: its name is enough.
            self.add(match word.role {
                _ if !whole => thing,
                Role::Declares if self.around.overrides && word.block.is_some() => {
                    thing.snippet(format!("{spelling} ${{1:{}}} {{\n  $0\n}}", self.first_of(word)))
                }
                _ if matches!(spelling, "add" | "remove") && kind == BlockKind::Environment => {
                    thing.insert(format!("{spelling} "))
                }
                _ => thing.snippet(snippet(word)),
            });
        }
    }

    /// The name that is changed, likely.
    fn first_of(&self, word: &Word) -> String {
        let what = crate::declared::what(word.spelling());
        let first = self.declared.all.iter().find(|d| Some(d.what) == what && !d.own.name.is_empty());
        first.map_or_else(|| String::from("name"), |d| d.own.name.clone())
    }

    /// Whether a statement of the block begins with this word.
    fn stands(&self, word: &str) -> bool {
        self.around.rows(self.cursor).any(|r| r.first().is_some_and(|i| i.is(word)))
    }

    fn grammar_of(&mut self, kind: BlockKind) {
        let all: &[(&str, &str, &str)] = match kind {
            BlockKind::File => &[USE, LET, PARAM, TEMPLATE],
            BlockKind::App => &[LET, PARAM, TEMPLATE, IF, FOR],
            BlockKind::Environment => &[],
            _ => &[LET, IF, FOR],
        };
        for (i, (label, text, doc)) in all.iter().enumerate() {
            let thing = Thing::new(*label, CompletionKind::Word, 250 + u32::try_from(i).unwrap_or(99))
                .detail(*doc)
                .doc(super::sentence(doc));
            self.add(if self.cursor.more { thing } else { thing.snippet(*text) });
        }
    }

    /// The params that an environment can set.
    fn params(&mut self) {
        let app = self.cursor.frames.get(self.around.frame.saturating_sub(1));
        let names: Vec<(String, String)> = app
            .into_iter()
            .flat_map(|f| f.rows.iter().chain(&f.following))
            .filter_map(|r| match r.as_slice() {
                [first, name, ty, ..] if first.is("param") && name.kind == ItemKind::Word => {
                    Some((name.text.to_owned(), ty.text.to_owned()))
                }
                _ => None,
            })
            .collect();
        for (name, ty) in names {
            if self.stands(&name) {
                continue;
            }
            let thing = Thing::new(name.as_str(), CompletionKind::Variable, 0).detail(format!("param {name} {ty}"));
            self.add(if self.cursor.more { thing } else { thing.insert(format!("{name} = ")) });
        }
    }

    /// The types.
    pub(super) fn types(&mut self) {
        const TYPES: &[(&str, &str, &str)] = &[
            ("string", "string", "a text"),
            ("int", "int", "a whole number: `8080`"),
            ("bool", "bool", "`true` or `false`"),
            ("bytes", "bytes", "an amount of memory: `512Mi`"),
            ("cpu", "cpu", "an amount of CPU: `250m`, `0.5`"),
            ("duration", "duration", "`30s`, `1h30min`"),
            ("percent", "percent", "`70%`"),
            ("rate", "rate", "events in a time: `100/s`"),
            ("float", "float", "a number: `0.5`"),
            ("list", "list(${1:string})", "a list, of items of one type"),
            ("map", "map(${1:string})", "a map, of values of one type"),
            ("range", "range(${1:int})", "two values with all between them: `2..10`"),
        ];
        for (i, (label, text, doc)) in TYPES.iter().enumerate() {
            let thing = Thing::new(*label, CompletionKind::Type, u32::try_from(i).unwrap_or(0)).detail(*doc);
            self.add(if text == label { thing } else { thing.snippet(*text) });
        }
    }

    /// All declarations of some kinds, by their names.
    pub(super) fn declarations(&mut self, kinds: &[What], rank: u32) {
        let found: Vec<Thing> = self
            .declared
            .all
            .iter()
            .filter(|d| kinds.contains(&d.what) && !d.own.name.is_empty())
            .map(|d| {
                Thing::new(d.own.name.as_str(), CompletionKind::Declaration, rank)
                    .detail(d.own.head.as_str())
                    .doc(d.own.doc.as_str())
            })
            .collect();
        found.into_iter().for_each(|t| self.add(t));
    }
}
