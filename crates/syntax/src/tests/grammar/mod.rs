//! `grammar/wharf.ebnf` and the parser say the same: the parser accepts what the grammar derives,
//! and the grammar's terminals are the lexer's tokens.

mod derive;
mod ebnf;
mod render;
mod tokens;
mod words;

use std::collections::BTreeSet;

use super::{FILE, problems, properties::formats_well};
use crate::parse;
use derive::Deriver;
use ebnf::{Grammar, Node, TEXT, is_lexical};

/// Fixed, so that a run says the same everywhere. `SEED=n` tries one of them.
const SEEDS: u64 = 1000;

fn seeds() -> Vec<u64> {
    match std::env::var("SEED") {
        Ok(one) => vec![one.parse().expect("SEED is a number")],
        Err(_) => (0..SEEDS).collect(),
    }
}

#[test]
fn the_parser_accepts_what_the_grammar_derives() {
    let grammar = Grammar::read(TEXT);
    let mut wrong: Vec<(u64, String, String)> = Vec::new();
    for seed in seeds() {
        let text = Deriver::new(&grammar, seed).program();
        let found = problems(&text, &parse(FILE, &text).diagnostics);
        if !found.is_empty() {
            wrong.push((seed, found, text));
        } else if let Err(why) = formats_well(&text) {
            wrong.push((seed, why.to_string(), text));
        }
    }
    wrong.sort_by_key(|(_, _, text)| text.len());
    let shortest: Vec<String> =
        wrong.iter().take(3).map(|(seed, what, text)| format!("SEED={seed}: {what}\nfrom\n{text}\n")).collect();
    assert!(wrong.is_empty(), "{} sentences are refused; the shortest:\n{}", wrong.len(), shortest.join("\n"));
}

/// White space, which is chosen where a sentence is written down; and what the deriver chooses itself,
/// or seldom: few numbers of six digits are characters.
const APART: &[&str] = &["SPACE", "COMMENT", "HASHES", "SCALAR", "name"];

#[test]
fn every_rule_and_every_choice_is_derived() {
    let grammar = Grammar::read(TEXT);
    let (mut taken, mut rules) = (BTreeSet::new(), BTreeSet::new());
    for seed in 0..SEEDS {
        let mut deriver = Deriver::new(&grammar, seed);
        deriver.program();
        taken.extend(deriver.taken);
        rules.extend(deriver.rules.into_iter().map(str::to_owned));
    }
    rules.extend(["SPACE", "COMMENT"].map(str::to_owned));
    let mut missing: Vec<String> = grammar.rules.keys().filter(|r| !rules.contains(*r)).cloned().collect();
    for (id, (rule, ways)) in grammar.choices.iter().enumerate().filter(|(_, (r, _))| !APART.contains(&r.as_str())) {
        let left = (0..*ways).filter(|way| !taken.contains(&(id, *way)));
        missing.extend(left.map(|way| format!("way {way} of {ways} of a choice in `{rule}`")));
    }
    assert!(missing.is_empty(), "never derived: {}", missing.join(", "));
}

#[test]
fn every_rule_is_used_and_every_name_has_one() {
    let grammar = Grammar::read(TEXT);
    let mut used: BTreeSet<&str> = ["file", "SPACE", "COMMENT"].into();
    let characters = ["TAB", "LF", "FF", "CR"];
    for node in grammar.rules.values() {
        node.walk(&mut |n| {
            if let Node::Rule(name) = n {
                assert!(grammar.rules.contains_key(name) || characters.contains(&name.as_str()), "no rule `{name}`");
                used.insert(name);
            }
        });
    }
    let unused: Vec<_> = grammar.rules.keys().filter(|r| !used.contains(r.as_str())).collect();
    assert!(unused.is_empty(), "nothing uses {unused:?}");
    assert!(grammar.rules.keys().any(|r| is_lexical(r)));
}

/// What the derived sentences have found, kept short.
#[test]
fn what_was_refused_once_is_accepted() {
    for text in [
        "x = a.in\ny = 1\n",
        "x = a.else[0]\n",
        "x = a.then(1)\n",
        "x = a.not { }\n",
        "scale a, ..2\n",
        "scale 1.., b\n",
        "targets if, then, else\n",
    ] {
        assert_eq!(problems(text, &parse(FILE, text).diagnostics), "", "{text}");
    }
}
