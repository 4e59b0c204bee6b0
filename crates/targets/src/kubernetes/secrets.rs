//! Secrets that a controller makes: out of a store (External Secrets), or out of what is sealed (Sealed
//! Secrets); and secrets as files. No value is written in any.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{
    KeyToPath, ProjectedVolumeSource, SecretProjection, SecretVolumeSource, Volume, VolumeProjection,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;
use wharf_model::{At, Duration, Kept, Name, OriginId, SealScope, Secret, SecretFiles, SecretGroup, SecretOrigin, Tls};

use super::context::Context;
use super::manifest::Manifest;
use super::metadata::{Component, Identity};
use super::{errors, patches};
use crate::File;
use crate::yaml::{Cursor, Record};

/// `external-secrets.io/v1`, as far as groups need it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ExternalSecret {
    api_version: &'static str,
    kind: &'static str,
    metadata: ObjectMeta,
    spec: ExternalSecretSpec,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ExternalSecretSpec {
    data: Vec<ExternalSecretData>,
    refresh_interval: String,
    secret_store_ref: StoreRef,
    target: ExternalSecretTarget,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ExternalSecretData {
    remote_ref: RemoteRef,
    secret_key: String,
}

#[derive(Serialize)]
struct RemoteRef {
    key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    property: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
}

#[derive(Serialize)]
struct StoreRef {
    kind: &'static str,
    name: String,
}

#[derive(Serialize)]
struct ExternalSecretTarget {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    template: Option<TypeOnly>,
}

/// Without data of its own, so that all that was fetched is the Secret's.
#[derive(Serialize)]
struct TypeOnly {
    #[serde(rename = "type")]
    kind: &'static str,
}

/// `bitnami.com/v1alpha1`, as far as groups need it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SealedSecret {
    api_version: &'static str,
    kind: &'static str,
    metadata: ObjectMeta,
    spec: SealedSecretSpec,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SealedSecretSpec {
    encrypted_data: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    template: Option<SealedTemplate>,
}

#[derive(Serialize)]
struct SealedTemplate {
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<ObjectMeta>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
}

/// The kind of a store's object.
pub(super) fn store_kind(of_cluster: bool) -> &'static str {
    if of_cluster { "ClusterSecretStore" } else { "SecretStore" }
}

/// `secrets-NAME.yaml`, where a controller makes the Secret of a group that has keys.
pub(super) fn file<R: Record<OriginId> + 'static>(cx: &Context<'_>, group: &SecretGroup) -> Option<File> {
    let name = group.object.as_str();
    let mut manifest = Manifest::<R>::new(&format!("secrets-{name}"), group.object.origin)
        .patched(patches::app(), &cx.app.patches.kubernetes);
    match &group.origin {
        SecretOrigin::Store { .. } | SecretOrigin::Sealed { .. } if !group.is_made() => return None,
        SecretOrigin::Deployer => return None,
        SecretOrigin::Store { store, of_cluster, refresh } => {
            manifest.add(cx, group.object.origin, |at| external(cx, group, (store, *of_cluster, refresh), at));
        }
        SecretOrigin::Sealed { scope } => {
            manifest.add(cx, group.object.origin, |at| sealed(cx, group, scope, at));
        }
    }
    Some(manifest.finish())
}

fn external<C: Cursor<OriginId>>(
    cx: &Context<'_>,
    group: &SecretGroup,
    (store, of_cluster, refresh): (&At<Name>, bool, &At<Duration>),
    at: C,
) -> ExternalSecret {
    let name = group.object.as_str();
    let spec = at.key("spec");
    spec.key("refreshInterval").set(refresh.origin);
    spec.key("secretStoreRef").set(store.origin);
    ExternalSecret {
        api_version: "external-secrets.io/v1",
        kind: "ExternalSecret",
        metadata: Identity::plain(name, Component::Secrets).object(cx, name, at.key("metadata")),
        spec: ExternalSecretSpec {
            data: group.keys.iter().enumerate().filter_map(|(i, key)| data(key, spec.key("data").index(i))).collect(),
            refresh_interval: interval(refresh.value),
            secret_store_ref: StoreRef { kind: store_kind(of_cluster), name: store.to_string() },
            target: ExternalSecretTarget {
                name: name.to_owned(),
                template: kind_of(cx, group, spec.key("target").key("template")).map(|kind| TypeOnly { kind }),
            },
        },
    }
}

/// The type that a Secret has to be of for what it is used for.
fn kind_of<C: Cursor<OriginId>>(cx: &Context<'_>, group: &SecretGroup, at: C) -> Option<&'static str> {
    if let Some(pull) = cx.app.pulls.iter().find(|pull| pull.secret.value == group.object.value) {
        at.set(pull.secret.origin);
        return Some("kubernetes.io/dockerconfigjson");
    }
    let mut all = cx.app.routes().filter_map(|route| route.tls.as_ref());
    let tls = all.find(|tls| matches!(&tls.value, Tls::Secret(name) if *name == group.object.value))?;
    at.set(tls.origin);
    Some("kubernetes.io/tls")
}

/// What is fetched for one key.
fn data<C: Cursor<OriginId>>(secret: &Secret, at: C) -> Option<ExternalSecretData> {
    let Some(Kept::Remote { key, property, version }) = &secret.kept else { return None };
    at.set(secret.key.origin);
    let remote = at.key("remoteRef");
    remote.key("key").set(key.origin);
    let part = |word: &str, said: &Option<At<String>>| {
        let said = said.as_ref()?;
        remote.key(word).set(said.origin);
        Some(said.value.clone())
    };
    Some(ExternalSecretData {
        remote_ref: RemoteRef {
            key: key.value.clone(),
            property: part("property", property),
            version: part("version", version),
        },
        secret_key: secret.key.value.clone(),
    })
}

/// As Go writes it: days are not among its units.
fn interval(refresh: Duration) -> String {
    match refresh.whole_seconds() {
        seconds if seconds != 0 && seconds.is_multiple_of(3600) => format!("{}h", seconds / 3600),
        seconds if seconds != 0 && seconds.is_multiple_of(60) => format!("{}m", seconds / 60),
        seconds => format!("{seconds}s"),
    }
}

fn sealed<C: Cursor<OriginId>>(cx: &Context<'_>, group: &SecretGroup, scope: &At<SealScope>, at: C) -> SealedSecret {
    let name = group.object.as_str();
    let data = at.key("spec").key("encryptedData");
    let encrypted = group.keys.iter().filter_map(|secret| match &secret.kept {
        Some(Kept::Sealed(text)) => {
            data.key(&secret.key).set(text.origin);
            Some((secret.key.value.clone(), text.value.clone()))
        }
        Some(Kept::Remote { .. }) | None => None,
    });
    let mut metadata = Identity::plain(name, Component::Secrets).object(cx, name, at.key("metadata"));
    let word = match scope.value {
        SealScope::Strict => None,
        SealScope::Namespace => Some("namespace-wide"),
        SealScope::Cluster => Some("cluster-wide"),
    };
    // `kubeseal` reads the scope from the object, and the controller from the template.
    let annotations = word.map(|word| BTreeMap::from([(format!("sealedsecrets.bitnami.com/{word}"), "true".into())]));
    if annotations.is_some() {
        at.key("metadata").key("annotations").set(scope.origin);
        at.key("spec").key("template").set(scope.origin);
    }
    metadata.annotations.clone_from(&annotations);
    let kind = kind_of(cx, group, at.key("spec").key("template").key("type"));
    SealedSecret {
        api_version: "bitnami.com/v1alpha1",
        kind: "SealedSecret",
        metadata,
        spec: SealedSecretSpec {
            encrypted_data: encrypted.collect(),
            template: (annotations.is_some() || kind.is_some()).then(|| SealedTemplate {
                metadata: annotations
                    .map(|annotations| ObjectMeta { annotations: Some(annotations), ..ObjectMeta::default() }),
                kind,
            }),
        },
    }
}

/// The volume of one secret, or of all of a group, without its name. The Secret may hold more: only keys that
/// are declared are mounted. One source has either only keys that have to be there or only such that need not.
pub(super) fn volume(cx: &Context<'_>, files: &At<SecretFiles>, mode: i32) -> Volume {
    let Some(group) = cx.app.secret_group(files.group.as_ref()) else { return Volume::default() };
    let keys = || group.keys.iter().filter(|k| files.key.as_ref().is_none_or(|key| k.key.value == *key));
    let items = |optional: bool| -> Vec<KeyToPath> {
        let item =
            |k: &Secret| KeyToPath { key: k.key.value.clone(), path: k.key.value.clone(), ..KeyToPath::default() };
        keys().filter(|k| k.optional == optional).map(item).collect()
    };
    if let Some(optional) = keys().find(|k| k.optional && files.key.is_some()) {
        cx.report(errors::optional_secret_file(cx.app.span(files), &optional.key));
    }
    let (needed, optional) = (items(false), items(true));
    if !needed.is_empty() && !optional.is_empty() {
        let source = |(items, optional): (Vec<KeyToPath>, bool)| VolumeProjection {
            secret: Some(SecretProjection {
                name: group.object.to_string(),
                items: Some(items),
                optional: optional.then_some(true),
            }),
            ..VolumeProjection::default()
        };
        let sources = Some([(needed, false), (optional, true)].map(source).to_vec());
        let projected = ProjectedVolumeSource { default_mode: Some(mode), sources, ..ProjectedVolumeSource::default() };
        return Volume { projected: Some(projected), ..Volume::default() };
    }
    let (items, is_optional) = if optional.is_empty() { (needed, false) } else { (optional, true) };
    let secret = SecretVolumeSource {
        secret_name: Some(group.object.to_string()),
        items: Some(items),
        default_mode: Some(mode),
        optional: is_optional.then_some(true),
        ..SecretVolumeSource::default()
    };
    Volume { secret: Some(secret), ..Volume::default() }
}
