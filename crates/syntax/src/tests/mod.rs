//! Text in, text out: a test sees the parser through [`check`] and [`faults`] only, so that the
//! code can change under it.

mod bombs;
mod dump;
mod expressions;
mod formatting;
mod grammar;
mod layout;
mod literals;
mod properties;
mod recovery;
mod shop;

use wharf_diagnostics::{Diagnostic, FileId, Fix, SourceMap};

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
    let due: String = problems_expected.lines().map(|l| format!("{}\n", l.trim())).filter(|l| l != "\n").collect();
    assert_eq!(problems(text, &parsed.diagnostics), due, "for:\n{text}");
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

/// The text with a fix applied.
fn apply(text: &str, fix: &Fix) -> String {
    let mut edits: Vec<_> = fix.edits.iter().collect();
    edits.sort_by_key(|e| std::cmp::Reverse(e.span.start));
    let mut out = text.to_owned();
    for edit in edits {
        out.replace_range(edit.span.range(), &edit.text);
    }
    out
}
