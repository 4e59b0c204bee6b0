//! What each target makes of each construct: nothing is dropped in silence, and the page of the
//! reference is what the compiler does. `UPDATE=1` writes the page.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use wharf::{Answer, Construct, Support, Target, constructs};

/// The blocks that say how an image is built.
const OF_IMAGES: &[&str] = &["image", "stage", "run", "healthcheck"];

/// Whether a block tells that its words are not for a target: Dockerfiles know no services, and the
/// others take images as they are built.
fn block_tells(construct: &Construct, target: Target) -> bool {
    OF_IMAGES.contains(&construct.block) || target == Target::Docker
}

#[test]
fn nothing_is_dropped_in_silence() {
    let mut silent = Vec::new();
    for c in constructs() {
        let answered = |a: &Answer| a.support != Support::NoPart || !a.says.is_empty() || block_tells(&c, a.target);
        let dropped = c.answers.iter().filter(|a| !answered(a));
        silent.extend(
            dropped.map(|a| format!("{}: `{}` changes nothing, and nothing is said", a.target.name(), c.statement)),
        );
        if c.answers.iter().all(|a| a.support == Support::NoPart) {
            silent.push(format!("`{}` changes nothing anywhere", c.statement));
        }
        if c.answers.iter().all(|a| [Support::NoPart, Support::Refused].contains(&a.support)) {
            silent.push(format!("`{}` is refused wherever it has a part", c.statement));
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

/// What shows in an output only within the lines of what it belongs to: a word, or how a statement begins.
const IN_OTHERS_LINES: &[(&str, Target, &str)] = &[
    ("registry", Target::Compose, "a part of each image's name"),
    ("registry", Target::Kubernetes, "a part of each image's name"),
    ("secrets", Target::Kubernetes, "never written: the namespace's file lists what has to be there"),
    ("KEY", Target::Kubernetes, "never written, where it is a secret's"),
    ("image", Target::Kubernetes, "the service's own line says which"),
    ("filesystem", Target::Compose, "a writable root is a line less"),
    ("service ledger external", Target::Compose, "its address stands where it is referred to"),
    ("service ledger external", Target::Kubernetes, "its address stands where it is referred to"),
    ("header", Target::Compose, "an argument of the check's one line"),
];

/// What changes an output can be found in it: its lines know the statement that they come from.
#[test]
fn what_is_written_knows_where_it_comes_from() {
    let mut unknown = Vec::new();
    let told = |c: &Construct, a: &Answer| {
        IN_OTHERS_LINES
            .iter()
            .any(|(w, t, _)| *t == a.target && (*w == c.word || w.contains(' ') && c.statement.starts_with(w)))
    };
    for c in constructs().iter().filter(|c| !OF_IMAGES.contains(&c.block)) {
        let lost = c.answers.iter().filter(|a| a.support == Support::Exact && a.lines.is_empty() && !told(c, a));
        unknown.extend(lost.map(|a| format!("{}: no line comes from `{}`", a.target.name(), c.statement)));
    }
    assert!(unknown.is_empty(), "{}", unknown.join("\n"));
}

fn cell(a: &Answer) -> String {
    match (a.support, a.says.as_slice()) {
        (Support::NoPart, []) => String::from("–"),
        (support, []) => support.name().to_owned(),
        (support, says) => {
            let says: Vec<String> = says.iter().map(|s| s.replace('|', "\\|")).collect();
            format!("{} ({})", support.name(), says.join("; "))
        }
    }
}

fn page() -> String {
    let mut out = String::from(
        "# What each target makes of each construct\n\n\
         <!-- Made by `UPDATE=1 cargo test -p wharf-tests --test targets`. -->\n\n\
         `wharf targets` prints this table, and `wharf targets WORD` the lines that a target writes. No row is\n\
         written by hand: each statement is compiled for each target, in a small app with it and without it.\n\n\
         - **exact**: it is carried out as it is meant.\n\
         - **emulated**: it is carried out in another way, and a note says so (W0703).\n\
         - **lost**: a part of it has no counterpart, and a warning says so (W0702).\n\
         - **refused**: an error, where the app is for this target.\n\
         - **–**: it belongs to another target.\n",
    );
    let mut block = "";
    for c in constructs() {
        if c.block != block {
            block = c.block;
            let names: Vec<&str> = Target::ALL.iter().map(|t| t.name()).collect();
            write!(out, "\n## {block}\n\n| | {} |\n|---|---|---|---|\n", names.join(" | ")).unwrap();
        }
        let statement = c.statement.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|");
        let cells: Vec<String> = c.answers.iter().map(cell).collect();
        writeln!(out, "| `{statement}` | {} |", cells.join(" | ")).unwrap();
    }
    out
}

#[test]
fn the_page_is_what_the_compiler_does() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../grammar/targets.md");
    let due = page();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &due).unwrap();
    }
    let stands = fs::read_to_string(&path).unwrap_or_default();
    assert!(stands == due, "grammar/targets.md is not what the compiler does; UPDATE=1 writes it");
}
