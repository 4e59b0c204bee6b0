//! Services and jobs.

use wharf_model::{Job, OriginId, Port, Protocol, Replicas, Service};

use super::context::Context;
use super::mounts::{self, Owner};
use super::process::{depends_on, labels, process};
use super::{errors, health, types};
use crate::yaml::Cursor;

/// A process that runs until it is stopped.
pub(super) fn service<C: Cursor<OriginId>>(cx: &mut Context<'_>, service: &Service, at: C) -> types::Service {
    at.set(service.name.origin);
    let replicas = service.scale.min();
    let owner = Owner { name: &service.name, replicas, scale: Some(service.scale.origin) };
    let mut out = process(cx, &owner, &service.pod.container, &service.pod.stop, at);
    out.depends_on = depends_on(&service.pod.needs, at.key("depends_on"));
    for port in &service.ports {
        self::port(cx, service, port, at, &mut out);
    }
    out.healthcheck = health::healthcheck(cx, service, at.key("healthcheck"));
    if replicas != 1 {
        at.key("deploy").key("replicas").set(service.scale.origin);
        out.deploy.replicas = Some(replicas);
    }
    match &service.scale.value {
        Replicas::Fixed(_) => {}
        Replicas::Auto { min: _, max, metrics } => {
            cx.repeated.autoscaled.push((service.scale.origin, errors::scales_by_load(service, *max, metrics)));
        }
    }
    let own_volumes = service.pod.container.mounts.iter().any(|m| mounts::is_own(&m.kind));
    if let Some(stateful) = service.stateful.as_ref().filter(|_| replicas > 1 && !own_volumes) {
        cx.problem(errors::no_identity(cx.app, service, stateful.origin));
    }
    out.restart = Some(String::from("unless-stopped"));
    out.labels.extend(labels(cx, &service.pod.labels, &service.pod.annotations, at.key("labels")));
    out
}

/// A process that runs once.
pub(super) fn job<C: Cursor<OriginId>>(cx: &mut Context<'_>, job: &Job, at: C) -> types::Service {
    at.set(job.name.origin);
    let owner = Owner { name: &job.name, replicas: 1, scale: None };
    let mut out = process(cx, &owner, &job.pod.container, &job.pod.stop, at);
    out.depends_on = depends_on(&job.pod.needs, at.key("depends_on"));
    at.key("restart").set(job.retries.origin);
    out.restart = Some(match job.retries.value {
        0 => String::from("no"),
        retries => format!("on-failure:{retries}"),
    });
    if let Some(timeout) = &job.timeout {
        cx.problem(errors::job_without_timeout(cx.app, &job.name, timeout));
    }
    out.labels.extend(labels(cx, &job.pod.labels, &job.pod.annotations, at.key("labels")));
    out
}

/// A port: published on the developer's machine, opened there in the place of a load balancer, or
/// only declared.
fn port<C: Cursor<OriginId>>(cx: &mut Context<'_>, service: &Service, port: &Port, at: C, out: &mut types::Service) {
    let protocol = match port.protocol {
        Protocol::Tcp => "",
        Protocol::Udp => "/udp",
    };
    let published = match (&port.publish, cx.host_ports.exposed(service, port)) {
        (Some(publish), _) => Some((publish.origin, format!("{}:{}", address(&publish.address), publish.port))),
        (None, Some(number)) => {
            let expose = service.expose.iter().find(|e| e.port.value == port.name.value);
            let origin = expose.map_or(port.number.origin, |e| e.port.origin);
            cx.repeated.exposed.push((origin, errors::opened_at(service, port, number)));
            Some((origin, format!("127.0.0.1:{}", number.map_or_else(String::new, |n| n.to_string()))))
        }
        (None, None) => None,
    };
    let (key, index, origin, text) = match published {
        Some((origin, host)) => ("ports", out.ports.len(), origin, format!("{host}:{}{protocol}", port.number.value)),
        None => ("expose", out.expose.len(), port.number.origin, format!("{}{protocol}", port.number.value)),
    };
    at.key(key).index(index).set(origin);
    if key == "ports" { out.ports.push(text) } else { out.expose.push(text) }
}

/// An address of version 6 stands in brackets before a port.
fn address(address: &str) -> String {
    if address.contains(':') && !address.starts_with('[') { format!("[{address}]") } else { address.to_owned() }
}
