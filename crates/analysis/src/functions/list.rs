//! Functions on lists and maps. Those that only move values about take any values.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use wharf_model::Text;

use super::read::Call;
use super::{amount, weight};
use crate::errors::values;
use crate::ops::{Outcome, order};
use crate::texts::printed;
use crate::value::{Val, Value};

/// Keeps secrets and settings as the parts that they are.
pub(super) fn join(c: &mut Call<'_>) -> Outcome {
    let between = if c.given(1).is_some() { c.any_text(1)? } else { Text::default() };
    let mut out = Text::default();
    let mut size = 0usize;
    for (i, item) in c.list(0)?.iter().enumerate() {
        let Some(text) = printed(&item.value) else { return Err(c.mismatch(0, item)) };
        size = size.saturating_add(weight(&text)).saturating_add(if i == 0 { 0 } else { weight(&between) });
        c.fits(size)?;
        if i > 0 {
            out.extend(&between);
        }
        out.extend(&text);
    }
    Ok(Value::Text(out))
}

/// Of a text, the characters.
pub(super) fn len(c: &mut Call<'_>) -> Outcome {
    let n = match &c.arg(0)?.value {
        Value::List(items) => items.len(),
        Value::Map(entries) => entries.len(),
        _ => c.text(0)?.chars().count(),
    };
    i64::try_from(n).map(Value::Int).map_err(|_| c.refused(0, "`len` cannot count so far", "too long"))
}

pub(super) fn first(c: &mut Call<'_>) -> Outcome {
    match c.list(0)?.first() {
        Some(item) => Ok(item.value.clone()),
        None => Err(c.refused(0, "an empty list has no first item", "nothing in it")),
    }
}

pub(super) fn last(c: &mut Call<'_>) -> Outcome {
    match c.list(0)?.last() {
        Some(item) => Ok(item.value.clone()),
        None => Err(c.refused(0, "an empty list has no last item", "nothing in it")),
    }
}

pub(super) fn reverse(c: &mut Call<'_>) -> Outcome {
    c.listed(c.list(0)?.iter().rev().cloned())
}

/// From a position, counted from 0, up to another; what lies beyond the end is not there.
pub(super) fn slice(c: &mut Call<'_>) -> Outcome {
    let from = c.count(1, "the start")?;
    let to = if c.given(2).is_some() { c.count(2, "the end")? } else { usize::MAX };
    let count = to.saturating_sub(from);
    match &c.arg(0)?.value {
        Value::List(items) => c.listed(items.iter().skip(from).take(count).cloned()),
        _ => c.made(c.text(0)?.chars().skip(from).take(count).collect()),
    }
}

pub(super) fn sort(c: &mut Call<'_>) -> Outcome {
    let mut items = c.list(0)?.to_vec();
    one_type(c, &items)?;
    items.sort_by(|a, b| order(a, b).unwrap_or(Ordering::Equal));
    c.listed(items.into_iter())
}

/// Keeps the first of each.
pub(super) fn unique(c: &mut Call<'_>) -> Outcome {
    let items = c.list(0)?;
    one_type(c, items)?;
    let mut seen = BTreeSet::new();
    c.listed(items.iter().filter(|item| seen.insert(amount::key(&item.value))).cloned())
}

/// Only what is of one type is compared, so that there is one order.
fn one_type(c: &Call<'_>, items: &[Val]) -> Result<(), Box<wharf_diagnostics::Diagnostic>> {
    let kind = |v: &Val| match v.value {
        Value::Text(_) => "a text",
        _ => v.value.described(),
    };
    let Some(first) = items.first() else { return Ok(()) };
    match items.iter().find(|i| kind(i) != kind(first)) {
        Some(other) => Err(c.refused(
            0,
            &format!("`{}` takes items of one type", c.function.name),
            &format!("{} and {}", kind(first), kind(other)),
        )),
        None => Ok(()),
    }
}

pub(super) fn keys(c: &mut Call<'_>) -> Outcome {
    let entries = c.map(0)?.iter();
    c.listed(entries.map(|(key, span, _)| Val::new(Value::Text(Text::literal(key.as_str())), *span)))
}

pub(super) fn values(c: &mut Call<'_>) -> Outcome {
    c.listed(c.map(0)?.iter().map(|(_, _, v)| v.clone()))
}

/// What both have is the second's; the order is the first's, then what the second adds.
pub(super) fn merge(c: &mut Call<'_>) -> Outcome {
    let (base, over) = (c.map(0)?, c.map(1)?);
    let newer: BTreeMap<&str, _> = over.iter().map(|e| (e.0.as_str(), e)).collect();
    let older: BTreeSet<&str> = base.iter().map(|e| e.0.as_str()).collect();
    let kept = base.iter().map(|e| (*newer.get(e.0.as_str()).unwrap_or(&e)).clone());
    let added = over.iter().filter(|e| !older.contains(e.0.as_str())).cloned();
    let all: Vec<_> = kept.chain(added).take(super::MAX_ITEMS + 1).collect();
    if all.len() > super::MAX_ITEMS {
        return Err(Box::new(values::out_of_bounds(
            "the map",
            &format!("of at most {} entries", super::MAX_ITEMS),
            "this one",
            c.span,
        )));
    }
    Ok(Value::Map(all))
}
