//! Text files that are no YAML: their lines, with where they come from.

use wharf_model::OriginId;

use crate::{File, LineOrigin};

/// Collects the lines of one file.
pub(crate) struct Lines {
    text: String,
    line: u32,
    origins: Option<Vec<LineOrigin>>,
    blank: bool,
}

impl Lines {
    /// An empty file; with `provenance`, the origins of its lines are kept.
    pub(crate) fn new(provenance: bool) -> Self {
        Self { text: String::new(), line: 0, origins: provenance.then(Vec::new), blank: true }
    }

    /// Writes `text`, which may be several lines, without a final line break.
    pub(crate) fn line(&mut self, origin: OriginId, text: &str) {
        if let Some(origins) = &mut self.origins
            && origins.last().is_none_or(|l| l.origin != origin)
        {
            origins.push(LineOrigin { line: self.line, origin });
        }
        self.text.push_str(text);
        self.text.push('\n');
        let lines = text.matches('\n').count().saturating_add(1);
        self.line = self.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        self.blank = text.is_empty();
    }

    /// Writes an empty line, unless the last one is empty or nothing is written yet.
    pub(crate) fn blank(&mut self) {
        if !self.blank {
            self.text.push('\n');
            self.line = self.line.saturating_add(1);
            self.blank = true;
        }
    }

    /// Writes a comment: one line for each of `text`'s.
    pub(crate) fn comment(&mut self, origin: OriginId, text: &str) {
        for line in text.lines() {
            self.line(origin, format!("# {}", line.trim_end()).trim_end());
        }
    }

    /// Writes an instruction of several pieces, one on each line, continued by backslashes.
    pub(crate) fn continued(&mut self, pieces: &[(OriginId, String)], indent: usize) {
        for (i, (origin, piece)) in pieces.iter().enumerate() {
            let indent = if i == 0 { 0 } else { indent };
            let end = if i + 1 == pieces.len() { "" } else { " \\" };
            self.line(*origin, &format!("{:indent$}{piece}{end}", ""));
        }
    }

    /// The file, with exactly one line break at its end.
    pub(crate) fn finish(mut self, path: impl Into<String>) -> File {
        let end = self.text.trim_end_matches('\n').len();
        self.text.truncate(end);
        self.text.push('\n');
        File { path: path.into(), contents: self.text.into_bytes(), lines: self.origins.unwrap_or_default() }
    }
}
