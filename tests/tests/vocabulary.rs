//! The vocabulary is true: every example of a word is right where the word may stand, and every
//! slot, label and flag is read by the word's builder.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use wharf::{FILES, Memory, Options, scene};
use wharf_analysis::vocabulary::words;

/// Words whose arguments the unfolding reads in their order, without names.
const READ_WHOLE: &[&str] = &["extends", "add", "remove", "allow"];

#[test]
fn every_example_is_right_where_its_word_may_stand() {
    let mut wrong = Vec::new();
    let mut tried = 0;
    for word in words() {
        for block in word.within {
            for example in std::iter::once(&word.example).chain(word.also) {
                tried += 1;
                let source = scene(*block, example, example);
                let files = FILES.iter().map(|f| (*f, "x")).chain([("main.app", source.as_str())]);
                let options = Options { targets: Some(Vec::new()), ..Options::default() };
                let report = wharf::check(&Memory::new(files), &["main.app"], &options);
                for d in report.diagnostics.iter().filter(|d| d.is_error()) {
                    let (word, block) = (word.spelling(), block.described());
                    wrong.push(format!("`{word}` in {block}: {}: {}\n{source}", d.code, d.message));
                }
            }
        }
    }
    assert!(tried > 80, "only {tried} examples");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_slot_label_and_flag_is_read_by_a_builder() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/analysis/src");
    let mut code: String = ["scope.rs", "analysis.rs", "environments.rs"]
        .iter()
        .map(|f| fs::read_to_string(folder.join(f)).unwrap())
        .collect();
    for file in fs::read_dir(folder.join("build")).unwrap() {
        code.push_str(&fs::read_to_string(file.unwrap().path()).unwrap());
    }
    let mut unread = Vec::new();
    for word in words().filter(|w| !READ_WHOLE.contains(&w.spelling())) {
        for form in word.forms {
            let slots = form.slots.iter().chain(form.labels.iter().flat_map(|l| l.slots)).map(|s| s.name);
            let names = slots.chain(form.labels.iter().map(|l| l.word)).chain(form.flags.iter().copied());
            unread.extend(
                names
                    .filter(|n| !code.contains(&format!("\"{n}\"")))
                    .map(|n| format!("`{n}` of `{}`", word.spelling())),
            );
        }
    }
    unread.sort();
    unread.dedup();
    assert!(unread.is_empty(), "no builder reads {}", unread.join(", "));
}
