//! What is mounted in a container, and the volumes of its pod.
//!
//! A single file is mounted by `subPath`, so that the rest of its folder stays the image's. Such a
//! mount never refreshes while the pod runs. For configs and files that changes nothing: another
//! content is another ConfigMap, and the pods roll. A secret file is as old as its pod, like a
//! secret in a variable.

use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::api::core::v1::{
    ConfigMapVolumeSource, EmptyDirVolumeSource, PersistentVolumeClaim, PersistentVolumeClaimVolumeSource, Volume,
    VolumeMount,
};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use wharf_model::{At, FileTree, Mount, MountKind, Name, OriginId, Pod};

use super::bundle;
use super::context::Context;
use super::process::Process;
use super::{claim, errors, image, names, secrets};
use crate::yaml::Cursor;

/// The folder that programs expect to write to.
const TMP: &str = "/tmp";

/// The storage of a pod, sorted.
#[derive(Default)]
pub(super) struct Storage {
    /// By name.
    volumes: BTreeMap<String, At<Volume>>,
    /// By container and path.
    mounts: BTreeMap<(String, String), At<VolumeMount>>,
}

impl Storage {
    pub(super) fn of(cx: &Context<'_>, process: &Process<'_>) -> Self {
        let own: BTreeSet<String> = process.pod.mounts().filter_map(own_name).map(|name| name.to_string()).collect();
        let wanted = process.containers().flat_map(|container| {
            let of_mounts = container.container.mounts.iter().filter_map(move |m| wanted_name(&container, m));
            of_mounts.chain([tmp(&container)])
        });
        let names = names::distinct(names::LABEL, &own, wanted);
        let mut storage = Self::default();
        for container in process.containers() {
            for mount in &container.container.mounts {
                storage.add(cx, &container, mount, &names);
            }
            let is_read_only = container.pod.has_readonly_root(container.container);
            if is_read_only && !storage.has(&container, TMP) {
                let said = container.container;
                let asked = said.rights.readonly_root.as_ref().map(|root| root.origin);
                let user = said.user.as_ref().map_or(said.image.origin, |u| u.origin);
                let origin = asked.unwrap_or(user);
                let name = names.get(&tmp(&container).0).cloned().unwrap_or_default();
                storage.volume(origin, Volume { empty_dir: Some(EmptyDirVolumeSource::default()), ..named(&name) });
                storage.mount(&container, origin, mounted(&name, TMP));
            }
        }
        storage
    }

    fn has(&self, container: &Process<'_>, path: &str) -> bool {
        self.mounts.contains_key(&(container.name.to_string(), path.to_owned()))
    }

    fn add(&mut self, cx: &Context<'_>, process: &Process<'_>, mount: &Mount, names: &BTreeMap<String, String>) {
        let name =
            wanted_name(process, mount).and_then(|(identity, _)| names.get(&identity).cloned()).unwrap_or_default();
        let path = mount.path.as_str();
        let sub_path = |key: String| VolumeMount { sub_path: Some(key), read_only: Some(true), ..mounted(&name, path) };
        let (volume, at) = match &mount.kind {
            MountKind::Own { name, .. } => {
                if process.service.is_none() {
                    cx.report(errors::own_volume_in_job(cx.app.span(&mount.path)));
                }
                self.mount(process, mount.path.origin, mounted(name.as_str(), path));
                return;
            }
            MountKind::Shared { name, readonly } => {
                let at = VolumeMount { read_only: readonly.then_some(true), ..mounted(name.as_str(), path) };
                self.mount(process, mount.path.origin, at);
                return;
            }
            MountKind::Bind { source, .. } => {
                cx.report(errors::bind(cx.app.span(source), cx.app.span(&mount.path)));
                return;
            }
            MountKind::Volume { name: of, readonly } => {
                let claim_name = cx.app.volume(of).map_or(&of.value, claim::object_name).to_string();
                let source = PersistentVolumeClaimVolumeSource { claim_name, read_only: None };
                let at = VolumeMount { read_only: readonly.then_some(true), ..mounted(&name, path) };
                (At::new(Volume { persistent_volume_claim: Some(source), ..named(&name) }, of.origin), at)
            }
            MountKind::Scratch { name: said, size, memory } => {
                let name = said.as_ref().map_or(name, |said| said.to_string());
                let source = EmptyDirVolumeSource {
                    medium: memory.then(|| "Memory".into()),
                    size_limit: size.as_ref().map(|s| Quantity(s.to_string())),
                    ..EmptyDirVolumeSource::default()
                };
                (At::new(Volume { empty_dir: Some(source), ..named(&name) }, mount.path.origin), mounted(&name, path))
            }
            MountKind::Config { config, key } => {
                let bundle = cx.config(config);
                let mode = mode(cx, process, mount);
                let source = ConfigMapVolumeSource { default_mode: mode, ..config_map(bundle.map_or("", |b| &b.name)) };
                let at = match key {
                    Some(key) => sub_path(bundle.map_or_else(String::new, |b| b.key(key))),
                    None => mounted(&name, path),
                };
                (At::new(Volume { config_map: Some(source), ..named(&name) }, config.origin), at)
            }
            MountKind::Secret(files) => {
                let said = mode(cx, process, mount);
                // The files are root's. With an `fsGroup` the group can read them, else all must.
                let open = if file_group(cx, process).is_some() { 0o440 } else { 0o444 };
                let volume = secrets::volume(cx, files, said.unwrap_or(open));
                let at = match &files.key {
                    Some(key) => sub_path(key.clone()),
                    None => VolumeMount { read_only: Some(true), ..mounted(&name, path) },
                };
                (At::new(Volume { name: name.clone(), ..volume }, files.origin), at)
            }
            MountKind::Files(tree) => {
                check_paths(cx, tree);
                let bundle = bundle::of_files(process, tree);
                let mode = mode(cx, process, mount);
                let items = Some(bundle.items(mode.is_none()));
                let source = ConfigMapVolumeSource { items, default_mode: mode, ..config_map(&bundle.name) };
                let at = if bundle::is_single(tree) {
                    sub_path(bundle::single_path(tree).to_owned())
                } else {
                    VolumeMount { read_only: Some(true), ..mounted(&name, path) }
                };
                (At::new(Volume { config_map: Some(source), ..named(&name) }, tree.source.origin), at)
            }
        };
        self.volume(volume.origin, volume.value);
        self.mount(process, mount.path.origin, at);
    }

    fn volume(&mut self, origin: OriginId, volume: Volume) {
        self.volumes.entry(volume.name.clone()).or_insert(At::new(volume, origin));
    }

    fn mount(&mut self, process: &Process<'_>, origin: OriginId, mount: VolumeMount) {
        self.mounts.insert((process.name.to_string(), mount.mount_path.clone()), At::new(mount, origin));
    }

    /// `volumes` of the pod.
    pub(super) fn volumes<C: Cursor<OriginId>>(&self, at: C) -> Option<Vec<Volume>> {
        listed(self.volumes.values(), at)
    }

    /// `volumeMounts` of a container.
    pub(super) fn mounts<C: Cursor<OriginId>>(&self, process: &Process<'_>, at: C) -> Option<Vec<VolumeMount>> {
        let own = self.mounts.iter().filter(|((container, _), _)| *container == process.name.as_str());
        listed(own.map(|(_, mount)| mount), at)
    }
}

/// `volumeClaimTemplates` of a stateful set. They are immutable: nothing in them changes but by
/// the source's volume itself.
pub(super) fn claims<C: Cursor<OriginId>>(
    cx: &Context<'_>,
    process: &Process<'_>,
    at: C,
) -> Option<Vec<PersistentVolumeClaim>> {
    let mut claims = BTreeMap::new();
    for mount in &process.container.mounts {
        if let MountKind::Own { name, size, class, access } = &mount.kind {
            claims.insert(&name.value, (name.origin, size, class, access));
        }
    }
    let claims: Vec<PersistentVolumeClaim> = claims
        .into_iter()
        .enumerate()
        .map(|(i, (name, (origin, size, class, access)))| {
            let at = at.index(i).set(origin);
            PersistentVolumeClaim {
                metadata: ObjectMeta {
                    name: Some(name.to_string()),
                    labels: Some(process.identity.stable_labels(cx)),
                    ..ObjectMeta::default()
                },
                spec: Some(claim::spec(Some(size), class.as_ref(), access.as_ref(), at.key("spec"))),
                ..PersistentVolumeClaim::default()
            }
        })
        .collect();
    (!claims.is_empty()).then_some(claims)
}

/// The group that owns the kept volumes of a pod and may read its closed files, where the user of a container
/// that mounts one is known: a claim starts empty and root's. With where that user is said.
pub(super) fn file_group(cx: &Context<'_>, process: &Process<'_>) -> Option<(u32, OriginId)> {
    let is_of_group = |m: &Mount| m.closed().is_some() || is_kept(m);
    process.containers().find_map(|container| {
        let said = container.container;
        let user = container.unprivileged_user().filter(|_| said.mounts.iter().any(is_of_group))?;
        let group = match &said.user {
            Some(said) => said.group,
            None => image::group(cx.app, &said.image),
        };
        let origin = said.user.as_ref().map_or(said.image.origin, |u| u.origin);
        Some((group.filter(|g| *g != 0).unwrap_or(user), origin))
    })
}

/// What a mount says of its files' mode. Where only their owner may read, which is root on Kubernetes, a
/// process that is not reads by its group, and the kubelet lets it (`SetVolumeOwnership`).
fn mode(cx: &Context<'_>, process: &Process<'_>, mount: &Mount) -> Option<i32> {
    let said = mount.mode.as_ref()?;
    if said.0 & 0o044 == 0
        && let Some(user) = process.unprivileged_user()
    {
        cx.report(errors::read_by_group(cx.app.span(said), said.value, user));
    }
    i32::try_from(said.0).ok()
}

/// Whether it outlives the container.
fn is_kept(mount: &Mount) -> bool {
    match &mount.kind {
        MountKind::Own { .. } | MountKind::Volume { .. } | MountKind::Shared { .. } => true,
        MountKind::Bind { .. }
        | MountKind::Scratch { .. }
        | MountKind::Config { .. }
        | MountKind::Secret(_)
        | MountKind::Files(_) => false,
    }
}

/// The first volume of the app that one node at a time can mount: a rolling update, which starts
/// the new pod before it stops the old one, would wait for ever.
pub(super) fn one_writer(cx: &Context<'_>, pod: &Pod) -> Option<OriginId> {
    pod.mounts().find_map(|m| match &m.kind {
        MountKind::Volume { name, .. } => {
            cx.app.volume(name).filter(|v| v.access().is_one_writer()).map(|_| name.origin)
        }
        MountKind::Own { .. }
        | MountKind::Bind { .. }
        | MountKind::Shared { .. }
        | MountKind::Scratch { .. }
        | MountKind::Config { .. }
        | MountKind::Secret(_)
        | MountKind::Files(_) => None,
    })
}

/// The name that the source gives a volume of the pod.
pub(super) fn own_name(mount: &Mount) -> Option<&Name> {
    match &mount.kind {
        MountKind::Own { name, .. } | MountKind::Scratch { name: Some(name), .. } => Some(&name.value),
        MountKind::Volume { .. }
        | MountKind::Shared { .. }
        | MountKind::Bind { .. }
        | MountKind::Scratch { .. }
        | MountKind::Config { .. }
        | MountKind::Secret(_)
        | MountKind::Files(_) => None,
    }
}

/// The folder for what programs write to `/tmp`, which each container has for itself.
fn tmp(process: &Process<'_>) -> (String, String) {
    match process.role {
        None => (TMP.into(), "tmp".into()),
        Some(_) => (format!("{TMP} of {}", process.name.value), format!("tmp-{}", process.name.value)),
    }
}

/// What a volume of the pod is (mounts of the same thing share one), and the name it would like.
fn wanted_name(process: &Process<'_>, mount: &Mount) -> Option<(String, String)> {
    let by_path = |kind: &str| {
        let slug = names::slug(mount.path.as_str());
        let (identity, kind) = match process.role {
            None => (mount.path.to_string(), kind.to_owned()),
            Some(_) => {
                (format!("{} of {}", mount.path.value, process.name.value), format!("{kind}-{}", process.name.value))
            }
        };
        (identity, if slug.is_empty() { kind } else { format!("{kind}-{slug}") })
    };
    match &mount.kind {
        MountKind::Own { .. }
        | MountKind::Bind { .. }
        | MountKind::Shared { .. }
        | MountKind::Scratch { name: Some(_), .. } => None,
        MountKind::Volume { name, .. } => Some((format!("volume {}", name.value), name.to_string())),
        MountKind::Config { config, .. } if mount.mode.is_some() => {
            let (path, name) = by_path("config");
            Some((format!("{path} of {}", config.value), name))
        }
        MountKind::Config { config, .. } => {
            Some((format!("config {}", config.value), format!("config-{}", config.value)))
        }
        MountKind::Scratch { name: None, .. } if mount.path.as_str() == TMP => Some(tmp(process)),
        MountKind::Scratch { name: None, .. } => Some(by_path("scratch")),
        MountKind::Secret(_) => Some(by_path("secret")),
        MountKind::Files(_) => Some(by_path("files")),
    }
}

/// `items[].path` takes no path that begins with `..`, even as a file's name.
fn check_paths(cx: &Context<'_>, tree: &FileTree) {
    for (path, _) in tree.contents.iter().filter(|(path, _)| path.starts_with("..")) {
        cx.report(errors::reserved_file_name(cx.app.span(&tree.source), path));
    }
}

fn named(name: &str) -> Volume {
    Volume { name: name.to_owned(), ..Volume::default() }
}

fn mounted(name: &str, path: &str) -> VolumeMount {
    VolumeMount { name: name.to_owned(), mount_path: path.to_owned(), ..VolumeMount::default() }
}

fn config_map(name: &str) -> ConfigMapVolumeSource {
    ConfigMapVolumeSource { name: name.to_owned(), ..ConfigMapVolumeSource::default() }
}

fn listed<'v, T: Clone + 'v, C: Cursor<OriginId>>(items: impl Iterator<Item = &'v At<T>>, at: C) -> Option<Vec<T>> {
    let items: Vec<T> = items
        .enumerate()
        .map(|(i, item)| {
            at.index(i).set(item.origin);
            item.value.clone()
        })
        .collect();
    (!items.is_empty()).then_some(items)
}
