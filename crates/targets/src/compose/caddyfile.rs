//! The gateway's Caddyfile (<https://caddyserver.com/docs/caddyfile>), valid from Caddy 2.6 on.
//!
//! Paths are matched by expressions in backquotes, because Caddy's plain path matcher ignores
//! case and an Ingress does not. What might mean anything stands as `\x7b`: nothing of a path
//! can end the token, open a placeholder or read a variable (`{$NAME}`).

use wharf_model::{App, PathMatch, RouteRule};

use super::caddy_rule;
use super::gateway::{Gateway, Site};
use crate::File;
use crate::shared::GENERATED;
use crate::shared::lines::Lines;

/// The variable of the gateway with the port of the machine for HTTPS.
pub(super) const HTTPS_PORT: &str = "HTTPS_PORT";

/// How often the replicas of a service are looked up.
pub(super) const REFRESH: &str = "2s";

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
    } else {
        push("\tauto_https off");
    }
    // HTTP/3 would be announced at a port that is not published; gRPC without encryption is HTTP/2 all the same.
    let protocols = match (gateway.https.is_some(), gateway.grpc) {
        (true, true) | (false, true) => Some("h1 h2 h2c"),
        (true, false) => Some("h1 h2"),
        (false, false) => None,
    };
    if let Some(protocols) = protocols {
        push("\tservers {");
        push(&format!("\t\tprotocols {protocols}"));
        push("\t}");
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
            site.https_only.is_none().then_some(plain).into_iter().chain(https.then_some(encrypted))
        })
        .collect();
    if let Some(only) = site.https_only {
        let plain: Vec<String> = site.hosts.iter().flatten().map(|h| format!("http://{h}")).collect();
        out.line(only, &format!("{} {{", plain.join(", ")));
        out.line(only, &format!("\tredir https://{{host}}:{{${HTTPS_PORT}}}{{uri}} 301"));
        out.line(only, "}");
        out.line(only, "");
    }
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
        caddy_rule::rule(app, rule, index, out);
    }
    let all = |r: &&RouteRule| pattern(&r.path.value).is_none() && r.when.count() == 0;
    if !site.rules.iter().any(all) {
        out.line(site.origin, "\t\trespond 404");
    }
    out.line(site.origin, "\t}");
    out.line(site.origin, "}");
}

/// The expression for the paths that a rule matches; `None` where it matches all.
pub(super) fn pattern(path: &PathMatch) -> Option<String> {
    match path {
        PathMatch::Exact(path) | PathMatch::GrpcMethod(path) => Some(format!("^{}$", escape(path))),
        PathMatch::Prefix(path) if path == "/" => None,
        PathMatch::Prefix(path) | PathMatch::Grpc(path) => Some(format!("^{}(/|$)", escape(path))),
    }
}

pub(super) fn escape(path: &str) -> String {
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
