//! Volumes, configs, requests, variables.

use std::collections::BTreeMap;

use wharf_diagnostics::Span;
use wharf_model::{Access, App, At, Metric, MountKind, Name, Pod, Replicas};

use super::order;
use crate::checker::Checker;
use crate::errors::{lints, storage, workloads};

/// A ConfigMap's bound (Kubernetes: "The data stored in a ConfigMap cannot exceed 1 MiB").
const CONFIG_BYTES: usize = 1 << 20;

/// A volume with one writer is mounted by one service of one replica.
///
/// What runs before it is done (a job that it needs, by way of others or not) may mount the volume
/// as well: at the first start the two never run together, the volume of a pod that has ended is
/// free, and a service with such a volume is replaced, never rolled, so that no old replica holds
/// it while a new job waits for it.
pub(super) fn volumes(c: &mut Checker<'_>, app: &App) {
    let mut mounted: BTreeMap<&Name, Vec<(&Name, Span)>> = BTreeMap::new();
    for (At { value: owner, .. }, pod) in app.pods() {
        let scale = app.service(owner).map(|s| &s.scale);
        for (name, span) in one_writer(c, app, pod) {
            let declared = app.volume(name).map_or(span, |v| c.origins.span(v.name.origin));
            if let Some(scale) = scale.filter(|s| s.max() > 1) {
                let at = c.origins.span(scale.origin);
                c.report(lints::several_replicas(name.as_str(), scale.max(), span, at, declared));
            }
            let others = mounted.entry(name).or_default();
            let together = |other: &Name| other != owner && !order::apart(app, other, owner);
            if let Some((_, first)) = others.iter().find(|(other, _)| together(other)) {
                c.report(lints::several_mounters(name.as_str(), span, *first, declared));
            }
            others.push((owner, span));
        }
    }
}

/// A volume that nothing may write to is mounted read-only.
pub(super) fn read_only(c: &mut Checker<'_>, app: &App) {
    for mount in app.pods().flat_map(|(_, pod)| pod.mounts()) {
        let MountKind::Volume { name, readonly: false } = &mount.kind else { continue };
        let Some(volume) = app.volume(name).filter(|v| v.access() == Access::ReadOnly) else { continue };
        let declared = c.origins.span(volume.access.as_ref().map_or(volume.name.origin, |access| access.origin));
        let span = c.origins.span(name.origin);
        c.report(storage::mounted_for_writing(name.as_str(), span, declared));
    }
}

fn one_writer<'a>(c: &Checker<'_>, app: &'a App, pod: &'a Pod) -> Vec<(&'a Name, Span)> {
    pod.mounts()
        .filter_map(|m| match &m.kind {
            MountKind::Volume { name, .. } => Some(name),
            _ => None,
        })
        .filter(|name| app.volume(name).is_some_and(|v| v.access().is_one_writer()))
        .map(|name| (&name.value, c.origins.span(name.origin)))
        .collect()
}

pub(super) fn configs(c: &mut Checker<'_>, app: &App) {
    for config in app.configs() {
        let bytes = config
            .entries
            .iter()
            .map(|(k, v)| {
                k.len()
                    + v.parts()
                        .iter()
                        .map(|p| if let wharf_model::Part::Literal(t) = p { t.len() } else { 64 })
                        .sum::<usize>()
            })
            .sum();
        if bytes > CONFIG_BYTES {
            let span = c.origins.span(config.name.origin);
            c.report(lints::config_too_large(config.name.as_str(), bytes, span));
        }
    }
}

/// A scale that follows the use of CPU or memory needs a request that the user wrote.
pub(super) fn utilisation(c: &mut Checker<'_>, app: &App) {
    for s in app.services() {
        let Replicas::Auto(auto) = &s.scale.value else { continue };
        for (metric, target) in &auto.metrics {
            let r = &s.pod.container.resources;
            let (name, request, limit) = match metric {
                Metric::Cpu => {
                    ("cpu", r.cpu.request.as_ref().map(|x| x.origin), r.cpu.limit.as_ref().map(|x| x.origin))
                }
                Metric::Memory => {
                    ("memory", r.memory.request.as_ref().map(|x| x.origin), r.memory.limit.as_ref().map(|x| x.origin))
                }
            };
            let written = |o: Option<wharf_model::OriginId>| {
                o.filter(|o| {
                    c.origins
                        .get(*o)
                        .is_some_and(|o| o.via.is_none() || !matches!(o.via, Some(wharf_model::Via::Default(_))))
                })
            };
            if written(request).is_none() {
                let at = c.origins.span(target.origin);
                let limit = written(limit).map(|l| c.origins.span(l));
                c.report(workloads::utilisation_without_request(name, limit, at));
            }
        }
    }
}

/// Compose reads secrets and settings from variables; each has one of its own.
pub(super) fn variables(c: &mut Checker<'_>, app: &App) {
    let mut taken: BTreeMap<String, Span> = BTreeMap::new();
    let settings = app.settings().map(|s| (s.name.to_string(), c.origins.span(s.name.origin)));
    let secrets = app.secrets().flat_map(|g| &g.keys).map(|k| (k.variable.to_string(), c.origins.span(k.key.origin)));
    let all: Vec<_> = settings.chain(secrets).collect();
    for (variable, span) in all {
        match taken.get(&variable) {
            Some(first) => {
                let first = *first;
                c.report(lints::variable_collision(&variable, span, first));
            }
            None => {
                taken.insert(variable, span);
            }
        }
    }
}
