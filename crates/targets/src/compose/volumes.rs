//! Volumes of the app.

use wharf_model::Volume;

use super::context::Context;
use super::format::literal;
use super::types;

/// Adds a volume to the project: one that Compose makes, or one that is there under a name.
pub(super) fn volume(cx: &mut Context<'_>, volume: &Volume) {
    let external = volume.external.as_ref();
    let entry = types::Volume { external: external.is_some(), name: external.map(|name| literal(name.as_str())) };
    cx.volumes.insert(volume.name.to_string(), (entry, volume.name.origin));
}
