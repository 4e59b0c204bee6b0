//! Configs of the app: an immutable ConfigMap each.

use wharf_model::{At, Config, OriginId};

use super::bundle::Bundle;
use super::context::Context;
use super::manifest::Manifest;
use super::metadata::{Component, Identity};
use super::text;
use crate::File;
use crate::yaml::Record;

/// The content of a config. Its texts are not expanded by anyone: they stay as they are.
pub(super) fn bundle(cx: &Context<'_>, config: &Config) -> Bundle {
    let entry = |(key, value): &(At<String>, At<_>)| {
        (key.value.clone(), At::new(text::literal(cx, value).into_bytes(), value.origin))
    };
    let owner = format!("config {}", config.name.value);
    Bundle::new(config.name.as_str(), &owner, config.entries.iter().map(entry).collect())
}

/// `config-NAME.yaml`.
pub(super) fn file<R: Record<OriginId> + 'static>(cx: &Context<'_>, config: &Config) -> File {
    let mut manifest = Manifest::<R>::new(&format!("config-{}", config.name.value), config.name.origin);
    if let Some(bundle) = cx.config(&config.name) {
        bundle.check(cx, config.name.origin);
        let identity = Identity::plain(config.name.as_str(), Component::Config);
        manifest.add(cx, config.name.origin, |at| bundle.config_map(cx, &identity, at));
    }
    manifest.finish()
}
