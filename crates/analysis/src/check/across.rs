//! Checks across the routes of one app or of several: the hosts and paths they answer to.

use std::collections::BTreeMap;

use wharf_diagnostics::{Diagnostic, Span};
use wharf_model::{App, PathMatch, RouteRule, Routing, Tls, When};

use crate::errors::network;

/// A Gateway: its namespace and its name.
type Gateway = (String, String);

/// What the routes of an app answer to: all that a comparison with other apps needs, and there even
/// where something else in the app is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// A host (`*` is every one), a path and conditions, with the place that claims them.
    paths: Vec<(String, (PathMatch, When), Span)>,
    /// A host, how it is encrypted and whether only so, and the place that names it.
    hosts: Vec<(String, (Option<Tls>, bool), Span)>,
    /// The Gateway that exists and serves the app's routes: its namespace and name.
    gateway: Option<Gateway>,
    /// A host that is served there, whether for gRPC alone, and the place that names it.
    kinds: Vec<(String, bool, Span)>,
}

impl Claims {
    /// The claims of an app's routes.
    pub(crate) fn of(app: &App) -> Self {
        let mut out = Self::default();
        if let Routing::Existing { name, namespace, .. } = &app.routing {
            out.gateway = Some((namespace.as_ref().unwrap_or(&app.namespace).to_string(), name.to_string()));
        }
        for route in app.routes() {
            let tls = (route.tls.as_ref().map(|t| t.value.clone()), route.https_only.is_some());
            out.hosts.extend(route.hosts.iter().map(|h| (h.to_string(), tls.clone(), app.span(h))));
            let every = route.hosts.is_empty().then(|| String::from("*"));
            let hosts: Vec<String> = route.hosts.iter().map(|h| h.to_string()).chain(every).collect();
            let is_grpc = |r: &RouteRule| r.path.is_grpc() && r.timeout.is_none();
            let alone = route.rules.iter().all(is_grpc);
            out.kinds.extend(route.hosts.iter().map(|h| (h.to_string(), alone, app.span(h))));
            for rule in &route.rules {
                let claim =
                    |host: &String| (host.clone(), (rule.path.value.clone(), rule.when.clone()), app.span(&rule.path));
                out.paths.extend(hosts.iter().map(claim));
            }
        }
        out
    }
}

/// Routes, of all the apps given, that match the same requests, or encrypt one host in two ways.
/// Apps that are built into different environments are not to be given together.
#[must_use]
pub fn across(apps: &[Claims]) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let mut taken: BTreeMap<(&str, &(PathMatch, When)), Span> = BTreeMap::new();
    let mut encrypted: BTreeMap<&str, (&(Option<Tls>, bool), Span)> = BTreeMap::new();
    for (host, path, span) in apps.iter().flat_map(|a| &a.paths) {
        match taken.get(&(host.as_str(), path)) {
            Some(first) => out.push(network::routes_conflict(host, path.0.path(), *span, *first)),
            None => {
                taken.insert((host, path), *span);
            }
        }
    }
    for (host, tls, span) in apps.iter().flat_map(|a| &a.hosts) {
        match encrypted.get(host.as_str()) {
            Some((other, first)) if other.0 != tls.0 => out.push(network::tls_conflict(host, *span, *first)),
            Some((other, first)) if other.1 != tls.1 => out.push(network::https_conflict(host, *span, *first)),
            Some(_) => {}
            None => {
                encrypted.insert(host, (tls, *span));
            }
        }
    }
    out.extend(kinds(apps));
    out
}

/// Hosts that one app serves by a GRPCRoute and another by an HTTPRoute of the same Gateway: it takes one of
/// the two only (`GRPCRouteSpec.hostnames`). Within an app they are routes of one kind.
fn kinds(apps: &[Claims]) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    // The app that was first, and what it has.
    type Served = (usize, bool, Span);
    let mut served: BTreeMap<(&Gateway, &str), Served> = BTreeMap::new();
    for (i, app) in apps.iter().enumerate() {
        let Some(gateway) = &app.gateway else { continue };
        for (host, _, span) in &app.kinds {
            let alone = app.kinds.iter().filter(|(h, ..)| h == host).all(|(_, alone, _)| *alone);
            match served.get(&(gateway, host.as_str())) {
                Some((other, kind, first)) if *other != i && *kind != alone => {
                    out.push(network::kinds_conflict(host, *span, *first));
                }
                Some(_) => {}
                None => {
                    served.insert((gateway, host), (i, alone, *span));
                }
            }
        }
    }
    out
}
