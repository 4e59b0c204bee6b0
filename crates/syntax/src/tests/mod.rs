//! Text in, text out: a test sees the parser through [`check`] and [`faults`] only, so that the
//! code can change under it.

mod dump;
mod recovery;
mod shop;

use wharf_diagnostics::{Diagnostic, FileId, SourceMap};

use crate::{Parsed, parse};

const FILE: FileId = FileId(0);

/// Parses `text`, which must have no fault, and compares the tree.
#[track_caller]
fn check(text: &str, expected: &str) {
    let parsed = parse(FILE, text);
    assert_eq!(problems(text, &parsed.diagnostics), "", "unexpected faults in:\n{text}");
    assert_eq!(lines(&dump::dump(&parsed.tree)), lines(expected), "for:\n{text}");
}

/// Parses `text` and compares the faults (`code@line:column title`) and the tree.
#[track_caller]
fn faults(text: &str, problems_expected: &str, expected: &str) -> Parsed {
    let parsed = parse(FILE, text);
    assert_eq!(lines(&problems(text, &parsed.diagnostics)), lines(problems_expected), "for:\n{text}");
    assert_eq!(lines(&dump::dump(&parsed.tree)), lines(expected), "for:\n{text}");
    parsed
}

fn problems(text: &str, diagnostics: &[Diagnostic]) -> String {
    let mut map = SourceMap::default();
    let file = map.add("test.app", text);
    let place = |d: &Diagnostic| map.get(file).unwrap().line_column(d.span.start);
    diagnostics.iter().map(|d| format!("{}@{}:{} {}\n", d.code, place(d).line, place(d).column, d.message)).collect()
}

/// The lines that are not blank, without the indentation they all share.
fn lines(text: &str) -> String {
    let kept: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).collect();
    let indent = kept.iter().map(|l| l.len() - l.trim_start().len()).min().unwrap_or(0);
    kept.iter().map(|l| format!("{}\n", l.get(indent..).unwrap_or_default().trim_end())).collect()
}
