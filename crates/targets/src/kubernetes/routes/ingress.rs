//! An Ingress for each route.

use k8s_openapi::api::networking::v1::{
    HTTPIngressPath, HTTPIngressRuleValue, Ingress, IngressBackend, IngressRule, IngressServiceBackend, IngressSpec,
    IngressTLS, ServiceBackendPort,
};
use wharf_diagnostics::Span;
use wharf_model::{Action, At, Name, OriginId, PathMatch, PortRef, Route, RouteRule};

use super::super::context::Context;
use super::super::manifest::Manifest;
use super::super::metadata::{Component, Identity};
use super::{errors, origin, tls_secret};
use crate::yaml::{Cursor, Record};

/// Adds the Ingress of a route, and refuses what it has no field for.
pub(super) fn add<R: Record<OriginId> + 'static>(
    cx: &Context<'_>,
    manifest: &mut Manifest<R>,
    route: &Route,
    class: Option<&At<Name>>,
) {
    if let Some(only) = &route.https_only {
        cx.report(errors::needs_gateway(cx.app.span(only), "sends nobody from HTTP to HTTPS"));
    }
    for rule in &route.rules {
        check(cx, rule);
    }
    manifest.add(cx, origin(cx.app, route), |at| object(cx, route, class, at));
}

fn check(cx: &Context<'_>, rule: &RouteRule) {
    let refuse = |span: Span, what: &str| cx.report(errors::needs_gateway(span, what));
    if rule.path.is_grpc() {
        refuse(cx.app.span(&rule.path), "does not know gRPC");
    }
    let conditions = rule.when.headers.iter().chain(&rule.when.query).map(|(key, _)| cx.app.span(key));
    if let Some(span) = conditions.chain(rule.when.method.as_ref().map(|m| cx.app.span(m))).next() {
        refuse(span, "looks at nothing of a request but its host and path");
    }
    match &rule.action {
        Action::Redirect(redirect) => refuse(cx.app.span(&redirect.path), "answers no request itself"),
        Action::Forward(forward) => {
            if let Some(rewrite) = &forward.rewrite {
                refuse(cx.app.span(rewrite), "rewrites no path");
            }
            if let Some(host) = &forward.host {
                refuse(cx.app.span(host), "rewrites no host");
            }
            if let Some((header, _)) = forward.request.iter().chain(&forward.response).next() {
                refuse(cx.app.span(header), "changes no header");
            }
            if let [_, other, ..] = forward.backends.as_slice() {
                refuse(cx.app.span(&other.share), "has one service for a path");
            }
        }
    }
    if let Some(timeout) = &rule.timeout {
        cx.report(errors::route_timeout(cx.app.span(timeout)));
    }
}

fn object<C: Cursor<OriginId>>(cx: &Context<'_>, route: &Route, class: Option<&At<Name>>, at: C) -> Ingress {
    let name = &cx.route_object(route);
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
        let secret = tls_secret(cx, route, &tls.value);
        vec![IngressTLS { hosts: (!hosts.is_empty()).then(|| hosts.clone()), secret_name: Some(secret) }]
    });
    Ingress {
        metadata: Identity::plain(name, Component::Route).object(cx, name, at.key("metadata")),
        spec: Some(IngressSpec {
            ingress_class_name: class.map(|class| {
                spec.key("ingressClassName").set(class.origin);
                class.to_string()
            }),
            rules: Some(rules),
            tls,
            ..IngressSpec::default()
        }),
        ..Ingress::default()
    }
}

fn paths<C: Cursor<OriginId>>(route: &Route, at: C) -> Vec<HTTPIngressPath> {
    let forwarded = route.rules.iter().filter_map(|rule| Some((rule, &rule.backends().first()?.to)));
    let path = |(i, (rule, to)): (usize, (&RouteRule, &At<PortRef>))| {
        at.index(i).set(rule.path.origin).key("backend").set(to.origin);
        let (path_type, path) = match &rule.path.value {
            PathMatch::Exact(path) | PathMatch::GrpcMethod(path) => ("Exact", path),
            PathMatch::Prefix(path) | PathMatch::Grpc(path) => ("Prefix", path),
        };
        HTTPIngressPath {
            backend: IngressBackend {
                service: Some(IngressServiceBackend {
                    name: to.service.to_string(),
                    port: Some(ServiceBackendPort { name: Some(to.port.to_string()), number: None }),
                }),
                resource: None,
            },
            path: Some(path.clone()),
            path_type: path_type.into(),
        }
    };
    forwarded.enumerate().map(path).collect()
}
