//! Runs every case file below `cases/`.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

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

#[test]
fn every_case_is_as_it_says() {
    let mut all = Vec::new();
    cases(&Path::new(env!("CARGO_MANIFEST_DIR")).join("cases"), &mut all);
    all.sort();
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
