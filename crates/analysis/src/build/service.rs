//! `service` and `daemon`.

use wharf_model::{
    At, Controller, MountKind, Name, Pod, Port, PortNumber, Protocol, PublishAddress, Service, Stateful,
};

use super::mounts::flat;
use super::{canary, expose, patch, placement, probe, scale, workload};
use crate::checker::Checker;
use crate::errors::{names, network, values};
use crate::matching::{Body, Filled, Matched};
use crate::value::Value;
use crate::vocabulary::BlockKind;

pub(super) fn service<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<Service> {
    let name = c.declared_name(m, Name::MAX, "a Service's name is a DNS label");
    c.own.clone_from(&name.as_ref().map(|n| n.value.clone()));
    c.nameless = name.is_none();
    let span = m.slot("name").map_or(m.head(), |(_, e)| e.span);
    let daemon = m.is("daemon");
    let (kind, what) = if daemon { (BlockKind::Daemon, "daemon") } else { (BlockKind::Service, "service") };
    let owner = format!("{what} `{}`", name.as_ref().map_or("?", |n| n.as_str()));
    let body = c.body(kind, m);
    c.ports_unread = body.is_wrong("port");
    let ports = ports(c, &body);
    let pod = workload::pod(c, &body, &owner, span, &ports);
    let expose = expose::expose(c, &body, &ports);
    let scale = scale::scale(c, &body, span);
    let probes = probe::probes(c, &body, &ports);
    let patches = patch::patches(c, &body, false);
    c.own = None;
    c.nameless = false;
    if !body.is_whole() {
        // What it does not say may stand in what could not be read.
        return None;
    }
    let (name, pod) = (name?, pod?);
    let controller = controller(c, &body, &name, &pod, daemon)?;
    let rollout = placement::rollout(c, &body, &controller.value);
    let least = scale.as_ref().map_or(0, |s| s.min());
    let budget = placement::budget(c, &body, least);
    let spread = placement::spread(c, &body);
    // The pods of a StatefulSet carry a label of its name, a dash and a hash of up to ten.
    if matches!(controller.value, Controller::StatefulSet(_)) && name.as_str().len() > 52 {
        return c.fail(names::name_too_long(
            name.as_str(),
            52,
            "a StatefulSet's pods carry a label that is longer by up to 11",
            span,
        ));
    }
    let service = Service {
        name,
        doc: m.doc(),
        pod,
        controller,
        ports,
        expose,
        scale: scale?,
        rollout: rollout?,
        budget: budget?,
        spread: spread?,
        probes: probes?,
        patches: patches?,
        routed: false,
    };
    if let Some(m) = body.one("canary") {
        let canary = canary::canary(c, m, &service)?;
        c.canaries.push(canary);
    }
    Some(service)
}

/// What keeps the replicas. Its name must be able to be that of the objects that it makes.
fn controller<'t>(
    c: &mut Checker<'t>,
    body: &Body<'t>,
    name: &At<Name>,
    pod: &Pod,
    daemon: bool,
) -> Option<At<Controller>> {
    if daemon {
        return Some(At::new(Controller::DaemonSet, name.origin));
    }
    if let Some(m) = body.one("stateful") {
        let start = flat(m.label("start").map(|s| c.int_within(s, 0, 1_000_000)))?;
        let volumes = flat(m.label("volumes").map(|s| c.choice(s)))?;
        let said = Stateful {
            start,
            delete_volumes: volumes.map(|v| v.map(|v| v == "delete")),
            parallel: m.flag("parallel").map(|at| c.at((), at)),
        };
        return Some(c.at(Controller::StatefulSet(said), m.head()));
    }
    let own = pod.container.mounts.iter().find_map(|mount| match &mount.kind {
        MountKind::Own { name, .. } => Some(name.origin),
        MountKind::Volume { .. }
        | MountKind::Bind { .. }
        | MountKind::Shared { .. }
        | MountKind::Scratch { .. }
        | MountKind::Config { .. }
        | MountKind::Secret(_)
        | MountKind::Files(_) => None,
    });
    Some(match own {
        Some(origin) => At::new(Controller::StatefulSet(Stateful::default()), origin),
        None => At::new(Controller::Deployment, name.origin),
    })
}

pub(super) fn port_number<'t>(c: &mut Checker<'t>, slot: Filled<'t>) -> Option<At<PortNumber>> {
    let n = c.int(slot)?;
    match PortNumber::new(n.value) {
        Ok(p) => Some(At::new(p, n.origin)),
        Err(_) => {
            let span = c.origins.span(n.origin);
            c.fail(values::out_of_bounds("a port", "from 1 to 65535", &n.value.to_string(), span))
        }
    }
}

pub(super) fn ports<'t>(c: &mut Checker<'t>, body: &Body<'t>) -> Vec<Port> {
    let mut out: Vec<Port> = Vec::new();
    for m in body.all("port") {
        // RFC 6335: a service name has 15 characters at most, and a letter among them.
        let name = c.declared_name(m, 15, "a port's name has 15 characters at most (RFC 6335)");
        let number = m.slot("number").and_then(|s| port_number(c, s));
        let protocol = match (m.flag("tcp"), m.flag("udp")) {
            (Some(_), Some(both)) => {
                c.report(network::tcp_and_udp(both));
                Protocol::Tcp
            }
            (_, Some(_)) => Protocol::Udp,
            (_, None) => Protocol::Tcp,
        };
        let publish = m.label("publish").map(|s| publish(c, s));
        let service = m.label("service").map(|s| port_number(c, s));
        let (Some(name), Some(number), Some(publish), Some(service)) = (name, number, flat(publish), flat(service))
        else {
            continue;
        };
        let port = Port { name, number, protocol, publish, service };
        if let Some(first) = out.iter().find(|p| p.number.value == port.number.value && p.protocol == port.protocol) {
            let (again, first) = (c.origins.span(port.number.origin), c.origins.span(first.number.origin));
            c.report(network::port_twice(port.number.value, again, first));
            continue;
        }
        let outer = |p: &Port| p.service.as_ref().map_or(p.number.value, |s| s.value);
        if let Some(first) = out.iter().find(|p| outer(p) == outer(&port) && p.protocol == port.protocol) {
            let at = |p: &Port| p.service.as_ref().map_or(p.number.origin, |s| s.origin);
            let (again, first) = (c.origins.span(at(&port)), c.origins.span(at(first)));
            c.report(network::port_twice(outer(&port), again, first));
            continue;
        }
        out.push(port);
    }
    out.sort_by_key(|p| (p.number.value, p.protocol));
    out
}

/// `publish 8080` or `publish "ADDR:N"`.
fn publish<'t>(c: &mut Checker<'t>, slot: Filled<'t>) -> Option<At<PublishAddress>> {
    let val = c.filled(slot)?;
    let origin = c.origin_of(&val);
    let (address, number) = match &val.value {
        Value::Int(n) => (String::from("127.0.0.1"), Some(*n)),
        _ => {
            let text = c.literal(&val, "the published address")?.value;
            match text.rsplit_once(':') {
                Some((a, n)) => (a.trim_start_matches('[').trim_end_matches(']').to_owned(), n.parse().ok()),
                None => (String::from("127.0.0.1"), text.parse().ok()),
            }
        }
    };
    let good = address.parse::<std::net::IpAddr>().is_ok();
    match number.map(PortNumber::new) {
        Some(Ok(port)) if good => Some(At::new(PublishAddress { address, port }, origin)),
        _ => c.fail(network::bad_publish(val.span)),
    }
}
