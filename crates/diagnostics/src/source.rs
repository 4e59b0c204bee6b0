//! Files, spans, and the map from byte offsets to lines and columns.

use std::sync::Arc;

/// A file of a [`SourceMap`], by its index there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct FileId(pub u32);

/// A half-open range of bytes in one file: `start..end`.
///
/// Offsets are UTF-8 byte offsets, never characters. A span may lie past the end of its file only
/// by mistake; whoever shows it clamps it ([`SourceFile::clamp`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// The file the bytes stand in.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// One past the last byte; never below `start`.
    pub end: u32,
}

impl Span {
    /// The span `start..end` of `file`. An `end` below `start` is raised to `start`.
    #[must_use]
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        let clip = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { file, start: clip(start), end: clip(end.max(start)) }
    }

    /// The smallest span that covers both; `self` where they lie in different files.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        if self.file != other.file {
            return self;
        }
        Self { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The empty span at this span's first byte.
    #[must_use]
    pub fn at_start(self) -> Self {
        Self { end: self.start, ..self }
    }

    /// The empty span just after this span's last byte.
    #[must_use]
    pub fn at_end(self) -> Self {
        Self { start: self.end, ..self }
    }

    /// The bytes as a range of `usize`.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether `other` lies wholly inside this span.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }
}

/// A place as a person counts it: both from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters (Unicode scalar values), from 1.
    pub column: u32,
}

/// One source file: its name and its text.
#[derive(Clone, Debug)]
pub struct SourceFile {
    name: String,
    text: Arc<str>,
    line_starts: Vec<u32>,
}

impl SourceFile {
    fn new(name: String, text: Arc<str>) -> Self {
        let line_starts = std::iter::once(0)
            .chain(
                text.bytes()
                    .enumerate()
                    .filter(|&(_, b)| b == b'\n')
                    .map(|(i, _)| u32::try_from(i + 1).unwrap_or(u32::MAX)),
            )
            .collect();
        Self { name, text, line_starts }
    }

    /// The name as the user would write it: relative, with `/` between its parts.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// `span` cut to the text's end and widened to character boundaries.
    #[must_use]
    pub fn clamp(&self, span: Span) -> std::ops::Range<usize> {
        let mut start = (span.start as usize).min(self.text.len());
        let mut end = (span.end as usize).clamp(start, self.text.len());
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        start..end
    }

    /// The text under `span`, clamped.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(self.clamp(span)).unwrap_or_default()
    }

    /// The line and column of a byte offset; past the end it is the end's.
    #[must_use]
    pub fn line_column(&self, offset: u32) -> LineColumn {
        let offset = self.clamp(Span { start: offset, end: offset, ..Span::default() }).start;
        let line = self.line_starts.partition_point(|&s| s as usize <= offset).max(1);
        let start = self.line_starts.get(line - 1).copied().unwrap_or(0) as usize;
        let column = self.text.get(start..offset).map_or(0, |s| s.chars().count()) + 1;
        LineColumn { line: u32::try_from(line).unwrap_or(u32::MAX), column: u32::try_from(column).unwrap_or(u32::MAX) }
    }
}

/// All files of one run, in the order they were first read.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    files: Vec<Arc<SourceFile>>,
}

impl SourceMap {
    /// Adds a file and gives the id its spans carry.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(Arc::new(SourceFile::new(name.into(), text.into())));
        id
    }

    /// Gives a file another text, under the id that its name has, or adds it. Spans into the text that it had
    /// are of no use any more.
    pub fn set(&mut self, name: &str, text: impl Into<Arc<str>>) -> FileId {
        let Some(id) = self.find(name) else { return self.add(name, text) };
        if let Some(file) = self.files.get_mut(id.0 as usize) {
            *file = Arc::new(SourceFile::new(name.to_owned(), text.into()));
        }
        id
    }

    /// Adds all files of another map. Gives what their ids grow by, for [`crate::Diagnostic::shift_files`].
    pub fn append(&mut self, other: Self) -> u32 {
        let by = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
        self.files.extend(other.files);
        by
    }

    /// The file with that id, if it is of this map.
    #[must_use]
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize).map(Arc::as_ref)
    }

    /// The id of the file with that name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<FileId> {
        self.files.iter().position(|f| f.name == name).and_then(|i| u32::try_from(i).ok()).map(FileId)
    }

    /// All files with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(i, f)| (FileId(u32::try_from(i).unwrap_or(u32::MAX)), f.as_ref()))
    }

    /// The text under a span; empty where the file is unknown.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file).map_or("", |f| f.slice(span))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_spans_are_clamped() {
        let mut map = SourceMap::default();
        let id = map.add("a.app", "é = 1\nß");
        let file = map.get(id).unwrap();
        assert_eq!(file.line_column(2), LineColumn { line: 1, column: 2 });
        assert_eq!(file.line_column(7), LineColumn { line: 2, column: 1 });
        assert_eq!(file.line_column(999), LineColumn { line: 2, column: 2 });
        assert_eq!(file.clamp(Span::new(id, 1, 500)), 0..9);
        assert_eq!(file.slice(Span::new(id, 0, 1)), "é");
    }
}
