//! What no target can carry out, and would each have to refuse.

use std::collections::BTreeMap;

use wharf_diagnostics::Diagnostic;
use wharf_model::{App, At, Container, ImageRef, Mount, MountKind, OriginId, SecretFiles};

use super::{errors, names};

/// Stages that are run and would have the reference of another image of the app.
pub(crate) fn images(app: &App) -> Vec<Diagnostic> {
    let whole: BTreeMap<String, OriginId> =
        app.images().map(|i| (names::built_image(app, i, None), i.name.origin)).collect();
    let containers = app.pods().flat_map(|(_, pod)| pod.containers());
    let clash = |c: &Container| match &c.image.value {
        ImageRef::Built { stage: Some(_), .. } => {
            let reference = names::image_reference(app, &c.image);
            let image = whole.get(&reference)?;
            Some(errors::same_image(app, c.image.origin, *image, &reference))
        }
        ImageRef::Built { stage: None, .. } | ImageRef::Registry(_) => None,
    };
    containers.filter_map(clash).collect()
}

/// What a container asks for that is the same in every target: mounts below read-only ones, and an
/// empty list of arguments. `read_only` says which folders the target mounts read-only.
pub(crate) fn container(app: &App, container: &Container, read_only: impl Fn(&Mount) -> bool) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for inner in &container.mounts {
        let below = |outer: &&Mount| {
            let rest = inner.path.as_str().strip_prefix(outer.path.as_str());
            rest.is_some_and(|rest| rest.starts_with('/'))
        };
        // The nearest is the one that the place has to be made in.
        let outer = container.mounts.iter().filter(below).max_by_key(|m| m.path.as_str().len());
        if let Some(outer) = outer.filter(|o| read_only(o) && !has_place(app, o, inner)) {
            out.push(errors::below_read_only(app, &inner.path, &outer.path));
        }
    }
    if let Some(list) = container.args.as_ref().filter(|list| list.is_empty() && container.entrypoint.is_none()) {
        out.push(errors::empty_args(app, list));
    }
    out
}

/// Whether what is mounted at `outer` is known to have something at the path of `inner`.
fn has_place(app: &App, outer: &Mount, inner: &Mount) -> bool {
    let below = inner.path.as_str().strip_prefix(outer.path.as_str()).unwrap_or_default().trim_start_matches('/');
    match &outer.kind {
        MountKind::Files(tree) => tree
            .contents
            .iter()
            .any(|(path, _)| path.strip_prefix(below).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))),
        MountKind::Config { config, key: None } => {
            app.config(config).is_some_and(|c| c.entries.iter().any(|(key, _)| key.value == below))
        }
        MountKind::Secret(At { value: SecretFiles { group, key: None }, .. }) => {
            app.secret_group(group.as_ref()).is_some_and(|g| g.keys.iter().any(|k| k.key.value == below))
        }
        MountKind::Config { key: Some(_), .. }
        | MountKind::Own { .. }
        | MountKind::Volume { .. }
        | MountKind::Bind { .. }
        | MountKind::Shared { .. }
        | MountKind::Scratch { .. }
        | MountKind::Secret(At { value: SecretFiles { key: Some(_), .. }, .. }) => false,
    }
}

/// Whether every target mounts it read-only, and no place is in it that is not known. A folder of a
/// config or of secrets is the target's to say.
pub(crate) fn is_read_only(app: &App, mount: &Mount) -> bool {
    match &mount.kind {
        MountKind::Files(_) => true,
        MountKind::Volume { name, readonly } => *readonly && app.volume(name).is_some_and(|v| v.external.is_none()),
        // What stands on disk there may change.
        MountKind::Bind { .. } => false,
        // A file has no places below it at all.
        MountKind::Config { key: Some(_), .. }
        | MountKind::Secret(At { value: SecretFiles { key: Some(_), .. }, .. }) => true,
        MountKind::Shared { readonly, .. } => *readonly,
        MountKind::Own { .. }
        | MountKind::Scratch { .. }
        | MountKind::Config { key: None, .. }
        | MountKind::Secret(At { value: SecretFiles { key: None, .. }, .. }) => false,
    }
}
