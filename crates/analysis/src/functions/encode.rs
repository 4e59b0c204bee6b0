//! Functions that write values in the forms of others, and the one that reads a file.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use sha2::{Digest, Sha256};
use wharf_diagnostics::Diagnostic;

use super::read::Call;
use super::{MAX_TEXT, yaml as writer};
use crate::errors::functions as errors;
use crate::ops::Outcome;
use crate::value::{Val, Value};

/// RFC 4648, section 4: the standard alphabet, with padding; of the text in UTF-8.
pub(super) fn base64(c: &mut Call<'_>) -> Outcome {
    let text = c.text(0)?;
    c.fits(text.len().div_ceil(3) * 4)?;
    c.made(STANDARD.encode(text))
}

/// In small hexadecimal digits; of the text in UTF-8.
pub(super) fn sha256(c: &mut Call<'_>) -> Outcome {
    let digest = Sha256::digest(c.text(0)?.as_bytes());
    c.made(digest.iter().map(|b| format!("{b:02x}")).collect())
}

/// On one line, the keys of maps in their order.
pub(super) fn json(c: &mut Call<'_>) -> Outcome {
    let val = c.arg(0)?;
    let mut out = Bounded(Vec::new());
    if serde_json::to_writer(&mut out, &Json(val)).is_err() {
        // Nothing else fails: what JSON has no form for is refused before.
        return Err(Box::new(errors::too_long("json", c.span)));
    }
    c.made(String::from_utf8(out.0).map_err(|_| c.mismatch(0, val))?)
}

pub(super) fn yaml(c: &mut Call<'_>) -> Outcome {
    let val = c.arg(0)?;
    match writer::written(val, MAX_TEXT) {
        Some(text) => c.made(text),
        None => Err(Box::new(errors::too_long("yaml", c.span))),
    }
}

pub(super) fn file(c: &mut Call<'_>) -> Outcome {
    let path = c.text(0)?.to_owned();
    let at = c.arg(0).map_or(c.span, |v| v.via.unwrap_or(v.span));
    let bytes = (c.load)(&path, at)?;
    if bytes.len() > MAX_TEXT {
        return Err(Box::new(errors::file_too_long(&path, bytes.len(), at)));
    }
    let text = String::from_utf8(bytes);
    c.made(
        text.map_err(|e| -> Box<Diagnostic> { Box::new(errors::not_utf8(&path, e.utf8_error().valid_up_to(), at)) })?,
    )
}

/// Takes no more than a text may have.
struct Bounded(Vec<u8>);

impl std::io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.0.len() + bytes.len() > MAX_TEXT {
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A value that [`super::known`] has bounded in depth.
struct Json<'v>(&'v Val);

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match &self.0.value {
            Value::Text(t) => s.serialize_str(t.as_literal().unwrap_or_default()),
            Value::Int(n) => s.serialize_i64(*n),
            Value::Float(f) => s.serialize_f64(*f),
            Value::Bool(b) => s.serialize_bool(*b),
            Value::List(items) => {
                let mut list = s.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(&Json(item))?;
                }
                list.end()
            }
            Value::Map(entries) => {
                let mut map = s.serialize_map(Some(entries.len()))?;
                for (key, _, value) in entries {
                    map.serialize_entry(key, &Json(value))?;
                }
                map.end()
            }
            _ => s.serialize_none(),
        }
    }
}
