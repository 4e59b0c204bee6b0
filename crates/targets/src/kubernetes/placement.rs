//! Where pods run, and what they are spread over.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{Toleration, TopologySpreadConstraint};
use wharf_model::{At, OriginId, Placement, Service, SpreadOver, TaintEffect};

use super::context::Context;
use super::process::Process;
use crate::yaml::Cursor;

/// What a pod's specification says of its place.
pub(super) struct Placed {
    pub(super) priority: Option<String>,
    pub(super) node_selector: Option<BTreeMap<String, String>>,
    pub(super) tolerations: Option<Vec<Toleration>>,
}

/// The place of a pod. `at` is its specification.
pub(super) fn placed<C: Cursor<OriginId>>(said: &Placement, at: C) -> Placed {
    let priority = said.priority.as_ref().map(|priority| {
        at.key("priorityClassName").set(priority.origin);
        priority.value.clone()
    });
    let selector = at.key("nodeSelector");
    let arch = said.arch.as_ref().map(|arch| {
        selector.key("kubernetes.io/arch").set(arch.origin);
        (String::from("kubernetes.io/arch"), arch.name().to_owned())
    });
    let labels = said.nodes.iter().map(|(key, value)| {
        selector.key(key).set(value.origin);
        (key.value.clone(), value.value.clone())
    });
    let node_selector: BTreeMap<String, String> = labels.chain(arch).collect();
    let toleration = |(i, said): (usize, &wharf_model::Toleration)| {
        at.key("tolerations").index(i).set(said.key.origin);
        Toleration {
            effect: said.effect.map(|effect| effect_name(effect).into()),
            key: Some(said.key.value.clone()),
            operator: Some(if said.value.is_some() { "Equal" } else { "Exists" }.into()),
            toleration_seconds: said.seconds.as_ref().map(|t| i64::try_from(t.whole_seconds()).unwrap_or(i64::MAX)),
            value: said.value.as_ref().map(|v| v.value.clone()),
        }
    };
    let tolerations: Vec<Toleration> = said.tolerations.iter().enumerate().map(toleration).collect();
    Placed {
        priority,
        node_selector: (!node_selector.is_empty()).then_some(node_selector),
        tolerations: (!tolerations.is_empty()).then_some(tolerations),
    }
}

fn effect_name(effect: TaintEffect) -> &'static str {
    match effect {
        TaintEffect::NoSchedule => "NoSchedule",
        TaintEffect::PreferNoSchedule => "PreferNoSchedule",
        TaintEffect::NoExecute => "NoExecute",
    }
}

/// What replicas are spread over, where there can be several: hosts, as far as it goes, unless the source says
/// something else of them.
pub(super) fn spread<C: Cursor<OriginId>>(
    cx: &Context<'_>,
    process: &Process<'_>,
    service: &Service,
    at: C,
) -> Option<Vec<TopologySpreadConstraint>> {
    let constraint = |over: SpreadOver, strict: bool, skew: u32| TopologySpreadConstraint {
        label_selector: Some(process.identity.selector(cx)),
        max_skew: i32::try_from(skew).unwrap_or(i32::MAX),
        topology_key: match over {
            SpreadOver::Zone => "topology.kubernetes.io/zone",
            SpreadOver::Host => "kubernetes.io/hostname",
        }
        .into(),
        when_unsatisfiable: if strict { "DoNotSchedule" } else { "ScheduleAnyway" }.into(),
        ..TopologySpreadConstraint::default()
    };
    let said = |(i, s): (usize, &wharf_model::Spread)| {
        at.index(i).set(s.over.origin);
        constraint(s.over.value, s.strict.is_some(), s.skew.as_ref().map_or(1, |n: &At<u32>| n.value))
    };
    let mut out: Vec<TopologySpreadConstraint> = service.spread.iter().enumerate().map(said).collect();
    if service.scale.max() > 1 && service.spread.iter().all(|s| s.over.value != SpreadOver::Host) {
        at.index(out.len()).set(service.scale.origin);
        out.push(constraint(SpreadOver::Host, false, 1));
    }
    (!out.is_empty()).then_some(out)
}
