//! Code Quality reports of GitLab: <https://docs.gitlab.com/ci/testing/code_quality/>.

use serde::Serialize;

use super::place::anchor;
use super::words::{fingerprints, sentence};
use crate::{Diagnostic, Severity, SourceMap};

/// One entry of a report, which is a list of them.
#[derive(Debug, Serialize)]
pub struct GitlabIssue<'a> {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Debug, Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Debug, Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// The report. An entry needs a file: where no file was read, it names the thing that it is about instead.
#[must_use]
pub fn gitlab<'a>(diagnostics: &[Diagnostic], sources: &'a SourceMap) -> Vec<GitlabIssue<'a>> {
    let prints = fingerprints(diagnostics, sources);
    let issue = |(d, fingerprint): (&Diagnostic, String)| {
        let location = match anchor(d, sources) {
            Some(p) => Location { path: p.file, lines: Lines { begin: p.line, end: p.end_line } },
            None => Location {
                path: sources.get(d.span.file).map_or("wharf", |f| f.name()),
                lines: Lines { begin: 1, end: 1 },
            },
        };
        GitlabIssue {
            description: sentence(d),
            check_name: format!("{} {}", d.code, d.code.name()),
            fingerprint,
            severity: match d.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Note => "info",
            },
            location,
        }
    };
    diagnostics.iter().zip(prints).map(issue).collect()
}
