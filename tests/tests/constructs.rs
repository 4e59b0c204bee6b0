//! The pages of `grammar/constructs` are cases: their example gives what they say it gives.
//! `UPDATE=1` writes the diagnostics anew.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use wharf::diagnostics::Code;

/// Pages about the language itself, which becomes nothing by itself.
const LANGUAGE: &[&str] = &["allow.md", "environment.md", "loops.md", "params.md", "templates.md", "values.md"];

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../grammar/constructs"))
}

/// The pages, without the index: name and text.
fn pages() -> Vec<(String, String)> {
    let names = fs::read_dir(folder()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    let names: BTreeSet<String> = names.filter(|n| n != "README.md").collect();
    names.into_iter().map(|n| (n.clone(), fs::read_to_string(folder().join(n)).unwrap())).collect()
}

#[test]
fn every_page_is_as_it_says() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = Vec::new();
    for (name, text) in pages() {
        let outcome = wharf_tests::run(&text);
        if update && outcome.updated != text {
            fs::write(folder().join(&name), &outcome.updated).unwrap();
        }
        wrong.extend(outcome.failures.into_iter().map(|f| format!("{name}: {f}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_page_shows_both_targets_an_example_first_and_codes_that_are_there() {
    for (name, text) in pages() {
        let before = text.split("```wharf").next().unwrap();
        assert!(before.lines().count() < 8, "{name}: the example stands first");
        let parts = if LANGUAGE.contains(&name.as_str()) { 0 } else { 3 };
        for part in
            ["part=compose.yaml", "part=kubernetes/", "| written | Compose | Kubernetes |"].into_iter().take(parts)
        {
            // The gateway of a route is a file of Compose's own.
            let other = part.starts_with("part=compose") && text.contains("part=gateway/");
            assert!(other || text.contains(part), "{name} shows no `{part}`");
        }
        for word in text.split(|c: char| !c.is_ascii_alphanumeric()) {
            let is_code = word.len() == 5 && word.starts_with('W') && word.chars().skip(1).all(|c| c.is_ascii_digit());
            assert!(!is_code || Code::parse(word).is_some(), "{name}: there is no code {word}");
        }
    }
}

#[test]
fn the_index_names_every_page() {
    let index = fs::read_to_string(folder().join("README.md")).unwrap();
    for (name, _) in pages() {
        assert!(index.contains(&format!("]({name})")), "{name} is not in the index");
    }
}
