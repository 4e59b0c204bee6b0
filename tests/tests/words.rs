//! The pages of `grammar/words`: one for each block, made from the vocabulary. What people write
//! stands between `<!-- prose -->` and `<!-- end of prose -->` and is kept. `UPDATE=1` writes the pages.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use wharf_analysis::vocabulary::{
    BlockKind, Form, Head, Sign, Slot, Word, blocks, identity, layering, takes, ways, words, words_in,
};

const OPEN: &str = "<!-- prose -->\n";
const CLOSE: &str = "<!-- end of prose -->\n";
const MADE: &str =
    "<!-- Made from the vocabulary by `UPDATE=1 cargo test -p wharf-tests --test words`, but for the prose. -->\n";

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../grammar/words"))
}

/// How a word is shown among others.
fn shown(word: &Word) -> String {
    match word.head {
        Head::Word(w) => format!("`{w}`"),
        Head::Key => String::from("an entry, `KEY`"),
        Head::Path => String::from("a path, `\"/path\"`"),
    }
}

/// The anchor that GitHub gives a heading.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || [' ', '-', '_'].contains(c));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

fn open_close(kind: BlockKind) -> String {
    let openers = words().filter(|w| w.block == Some(kind));
    let all: Vec<String> = openers
        .flat_map(|w| {
            let within = w.within.iter().map(|b| format!("[{}]({}.md)", b.described(), b.name()));
            let within = within.collect::<Vec<_>>().join(" or ");
            ways(w).into_iter().map(move |way| format!("`{way}` in {within}"))
        })
        .collect();
    all.join("; ")
}

/// What an argument takes, and whether it may be left out.
fn slot_line(slot: &Slot) -> String {
    let optional = if slot.optional { "; may be left out" } else { "" };
    format!("{}{optional}", takes(slot))
}

/// Rows of the table of arguments, each once, in the order of the forms.
fn arguments(word: &Word) -> Vec<(String, String)> {
    let mut rows: Vec<(String, String)> = Vec::new();
    let mut add = |name: String, what: String| {
        if !rows.iter().any(|(n, w)| *n == name && *w == what) {
            rows.push((name, what));
        }
    };
    for form in word.forms {
        form_arguments(form, &mut add);
    }
    match &word.sign {
        Sign::None => {}
        Sign::OptionalEquals(slot) => add("`= …`".into(), format!("{}; may be left out", takes(slot))),
        Sign::Equals(slot) => add("`= …`".into(), takes(slot)),
        Sign::Arrow(slot) => add("`-> …`".into(), takes(slot)),
    }
    rows
}

fn form_arguments(form: &Form, add: &mut impl FnMut(String, String)) {
    for slot in form.slots {
        add(slot.name.to_uppercase(), slot_line(slot));
    }
    for label in form.labels {
        let many = if label.many { "; may stand again" } else { "" };
        let due = if label.required { "" } else { "; may be left out" };
        let inner = |s: &Slot| if s.optional { format!("perhaps {}", takes(s)) } else { takes(s) };
        let slots: Vec<String> = label.slots.iter().map(inner).collect();
        add(format!("`{}`", label.word), format!("{}{due}{many}", slots.join(", then ")));
    }
    for flag in form.flags {
        add(format!("`{flag}`"), "nothing; may be left out".into());
    }
}

fn section(word: &Word) -> String {
    let mut out = format!("## {}\n\n{}.\n\n", shown(word), sentence(word.doc));
    let examples: Vec<&str> = std::iter::once(word.example).chain(word.also.iter().copied()).collect();
    writeln!(out, "```wharf\n{}\n```\n", examples.join("\n")).unwrap();
    let written: Vec<String> = ways(word).into_iter().map(|w| format!("`{w}`")).collect();
    writeln!(out, "Written {}.", written.join(", or ")).unwrap();
    if let Some(block) = word.block {
        writeln!(out, "Its block is [{}]({}.md).", block.described(), block.name()).unwrap();
    }
    let rows = arguments(word);
    if !rows.is_empty() {
        out.push_str("\n| | takes |\n|---|---|\n");
        rows.iter().for_each(|(name, what)| writeln!(out, "| {name} | {} |", what.replace('|', "\\|")).unwrap());
    }
    out.push('\n');
    if !word.default.is_empty() {
        writeln!(out, "Where nothing is said: {}.", word.default).unwrap();
    }
    writeln!(out, "It is known by {}; in a later layer {}. Since {}.\n", identity(word), layering(word), word.since)
        .unwrap();
    out
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn page(kind: BlockKind, prose: &str) -> String {
    let mut out = format!("# The words of {}\n\n{MADE}\n", kind.described());
    if kind != BlockKind::File {
        writeln!(out, "The block of {}.\n", open_close(kind)).unwrap();
    }
    writeln!(out, "{OPEN}{prose}{CLOSE}").unwrap();
    out.push_str("| word | |\n|---|---|\n");
    for word in words_in(kind) {
        let name = shown(word);
        writeln!(out, "| [{name}](#{}) | {} |", anchor(&name), word.doc).unwrap();
    }
    out.push('\n');
    words_in(kind).for_each(|w| out.push_str(&section(w)));
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn index(prose: &str) -> String {
    let mut out = format!("# The words of the language\n\n{MADE}\n{OPEN}{prose}{CLOSE}\n");
    out.push_str("| block | words |\n|---|---|\n");
    for kind in blocks() {
        let all: Vec<String> =
            words_in(kind).map(|w| format!("[{}]({}.md#{})", shown(w), kind.name(), anchor(&shown(w)))).collect();
        writeln!(out, "| [{}]({}.md) | {} |", kind.described(), kind.name(), all.join(", ")).unwrap();
    }
    out.push_str("\n## Where nothing is said\n\n| word | in | |\n|---|---|---|\n");
    for word in words().filter(|w| !w.default.is_empty()) {
        let within: Vec<&str> = word.within.iter().map(|b| b.described()).collect();
        writeln!(out, "| {} | {} | {} |", shown(word), within.join(", "), word.default).unwrap();
    }
    out
}

/// What people wrote into a page.
fn prose(page: &str) -> String {
    page.split_once(OPEN).and_then(|(_, rest)| rest.split_once(CLOSE)).map_or_else(String::new, |(p, _)| p.to_owned())
}

#[test]
fn the_pages_are_those_of_the_vocabulary() {
    let read = |name: &str| fs::read_to_string(folder().join(name)).unwrap_or_default();
    let mut due = BTreeMap::from([(String::from("README.md"), index(&prose(&read("README.md"))))]);
    for kind in blocks() {
        let name = format!("{}.md", kind.name());
        let text = page(kind, &prose(&read(&name)));
        due.insert(name, text);
    }
    let update = std::env::var_os("UPDATE").is_some();
    if update {
        fs::create_dir_all(folder()).unwrap();
        due.iter().filter(|(n, t)| read(n) != **t).for_each(|(n, t)| fs::write(folder().join(n), t).unwrap());
    }
    let stale: Vec<&String> = due.iter().filter(|(n, t)| read(n) != **t).map(|(n, _)| n).collect();
    assert!(stale.is_empty(), "{stale:?} are not what the vocabulary says; UPDATE=1 writes them");
    for entry in fs::read_dir(folder()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(due.contains_key(&name), "grammar/words/{name} is the page of no block");
    }
}

#[test]
fn what_takes_anything_says_what() {
    let of = |w: &Word| match w.sign {
        Sign::OptionalEquals(s) | Sign::Equals(s) | Sign::Arrow(s) => Some(s),
        Sign::None => None,
    };
    for word in words() {
        let slots = word.forms.iter().flat_map(|f| f.slots.iter().chain(f.labels.iter().flat_map(|l| l.slots)));
        for slot in slots.copied().chain(of(word)) {
            assert_ne!(takes(&slot), "a value", "`{}` of `{}`: say it by `.takes(…)`", slot.name, word.spelling());
        }
    }
}
