//! What stands in the block of a route's rule.

use wharf_model::{At, Backend, Forward, HeaderChange, HostName, PortRef, When};

use super::mounts::flat;
use super::route::{checked_path, target};
use crate::checker::Checker;
use crate::errors::{network, values, words};
use crate::matching::{Body, Matched};
use crate::value::Value;

/// A name with its value.
type Named = (At<String>, At<String>);

/// The conditions beside the path.
pub(super) fn when<'t>(c: &mut Checker<'t>, inside: &Body<'t>) -> Option<When> {
    let headers = named(c, inside, "when-header", true);
    let query = named(c, inside, "when-query", false);
    let method = flat(inside.one("when-method").and_then(|m| m.slot("method")).map(|s| c.choice(s)));
    Some(When { headers: headers?, query: query?, method: method? })
}

/// Where requests go: `to` gets what the splits leave.
pub(super) fn forward<'t>(c: &mut Checker<'t>, inside: &Body<'t>, to: Option<At<PortRef>>) -> Option<Forward> {
    let mut good = true;
    let mut others: Vec<Backend> = Vec::new();
    for m in inside.all("split") {
        match split(c, m) {
            Some(backend) => others.push(backend),
            None => good = false,
        }
    }
    let rewrite = inside.one("rewrite").map(|m| rewrite(c, m));
    let request = changes(c, inside, ("set-request", "remove-request"));
    let response = changes(c, inside, ("set-response", "remove-response"));
    let to = to?;
    if let Some(beyond) = others.get(MOST - 1) {
        let span = c.origins.span(beyond.to.origin);
        let count = others.len().to_string();
        return c.fail(values::out_of_bounds("the number of `split`", "at most 15", &count, span));
    }
    let given: u32 = others.iter().map(|b| b.share.value).sum();
    if let Some(last) = others.last().filter(|_| given > 100) {
        let span = c.origins.span(last.share.origin);
        return c.fail(network::shares_above_all(given, span));
    }
    for (i, other) in others.iter().enumerate() {
        let before = others.iter().take(i).map(|b| &b.to).chain([&to]);
        if let Some(first) = before.into_iter().find(|b| b.value == other.to.value) {
            let (again, first) = (c.origins.span(other.to.origin), c.origins.span(first.origin));
            return c.fail(network::split_twice(again, first));
        }
    }
    let share = At::new(100_u32.saturating_sub(given), to.origin);
    let mut backends = vec![Backend { to, share }];
    backends.append(&mut others);
    let (rewritten, request, response) = (flat(rewrite)?, request?, response?);
    let (rewrite, host) = rewritten.unwrap_or_default();
    let set = request.iter().find(|(name, _)| name.value.eq_ignore_ascii_case("host"));
    if let Some(((name, _), host)) = set.zip(host.as_ref()) {
        let (again, first) = (c.origins.span(name.origin), c.origins.span(host.origin));
        return c.fail(network::header_changed_twice(&name.value, again, first));
    }
    good.then_some(Forward { backends, rewrite, host, request, response })
}

/// What takes the place of the path and of the host.
type Rewrite = (Option<At<String>>, Option<At<HostName>>);

/// `rewrite [PATH] [host HOST]`
fn rewrite<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<Rewrite> {
    let path = m.slot("rewrite").map(|slot| {
        let text = c.string(slot)?;
        match checked_path(&text.value) {
            Ok(path) => Some(text.map(|_| path)),
            Err(why) => {
                let span = c.origins.span(text.origin);
                c.fail(network::bad_route_path(why, span))
            }
        }
    });
    let host = m.label("host").map(|slot| {
        let text = c.string(slot)?;
        let span = c.origins.span(text.origin);
        match HostName::new(&text.value) {
            Ok(host) if host.as_str().starts_with('*') => c.fail(network::host_of_all(span)),
            Ok(host) => Some(text.map(|_| host)),
            Err(why) => c.fail(values::bad_text("the host", &why, span, true)),
        }
    });
    if path.is_none() && host.is_none() {
        return c.fail(words::nothing_said(m.word, m.head()));
    }
    Some((flat(path)?, flat(host)?))
}

fn split<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<Backend> {
    let to = target(c, m.slot("to")?);
    let share = share(c, m, "share");
    Some(Backend { to: to?, share: share? })
}

/// A whole number of per cent, from 1 to 100.
pub(super) fn share<'t>(c: &mut Checker<'t>, m: &Matched<'t>, slot: &'static str) -> Option<At<u32>> {
    let val = c.filled(m.slot(slot)?)?;
    let origin = c.origin_of(&val);
    let Value::Percent(p) = val.value else { return None };
    match u32::try_from(p / 100) {
        Ok(whole) if p % 100 == 0 && (1..=100).contains(&whole) => Some(At::new(whole, origin)),
        _ => c.fail(values::out_of_bounds(
            "a share of requests",
            "a whole percentage from 1% to 100%",
            &wharf_model::Percent(p).to_string(),
            val.span,
        )),
    }
}

/// Headers that are set, with their values, and that are taken away, sorted.
fn changes<'t>(
    c: &mut Checker<'t>,
    inside: &Body<'t>,
    (set, remove): (&'static str, &'static str),
) -> Option<Vec<HeaderChange>> {
    let mut out: Vec<_> = named(c, inside, set, true)?.into_iter().map(|(k, v)| (k, Some(v))).collect();
    for m in inside.all(remove) {
        let key = c.key(m.slot("key")?)?;
        out.push((header_name(c, key)?, None));
    }
    few(c, set, &out)?;
    // Names of headers ignore case.
    out.sort_by_key(|(name, _)| (name.value.to_ascii_lowercase(), name.value.clone()));
    for pair in out.windows(2) {
        if let [(a, _), (b, _)] = pair
            && a.value.eq_ignore_ascii_case(&b.value)
        {
            let (first, again) = (c.origins.span(a.origin), c.origins.span(b.origin));
            return c.fail(network::header_changed_twice(&b.value, again, first));
        }
    }
    Some(out)
}

/// The entries of a word, sorted. Names of headers ignore case: conditions compare them in lower case.
fn named<'t>(c: &mut Checker<'t>, inside: &Body<'t>, word: &'static str, header: bool) -> Option<Vec<Named>> {
    let mut out: Vec<Named> = Vec::new();
    let mut good = true;
    for m in inside.all(word) {
        let key = m.slot("key").and_then(|s| c.key(s));
        let value = m.value.and_then(|v| c.string(v));
        let (Some(key), Some(value)) = (key, value) else {
            good = false;
            continue;
        };
        let (key, value) = if header {
            (header_name(c, key), plain(c, value, "the value"))
        } else {
            (of_query(c, key, "the parameter"), of_query(c, value, "the value"))
        };
        match (key, value) {
            (Some(key), Some(value)) if word == "when-header" => out.push((key.map(|k| k.to_lowercase()), value)),
            (Some(key), Some(value)) => out.push((key, value)),
            _ => good = false,
        }
    }
    few(c, word, &out)?;
    out.sort();
    good.then_some(out)
}

/// A token of RFC 9110, section 5.6.2, as far as both gateways write it plainly.
fn header_name(c: &mut Checker<'_>, key: At<String>) -> Option<At<String>> {
    if !key.value.is_empty()
        && key.value.len() <= 256
        && key.value.chars().all(|ch| ch.is_ascii_alphanumeric() || ch == '-')
    {
        return Some(key);
    }
    let span = c.origins.span(key.origin);
    c.fail(network::bad_header_name(&key.value, span))
}

/// A part of a query that means itself, encoded or not (RFC 3986, "unreserved").
fn of_query(c: &mut Checker<'_>, text: At<String>, what: &str) -> Option<At<String>> {
    if text.value.len() <= 256 && text.value.chars().all(|ch| ch.is_ascii_alphanumeric() || "-._".contains(ch)) {
        return Some(text);
    }
    let span = c.origins.span(text.origin);
    c.fail(network::not_of_query(what, span))
}

/// The most of each that a rule of the Gateway API takes (`maxItems`).
const MOST: usize = 16;

/// Bounds the entries of a word.
fn few<T>(c: &mut Checker<'_>, word: &str, all: &[(At<String>, T)]) -> Option<()> {
    let Some((beyond, _)) = all.get(MOST) else { return Some(()) };
    let span = c.origins.span(beyond.origin);
    c.fail(values::out_of_bounds(&format!("the number of `{word}`"), "at most 16", &all.len().to_string(), span))
}

/// A text that both gateways compare and write as it is: Caddy reads `*`, `{` and backquotes.
fn plain(c: &mut Checker<'_>, text: At<String>, what: &str) -> Option<At<String>> {
    if text.value.len() <= 1024 && text.value.chars().all(|ch| (' '..='~').contains(&ch) && !"*{}`\\".contains(ch)) {
        return Some(text);
    }
    let span = c.origins.span(text.origin);
    c.fail(network::not_plain(what, span))
}
