//! The template of a pod: its containers, and what holds for all of them.

use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::api::core::v1::{
    Container, ContainerPort, Lifecycle, LifecycleHandler, LocalObjectReference, PodSpec, PodTemplateSpec,
    ResourceRequirements, SleepAction,
};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use wharf_model::{At, EnvName, ImageRef, OriginId, Port, Protocol, Requests, Resources, Role, Text};

use super::context::Context;
use super::env::Variables;
use super::placement::{self, Placed};
use super::probe::{Probes, probes};
use super::process::Process;
use super::volumes::Storage;
use super::{errors, keys, scaling, security, settings, stop};
use crate::shared::names::image_reference;
use crate::yaml::Cursor;

/// The template. `restart` is `Never` for jobs; services leave the default, which is the only
/// value that they may have.
pub(super) fn template<C: Cursor<OriginId>>(
    cx: &Context<'_>,
    process: &Process<'_>,
    restart: Option<&str>,
    at: C,
) -> PodTemplateSpec {
    let variables = Variables::of(cx, *process);
    let helpers: Vec<(Process<'_>, Variables<'_>)> =
        process.helpers().map(|helper| (helper, Variables::of(cx, helper))).collect();
    let names: BTreeSet<&EnvName> =
        std::iter::once(&variables).chain(helpers.iter().map(|(_, v)| v)).flat_map(Variables::settings).collect();
    let checksum = (!names.is_empty()).then(|| {
        // A key that Helm's charts made common: tools that show changes know to skip it.
        (String::from("checksum/settings"), settings::hash(cx.app, names))
    });
    let metadata = process.identity.describe(cx, checksum.into_iter().collect(), at.key("metadata"));
    let storage = Storage::of(cx, process);
    let spec = at.key("spec");
    spec.key("terminationGracePeriodSeconds").set(process.pod.stop.grace.origin);
    let spread = process.service.and_then(|s| placement::spread(cx, process, s, spec.key("topologySpreadConstraints")));
    let Placed { priority, node_selector, tolerations } = placement::placed(&process.pod.placement, spec);
    PodTemplateSpec {
        metadata: Some(metadata),
        spec: Some(PodSpec {
            automount_service_account_token: Some(process.pod.account.is_some()),
            containers: vec![container(cx, process, &variables, &storage, spec.key("containers").index(0))],
            enable_service_links: Some(false),
            image_pull_secrets: pull_secrets(cx, process, spec.key("imagePullSecrets")),
            node_selector,
            service_account_name: process.pod.account.as_ref().map(|account| {
                spec.key("serviceAccountName").set(account.name.origin);
                spec.key("automountServiceAccountToken").set(account.name.origin);
                account.name.to_string()
            }),
            priority_class_name: priority,
            init_containers: (!helpers.is_empty()).then(|| {
                let at = spec.key("initContainers");
                let helper = |(i, (helper, variables)): (usize, &(Process<'_>, Variables<'_>))| {
                    container(cx, helper, variables, &storage, at.index(i).set(helper.origin()))
                };
                helpers.iter().enumerate().map(helper).collect()
            }),
            restart_policy: restart.map(str::to_owned),
            security_context: Some(security::pod(cx, process, spec.key("securityContext"))),
            termination_grace_period_seconds: Some(stop::grace_seconds(process)),
            tolerations,
            topology_spread_constraints: spread,
            volumes: storage.volumes(spec.key("volumes")),
            ..PodSpec::default()
        }),
    }
}

fn container<C: Cursor<OriginId>>(
    cx: &Context<'_>,
    process: &Process<'_>,
    variables: &Variables<'_>,
    storage: &Storage,
    at: C,
) -> Container {
    let said = process.container;
    at.key("image").set(said.image.origin);
    at.key("imagePullPolicy").set(said.image.origin);
    let words = |list: &Option<At<Vec<At<Text>>>>, key: &str| {
        let list = list.as_ref()?;
        if list.is_empty() {
            // The server takes an empty list for none, which is reported where it matters.
            return None;
        }
        let at = at.key(key).set(list.origin);
        let word = |(i, word): (usize, &At<Text>)| {
            at.index(i).set(word.origin);
            variables.expanded(word)
        };
        Some(list.iter().enumerate().map(word).collect::<Vec<String>>())
    };
    if let Some(workdir) = &said.workdir {
        at.key("workingDir").set(workdir.origin);
    }
    if let Some(drain) = process.pod.stop.drain.as_ref().filter(|_| process.role.is_none()) {
        at.key("lifecycle").set(drain.origin);
    }
    let env = variables.env(at.key("env"));
    let sources = variables.sources(at.key("envFrom"));
    let Probes { startup, readiness, liveness } = probes(cx, process, variables, at);
    Container {
        args: words(&said.args, "args"),
        command: words(&said.entrypoint, "command"),
        env: (!env.is_empty()).then_some(env),
        env_from: (!sources.is_empty()).then_some(sources),
        image: Some(image_reference(cx.app, &said.image)),
        image_pull_policy: is_local(cx, &said.image).then(|| "IfNotPresent".into()),
        lifecycle: stop::drain_seconds(process).filter(|_| process.role.is_none()).map(|seconds| Lifecycle {
            pre_stop: Some(LifecycleHandler { sleep: Some(SleepAction { seconds }), ..LifecycleHandler::default() }),
            ..Lifecycle::default()
        }),
        liveness_probe: liveness,
        name: process.name.to_string(),
        ports: ports(cx, process, at.key("ports")),
        readiness_probe: readiness,
        resources: Some(resources(&said.resources, devices(process), at.key("resources"))),
        // A native sidecar: it starts before the next container, and is restarted as long as the pod lives.
        restart_policy: matches!(process.role, Some(Role::Sidecar(_))).then(|| "Always".into()),
        security_context: Some(security::container(cx, process, at.key("securityContext"))),
        startup_probe: startup,
        volume_mounts: storage.mounts(process, at.key("volumeMounts")),
        working_dir: said.workdir.as_ref().map(|w| w.to_string()),
        ..Container::default()
    }
}

/// What its images are pulled with.
fn pull_secrets<C: Cursor<OriginId>>(
    cx: &Context<'_>,
    process: &Process<'_>,
    at: C,
) -> Option<Vec<LocalObjectReference>> {
    let pulls = cx.app.pull_secrets(process.pod.containers());
    for (i, pull) in pulls.iter().enumerate() {
        at.index(i).set(pull.secret.origin);
    }
    let secrets = pulls.iter().map(|pull| LocalObjectReference { name: pull.secret.to_string() });
    (!pulls.is_empty()).then(|| secrets.collect())
}

/// The extended resources of the process itself.
fn devices<'a>(process: &Process<'a>) -> &'a [(At<String>, At<u32>)] {
    match process.role {
        None => &process.pod.placement.devices,
        Some(_) => &[],
    }
}

/// Whether the image is built and goes to no registry: it is then loaded onto the nodes, and
/// pulling it, which `latest` asks for, would fail.
fn is_local(cx: &Context<'_>, image: &ImageRef) -> bool {
    match image {
        ImageRef::Built { .. } => cx.app.registry.is_none(),
        ImageRef::Registry(_) => false,
    }
}

fn ports<C: Cursor<OriginId>>(cx: &Context<'_>, process: &Process<'_>, at: C) -> Option<Vec<ContainerPort>> {
    // A pod's containers share its ports: they are named once.
    let service = process.service.filter(|_| process.role.is_none());
    let ports = service.map(|s| s.ports.as_slice()).filter(|p| !p.is_empty())?;
    let port = |(i, port): (usize, &Port)| {
        at.index(i).set(port.name.origin).key("containerPort").set(port.number.origin);
        if let Some(fault) = keys::port_name(port.name.as_str()) {
            cx.report(errors::bad_name(cx.app.span(&port.name), &fault));
        }
        ContainerPort {
            container_port: i32::from(port.number.get()),
            name: Some(port.name.to_string()),
            protocol: Some(protocol(port.protocol).into()),
            ..ContainerPort::default()
        }
    };
    Some(ports.iter().enumerate().map(port).collect())
}

/// The word for a transport protocol.
pub(super) fn protocol(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Tcp => "TCP",
        Protocol::Udp => "UDP",
    }
}

/// Amounts are exact: `512Mi` and `250m` mean to Kubernetes what they mean to Wharf.
fn resources<C: Cursor<OriginId>>(
    resources: &Resources,
    devices: &[(At<String>, At<u32>)],
    at: C,
) -> ResourceRequirements {
    let mut requests = BTreeMap::new();
    let mut limits = BTreeMap::new();
    fill(scaling::CPU, &resources.cpu, &mut requests, &mut limits, at);
    fill(scaling::MEMORY, &resources.memory, &mut requests, &mut limits, at);
    // Extended resources are not shared out: what is asked for is what there is.
    for (name, count) in devices {
        at.key("limits").key(name).set(count.origin);
        limits.insert(name.value.clone(), Quantity(count.to_string()));
    }
    let some = |map: BTreeMap<String, Quantity>| (!map.is_empty()).then_some(map);
    ResourceRequirements { requests: some(requests), limits: some(limits), ..ResourceRequirements::default() }
}

fn fill<T: std::fmt::Display, C: Cursor<OriginId>>(
    name: &str,
    said: &Requests<T>,
    requests: &mut BTreeMap<String, Quantity>,
    limits: &mut BTreeMap<String, Quantity>,
    at: C,
) {
    for (key, bound, to) in [("requests", &said.request, requests), ("limits", &said.limit, limits)] {
        if let Some(amount) = bound {
            at.key(key).key(name).set(amount.origin);
            to.insert(name.to_owned(), Quantity(amount.value.to_string()));
        }
    }
}
