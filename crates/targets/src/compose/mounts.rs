//! What stands at the paths of a container.

use wharf_model::{At, Container, FileTree, Mount, MountKind, Name, OriginId};

use super::context::Context;
use super::format::literal;
use super::{config_files, errors, secrets, types, volumes};
use crate::shared::hash::ContentHash;
use crate::yaml::Cursor;

/// A hash of the files that a service mounts. Compose recreates a container where its description
/// changed, and takes no notice of the content of what is mounted; and what is mounted from an
/// output folder that was replaced since is the old one's.
pub(super) const FILES_LABEL: &str = "wharf.files";

/// Who mounts.
pub(super) struct Owner<'a> {
    /// The service that it is in Compose.
    pub(super) service: &'a str,
    /// Whose pod it belongs to.
    pub(super) pod: &'a Name,
    /// How many run at once.
    pub(super) replicas: u32,
    /// Where that is said.
    pub(super) scale: Option<OriginId>,
}

/// Fills in the volumes, configs and secrets of `service`.
pub(super) fn mounts<C: Cursor<OriginId>>(
    cx: &mut Context<'_>,
    owner: &Owner<'_>,
    container: &Container,
    at: C,
    service: &mut types::Service,
) {
    let mut content: Option<ContentHash> = None;
    let mut count = |path: &str, bytes: &[u8]| {
        let hash = content.get_or_insert_default();
        hash.add(path.as_bytes());
        hash.add(bytes);
    };
    for mount in &container.mounts {
        if let Some(mode) = mount.mode.as_ref().filter(|_| !is_copied(&mount.kind)) {
            cx.repeated.modes.push(mode.origin);
        }
        let target = literal(mount.path.as_str());
        match &mount.kind {
            MountKind::Own { name, size: _, class: _, access: _ } => {
                let volume = own_volume(cx, owner, mount, name, types::Volume::default());
                check_owner(cx, container, mount);
                add(at, service, mount, types::Mount::Volume(format!("{volume}:{target}")));
            }
            MountKind::Volume { name, readonly } => {
                let mode = if *readonly { ":ro" } else { "" };
                let external = cx.app.volume(name).is_some_and(|v| v.external.is_some());
                if !readonly && !external {
                    check_owner(cx, container, mount);
                }
                add(at, service, mount, types::Mount::Volume(format!("{}:{target}{mode}", name.value)));
            }
            MountKind::Bind { source, readonly } => {
                let bind = bind(cx, source.as_str(), target, *readonly);
                add(at, service, mount, bind);
            }
            MountKind::Files(FileTree { source, contents, .. }) => {
                contents.iter().for_each(|(path, bytes)| count(&format!("{target}/{path}"), bytes));
                let bind = bind(cx, source.as_str(), target, true);
                add(at, service, mount, bind);
            }
            MountKind::Shared { name, readonly } => {
                let mode = if *readonly { ":ro" } else { "" };
                add(at, service, mount, types::Mount::Volume(format!("{}:{target}{mode}", shared_name(owner, name))));
            }
            MountKind::Scratch { name: Some(name), size, memory } => {
                let in_memory = memory.then(|| volumes::in_memory(cx.app, owner.pod, name, container, size.as_ref()));
                let entry = in_memory.flatten();
                if entry.is_none() {
                    cx.repeated.kept_scratch.push(name.origin);
                    check_owner(cx, container, mount);
                }
                let volume = own_volume(cx, owner, mount, name, entry.unwrap_or_default());
                add(at, service, mount, types::Mount::Volume(format!("{volume}:{target}")));
            }
            MountKind::Scratch { name: None, size, memory } => {
                if !memory {
                    cx.repeated.scratch.push(mount.path.origin);
                }
                at.key("tmpfs").index(service.tmpfs.len()).set(mount.path.origin);
                let size = size.as_ref().map_or_else(String::new, |s| format!(",size={}", s.value.0));
                service.tmpfs.push(tmpfs(&target, container.known_user, &size));
            }
            MountKind::Config { config, key } => {
                let keys: Vec<(String, String)> = match key {
                    Some(key) => vec![(key.clone(), target)],
                    None => keys_below(cx, config, mount.path.as_str()),
                };
                for (key, target) in keys {
                    at.key("configs").index(service.configs.len()).set(mount.path.origin);
                    let source = config_files::config_file(cx, config, &key);
                    let file = cx.files.get(&config_files::path(config, &key));
                    file.into_iter().for_each(|f| count(&target, &f.contents));
                    service.configs.push(types::Grant::plain(source, target));
                }
            }
            MountKind::Secret(files) => {
                check_not_hidden(cx, container, mount);
                secrets::files(cx, container, (mount, files), at, service);
            }
        }
    }
    if let Some(hash) = content {
        service.labels.insert(FILES_LABEL.to_owned(), hash.finish());
    }
}

/// An empty folder in memory. Where the image has a folder there, Docker keeps that one's owner and
/// mode, whatever `mode` says (measured); `uid` holds in any case. `/tmp` is everybody's in every image,
/// and podman, which knows no `uid`, then starts what has no other.
pub(super) fn tmpfs(path: &str, user: Option<u32>, size: &str) -> String {
    let owner = user.filter(|user| *user != 0 && path != "/tmp");
    let uid = owner.map_or_else(String::new, |user| format!(",uid={user}"));
    format!("{path}:exec{uid},mode=1777{size}")
}

/// The keys of a config, each with the file it is in a folder.
fn keys_below(cx: &Context<'_>, config: &Name, folder: &str) -> Vec<(String, String)> {
    let entries = cx.app.config(config).into_iter().flat_map(|c| &c.entries);
    entries
        .map(|(key, _)| (key.value.clone(), literal(&format!("{}/{}", folder.trim_end_matches('/'), key.value))))
        .collect()
}

fn add<C: Cursor<OriginId>>(at: C, service: &mut types::Service, mount: &Mount, what: types::Mount) {
    at.key("volumes").index(service.volumes.len()).set(mount.path.origin);
    service.volumes.push(what);
}

fn bind(cx: &Context<'_>, source: &str, target: String, read_only: bool) -> types::Mount {
    types::Mount::Bind(types::Bind {
        kind: "bind",
        source: literal(&cx.beside(source)),
        target,
        read_only,
        bind: types::BindOptions { create_host_path: false },
    })
}

/// A new volume gets its owner from the image's folder, and is root's where there is none. A
/// cluster gives it to the user (`fsGroup`).
fn check_owner(cx: &mut Context<'_>, container: &Container, mount: &Mount) {
    if let Some(user) = container.known_user.filter(|user| *user != 0) {
        cx.repeated.volumes_of_root.push((mount.path.clone(), user));
    }
}

/// The name of the volume that stands for one of a pod's own.
fn shared_name(owner: &Owner<'_>, name: &Name) -> String {
    format!("{}-{name}", owner.pod)
}

/// The name of the volume that stands for one replica's own.
fn own_volume(cx: &mut Context<'_>, owner: &Owner<'_>, mount: &Mount, name: &At<Name>, entry: types::Volume) -> String {
    if owner.replicas > 1 {
        cx.problem(errors::own_volume_of_replicas(cx.app, owner.pod, owner.replicas, owner.scale, name, mount));
    }
    let volume = shared_name(owner, name);
    if let Some((_, other)) = cx.volumes.get(&volume) {
        cx.problem(errors::volumes_share_name(cx.app, name, &volume, *other));
    } else {
        cx.volumes.insert(volume.clone(), (entry, name.origin));
    }
    volume
}

/// Whether Compose copies it into the container, whose file system can't be read-only then.
pub(super) fn is_copied(kind: &MountKind) -> bool {
    match kind {
        MountKind::Secret(_) => true,
        MountKind::Own { .. }
        | MountKind::Volume { .. }
        | MountKind::Bind { .. }
        | MountKind::Shared { .. }
        | MountKind::Scratch { .. }
        | MountKind::Config { .. }
        | MountKind::Files(_) => false,
    }
}

/// Whether each replica has its own.
pub(super) fn is_own(kind: &MountKind) -> bool {
    match kind {
        MountKind::Own { .. } => true,
        MountKind::Volume { .. }
        | MountKind::Bind { .. }
        | MountKind::Shared { .. }
        | MountKind::Scratch { .. }
        | MountKind::Config { .. }
        | MountKind::Secret(_)
        | MountKind::Files(_) => false,
    }
}

/// A file that is copied into the container is not seen under what is mounted over it at the
/// start. (What is read-only is refused for every mount.)
fn check_not_hidden(cx: &mut Context<'_>, container: &Container, file: &Mount) {
    for other in &container.mounts {
        let hides = match &other.kind {
            MountKind::Scratch { name, .. } => name.is_none(),
            MountKind::Files(_)
            | MountKind::Shared { .. }
            | MountKind::Volume { .. }
            | MountKind::Bind { .. }
            | MountKind::Own { .. }
            | MountKind::Config { .. }
            | MountKind::Secret(_) => false,
        };
        let folder = format!("{}/", other.path.as_str().trim_end_matches('/'));
        if hides && file.path.as_str().starts_with(&folder) {
            cx.problem(errors::secret_file_hidden(cx.app, &file.path, &other.path));
        }
    }
}
