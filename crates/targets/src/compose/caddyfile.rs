//! The gateway's Caddyfile (<https://caddyserver.com/docs/caddyfile>), valid from Caddy 2.6 on.
//!
//! Paths are matched by expressions in backquotes, because Caddy's plain path matcher ignores
//! case and an Ingress does not. What might mean anything stands as `\x7b`: nothing of a path
//! can end the token, open a placeholder or read a variable (`{$NAME}`).

use wharf_model::{App, OriginId, PathMatch, RouteRule};

use super::format::duration;
use super::gateway::{Gateway, Site};
use crate::File;
use crate::shared::GENERATED;
use crate::shared::lines::Lines;

/// How often the replicas of a service are looked up.
const REFRESH: &str = "2s";

/// Writes the file.
pub(super) fn file(app: &App, sites: &[Site<'_>], gateway: &Gateway, path: &str, provenance: bool) -> File {
    let mut out = Lines::new(provenance);
    out.comment(app.name.origin, GENERATED);
    options(gateway, &mut out);
    for site in sites {
        out.line(site.origin, "");
        self::site(app, site, gateway, &mut out);
    }
    out.finish(path)
}

fn options(gateway: &Gateway, out: &mut Lines) {
    let mut push = |line: &str| out.line(gateway.origin, line);
    push("{");
    push("\tadmin off");
    if gateway.https.is_some() {
        // Both are answered: the port that a redirect would name is not the machine's.
        push("\tauto_https disable_redirects");
        push("\tskip_install_trust");
        // HTTP/3 would be announced at a port that is not published.
        push("\tservers {");
        push("\t\tprotocols h1 h2");
        push("\t}");
    } else {
        push("\tauto_https off");
    }
    push("}");
}

fn site(app: &App, site: &Site<'_>, gateway: &Gateway, out: &mut Lines) {
    let every_host = site.hosts.contains(&None);
    let https = site.tls || (every_host && gateway.https.is_some());
    let hosts = site.hosts.iter().map(|h| h.map_or("", |h| h.as_str()));
    let addresses: Vec<String> = hosts
        .flat_map(|host| {
            let plain = format!("http://{}", if host.is_empty() { ":80" } else { host });
            let encrypted = format!("https://{}", if host.is_empty() { ":443" } else { host });
            std::iter::once(plain).chain(https.then_some(encrypted))
        })
        .collect();
    out.line(site.origin, &format!("{} {{", addresses.join(", ")));
    if https && every_host {
        out.line(site.origin, "\ttls internal {");
        out.line(site.origin, "\t\ton_demand");
        out.line(site.origin, "\t}");
    } else if https {
        out.line(site.origin, "\ttls internal");
    }
    out.line(site.origin, "\troute {");
    for (index, rule) in site.rules.iter().enumerate() {
        self::rule(app, rule, index, out);
    }
    if !site.rules.iter().any(|r| pattern(&r.path.value).is_none()) {
        out.line(site.origin, "\t\trespond 404");
    }
    out.line(site.origin, "\t}");
    out.line(site.origin, "}");
}

fn rule(app: &App, rule: &RouteRule, index: usize, out: &mut Lines) {
    let origin = rule.path.origin;
    let matcher = match pattern(&rule.path.value) {
        Some(pattern) => {
            out.line(origin, &format!("\t\t@rule{index} path_regexp `{pattern}`"));
            format!(" @rule{index}")
        }
        None => String::new(),
    };
    let service = app.service(&rule.to.service);
    let port = service.and_then(|s| s.port(&rule.to.port)).map_or(0, |p| p.number.get());
    let name = &rule.to.service;
    let several = service.is_some_and(|s| s.scale.min() > 1);
    let mut block: Vec<(OriginId, String)> = Vec::new();
    if several {
        for line in [
            format!("dynamic a {name} {port} {{"),
            format!("\trefresh {REFRESH}"),
            String::from("}"),
            String::from("lb_policy round_robin"),
        ] {
            block.push((rule.to.origin, line));
        }
    }
    if let Some(timeout) = &rule.timeout {
        let limit = format!("\tresponse_header_timeout {}", duration(timeout.value));
        for line in [String::from("transport http {"), limit, String::from("}")] {
            block.push((timeout.origin, line));
        }
    }
    let upstream = if several { String::new() } else { format!(" {name}:{port}") };
    let open = if block.is_empty() { "" } else { " {" };
    out.line(rule.to.origin, &format!("\t\treverse_proxy{matcher}{upstream}{open}"));
    for (origin, line) in &block {
        out.line(*origin, &format!("\t\t\t{line}"));
    }
    if !block.is_empty() {
        out.line(rule.to.origin, "\t\t}");
    }
}

/// The expression for the paths that a rule matches; `None` where it matches all.
fn pattern(path: &PathMatch) -> Option<String> {
    match path {
        PathMatch::Exact(path) => Some(format!("^{}$", escape(path))),
        PathMatch::Prefix(path) if path == "/" => None,
        PathMatch::Prefix(path) => Some(format!("^{}(/|$)", escape(path))),
    }
}

fn escape(path: &str) -> String {
    let mut out = String::new();
    for c in path.chars() {
        match c {
            '.' => out.push_str(r"\."),
            c if c.is_ascii_alphanumeric() || "/_-~%@=,;:!&".contains(c) => out.push(c),
            c if c.is_ascii() => out.push_str(&format!(r"\x{:02x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}
