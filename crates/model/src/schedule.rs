//! Schedules of cron, as the API server reads them.

use std::fmt;

use crate::InvalidValue;

/// A schedule of five fields (minute, hour, day of the month, month, day of the week) or one of the words
/// with `@`. It is one that robfig/cron's standard parser takes, which Kubernetes checks with
/// (`batch/v1` CronJobSpec `schedule`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule(String);

/// A field's name, its bounds, and the names that stand for numbers from the lower bound on.
struct Field {
    name: &'static str,
    low: u32,
    high: u32,
    names: &'static [&'static str],
}

const fn field(name: &'static str, low: u32, high: u32, names: &'static [&'static str]) -> Field {
    Field { name, low, high, names }
}

const FIELDS: [Field; 5] = [
    field("minute", 0, 59, &[]),
    field("hour", 0, 23, &[]),
    field("day of the month", 1, 31, &[]),
    field("month", 1, 12, &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]),
    field("day of the week", 0, 6, &["sun", "mon", "tue", "wed", "thu", "fri", "sat"]),
];

const WORDS: [&str; 7] = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];

impl Schedule {
    /// The schedule that a text says.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn new(text: &str) -> Result<Self, InvalidValue> {
        let trimmed = text.trim();
        if trimmed.starts_with("TZ=") || trimmed.starts_with("CRON_TZ=") {
            return Err(InvalidValue::because("the time zone has a word of its own: `timezone \"Europe/Berlin\"`"));
        }
        if trimmed.starts_with('@') {
            return if WORDS.contains(&trimmed) {
                Ok(Self(trimmed.to_owned()))
            } else {
                Err(InvalidValue::because(format!("the words are {}", WORDS.join(", "))))
            };
        }
        let parts: Vec<&str> = trimmed.split_whitespace().collect();
        if parts.len() != FIELDS.len() {
            let found = parts.len();
            return Err(InvalidValue::because(format!(
                "it has five fields: minute, hour, day of the month, month, day of the week; here are {found}"
            )));
        }
        for (field, part) in FIELDS.iter().zip(&parts) {
            for range in part.split(',') {
                check(field, range)?;
            }
        }
        Ok(Self(parts.join(" ")))
    }

    /// The text, with one space between its fields.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// `*`, `N`, `N-M`, each perhaps with `/STEP`.
fn check(field: &Field, range: &str) -> Result<(), InvalidValue> {
    let fault = |why: &str| Err(InvalidValue::because(format!("the {} `{range}` {why}", field.name)));
    let (span, step) = range.split_once('/').map_or((range, None), |(span, step)| (span, Some(step)));
    if step.is_some_and(|s| s.parse::<u32>().map_or(true, |n| n == 0)) {
        return fault("has no step above zero behind the `/`");
    }
    if span == "*" || span == "?" {
        return Ok(());
    }
    let (from, to) = span.split_once('-').map_or((span, None), |(from, to)| (from, Some(to)));
    let Some(from) = number(field, from) else {
        return fault(&bounds(field));
    };
    match to.map(|to| number(field, to)) {
        None => Ok(()),
        Some(None) => fault(&bounds(field)),
        Some(Some(to)) if to < from => fault("ends before it begins"),
        Some(Some(_)) => Ok(()),
    }
}

fn number(field: &Field, text: &str) -> Option<u32> {
    let named = field.names.iter().position(|n| n.eq_ignore_ascii_case(text));
    let named = named.and_then(|i| u32::try_from(i).ok()).map(|i| i.saturating_add(field.low));
    named.or_else(|| text.parse().ok()).filter(|n| (field.low..=field.high).contains(n))
}

fn bounds(field: &Field) -> String {
    let names = match (field.names.first(), field.names.last()) {
        (Some(first), Some(last)) => format!(", or a name from `{first}` to `{last}`"),
        _ => String::new(),
    };
    format!("is not a number from {} to {}{names}", field.low, field.high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_server_takes_is_taken() {
        for text in
            ["0 3 * * *", "*/15 0-6,22 1 jan-MAR mon-fri", "@daily", "5/10 * ? * *", "0  0 * * 0", "59 23 31 12 6"]
        {
            assert!(Schedule::new(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn what_it_refuses_is_refused() {
        for text in [
            "",
            "* * * *",
            "* * * * * *",
            "60 * * * *",
            "* 24 * * *",
            "* * 0 * *",
            "* * * 13 *",
            "* * * * 7",
            "*/0 * * * *",
            "5-1 * * * *",
            "a * * * *",
            "@never",
            "@every 1h",
            "TZ=UTC 0 3 * * *",
            "1, * * * *",
        ] {
            assert!(Schedule::new(text).is_err(), "{text}");
        }
    }
}
