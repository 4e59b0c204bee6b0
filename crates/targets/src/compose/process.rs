//! What services and jobs have in common: the process in its container.

use std::collections::BTreeMap;

use wharf_model::{At, Bytes, Container, Cpu, Need, NeedUntil, OriginId, Pod};

use super::context::Context;
use super::format::{bytes, cpus, duration, literal};
use super::mounts::Owner;
use super::{builds, environment, errors, mounts, types};
use crate::shared::checks;
use crate::yaml::Cursor;

/// Docker refuses containers with less (moby, `linuxMinMemory`).
const LEAST_MEMORY: Bytes = Bytes(6 * Bytes::MIB);

/// The kernel takes no quota below a hundredth of a core (`min_cfs_quota_period`); the kubelet
/// rounds up to it.
const LEAST_CPU: Cpu = Cpu(10);

/// Docker refuses `cpus` above what the machine has, where a cluster would just never give so
/// much. A quota says the same and is taken anywhere. Every machine has one core.
const ONE_CORE: Cpu = Cpu(1000);

/// The microseconds that a quota is a part of: Docker's and the kubelet's default.
const CPU_PERIOD: u64 = 100_000;

/// The process, with all that does not depend on whether it runs once or until it is stopped.
pub(super) fn process<C: Cursor<OriginId>>(
    cx: &mut Context<'_>,
    owner: &Owner<'_>,
    container: &Container,
    pod: &Pod,
    at: C,
) -> types::Service {
    let mut out = types::Service::default();
    builds::image(cx, owner.service, &container.image, at, &mut out);
    if let Some(user) = &container.user {
        at.key("user").set(user.origin);
        out.user = Some(match user.group {
            Some(group) => format!("{}:{group}", user.user),
            None => user.user.to_string(),
        });
        if !user.groups.is_empty() {
            at.key("group_add").set(user.origin);
        }
        out.group_add = user.groups.iter().map(u32::to_string).collect();
    }
    if let Some(workdir) = &container.workdir {
        at.key("working_dir").set(workdir.origin);
        out.working_dir = Some(literal(workdir.as_str()));
    }
    out.entrypoint = container.entrypoint.as_ref().map(|words| {
        list(at.key("entrypoint").set(words.origin), words);
        cx.texts(words)
    });
    out.command = container.args.as_ref().map(|words| {
        list(at.key("command").set(words.origin), words);
        cx.texts(words)
    });
    out.environment = environment::environment(cx, container, at.key("environment"));
    cx.problems.extend(checks::container(cx.app, container, |m| checks::is_read_only(cx.app, m)));
    mounts::mounts(cx, owner, container, at, &mut out);
    resources(cx, container, at.key("deploy").key("resources"), &mut out.deploy.resources);
    if let Some(limit) = container.resources.cpu.limit.as_ref().filter(|limit| limit.value > ONE_CORE) {
        at.key("cpu_period").set(limit.origin);
        at.key("cpu_quota").set(limit.origin);
        out.cpu_period = Some(CPU_PERIOD);
        out.cpu_quota = Some(limit.value.0.saturating_mul(CPU_PERIOD / ONE_CORE.0));
    }
    let stop = &pod.stop;
    at.key("stop_grace_period").set(stop.grace.origin);
    out.stop_grace_period = Some(duration(stop.grace.value));
    if let Some(signal) = &stop.signal {
        at.key("stop_signal").set(signal.origin);
        out.stop_signal = Some(literal(signal));
    }
    harden(cx, pod, container, at, &mut out);
    out
}

/// Marks the items of a list.
fn list<C: Cursor<OriginId>, T>(at: C, items: &[At<T>]) {
    for (index, item) in items.iter().enumerate() {
        at.index(index).set(item.origin);
    }
}

fn resources<C: Cursor<OriginId>>(cx: &mut Context<'_>, container: &Container, at: C, out: &mut types::Resources) {
    let (cpu, memory) = (&container.resources.cpu, &container.resources.memory);
    let mark = |part: &str, key: &str, origin: OriginId| {
        at.key(part).key(key).set(origin);
    };
    if let Some(limit) = cpu.limit.as_ref().filter(|limit| limit.value <= ONE_CORE) {
        mark("limits", "cpus", limit.origin);
        out.limits.cpus = Some(cpus(limit.value.max(LEAST_CPU)));
    }
    if let Some(limit) = &memory.limit {
        mark("limits", "memory", limit.origin);
        out.limits.memory = Some(bytes(limit.value));
        if limit.value < LEAST_MEMORY {
            cx.problem(errors::too_little_memory(cx.app, limit, LEAST_MEMORY));
        }
    }
    if let Some(request) = &cpu.request {
        mark("reservations", "cpus", request.origin);
        out.reservations.cpus = Some(cpus(request.value));
    }
    if let Some(request) = &memory.request {
        mark("reservations", "memory", request.origin);
        out.reservations.memory = Some(bytes(request.value));
    }
}

/// As much as is known to be safe. Entrypoints that begin as root and go on as another user
/// (gosu, su-exec) do so by a system call that `no-new-privileges` allows.
fn harden<C: Cursor<OriginId>>(
    cx: &mut Context<'_>,
    pod: &Pod,
    container: &Container,
    at: C,
    out: &mut types::Service,
) {
    let rights = &container.rights;
    for (i, capability) in rights.capabilities.iter().enumerate() {
        at.key("cap_add").index(i).set(capability.origin);
        out.cap_add.push(capability.value);
    }
    match pod.security.as_ref().filter(|_| pod.is_privileged()) {
        Some(level) => {
            at.key("privileged").set(level.origin);
            out.privileged = true;
        }
        None => {
            out.security_opt = vec!["no-new-privileges:true"];
            if container.known_user.is_some_and(|user| user != 0) {
                out.cap_drop = vec!["ALL"];
            }
        }
    }
    if !pod.has_readonly_root(container) {
        return;
    }
    if let Some(file) = container.mounts.iter().find(|m| mounts::is_copied(&m.kind)) {
        cx.repeated.writable_roots.push(file.path.origin);
        return;
    }
    if let Some(root) = &rights.readonly_root {
        at.key("read_only").set(root.origin);
    }
    out.read_only = true;
    if container.mounts.iter().all(|m| m.path.as_str() != "/tmp") {
        out.tmpfs.push(mounts::tmpfs("/tmp", container.known_user, ""));
    }
}

/// The services that are waited for.
pub(super) fn depends_on<C: Cursor<OriginId>>(needs: &[Need], at: C) -> BTreeMap<String, types::Dependency> {
    let mut out = BTreeMap::new();
    for need in needs {
        at.key(need.name.as_str()).set(need.name.origin);
        let condition = match need.until {
            // What waits until it is reached is a container of its own.
            NeedUntil::Started | NeedUntil::Reached => types::Condition::Started,
            NeedUntil::Ready => types::Condition::Healthy,
            NeedUntil::Done => types::Condition::Completed,
        };
        out.insert(need.name.to_string(), types::Dependency { condition });
    }
    out
}

/// Labels, and annotations too: Compose has no other place that tools look at. A label wins over
/// an annotation of the same key.
pub(super) fn labels<C: Cursor<OriginId>>(
    cx: &mut Context<'_>,
    labels: &[(At<String>, At<String>)],
    annotations: &[(At<String>, At<String>)],
    at: C,
) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for (key, value) in annotations.iter().chain(labels) {
        if key.starts_with("com.docker.compose") {
            cx.problem(errors::emulated::reserved_label(cx.app, key));
        }
        at.key(key).set(value.origin);
        out.insert(key.value.clone(), literal(value));
    }
    out
}
