//! Workflow commands of GitHub Actions, which it shows beside the lines of a change.
//!
//! The form and its escapes: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.

use super::place::place_in_file;
use super::words::paragraph;
use crate::{Diagnostic, Severity, SourceMap};

/// A command for each diagnostic, each on a line. Files have to be named as from the repository's folder.
#[must_use]
pub fn github(diagnostics: &[Diagnostic], sources: &SourceMap) -> String {
    let mut out = String::new();
    for d in diagnostics {
        let command = match d.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let mut properties = Vec::new();
        if let Some(p) = place_in_file(d.span, sources) {
            properties.push(format!("file={}", property(p.file)));
            properties.push(format!("line={},endLine={},col={}", p.line, p.end_line, p.column));
            // An end on another line is taken for a column of the first.
            if p.end_line == p.line && p.end_column > p.column {
                properties.push(format!("endColumn={}", p.end_column));
            }
        }
        properties.push(format!("title={}", property(&format!("{} {}", d.code, d.code.name()))));
        out.push_str(&format!("::{command} {}::{}\n", properties.join(","), data(&paragraph(d))));
    }
    out
}

/// A message: what would end it early is written in hexadecimal.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value of a property, which ends with `,` or `:` too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
