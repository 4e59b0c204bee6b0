//! `00-namespace.yaml`: the namespace, and what has to exist in it.

use k8s_openapi::api::core::v1::Namespace;
use wharf_model::{OriginId, Secret, SecretGroup};

use super::context::Context;
use super::errors;
use super::keys;
use super::manifest::Manifest;
use super::metadata::{Component, Identity};
use crate::File;
use crate::yaml::{Cursor, Record};

/// The first file that is applied.
pub(super) fn file<R: Record<OriginId> + 'static>(cx: &Context<'_>) -> File {
    let mut manifest = Manifest::<R>::new("00-namespace", cx.app.namespace.origin);
    let groups: Vec<&SecretGroup> = cx.app.secrets().filter(|g| !g.keys.is_empty()).collect();
    if !groups.is_empty() {
        manifest.comment("These Secrets have to exist in the namespace; their values are never written here:");
    }
    for group in groups {
        let listed: Vec<String> = group.keys.iter().map(|k| listed(cx, k)).collect();
        manifest.comment(&format!("Secret {}: {}", group.object.value, listed.join(", ")));
    }
    manifest.add(cx, cx.app.namespace.origin, |at| {
        let name = cx.app.namespace.as_str();
        let mut metadata = Identity::plain(name, Component::App).object(cx, name, at.key("metadata"));
        metadata.namespace = None;
        Namespace { metadata, ..Namespace::default() }
    });
    manifest.finish()
}

fn listed(cx: &Context<'_>, secret: &Secret) -> String {
    if let Some(fault) = keys::data_key(&secret.key) {
        cx.report(errors::bad_text(cx.app.span(&secret.key), &fault));
    }
    if secret.optional { format!("{} (optional)", secret.key.value) } else { secret.key.value.clone() }
}
