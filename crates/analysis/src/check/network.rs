//! Ports and routes.

use std::collections::BTreeMap;

use wharf_diagnostics::Span;
use wharf_model::{App, ExposeAs, PortNumber, Protocol};

use crate::checker::Checker;
use crate::errors::network;

/// Ports of the machine and of the nodes are taken once only.
pub(super) fn ports(c: &mut Checker<'_>, app: &App) {
    let mut published: BTreeMap<(PortNumber, Protocol), Vec<(String, Span)>> = BTreeMap::new();
    let mut nodes: BTreeMap<(PortNumber, Protocol), Span> = BTreeMap::new();
    for s in app.services() {
        for p in &s.ports {
            let Some(publish) = &p.publish else { continue };
            let span = c.origins.span(publish.origin);
            let max = s.scale.max();
            if max > 1 {
                let scale = c.origins.span(s.scale.origin);
                c.report(network::published_replicas(publish.port, max, span, scale));
            }
            let taken = published.entry((publish.port, p.protocol)).or_default();
            let everywhere = |a: &str| a == "0.0.0.0" || a == "::";
            let clash =
                taken.iter().find(|(a, _)| *a == publish.address || everywhere(a) || everywhere(&publish.address));
            if let Some((_, first)) = clash {
                let first = *first;
                c.report(network::published_twice(publish.port, span, first));
            }
            taken.push((publish.address.clone(), span));
        }
        for e in &s.expose {
            let ExposeAs::NodePort(Some(n)) = e.kind else { continue };
            let span = c.origins.span(e.port.origin);
            let protocol = s.port(&e.port).map_or(Protocol::Tcp, |p| p.protocol);
            if let Some(first) = nodes.insert((n, protocol), span) {
                c.report(network::node_port_twice(n, span, first));
            }
        }
    }
}

/// A process without root's rights may not open a low port.
pub(super) fn low_ports(c: &mut Checker<'_>, app: &App) {
    for s in app.services() {
        let Some(user) = s.pod.container.known_user.filter(|u| *u != 0) else { continue };
        for p in s.ports.iter().filter(|p| p.number.get() < 1024) {
            let span = c.origins.span(p.number.origin);
            c.report(network::low_port(p.number.value, user, span));
        }
    }
}

/// Routes of one app lead to TCP ports of services that say when they are ready.
pub(super) fn routes(c: &mut Checker<'_>, app: &App) {
    let mut told: Vec<&str> = Vec::new();
    for backend in app.routes().flat_map(|r| &r.rules).flat_map(|r| r.backends()) {
        let to = &backend.to;
        let Some(s) = app.service(&to.service) else { continue };
        let span = c.origins.span(to.origin);
        if let Some(p) = s.port(&to.port).filter(|p| p.protocol == Protocol::Udp) {
            let declared = c.origins.span(p.name.origin);
            c.report(network::route_to_udp(s.name.as_str(), p.name.as_str(), span, declared));
        }
        if s.probes.ready.is_none() && !told.contains(&s.name.as_str()) {
            told.push(s.name.as_str());
            let at = c.origins.span(s.name.origin);
            c.report(network::routed_without_readiness(s.name.as_str(), at, span));
        }
    }
}
