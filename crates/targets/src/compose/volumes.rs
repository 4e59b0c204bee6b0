//! Volumes of the app, and of a pod's memory.

use wharf_diagnostics::{Diagnostic, codes};
use wharf_model::{Access, App, At, Bytes, Container, MountKind, Name, OriginId, Volume};

use super::context::Context;
use super::errors::emulated::and_these;
use super::format::literal;
use super::types;

/// Adds a volume to the project: one that Compose makes, or one that is there under a name.
pub(super) fn volume(cx: &mut Context<'_>, volume: &Volume) {
    let external = volume.external.as_ref();
    let name = external.map(|name| literal(name.as_str()));
    let entry = types::Volume { external: external.is_some(), name, ..types::Volume::default() };
    cx.volumes.insert(volume.name.to_string(), (entry, volume.name.origin));
}

/// A volume in memory that containers of one pod share (Docker's driver `local` mounts a tmpfs as long as one
/// of them runs, so that it is empty at every start). None where an init container mounts it: what that left
/// behind would be gone when it has ended.
pub(super) fn in_memory(
    app: &App,
    pod: &Name,
    scratch: &Name,
    container: &Container,
    size: Option<&At<Bytes>>,
) -> Option<types::Volume> {
    let (_, pod) = app.pods().find(|(name, _)| name.value == *pod)?;
    let shares = |kind: &MountKind| matches!(kind, MountKind::Shared { name, .. } if name.value == *scratch);
    if pod.inits().any(|init| init.container.mounts.iter().any(|m| shares(&m.kind))) {
        return None;
    }
    let user = container.known_user.filter(|user| *user != 0).map(|user| format!("uid={user}"));
    let size = size.map(|size| format!("size={}", size.value.0));
    let options: Vec<String> = user.into_iter().chain([String::from("mode=1777")]).chain(size).collect();
    let options = [("device", String::from("tmpfs")), ("o", options.join(",")), ("type", String::from("tmpfs"))];
    Some(types::Volume { driver_opts: options.into_iter().collect(), ..types::Volume::default() })
}

/// Volumes that nothing may write to, and that nothing fills.
pub(super) fn empty(app: &App) -> Option<Diagnostic> {
    let mine = app.volumes().filter(|v| v.external.is_none() && v.access() == Access::ReadOnly);
    let places: Vec<OriginId> = mine.filter_map(|v| v.access.as_ref()).map(|access| access.origin).collect();
    let (first, others) = places.split_first()?;
    let message = "Compose has nothing to fill a new volume with, and nothing may write to this one: it is empty";
    let diagnostic = Diagnostic::new(codes::EMULATED, app.origins.span(*first), message)
        .label("filled by its class in Kubernetes")
        .help(
            "`external \"NAME\"` is a volume that has files; a folder of the project is `files PATH from \"./FOLDER\"`",
        );
    Some(and_these(diagnostic, others, app))
}
