//! One rule of a route in the gateway's Caddyfile.

use wharf_model::{Action, App, At, Backend, Forward, OriginId, PathMatch, Redirect, RouteRule};

use super::caddyfile::{REFRESH, escape, pattern};
use super::format::duration;
use crate::shared::lines::Lines;

/// Lines with where they come from.
type Block = Vec<(OriginId, String)>;

/// Writes a rule. What changes the path stands in a block of its own, which others do not see; and in a `route`,
/// because a `handle` would carry out `redir` before what changes the path.
pub(super) fn rule(app: &App, rule: &RouteRule, index: usize, out: &mut Lines) {
    let matcher = matcher(rule, index, out);
    let (path, lines) = match &rule.action {
        Action::Redirect(redirect) => (Some(&redirect.path), redirection(redirect)),
        Action::Forward(forward) => (forward.rewrite.as_ref(), proxy(app, rule, forward, path_free(forward, &matcher))),
    };
    match path {
        Some(path) => {
            out.line(rule.path.origin, &format!("\t\troute{matcher} {{"));
            out.line(path.origin, &format!("\t\t\t{}", rewrite(rule, path)));
            lines.iter().for_each(|(origin, line)| out.line(*origin, &format!("\t\t\t{line}")));
            out.line(rule.path.origin, "\t\t}");
        }
        None => lines.iter().for_each(|(origin, line)| out.line(*origin, &format!("\t\t{line}"))),
    }
}

/// The matcher that stands at the proxy itself: none, where a block around it has it.
fn path_free<'m>(forward: &Forward, matcher: &'m str) -> &'m str {
    if forward.rewrite.is_some() { "" } else { matcher }
}

/// Writes the matcher of a rule, and gives how it is named; nothing where all requests match.
fn matcher(rule: &RouteRule, index: usize, out: &mut Lines) -> String {
    let path = pattern(&rule.path.value).map(|p| (rule.path.origin, format!("path_regexp `{p}`")));
    let mut all: Block = path.into_iter().collect();
    let when = &rule.when;
    all.extend(when.headers.iter().map(|(k, v)| (k.origin, format!("header {} `{}`", k.value, v.value))));
    // Several are all asked for one by one: `query` takes any of them.
    let query =
        |(k, v): &(At<String>, At<String>)| format!("{{http.request.uri.query.{}}} == \"{}\"", k.value, v.value);
    if let Some((first, _)) = when.query.first() {
        let asked: Vec<String> = when.query.iter().map(query).collect();
        all.push((first.origin, format!("expression `{}`", asked.join(" && "))));
    }
    all.extend(when.method.iter().map(|m| (m.origin, format!("method {}", m.value))));
    match all.as_slice() {
        [] => return String::new(),
        [(origin, only)] => out.line(*origin, &format!("\t\t@rule{index} {only}")),
        several => {
            out.line(rule.path.origin, &format!("\t\t@rule{index} {{"));
            several.iter().for_each(|(origin, line)| out.line(*origin, &format!("\t\t\t{line}")));
            out.line(rule.path.origin, "\t\t}");
        }
    }
    format!(" @rule{index}")
}

/// What takes the place of the matched path, as an instruction. The query stays.
fn rewrite(rule: &RouteRule, to: &At<String>) -> String {
    match &rule.path.value {
        PathMatch::Exact(_) | PathMatch::GrpcMethod(_) => format!("rewrite * {}", to.value),
        PathMatch::Prefix(path) | PathMatch::Grpc(path) => {
            let path = path.trim_end_matches('/');
            match (path.is_empty(), to.value.as_str()) {
                (true, to) => format!("uri path_regexp `^/` `{}/`", to.trim_end_matches('/')),
                (false, "/") => format!("uri path_regexp `^{}/?` `/`", escape(path)),
                (false, to) => format!("uri path_regexp `^{}` `{to}`", escape(path)),
            }
        }
    }
}

fn redirection(redirect: &Redirect) -> Block {
    let status = redirect.status.value;
    let base = match (redirect.scheme, &redirect.host) {
        (Some(scheme), Some(host)) => format!("{scheme}://{host}"),
        // A whole address here too: what follows a prefix may begin with `//`, which alone names a host.
        _ => String::from("{http.request.scheme}://{http.request.hostport}"),
    };
    vec![(redirect.path.origin, format!("redir {base}{{uri}} {status}"))]
}

fn proxy(app: &App, rule: &RouteRule, forward: &Forward, matcher: &str) -> Block {
    let grpc = rule.path.is_grpc();
    let first = forward.backends.first();
    let origin = first.map_or(rule.path.origin, |b| b.to.origin);
    let mut block: Block = Vec::new();
    let upstreams = match forward.backends.as_slice() {
        [only] if several(app, only) => {
            let (name, port) = address(app, only);
            for line in [
                format!("dynamic a {name} {port} {{"),
                format!("\trefresh {REFRESH}"),
                String::from("}"),
                String::from("lb_policy round_robin"),
            ] {
                block.push((origin, line));
            }
            String::new()
        }
        backends => weighted(app, backends, &mut block),
    };
    block.extend(forward.host.iter().map(|host| (host.origin, format!("header_up Host {}", host.value))));
    for (changes, word) in [(&forward.request, "header_up"), (&forward.response, "header_down")] {
        for (name, value) in changes {
            block.push((
                name.origin,
                match value {
                    Some(value) => format!("{word} {} `{}`", name.value, value.value),
                    None => format!("{word} -{}", name.value),
                },
            ));
        }
    }
    let mut transport: Block = Vec::new();
    if let Some(timeout) = &rule.timeout {
        transport.push((timeout.origin, format!("response_header_timeout {}", duration(timeout.value))));
    }
    if grpc {
        transport.push((rule.path.origin, String::from("versions h2c 2")));
    }
    if let Some((first, _)) = transport.first() {
        block.push((*first, String::from("transport http {")));
        let last = transport.last().map_or(*first, |(origin, _)| *origin);
        block.extend(transport.into_iter().map(|(origin, line)| (origin, format!("\t{line}"))));
        block.push((last, String::from("}")));
    }
    let open = if block.is_empty() { "" } else { " {" };
    let mut out = vec![(origin, format!("reverse_proxy{matcher}{upstreams}{open}"))];
    if !block.is_empty() {
        out.extend(block.into_iter().map(|(at, line)| (at, format!("\t{line}"))));
        out.push((origin, String::from("}")));
    }
    out
}

/// The upstreams. Where shares are given, each stands as often as its share says: Caddy has weights only
/// since 2.8.
fn weighted(app: &App, backends: &[Backend], block: &mut Block) -> String {
    let unit = backends.iter().fold(0, |gcd, b| greatest_divisor(gcd, b.share.value)).max(1);
    let mut out = String::new();
    for backend in backends {
        let times = if backends.len() > 1 { backend.share.value / unit } else { 1 };
        let (name, port) = address(app, backend);
        for _ in 0..times {
            out.push_str(&format!(" {name}:{port}"));
        }
    }
    if let [_, other, ..] = backends {
        block.push((other.share.origin, String::from("lb_policy round_robin")));
    }
    out
}

fn greatest_divisor(a: u32, b: u32) -> u32 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

fn address<'a>(app: &'a App, backend: &'a Backend) -> (&'a str, u16) {
    let service = app.service(&backend.to.service);
    let port = service.and_then(|s| s.port(&backend.to.port)).map_or(0, |p| p.number.get());
    (backend.to.service.as_str(), port)
}

fn several(app: &App, backend: &Backend) -> bool {
    app.service(&backend.to.service).is_some_and(|s| s.scale.min() > 1)
}
