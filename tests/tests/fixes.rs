//! Every fix that is called safe mends what it is offered for, and breaks nothing: it is applied to
//! the program of every case, which is checked again.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use wharf::diagnostics::{Applicability, Edit};
use wharf::{Memory, Options, Report};

fn cases(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            cases(&path, out);
        } else {
            out.push(path);
        }
    }
}

fn check(files: &[(String, String)]) -> Report {
    let entries: Vec<&str> = files.iter().map(|(p, _)| p.as_str()).filter(|p| p.ends_with(".app")).collect();
    wharf::check(&Memory::new(files.to_vec()), &entries, &Options::default())
}

fn errors(report: &Report) -> usize {
    report.diagnostics.iter().filter(|d| d.is_error()).count()
}

/// The edits of one fix, last first, so that none moves another.
fn apply(files: &[(String, String)], report: &Report, edits: &[Edit]) -> Vec<(String, String)> {
    let mut edits = edits.to_vec();
    edits.sort_by_key(|e| std::cmp::Reverse(e.span));
    let mut files = files.to_vec();
    for e in edits {
        let name = report.sources.get(e.span.file).unwrap().name();
        let (_, text) = files.iter_mut().find(|(p, _)| p == name).unwrap();
        text.replace_range(e.span.range(), &e.text);
    }
    files
}

#[test]
fn every_safe_fix_mends_and_breaks_nothing() {
    let mut all = Vec::new();
    cases(&Path::new(env!("CARGO_MANIFEST_DIR")).join("cases"), &mut all);
    let (mut tried, mut wrong) = (0, Vec::new());
    for path in all {
        let files = wharf_tests::sources(&fs::read_to_string(&path).unwrap());
        let report = check(&files);
        for d in &report.diagnostics {
            // Of two ways out nobody but the author knows which was meant.
            if d.fixes.len() > 1 && d.fixes.iter().any(|f| f.applicability == Applicability::Safe) {
                wrong.push(format!("{}: one of several fixes of {} is safe", path.display(), d.message));
            }
            for fix in d.fixes.iter().filter(|f| f.applicability == Applicability::Safe) {
                tried += 1;
                let after = check(&apply(&files, &report, &fix.edits));
                let gone = after.diagnostics.iter().filter(|a| a.code == d.code && a.message == d.message).count()
                    < report.diagnostics.iter().filter(|a| a.code == d.code && a.message == d.message).count();
                // What stood behind a syntax error is seen only now; nothing else may be new.
                let worse = errors(&after) >= errors(&report) && errors(&report) == 1;
                if !gone || worse {
                    let left: Vec<_> = after.diagnostics.iter().map(|a| format!("{}: {}", a.code, a.message)).collect();
                    wrong.push(format!("{}: `{}` of {}: {left:?}", path.display(), fix.title, d.message));
                }
            }
        }
    }
    assert!(tried >= 25, "only {tried} safe fixes in all cases");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What `wharf check --fix` does: no error that was not there before, and a second run finds nothing to do.
#[test]
fn fixing_a_project_leaves_it_better_or_as_it_was() {
    let mut all = Vec::new();
    cases(&Path::new(env!("CARGO_MANIFEST_DIR")).join("cases"), &mut all);
    let known = |report: &Report| -> BTreeSet<String> {
        report.diagnostics.iter().filter(|d| d.is_error()).map(|d| format!("{} {}", d.code, d.message)).collect()
    };
    let (mut changed, mut clean) = (0, 0);
    for path in all {
        let files = wharf_tests::sources(&fs::read_to_string(&path).unwrap());
        let entries: Vec<&str> = files.iter().map(|(p, _)| p.as_str()).filter(|p| p.ends_with(".app")).collect();
        let before = check(&files);
        if before.diagnostics.iter().all(|d| d.fixes.iter().all(|f| f.applicability == Applicability::Unsure)) {
            continue;
        }
        let fixed = wharf::fix(&Memory::new(files.clone()), &entries, &Options::default());
        let mended: Vec<(String, String)> =
            files.iter().map(|(p, text)| (p.clone(), fixed.files.get(p).unwrap_or(text).clone())).collect();
        let after = check(&mended);
        assert_eq!(known(&after), known(&fixed.report), "{}", path.display());
        assert!(known(&after).is_subset(&known(&before)), "{}", path.display());
        assert_eq!(fixed.files.is_empty(), fixed.applied.is_empty(), "{}", path.display());
        if !fixed.files.is_empty() {
            changed += 1;
            assert!(errors(&after) < errors(&before), "{}", path.display());
            clean += usize::from(errors(&after) == 0);
        }
        let again = wharf::fix(&Memory::new(mended), &entries, &Options::default());
        assert!(again.files.is_empty(), "{}: a second run changes {:?}", path.display(), again.applied);
    }
    assert!(changed > 10 && clean > 3, "{changed} cases changed, {clean} of them to the end");
}
