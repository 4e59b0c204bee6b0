//! The terminal's form, drawn by ariadne.

use std::collections::HashMap;

use ariadne::{Cache, Color, Config, IndexType, Label as Drawn, Report, ReportKind, Source};

use crate::{Applicability, Diagnostic, FileId, NoteKind, Severity, SourceMap, Span};

/// How to draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether to use ANSI colours.
    pub color: bool,
}

/// One cache for all reports of a run, so that each file is split into lines once.
struct Sources<'a> {
    map: &'a SourceMap,
    split: HashMap<FileId, Source<String>>,
}

impl Cache<FileId> for Sources<'_> {
    type Storage = String;

    fn fetch(&mut self, id: &FileId) -> Result<&Source<String>, impl std::fmt::Debug> {
        let map = self.map;
        Ok::<_, std::convert::Infallible>(
            self.split
                .entry(*id)
                .or_insert_with(|| Source::from(map.get(*id).map_or_else(String::new, |f| f.text().to_string()))),
        )
    }

    fn display<'b>(&self, id: &'b FileId) -> Option<impl std::fmt::Display + 'b> {
        self.map.get(*id).map(|f| f.name().to_owned())
    }
}

/// Draws all diagnostics, in the order given.
#[must_use]
pub fn terminal(diagnostics: &[Diagnostic], sources: &SourceMap, style: Style) -> String {
    let mut cache = Sources { map: sources, split: HashMap::new() };
    let mut out = Vec::new();
    for d in diagnostics {
        // Writing to a Vec cannot fail; a report that could not be drawn still shows its title.
        if report(d, sources, style).write(&mut cache, &mut out).is_err() {
            out.extend_from_slice(format!("{}[{}]: {}\n", d.severity.name(), d.code, d.message).as_bytes());
        }
    }
    let text = String::from_utf8_lossy(&out);
    if style.color { text.into_owned() } else { without_colors(&text) }
}

/// ariadne 0.6 colours the heading of a custom kind whatever its configuration says.
fn without_colors(text: &str) -> String {
    let mut parts = text.split("\x1b[");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once('m').map_or(part, |(_, rest)| rest));
    }
    out
}

fn report<'a>(d: &'a Diagnostic, sources: &SourceMap, style: Style) -> Report<'a, (FileId, std::ops::Range<usize>)> {
    // A span past the end makes ariadne drop the label: clamp here, and nowhere else.
    let at = |span: Span| (span.file, sources.get(span.file).map_or(0..0, |f| f.clamp(span)));
    let (kind, color) = match d.severity {
        Severity::Error => (ReportKind::Custom("error", Color::Red), Color::Red),
        Severity::Warning => (ReportKind::Custom("warning", Color::Yellow), Color::Yellow),
        Severity::Note => (ReportKind::Custom("note", Color::Blue), Color::Blue),
    };
    let config = Config::default().with_color(style.color).with_index_type(IndexType::Byte).with_compact(false);
    let mut report = Report::build(kind, at(d.span)).with_config(config).with_code(d.code).with_message(&d.message);
    let mut own = Drawn::new(at(d.span)).with_color(color).with_order(-1).with_priority(1);
    if !d.label.is_empty() {
        own = own.with_message(&d.label);
    }
    report = report.with_label(own);
    for label in &d.labels {
        report = report.with_label(Drawn::new(at(label.span)).with_color(Color::Cyan).with_message(&label.message));
    }
    for note in &d.notes {
        match note.kind {
            NoteKind::Note => report.add_note(&note.message),
            NoteKind::Help => report.add_help(&note.message),
        }
    }
    for fix in &d.fixes {
        let sure = match fix.applicability {
            Applicability::Safe => "fix",
            Applicability::Unsure => "fix (unsure)",
        };
        report.add_help(format!("{sure}: {}", fix.title));
    }
    report.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes;

    #[test]
    fn without_colours_there_is_no_escape_sequence() {
        let mut map = SourceMap::default();
        let span = Span::new(map.add("a.app", "x y"), 0, 1);
        let d = Diagnostic::new(codes::SYNTAX, span, "a fault").label("here").note("a note").help("a way out");
        let draw = |color| terminal(std::slice::from_ref(&d), &map, Style { color });
        assert!(draw(true).contains('\x1b'));
        assert!(!draw(false).contains('\x1b'), "{}", draw(false));
        assert!(draw(false).starts_with("[W0005] error: a fault\n"), "{}", draw(false));
    }
}
