//! How many replicas, and how few at least while a cluster is worked on.

use k8s_openapi::api::autoscaling::v2::{
    CrossVersionObjectReference, HorizontalPodAutoscaler, HorizontalPodAutoscalerSpec, MetricSpec, MetricTarget,
    ResourceMetricSource,
};
use k8s_openapi::api::policy::v1::{PodDisruptionBudget, PodDisruptionBudgetSpec};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use wharf_model::{At, Budget, Metric, OriginId, Percent, Replicas, Service, Share};

use super::context::Context;
use super::process::Process;
use super::{errors, rollout};
use crate::yaml::Cursor;

/// The resources' names.
pub(super) const CPU: &str = "cpu";
pub(super) const MEMORY: &str = "memory";

/// `replicas`. An autoscaler's target has none: applying it again would undo the scaling.
pub(super) fn replicas<C: Cursor<OriginId>>(service: &Service, at: C) -> Option<i32> {
    at.set(service.scale.origin);
    match &service.scale.value {
        Replicas::Fixed(n) => Some(count(*n)),
        Replicas::Auto { .. } => None,
    }
}

/// The autoscaler: `kind` is what it scales, then the fewest, the most and what it follows.
pub(super) fn autoscaler<C: Cursor<OriginId>>(
    cx: &Context<'_>,
    process: &Process<'_>,
    service: &Service,
    kind: &str,
    (min, max, metrics): (u32, u32, &[(Metric, At<Percent>)]),
    at: C,
) -> HorizontalPodAutoscaler {
    let name = service.name.as_str();
    let spec = at.key("spec").set(service.scale.origin);
    let metrics = metrics
        .iter()
        .enumerate()
        .map(|(i, (metric, share))| {
            spec.key("metrics").index(i).set(share.origin);
            resource_metric(cx, *metric, share)
        })
        .collect();
    HorizontalPodAutoscaler {
        metadata: process.identity.bare().object(cx, name, at.key("metadata")),
        spec: HorizontalPodAutoscalerSpec {
            max_replicas: count(max),
            metrics: Some(metrics),
            min_replicas: Some(count(min)),
            scale_target_ref: CrossVersionObjectReference {
                api_version: Some("apps/v1".into()),
                kind: kind.into(),
                name: name.into(),
            },
            ..HorizontalPodAutoscalerSpec::default()
        },
        ..HorizontalPodAutoscaler::default()
    }
}

fn resource_metric(cx: &Context<'_>, metric: Metric, share: &At<Percent>) -> MetricSpec {
    let name = match metric {
        Metric::Cpu => CPU,
        Metric::Memory => MEMORY,
    };
    if share.0 == 0 {
        cx.report(errors::no_utilisation(cx.app.span(share)));
    }
    MetricSpec {
        type_: "Resource".into(),
        resource: Some(ResourceMetricSource {
            name: name.into(),
            target: MetricTarget {
                type_: "Utilization".into(),
                average_utilization: Some(i32::try_from(share.whole()).unwrap_or(i32::MAX)),
                ..MetricTarget::default()
            },
        }),
        ..MetricSpec::default()
    }
}

/// The disruption budget, where there is always more than one replica: below, it would block every
/// drain of a node. So would pods that never get ready, which is why those may always be evicted.
pub(super) fn budget<C: Cursor<OriginId>>(
    cx: &Context<'_>,
    process: &Process<'_>,
    service: &Service,
    at: C,
) -> PodDisruptionBudget {
    let spec = at.key("spec").set(service.scale.origin);
    let (unavailable, available) = match &service.budget {
        None => (Some(IntOrString::Int(1)), None),
        Some(said) => {
            let of = |share: Share, key: &str| Some(rollout::share(&At::new(share, said.origin), spec.key(key)));
            match said.value {
                Budget::Unavailable(share) => (of(share, "maxUnavailable"), None),
                Budget::Available(share) => (None, of(share, "minAvailable")),
            }
        }
    };
    PodDisruptionBudget {
        metadata: process.identity.bare().object(cx, service.name.as_str(), at.key("metadata")),
        spec: Some(PodDisruptionBudgetSpec {
            max_unavailable: unavailable,
            min_available: available,
            selector: Some(process.identity.selector(cx)),
            unhealthy_pod_eviction_policy: Some("AlwaysAllow".into()),
        }),
        ..PodDisruptionBudget::default()
    }
}

fn count(n: u32) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}
