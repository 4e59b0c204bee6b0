//! Bytes to lines and columns, and back, in the units that others count.

use std::sync::Arc;

/// What a column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units, as JavaScript and the protocol's default do.
    #[default]
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

impl Encoding {
    fn width(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
            Self::Utf32 => 1,
        }
    }
}

/// A place in a text, both counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column, in the units of an [`Encoding`].
    pub character: u32,
}

/// Where the lines of a text begin. A line ends with `\n`, `\r\n` or a lone `\r`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines {
    text: Arc<str>,
    starts: Vec<usize>,
}

impl Lines {
    /// The lines of a text.
    #[must_use]
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        let text: Arc<str> = text.into();
        let mut starts = vec![0];
        for (i, byte) in text.bytes().enumerate() {
            if byte == b'\n' || (byte == b'\r' && text.as_bytes().get(i + 1) != Some(&b'\n')) {
                starts.push(i + 1);
            }
        }
        Self { text, starts }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many lines there are: at least one.
    #[must_use]
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The position of a byte; past the end it is the end's, and inside of a character its beginning.
    #[must_use]
    pub fn position(&self, offset: u32, encoding: Encoding) -> Position {
        let mut offset = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|s| *s <= offset).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or_default();
        let before = self.text.get(start..offset).unwrap_or_default();
        let character = before.chars().map(|c| encoding.width(c)).sum();
        Position { line: clip(line), character: clip(character) }
    }

    /// The byte at a position. A column past the end of its line is the line's end, its line break not
    /// included; a line past the last one is the end of the text.
    #[must_use]
    pub fn offset(&self, position: Position, encoding: Encoding) -> u32 {
        let Some(start) = self.starts.get(position.line as usize).copied() else { return clip(self.text.len()) };
        let end = self.starts.get(position.line as usize + 1).copied().unwrap_or(self.text.len());
        let line = self.text.get(start..end).unwrap_or_default().trim_end_matches(['\n', '\r']);
        let mut left = position.character as usize;
        let mut at = start;
        for c in line.chars() {
            let width = encoding.width(c);
            if left < width {
                break;
            }
            left -= width;
            at += c.len_utf8();
        }
        clip(at)
    }
}

fn clip(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_counts_its_own_units_and_comes_back() {
        let text = "a\u{e9}\u{1F600}b\r\nx\rlast";
        let lines = Lines::new(text);
        assert_eq!(lines.count(), 3);
        let b = u32::try_from(text.find('b').unwrap()).unwrap();
        for (encoding, column) in [(Encoding::Utf8, 7), (Encoding::Utf16, 4), (Encoding::Utf32, 3)] {
            assert_eq!(lines.position(b, encoding), Position { line: 0, character: column });
            for (offset, _) in text.char_indices().filter(|(_, c)| !['\n', '\r'].contains(c)) {
                let offset = u32::try_from(offset).unwrap();
                assert_eq!(lines.offset(lines.position(offset, encoding), encoding), offset);
            }
        }
    }

    #[test]
    fn what_lies_outside_is_clamped() {
        let lines = Lines::new("ab\r\nc");
        assert_eq!(lines.offset(Position { line: 0, character: 99 }, Encoding::Utf16), 2);
        assert_eq!(lines.offset(Position { line: 9, character: 0 }, Encoding::Utf16), 5);
        assert_eq!(lines.position(99, Encoding::Utf16), Position { line: 1, character: 1 });
        // The middle of a surrogate pair is the character's beginning.
        assert_eq!(Lines::new("\u{1F600}x").offset(Position { line: 0, character: 1 }, Encoding::Utf16), 0);
    }
}
