//! Settings: the keys of one ConfigMap that the deployer may change.

use k8s_openapi::api::core::v1::ConfigMap;
use wharf_diagnostics::Diagnostic;
use wharf_model::{App, EnvName, OriginId, Setting};

use super::context::Context;
use super::manifest::Manifest;
use super::metadata::{Component, Identity};
use super::{errors, names};
use crate::File;
use crate::shared::hash::ContentHash;
use crate::yaml::{Cursor, Record};

/// The name of the ConfigMap. It is stable, unlike a config's: the deployer sets keys of it.
pub(super) fn object_name(app: &App) -> String {
    format!("{}-settings", app.name.value)
}

/// `settings.yaml`, where there are settings. Only defaults are written: a key that is not in the
/// file stays as the deployer set it when the file is applied again.
pub(super) fn file<R: Record<OriginId> + 'static>(cx: &Context<'_>) -> Option<File> {
    let settings: Vec<&Setting> = cx.app.settings().collect();
    if settings.is_empty() {
        return None;
    }
    let name = object_name(cx.app);
    let mut manifest = Manifest::<R>::new("settings", cx.app.name.origin);
    for setting in settings.iter().filter(|s| s.default.is_none()) {
        let line = if setting.optional {
            format!("{} may be set: it has no default.", setting.name.value)
        } else {
            format!("{} has to be set: it has no default, and pods that read it wait for it.", setting.name.value)
        };
        manifest.comment(&line);
    }
    manifest.add(cx, cx.app.name.origin, |at| {
        let default = |s: &&Setting| {
            let default = s.default.as_ref()?;
            at.key("data").key(s.name.as_str()).set(default.origin);
            Some((s.name.to_string(), default.value.clone()))
        };
        let label = names::fit(&name, names::LABEL);
        let data: std::collections::BTreeMap<_, _> = settings.iter().filter_map(default).collect();
        ConfigMap {
            data: (!data.is_empty()).then_some(data),
            metadata: Identity::plain(&label, Component::Settings).object(cx, &name, at.key("metadata")),
            ..ConfigMap::default()
        }
    });
    Some(manifest.finish())
}

/// A hash of the defaults of these settings, for an annotation of the pods that read them. Values
/// that the deployer sets are not known here: after changing one, roll the pods.
pub(super) fn hash<'n>(app: &App, names: impl IntoIterator<Item = &'n EnvName>) -> String {
    let mut hash = ContentHash::default();
    for name in names {
        hash.add(name.as_str().as_bytes());
        let default = app.setting(name).and_then(|s| s.default.as_ref());
        hash.add(if default.is_some() { b"=" } else { b"" });
        hash.add(default.map_or("", |d| d.value.as_str()).as_bytes());
    }
    hash.finish()
}

/// What the deployer has to do.
pub(super) fn problems(app: &App) -> Vec<Diagnostic> {
    let object = object_name(app);
    app.settings()
        .filter(|s| s.default.is_none() && !s.optional)
        .map(|s| errors::setting_to_set(app.span(&s.name), &s.name.value, &object))
        .collect()
}
