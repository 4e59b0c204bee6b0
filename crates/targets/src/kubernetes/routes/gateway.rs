//! The Gateway API (`gateway.networking.k8s.io/v1`, standard channel): a Gateway, unless one that exists is
//! used, and an `HTTPRoute` or `GRPCRoute` for the rules of each route.

use std::collections::{BTreeMap, BTreeSet};

use wharf_model::{
    Action, At, Backend, Duration, HostName, Name, OriginId, PathMatch, Redirect, Route, RouteRule, Routing,
};

use super::super::context::Context;
use super::super::manifest::Manifest;
use super::super::metadata::{Component, Identity};
use super::super::{names, network};
use super::{errors, origin, tls_secret};
use crate::yaml::{Cursor, Record};

use super::gateway_types as types;
use super::gateway_types::{
    BackendRef, Condition, Filter, Gateway, GatewaySpec, Header, HeaderChange, Listener, ListenerTls, MethodMatch,
    ParentRef, PathModifier, PathValue, RedirectFilter, RequestMatch, RewriteFilter, RouteObject, RouteSpec, Rule,
    SecretRef, Timeouts,
};

/// The listener for what is not encrypted.
const HTTP: &str = "http";

/// How many rules a route may have (`HTTPRouteSpec.rules`, its bound).
const RULES: usize = 16;

/// How many hosts a route may have (`HTTPRouteSpec.hostnames`, its bound).
const HOSTS: usize = 16;

/// How many listeners a Gateway may have (`GatewaySpec.listeners`, its bound).
const LISTENERS: usize = 64;

/// Adds the objects of all routes.
pub(super) fn add<R: Record<OriginId> + 'static>(cx: &Context<'_>, manifest: &mut Manifest<R>) {
    let listeners = listeners(cx);
    let first = cx.app.routes().next().map(|r| origin(cx.app, r));
    if let (Routing::Gateway { class }, Some(_)) = (&cx.app.routing, first) {
        if listeners.len() >= LISTENERS {
            cx.report(errors::too_many_listeners(cx.app.span(class), listeners.len().saturating_add(1), LISTENERS));
        }
        manifest.add(cx, class.origin, |at| gateway(cx, class, &listeners, at));
    }
    for route in cx.app.routes() {
        self::route(cx, manifest, route, &listeners);
    }
}

/// The encrypted listeners by host: their names, and the routes that they are for.
fn listeners<'a>(cx: &Context<'a>) -> BTreeMap<&'a HostName, (String, &'a At<HostName>, &'a Route)> {
    let mut routes: BTreeMap<&HostName, (&At<HostName>, &Route)> = BTreeMap::new();
    for route in cx.app.routes().filter(|r| r.tls.is_some()) {
        for host in &route.hosts {
            routes.entry(&host.value).or_insert((host, route));
        }
    }
    let wanted = routes.keys().map(|host| {
        let readable = names::slug(&host.as_str().replace("*.", "any-"));
        (host.to_string(), format!("https-{readable}"))
    });
    let named = names::distinct(names::LABEL, &BTreeSet::from([HTTP.to_owned()]), wanted);
    let name = |host: &HostName| named.get(host.as_str()).cloned().unwrap_or_default();
    routes.into_iter().map(|(host, (at, route))| (host, (name(host), at, route))).collect()
}

type Listeners<'a> = BTreeMap<&'a HostName, (String, &'a At<HostName>, &'a Route)>;

fn gateway<C: Cursor<OriginId>>(cx: &Context<'_>, class: &At<Name>, encrypted: &Listeners<'_>, at: C) -> Gateway {
    let spec = at.key("spec");
    spec.key("gatewayClassName").set(class.origin);
    let mut listeners = vec![Listener { name: HTTP.into(), port: 80, protocol: "HTTP", hostname: None, tls: None }];
    for (name, host, route) in encrypted.values() {
        let Some(tls) = &route.tls else { continue };
        let at = spec.key("listeners").index(listeners.len()).set(host.origin);
        at.key("tls").set(tls.origin);
        listeners.push(Listener {
            name: name.clone(),
            port: 443,
            protocol: "HTTPS",
            hostname: Some(host.to_string()),
            tls: Some(ListenerTls { certificate_refs: vec![SecretRef { name: tls_secret(cx, route, &tls.value) }] }),
        });
    }
    let name = cx.app.name.as_str();
    Gateway {
        api_version: types::API_VERSION,
        kind: "Gateway",
        metadata: Identity::plain(name, Component::Route).object(cx, name, at.key("metadata")),
        spec: GatewaySpec { gateway_class_name: class.to_string(), listeners },
    }
}

fn route<R: Record<OriginId> + 'static>(
    cx: &Context<'_>,
    manifest: &mut Manifest<R>,
    route: &Route,
    listeners: &Listeners<'_>,
) {
    let name = cx.route_object(route);
    let at_origin = origin(cx.app, route);
    let encrypted: Vec<&str> =
        route.hosts.iter().filter_map(|h| listeners.get(&h.value)).map(|(name, ..)| name.as_str()).collect();
    let parents = match &cx.app.routing {
        Routing::Existing { name, namespace, section } => {
            if let Some(tls) = &route.tls {
                cx.report(errors::gateway_has_certificates(cx.app.span(tls), &name.value));
            }
            if let Some(only) = &route.https_only {
                cx.report(errors::gateway_redirects(cx.app.span(only), &name.value));
            }
            vec![ParentRef {
                name: name.to_string(),
                namespace: namespace.as_ref().map(|n| n.to_string()),
                section_name: section.as_ref().map(|n| n.to_string()),
            }]
        }
        Routing::Ingress { .. } | Routing::Gateway { .. } => {
            let plain = route.https_only.is_none().then_some(HTTP);
            plain.into_iter().chain(encrypted.iter().copied()).map(|section| own(cx, section)).collect()
        }
    };
    if let Some(beyond) = route.hosts.get(HOSTS) {
        cx.report(errors::too_many_hosts(cx.app.span(beyond), route.hosts.len(), HOSTS));
    }
    let grpc_alone = grpc_alone(cx, route);
    let mixed = route.rules.iter().find(|r| r.path.is_grpc()).filter(|_| !grpc_alone);
    if let Some(rule) = mixed {
        cx.report(errors::grpc_by_http_route(cx.app.span(&rule.path)));
    }
    let (grpc, http): (Vec<&RouteRule>, Vec<&RouteRule>) =
        route.rules.iter().partition(|r| grpc_alone && r.path.is_grpc());
    for (kind, rules, suffix) in [("HTTPRoute", http, ""), ("GRPCRoute", grpc, "-grpc")] {
        for (i, rules) in rules.chunks(RULES).enumerate() {
            let number = if i == 0 { String::new() } else { format!("-{}", i.saturating_add(1)) };
            let name = names::fit(&format!("{name}{suffix}{number}"), 253);
            manifest.add(cx, at_origin, |at| object(cx, kind, route, &name, (&parents, rules), at));
        }
    }
    if let (Some(only), Routing::Gateway { .. }) = (&route.https_only, &cx.app.routing) {
        let name = names::fit(&format!("{name}-to-https"), 253);
        manifest.add(cx, only.origin, |at| to_https(cx, route, &name, at));
    }
}

/// Whether the calls of a route can be a `GRPCRoute`. A listener takes routes of one kind for a host
/// (`GRPCRouteSpec.hostnames`), and that kind has no timeouts.
fn grpc_alone(cx: &Context<'_>, route: &Route) -> bool {
    let mut near = cx.app.routes().filter(|other| meet(&route.hosts, &other.hosts));
    near.all(|r| r.rules.iter().all(|rule| rule.path.is_grpc() && rule.timeout.is_none()))
}

/// Whether some host is of both. None stands for all.
fn meet(some: &[At<HostName>], others: &[At<HostName>]) -> bool {
    let covers = |wild: &str, host: &str| wild.strip_prefix('*').is_some_and(|end| host.ends_with(end));
    let one = |a: &str, b: &str| a == b || covers(a, b) || covers(b, a);
    let any = |a: &At<HostName>| others.iter().any(|b| one(a.value.as_str(), b.value.as_str()));
    some.is_empty() || others.is_empty() || some.iter().any(any)
}

/// A listener of the Gateway that Wharf writes.
fn own(cx: &Context<'_>, section: &str) -> ParentRef {
    ParentRef { name: cx.app.name.to_string(), namespace: None, section_name: Some(section.to_owned()) }
}

fn object<C: Cursor<OriginId>>(
    cx: &Context<'_>,
    kind: &'static str,
    route: &Route,
    name: &str,
    (parents, rules): (&[ParentRef], &[&RouteRule]),
    at: C,
) -> RouteObject {
    let spec = at.key("spec");
    if let Routing::Existing { name, .. } = &cx.app.routing {
        spec.key("parentRefs").set(name.origin);
    }
    let grpc = kind == "GRPCRoute";
    let rules = rules.iter().enumerate();
    let rules = rules.map(|(i, rule)| self::rule(cx, rule, grpc, spec.key("rules").index(i))).collect();
    head(cx, kind, route, name, (parents.to_vec(), rules), at)
}

fn head<C: Cursor<OriginId>>(
    cx: &Context<'_>,
    kind: &'static str,
    route: &Route,
    name: &str,
    (parent_refs, rules): (Vec<ParentRef>, Vec<Rule>),
    at: C,
) -> RouteObject {
    let hosts = at.key("spec").key("hostnames");
    let host = |(i, host): (usize, &At<HostName>)| {
        hosts.index(i).set(host.origin);
        host.to_string()
    };
    RouteObject {
        api_version: types::API_VERSION,
        kind,
        metadata: Identity::plain(&names::fit(name, names::LABEL), Component::Route).object(
            cx,
            name,
            at.key("metadata"),
        ),
        spec: RouteSpec { hostnames: route.hosts.iter().enumerate().map(host).collect(), parent_refs, rules },
    }
}

/// What is not encrypted is sent to where it would be.
fn to_https<C: Cursor<OriginId>>(cx: &Context<'_>, route: &Route, name: &str, at: C) -> RouteObject {
    let filter = RedirectFilter { scheme: Some("https"), hostname: None, path: None, status_code: 301 };
    let rule = Rule { filters: vec![Filter::redirect(filter)], ..Rule::default() };
    head(cx, "HTTPRoute", route, name, (vec![own(cx, HTTP)], vec![rule]), at)
}

fn rule<C: Cursor<OriginId>>(cx: &Context<'_>, rule: &RouteRule, grpc: bool, at: C) -> Rule {
    let at = at.set(rule.path.origin);
    let (filters, backends): (Vec<Filter>, &[Backend]) = match &rule.action {
        Action::Redirect(said) => (vec![redirect(cx, rule, said, at.key("filters").index(0))], &[]),
        Action::Forward(forward) => {
            let mut filters = Vec::new();
            let mut push = |filter: Filter, origin: OriginId| {
                at.key("filters").index(filters.len()).set(origin);
                filters.push(filter);
            };
            for (changes, build) in [
                (&forward.request, Filter::request as fn(HeaderChange) -> Filter),
                (&forward.response, Filter::response),
            ] {
                if let Some((first, _)) = changes.first() {
                    push(build(change(changes)), first.origin);
                }
            }
            let (host, path) = (&forward.host, &forward.rewrite);
            if let Some(origin) = host.as_ref().map(|h| h.origin).or(path.as_ref().map(|p| p.origin)) {
                let filter = RewriteFilter {
                    hostname: host.as_ref().map(|h| h.to_string()),
                    path: path.as_ref().map(|p| modifier(rule, &p.value)),
                };
                push(Filter::rewrite(filter), origin);
            }
            (filters, &forward.backends)
        }
    };
    let weighted = backends.len() > 1;
    let backend = |(i, backend): (usize, &Backend)| {
        at.key("backendRefs").index(i).set(backend.to.origin).key("weight").set(backend.share.origin);
        let port = cx.app.service(&backend.to.service).and_then(|s| s.port(&backend.to.port));
        BackendRef {
            name: backend.to.service.to_string(),
            port: port.map_or(0, |p| network::service_port(p).get()),
            weight: weighted.then_some(backend.share.value),
        }
    };
    Rule {
        matches: vec![matching(rule, grpc, at.key("matches").index(0))],
        filters,
        backend_refs: backends.iter().enumerate().map(backend).collect(),
        timeouts: rule.timeout.as_ref().map(|timeout| {
            at.key("timeouts").set(timeout.origin);
            Timeouts { request: duration(timeout.value) }
        }),
    }
}

fn matching<C: Cursor<OriginId>>(rule: &RouteRule, grpc: bool, at: C) -> RequestMatch {
    let conditions = |key: &str, all: &[(At<String>, At<String>)]| -> Vec<Condition> {
        let condition = |(i, (name, value)): (usize, &(At<String>, At<String>))| {
            at.key(key).index(i).set(name.origin);
            Condition { name: name.value.clone(), value: value.value.clone() }
        };
        all.iter().enumerate().map(condition).collect()
    };
    let headers = conditions("headers", &rule.when.headers);
    let query_params = conditions("queryParams", &rule.when.query);
    let method = rule.when.method.as_ref().map(|m| {
        at.key("method").set(m.origin);
        MethodMatch::Http(m.value)
    });
    match &rule.path.value {
        // The path of a call is `/SERVICE/METHOD`; it has no query, and is always a POST.
        PathMatch::Grpc(value) if !grpc => RequestMatch {
            path: Some(PathValue { kind: "PathPrefix", value: value.clone() }),
            method: Some(MethodMatch::Http("POST")),
            headers,
            ..RequestMatch::default()
        },
        PathMatch::Grpc(path) => RequestMatch {
            method: Some(MethodMatch::Grpc { service: path.trim_start_matches('/').to_owned(), method: None }),
            headers,
            ..RequestMatch::default()
        },
        PathMatch::GrpcMethod(value) if !grpc => RequestMatch {
            path: Some(PathValue { kind: "Exact", value: value.clone() }),
            method: Some(MethodMatch::Http("POST")),
            headers,
            ..RequestMatch::default()
        },
        PathMatch::GrpcMethod(path) => {
            let path = path.trim_start_matches('/');
            let (service, method) = path.split_once('/').unwrap_or((path, ""));
            let method = MethodMatch::Grpc { service: service.to_owned(), method: Some(method.to_owned()) };
            RequestMatch { method: Some(method), headers, ..RequestMatch::default() }
        }
        PathMatch::Exact(value) => RequestMatch {
            path: Some(PathValue { kind: "Exact", value: value.clone() }),
            method,
            headers,
            query_params,
        },
        PathMatch::Prefix(value) => RequestMatch {
            path: Some(PathValue { kind: "PathPrefix", value: value.clone() }),
            method,
            headers,
            query_params,
        },
    }
}

fn redirect<C: Cursor<OriginId>>(cx: &Context<'_>, rule: &RouteRule, said: &Redirect, at: C) -> Filter {
    at.set(said.path.origin).key("requestRedirect").key("statusCode").set(said.status.origin);
    if !matches!(said.status.value, 301 | 302) {
        cx.report(errors::newer_status(cx.app.span(&said.status), said.status.value));
    }
    Filter::redirect(RedirectFilter {
        scheme: said.scheme,
        hostname: said.host.as_ref().map(|h| h.to_string()),
        path: Some(modifier(rule, &said.path.value)),
        status_code: said.status.value,
    })
}

/// What takes the place of the path: of the whole, where the whole was matched.
fn modifier(rule: &RouteRule, to: &str) -> PathModifier {
    match &rule.path.value {
        PathMatch::Exact(_) | PathMatch::GrpcMethod(_) => {
            PathModifier { kind: "ReplaceFullPath", replace_full_path: Some(to.to_owned()), replace_prefix_match: None }
        }
        PathMatch::Prefix(_) | PathMatch::Grpc(_) => PathModifier {
            kind: "ReplacePrefixMatch",
            replace_full_path: None,
            replace_prefix_match: Some(to.to_owned()),
        },
    }
}

fn change(changes: &[wharf_model::HeaderChange]) -> HeaderChange {
    let set = changes
        .iter()
        .filter_map(|(name, value)| Some(Header { name: name.value.clone(), value: value.as_ref()?.value.clone() }));
    let remove = changes.iter().filter(|(_, value)| value.is_none()).map(|(name, _)| name.value.clone());
    HeaderChange { set: set.collect(), remove: remove.collect() }
}

/// A time as the Gateway API writes it (GEP-2257): at most five digits before each unit, of which the largest
/// come first.
fn duration(time: Duration) -> String {
    let units = [(3_600_000, "h"), (60_000, "m"), (1000, "s"), (1, "ms")];
    let mut left = time.0;
    let mut out = String::new();
    for (millis, unit) in units {
        if left >= millis {
            out.push_str(&format!("{}{unit}", left / millis));
            left %= millis;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_five_digits_at_most() {
        for (millis, text) in [(30_000, "30s"), (90_000, "1m30s"), (100_500, "1m40s500ms"), (400_000_000, "111h6m40s")]
        {
            assert_eq!(duration(Duration(millis)), text);
        }
    }
}
