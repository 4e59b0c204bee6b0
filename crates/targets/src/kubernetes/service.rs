//! `service-NAME.yaml`: a Deployment, a StatefulSet or a DaemonSet, and all that belongs to it.

use k8s_openapi::api::apps::v1::{
    DaemonSet, DaemonSetSpec, Deployment, DeploymentSpec, StatefulSet, StatefulSetOrdinals,
    StatefulSetPersistentVolumeClaimRetentionPolicy, StatefulSetSpec,
};
use wharf_model::{At, Controller, Mount, MountKind, Name, OriginId, Replicas, SecretFiles, Service, Stateful};

use super::bundle::{self, Bundle};
use super::context::Context;
use super::env::Variables;
use super::manifest::Manifest;
use super::process::Process;
use super::{account, errors, keda, names, network, patches, pod, rollout, scaling, stop, volumes};
use crate::File;
use crate::shared::checks;
use crate::yaml::{Cursor, Record};

/// The file of a service.
pub(super) fn file<R: Record<OriginId> + 'static>(cx: &Context<'_>, service: &Service) -> File {
    let process = Process::service(service);
    let origin = service.name.origin;
    let mut manifest = Manifest::<R>::new(&format!("service-{}", service.name.value), origin)
        .patched(patches::service(service), &service.patches.kubernetes);
    check(cx, service, &process);
    bundles(cx, &mut manifest, &process);
    account::add(cx, &mut manifest, &process);
    if !service.ports.is_empty() {
        network::check(cx, service);
        manifest.add(cx, origin, |at| network::own(cx, &process, service, at));
    }
    let kind = match &service.controller.value {
        Controller::StatefulSet(said) => {
            let asked = service.controller.origin;
            manifest.add(cx, asked, |at| network::headless(cx, &process, service, at));
            manifest.add(cx, origin, |at| stateful_set(cx, &process, service, said, at));
            "StatefulSet"
        }
        Controller::Deployment => {
            manifest.add(cx, origin, |at| deployment(cx, &process, service, at));
            "Deployment"
        }
        Controller::DaemonSet => {
            manifest.add(cx, origin, |at| daemon_set(cx, &process, service, at));
            "DaemonSet"
        }
    };
    for expose in &service.expose {
        if let Some(port) = service.port(&expose.port) {
            manifest.add(cx, expose.port.origin, |at| network::exposed(cx, &process, service, (expose, port), at));
        }
    }
    match &service.scale.value {
        Replicas::Fixed(_) => {}
        Replicas::Auto(auto) if auto.needs_keda() => {
            keda::add(cx, &mut manifest, &process, service, (kind, auto));
        }
        Replicas::Auto(auto) => {
            manifest.add(cx, origin, |at| scaling::autoscaler(cx, &process, service, (kind, auto), at));
        }
    }
    if service.scale.min() > 1 || service.budget.is_some() {
        manifest.add(cx, origin, |at| scaling::budget(cx, &process, service, at));
    }
    manifest.finish()
}

/// The ConfigMaps of what a process mounts, and of its empty variables.
pub(super) fn bundles<R: Record<OriginId> + 'static>(
    cx: &Context<'_>,
    manifest: &mut Manifest<R>,
    process: &Process<'_>,
) {
    let mut bundles: Vec<(Bundle, OriginId)> = Vec::new();
    for container in process.containers() {
        bundles.extend(container.container.mounts.iter().filter_map(|mount| match &mount.kind {
            MountKind::Files(tree) => Some((bundle::of_files(&container, tree), tree.source.origin)),
            MountKind::Own { .. }
            | MountKind::Volume { .. }
            | MountKind::Bind { .. }
            | MountKind::Shared { .. }
            | MountKind::Scratch { .. }
            | MountKind::Config { .. }
            | MountKind::Secret(_) => None,
        }));
        bundles.extend(Variables::of(cx, container).blanks().map(|b| (b, container.origin())));
    }
    let identity = process.identity.bare();
    for (bundle, origin) in &bundles {
        bundle.check(cx, *origin);
        manifest.add(cx, *origin, |at| bundle.config_map(cx, &identity, at));
    }
}

fn deployment<C: Cursor<OriginId>>(cx: &Context<'_>, process: &Process<'_>, service: &Service, at: C) -> Deployment {
    let spec = at.key("spec");
    let strategy = rollout::of_deployment(cx, service, spec);
    let deadline = service.rollout.deadline.as_ref().map(|deadline| {
        spec.key("progressDeadlineSeconds").set(deadline.origin);
        i32::try_from(deadline.whole_seconds()).unwrap_or(i32::MAX)
    });
    Deployment {
        metadata: process.identity.object(cx, service.name.as_str(), at.key("metadata")),
        spec: DeploymentSpec {
            min_ready_seconds: rollout::min_ready(&service.rollout, spec),
            progress_deadline_seconds: deadline,
            revision_history_limit: rollout::history(&service.rollout, spec),
            replicas: scaling::replicas(service, spec.key("replicas")),
            selector: process.identity.selector(cx),
            strategy,
            template: pod::template(cx, process, None, spec.key("template")),
            ..DeploymentSpec::default()
        },
        ..Deployment::default()
    }
}

fn stateful_set<C: Cursor<OriginId>>(
    cx: &Context<'_>,
    process: &Process<'_>,
    service: &Service,
    said: &Stateful,
    at: C,
) -> StatefulSet {
    let spec = at.key("spec");
    let mark = |key: &str, origin: OriginId| {
        spec.key(key).set(origin);
    };
    let start = said.start.as_ref().inspect(|start| mark("ordinals", start.origin));
    let parallel = said.parallel.as_ref().inspect(|parallel| mark("podManagementPolicy", parallel.origin));
    let retention = said.delete_volumes.as_ref().map(|delete| {
        mark("persistentVolumeClaimRetentionPolicy", delete.origin);
        let policy = if delete.value { "Delete" } else { "Retain" };
        StatefulSetPersistentVolumeClaimRetentionPolicy {
            when_deleted: Some(policy.into()),
            when_scaled: Some(policy.into()),
        }
    });
    StatefulSet {
        metadata: process.identity.object(cx, service.name.as_str(), at.key("metadata")),
        spec: StatefulSetSpec {
            min_ready_seconds: rollout::min_ready(&service.rollout, spec),
            revision_history_limit: rollout::history(&service.rollout, spec),
            update_strategy: rollout::of_stateful_set(cx, &service.rollout, spec),
            ordinals: start.map(|n| StatefulSetOrdinals { start: Some(i32::try_from(n.value).unwrap_or(i32::MAX)) }),
            persistent_volume_claim_retention_policy: retention,
            pod_management_policy: parallel.map(|_| "Parallel".into()),
            replicas: scaling::replicas(service, spec.key("replicas")),
            selector: process.identity.selector(cx),
            service_name: Some(network::pods_name(cx, service)),
            template: pod::template(cx, process, None, spec.key("template")),
            volume_claim_templates: volumes::claims(cx, process, spec.key("volumeClaimTemplates")),
        },
        ..StatefulSet::default()
    }
}

fn daemon_set<C: Cursor<OriginId>>(cx: &Context<'_>, process: &Process<'_>, service: &Service, at: C) -> DaemonSet {
    let spec = at.key("spec");
    DaemonSet {
        metadata: process.identity.object(cx, service.name.as_str(), at.key("metadata")),
        spec: DaemonSetSpec {
            min_ready_seconds: rollout::min_ready(&service.rollout, spec),
            revision_history_limit: rollout::history(&service.rollout, spec),
            update_strategy: rollout::of_daemon_set(&service.rollout, spec),
            selector: process.identity.selector(cx),
            template: pod::template(cx, process, None, spec.key("template")),
        },
        ..DaemonSet::default()
    }
}

fn check(cx: &Context<'_>, service: &Service, process: &Process<'_>) {
    if service.stateful().is_some() {
        check_length(cx, &service.name, "a stateful service");
    }
    report_common(cx, process);
}

/// Names that grow have a tighter limit.
pub(super) fn check_length(cx: &Context<'_>, name: &At<Name>, what: &str) {
    if name.as_str().len() > names::GROWING {
        cx.report(errors::name_too_long(cx.app.span(name), what, name.as_str().len(), names::GROWING));
    }
}

/// What services and jobs both have to say.
pub(super) fn report_common(cx: &Context<'_>, process: &Process<'_>) {
    let is_read_only = |m: &Mount| match &m.kind {
        // A ConfigMap or a Secret as a folder.
        MountKind::Config { key: None, .. } | MountKind::Secret(At { value: SecretFiles { key: None, .. }, .. }) => {
            true
        }
        MountKind::Config { key: Some(_), .. }
        | MountKind::Own { .. }
        | MountKind::Volume { .. }
        | MountKind::Bind { .. }
        | MountKind::Shared { .. }
        | MountKind::Scratch { .. }
        | MountKind::Secret(At { value: SecretFiles { key: Some(_), .. }, .. })
        | MountKind::Files(_) => checks::is_read_only(cx.app, m),
    };
    for container in process.pod.containers() {
        checks::container(cx.app, container, is_read_only).into_iter().for_each(|problem| cx.report(problem));
    }
    if let Some(problem) = stop::problem(cx, process) {
        cx.report(problem);
    }
}
