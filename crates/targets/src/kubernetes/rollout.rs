//! How a new version takes the place of the old one.

use k8s_openapi::api::apps::v1::{
    DaemonSetUpdateStrategy, DeploymentStrategy, RollingUpdateDaemonSet, RollingUpdateDeployment,
    RollingUpdateStatefulSetStrategy, StatefulSetUpdateStrategy,
};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use wharf_model::{At, OriginId, Rollout, Service, Share, Way};

use super::context::Context;
use super::{errors, volumes};
use crate::yaml::Cursor;

/// A deployment's. A volume with one writer needs the old pod to stop before the new one starts.
pub(super) fn of_deployment<C: Cursor<OriginId>>(
    cx: &Context<'_>,
    service: &Service,
    at: C,
) -> Option<DeploymentStrategy> {
    let recreate = || Some(DeploymentStrategy { type_: Some("Recreate".into()), rolling_update: None });
    let writer = volumes::one_writer(cx, &service.pod);
    let at = at.key("strategy");
    match (&service.rollout.way, writer) {
        (Some(At { value: Way::Recreate, origin }), _) => {
            at.set(*origin);
            recreate()
        }
        (None | Some(At { value: Way::OnDelete, .. }), Some(origin)) => {
            at.set(origin);
            recreate()
        }
        (Some(At { value: Way::Rolling { surge, unavailable, .. }, origin }), writer) => {
            if let Some(writer) = writer {
                cx.report(errors::rolling_with_one_writer(cx.app.origins.span(*origin), cx.app.origins.span(writer)));
            }
            at.set(*origin);
            Some(DeploymentStrategy {
                type_: Some("RollingUpdate".into()),
                rolling_update: (surge.is_some() || unavailable.is_some()).then(|| RollingUpdateDeployment {
                    max_surge: surge.as_ref().map(|s| share(s, at.key("rollingUpdate").key("maxSurge"))),
                    max_unavailable: unavailable
                        .as_ref()
                        .map(|s| share(s, at.key("rollingUpdate").key("maxUnavailable"))),
                }),
            })
        }
        (None | Some(At { value: Way::OnDelete, .. }), None) => None,
    }
}

/// A stateful set's. How many may be away at once is a field that clusters do not open by default
/// (`MaxUnavailableStatefulSet`), and is refused.
pub(super) fn of_stateful_set<C: Cursor<OriginId>>(
    cx: &Context<'_>,
    rollout: &Rollout,
    at: C,
) -> Option<StatefulSetUpdateStrategy> {
    let said = rollout.way.as_ref()?;
    let at = at.key("updateStrategy").set(said.origin);
    let (type_, partition) = match &said.value {
        Way::OnDelete | Way::Recreate => ("OnDelete", None),
        Way::Rolling { unavailable, partition, .. } => {
            if let Some(unavailable) = unavailable {
                cx.report(errors::stateful_unavailable(cx.app.span(unavailable)));
            }
            ("RollingUpdate", partition.as_ref())
        }
    };
    Some(StatefulSetUpdateStrategy {
        type_: Some(type_.into()),
        rolling_update: partition.map(|n| {
            at.key("rollingUpdate").set(n.origin);
            RollingUpdateStatefulSetStrategy {
                partition: Some(i32::try_from(n.value).unwrap_or(i32::MAX)),
                ..RollingUpdateStatefulSetStrategy::default()
            }
        }),
    })
}

/// A daemon's. With some more, the old one of a node stops once the new one is ready; the cluster's default of
/// one that may be away then has to be none.
pub(super) fn of_daemon_set<C: Cursor<OriginId>>(rollout: &Rollout, at: C) -> Option<DaemonSetUpdateStrategy> {
    let said = rollout.way.as_ref()?;
    let at = at.key("updateStrategy").set(said.origin);
    Some(match &said.value {
        Way::OnDelete | Way::Recreate => {
            DaemonSetUpdateStrategy { type_: Some("OnDelete".into()), rolling_update: None }
        }
        Way::Rolling { surge, unavailable, .. } => DaemonSetUpdateStrategy {
            type_: Some("RollingUpdate".into()),
            rolling_update: (surge.is_some() || unavailable.is_some()).then(|| RollingUpdateDaemonSet {
                max_surge: surge.as_ref().map(|s| share(s, at.key("rollingUpdate").key("maxSurge"))),
                max_unavailable: match unavailable {
                    Some(s) => Some(share(s, at.key("rollingUpdate").key("maxUnavailable"))),
                    None => Some(IntOrString::Int(0)),
                },
            }),
        },
    })
}

/// The seconds of a pause, for `minReadySeconds`.
pub(super) fn min_ready<C: Cursor<OriginId>>(rollout: &Rollout, at: C) -> Option<i32> {
    rollout.pause.as_ref().map(|pause| {
        at.key("minReadySeconds").set(pause.origin);
        i32::try_from(pause.whole_seconds()).unwrap_or(i32::MAX)
    })
}

/// How many old versions are kept.
pub(super) fn history<C: Cursor<OriginId>>(rollout: &Rollout, at: C) -> Option<i32> {
    rollout.history.as_ref().map(|history| {
        at.key("revisionHistoryLimit").set(history.origin);
        i32::try_from(history.value).unwrap_or(i32::MAX)
    })
}

/// A number, or a part.
pub(super) fn share<C: Cursor<OriginId>>(share: &At<Share>, at: C) -> IntOrString {
    at.set(share.origin);
    match share.value {
        Share::Count(n) => IntOrString::Int(i32::try_from(n).unwrap_or(i32::MAX)),
        Share::Part(p) => IntOrString::String(p.to_string()),
    }
}
