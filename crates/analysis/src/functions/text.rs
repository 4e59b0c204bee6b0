//! Functions on texts.

use super::read::Call;
use crate::ops::Outcome;
use crate::value::Value;

/// How many spaces `indent` puts before a line, at most.
const MAX_INDENT: usize = 100;

pub(super) fn upper(c: &mut Call<'_>) -> Outcome {
    c.made(c.text(0)?.to_uppercase())
}

pub(super) fn lower(c: &mut Call<'_>) -> Outcome {
    c.made(c.text(0)?.to_lowercase())
}

pub(super) fn trim(c: &mut Call<'_>) -> Outcome {
    c.made(c.text(0)?.trim().to_owned())
}

pub(super) fn trim_prefix(c: &mut Call<'_>) -> Outcome {
    let text = c.text(0)?;
    c.made(text.strip_prefix(c.text(1)?).unwrap_or(text).to_owned())
}

pub(super) fn trim_suffix(c: &mut Call<'_>) -> Outcome {
    let text = c.text(0)?;
    c.made(text.strip_suffix(c.text(1)?).unwrap_or(text).to_owned())
}

pub(super) fn split(c: &mut Call<'_>) -> Outcome {
    let separator = c.text(1)?;
    if separator.is_empty() {
        return Err(c.refused(1, "`split` needs a separator", "nothing in it"));
    }
    c.texts(c.text(0)?.split(separator))
}

pub(super) fn lines(c: &mut Call<'_>) -> Outcome {
    c.texts(c.text(0)?.lines())
}

pub(super) fn replace(c: &mut Call<'_>) -> Outcome {
    let (text, old, new) = (c.text(0)?, c.text(1)?, c.text(2)?);
    if old.is_empty() {
        return Err(c.refused(1, "`replace` needs a text to look for", "nothing in it"));
    }
    let count = text.matches(old).count();
    c.fits(text.len().saturating_sub(count * old.len()).saturating_add(count.saturating_mul(new.len())))?;
    c.made(text.replace(old, new))
}

pub(super) fn contains(c: &mut Call<'_>) -> Outcome {
    Ok(Value::Bool(c.text(0)?.contains(c.text(1)?)))
}

pub(super) fn starts_with(c: &mut Call<'_>) -> Outcome {
    Ok(Value::Bool(c.text(0)?.starts_with(c.text(1)?)))
}

pub(super) fn ends_with(c: &mut Call<'_>) -> Outcome {
    Ok(Value::Bool(c.text(0)?.ends_with(c.text(1)?)))
}

pub(super) fn indent(c: &mut Call<'_>) -> Outcome {
    let (text, by) = (c.text(0)?, c.count(1, "the indent")?);
    if by > MAX_INDENT {
        let title = format!("`indent` puts at most {MAX_INDENT} spaces before a line");
        return Err(c.refused(1, &title, "more than that"));
    }
    c.fits(text.len() + text.lines().count() * by)?;
    let pad = " ".repeat(by);
    let line = |l: &str| if l.trim().is_empty() { l.to_owned() } else { format!("{pad}{l}") };
    c.made(text.split_inclusive('\n').map(line).collect())
}

/// What the names of objects may hold: small letters, digits, and hyphens inside.
pub(super) fn slug(c: &mut Call<'_>) -> Outcome {
    let mut out = String::new();
    for letter in c.text(0)?.chars() {
        if letter.is_ascii_alphanumeric() {
            out.push(letter.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    c.made(out.trim_end_matches('-').to_owned())
}
