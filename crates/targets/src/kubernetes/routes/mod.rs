//! `routes.yaml`: an Ingress for each route, or the Gateway API's objects; and a Certificate where an issuer
//! is named.
//!
//! No annotations are written: they are one controller's. What an Ingress has no field for is refused there.

mod certificate;
mod errors;
mod gateway;
mod gateway_types;
mod ingress;

use wharf_model::{App, At, OriginId, PathMatch, Protocol, Route, RouteRule, Routing, Tls};

use super::context::Context;
use super::manifest::Manifest;
use super::{keys, names};
use crate::yaml::Record;

/// What a route is known by, and the name it would like. That is of its first host, so that other
/// routes do not change it, unless they begin with the same host. What several routes of one host
/// differ in is their paths: no two have the same.
pub(super) fn derived_name(app: &App, route: &Route) -> (String, String) {
    let host = route.hosts.first().map_or("", |h| h.as_str());
    let readable = match host.strip_prefix("*.") {
        _ if host.is_empty() => String::from("any-host"),
        Some(rest) => format!("any-{}", names::slug(rest)),
        None => names::slug(host),
    };
    let mut identity = String::new();
    for host in &route.hosts {
        identity.push_str(host.as_str());
        identity.push(' ');
    }
    if let Some(rule) = route.rules.first() {
        let kind = match &rule.path.value {
            PathMatch::Exact(_) => "exact",
            PathMatch::Prefix(_) => "prefix",
            PathMatch::Grpc(_) | PathMatch::GrpcMethod(_) => "grpc",
        };
        identity.push_str(&format!("{kind} {}", rule.path.path()));
    }
    (identity, format!("{}-{readable}", app.name.value))
}

/// The file of all routes, where there are any.
pub(super) fn file<R: Record<OriginId> + 'static>(cx: &Context<'_>, mut manifest: Manifest<R>) -> Option<crate::File> {
    for route in cx.app.routes() {
        route.rules.iter().for_each(|rule| check(cx, rule));
        if route.rules.is_empty() {
            cx.report(errors::route_without_rules(cx.app.origins.span(origin(cx.app, route))));
        }
    }
    match &cx.app.routing {
        Routing::Ingress { class } => {
            for route in cx.app.routes() {
                ingress::add(cx, &mut manifest, route, class.as_ref());
                certificate(cx, &mut manifest, route);
            }
        }
        Routing::Gateway { .. } => {
            gateway::add(cx, &mut manifest);
            cx.app.routes().for_each(|route| certificate(cx, &mut manifest, route));
        }
        // Its listeners have certificates of their own.
        Routing::Existing { .. } => gateway::add(cx, &mut manifest),
    }
    (!manifest.is_empty()).then(|| manifest.finish())
}

/// The certificate of a route, where Wharf asks for it.
fn certificate<R: Record<OriginId> + 'static>(cx: &Context<'_>, manifest: &mut Manifest<R>, route: &Route) {
    let Some(At { value: tls, origin }) = &route.tls else { return };
    let (kind, issuer) = match tls {
        Tls::Issuer(issuer) => ("ClusterIssuer", issuer),
        Tls::NamespacedIssuer(issuer) => ("Issuer", issuer),
        Tls::Secret(_) => return,
    };
    if route.hosts.is_empty() {
        cx.report(errors::certificate_without_host(cx.app.origins.span(*origin)));
    }
    let name = cx.route_object(route);
    manifest.add(cx, *origin, |at| certificate::object(cx, route, (kind, issuer), &name, at));
}

/// The Secret that holds a route's certificate.
fn tls_secret(cx: &Context<'_>, route: &Route, tls: &Tls) -> String {
    match tls {
        Tls::Issuer(_) | Tls::NamespacedIssuer(_) => certificate::secret(&cx.route_object(route)),
        Tls::Secret(secret) => secret.to_string(),
    }
}

/// The origin of what a route says nothing of.
fn origin(app: &App, route: &Route) -> OriginId {
    let host = route.hosts.first().map(|h| h.origin);
    host.or_else(|| route.rules.first().map(|r| r.path.origin)).unwrap_or(app.name.origin)
}

fn check(cx: &Context<'_>, rule: &RouteRule) {
    if let Some(fault) = keys::ingress_path(rule.path.path()) {
        cx.report(errors::bad_path(cx.app.span(&rule.path), &fault));
    }
    for backend in rule.backends() {
        let port = cx.app.service(&backend.to.service).and_then(|s| s.port(&backend.to.port));
        if port.is_some_and(|p| p.protocol == Protocol::Udp) {
            cx.report(errors::route_to_udp(cx.app.span(&backend.to)));
        }
    }
}
