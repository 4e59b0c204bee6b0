//! SARIF 2.1.0, which code hosts and editors read:
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::place::{Place, anchor, place_in_file};
use super::words::{fingerprints, paragraph};
use crate::{Applicability, Code, Diagnostic, Fix, Severity, SourceMap, Span};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The name of the folder that the paths of files begin in. Code hosts know it by this name.
const BASE: &str = "%SRCROOT%";

/// A log with one run.
#[derive(Debug, Serialize)]
pub struct Sarif {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    invocations: [Invocation; 1],
    column_kind: &'static str,
    original_uri_base_ids: BTreeMap<&'static str, Uri>,
    results: Vec<Found>,
}

#[derive(Debug, Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: String,
    rules: Vec<Rule>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: String,
    name: &'static str,
    short_description: Text,
    full_description: Text,
    help: Help,
    default_configuration: Configuration,
}

#[derive(Debug, Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Debug, Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Debug, Serialize)]
struct Text {
    text: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Found {
    rule_id: String,
    rule_index: usize,
    level: &'static str,
    message: Text,
    locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Mending>,
    partial_fingerprints: BTreeMap<&'static str, String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Uri,
    region: Region,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
struct Uri {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Mending {
    description: Text,
    artifact_changes: Vec<Change>,
    properties: BTreeMap<&'static str, &'static str>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    artifact_location: Uri,
    replacements: Vec<Replacement>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Text,
}

/// The log of a run.
///
/// `base` is the absolute path of the folder that the names of `sources` begin in, and `help` gives the page
/// of a code in Markdown.
#[must_use]
pub fn sarif(
    diagnostics: &[Diagnostic],
    sources: &SourceMap,
    version: &str,
    base: &str,
    help: &dyn Fn(Code) -> Option<&'static str>,
) -> Sarif {
    let codes: BTreeSet<Code> = diagnostics.iter().map(|d| d.code).collect();
    let codes: Vec<Code> = codes.into_iter().collect();
    let prints = fingerprints(diagnostics, sources);
    let results = diagnostics.iter().zip(prints).map(|(d, print)| Found {
        rule_id: d.code.to_string(),
        rule_index: codes.binary_search(&d.code).unwrap_or_default(),
        level: level(d.severity),
        message: Text { text: paragraph(d) },
        locations: anchor(d, sources).map(|p| located(&p, None, None)).into_iter().collect(),
        related_locations: related(d, sources),
        fixes: d.fixes.iter().filter_map(|f| mending(f, sources)).collect(),
        partial_fingerprints: BTreeMap::from([("wharf/v1", print)]),
    });
    let folder = Uri { uri: format!("{}/", file_uri(base).trim_end_matches('/')), uri_base_id: None };
    let run = Run {
        tool: Tool {
            driver: Driver {
                name: "wharf",
                semantic_version: version.to_owned(),
                rules: codes.iter().map(|c| rule(*c, help)).collect(),
            },
        },
        invocations: [Invocation { execution_successful: true }],
        column_kind: "unicodeCodePoints",
        original_uri_base_ids: BTreeMap::from([(BASE, folder)]),
        results: results.collect(),
    };
    Sarif { schema: SCHEMA, version: "2.1.0", runs: [run] }
}

fn level(severity: Severity) -> &'static str {
    // SARIF's levels have the same names.
    severity.name()
}

fn rule(code: Code, help: &dyn Fn(Code) -> Option<&'static str>) -> Rule {
    let page = help(code).map_or_else(|| code.summary().to_owned(), str::to_owned);
    // The first paragraph says what it is about; behind it are examples.
    let about = page.split("\n\n").nth(1).map_or_else(|| code.summary().to_owned(), |p| p.replace('\n', " "));
    Rule {
        id: code.to_string(),
        name: code.name(),
        short_description: Text { text: code.summary().to_owned() },
        full_description: Text { text: about },
        help: Help { text: page.clone(), markdown: page },
        default_configuration: Configuration { level: level(code.severity()) },
    }
}

fn location(span: Span, sources: &SourceMap, id: Option<usize>, message: Option<String>) -> Option<Location> {
    place_in_file(span, sources).map(|place| located(&place, id, message))
}

fn located(place: &Place<'_>, id: Option<usize>, message: Option<String>) -> Location {
    let physical = Physical { artifact_location: artifact(place.file), region: region(place) };
    Location { id, physical_location: physical, message: message.map(|text| Text { text }) }
}

fn related(d: &Diagnostic, sources: &SourceMap) -> Vec<Location> {
    let labels = d.labels.iter().enumerate();
    labels.filter_map(|(i, l)| location(l.span, sources, Some(i + 1), Some(l.message.clone()))).collect()
}

/// The changes of a fix, file by file; `None` where one is not in a file.
fn mending(fix: &Fix, sources: &SourceMap) -> Option<Mending> {
    let mut changes: Vec<Change> = Vec::new();
    for edit in &fix.edits {
        let place = place_in_file(edit.span, sources)?;
        let file = artifact(place.file);
        let replacement =
            Replacement { deleted_region: region(&place), inserted_content: Text { text: edit.text.clone() } };
        match changes.iter_mut().find(|c| c.artifact_location == file) {
            Some(change) => change.replacements.push(replacement),
            None => changes.push(Change { artifact_location: file, replacements: vec![replacement] }),
        }
    }
    let applicability = match fix.applicability {
        Applicability::Safe => "safe",
        Applicability::Unsure => "unsure",
    };
    Some(Mending {
        description: Text { text: fix.title.clone() },
        artifact_changes: changes,
        properties: BTreeMap::from([("applicability", applicability)]),
    })
}

fn region(place: &Place<'_>) -> Region {
    Region {
        start_line: place.line,
        start_column: place.column,
        end_line: place.end_line,
        end_column: place.end_column,
    }
}

/// Where a file is: from the base, or absolute where it does not lie below it.
fn artifact(name: &str) -> Uri {
    if is_absolute(name) {
        return Uri { uri: file_uri(name), uri_base_id: None };
    }
    Uri { uri: encoded(name), uri_base_id: Some(BASE) }
}

fn is_absolute(path: &str) -> bool {
    path.starts_with(['/', '\\']) || path.chars().nth(1) == Some(':')
}

/// An absolute path as a URI, of a drive's too: `file:///C:/x`.
fn file_uri(path: &str) -> String {
    let path = encoded(&path.replace('\\', "/"));
    let path = path.strip_prefix('/').unwrap_or(&path);
    // A drive's colon is no part of a name.
    let path = if is_absolute(&path.replacen("%3A", ":", 1)) { path.replacen("%3A", ":", 1) } else { path.to_owned() };
    format!("file:///{path}")
}

/// Percent-encoded but for `/` and what RFC 3986 calls unreserved.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for b in path.bytes() {
        if b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(b));
        } else {
            out.push_str(&format!("%{b:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        assert_eq!(file_uri("/a b/ü"), "file:///a%20b/%C3%BC");
        assert_eq!(file_uri("C:\\x y"), "file:///C:/x%20y");
        assert_eq!(artifact("a/b c:d.app").uri, "a/b%20c%3Ad.app");
        assert_eq!(artifact("a.app").uri_base_id, Some(BASE));
        assert_eq!(artifact("/x/a.app").uri, "file:///x/a.app");
        assert_eq!(artifact("/x/a.app").uri_base_id, None);
    }
}
