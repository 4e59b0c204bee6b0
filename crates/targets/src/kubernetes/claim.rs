//! Claims of storage: the app's volumes, and each replica's own.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{PersistentVolumeClaim, PersistentVolumeClaimSpec, VolumeResourceRequirements};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use wharf_model::{Access, At, Bytes, Name, OriginId, Volume};

use super::context::Context;
use super::manifest::Manifest;
use super::metadata::{Component, Identity};
use super::{errors, patches, volumes};
use crate::File;
use crate::yaml::{Cursor, Record};

/// `volume-NAME.yaml`, unless the claim exists already.
pub(super) fn file<R: Record<OriginId> + 'static>(cx: &Context<'_>, volume: &Volume) -> Option<File> {
    if volume.external.is_some() {
        return None;
    }
    check_replicas(cx, volume);
    let mut manifest = Manifest::<R>::new(&format!("volume-{}", volume.name.value), volume.name.origin)
        .patched(patches::app(), &cx.app.patches.kubernetes);
    manifest.add(cx, volume.name.origin, |at| {
        let name = volume.name.as_str();
        PersistentVolumeClaim {
            metadata: Identity::plain(name, Component::Volume).object(cx, name, at.key("metadata")),
            spec: Some(spec(volume.size.as_ref(), volume.class.as_ref(), volume.access.as_ref(), at.key("spec"))),
            ..PersistentVolumeClaim::default()
        }
    });
    Some(manifest.finish())
}

/// A stateful set calls the claims of its replicas `<own volume>-<service>-<number>`, and takes over
/// whatever has that name.
fn check_replicas(cx: &Context<'_>, volume: &Volume) {
    for service in cx.app.services() {
        for mount in &service.pod.container.mounts {
            let Some(own) = volumes::own_name(mount) else { continue };
            let number = volume.name.as_str().strip_prefix(&format!("{own}-{}-", service.name.value));
            if number.is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit())) {
                cx.report(errors::claim_of_replica(cx.app.span(&volume.name), &service.name, own));
            }
        }
    }
}

/// The name of the claim that a volume of the app stands for.
pub(super) fn object_name(volume: &Volume) -> &Name {
    volume.external.as_ref().map_or(&volume.name.value, |external| &external.value)
}

/// What is claimed. Sizes are exact: no unit is rounded.
pub(super) fn spec<C: Cursor<OriginId>>(
    size: Option<&At<Bytes>>,
    class: Option<&At<Name>>,
    access: Option<&At<Access>>,
    at: C,
) -> PersistentVolumeClaimSpec {
    if let Some(size) = size {
        at.key("resources").set(size.origin);
    }
    if let Some(class) = class {
        at.key("storageClassName").set(class.origin);
    }
    if let Some(access) = access {
        at.key("accessModes").set(access.origin);
    }
    let mode = match access.map_or(Access::Single, |access| access.value) {
        Access::Single => "ReadWriteOnce",
        Access::Pod => "ReadWriteOncePod",
        Access::Shared => "ReadWriteMany",
        Access::ReadOnly => "ReadOnlyMany",
    };
    PersistentVolumeClaimSpec {
        access_modes: Some(vec![mode.into()]),
        resources: size.map(|size| VolumeResourceRequirements {
            requests: Some(BTreeMap::from([("storage".into(), Quantity(size.to_string()))])),
            ..VolumeResourceRequirements::default()
        }),
        storage_class_name: class.map(|c| c.to_string()),
        ..PersistentVolumeClaimSpec::default()
    }
}
