//! Text files that are no YAML, with the origins of their lines.

use wharf_model::OriginId;

use crate::{File, LineOrigin};

/// A text as it grows.
#[derive(Default)]
pub(super) struct Lines {
    text: String,
    line: u32,
    origins: Vec<LineOrigin>,
}

impl Lines {
    /// Adds a line. A `text` with line breaks in it is several.
    pub(super) fn push(&mut self, origin: OriginId, text: &str) {
        if self.origins.last().is_none_or(|last| last.origin != origin) {
            self.origins.push(LineOrigin { line: self.line, origin });
        }
        self.text.push_str(text);
        self.text.push('\n');
        let lines = text.matches('\n').count().saturating_add(1);
        self.line = self.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
    }

    /// The file.
    pub(super) fn finish(self, path: &str, provenance: bool) -> File {
        File {
            path: path.to_owned(),
            contents: self.text.into_bytes(),
            lines: if provenance { self.origins } else { Vec::new() },
        }
    }
}
