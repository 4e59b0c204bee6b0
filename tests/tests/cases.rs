//! Runs every case file below `cases/`.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use wharf::diagnostics::codes;
use wharf::{Memory, Options};

fn cases(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            cases(&path, out);
        } else if path.extension().is_some_and(|e| e == "md") {
            out.push(path);
        }
    }
}

/// All of them, sorted.
fn all_cases() -> Vec<PathBuf> {
    let mut all = Vec::new();
    cases(&Path::new(env!("CARGO_MANIFEST_DIR")).join("cases"), &mut all);
    all.sort();
    all
}

/// A check leaves out the texts of the outputs.
#[test]
fn a_check_finds_what_a_build_finds() {
    for path in all_cases() {
        let files = wharf_tests::sources(&fs::read_to_string(&path).unwrap());
        let entries: Vec<&str> = files.iter().map(|(p, _)| p.as_str()).filter(|p| p.ends_with(".app")).collect();
        let memory = Memory::new(files.clone());
        let options = Options { all_environments: true, ..Options::default() };
        let checked = wharf::check(&memory, &entries, &options).diagnostics;
        let mut built = wharf::compile(&memory, &entries, &options).report.diagnostics;
        // Only a build wants an app, and each of them in a folder of its own.
        built.retain(|d| d.code != codes::NO_APP && !d.message.starts_with("two apps are called"));
        assert!(checked == built, "{}:\n{checked:#?}\n{built:#?}", path.display());
    }
}

#[test]
fn every_case_is_as_it_says() {
    let all = all_cases();
    assert!(all.len() > 100, "only {} cases were found", all.len());
    let update = std::env::var_os("UPDATE").is_some();
    let only = std::env::var("CASE").unwrap_or_default();
    let mut failed = 0;
    for path in all.iter().filter(|p| p.to_string_lossy().contains(&only)) {
        let outcome = wharf_tests::run(&fs::read_to_string(path).unwrap());
        if outcome.failures.is_empty() {
            continue;
        }
        failed += 1;
        if update {
            fs::write(path, outcome.updated).unwrap();
        }
        eprintln!("==== {}\n{}", path.display(), outcome.failures.join("\n"));
    }
    assert!(failed == 0, "{failed} of {} cases failed; UPDATE=1 rewrites them, to be read", all.len());
}
