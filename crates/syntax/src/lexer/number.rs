//! Numbers and their suffixes, decoded exactly: integers in the smallest unit of their quantity,
//! or a diagnostic. `0.5Gi` is a whole number of bytes and stands; `0.3B` is not and does not.

use wharf_diagnostics::{Diagnostic, Span};

use super::units::{self, Quantity};
use crate::{errors, tree::Number};

type Decoded = Result<Number, Box<Diagnostic>>;

/// Decodes one number token.
pub(super) fn decode(text: &str, span: Span) -> Decoded {
    let fail = |d: Diagnostic| Err(Box::new(d));
    if let Some(digits) = text.strip_suffix('%') {
        return percent(digits, span);
    }
    if let Some((count, period)) = text.split_once('/') {
        return rate(count, period, span);
    }
    for (prefix, radix) in [("0x", 16), ("0X", 16), ("0o", 8), ("0O", 8), ("0b", 2), ("0B", 2)] {
        if let Some(digits) = text.strip_prefix(prefix)
            && !(prefix == "0B" && digits.is_empty())
        {
            return radix_int(digits, radix, span);
        }
    }
    let (amount, suffix) = amount(text);
    if suffix.contains('.') {
        return fail(errors::number_with_dots(span, text));
    }
    if let Some(d) = leading_zero(&amount, suffix, text, span) {
        return fail(d);
    }
    if suffix.is_empty() {
        return plain(&amount, span);
    }
    if suffix.bytes().any(|b| b.is_ascii_digit()) {
        return compound(text, span);
    }
    let Some(unit) = units::find(suffix) else {
        let names = units::UNITS.iter().map(|u| u.name);
        return fail(errors::unknown_unit(span, amount.text, suffix, units::meant(suffix), names));
    };
    let value = amount.times(unit.factor).map_err(|e| Box::new(e.report(span, text, unit.name)))?;
    Ok(match unit.quantity {
        Quantity::Bytes => Number::Bytes(value),
        Quantity::MilliCpu => Number::MilliCpu(value),
        Quantity::Duration => Number::Millis(value),
    })
}

/// Digits, and digits after a point.
struct Amount<'t> {
    text: &'t str,
    whole: &'t str,
    fraction: &'t str,
}

enum Inexact {
    Overflow,
    Fraction,
}

impl Inexact {
    fn report(&self, span: Span, text: &str, unit: &str) -> Diagnostic {
        match self {
            Self::Overflow => errors::number_too_large(span, text),
            Self::Fraction => errors::inexact_number(span, text, unit),
        }
    }
}

/// Cuts the digits and the fraction off.
fn amount(text: &str) -> (Amount<'_>, &str) {
    let digits = |s: &str| s.find(|c: char| !c.is_ascii_digit() && c != '_').unwrap_or(s.len());
    let (whole, rest) = text.split_at(digits(text));
    match rest.strip_prefix('.') {
        Some(after) => {
            let (fraction, suffix) = after.split_at(digits(after));
            let (text, _) = text.split_at(whole.len() + 1 + fraction.len());
            (Amount { text, whole, fraction }, suffix)
        }
        None => (Amount { text: whole, whole, fraction: "" }, rest),
    }
}

fn value(digits: &str) -> Option<u128> {
    digits
        .bytes()
        .filter(|b| *b != b'_')
        .try_fold(0u128, |n, b| n.checked_mul(10)?.checked_add(u128::from(b.wrapping_sub(b'0'))))
}

impl Amount<'_> {
    /// `self × factor`, where that is a whole number.
    fn times(&self, factor: u64) -> Result<u64, Inexact> {
        let factor = u128::from(factor);
        let whole = value(self.whole).and_then(|n| n.checked_mul(factor)).ok_or(Inexact::Overflow)?;
        let digits: String = self.fraction.chars().filter(|c| *c != '_').collect();
        let digits = digits.trim_end_matches('0');
        let mut part = 0;
        if !digits.is_empty() {
            let scale = u32::try_from(digits.len()).ok().and_then(|n| 10u128.checked_pow(n));
            let scaled = value(digits).and_then(|n| n.checked_mul(factor));
            let (Some(scale), Some(scaled)) = (scale, scaled) else { return Err(Inexact::Fraction) };
            if scaled % scale != 0 {
                return Err(Inexact::Fraction);
            }
            part = scaled / scale;
        }
        u64::try_from(whole.saturating_add(part)).map_err(|_| Inexact::Overflow)
    }
}

fn leading_zero(amount: &Amount<'_>, suffix: &str, text: &str, span: Span) -> Option<Diagnostic> {
    let digits = amount.whole;
    if digits.len() < 2 || !digits.starts_with('0') {
        return None;
    }
    let stripped = digits.trim_start_matches(['0', '_']);
    let stripped = if stripped.is_empty() { "0" } else { stripped };
    let bare = suffix.is_empty() && amount.fraction.is_empty();
    let octal = bare && stripped.bytes().all(|b| matches!(b, b'0'..=b'7' | b'_'));
    let rest = text.strip_prefix(digits).unwrap_or_default();
    Some(errors::leading_zero(span, text, octal.then(|| format!("0o{stripped}")), format!("{stripped}{rest}")))
}

fn plain(amount: &Amount<'_>, span: Span) -> Decoded {
    let fail = |d: Diagnostic| Err(Box::new(d));
    if amount.text.ends_with('_') {
        return fail(errors::misplaced_underscore(span, amount.text));
    }
    if amount.fraction.is_empty() {
        return match value(amount.whole).and_then(|n| i64::try_from(n).ok()) {
            Some(n) => Ok(Number::Int(n)),
            None => fail(errors::number_too_large(span, amount.text)),
        };
    }
    let digits: String = amount.text.chars().filter(|c| *c != '_').collect();
    match digits.parse::<f64>() {
        Ok(n) if n.is_finite() => Ok(Number::Float(n)),
        _ => fail(errors::number_too_large(span, amount.text)),
    }
}

fn radix_int(digits: &str, radix: u32, span: Span) -> Decoded {
    let clean: String = digits.chars().filter(|c| *c != '_').collect();
    if clean.is_empty() || !clean.chars().all(|c| c.is_digit(radix)) {
        return Err(Box::new(errors::bad_digits(span, radix)));
    }
    i64::from_str_radix(&clean, radix).map(Number::Int).map_err(|_| Box::new(errors::number_too_large(span, digits)))
}

/// `1h30min`: durations in descending order, each unit once.
fn compound(text: &str, span: Span) -> Decoded {
    let fail = |d: Diagnostic| Err(Box::new(d));
    let (mut rest, mut total, mut last) = (text, 0u64, u64::MAX);
    while !rest.is_empty() {
        let (part, after) = amount(rest);
        let len = after.find(|c: char| c.is_ascii_digit()).unwrap_or(after.len());
        let (name, next) = after.split_at(len);
        let unit = units::find(name).filter(|u| u.quantity == Quantity::Duration);
        let Some(unit) = unit else { return fail(errors::bad_compound(span, text)) };
        if unit.factor >= last || !part.fraction.is_empty() {
            return fail(errors::bad_compound(span, text));
        }
        let value = part.times(unit.factor).ok().and_then(|n| total.checked_add(n));
        let Some(sum) = value else { return fail(errors::number_too_large(span, text)) };
        (total, last, rest) = (sum, unit.factor, next);
    }
    Ok(Number::Millis(total))
}

fn percent(digits: &str, span: Span) -> Decoded {
    let (amount, rest) = amount(digits);
    if !rest.is_empty() {
        return Err(Box::new(errors::bad_percent(span)));
    }
    if let Some(d) = leading_zero(&amount, "%", &format!("{digits}%"), span) {
        return Err(Box::new(d));
    }
    match amount.times(100) {
        Ok(n) => Ok(Number::Percent(n)),
        Err(Inexact::Overflow) => Err(Box::new(errors::number_too_large(span, digits))),
        Err(Inexact::Fraction) => Err(Box::new(errors::bad_percent(span))),
    }
}

fn rate(count: &str, period: &str, span: Span) -> Decoded {
    let unit = units::find(period).filter(|u| u.quantity == Quantity::Duration && u.factor >= 1_000);
    let Some(unit) = unit else {
        return Err(Box::new(errors::bad_rate(span, count, period, units::meant(period))));
    };
    let (amount, rest) = amount(count);
    if !rest.is_empty() || !amount.fraction.is_empty() {
        return Err(Box::new(errors::bad_rate_count(span)));
    }
    if let Some(d) = leading_zero(&amount, "/", &format!("{count}/{period}"), span) {
        return Err(Box::new(d));
    }
    match amount.times(1) {
        Ok(count) => Ok(Number::Rate { count, per_millis: unit.factor }),
        Err(_) => Err(Box::new(errors::number_too_large(span, count))),
    }
}
