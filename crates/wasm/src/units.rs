//! Bytes of UTF-8 to the units of JavaScript's strings, and back.

use std::cmp::Ordering;

/// The offsets of one text. JavaScript counts UTF-16 code units.
pub(crate) struct Units {
    /// For every character that is longer in one of the two than one: the byte and the unit just behind it.
    wide: Vec<(u32, u32)>,
}

impl Units {
    pub(crate) fn new(text: &str) -> Self {
        let (mut wide, mut unit) = (Vec::new(), 0);
        for (byte, c) in text.char_indices() {
            unit += clip(c.len_utf16());
            if !c.is_ascii() {
                wide.push((clip(byte + c.len_utf8()), unit));
            }
        }
        Self { wide }
    }

    /// The unit at a byte. Inside of a character it is an offset beside it.
    pub(crate) fn unit(&self, byte: u32) -> u32 {
        shifted(&self.wide, byte, |(byte, unit)| (*byte, *unit))
    }

    /// The byte at a unit.
    pub(crate) fn byte(&self, unit: u32) -> u32 {
        shifted(&self.wide, unit, |(byte, unit)| (*unit, *byte))
    }
}

/// What `from` is on the other side: as far behind the last wide character as on this one.
fn shifted(wide: &[(u32, u32)], from: u32, sides: impl Fn(&(u32, u32)) -> (u32, u32)) -> u32 {
    let at = wide.partition_point(|w| sides(w).0.cmp(&from) != Ordering::Greater);
    let (here, there) = at.checked_sub(1).and_then(|i| wide.get(i)).map_or((0, 0), sides);
    there.saturating_add(from - here)
}

fn clip(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_boundary_goes_there_and_back() {
        let text = "a\u{e9}\u{1F600}\u{1F600}b\n\u{2192}";
        let units = Units::new(text);
        let mut unit = 0;
        for (byte, c) in text.char_indices() {
            assert_eq!(units.unit(clip(byte)), unit, "{byte}");
            assert_eq!(units.byte(unit), clip(byte), "{unit}");
            unit += clip(c.len_utf16());
        }
        assert_eq!(units.unit(clip(text.len())), unit);
    }
}
