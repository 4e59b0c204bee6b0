//! The words of the diagnostics of routes.

use wharf_diagnostics::{Diagnostic, Span, codes};
use wharf_model::Name;

pub(super) fn bad_path(span: Span, fault: &str) -> Diagnostic {
    Diagnostic::new(codes::BAD_PATH, span, format!("on Kubernetes, {fault}"))
}

pub(super) fn route_timeout(span: Span) -> Diagnostic {
    Diagnostic::new(codes::LOST, span, "an Ingress has no timeout: the gateway's own holds")
}

pub(super) fn needs_gateway(span: Span, what: &str) -> Diagnostic {
    Diagnostic::new(codes::REFUSED, span, format!("an Ingress {what}"))
        .label("the Gateway API can do it")
        .help("say `routing gateway class \"NAME\"` at the app, with the class of a gateway of the cluster")
}

pub(super) fn too_many_hosts(span: Span, count: usize, most: usize) -> Diagnostic {
    Diagnostic::new(
        codes::REFUSED,
        span,
        format!("a route of the Gateway API has {most} hosts at most, and this one has {count}"),
    )
    .help("write a second route for some of them; a wildcard host stands for many")
}

pub(super) fn grpc_by_http_route(span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::EMULATED,
        span,
        "these calls are rules of an HTTPRoute, and their Service says that it is HTTP/2",
    )
    .label("a GRPCRoute has no timeouts, and is not served beside an HTTPRoute of the same host")
}

pub(super) fn gateway_has_certificates(span: Span, gateway: &Name) -> Diagnostic {
    Diagnostic::new(
        codes::EMULATED,
        span,
        format!("the listeners of the Gateway `{gateway}` have their own certificates"),
    )
    .label("nothing is written for it")
}

pub(super) fn gateway_redirects(span: Span, gateway: &Name) -> Diagnostic {
    Diagnostic::new(
        codes::LOST,
        span,
        format!("whether the Gateway `{gateway}` sends requests to HTTPS is its own affair"),
    )
    .label("its listeners are not known here")
}

pub(super) fn too_many_listeners(span: Span, count: usize, most: usize) -> Diagnostic {
    Diagnostic::new(
        codes::REFUSED,
        span,
        format!("a Gateway has {most} listeners at most, and this one would have {count}"),
    )
    .label("one for each encrypted host")
    .help("a wildcard host stands for many: `route \"*.example.com\"`")
}

pub(super) fn route_without_rules(span: Span) -> Diagnostic {
    Diagnostic::new(codes::MISSING, span, "a route leads nowhere, and an Ingress takes none without a path")
        .help("say where requests go: `\"/\" -> service.port`")
}

pub(super) fn route_to_udp(span: Span) -> Diagnostic {
    Diagnostic::new(codes::REFUSED, span, "a route leads to a UDP port, and an Ingress takes HTTP only")
}

pub(super) fn certificate_without_host(span: Span) -> Diagnostic {
    Diagnostic::new(codes::REFUSED, span, "a certificate is issued for hosts, and this route names none")
        .help("name the hosts of the route, or use `tls secret`")
}

pub(super) fn newer_status(span: Span, status: u16) -> Diagnostic {
    let message = format!("only clusters with version 1.5 of the Gateway API or a newer one take the status {status}");
    Diagnostic::new(codes::EMULATED, span, message).label("older ones know 301 and 302")
}
