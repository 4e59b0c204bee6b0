//! Networks, where the app's is isolated: those that talk to each other share one, and nobody else is in it.
//!
//! A network of Compose lets all of its members talk, in both directions and at every port. So the pairs that
//! talk are covered by groups in which everybody talks to everybody; Docker has addresses for some thirty
//! networks only, so that one for each pair would be too many. Who publishes a port or may reach the outside
//! is alone with it in a network that is not internal.

use std::collections::{BTreeMap, BTreeSet};

use wharf_model::{At, Link, NetworkMode, OriginId, Peer, Permit, PermitAt};

use super::context::Context;
use super::gateway::Gateway;
use super::{errors, parts, types};
use crate::shared::hash;

/// The networks by their names in the project, with where each comes from.
type Networks = BTreeMap<String, (types::Network, OriginId)>;

/// A pair that talks: the names of two services, the lesser first.
type Pair = (String, String);

/// Gives each service its networks, and the project the networks.
pub(super) fn assign(
    cx: &mut Context<'_>,
    entries: &mut [(String, types::Service)],
    gateway: Option<&Gateway>,
) -> Networks {
    let mut all = BTreeMap::new();
    if cx.app.network.value == NetworkMode::Isolated {
        isolate(cx, entries, gateway, &mut all);
    }
    join(cx, entries, &mut all);
    all
}

/// Adds the networks that are there already. Without a word, a service is in the project's own.
fn join(cx: &Context<'_>, entries: &mut [(String, types::Service)], all: &mut Networks) {
    let owners = parts::owners(cx.app);
    let joins: BTreeMap<&str, &[At<String>]> =
        cx.app.pods().map(|(name, pod)| (name.as_str(), pod.joins.as_slice())).collect();
    for (name, service) in entries {
        let owner = owners.get(name).unwrap_or(name);
        let joined = joins.get(owner.as_str()).copied().unwrap_or_default();
        // A sidecar is in its owner's.
        let alone = service.network_mode.as_deref() == Some("none");
        if joined.is_empty() || service.network_mode.is_some() && !alone {
            continue;
        }
        if alone {
            service.network_mode = None;
        } else if service.networks.is_empty() {
            service.networks.push(String::from("default"));
        }
        for network in joined {
            // No name of the project's own ends so.
            let key = format!("{}_joined", network.value);
            let outside = types::Network { name: Some(network.value.clone()), external: true, internal: false };
            all.entry(key.clone()).or_insert((outside, network.origin));
            service.networks.push(key);
        }
    }
}

fn isolate(
    cx: &mut Context<'_>,
    entries: &mut [(String, types::Service)],
    gateway: Option<&Gateway>,
    all: &mut Networks,
) {
    cx.problem(errors::emulated::whole_services(cx.app, cx.app.network.origin));
    for permit in cx.app.pods().flat_map(|(_, pod)| &pod.permits) {
        if let (Peer::App { app, .. }, PermitAt::To { .. }) = (&permit.peer.value, &permit.at) {
            cx.problem(errors::other_project(cx.app, permit.peer.origin, app));
        }
    }
    let pairs = pairs(cx, gateway);
    let mut member_of: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (group, origin) in groups(&pairs) {
        let name = name_of(&group);
        for member in &group {
            member_of.entry((*member).to_owned()).or_default().insert(name.clone());
        }
        all.insert(name, (types::Network { internal: true, ..types::Network::default() }, origin));
    }
    for (owner, origin) in outside(cx, entries) {
        let name = format!("{owner}_outside");
        member_of.entry(owner).or_default().insert(name.clone());
        all.insert(name, (types::Network::default(), origin));
    }
    let owners = parts::owners(cx.app);
    for (name, service) in entries.iter_mut().filter(|(_, s)| s.network_mode.is_none()) {
        let owner = owners.get(name).unwrap_or(name);
        match member_of.get(owner) {
            Some(networks) => service.networks = networks.iter().cloned().collect(),
            // It talks to nobody. Without a word it would be in a network with others like it.
            None => service.network_mode = Some(String::from("none")),
        }
    }
}

/// All pairs, with where each is said.
fn pairs(cx: &Context<'_>, gateway: Option<&Gateway>) -> BTreeMap<Pair, OriginId> {
    let mut out = BTreeMap::new();
    let mut add = |a: &str, b: &str, origin: OriginId| {
        let pair = if a < b { (a.to_owned(), b.to_owned()) } else { (b.to_owned(), a.to_owned()) };
        out.entry(pair).or_insert(origin);
    };
    let is_outside = |l: &Link| cx.app.external(&l.to.service).is_some();
    for link in cx.app.links().iter().filter(|l| l.from != l.to.service && !is_outside(l)) {
        add(link.from.as_str(), link.to.service.as_str(), link.origin.origin);
    }
    if let Some(gateway) = gateway {
        for backend in cx.app.routes().flat_map(|r| &r.rules).flat_map(|r| r.backends()) {
            add(&gateway.name, backend.to.service.as_str(), backend.to.origin);
        }
    }
    out
}

/// Groups in which all talk to all, so that each pair is in one: the first pair that is in none yet, with
/// everybody who talks to all of the group.
fn groups(pairs: &BTreeMap<Pair, OriginId>) -> Vec<(BTreeSet<&str>, OriginId)> {
    let members: BTreeSet<&str> = pairs.keys().flat_map(|(a, b)| [a.as_str(), b.as_str()]).collect();
    let talk = |a: &str, b: &str| {
        let pair = if a < b { (a.to_owned(), b.to_owned()) } else { (b.to_owned(), a.to_owned()) };
        pairs.contains_key(&pair)
    };
    let mut covered: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut out = Vec::new();
    for ((a, b), origin) in pairs {
        if covered.contains(&(a.as_str(), b.as_str())) {
            continue;
        }
        let mut group = BTreeSet::from([a.as_str(), b.as_str()]);
        for other in &members {
            if !group.contains(other) && group.iter().all(|g| talk(g, other)) {
                group.insert(other);
            }
        }
        covered.extend(group.iter().flat_map(|x| group.iter().filter(move |y| x < *y).map(move |y| (*x, *y))));
        out.push((group, *origin));
    }
    out
}

/// Names have no dot, so no two groups share one. What would be long is cut, and told apart by a hash.
fn name_of(group: &BTreeSet<&str>) -> String {
    let name = group.iter().copied().collect::<Vec<_>>().join(".");
    if name.len() <= 100 {
        return name;
    }
    format!("{}_{}", group.first().copied().unwrap_or_default(), hash::of(&name))
}

/// Who publishes a port, or may reach what is outside, with where that is said.
fn outside(cx: &Context<'_>, entries: &[(String, types::Service)]) -> BTreeMap<String, OriginId> {
    let published = entries.iter().filter(|(_, s)| !s.ports.is_empty());
    let mut out: BTreeMap<String, OriginId> =
        published.map(|(name, _)| (name.clone(), cx.app.network.origin)).collect();
    for link in cx.app.links().into_iter().filter(|l| cx.app.external(&l.to.service).is_some()) {
        out.insert(link.from.to_string(), link.origin.origin);
    }
    for (name, pod) in cx.app.pods() {
        for Permit { peer: At { value: peer, origin }, at, .. } in &pod.permits {
            if matches!((peer, at), (Peer::Internet | Peer::Cidr(_) | Peer::Namespace(_), PermitAt::To { .. })) {
                out.insert(name.to_string(), *origin);
            }
        }
    }
    out
}
