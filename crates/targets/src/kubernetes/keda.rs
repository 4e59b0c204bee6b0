//! KEDA's objects (`keda.sh/v1alpha1`): what Kubernetes' own autoscaler cannot follow.

use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscalerBehavior;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;
use std::collections::BTreeMap;
use wharf_model::{At, Autoscale, Follow, Metric, OriginId, Part, Service, Text};

use super::context::Context;
use super::manifest::Manifest;
use super::process::Process;
use super::{names, scaling, text};
use crate::yaml::{Cursor, Record};

const API_VERSION: &str = "keda.sh/v1alpha1";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ScaledObject {
    api_version: &'static str,
    kind: &'static str,
    metadata: ObjectMeta,
    spec: ScaledObjectSpec,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ScaledObjectSpec {
    #[serde(skip_serializing_if = "Option::is_none")]
    advanced: Option<Advanced>,
    max_replica_count: i32,
    min_replica_count: i32,
    scale_target_ref: TargetRef,
    triggers: Vec<Trigger>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Advanced {
    horizontal_pod_autoscaler_config: AutoscalerConfig,
}

#[derive(Serialize)]
struct AutoscalerConfig {
    behavior: HorizontalPodAutoscalerBehavior,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TargetRef {
    api_version: &'static str,
    kind: String,
    name: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Trigger {
    #[serde(skip_serializing_if = "Option::is_none")]
    authentication_ref: Option<AuthenticationRef>,
    metadata: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metric_type: Option<&'static str>,
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Serialize)]
struct AuthenticationRef {
    name: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TriggerAuthentication {
    api_version: &'static str,
    kind: &'static str,
    metadata: ObjectMeta,
    spec: AuthenticationSpec,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AuthenticationSpec {
    secret_target_ref: Vec<SecretTarget>,
}

#[derive(Serialize)]
struct SecretTarget {
    key: String,
    name: String,
    parameter: String,
}

/// Adds the objects of a service whose scale needs them; `kind` is what is scaled.
pub(super) fn add<R: Record<OriginId> + 'static>(
    cx: &Context<'_>,
    manifest: &mut Manifest<R>,
    process: &Process<'_>,
    service: &Service,
    (kind, auto): (&str, &Autoscale),
) {
    for (i, follow) in auto.follows.iter().enumerate() {
        let Follow::Trigger { kind, metadata } = follow else { continue };
        if metadata.iter().any(|(_, value)| value.secret().is_some()) {
            let name = authentication(service, i);
            manifest.add(cx, kind.origin, |at| secrets(cx, process, &name, metadata, at));
        }
    }
    manifest.add(cx, service.scale.origin, |at| scaled(cx, process, service, (kind, auto), at));
}

/// The name of what holds the secrets of a trigger.
fn authentication(service: &Service, index: usize) -> String {
    names::fit(&format!("{}-trigger-{}", service.name.value, index.saturating_add(1)), names::LABEL)
}

fn secrets<C: Cursor<OriginId>>(
    cx: &Context<'_>,
    process: &Process<'_>,
    name: &str,
    metadata: &[(At<String>, At<Text>)],
    at: C,
) -> TriggerAuthentication {
    let list = at.key("spec").key("secretTargetRef");
    let mut refs = Vec::new();
    for (parameter, value) in metadata {
        if let [Part::Secret(secret)] = value.parts() {
            list.index(refs.len()).set(value.origin);
            let (name, _) = cx.secret(secret);
            refs.push(SecretTarget { key: secret.key.clone(), name, parameter: parameter.value.clone() });
        }
    }
    TriggerAuthentication {
        api_version: API_VERSION,
        kind: "TriggerAuthentication",
        metadata: process.identity.bare().object(cx, name, at.key("metadata")),
        spec: AuthenticationSpec { secret_target_ref: refs },
    }
}

fn scaled<C: Cursor<OriginId>>(
    cx: &Context<'_>,
    process: &Process<'_>,
    service: &Service,
    (kind, auto): (&str, &Autoscale),
    at: C,
) -> ScaledObject {
    let spec = at.key("spec");
    let mut triggers = Vec::new();
    let mut push = |trigger: Trigger, origin: OriginId| {
        spec.key("triggers").index(triggers.len()).set(origin);
        triggers.push(trigger);
    };
    for (metric, share) in &auto.metrics {
        let kind = match metric {
            Metric::Cpu => "cpu",
            Metric::Memory => "memory",
        };
        let metadata = BTreeMap::from([(String::from("value"), share.whole().to_string())]);
        let trigger =
            Trigger { authentication_ref: None, metadata, metric_type: Some("Utilization"), kind: kind.into() };
        push(trigger, share.origin);
    }
    for (i, follow) in auto.follows.iter().enumerate() {
        let (trigger, origin) = self::trigger(cx, service, i, follow);
        push(trigger, origin);
    }
    let behavior = scaling::behavior(auto, spec.key("advanced"));
    ScaledObject {
        api_version: API_VERSION,
        kind: "ScaledObject",
        metadata: process.identity.bare().object(cx, service.name.as_str(), at.key("metadata")),
        spec: ScaledObjectSpec {
            advanced: behavior
                .map(|behavior| Advanced { horizontal_pod_autoscaler_config: AutoscalerConfig { behavior } }),
            max_replica_count: scaling::count(auto.max),
            min_replica_count: scaling::count(auto.min),
            scale_target_ref: TargetRef {
                api_version: "apps/v1",
                kind: kind.to_owned(),
                name: service.name.to_string(),
            },
            triggers,
        },
    }
}

fn trigger(cx: &Context<'_>, service: &Service, index: usize, follow: &Follow) -> (Trigger, OriginId) {
    let plain = |kind: &str, metadata: BTreeMap<String, String>| Trigger {
        authentication_ref: None,
        metadata,
        metric_type: None,
        kind: kind.to_owned(),
    };
    match follow {
        Follow::Trigger { kind, metadata } => {
            let has_secrets = metadata.iter().any(|(_, value)| value.secret().is_some());
            let open = metadata.iter().filter(|(_, value)| value.secret().is_none());
            let fields = open.map(|(key, value)| (key.value.clone(), text::literal(cx, value))).collect();
            let reference = has_secrets.then(|| AuthenticationRef { name: authentication(service, index) });
            (Trigger { authentication_ref: reference, ..plain(&kind.value, fields) }, kind.origin)
        }
        Follow::Schedule { start, end, replicas, timezone } => {
            let fields = [
                ("start", start.to_string()),
                ("end", end.to_string()),
                ("desiredReplicas", replicas.value.to_string()),
                ("timezone", timezone.value.clone()),
            ];
            let fields = fields.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
            (plain("cron", fields), start.origin)
        }
        // KEDA reads the metrics API of the cluster as well as any other address; it has no name for its own.
        Follow::Pods { name, target } | Follow::External { name, target } => {
            cx.report(super::errors::metric_beside_keda(cx.app.span(name)));
            let fields = [("metricName", name.value.clone()), ("threshold", target.value.to_string())];
            (plain("prometheus", fields.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()), name.origin)
        }
    }
}
