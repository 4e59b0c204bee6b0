//! Where a span stands, in the words of programs.

use crate::{Diagnostic, SourceMap, Span};

/// A span in its file. Lines and columns count from 1, columns count characters, and the end is the place
/// just behind the last character.
pub(super) struct Place<'a> {
    /// The file's name, as the user would write it.
    pub(super) file: &'a str,
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) end_line: u32,
    pub(super) end_column: u32,
}

/// The place of a span, if its file is of `sources`.
pub(super) fn place(span: Span, sources: &SourceMap) -> Option<Place<'_>> {
    let file = sources.get(span.file)?;
    let range = file.clamp(span);
    let at = |offset: usize| file.line_column(u32::try_from(offset).unwrap_or(u32::MAX));
    let (start, end) = (at(range.start), at(range.end));
    Some(Place {
        file: file.name(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
    })
}

/// Whether a source of that name is a file. What comes with the compiler (`wharf:images`) and what stands
/// on a command line (`--set version`) are none.
pub(super) fn is_file(name: &str) -> bool {
    !(name.is_empty() || name.starts_with("wharf:") || name.starts_with("--"))
}

/// Its place, if that is in a file.
pub(super) fn place_in_file(span: Span, sources: &SourceMap) -> Option<Place<'_>> {
    place(span, sources).filter(|p| is_file(p.file))
}

/// A place in a file for a diagnostic, for forms whose readers refuse one without: its own; else that of the
/// first words about it that are in a file; else the begin of the first file that was read.
pub(super) fn anchor<'a>(d: &Diagnostic, sources: &'a SourceMap) -> Option<Place<'a>> {
    let told = std::iter::once(d.span).chain(d.labels.iter().map(|l| l.span));
    let mut places = told.filter_map(|span| place_in_file(span, sources));
    places.next().or_else(|| {
        let (_, file) = sources.iter().find(|(_, f)| is_file(f.name()))?;
        Some(Place { file: file.name(), line: 1, column: 1, end_line: 1, end_column: 1 })
    })
}
