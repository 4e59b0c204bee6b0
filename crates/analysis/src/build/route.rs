//! `routing` and `route`.

use wharf_diagnostics::Span;
use wharf_model::{
    Action, At, HostName, Name, OriginId, PathMatch, PortRef, Redirect, Route, RouteRule, Routing, Tls, When,
};

use super::mounts::{flat, object_name};
use super::rule;
use super::workload::positive;
use crate::checker::Checker;
use crate::errors::{names, network, values, workloads};
use crate::matching::{Body, Filled, Matched};
use crate::scope::Declared;
use crate::value::{Ref, Value};
use crate::vocabulary::BlockKind;

/// What carries out the routes of an app.
pub(super) fn routing<'t>(c: &mut Checker<'t>, body: &Body<'t>) -> Option<Routing> {
    let Some(m) = body.one("routing") else { return Some(Routing::Ingress { class: None }) };
    let named = |c: &mut Checker<'t>, label: &'static str| flat(m.label(label).map(|s| object_name(c, s)));
    let class = named(c, "class");
    if m.selector() == Some("ingress") {
        return Some(Routing::Ingress { class: class? });
    }
    let (existing, namespace, section) = (named(c, "use"), named(c, "namespace"), named(c, "section"));
    match (class?, existing?) {
        (Some(class), None) => {
            let of_existing = m.label("namespace").or_else(|| m.label("section"));
            match of_existing {
                Some((_, e)) => c.fail(network::part_of_existing_gateway(e.span)),
                None => Some(Routing::Gateway { class }),
            }
        }
        (None, Some(name)) => Some(Routing::Existing { name, namespace: namespace?, section: section? }),
        _ => c.fail(network::which_gateway(m.head())),
    }
}

pub(super) fn route<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<Route> {
    let hosts = m.slot("host").map_or(Some(Vec::new()), |slot| hosts(c, slot));
    let body = c.body(BlockKind::Route, m);
    let tls = body.one("tls").map(|t| tls(c, t));
    let https_only = body.one("https").map(|h| {
        h.slot("https").and_then(|s| c.choice(s))?;
        Some(c.at((), h.head()))
    });
    let mut rules: Vec<RouteRule> = Vec::new();
    let mut good = true;
    for r in &body.words {
        let Some(kind) = (match r.word.spelling() {
            "tls" | "https" => continue,
            "exact" => forwarding(c, r, Written::Exact),
            "grpc" => forwarding(c, r, Written::Grpc),
            "redirect" => redirect(c, r),
            _ => forwarding(c, r, Written::Prefix),
        }) else {
            good = false;
            continue;
        };
        if let Some(first) = rules.iter().find(|f| f.path.value == kind.path.value && f.when == kind.when) {
            let (again, first) = (c.origins.span(kind.path.origin), c.origins.span(first.path.origin));
            c.report(network::path_routed_twice(again, first));
            good = false;
            continue;
        }
        rules.push(kind);
    }
    if rules.is_empty() && good && !body.is_any_wrong() {
        return c.fail(network::route_without_rules(m.head()));
    }
    rules.sort_by_key(RouteRule::rank);
    let (hosts, tls, https_only) = (hosts?, flat(tls)?, flat(https_only)?);
    if let Some(t) = tls.as_ref().filter(|_| hosts.is_empty()) {
        let span = c.origins.span(t.origin);
        return c.fail(network::tls_without_host(span));
    }
    if let Some(only) = https_only.as_ref().filter(|_| tls.is_none()) {
        let span = c.origins.span(only.origin);
        return c.fail(network::https_without_tls(span));
    }
    good.then_some(Route { hosts, doc: m.doc(), tls, https_only, rules })
}

fn tls<'t>(c: &mut Checker<'t>, t: &Matched<'t>) -> Option<At<Tls>> {
    let issuer = t.selector() == Some("issuer");
    let name = object_name(c, t.slot(if issuer { "issuer" } else { "secret" })?)?.value;
    let tls = match (issuer, t.flag("namespaced")) {
        (true, None) => Tls::Issuer(name),
        (true, Some(_)) => Tls::NamespacedIssuer(name),
        (false, _) => {
            c.use_object(&name);
            Tls::Secret(name)
        }
    };
    Some(c.at(tls, t.head()))
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

/// How the path of a rule is written.
#[derive(Clone, Copy, PartialEq)]
enum Written {
    Exact,
    Prefix,
    Grpc,
}

fn forwarding<'t>(c: &mut Checker<'t>, m: &Matched<'t>, written: Written) -> Option<RouteRule> {
    let path = match written {
        Written::Exact => c.string(m.slot("path")?),
        Written::Prefix => c.head_key(m, "a path"),
        Written::Grpc => c.string(m.slot("service")?),
    };
    let to = target(c, m.value?);
    let inside = c.body(BlockKind::Rule, m);
    let timeout = positive(c, inside.one("timeout"), "timeout");
    let when = rule::when(c, &inside);
    let forward = rule::forward(c, &inside, to);
    let path = path?;
    let span = c.origins.span(path.origin);
    let text = match checked(&path.value, written) {
        Ok(t) => t,
        Err(why) => return c.fail(network::bad_route_path(why, span)),
    };
    let path = path.map(|_| match written {
        Written::Exact => PathMatch::Exact(text),
        Written::Prefix => PathMatch::Prefix(text),
        Written::Grpc if text.matches('/').count() > 1 => PathMatch::GrpcMethod(text),
        Written::Grpc => PathMatch::Grpc(text),
    });
    let forward = forward?;
    let rewritten = forward.rewrite.as_ref().map(|r| r.origin).or(forward.host.as_ref().map(|h| h.origin));
    if let (Written::Grpc, Some(origin)) = (written, rewritten) {
        let span = c.origins.span(origin);
        return c.fail(network::grpc_is_not_rewritten(span));
    }
    if let Some(extra) = ["when-query", "when-method"]
        .into_iter()
        .find_map(|w| inside.all(w).next())
        .filter(|_| written == Written::Grpc)
    {
        return c.fail(network::grpc_condition(extra.word.spelling(), extra.head()));
    }
    Some(RouteRule { path, when: when?, action: Action::Forward(forward), timeout: timeout? })
}

/// `redirect [exact] PATH TO [permanent|status N]`
fn redirect<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<RouteRule> {
    let (path, to) = (c.string(m.slot("path")?), c.string(m.slot("to")?));
    let (path, to) = (path?, to?);
    let written = if m.selector() == Some("exact") { Written::Exact } else { Written::Prefix };
    let text = match checked(&path.value, written) {
        Ok(text) => text,
        Err(why) => {
            let span = c.origins.span(path.origin);
            return c.fail(network::bad_route_path(why, span));
        }
    };
    let path = path.map(|_| if written == Written::Exact { PathMatch::Exact(text) } else { PathMatch::Prefix(text) });
    let status = status(c, m, path.origin)?;
    let span = c.origins.span(to.origin);
    let (scheme, rest) = match (to.value.strip_prefix("https://"), to.value.strip_prefix("http://")) {
        (Some(rest), _) => (Some("https"), rest),
        (None, Some(rest)) => (Some("http"), rest),
        (None, None) => (None, to.value.as_str()),
    };
    let (host, below) = match scheme {
        Some(_) => rest.split_at(rest.find('/').unwrap_or(rest.len())),
        None => ("", rest),
    };
    let host = match scheme.map(|_| HostName::new(host)) {
        Some(Ok(host)) if !host.as_str().starts_with('*') => Some(host),
        Some(Ok(_)) => return c.fail(network::bad_route_path("an address has no `*`", span)),
        Some(Err(why)) => return c.fail(values::bad_text("the host", &why, span, false)),
        None => None,
    };
    let below = match checked_path(if below.is_empty() { "/" } else { below }) {
        Ok(text) => text,
        Err(why) => return c.fail(network::bad_route_path(why, span)),
    };
    let to = to.map(|_| below);
    let redirect = Redirect { scheme, host, path: to, status };
    Some(RouteRule { path, when: When::default(), action: Action::Redirect(redirect), timeout: None })
}

/// The status of a redirect.
fn status<'t>(c: &mut Checker<'t>, m: &Matched<'t>, path: OriginId) -> Option<At<u16>> {
    let below = |span: Span| m.said.span.contains(span);
    let slot = match (m.flag("permanent"), m.label("status")) {
        (None, None) => return Some(At::new(302, path)),
        (None, Some(slot)) => slot,
        (Some(permanent), Some(slot)) if below(permanent) == below(slot.1.span) => {
            return c.fail(network::permanent_and_status(permanent, slot.1.span));
        }
        // A later layer says another.
        (Some(permanent), Some(slot)) if below(permanent) => slot,
        (Some(permanent), _) => return Some(c.at(301, permanent)),
    };
    let status = c.int(slot)?;
    match Redirect::STATUSES.into_iter().find(|s| i64::from(*s) == status.value) {
        Some(known) => Some(status.map(|_| known)),
        None => {
            let (found, span) = (status.value.to_string(), c.origins.span(status.origin));
            c.fail(values::out_of_bounds("the status of a redirect", "301, 302, 303, 307 or 308", &found, span))
        }
    }
}

fn checked(path: &str, written: Written) -> Result<String, &'static str> {
    match written {
        Written::Grpc => grpc_calls(path),
        // `/a` and `/a/` are two paths, and prefixes never end with `/`.
        Written::Exact if path.len() > 1 && path.ends_with('/') => {
            Err("an exact path ends without `/`; below a path is what a prefix is for")
        }
        Written::Exact | Written::Prefix => checked_path(path),
    }
}

/// The full name of a gRPC service, or of one of its methods: words of letters, digits and `_`, with dots between
/// them (protobuf, "fullIdent"), and behind a `/` one more.
fn grpc_calls(name: &str) -> Result<String, &'static str> {
    let word = |w: &str| {
        w.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && w.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    let (service, method) = name.split_once('/').map_or((name, None), |(service, method)| (service, Some(method)));
    if name.len() <= 253 && service.split('.').all(word) && method.is_none_or(word) {
        Ok(format!("/{name}"))
    } else {
        Err("a gRPC service has a full name, such as `acme.v1.Orders`; a method is `acme.v1.Orders/Create`")
    }
}

/// A path of a URL without a query, not ending in `/` but for the root. The characters are those
/// of RFC 3986's `pchar` and `/`, less `%`: an encoded path is compared decoded by some gateways
/// and as it is by others.
pub(super) fn checked_path(path: &str) -> Result<String, &'static str> {
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

pub(super) fn target<'t>(c: &mut Checker<'t>, (_, e): Filled<'t>) -> Option<At<PortRef>> {
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
