//! Service objects: the names under which a service is reached.

use k8s_openapi::api::core::v1::{Service as Object, ServicePort, ServiceSpec};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use wharf_model::{Backend, Expose, ExposeAs, OriginId, Port, PortNumber, RouteRule, Routing, Service};

use super::context::Context;
use super::metadata::Identity;
use super::process::Process;
use super::{errors, pod};
use crate::yaml::Cursor;

/// The numbers that a cluster gives to node ports, unless it was set up otherwise.
const NODE_PORTS: std::ops::RangeInclusive<u16> = 30000..=32767;

/// What tells a cloud that a load balancer is for its own network. Kubernetes has no field for it, and each
/// cloud reads its own annotation only ("Internal load balancer" in Kubernetes' page on Services).
const INTERNAL: &[(&str, &str)] = &[
    ("networking.gke.io/load-balancer-type", "Internal"),
    ("service.beta.kubernetes.io/aws-load-balancer-internal", "true"),
    ("service.beta.kubernetes.io/aws-load-balancer-scheme", "internal"),
    ("service.beta.kubernetes.io/azure-load-balancer-internal", "true"),
    ("service.beta.kubernetes.io/oci-load-balancer-internal", "true"),
    ("service.beta.kubernetes.io/openstack-internal-load-balancer", "true"),
];

/// The names of Service objects beside the service's own: what each is for, and the name it would
/// like.
pub(super) fn derived_names(service: &Service) -> impl Iterator<Item = (String, String)> {
    let name = &service.name.value;
    let pods = service.stateful().map(|_| (pods_identity(service), format!("{name}-pods")));
    let exposed = service.expose.iter().map(move |e| (expose_identity(service, e), format!("{name}-{}", e.port.value)));
    pods.into_iter().chain(exposed)
}

fn pods_identity(service: &Service) -> String {
    format!("pods {}", service.name.value)
}

fn expose_identity(service: &Service, expose: &Expose) -> String {
    let kind = match expose.kind {
        ExposeAs::LoadBalancer(_) => "load-balancer",
        ExposeAs::NodePort(_) => "node-port",
    };
    format!("expose {} {} {kind}", service.name.value, expose.port.value)
}

/// The name of the headless Service that governs a stateful set.
pub(super) fn pods_name(cx: &Context<'_>, service: &Service) -> String {
    cx.service_object(&pods_identity(service))
}

/// The number under which other services reach a port.
pub(super) fn service_port(port: &Port) -> &wharf_model::At<PortNumber> {
    port.service.as_ref().unwrap_or(&port.number)
}

/// The Service of the service's own name, which is its DNS name. A service without ports has none:
/// nobody could reach it.
pub(super) fn own<C: Cursor<OriginId>>(cx: &Context<'_>, process: &Process<'_>, service: &Service, at: C) -> Object {
    let ports = service.ports.iter();
    let spec = at.key("spec").key("ports");
    let ports: Vec<ServicePort> =
        ports.enumerate().map(|(i, p)| spoken(cx, service, p, port(p, service_port(p).get(), spec.index(i)))).collect();
    let spec = ServiceSpec { type_: Some("ClusterIP".into()), ports: Some(ports), ..ServiceSpec::default() };
    object(cx, &process.identity.bare(), service.name.as_str(), spec, at)
}

/// With what gateways speak to a port that gRPC calls go to (GEP-1911): HTTP/2 without encryption.
fn spoken(cx: &Context<'_>, service: &Service, port: &Port, object: ServicePort) -> ServicePort {
    let grpc = |rule: &&RouteRule| rule.path.is_grpc();
    let leads_here = |b: &Backend| b.to.service == service.name.value && b.to.port == port.name.value;
    let by_gateway = !matches!(cx.app.routing, Routing::Ingress { .. });
    let mut rules = cx.app.routes().flat_map(|r| &r.rules).filter(grpc);
    let h2c = by_gateway && rules.any(|r| r.backends().iter().any(leads_here));
    ServicePort { app_protocol: h2c.then(|| "kubernetes.io/h2c".into()), ..object }
}

/// The headless Service of a stateful set: each pod's own DNS name. Pods are in it before they are
/// ready, because those of a cluster find each other by it while they start.
pub(super) fn headless<C: Cursor<OriginId>>(
    cx: &Context<'_>,
    process: &Process<'_>,
    service: &Service,
    at: C,
) -> Object {
    let spec = at.key("spec").key("ports");
    let ports: Vec<ServicePort> =
        service.ports.iter().enumerate().map(|(i, p)| port(p, p.number.get(), spec.index(i))).collect();
    let spec = ServiceSpec {
        cluster_ip: Some("None".into()),
        publish_not_ready_addresses: Some(true),
        ports: (!ports.is_empty()).then_some(ports),
        ..ServiceSpec::default()
    };
    object(cx, &process.identity.bare(), &pods_name(cx, service), spec, at)
}

/// A port that is opened to the outside. It alone has the source's annotations: they are how load
/// balancers are told what to do.
pub(super) fn exposed<C: Cursor<OriginId>>(
    cx: &Context<'_>,
    process: &Process<'_>,
    service: &Service,
    (expose, opened): (&Expose, &Port),
    at: C,
) -> Object {
    let ports = at.key("spec").key("ports").index(0);
    let (type_, number, node_port) = match expose.kind {
        ExposeAs::LoadBalancer(number) => ("LoadBalancer", number, None),
        ExposeAs::NodePort(number) => ("NodePort", None, number),
    };
    if let Some(number) = node_port.filter(|n| !NODE_PORTS.contains(&n.get())) {
        cx.report(errors::node_port(cx.app.span(&expose.port), number));
    }
    let number = number.map_or_else(|| service_port(opened).get(), PortNumber::get);
    let port = ServicePort { node_port: node_port.map(|n| i32::from(n.get())), ..port(opened, number, ports) };
    ports.set(expose.port.origin);
    let name = cx.service_object(&expose_identity(service, expose));
    let identity = Identity { annotations: process.identity.annotations, ..process.identity.bare() };
    let ranges = at.key("spec").key("loadBalancerSourceRanges");
    let from = expose.from.iter().enumerate().map(|(i, network)| {
        ranges.index(i).set(network.origin);
        network.value.clone()
    });
    let from: Vec<String> = from.collect();
    let spec = ServiceSpec {
        type_: Some(type_.into()),
        ports: Some(vec![port]),
        load_balancer_source_ranges: (!from.is_empty()).then_some(from),
        external_traffic_policy: expose.keep_source.as_ref().map(|keep| {
            at.key("spec").key("externalTrafficPolicy").set(keep.origin);
            "Local".into()
        }),
        ..ServiceSpec::default()
    };
    let mut out = object(cx, &identity, &name, spec, at);
    if let Some(internal) = &expose.internal {
        let annotations = out.metadata.annotations.get_or_insert_default();
        for (key, value) in INTERNAL {
            // What the source says itself holds.
            if !annotations.contains_key(*key) {
                at.key("metadata").key("annotations").key(key).set(internal.origin);
                annotations.insert((*key).to_owned(), (*value).to_owned());
            }
        }
    }
    out
}

/// Reports a name that is taken in every cluster, and ports that one Service cannot have both.
pub(super) fn check(cx: &Context<'_>, service: &Service) {
    // The API server's own Service, which it keeps as it is.
    if cx.app.namespace.as_str() == "default" && service.name.as_str() == "kubernetes" {
        cx.report(errors::servers_name(cx.app.span(&service.name), cx.app.span(&cx.app.namespace)));
    }
    for (i, port) in service.ports.iter().enumerate() {
        let same =
            |other: &&Port| other.protocol == port.protocol && service_port(other).value == service_port(port).value;
        if let Some(first) = service.ports.iter().take(i).find(same) {
            let (first, second) = (service_port(first), service_port(port));
            cx.report(errors::same_service_port(cx.app.span(second), cx.app.span(first), second.value));
        }
    }
}

/// Reports node ports that two services ask for: a node has each only once.
pub(super) fn check_node_ports(cx: &Context<'_>) {
    let mut taken = std::collections::BTreeMap::new();
    for service in cx.app.services() {
        for expose in &service.expose {
            let ExposeAs::NodePort(Some(number)) = expose.kind else { continue };
            let Some(port) = service.port(&expose.port) else { continue };
            if let Some(first) = taken.insert((number, port.protocol), &expose.port) {
                cx.report(errors::same_node_port(cx.app.span(&expose.port), cx.app.span(first), number));
            }
        }
    }
}

fn port<C: Cursor<OriginId>>(port: &Port, number: u16, at: C) -> ServicePort {
    at.set(port.name.origin).key("port").set(service_port(port).origin);
    ServicePort {
        name: Some(port.name.to_string()),
        port: i32::from(number),
        protocol: Some(pod::protocol(port.protocol).into()),
        target_port: Some(IntOrString::String(port.name.to_string())),
        ..ServicePort::default()
    }
}

fn object<C: Cursor<OriginId>>(
    cx: &Context<'_>,
    identity: &Identity<'_>,
    name: &str,
    spec: ServiceSpec,
    at: C,
) -> Object {
    Object {
        metadata: identity.object(cx, name, at.key("metadata")),
        spec: Some(ServiceSpec { selector: Some(identity.selecting(cx)), ..spec }),
        ..Object::default()
    }
}
