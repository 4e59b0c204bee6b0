//! What is the same for all services, and so said once for an app.

use wharf_model::{MountKind, OriginId, ProbeAction};

use super::context::{Context, default_fits};
use super::{errors, secrets, volumes};

/// Notes on cron jobs, daemons and helpers, on `live`, on scales and ports that only a cluster has, on the sizes, classes and owners of volumes, on `scratch`, on secrets as files,
/// on health checks that are lost, and on settings whose default Compose can't hold.
pub(super) fn notes(cx: &mut Context<'_>) {
    let live = cx.app.services().filter_map(|s| Some(s.probes.live.as_ref()?.action.origin));
    if let [first, others @ ..] = live.collect::<Vec<OriginId>>().as_slice() {
        cx.problem(errors::emulated::live_not_asked(cx.app, *first, others));
    }
    let resources = cx.app.resources().map(|r| r.kind.origin);
    if let [first, others @ ..] = resources.collect::<Vec<OriginId>>().as_slice() {
        cx.problem(errors::emulated::resources(cx.app, *first, others));
    }
    if let [first, others @ ..] = storage(cx).as_slice() {
        cx.problem(errors::emulated::storage_unbounded(cx.app, *first, others));
    }
    let repeated = std::mem::take(&mut cx.repeated);
    if let [first, others @ ..] = repeated.scratch.as_slice() {
        cx.problem(errors::emulated::scratch_in_memory(cx.app, *first, others));
    }
    if let [first, others @ ..] = repeated.modes.as_slice() {
        cx.problem(errors::emulated::modes_of_disk(cx.app, *first, others));
    }
    cx.problems.extend(volumes::empty(cx.app));
    if let [first, others @ ..] = repeated.writable_roots.as_slice() {
        cx.problem(errors::emulated::writable_roots(cx.app, *first, others));
    }
    if let [first, others @ ..] = repeated.kept_scratch.as_slice() {
        cx.problem(errors::emulated::kept_scratch(cx.app, *first, others));
    }
    if let Some(account) = cx.app.pods().find_map(|(_, pod)| pod.account.as_ref()) {
        cx.problem(errors::no_api_server(cx.app, account.name.origin));
    }
    cx.problems.extend(secrets::pulled_by_login(cx.app));
    cx.problems.extend(secrets::no_store(cx.app));
    cx.problems.extend(secrets::not_opened(cx.app));
    cx.problems.extend(secrets::opened(cx.app, &repeated.opened_modes));
    cx.problems.extend(errors::emulated::recreated(cx.app, &repeated.rollouts));
    cx.problems.extend(errors::emulated::no_scheduler(cx.app, &repeated.crons));
    cx.problems.extend(errors::emulated::one_daemon(cx.app, &repeated.daemons));
    cx.problems.extend(errors::emulated::inits_are_services(cx.app, &repeated.inits));
    cx.problems.extend(errors::emulated::sidecars_are_services(cx.app, &repeated.sidecars));
    cx.problems.extend(errors::emulated::exposed_here(cx.app, &repeated.exposed));
    cx.problems.extend(errors::emulated::no_autoscaler(cx.app, &repeated.autoscaled));
    cx.problems.extend(errors::emulated::volumes_of_root(cx.app, &repeated.volumes_of_root));
    let kinds: [fn(&ProbeAction) -> bool; 3] = [
        |p| matches!(p, ProbeAction::Http { .. }),
        |p| matches!(p, ProbeAction::Tcp { .. }),
        |p| matches!(p, ProbeAction::Grpc { .. }),
    ];
    for is_of_kind in kinds {
        let lost: Vec<_> = repeated.lost_probes.iter().filter(|(probe, _)| is_of_kind(&probe.value)).collect();
        cx.problems.extend(errors::probes_lost(cx.app, &lost));
    }
    for setting in cx.app.settings() {
        if let Some(default) = setting.default.as_ref().filter(|d| !default_fits(d)) {
            cx.problem(errors::emulated::default_does_not_fit(cx.app, setting, default.origin));
        }
    }
}

/// Where sizes and classes of volumes are said.
fn storage(cx: &Context<'_>) -> Vec<OriginId> {
    let of_app = cx.app.volumes().filter(|v| v.external.is_none()).filter_map(|v| {
        let class = v.class.as_ref().map(|c| c.origin);
        v.size.as_ref().map(|s| s.origin).or(class)
    });
    let mounts = cx.app.services().flat_map(|s| &s.pod.container.mounts);
    let own = mounts.filter_map(|m| match &m.kind {
        MountKind::Own { size, .. } => Some(size.origin),
        MountKind::Volume { .. }
        | MountKind::Bind { .. }
        | MountKind::Shared { .. }
        | MountKind::Scratch { .. }
        | MountKind::Config { .. }
        | MountKind::Secret(_)
        | MountKind::Files(_) => None,
    });
    of_app.chain(own).collect()
}
