//! `routes.yaml`: an Ingress for each route, and a Certificate where an issuer is named.
//!
//! No class and no annotations are written: the cluster's default class serves the routes.

use k8s_openapi::api::networking::v1::{
    HTTPIngressPath, HTTPIngressRuleValue, Ingress, IngressBackend, IngressRule, IngressServiceBackend, IngressSpec,
    IngressTLS, ServiceBackendPort,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;
use wharf_model::{App, At, Name, OriginId, PathMatch, Protocol, Route, RouteRule, Tls};

use super::context::Context;
use super::manifest::Manifest;
use super::metadata::{Component, Identity};
use super::{errors, keys, names};
use crate::yaml::{Cursor, Record};

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
        let (kind, path) = match &rule.path.value {
            PathMatch::Exact(path) => ("exact", path),
            PathMatch::Prefix(path) => ("prefix", path),
        };
        identity.push_str(&format!("{kind} {path}"));
    }
    (identity, format!("{}-{readable}", app.name.value))
}

/// Adds the objects of a route.
pub(super) fn add<R: Record<OriginId> + 'static>(cx: &Context<'_>, manifest: &mut Manifest<R>, route: &Route) {
    let name = cx.route_object(route);
    let origin = route
        .hosts
        .first()
        .map(|h| h.origin)
        .or_else(|| route.rules.first().map(|r| r.path.origin))
        .unwrap_or(cx.app.name.origin);
    for rule in &route.rules {
        check(cx, rule);
    }
    if route.rules.is_empty() {
        cx.report(errors::route_without_rules(cx.app.origins.span(origin)));
    }
    manifest.add(cx, origin, |at| ingress(cx, route, &name, at));
    if let Some(At { value: Tls::Issuer(issuer), origin: tls }) = &route.tls {
        if route.hosts.is_empty() {
            cx.report(errors::certificate_without_host(cx.app.origins.span(*tls)));
        }
        manifest.add(cx, *tls, |at| certificate(cx, route, issuer, &name, at));
    }
}

fn check(cx: &Context<'_>, rule: &RouteRule) {
    let (PathMatch::Exact(path) | PathMatch::Prefix(path)) = &rule.path.value;
    if let Some(fault) = keys::ingress_path(path) {
        cx.report(errors::bad_path(cx.app.span(&rule.path), &fault));
    }
    if let Some(timeout) = &rule.timeout {
        cx.report(errors::route_timeout(cx.app.span(timeout)));
    }
    let port = cx.app.service(&rule.to.service).and_then(|s| s.port(&rule.to.port));
    if port.is_some_and(|p| p.protocol == Protocol::Udp) {
        cx.report(errors::route_to_udp(cx.app.span(&rule.to)));
    }
}

fn ingress<C: Cursor<OriginId>>(cx: &Context<'_>, route: &Route, name: &str, at: C) -> Ingress {
    let spec = at.key("spec");
    let hosts: Vec<String> = route.hosts.iter().map(|h| h.to_string()).collect();
    let rule = |host: Option<String>, at: C| IngressRule {
        host,
        http: Some(HTTPIngressRuleValue { paths: paths(route, at.key("http").key("paths")) }),
    };
    let rules = if hosts.is_empty() {
        vec![rule(None, spec.key("rules").index(0))]
    } else {
        let one = |(i, host): (usize, &At<_>)| {
            let at = spec.key("rules").index(i).set(host.origin);
            rule(Some(ToString::to_string(&host.value)), at)
        };
        route.hosts.iter().enumerate().map(one).collect()
    };
    let tls = route.tls.as_ref().map(|tls| {
        spec.key("tls").set(tls.origin);
        let secret = match &tls.value {
            Tls::Issuer(_) => certificate_secret(name),
            Tls::Secret(secret) => secret.to_string(),
        };
        vec![IngressTLS { hosts: (!hosts.is_empty()).then(|| hosts.clone()), secret_name: Some(secret) }]
    });
    Ingress {
        metadata: Identity::plain(name, Component::Route).object(cx, name, at.key("metadata")),
        spec: Some(IngressSpec { rules: Some(rules), tls, ..IngressSpec::default() }),
        ..Ingress::default()
    }
}

fn paths<C: Cursor<OriginId>>(route: &Route, at: C) -> Vec<HTTPIngressPath> {
    let path = |(i, rule): (usize, &RouteRule)| {
        at.index(i).set(rule.path.origin).key("backend").set(rule.to.origin);
        let (path_type, path) = match &rule.path.value {
            PathMatch::Exact(path) => ("Exact", path),
            PathMatch::Prefix(path) => ("Prefix", path),
        };
        HTTPIngressPath {
            backend: IngressBackend {
                service: Some(IngressServiceBackend {
                    name: rule.to.service.to_string(),
                    port: Some(ServiceBackendPort { name: Some(rule.to.port.to_string()), number: None }),
                }),
                resource: None,
            },
            path: Some(path.clone()),
            path_type: path_type.into(),
        }
    };
    route.rules.iter().enumerate().map(path).collect()
}

/// The Secret that cert-manager keeps a route's certificate in.
fn certificate_secret(name: &str) -> String {
    format!("{name}-tls")
}

/// cert-manager's Certificate (`cert-manager.io/v1`), as far as routes need it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Certificate {
    api_version: &'static str,
    kind: &'static str,
    metadata: ObjectMeta,
    spec: CertificateSpec,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CertificateSpec {
    dns_names: Vec<String>,
    issuer_ref: IssuerRef,
    secret_name: String,
}

#[derive(Serialize)]
struct IssuerRef {
    group: &'static str,
    kind: &'static str,
    name: String,
}

fn certificate<C: Cursor<OriginId>>(cx: &Context<'_>, route: &Route, issuer: &Name, name: &str, at: C) -> Certificate {
    let dns_names = at.key("spec").key("dnsNames");
    Certificate {
        api_version: "cert-manager.io/v1",
        kind: "Certificate",
        metadata: Identity::plain(name, Component::Route).object(cx, name, at.key("metadata")),
        spec: CertificateSpec {
            dns_names: route
                .hosts
                .iter()
                .enumerate()
                .map(|(i, host)| {
                    dns_names.index(i).set(host.origin);
                    host.to_string()
                })
                .collect(),
            issuer_ref: IssuerRef { group: "cert-manager.io", kind: "ClusterIssuer", name: issuer.to_string() },
            secret_name: certificate_secret(name),
        },
    }
}
