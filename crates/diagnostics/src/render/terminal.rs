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
        header(d, style, &mut out);
        let mut drawn = Vec::new();
        // Writing to a Vec cannot fail. The first line is ariadne's own title: ours is written above,
        // because ariadne colours a custom kind whatever the configuration says.
        if report(d, sources, style).write(&mut cache, &mut drawn).is_ok() {
            let rest = drawn.iter().position(|b| *b == b'\n').and_then(|end| drawn.get(end + 1..));
            out.extend_from_slice(rest.unwrap_or_default());
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// `error[W0201]: the title`
fn header(d: &Diagnostic, style: Style, out: &mut Vec<u8>) {
    let (severity, code, title) = (d.severity.name(), d.code, &d.message);
    let line = if style.color {
        let number = match d.severity {
            Severity::Error => 31,
            Severity::Warning => 33,
            Severity::Note => 34,
        };
        format!("\x1b[1;{number}m{severity}[{code}]\x1b[0m\x1b[1m: {title}\x1b[0m\n")
    } else {
        format!("{severity}[{code}]: {title}\n")
    };
    out.extend_from_slice(line.as_bytes());
}

fn report<'a>(d: &'a Diagnostic, sources: &SourceMap, style: Style) -> Report<'a, (FileId, std::ops::Range<usize>)> {
    // A span past the end makes ariadne drop the label: clamp here, and nowhere else.
    let at = |span: Span| (span.file, sources.get(span.file).map_or(0..0, |f| f.clamp(span)));
    let color = match d.severity {
        Severity::Error => Color::Red,
        Severity::Warning => Color::Yellow,
        Severity::Note => Color::Blue,
    };
    let config = Config::default().with_color(style.color).with_index_type(IndexType::Byte).with_compact(false);
    let mut report = Report::build(ReportKind::Error, at(d.span)).with_config(config);
    // Labels of one file are drawn together only where they come by ascending line; the file of
    // the fault itself comes first.
    let own = std::iter::once((d.span, d.label.as_str(), color));
    let mut labels: Vec<_> = own.chain(d.labels.iter().map(|l| (l.span, l.message.as_str(), Color::Cyan))).collect();
    labels.sort_by_key(|(span, _, _)| (span.file != d.span.file, *span));
    for (order, (span, message, color)) in (0..).zip(labels) {
        let drawn = Drawn::new(at(span)).with_color(color).with_order(order);
        // A label without a message is not underlined.
        report = report.with_label(drawn.with_message(if message.is_empty() { " " } else { message }));
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
