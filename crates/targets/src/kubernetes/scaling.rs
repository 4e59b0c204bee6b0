//! How many replicas, and how few at least while a cluster is worked on.

use k8s_openapi::api::autoscaling::v2::{
    CrossVersionObjectReference, ExternalMetricSource, HPAScalingPolicy, HPAScalingRules, HorizontalPodAutoscaler,
    HorizontalPodAutoscalerBehavior, HorizontalPodAutoscalerSpec, MetricIdentifier, MetricSpec, MetricTarget,
    PodsMetricSource, ResourceMetricSource,
};
use k8s_openapi::api::policy::v1::{PodDisruptionBudget, PodDisruptionBudgetSpec};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use wharf_model::{At, Autoscale, Budget, Follow, Metric, OriginId, Pace, Percent, Replicas, Service, Share};

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
        Replicas::Auto(_) => None,
    }
}

/// The autoscaler: `kind` is what it scales.
pub(super) fn autoscaler<C: Cursor<OriginId>>(
    cx: &Context<'_>,
    process: &Process<'_>,
    service: &Service,
    (kind, auto): (&str, &Autoscale),
    at: C,
) -> HorizontalPodAutoscaler {
    let name = service.name.as_str();
    let spec = at.key("spec").set(service.scale.origin);
    let mut metrics = Vec::new();
    for (metric, share) in &auto.metrics {
        spec.key("metrics").index(metrics.len()).set(share.origin);
        metrics.push(resource_metric(cx, *metric, share));
    }
    for follow in &auto.follows {
        let (origin, metric) = match follow {
            Follow::Pods { name, target } => (name.origin, pods_metric(name, target.value)),
            Follow::External { name, target } => (name.origin, external_metric(name, target.value)),
            // KEDA's alone.
            Follow::Trigger { .. } | Follow::Schedule { .. } => continue,
        };
        cx.report(errors::metric_to_serve(cx.app.origins.span(origin)));
        spec.key("metrics").index(metrics.len()).set(origin);
        metrics.push(metric);
    }
    HorizontalPodAutoscaler {
        metadata: process.identity.bare().object(cx, name, at.key("metadata")),
        spec: HorizontalPodAutoscalerSpec {
            behavior: behavior(auto, spec.key("behavior")),
            max_replicas: count(auto.max),
            metrics: Some(metrics),
            min_replicas: Some(count(auto.min)),
            scale_target_ref: CrossVersionObjectReference {
                api_version: Some("apps/v1".into()),
                kind: kind.into(),
                name: name.into(),
            },
        },
        ..HorizontalPodAutoscaler::default()
    }
}

/// How fast it goes; the cluster's defaults where nothing is said.
pub(super) fn behavior<C: Cursor<OriginId>>(auto: &Autoscale, at: C) -> Option<HorizontalPodAutoscalerBehavior> {
    let rules = |pace: &Pace, key: &str| {
        if *pace == Pace::default() {
            return None;
        }
        let at = at.key(key);
        let policy = |(i, (step, every)): (usize, &(At<Share>, At<wharf_model::Duration>))| {
            at.key("policies").index(i).set(step.origin).key("periodSeconds").set(every.origin);
            let (type_, value) = match step.value {
                Share::Count(n) => ("Pods", count(n)),
                Share::Part(p) => ("Percent", i32::try_from(p.whole()).unwrap_or(i32::MAX)),
            };
            HPAScalingPolicy {
                period_seconds: i32::try_from(every.whole_seconds()).unwrap_or(i32::MAX).max(1),
                type_: type_.into(),
                value,
            }
        };
        let policies: Vec<HPAScalingPolicy> = pace.steps.iter().enumerate().map(policy).collect();
        Some(HPAScalingRules {
            policies: (!policies.is_empty()).then_some(policies),
            stabilization_window_seconds: pace.settle.as_ref().map(|time| {
                at.key("stabilizationWindowSeconds").set(time.origin);
                i32::try_from(time.whole_seconds()).unwrap_or(i32::MAX)
            }),
            ..HPAScalingRules::default()
        })
    };
    let (up, down) = (rules(&auto.up, "scaleUp"), rules(&auto.down, "scaleDown"));
    (up.is_some() || down.is_some()).then_some(HorizontalPodAutoscalerBehavior { scale_down: down, scale_up: up })
}

fn average(target: u32) -> MetricTarget {
    MetricTarget {
        type_: "AverageValue".into(),
        average_value: Some(Quantity(target.to_string())),
        ..MetricTarget::default()
    }
}

fn pods_metric(name: &str, target: u32) -> MetricSpec {
    let metric = MetricIdentifier { name: name.into(), selector: None };
    MetricSpec {
        type_: "Pods".into(),
        pods: Some(PodsMetricSource { metric, target: average(target) }),
        ..MetricSpec::default()
    }
}

fn external_metric(name: &str, target: u32) -> MetricSpec {
    let metric = MetricIdentifier { name: name.into(), selector: None };
    MetricSpec {
        type_: "External".into(),
        external: Some(ExternalMetricSource { metric, target: average(target) }),
        ..MetricSpec::default()
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

pub(super) fn count(n: u32) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}
