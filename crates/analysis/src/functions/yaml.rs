//! `yaml`: values as block YAML that every reader, of 1.1 and of 1.2, reads as what they are.
//!
//! A text is plain only where no reader could take it for something else; all others are in double
//! quotes, whose escapes (YAML 1.2.2, section 5.7) hold those of JSON.

use super::amount;
use crate::value::{Val, Value};

/// Words that a reader of YAML 1.1 or 1.2 takes for a truth value or for nothing.
const RESERVED: &[&str] = &["y", "n", "yes", "no", "on", "off", "true", "false", "null"];

/// The document, ending in a newline; `None` where it has more than `max` bytes. How deep the value
/// is nested is bounded by [`super::known`].
pub(super) fn written(val: &Val, max: usize) -> Option<String> {
    let mut w = Writer { out: String::new(), max };
    if flow(val) {
        w.scalar(val)?;
        w.put("\n")?;
    } else {
        w.block(val, 0, true)?;
    }
    Some(w.out)
}

/// Whether it stands behind its key on one line.
fn flow(val: &Val) -> bool {
    match &val.value {
        Value::List(items) => items.is_empty(),
        Value::Map(entries) => entries.is_empty(),
        _ => true,
    }
}

struct Writer {
    out: String,
    max: usize,
}

impl Writer {
    fn put(&mut self, text: &str) -> Option<()> {
        self.out.push_str(text);
        (self.out.len() <= self.max).then_some(())
    }

    fn pad(&mut self, by: usize) -> Option<()> {
        self.put(&" ".repeat(by))
    }

    /// A list or map that is not empty. `fresh`: it begins on a line of its own, at column `by`; else
    /// the line has been begun by a dash.
    fn block(&mut self, val: &Val, by: usize, fresh: bool) -> Option<()> {
        let mut fresh = fresh;
        let mut begin = |w: &mut Self| {
            if std::mem::replace(&mut fresh, true) { w.pad(by) } else { Some(()) }
        };
        match &val.value {
            Value::List(items) => {
                for item in items {
                    begin(self)?;
                    self.put("- ")?;
                    if flow(item) {
                        self.scalar(item)?;
                        self.put("\n")?;
                    } else {
                        self.block(item, by + 2, false)?;
                    }
                }
            }
            Value::Map(entries) => {
                for (key, _, value) in entries {
                    begin(self)?;
                    self.text(key)?;
                    if flow(value) {
                        self.put(": ")?;
                        self.scalar(value)?;
                        self.put("\n")?;
                    } else {
                        self.put(":\n")?;
                        self.block(value, by + 2, true)?;
                    }
                }
            }
            _ => {}
        }
        Some(())
    }

    fn scalar(&mut self, val: &Val) -> Option<()> {
        match &val.value {
            Value::Text(t) => self.text(t.as_literal().unwrap_or_default()),
            Value::Int(n) => self.put(&n.to_string()),
            // With a point and without an exponent: YAML 1.1 reads `1e3` as a text.
            Value::Float(f) => self.put(&amount::float(*f)),
            Value::Bool(b) => self.put(&b.to_string()),
            Value::List(_) => self.put("[]"),
            Value::Map(_) => self.put("{}"),
            _ => self.put("null"),
        }
    }

    fn text(&mut self, text: &str) -> Option<()> {
        if plain(text) {
            return self.put(text);
        }
        self.put("\"")?;
        for c in text.chars() {
            match c {
                '"' => self.put("\\\"")?,
                '\\' => self.put("\\\\")?,
                '\n' => self.put("\\n")?,
                '\t' => self.put("\\t")?,
                '\r' => self.put("\\r")?,
                // What is not printable (section 5.1), or breaks a line in YAML 1.1.
                c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}') => {
                    self.put(&format!("\\u{:04X}", u32::from(c)))?;
                }
                c => self.put(c.encode_utf8(&mut [0; 4]))?,
            }
        }
        self.put("\"")
    }
}

/// A text that no reader takes for a number, a date, a truth value or a part of the syntax.
fn plain(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-./".contains(c))
        && !RESERVED.contains(&text.to_ascii_lowercase().as_str())
}
