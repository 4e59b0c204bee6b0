//! As safe as can be proven.
//!
//! Where the process is known not to be root, its pod meets the *restricted* Pod Security
//! Standard and has a read-only root. Where nobody knows, only what no stock image needs is taken
//! away: those that start as root (databases, nginx) drop their rights themselves.

use std::collections::BTreeSet;

use k8s_openapi::api::core::v1::{Capabilities, PodSecurityContext, SeccompProfile, SecurityContext, Sysctl};
use wharf_model::{At, OriginId, UserGroup};

use super::context::Context;
use super::process::Process;
use super::{errors, image, volumes};
use crate::yaml::Cursor;

/// Who a container runs as.
#[derive(Default)]
struct User {
    non_root: Option<bool>,
    user: Option<i64>,
    group: Option<i64>,
}

/// The pod's part. `at` is its `securityContext`.
pub(super) fn pod<C: Cursor<OriginId>>(cx: &Context<'_>, process: &Process<'_>, at: C) -> PodSecurityContext {
    // What a pod says of the user holds for all of its containers, and nothing takes it back for one whose
    // user is the image's own. So where there are several each says it for itself.
    let user = if process.pod.helpers.is_empty() { user(cx, process, at) } else { User::default() };
    let group = volumes::file_group(cx, process);
    if let Some((_, origin)) = group {
        at.key("fsGroup").set(origin);
    }
    // Docker lets every user listen below 1024. The sysctl is one that restricted pods may set.
    let low_port = process.service.and_then(|s| s.ports.iter().find(|p| p.number.get() < 1024));
    let sysctls = process.containers().find_map(|c| c.unprivileged_user()).and(low_port).map(|port| {
        at.key("sysctls").set(port.number.origin);
        vec![Sysctl { name: "net.ipv4.ip_unprivileged_port_start".into(), value: "0".into() }]
    });
    let groups = further_groups(cx, process, at.key("supplementalGroups"));
    PodSecurityContext {
        supplemental_groups: groups,
        run_as_non_root: user.non_root,
        run_as_user: user.user,
        run_as_group: user.group,
        fs_group: group.map(|(group, _)| i64::from(group)),
        fs_group_change_policy: group.map(|_| "OnRootMismatch".into()),
        seccomp_profile: Some(SeccompProfile { type_: "RuntimeDefault".into(), localhost_profile: None }),
        sysctls,
        ..PodSecurityContext::default()
    }
}

/// The further groups of all containers: Kubernetes says them of a pod.
fn further_groups<C: Cursor<OriginId>>(cx: &Context<'_>, process: &Process<'_>, at: C) -> Option<Vec<i64>> {
    let said = |user: &&At<UserGroup>| !user.groups.is_empty();
    let users: Vec<&At<UserGroup>> = process.pod.containers().filter_map(|c| c.user.as_ref()).filter(said).collect();
    let (first, others) = users.split_first()?;
    at.set(first.origin);
    if others.len() < process.pod.helpers.len() || others.iter().any(|user| user.groups != first.groups) {
        cx.report(errors::groups_of_pod(cx.app.span(first), process.name));
    }
    let groups: BTreeSet<u32> = users.iter().flat_map(|user| &user.groups).copied().collect();
    Some(groups.into_iter().map(i64::from).collect())
}

/// The container's part. `at` is its `securityContext`.
pub(super) fn container<C: Cursor<OriginId>>(cx: &Context<'_>, process: &Process<'_>, at: C) -> SecurityContext {
    let user = if process.pod.helpers.is_empty() { User::default() } else { user(cx, process, at) };
    let rights = &process.container.rights;
    let privileged = process.pod.security.as_ref().filter(|_| process.pod.is_privileged());
    if let Some(level) = privileged {
        at.key("privileged").set(level.origin);
    }
    if let Some(root) = &rights.readonly_root {
        at.key("readOnlyRootFilesystem").set(root.origin);
    }
    SecurityContext {
        // The server refuses a privileged container that may not gain rights.
        allow_privilege_escalation: privileged.is_none().then_some(false),
        capabilities: capabilities(process, at.key("capabilities")),
        privileged: privileged.map(|_| true),
        read_only_root_filesystem: match &rights.readonly_root {
            Some(said) => Some(said.value),
            None => process.pod.has_readonly_root(process.container).then_some(true),
        },
        run_as_non_root: user.non_root,
        run_as_user: user.user,
        run_as_group: user.group,
        ..SecurityContext::default()
    }
}

/// What is taken and given. A privileged container has them all.
fn capabilities<C: Cursor<OriginId>>(process: &Process<'_>, at: C) -> Option<Capabilities> {
    let given = &process.container.rights.capabilities;
    for (i, capability) in given.iter().enumerate() {
        at.key("add").index(i).set(capability.origin);
    }
    let drop = process.unprivileged_user().filter(|_| !process.pod.is_privileged()).map(|_| vec!["ALL".into()]);
    let add = (!given.is_empty()).then(|| given.iter().map(|said| said.value.to_owned()).collect());
    (drop.is_some() || add.is_some()).then_some(Capabilities { drop, add })
}

fn user<C: Cursor<OriginId>>(cx: &Context<'_>, process: &Process<'_>, at: C) -> User {
    let container = process.container;
    let unprivileged = process.unprivileged_user();
    let said = container.user.as_ref();
    if let Some(user) = said {
        at.key("runAsUser").set(user.origin);
        at.key("runAsGroup").set(user.origin);
        at.key("runAsNonRoot").set(user.origin);
    }
    let id = |id: u32| {
        if i32::try_from(id).is_err() {
            let span = said.map_or_else(|| cx.app.span(&container.image), |u| cx.app.span(u));
            cx.report(errors::user_too_large(span, id));
        }
        i64::from(id)
    };
    let group = match said {
        Some(said) => said.group,
        None => unprivileged.and_then(|_| image::group(cx.app, &container.image)),
    };
    User {
        non_root: unprivileged.map(|_| true),
        user: unprivileged.or(said.map(|u| u.user)).map(id),
        group: group.map(id),
    }
}
