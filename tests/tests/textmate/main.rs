//! The TextMate grammar of `grammar/editors/vscode`, made from the vocabulary. `UPDATE=1` writes it.
//! `tests/editor/textmate.mjs` asks the engine of VS Code what it makes of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod blocks;
mod rule;
mod tokens;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use serde_json::{Map, Value, json};

const MADE: &str = "Made from the vocabulary by `UPDATE=1 cargo test -p wharf-tests --test textmate`.";

fn file() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../grammar/editors/vscode/syntaxes/wharf.tmLanguage.json"))
}

fn grammar() -> Value {
    let mut rules = Map::new();
    blocks::add(&mut rules);
    tokens::add(&mut rules);
    json!({
        "information_for_contributors": [MADE],
        "name": "Wharf",
        "scopeName": "source.wharf",
        "fileTypes": ["app"],
        "patterns": [{ "include": "#block-file" }],
        "repository": rules,
    })
}

#[test]
fn the_grammar_is_the_one_of_the_vocabulary() {
    let due = serde_json::to_string_pretty(&grammar()).unwrap() + "\n";
    let path = file();
    let read = || fs::read_to_string(&path).unwrap_or_default();
    if std::env::var_os("UPDATE").is_some() && read() != due {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &due).unwrap();
    }
    assert!(read() == due, "{} is not what the vocabulary says; UPDATE=1 writes it", path.display());
}

fn included(value: &Value, out: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            out.extend(map.get("include").and_then(Value::as_str).map(|name| name.trim_start_matches('#').to_owned()));
            map.values().for_each(|v| included(v, out));
        }
        Value::Array(all) => all.iter().for_each(|v| included(v, out)),
        _ => {}
    }
}

#[test]
fn every_rule_is_there_and_is_used() {
    let grammar = grammar();
    let mut used = BTreeSet::new();
    included(&grammar, &mut used);
    let there: BTreeSet<String> = grammar.get("repository").unwrap().as_object().unwrap().keys().cloned().collect();
    assert_eq!(there, used);
}
