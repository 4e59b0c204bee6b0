//! `00-namespace.yaml`: the namespace, and a list of what has to exist beside the manifests.

use k8s_openapi::api::core::v1::Namespace;
use wharf_model::{App, At, OriginId, Routing, Secret, SecretOrigin, SecurityLevel, Tls};

use super::context::Context;
use super::manifest::Manifest;
use super::metadata::{Component, Identity};
use super::{errors, keys, patches, secrets};
use crate::File;
use crate::yaml::{Cursor, Record};

/// The first file that is applied.
pub(super) fn file<R: Record<OriginId> + 'static>(cx: &Context<'_>) -> File {
    let mut manifest =
        Manifest::<R>::new("00-namespace", cx.app.namespace.origin).patched(patches::app(), &cx.app.patches.kubernetes);
    let prerequisites = prerequisites(cx);
    if !prerequisites.is_empty() {
        manifest.comment("These have to exist; no value of a secret is ever written here:");
    }
    for line in prerequisites {
        manifest.comment(&line);
    }
    manifest.add(cx, cx.app.namespace.origin, |at| {
        let name = cx.app.namespace.as_str();
        let mut metadata = Identity::plain(name, Component::App).object(cx, name, at.key("metadata"));
        metadata.namespace = None;
        if let Some(level) = &cx.app.security {
            let labels = metadata.labels.get_or_insert_default();
            for (key, value) in enforced(cx.app, level) {
                at.key("metadata").key("labels").key(&key).set(level.origin);
                labels.insert(key, value);
            }
        }
        Namespace { metadata, ..Namespace::default() }
    });
    manifest.finish()
}

/// What the server holds the namespace's pods to (Pod Security Admission): the level of the app, or of the
/// pod that asks for the most; as the chosen version defines it, so that it does not change with the cluster.
fn enforced(app: &App, level: &At<SecurityLevel>) -> [(String, String); 2] {
    let of_pods = app.pods().filter_map(|(_, pod)| pod.security.as_ref()).map(|said| said.value);
    let most = of_pods.fold(level.value, SecurityLevel::max);
    let key = |word: &str| format!("pod-security.kubernetes.io/{word}");
    [(key("enforce"), most.word().to_owned()), (key("enforce-version"), format!("v{}", app.kubernetes_version))]
}

/// The objects that the manifests name and do not make.
fn prerequisites(cx: &Context<'_>) -> Vec<String> {
    let written = |kind: &str, name: &str| cx.app.resources().any(|r| r.kind.value == kind && r.name.value == name);
    let secrets = cx.app.secrets().filter(|g| !g.keys.is_empty()).filter_map(|group| {
        let keys: Vec<String> = group.keys.iter().map(|k| listed(cx, k)).collect();
        match &group.origin {
            SecretOrigin::Deployer => Some(format!("Secret {}: {}", group.object.value, keys.join(", "))),
            SecretOrigin::Store { store, of_cluster, .. } => {
                let kind = secrets::store_kind(*of_cluster);
                let line = format!("{kind} {}, of the External Secrets Operator", store.value);
                (!written(kind, store.as_str())).then_some(line)
            }
            SecretOrigin::Sealed { .. } => {
                Some(String::from("the controller of Sealed Secrets, with the keys that it sealed with"))
            }
        }
    });
    let pulls = cx.app.pulls.iter().filter(|pull| cx.app.made_secret(&pull.secret).is_none()).map(|pull| {
        format!("Secret {}, of the type kubernetes.io/dockerconfigjson: for {}", pull.secret.value, pull.registry.value)
    });
    let claims = cx.app.volumes().filter_map(|v| v.external.as_ref());
    let claims = claims.map(|claim| format!("PersistentVolumeClaim {}", claim.value));
    let certificates = cx.app.routes().filter_map(|r| r.tls.as_ref()).filter_map(|tls| match &tls.value {
        Tls::Secret(name) => cx.app.made_secret(name).is_none().then(|| format!("Secret {name}: tls.crt, tls.key")),
        Tls::Issuer(name) => Some(format!("ClusterIssuer {name}, of cert-manager")),
        Tls::NamespacedIssuer(name) => Some(format!("Issuer {name}, of cert-manager")),
    });
    let gateway = match &cx.app.routing {
        _ if cx.app.routes().next().is_none() => None,
        Routing::Ingress { class } => class.as_ref().map(|class| format!("IngressClass {}", class.value)),
        Routing::Gateway { class } => Some(format!("GatewayClass {}, of a controller of the Gateway API", class.value)),
        Routing::Existing { name, namespace, .. } => {
            let namespace = namespace.as_ref().map_or(&cx.app.namespace.value, |n| &n.value);
            Some(format!("Gateway {} in the namespace {namespace}, which lets routes of this one attach", name.value))
        }
    };
    let accounts = cx.app.pods().filter_map(|(_, pod)| pod.account.as_ref()).filter(|a| a.external);
    let accounts = accounts.map(|account| format!("ServiceAccount {}, with its permissions", account.name.value));
    let classes = cx.app.pods().filter_map(|(_, pod)| pod.placement.priority.as_ref());
    let classes = classes
        .filter(|class| !written("PriorityClass", &class.value))
        .map(|class| format!("PriorityClass {}", class.value));
    let mut lines: Vec<String> =
        secrets.chain(pulls).chain(claims).chain(certificates).chain(gateway).chain(classes).chain(accounts).collect();
    lines.sort();
    lines.dedup();
    lines
}

fn listed(cx: &Context<'_>, secret: &Secret) -> String {
    if let Some(fault) = keys::data_key(&secret.key) {
        cx.report(errors::bad_text(cx.app.span(&secret.key), &fault));
    }
    if secret.optional { format!("{} (optional)", secret.key.value) } else { secret.key.value.clone() }
}
