//! `route`.

use wharf_model::{At, HostName, Name, PathMatch, PortRef, Route, RouteRule, Tls};

use super::mounts::{flat, object_name};
use super::workload::positive;
use crate::checker::Checker;
use crate::errors::{names, network, values, workloads};
use crate::matching::{Filled, Matched};
use crate::scope::Declared;
use crate::value::{Ref, Value};
use crate::vocabulary::BlockKind;

pub(super) fn route<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<Route> {
    let hosts = m.slot("host").map_or(Some(Vec::new()), |slot| hosts(c, slot));
    let body = c.body(BlockKind::Route, m);
    let tls = match body.one("tls") {
        Some(t) => {
            let issuer = t.selector() == Some("issuer");
            let name = t.slot(if issuer { "issuer" } else { "secret" }).and_then(|s| object_name(c, s));
            let head = t.head();
            Some(name.map(|n| c.at(if issuer { Tls::Issuer(n.value) } else { Tls::Secret(n.value) }, head)))
        }
        None => None,
    };
    let mut rules: Vec<RouteRule> = Vec::new();
    let mut good = true;
    for r in &body.words {
        let rule = match r.word.spelling() {
            "tls" => continue,
            "exact" => rule(c, r, true),
            _ => rule(c, r, false),
        };
        let Some(rule) = rule else {
            good = false;
            continue;
        };
        if let Some(first) = rules.iter().find(|f| f.path.value == rule.path.value) {
            let (again, first) = (c.origins.span(rule.path.origin), c.origins.span(first.path.origin));
            c.report(network::path_routed_twice(again, first));
            good = false;
            continue;
        }
        rules.push(rule);
    }
    if rules.is_empty() && good && !body.is_any_wrong() {
        return c.fail(network::route_without_rules(m.head()));
    }
    sort(&mut rules);
    let (hosts, tls) = (hosts?, flat(tls)?);
    if let Some(t) = tls.as_ref().filter(|_| hosts.is_empty()) {
        let span = c.origins.span(t.origin);
        return c.fail(network::tls_without_host(span));
    }
    good.then_some(Route { hosts, doc: m.doc(), tls, rules })
}

/// Exact paths first, then prefixes, longer ones first: the first that matches is meant.
fn sort(rules: &mut [RouteRule]) {
    let key = |r: &RouteRule| match &r.path.value {
        PathMatch::Exact(p) => (0, std::cmp::Reverse(p.len()), p.clone()),
        PathMatch::Prefix(p) => (1, std::cmp::Reverse(p.len()), p.clone()),
    };
    rules.sort_by_key(key);
}

fn hosts<'t>(c: &mut Checker<'t>, slot: Filled<'t>) -> Option<Vec<At<HostName>>> {
    let all = c.strings(slot)?;
    let mut out: Vec<At<HostName>> = Vec::new();
    let mut good = true;
    for h in &all.value {
        let span = c.origins.span(h.origin);
        match HostName::new(&h.value) {
            Ok(host) => {
                if let Some(first) = out.iter().find(|o| o.value == host) {
                    let first = c.origins.span(first.origin);
                    c.report(network::host_twice(host.as_str(), span, first));
                    good = false;
                } else {
                    out.push(At::new(host, h.origin));
                }
            }
            Err(why) => {
                c.report(values::bad_text("the host", &why, span, true));
                good = false;
            }
        }
    }
    out.sort();
    good.then_some(out)
}

fn rule<'t>(c: &mut Checker<'t>, m: &Matched<'t>, exact: bool) -> Option<RouteRule> {
    let path = if exact { c.string(m.slot("path")?) } else { c.head_key(m, "a path") };
    let to = target(c, m.value?);
    let inside = c.body(BlockKind::Rule, m);
    let timeout = positive(c, inside.one("timeout"), "timeout");
    let path = path?;
    let span = c.origins.span(path.origin);
    if exact && path.value.len() > 1 && path.value.ends_with('/') {
        // `/a` and `/a/` are two paths, and prefixes never end with `/`.
        return c.fail(network::bad_route_path(
            "an exact path ends without `/`; below a path is what a prefix is for",
            span,
        ));
    }
    let text = match checked_path(&path.value) {
        Ok(t) => t,
        Err(why) => return c.fail(network::bad_route_path(why, span)),
    };
    let path = path.map(|_| if exact { PathMatch::Exact(text) } else { PathMatch::Prefix(text) });
    Some(RouteRule { path, to: to?, timeout: timeout? })
}

/// A path of a URL without a query, not ending in `/` but for the root. The characters are those
/// of RFC 3986's `pchar` and `/`, less `%`: an encoded path is compared decoded by some gateways
/// and as it is by others.
fn checked_path(path: &str) -> Result<String, &'static str> {
    if !path.starts_with('/') {
        return Err("a path begins with `/`");
    }
    if path.len() > 1024 {
        return Err("a path has 1024 characters at most");
    }
    if !path.chars().all(|ch| ch.is_ascii_alphanumeric() || "/-._~!&'()+,;=:@".contains(ch)) {
        return Err("a path has letters, digits and `-._~!&'()+,;=:@`; no query, no pattern, no `%`");
    }
    if path.split('/').skip(1).any(|p| p == "." || p == "..") || path.contains("//") {
        return Err("a path has no `.`, `..` or empty elements");
    }
    let trimmed = path.trim_end_matches('/');
    Ok(if trimmed.is_empty() { String::from("/") } else { trimmed.to_owned() })
}

fn target<'t>(c: &mut Checker<'t>, (_, e): Filled<'t>) -> Option<At<PortRef>> {
    let val = c.eval(e)?;
    let origin = c.origin_of(&val);
    match &val.value {
        Value::Ref(Ref::Port(p)) => Some(At::new(p.clone(), origin)),
        Value::Ref(Ref::Service(s)) => {
            let scope = std::rc::Rc::clone(&c.scope);
            let entry = scope.names.get(s.as_str()).filter(|e| e.kind == Declared::Service)?;
            let mut ports = entry.inner.keys();
            match (ports.next(), ports.next()) {
                (Some(only), None) => {
                    let port = Name::new(only).ok()?;
                    Some(At::new(PortRef { service: s.clone(), port }, origin))
                }
                (None, _) => c.fail(network::route_to_no_port(s.as_str(), e.span, entry.span)),
                _ => c.fail(workloads::which_port(e.span, entry.inner.keys().map(String::as_str))),
            }
        }
        other => {
            let found = other.described();
            let source = c.source(e.span);
            c.fail(names::wrong_kind("a port of a service", found, source, e.span, None))
        }
    }
}
