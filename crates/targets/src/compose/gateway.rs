//! The gateway: one more service, which does for routes what an Ingress does in a cluster.

use std::collections::BTreeSet;

use wharf_model::{App, HostName, Name, OriginId, PathMatch, Route, RouteRule};

use super::context::Context;
use super::mounts::FILES_LABEL;
use super::{caddyfile, errors, types};
use crate::shared::hash::ContentHash;
use crate::yaml::Cursor;

/// Pinned, and from 2.6 on: the Caddyfile is valid there and in the newest.
const IMAGE: &str = "caddy:2.10.2-alpine";

/// The path of its configuration beside `compose.yaml`.
const CADDYFILE: &str = "gateway/Caddyfile";

/// What the gateway is called, and where it listens on the developer's machine.
pub(super) struct Gateway {
    pub(super) name: String,
    /// The variable and default of the port for HTTP.
    pub(super) http: (String, u16),
    /// The same for HTTPS, where some route is encrypted.
    pub(super) https: Option<(String, u16)>,
    /// Whether some route sends requests to HTTPS.
    pub(super) redirects: bool,
    /// Whether some route is of gRPC.
    pub(super) grpc: bool,
    /// The first route's: nothing of it would be there without routes.
    pub(super) origin: OriginId,
}

/// Hosts that are answered alike.
pub(super) struct Site<'a> {
    /// `None` is every host.
    pub(super) hosts: Vec<Option<&'a HostName>>,
    pub(super) tls: bool,
    /// Whether what is not encrypted is sent to where it is.
    pub(super) https_only: Option<OriginId>,
    /// The first that matches is the one that is meant.
    pub(super) rules: Vec<&'a RouteRule>,
    pub(super) origin: OriginId,
}

impl Gateway {
    /// The gateway of an app that has routes.
    pub(super) fn of(cx: &Context<'_>) -> Option<Self> {
        let origin = origin_of(cx.app.routes().next()?, cx.app);
        let mut name = String::from("gateway");
        let taken = |n: &str| Name::new(n).is_ok_and(|n| cx.app.service(&n).is_some() || cx.app.job(&n).is_some());
        while taken(&name) {
            name.insert_str(0, "wharf-");
        }
        let http = (variable(cx.app, "GATEWAY_HTTP_PORT"), cx.host_ports.free_from(8080));
        let https = cx.app.routes().any(|r| r.tls.is_some());
        let https = https.then(|| (variable(cx.app, "GATEWAY_HTTPS_PORT"), cx.host_ports.free_from(8443)));
        let redirects = cx.app.routes().any(|r| r.https_only.is_some());
        let grpc = cx.app.routes().flat_map(|r| &r.rules).any(|r| r.path.is_grpc());
        Some(Self { name, http, https, redirects, grpc, origin })
    }

    /// Its service and its Caddyfile.
    pub(super) fn service<C: Cursor<OriginId>>(&self, cx: &mut Context<'_>, at: C) -> types::Service {
        at.set(self.origin);
        let encrypted: Vec<OriginId> = cx.app.routes().filter_map(|r| Some(r.tls.as_ref()?.origin)).collect();
        if let [first, others @ ..] = encrypted.as_slice() {
            cx.problem(errors::emulated::tls_by_own_authority(cx.app, *first, others));
        }
        let file = caddyfile::file(cx.app, &sites(cx.app), self, CADDYFILE, cx.options.provenance);
        let mut content = ContentHash::default();
        content.add(&file.contents);
        cx.files.insert(CADDYFILE.to_owned(), file);
        let mut out = types::Service { image: IMAGE.to_owned(), ..types::Service::default() };
        for backend in cx.app.routes().flat_map(|r| &r.rules).flat_map(|r| r.backends()) {
            let name = backend.to.service.to_string();
            at.key("depends_on").key(&name).set(backend.to.origin);
            out.depends_on.insert(name, types::Dependency { condition: types::Condition::Started });
        }
        let ports = [Some((&self.http, 80)), self.https.as_ref().map(|p| (p, 443))];
        if let Some((variable, default)) = self.https.as_ref().filter(|_| self.redirects) {
            // The port that a redirect names is the machine's.
            out.environment.insert(caddyfile::HTTPS_PORT.to_owned(), Some(format!("${{{variable}:-{default}}}")));
        }
        for ((variable, default), number) in ports.into_iter().flatten() {
            out.ports.push(format!("127.0.0.1:${{{variable}:-{default}}}:{number}"));
        }
        out.volumes.push(types::Mount::Bind(types::Bind {
            kind: "bind",
            source: format!("./{CADDYFILE}"),
            target: String::from("/etc/caddy/Caddyfile"),
            read_only: true,
            bind: types::BindOptions { create_host_path: false },
        }));
        // Caddy keeps its state in both; its own authority is worth keeping, so that it has to be
        // trusted once only.
        out.tmpfs.push(String::from("/config:mode=0755"));
        if self.https.is_some() {
            let mut volume = format!("{}-data", self.name);
            while cx.volumes.contains_key(&volume) {
                volume.insert_str(0, "wharf-");
            }
            out.volumes.push(types::Mount::Volume(format!("{volume}:/data")));
            cx.volumes.insert(volume, (types::Volume::default(), self.origin));
        } else {
            out.tmpfs.push(String::from("/data:mode=0755"));
        }
        out.restart = Some(String::from("unless-stopped"));
        out.stop_grace_period = Some(String::from("30s"));
        out.read_only = true;
        out.cap_drop = vec!["ALL"];
        // Its binary carries this capability and does not start without.
        out.cap_add = vec!["NET_BIND_SERVICE"];
        out.security_opt = vec!["no-new-privileges:true"];
        out.labels.insert(FILES_LABEL.to_owned(), content.finish());
        out
    }
}

fn origin_of(route: &Route, app: &App) -> OriginId {
    match (route.hosts.first(), route.rules.first()) {
        (Some(host), _) => host.origin,
        (None, Some(rule)) => rule.path.origin,
        (None, None) => app.name.origin,
    }
}

/// A name that no secret or setting of the app has.
fn variable(app: &App, name: &str) -> String {
    let mut name = name.to_owned();
    let taken = |n: &str| {
        let secrets = app.secrets().flat_map(|g| &g.keys);
        app.settings().any(|s| s.name.as_str() == n) || secrets.into_iter().any(|s| s.variable.as_str() == n)
    };
    while taken(&name) {
        name.insert_str(0, "WHARF_");
    }
    name
}

/// What is answered at which host: the rules of its own routes; then, for what they leave open,
/// those of a wildcard that covers it; then those of every host.
fn sites(app: &App) -> Vec<Site<'_>> {
    let hosts: BTreeSet<&HostName> = app.routes().flat_map(|r| &r.hosts).map(|h| &h.value).collect();
    let is_wildcard = |h: &&HostName| h.as_str().starts_with("*.");
    let (wild, plain): (Vec<&HostName>, Vec<&HostName>) = hosts.into_iter().partition(is_wildcard);
    let mut out: Vec<Site<'_>> = Vec::new();
    for host in plain.into_iter().chain(wild).map(Some).chain([None]) {
        let own: Vec<&Route> = app.routes().filter(|r| is_of(r, host)).collect();
        let covering = host.and_then(|h| h.as_str().split_once('.')).map(|(_, parent)| format!("*.{parent}"));
        let by_wildcard = app
            .routes()
            .filter(|r| r.hosts.iter().any(|h| Some(h.as_str()) == covering.as_deref() && Some(&h.value) != host));
        let mut rules = ordered(own.iter().copied());
        rules.extend(ordered(by_wildcard));
        if host.is_some() {
            rules.extend(ordered(app.routes().filter(|r| is_of(r, None))));
        }
        let rules = without_shadowed(rules);
        let tls = own.iter().any(|r| r.tls.is_some());
        let https_only = own.iter().find_map(|r| r.https_only.as_ref()).map(|only| only.origin);
        let same = |site: &&mut Site<'_>| {
            site.tls == tls
                && site.https_only.is_some() == https_only.is_some()
                && host.is_some()
                && site.rules.len() == rules.len()
                && site.rules.iter().zip(&rules).all(|(a, b)| std::ptr::eq(*a, *b))
        };
        if let Some(site) = out.iter_mut().find(same) {
            site.hosts.push(host);
            continue;
        }
        let declared = own.iter().flat_map(|r| &r.hosts).find(|h| Some(&h.value) == host);
        let origin = declared.map(|h| h.origin).or_else(|| Some(origin_of(own.first().copied()?, app)));
        out.push(Site { hosts: vec![host], tls, https_only, rules, origin: origin.unwrap_or(app.name.origin) });
    }
    out
}

fn is_of(route: &Route, host: Option<&HostName>) -> bool {
    match host {
        Some(host) => route.hosts.iter().any(|h| h.value == *host),
        None => route.hosts.is_empty(),
    }
}

/// Exact paths first, then prefixes, the longest first, then by text, over all of the routes.
fn ordered<'a>(routes: impl Iterator<Item = &'a Route>) -> Vec<&'a RouteRule> {
    let mut rules: Vec<&RouteRule> = routes.flat_map(|r| &r.rules).collect();
    rules.sort_by_key(|r| r.rank());
    rules
}

/// Leaves out what an earlier rule answers altogether.
fn without_shadowed(rules: Vec<&RouteRule>) -> Vec<&RouteRule> {
    let mut out: Vec<&RouteRule> = Vec::new();
    for rule in rules {
        let all = |r: &RouteRule| r.path.value == PathMatch::Prefix(String::from("/")) && r.when.count() == 0;
        let same = |r: &RouteRule| r.path.value == rule.path.value && (r.when.count() == 0 || r.when == rule.when);
        if !out.iter().any(|r| all(r) || same(r)) {
            out.push(rule);
        }
    }
    out
}
