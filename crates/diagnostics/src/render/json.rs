//! The machine's form: the keys that `wharf check --format json` promises.

use serde::Serialize;

use crate::{Applicability, Diagnostic, SourceMap, Span};

/// One diagnostic as JSON. `start` and `end` are byte offsets, `line` and `column` count from 1.
#[derive(Debug, Serialize)]
pub struct JsonDiagnostic {
    code: String,
    name: &'static str,
    severity: &'static str,
    message: String,
    #[serde(flatten)]
    place: Place,
    labels: Vec<JsonLabel>,
    notes: Vec<String>,
    fixes: Vec<JsonFix>,
}

#[derive(Debug, Serialize)]
struct Place {
    file: String,
    start: u32,
    end: u32,
    line: u32,
    column: u32,
}

#[derive(Debug, Serialize)]
struct JsonLabel {
    #[serde(flatten)]
    place: Place,
    message: String,
}

#[derive(Debug, Serialize)]
struct JsonFix {
    title: String,
    applicability: &'static str,
    edits: Vec<JsonEdit>,
}

#[derive(Debug, Serialize)]
struct JsonEdit {
    #[serde(flatten)]
    place: Place,
    text: String,
}

fn place(span: Span, sources: &SourceMap) -> Place {
    sources.get(span.file).map_or_else(
        || Place { file: String::new(), start: span.start, end: span.end, line: 1, column: 1 },
        |file| {
            let range = file.clamp(span);
            let at = file.line_column(span.start);
            let clip = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            Place {
                file: file.name().to_owned(),
                start: clip(range.start),
                end: clip(range.end),
                line: at.line,
                column: at.column,
            }
        },
    )
}

/// The diagnostic with its spans resolved against `sources`. The words under the main span come
/// first among the labels.
#[must_use]
pub fn to_json(d: &Diagnostic, sources: &SourceMap) -> JsonDiagnostic {
    let own = (!d.label.is_empty()).then(|| JsonLabel { place: place(d.span, sources), message: d.label.clone() });
    JsonDiagnostic {
        code: d.code.to_string(),
        name: d.code.name(),
        severity: d.severity.name(),
        message: d.message.clone(),
        place: place(d.span, sources),
        labels: own
            .into_iter()
            .chain(d.labels.iter().map(|l| JsonLabel { place: place(l.span, sources), message: l.message.clone() }))
            .collect(),
        notes: d.notes.iter().map(|n| n.message.clone()).collect(),
        fixes: d
            .fixes
            .iter()
            .map(|f| JsonFix {
                title: f.title.clone(),
                applicability: match f.applicability {
                    Applicability::Safe => "safe",
                    Applicability::Unsure => "unsure",
                },
                edits: f
                    .edits
                    .iter()
                    .map(|e| JsonEdit { place: place(e.span, sources), text: e.text.clone() })
                    .collect(),
            })
            .collect(),
    }
}
