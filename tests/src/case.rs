//! One case: run the compiler on its sources, compare with what it expects.

use std::collections::BTreeMap;

use wharf::diagnostics::{Diagnostic, Severity, SourceMap};
use wharf::{Compiled, Memory, Options};

use crate::markdown::{Block, Piece, join, split};

/// What came of a case.
#[derive(Debug)]
pub struct Outcome {
    /// The case file as it should be.
    pub updated: String,
    /// Every block that is not as it should be, in words.
    pub failures: Vec<String>,
}

/// The sources of the case in `text`, by path.
#[must_use]
pub fn sources(text: &str) -> Vec<(String, String)> {
    split(text).iter().filter_map(source).collect()
}

/// Runs the case in `text`.
#[must_use]
pub fn run(text: &str) -> Outcome {
    let mut pieces = split(text);
    let files = sources(text);
    let entries: Vec<&str> = files.iter().filter(|(p, _)| p.ends_with(".app")).map(|(p, _)| p.as_str()).collect();
    let mut failures = Vec::new();
    if entries.is_empty() {
        failures.push(String::from("the case has no source"));
    }
    let options = Options { previous: previous(text), ..options(text, &files, &mut failures) };
    let used = used(text);
    let entries: Vec<&str> = entries.into_iter().filter(|p| !used.contains(&(*p).to_owned())).collect();
    let compiled = wharf::compile(&Memory::new(files.clone()), &entries, &options);
    let mut judged = false;
    for piece in &mut pieces {
        let Piece::Fence(block) = piece else { continue };
        let actual = if block.language() == "diagnostics" {
            judged = true;
            diagnostics(&compiled, block.has("notes"))
        } else if let Some(path) = block.attribute("out") {
            match output(&compiled, path) {
                Some(text) => text,
                None => {
                    failures.push(format!("no output `{path}`; there are {}", outputs(&compiled)));
                    continue;
                }
            }
        } else {
            if let Some(path) = block.attribute("part") {
                failures.extend(part_failure(&compiled, path, &block.text));
            }
            continue;
        };
        if block.text != actual {
            failures.push(format!("`{}` differs\n--- expected\n{}--- found\n{actual}", block.info, block.text));
            block.text = actual;
        }
    }
    if !judged {
        failures.push(String::from("the case expects no diagnostics: add an empty block, if none are due"));
    }
    Outcome { updated: join(&pieces), failures }
}

/// What the case's block of options says, a flag of the command line on each line.
#[must_use]
pub fn options(text: &str, files: &[(String, String)], failures: &mut Vec<String>) -> Options {
    let mut out = Options::default();
    for piece in split(text) {
        let Piece::Fence(block) = piece else { continue };
        if block.language() != "options" {
            continue;
        }
        for line in block.text.lines() {
            let (flag, value) = line.split_once(' ').unwrap_or((line, ""));
            let file = || files.iter().find(|(path, _)| path == value).cloned();
            match (flag, value.split_once('='), file()) {
                ("--all-envs", None, _) if value.is_empty() => out.all_environments = true,
                ("--env", _, _) => out.environment = Some(value.to_owned()),
                ("--set", Some((name, text)), _) => out.set.push((name.to_owned(), text.to_owned())),
                ("--params", _, Some(file)) => out.params.push(file),
                _ => failures.push(format!("`{line}` is no option of a case")),
            }
        }
    }
    out
}

/// What stands where outputs will: `yaml previous=shop/kubernetes/volume-data.yaml`.
pub(crate) fn previous(text: &str) -> BTreeMap<String, Vec<(String, String)>> {
    let mut out: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for piece in split(text) {
        let Piece::Fence(block) = piece else { continue };
        if let Some((app, path)) = block.attribute("previous").and_then(|p| p.split_once('/')) {
            out.entry(app.to_owned()).or_default().push((path.to_owned(), block.text));
        }
    }
    out
}

/// The files that a case only uses: `wharf file=base.app used`.
fn used(text: &str) -> Vec<String> {
    let fences = split(text).into_iter().filter_map(|p| if let Piece::Fence(b) = p { Some(b) } else { None });
    fences.filter(|b| b.has("used")).filter_map(|b| b.attribute("file").map(str::to_owned)).collect()
}

/// What is wrong with a block that shows a part of an output: its lines stand there one after another,
/// at whatever depth.
fn part_failure(compiled: &Compiled, path: &str, part: &str) -> Option<String> {
    let Some(whole) = output(compiled, path) else {
        return Some(format!("no output `{path}`; there are {}", outputs(compiled)));
    };
    let whole: Vec<&str> = whole.lines().collect();
    let margin = |l: &str| l.len() - l.trim_start().len();
    let common = part.lines().filter(|l| !l.trim().is_empty()).map(margin).min().unwrap_or(0);
    let part: Vec<&str> = part.lines().map(|l| l.get(common..).unwrap_or_default()).collect();
    let stands = whole.windows(part.len().max(1)).any(|lines| {
        let indent = lines.first().zip(part.first()).and_then(|(line, due)| line.strip_suffix(due));
        let same = |line: &str, due: &str| {
            line == due && due.is_empty() || indent.and_then(|i| line.strip_prefix(i)) == Some(due)
        };
        indent.is_some_and(|i| i.trim().is_empty()) && lines.iter().zip(&part).all(|(line, due)| same(line, due))
    });
    (!stands).then(|| format!("`{path}` has no such part\n{}\n--- it is\n{}", part.join("\n"), whole.join("\n")))
}

fn source(piece: &Piece) -> Option<(String, String)> {
    let Piece::Fence(b) = piece else { return None };
    let path = match (b.language(), b.attribute("file")) {
        (_, Some(path)) => path,
        ("wharf", None) => "main.app",
        _ => return None,
    };
    Some((path.to_owned(), text(b)))
}

fn text(b: &Block) -> String {
    b.text.clone()
}

fn diagnostics(compiled: &Compiled, notes: bool) -> String {
    let shown = |d: &&Diagnostic| notes || d.severity != Severity::Note;
    compiled.report.diagnostics.iter().filter(shown).map(|d| line(d, &compiled.report.sources)).collect()
}

fn line(d: &Diagnostic, sources: &SourceMap) -> String {
    let Some(file) = sources.get(d.span.file) else { return format!("{}@? {}\n", d.code, d.message) };
    let at = file.line_column(d.span.start);
    let name = if file.name() == "main.app" { String::new() } else { format!("{}:", file.name()) };
    format!("{}@{name}{}:{} {}\n", d.code, at.line, at.column, d.message)
}

fn output(compiled: &Compiled, path: &str) -> Option<String> {
    let find = |app: &wharf::AppOutput, path: &str| {
        let file = app.files.iter().find(|f| f.path == path)?;
        let text = String::from_utf8_lossy(&file.contents).into_owned();
        // A block ends with a line's end, whether or not the file does.
        Some(if text.ends_with('\n') { text } else { text + "\n" })
    };
    match compiled.apps.as_slice() {
        [only] => find(only, path),
        several => several.iter().find_map(|a| find(a, path.strip_prefix(&a.folder)?.strip_prefix('/')?)),
    }
}

fn outputs(compiled: &Compiled) -> String {
    let all: Vec<String> = compiled.apps.iter().flat_map(|a| a.files.iter().map(|f| format!("`{}`", f.path))).collect();
    if all.is_empty() { String::from("none") } else { all.join(", ") }
}
