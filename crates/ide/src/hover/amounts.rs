//! What a number with a unit is in the smallest one.

use wharf_diagnostics::FileId;
use wharf_syntax::tree::{ExprKind, Number, StmtKind};

use crate::data::TextRange;
use crate::view::View;

/// The amount that stands at a range.
pub(super) fn amount(view: &View, range: TextRange) -> Option<String> {
    let text = view.source.text();
    let mut written = text.get(range.start as usize..range.end as usize)?.to_owned();
    // What a number has behind its letters: a per cent sign, or the time of a rate.
    let rest = text.get(range.end as usize..)?;
    if rest.starts_with('%') && !written.ends_with('%') {
        written.push('%');
    } else if let Some(period) = rest.strip_prefix('/') {
        let end = period.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(period.len());
        if end > 0 {
            written.push('/');
            written.push_str(period.get(..end)?);
        }
    }
    let parsed = wharf_syntax::parse(FileId::default(), &format!("let x = {written}"));
    let [stmt] = parsed.tree.stmts.as_slice() else { return None };
    let StmtKind::Let { value, .. } = &stmt.kind else { return None };
    let ExprKind::Number(number) = &value.kind else { return None };
    let meant = match number.value {
        Number::Bytes(n) => {
            let binary = binary(n).filter(|b| *b != written).map_or_else(String::new, |b| format!(", {b}"));
            format!("{} bytes{binary}", grouped(n))
        }
        Number::MilliCpu(n) => format!("{} of a CPU, {n} thousandths", decimal(n, 1000)),
        Number::Millis(n) if n % 1000 == 0 => format!("{} seconds{}", grouped(n / 1000), long(n)),
        Number::Millis(n) => format!("{} milliseconds", grouped(n)),
        Number::Percent(n) => format!("{} of the whole", decimal(n, 10_000)),
        Number::Rate { count, per_millis } => format!("{} in {} seconds", grouped(count), decimal(per_millis, 1000)),
        Number::Int(n) if written.starts_with("0o") => format!("{n}, permissions {}", permissions(n)),
        Number::Int(n) if written.contains(['x', 'b', '_']) => n.to_string(),
        Number::Int(_) | Number::Float(_) => return None,
    };
    Some(format!("`{written}`: {meant}"))
}

/// Digits in groups of three.
fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(c);
    }
    out
}

/// `n / of`, without zeros at its end.
fn decimal(n: u64, of: u64) -> String {
    let width = of.to_string().len() - 1;
    let fraction = format!("{:0width$}", n % of);
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { (n / of).to_string() } else { format!("{}.{fraction}", n / of) }
}

/// An amount in the largest binary unit that it is a whole number of.
fn binary(n: u64) -> Option<String> {
    let units = [(40, "Ti"), (30, "Gi"), (20, "Mi"), (10, "Ki")];
    let whole = units.into_iter().find(|(bits, _)| n >= 1 << bits && n.is_multiple_of(1 << bits));
    whole.map(|(bits, unit)| format!("{}{unit}", n >> bits))
}

/// A long time in larger units.
fn long(millis: u64) -> String {
    let minutes = millis / 60_000;
    match (minutes / 60, minutes % 60) {
        (0, 0) => String::new(),
        (0, m) => format!(", {m} min"),
        (h, 0) => format!(", {h} h"),
        (h, m) => format!(", {h} h {m} min"),
    }
}

/// `rwxr-x---`
fn permissions(n: i64) -> String {
    let bit = |i: i64, c: char| if n >> i & 1 == 1 { c } else { '-' };
    (0..9)
        .rev()
        .map(|i| bit(i, ['x', 'w', 'r'].get(usize::try_from(i % 3).unwrap_or(0)).copied().unwrap_or('-')))
        .collect()
}
