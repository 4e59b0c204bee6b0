//! The pages of `grammar/errors`: every code has one, the example that fails gives that code and
//! nothing else, and the mended one gives nothing. Also the index in `grammar/README.md`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::{Path, PathBuf};

use wharf::diagnostics::{Code, Diagnostic, REGISTRY, Row, Severity, codes};
use wharf::{Memory, Options};
use wharf_tests::Page;

/// Codes that nothing reports yet, which therefore have no page, and why.
const WITHOUT_PAGE: &[(Code, &str)] = &[];

/// Codes whose page has no example, and why.
const WITHOUT_EXAMPLE: &[(Code, &str)] =
    &[(codes::FILE_NOT_FOUND, "a page holds readable text only, and what is not there is no file of a page")];

/// What is kept short is read.
const LINES: std::ops::RangeInclusive<usize> = 20..=45;

fn grammar() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../grammar"))
}

fn lists(list: &[(Code, &str)], row: &Row) -> bool {
    list.iter().any(|(code, _)| *code == row.code())
}

/// What a source gives: all of it, or without the notes.
fn found(page: &Page, source: &str, notes: bool) -> Vec<Diagnostic> {
    let options = Options { all_environments: true, previous: page.previous.clone(), ..Options::default() };
    let compiled = wharf::compile(&Memory::new(page.project(source)), &["main.app"], &options);
    compiled.report.diagnostics.into_iter().filter(|d| notes || d.severity != Severity::Note).collect()
}

fn shown(found: &[Diagnostic]) -> String {
    let all: Vec<String> = found.iter().map(|d| format!("{} {}", d.code, d.message)).collect();
    if all.is_empty() { String::from("nothing") } else { all.join("; ") }
}

fn judge(row: &Row, text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let page = Page::read(text);
    let due = (row.code().to_string(), row.name.to_owned());
    if page.title.as_ref() != Some(&due) {
        out.push(format!("its first line is not `# {}: {}`", due.0, due.1));
    }
    out.extend(page.strange.iter().map(|info| format!("a block is neither source nor file: `{info}`")));
    if lists(WITHOUT_EXAMPLE, row) {
        if !page.fails.is_empty() {
            out.push("it has an example, and is listed as one that has none".into());
        }
        return out;
    }
    if page.fails.is_empty() || page.mended.is_empty() {
        out.push("it needs an example that fails, and the same mended".into());
    }
    let lines = text.lines().count();
    if !LINES.contains(&lines) {
        out.push(format!("{lines} lines; {} to {} are due", LINES.start(), LINES.end()));
    }
    for source in &page.fails {
        let found = found(&page, source, row.severity == Severity::Note);
        if !matches!(found.as_slice(), [one] if one.code == row.code()) {
            out.push(format!("the example that fails gives {}", shown(&found)));
        }
    }
    for source in &page.mended {
        let all = found(&page, source, true);
        let wrong = |d: &Diagnostic| d.severity != Severity::Note || d.code == row.code();
        if all.iter().any(wrong) {
            out.push(format!("the mended example gives {}", shown(&all)));
        }
    }
    out
}

#[test]
fn every_code_has_a_page_that_does_as_it_says() {
    let mut failures = Vec::new();
    for row in REGISTRY {
        let code = row.code();
        let path = grammar().join(format!("errors/{code}.md"));
        let text = fs::read_to_string(&path).ok();
        if lists(WITHOUT_PAGE, row) {
            if text.is_some() {
                failures.push(format!("{code}: has a page, and is listed as one that has none"));
            }
            continue;
        }
        let Some(text) = text else {
            failures.push(format!("{code}: there is no {}", path.display()));
            continue;
        };
        if wharf::explain(code) != Some(text.as_str()) {
            failures.push(format!("{code}: the table in crates/wharf/src/explain.rs does not name it"));
        }
        failures.extend(judge(row, &text).into_iter().map(|f| format!("{code}: {f}")));
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Whether a file of a room other than the registry says `text`.
fn said_below(folder: &Path, text: &str) -> bool {
    fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            said_below(&path, text)
        } else {
            path.extension().is_some_and(|e| e == "rs") && fs::read_to_string(&path).unwrap().contains(text)
        }
    })
}

#[test]
fn a_code_without_a_page_is_reported_by_nothing() {
    for (code, _) in WITHOUT_PAGE {
        let constant = format!("codes::{}", code.name().replace('-', "_").to_uppercase());
        let rooms = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
        assert!(!said_below(&rooms, &constant), "{code} is reported now: give it a page");
    }
}

#[test]
fn no_page_is_without_a_code() {
    for entry in fs::read_dir(grammar().join("errors")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let code = name.strip_suffix(".md").and_then(Code::parse);
        assert!(code.is_some(), "grammar/errors/{name} is no code's page");
    }
}

fn table() -> String {
    let mut out = String::from("| code | name | severity | meaning |\n|---|---|---|---|\n");
    for row in REGISTRY {
        let code = row.code();
        let shown = if lists(WITHOUT_PAGE, row) { code.to_string() } else { format!("[{code}](errors/{code}.md)") };
        out.push_str(&format!("| {shown} | {} | {} | {} |\n", row.name, row.severity.name(), row.summary));
    }
    out
}

#[test]
fn the_index_of_codes_is_current() {
    let path = grammar().join("README.md");
    let text = fs::read_to_string(&path).unwrap();
    let (open, close) = ("<!-- codes -->\n\n", "\n<!-- end of codes -->");
    let (before, rest) = text.split_once(open).unwrap();
    let (_, after) = rest.split_once(close).unwrap();
    let due = format!("{before}{open}{}{close}{after}", table());
    if due != text && std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &due).unwrap();
    }
    assert!(due == text, "the table in grammar/README.md is not the registry's; UPDATE=1 writes it");
}

#[test]
fn the_index_names_everything_beside_it() {
    let text = fs::read_to_string(grammar().join("README.md")).unwrap();
    for entry in fs::read_dir(grammar()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(name == "README.md" || text.contains(&format!("]({name}")), "grammar/{name} is not in the index");
    }
}
