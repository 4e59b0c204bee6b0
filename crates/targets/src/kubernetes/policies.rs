//! `network.yaml`: who may talk to whom, where the network is isolated.
//!
//! Nobody may talk, but for names (DNS); then each pod says who may reach it and whom it may reach. What a
//! gateway or a load balancer leads to can be reached from anywhere: it is open to the world already, and
//! which namespace or node the gateway runs in is not known here. The kubelet's probes are never held back.

use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::api::networking::v1::{
    IPBlock, NetworkPolicy, NetworkPolicyEgressRule, NetworkPolicyIngressRule, NetworkPolicyPeer, NetworkPolicyPort,
    NetworkPolicySpec,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use wharf_model::{Address, At, External, Link, Name, NetworkMode, OriginId, Peer, Permit, PermitAt, Pod, PortRef};

use super::context::Context;
use super::manifest::Manifest;
use super::metadata::{Component, Identity};
use super::{errors, names, pod};
use crate::File;
use crate::yaml::{Cursor, Record};

/// Addresses that are of no use on the internet.
const PRIVATE: &[&str] = &["10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"];

/// The same of version 6.
const PRIVATE_6: &[&str] = &["fc00::/7", "fe80::/10"];

/// The file, where the network is isolated.
pub(super) fn file<R: Record<OriginId> + 'static>(cx: &Context<'_>) -> Option<File> {
    if cx.app.network.value == NetworkMode::Open {
        return None;
    }
    let mut manifest =
        Manifest::<R>::new("network", cx.app.network.origin).patched(super::patches::app(), &cx.app.patches.kubernetes);
    manifest.add(cx, cx.app.network.origin, |at| deny(cx, at));
    let links = cx.app.links();
    for (name, pod) in cx.app.pods() {
        let mut ingress = incoming(cx, name, &links);
        let mut egress = outgoing(cx, name, &links);
        permitted(cx, name, pod, &mut ingress, &mut egress);
        asks_server(cx, pod);
        if !ingress.is_empty() || !egress.is_empty() {
            manifest.add(cx, name.origin, |at| policy(cx, name, (&ingress, &egress), at));
        }
    }
    Some(manifest.finish())
}

/// A rule with where it comes from.
type Rule<T> = At<T>;

/// Nothing in, and nothing out but questions for names.
fn deny<C: Cursor<OriginId>>(cx: &Context<'_>, at: C) -> NetworkPolicy {
    let mut name = names::fit(&format!("{}-default", cx.app.name.value), names::LABEL);
    while cx.app.pods().any(|(pod, _)| pod.as_str() == name) {
        name = names::fit(&format!("network-{name}"), names::LABEL);
    }
    let dns = |protocol: &str| NetworkPolicyPort {
        protocol: Some(protocol.into()),
        port: Some(IntOrString::Int(53)),
        end_port: None,
    };
    NetworkPolicy {
        metadata: Identity::plain(&name, Component::App).object(cx, &name, at.key("metadata")),
        spec: Some(NetworkPolicySpec {
            egress: Some(vec![NetworkPolicyEgressRule { ports: Some(vec![dns("UDP"), dns("TCP")]), to: None }]),
            pod_selector: Some(Identity::of_app(cx.app.name.as_str())),
            policy_types: Some(vec!["Ingress".into(), "Egress".into()]),
            ..NetworkPolicySpec::default()
        }),
    }
}

fn policy<C: Cursor<OriginId>>(
    cx: &Context<'_>,
    name: &At<Name>,
    (ingress, egress): (&[Rule<NetworkPolicyIngressRule>], &[Rule<NetworkPolicyEgressRule>]),
    at: C,
) -> NetworkPolicy {
    let spec = at.key("spec");
    for (key, origins) in [
        ("ingress", ingress.iter().map(|r| r.origin).collect::<Vec<_>>()),
        ("egress", egress.iter().map(|r| r.origin).collect()),
    ] {
        origins.into_iter().enumerate().for_each(|(i, origin)| {
            spec.key(key).index(i).set(origin);
        });
    }
    let types = [(!ingress.is_empty(), "Ingress"), (!egress.is_empty(), "Egress")];
    NetworkPolicy {
        metadata: Identity::plain(name.as_str(), Component::App).object(cx, name.as_str(), at.key("metadata")),
        spec: Some(NetworkPolicySpec {
            egress: (!egress.is_empty()).then(|| egress.iter().map(|r| r.value.clone()).collect()),
            ingress: (!ingress.is_empty()).then(|| ingress.iter().map(|r| r.value.clone()).collect()),
            pod_selector: Some(selector(cx, &name.value)),
            policy_types: Some(types.into_iter().filter(|(is, _)| *is).map(|(_, t)| t.into()).collect()),
        }),
    }
}

/// Who refers to which of the ports: a rule for each set of senders.
fn incoming(cx: &Context<'_>, name: &At<Name>, links: &[Link]) -> Vec<Rule<NetworkPolicyIngressRule>> {
    let mut senders: BTreeMap<&PortRef, BTreeSet<&Name>> = BTreeMap::new();
    for link in links.iter().filter(|l| l.to.service == name.value) {
        senders.entry(&link.to).or_default().insert(&link.from);
    }
    let mut out: Vec<Rule<NetworkPolicyIngressRule>> = Vec::new();
    for (to, from) in senders {
        let first = links.iter().find(|l| l.to == *to).map_or(name.origin, |l| l.origin.origin);
        let rule = NetworkPolicyIngressRule {
            from: Some(from.iter().map(|name| of_pod(cx, name)).collect()),
            ports: Some(vec![port(cx, to)]),
        };
        out.push(At::new(rule, first));
    }
    let Some(service) = cx.app.service(name) else { return out };
    let routed = cx.routed_ports(service).into_iter().map(|p| (&p.name.value, p.name.origin));
    let exposed = service.expose.iter().map(|e| (&e.port.value, e.port.origin));
    let open: BTreeMap<&Name, OriginId> = exposed.chain(routed).collect();
    for (own, origin) in open {
        let to = PortRef { service: name.value.clone(), port: own.clone() };
        let rule = NetworkPolicyIngressRule { from: None, ports: Some(vec![port(cx, &to)]) };
        out.push(At::new(rule, origin));
    }
    out
}

/// To which ports the pod refers: a rule for each service.
fn outgoing(cx: &Context<'_>, name: &At<Name>, links: &[Link]) -> Vec<Rule<NetworkPolicyEgressRule>> {
    let mut by_service: BTreeMap<&Name, Vec<&Link>> = BTreeMap::new();
    for link in links.iter().filter(|l| l.from == name.value) {
        by_service.entry(&link.to.service).or_default().push(link);
    }
    let rule = |(service, links): (&Name, Vec<&Link>)| {
        let rule = NetworkPolicyEgressRule {
            to: match cx.app.external(service) {
                Some(external) => elsewhere(cx, external),
                None => Some(vec![of_pod(cx, service)]),
            },
            ports: Some(links.iter().map(|l| port(cx, &l.to)).collect()),
        };
        At::new(rule, links.first().map_or(name.origin, |l| l.origin.origin))
    };
    by_service.into_iter().map(rule).collect()
}

/// An account is for asking the API server, which is no pod that a policy could name.
fn asks_server(cx: &Context<'_>, pod: &Pod) {
    let Some(account) = &pod.account else { return };
    let out = |permit: &Permit| {
        matches!(permit.at, PermitAt::To { .. }) && matches!(permit.peer.value, Peer::Cidr(_) | Peer::Internet)
    };
    if !pod.permits.iter().any(out) {
        cx.report(errors::server_out_of_reach(cx.app.span(&account.name)));
    }
}

/// What the source permits.
fn permitted(
    cx: &Context<'_>,
    name: &At<Name>,
    pod: &Pod,
    ingress: &mut Vec<Rule<NetworkPolicyIngressRule>>,
    egress: &mut Vec<Rule<NetworkPolicyEgressRule>>,
) {
    for Permit { peer, except, at } in &pod.permits {
        let peers = peers(&peer.value, except);
        match at {
            PermitAt::From(own) => {
                let to = own.as_ref().map(|own| PortRef { service: name.value.clone(), port: own.value.clone() });
                let rule = NetworkPolicyIngressRule { from: peers, ports: to.map(|to| vec![port(cx, &to)]) };
                ingress.push(At::new(rule, peer.origin));
            }
            PermitAt::To { port, protocol } => {
                let ports = (port.is_some() || protocol.is_some()).then(|| {
                    vec![NetworkPolicyPort {
                        port: port.as_ref().map(|port| IntOrString::Int(i32::from(port.get()))),
                        protocol: protocol.map(|p| pod::protocol(p).into()),
                        end_port: None,
                    }]
                });
                egress.push(At::new(NetworkPolicyEgressRule { to: peers, ports }, peer.origin));
            }
        }
    }
}

/// The peers; none is everybody.
fn peers(peer: &Peer, except: &[At<String>]) -> Option<Vec<NetworkPolicyPeer>> {
    // By the label that the API server gives every namespace.
    let in_namespace = |name: &Name| LabelSelector {
        match_labels: Some(BTreeMap::from([("kubernetes.io/metadata.name".to_owned(), name.to_string())])),
        ..LabelSelector::default()
    };
    let block = |cidr: &str, private: &[&str]| {
        let same_version = |text: &&str| text.contains(':') == cidr.contains(':');
        let said = except.iter().map(|e| e.value.as_str()).filter(same_version);
        let all: BTreeSet<String> = private.iter().copied().chain(said).map(str::to_owned).collect();
        NetworkPolicyPeer {
            ip_block: Some(IPBlock {
                cidr: cidr.to_owned(),
                except: (!all.is_empty()).then(|| all.into_iter().collect()),
            }),
            ..NetworkPolicyPeer::default()
        }
    };
    match peer {
        Peer::Anywhere => None,
        Peer::Internet => Some(vec![block("0.0.0.0/0", PRIVATE), block("::/0", PRIVATE_6)]),
        Peer::Cidr(cidr) => Some(vec![block(cidr, &[])]),
        Peer::Namespace(name) => Some(vec![NetworkPolicyPeer {
            namespace_selector: Some(in_namespace(name)),
            ..NetworkPolicyPeer::default()
        }]),
        // Without a namespace the labels would be looked for in the policy's own, where the app is not.
        Peer::App { app, namespace } => Some(vec![NetworkPolicyPeer {
            namespace_selector: Some(in_namespace(namespace)),
            pod_selector: Some(Identity::of_app(app.as_str())),
            ..NetworkPolicyPeer::default()
        }]),
    }
}

/// Where a service is that lives elsewhere. Policies know no names: everywhere, where it has one only.
fn elsewhere(cx: &Context<'_>, external: &External) -> Option<Vec<NetworkPolicyPeer>> {
    match &external.address.value {
        Address::Host(_) => {
            cx.report(errors::policies_know_no_names(cx.app.span(&external.address), &external.name.value));
            None
        }
        Address::Ip(ip) => {
            let block = IPBlock { cidr: format!("{ip}/32"), except: None };
            Some(vec![NetworkPolicyPeer { ip_block: Some(block), ..NetworkPolicyPeer::default() }])
        }
    }
}

fn of_pod(cx: &Context<'_>, name: &Name) -> NetworkPolicyPeer {
    NetworkPolicyPeer { pod_selector: Some(selector(cx, name)), ..NetworkPolicyPeer::default() }
}

/// The labels of the pods of a declaration.
fn selector(cx: &Context<'_>, name: &Name) -> LabelSelector {
    Identity::plain(name.as_str(), Component::App).selector(cx)
}

/// The port of the pods, by number: policies look behind Services.
fn port(cx: &Context<'_>, to: &PortRef) -> NetworkPolicyPort {
    let found = cx.app.port(to);
    NetworkPolicyPort {
        port: found.map(|p| IntOrString::Int(i32::from(p.number.get()))),
        protocol: found.map(|p| pod::protocol(p.protocol).into()),
        end_port: None,
    }
}
