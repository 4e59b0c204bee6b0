//! What the documents show is true: their programs check clean, their messages are the compiler's.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use wharf::{Memory, Options};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The fenced blocks of a language.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let open = format!("\n```{language}\n");
    text.split(&open).skip(1).map(|rest| rest.split("\n```").next().unwrap().to_owned() + "\n").collect()
}

fn findings(source: &str) -> Vec<String> {
    let compiled = wharf::compile(&Memory::new([("notes.app", source)]), &["notes.app"], &Options::default());
    let all = compiled.report.diagnostics.iter();
    all.filter(|d| d.severity.name() != "note")
        .map(|d| format!("{}[{}]: {}", d.severity.name(), d.code, d.message))
        .collect()
}

#[test]
fn the_first_file_of_the_readme_checks_clean_and_its_message_is_ours() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let files = blocks(&readme, "wharf");
    assert_eq!(files.len(), 2);
    let file = files.first().unwrap();
    assert_eq!(findings(file), Vec::<String>::new());
    let wrong = findings(&file.replace("\\(db.sql.address)", "\\(db.sqll.address)"));
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    assert!(readme.contains(wrong.first().unwrap()), "{wrong:?}");
}

#[test]
fn examples_need_no_warning_beyond_what_a_target_loses() {
    let mut seen = 0;
    for entry in fs::read_dir(root().join("examples")).unwrap() {
        let folder = entry.unwrap().path();
        assert!(folder.join("README.md").is_file(), "{} has no README", folder.display());
        seen += 1;
    }
    assert!(seen >= 6);
}
