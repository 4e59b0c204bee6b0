//! Services, daemons, jobs and cron jobs, each with its init containers and sidecars.

use wharf_model::{
    At, Container, Cron, Helper, Job, Name, OriginId, Pod, Port, Probes, Protocol, Replicas, Role, Service,
};

use super::context::Context;
use super::health::Asked;
use super::mounts::{self, Owner};
use super::parts::helper_name;
use super::process::{depends_on, labels, process};
use super::{errors, health, placement, rollout, types};
use crate::yaml::Cursor;

/// What a declaration becomes: services by their names.
type Entries = Vec<(String, types::Service)>;

/// The profile of what only starts by hand.
const BY_HAND: &str = "cron";

/// A process that runs until it is stopped.
pub(super) fn service<C: Cursor<OriginId>>(cx: &mut Context<'_>, service: &Service, services: C) -> Entries {
    let at = services.key(service.name.as_str());
    at.set(service.name.origin);
    let replicas = match &service.scale.value {
        Replicas::Fixed(n) => *n,
        // Nothing would wake the first.
        Replicas::Auto(auto) => auto.min.max(1),
    };
    let of = Unit { name: &service.name, pod: &service.pod, replicas, scale: Some(service.scale.origin) };
    let mut out = of.process(cx, at);
    for port in &service.ports {
        self::port(cx, service, port, at, &mut out);
    }
    let asked = Asked {
        name: &service.name,
        container: &service.pod.container,
        probes: &service.probes,
        awaited: true,
        ports: &service.ports,
    };
    out.healthcheck = health::healthcheck(cx, asked, at.key("healthcheck"));
    if replicas != 1 {
        at.key("deploy").key("replicas").set(service.scale.origin);
        out.deploy.replicas = Some(replicas);
    }
    match &service.scale.value {
        Replicas::Fixed(_) => {}
        Replicas::Auto(auto) => {
            cx.repeated.autoscaled.push((service.scale.origin, errors::emulated::scales_by_load(service, auto)));
        }
    }
    if service.is_daemon() {
        let label = format!("a cluster runs `{}` on every node", service.name.value);
        cx.repeated.daemons.push((service.name.origin, label));
    }
    let own_volumes = service.pod.container.mounts.iter().any(|m| mounts::is_own(&m.kind));
    if service.stateful().is_some() && replicas > 1 && !own_volumes {
        cx.problem(errors::emulated::no_identity(cx.app, service, service.controller.origin));
    }
    rollout::update(cx, service, at.key("deploy"), &mut out.deploy);
    out.restart = Some(String::from("unless-stopped"));
    of.with_helpers(cx, out, &service.ports, services)
}

/// A process that runs once.
pub(super) fn job<C: Cursor<OriginId>>(cx: &mut Context<'_>, job: &Job, services: C) -> Entries {
    let at = services.key(job.name.as_str());
    at.set(job.name.origin);
    let of = Unit { name: &job.name, pod: &job.pod, replicas: 1, scale: None };
    let mut out = of.process(cx, at);
    at.key("restart").set(job.retries.origin);
    out.restart = Some(match job.retries.value {
        0 => String::from("no"),
        retries => format!("on-failure:{retries}"),
    });
    if let Some(timeout) = &job.timeout {
        cx.problem(errors::job_without_timeout(cx.app, &job.name, timeout));
    }
    if let Some(completions) = job.completions.as_ref().filter(|n| n.value > 1) {
        cx.problem(errors::job_runs_once(cx.app, &job.name, completions));
    }
    of.with_helpers(cx, out, &[], services)
}

/// A job that only starts by hand, with its helpers.
pub(super) fn cron<C: Cursor<OriginId>>(cx: &mut Context<'_>, cron: &Cron, services: C) -> Entries {
    let name = &cron.job.name;
    cx.repeated.crons.push((name.origin, format!("`docker compose run --rm {}` starts it", name.value)));
    let mut entries = job(cx, &cron.job, services);
    for (name, service) in &mut entries {
        services.key(name).key("profiles").set(cron.schedule.origin);
        service.profiles = vec![BY_HAND];
    }
    entries
}

/// What is started as one.
struct Unit<'a> {
    name: &'a At<Name>,
    pod: &'a Pod,
    replicas: u32,
    scale: Option<OriginId>,
}

impl Unit<'_> {
    fn container<C: Cursor<OriginId>>(
        &self,
        cx: &mut Context<'_>,
        service: &str,
        container: &Container,
        at: C,
    ) -> types::Service {
        let owner = Owner { service, pod: self.name, replicas: self.replicas, scale: self.scale };
        let mut out = process(cx, &owner, container, self.pod, at);
        placement::platform(&self.pod.placement, at, &mut out);
        out
    }

    /// The process itself, which waits for what it needs.
    fn process<C: Cursor<OriginId>>(&self, cx: &mut Context<'_>, at: C) -> types::Service {
        let mut out = self.container(cx, self.name.as_str(), &self.pod.container, at);
        placement::of_process(cx, &self.pod.placement, at, &mut out);
        out.depends_on = depends_on(&self.pod.needs, at.key("depends_on"));
        out.labels.extend(labels(cx, &self.pod.labels, &self.pod.annotations, at.key("labels")));
        out
    }

    /// Adds the helpers: each init container waits for what the process needs and for the one before it, and
    /// the process for all of them; the sidecars are in the network of the process.
    fn with_helpers<C: Cursor<OriginId>>(
        &self,
        cx: &mut Context<'_>,
        mut process: types::Service,
        ports: &[Port],
        services: C,
    ) -> Entries {
        let mut helpers = Vec::new();
        for helper in &self.pod.helpers {
            let name = helper_name(self.name, helper);
            let taken = |n: &Name| n.as_str() == name;
            if cx.app.pods().any(|(other, _)| taken(&other.value)) {
                cx.problem(errors::helper_name_taken(cx.app, &helper.name, &name));
            }
            let at = services.key(&name);
            at.set(helper.name.origin);
            let mut out = self.container(cx, &name, &helper.container, at);
            match &helper.role {
                Role::Init => {
                    self.init(cx, helper, &name, &mut out);
                    out.depends_on = process.depends_on.clone();
                    let own = services.key(self.name.as_str());
                    own.key("depends_on").key(&name).set(helper.name.origin);
                    let done = types::Dependency { condition: types::Condition::Completed };
                    process.depends_on.insert(name.clone(), done);
                }
                Role::Sidecar(probes) => self.sidecar(cx, helper, (&name, probes, ports), at, &mut out),
            }
            helpers.push((name, out));
        }
        let mut entries = vec![(self.name.to_string(), process)];
        entries.append(&mut helpers);
        entries
    }

    fn init(&self, cx: &mut Context<'_>, helper: &Helper, name: &str, out: &mut types::Service) {
        out.restart = Some(String::from("on-failure"));
        cx.repeated.inits.push((helper.name.origin, format!("the service `{name}`, before `{}`", self.name.value)));
    }

    fn sidecar<C: Cursor<OriginId>>(
        &self,
        cx: &mut Context<'_>,
        helper: &Helper,
        (name, probes, ports): (&str, &Probes, &[Port]),
        at: C,
        out: &mut types::Service,
    ) {
        if self.replicas > 1 {
            cx.problem(errors::sidecar_of_replicas(cx.app, self.name, &helper.name, self.replicas));
        }
        let asked = Asked { name: &helper.name, container: &helper.container, probes, awaited: false, ports };
        out.healthcheck = health::healthcheck(cx, asked, at.key("healthcheck"));
        out.network_mode = Some(format!("service:{}", self.name.value));
        let started = types::Dependency { condition: types::Condition::Started };
        out.depends_on.insert(self.name.to_string(), started);
        out.restart = Some(String::from("unless-stopped"));
        cx.repeated.sidecars.push((helper.name.origin, format!("the service `{name}`, beside `{}`", self.name.value)));
    }
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
            cx.repeated.exposed.push((origin, errors::emulated::opened_at(service, port, number)));
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
