//! Where pods run, how services are rolled out, kept up and spread.

use wharf_model::{
    Arch, At, Budget, Controller, Percent, Placement, Rollout, Share, Spread, SpreadOver, TaintEffect, Toleration, Way,
};

use super::mounts::flat;
use super::workload::{label_value, positive_label, qualified};
use crate::checker::Checker;
use crate::errors::{placement as errors, values, workloads};
use crate::matching::{Body, Filled, Matched};
use crate::value::Value;

/// What `gpu` counts where nothing else is said.
const GPU: &str = "nvidia.com/gpu";

/// What a pod says of where it runs.
pub(super) fn placement<'t>(c: &mut Checker<'t>, body: &Body<'t>) -> Option<Placement> {
    let priority = flat(body.one("priority").and_then(|m| m.slot("priority")).map(|s| {
        let text = c.string(s)?;
        dns_name(c, text, "a priority class")
    }));
    let arch = flat(body.one("arch").and_then(|m| m.slot("arch")).map(|s| c.choice(s)));
    let nodes = nodes(c, body);
    let tolerations: Option<Vec<Toleration>> =
        body.all("tolerate").map(|m| toleration(c, m)).collect::<Vec<_>>().into_iter().collect();
    let devices = devices(c, body);
    let ulimits = ulimits(c, body);
    let arch = arch?.map(|a| a.map(|a| if a == "arm64" { Arch::Arm64 } else { Arch::Amd64 }));
    let mut tolerations = tolerations?;
    tolerations.sort_by(|a, b| a.key.cmp(&b.key));
    Some(Placement { priority: priority?, nodes: nodes?, tolerations, arch, devices: devices?, ulimits: ulimits? })
}

fn dns_name(c: &mut Checker<'_>, text: At<String>, what: &str) -> Option<At<String>> {
    let good = |l: &str| {
        !l.is_empty()
            && l.len() <= 63
            && !l.starts_with('-')
            && !l.ends_with('-')
            && l.chars().all(|ch| ch.is_ascii_lowercase() || ch.is_ascii_digit() || ch == '-')
    };
    if text.value.len() <= 253 && text.value.split('.').all(good) {
        return Some(text);
    }
    let span = c.origins.span(text.origin);
    c.fail(errors::bad_object_name(what, &text.value, span))
}

fn nodes<'t>(c: &mut Checker<'t>, body: &Body<'t>) -> Option<Vec<(At<String>, At<String>)>> {
    let mut out = Vec::new();
    for m in body.all("node") {
        let key = label_key(c, m)?;
        let value = c.string(m.value?)?;
        if !label_value(&value.value) {
            let span = c.origins.span(value.origin);
            return c.fail(workloads::bad_label_value(&value.value, span));
        }
        if key.value == "kubernetes.io/arch" {
            let span = c.origins.span(key.origin);
            return c.fail(errors::arch_as_label(span));
        }
        out.push((key, value));
    }
    out.sort();
    Some(out)
}

/// A key of a label or a taint. Those that Wharf writes on pods are not on nodes.
fn label_key<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<At<String>> {
    let key = c.key(m.slot("key")?)?;
    match qualified(&key.value) {
        Ok(()) => Some(key),
        Err(why) => {
            let span = c.origins.span(key.origin);
            c.fail(workloads::bad_metadata_key(m.word.spelling(), &key.value, why, span))
        }
    }
}

fn toleration<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<Toleration> {
    let key = label_key(c, m)?;
    let value = flat(m.value.map(|v| c.string(v)))?;
    let effects = [
        ("no-schedule", TaintEffect::NoSchedule),
        ("prefer-no-schedule", TaintEffect::PreferNoSchedule),
        ("no-execute", TaintEffect::NoExecute),
    ];
    let said: Vec<(TaintEffect, wharf_diagnostics::Span)> =
        effects.iter().filter_map(|(word, effect)| Some((*effect, m.flag(word)?))).collect();
    if let [_, (_, again), ..] = said.as_slice() {
        return c.fail(errors::two_effects(*again));
    }
    let effect = said.first().map(|(effect, _)| *effect);
    let seconds = flat(m.label("for").map(|s| c.positive_duration(s)))?;
    if let Some(time) = seconds.as_ref().filter(|_| effect != Some(TaintEffect::NoExecute)) {
        let span = c.origins.span(time.origin);
        return c.fail(errors::for_without_no_execute(span));
    }
    Some(Toleration { key, value, effect, seconds })
}

/// Extended resources, graphics processors among them.
fn devices<'t>(c: &mut Checker<'t>, body: &Body<'t>) -> Option<Vec<(At<String>, At<u32>)>> {
    let mut out: Vec<(At<String>, At<u32>)> = Vec::new();
    if let Some(m) = body.one("gpu") {
        let count = c.int_within(m.slot("gpu")?, 1, 64)?;
        let name = match m.label("of") {
            Some(slot) => c.string(slot)?,
            None => At::new(GPU.to_owned(), count.origin),
        };
        out.push((name, count));
    }
    for m in body.all("device") {
        let (name, count) = (c.key(m.slot("key")?)?, c.int_within(m.slot("count")?, 1, 10_000)?);
        out.push((name, count));
    }
    out.sort_by(|a, b| a.0.cmp(&b.0));
    for (i, (name, _)) in out.iter().enumerate() {
        let span = c.origins.span(name.origin);
        // "Fully-qualified resource names outside the kubernetes.io domain" (Kubernetes, "Extended resources").
        let native = name.value.split_once('/').is_none_or(|(domain, _)| domain.ends_with("kubernetes.io"));
        if native || qualified(&name.value).is_err() {
            return c.fail(errors::bad_device(&name.value, span));
        }
        if let Some((first, _)) = out.iter().take(i).find(|(first, _)| first.value == name.value) {
            let first = c.origins.span(first.origin);
            return c.fail(errors::device_twice(&name.value, span, first));
        }
    }
    Some(out)
}

fn ulimits<'t>(c: &mut Checker<'t>, body: &Body<'t>) -> Option<Vec<(At<&'static str>, At<u64>)>> {
    let mut out = Vec::new();
    for m in body.all("ulimit") {
        let name = c.choice(m.slot("name")?)?;
        let limit = c.int(m.slot("limit")?)?;
        let Ok(value) = u64::try_from(limit.value) else {
            let span = c.origins.span(limit.origin);
            return c.fail(values::out_of_bounds("a limit", "zero or more", &limit.value.to_string(), span));
        };
        out.push((name, At::new(value, limit.origin)));
    }
    out.sort_by(|a, b| a.0.cmp(&b.0));
    Some(out)
}

/// How the service is rolled out; the controller has to be able to.
pub(super) fn rollout<'t>(c: &mut Checker<'t>, body: &Body<'t>, controller: &Controller) -> Option<Rollout> {
    let Some(m) = body.one("rollout") else { return Some(Rollout::default()) };
    let (pause, deadline) = (positive_label(c, m, "pause"), positive_label(c, m, "deadline"));
    let history = flat(m.label("history").map(|s| c.int_within(s, 0, 1000)));
    let way = match m.selector() {
        Some("recreate") => Way::Recreate,
        Some("on-delete") => Way::OnDelete,
        _ => {
            let surge = flat(m.label("surge").map(|s| share(c, s, "surge")));
            let unavailable = flat(m.label("unavailable").map(|s| share(c, s, "unavailable")));
            let partition = flat(m.label("partition").map(|s| c.int_within(s, 0, 10_000)));
            let (surge, unavailable, partition) = (surge?, unavailable?, partition?);
            let zero = |s: &Option<At<Share>>| s.as_ref().is_some_and(|s| s.value.is_zero());
            if zero(&unavailable) && zero(&surge) {
                return c.fail(errors::nothing_can_move(m.head()));
            }
            Way::Rolling { surge, unavailable, partition }
        }
    };
    let refused = match (&way, controller) {
        (Way::OnDelete, Controller::Deployment) => {
            Some(("on-delete", "a service without identities is replaced by itself"))
        }
        (Way::Recreate, Controller::StatefulSet(_)) => {
            Some(("recreate", "a stateful service never runs two of one replica"))
        }
        (Way::Recreate, Controller::DaemonSet) => Some(("recreate", "a daemon is replaced node by node")),
        (Way::Rolling { partition: Some(_), .. }, Controller::Deployment | Controller::DaemonSet) => {
            Some(("partition", "only the replicas of a stateful service have numbers"))
        }
        (Way::Rolling { surge: Some(_), .. }, Controller::StatefulSet(_)) => {
            Some(("surge", "a stateful service never runs more replicas than it has identities"))
        }
        _ => None,
    };
    if let Some((what, why)) = refused {
        return c.fail(errors::rollout_of_other_kind(what, why, m.head()));
    }
    let deadline = deadline?;
    if let Some(deadline) = deadline.as_ref().filter(|_| *controller != Controller::Deployment) {
        let span = c.origins.span(deadline.origin);
        return c.fail(errors::rollout_of_other_kind(
            "deadline",
            "only services without identities count as failed",
            span,
        ));
    }
    let (pause, history) = (pause?, history?);
    if let (Some(pause), Some(deadline)) = (&pause, &deadline)
        && deadline.value <= pause.value
    {
        let span = c.origins.span(deadline.origin);
        return c.fail(errors::deadline_below_pause(span));
    }
    Some(Rollout { way: Some(c.at(way, m.head())), pause, deadline, history })
}

/// A number of replicas, or a whole part of them of at most all.
pub(super) fn share<'t>(c: &mut Checker<'t>, slot: Filled<'t>, what: &str) -> Option<At<Share>> {
    let val = c.filled(slot)?;
    let origin = c.origin_of(&val);
    match val.value {
        Value::Int(n) => match u32::try_from(n) {
            Ok(n) if n <= 10_000 => Some(At::new(Share::Count(n), origin)),
            _ => c.fail(values::out_of_bounds(
                &format!("`{what}`"),
                "from 0 to 10000, or a percentage",
                &n.to_string(),
                val.span,
            )),
        },
        Value::Percent(p) if p % 100 == 0 && p <= 10_000 => Some(At::new(Share::Part(Percent(p)), origin)),
        Value::Percent(p) => c.fail(values::out_of_bounds(
            &format!("`{what}`"),
            "a whole percentage of at most 100%",
            &Percent(p).to_string(),
            val.span,
        )),
        _ => None,
    }
}

/// The disruption budget. One that lets nobody go would hold up every node that is worked on.
pub(super) fn budget<'t>(c: &mut Checker<'t>, body: &Body<'t>, least: u32) -> Option<Option<At<Budget>>> {
    let Some(m) = body.one("budget") else { return Some(None) };
    let unavailable = m.selector() == Some("unavailable");
    let share = share(c, m.slot("share")?, if unavailable { "unavailable" } else { "available" })?;
    let span = c.origins.span(share.origin);
    let all = match share.value {
        Share::Count(n) => n >= least,
        Share::Part(p) => p == Percent(10_000),
    };
    if (unavailable && share.value.is_zero()) || (!unavailable && all) {
        return c.fail(errors::budget_of_none(least, span));
    }
    Some(Some(share.map(|s| if unavailable { Budget::Unavailable(s) } else { Budget::Available(s) })))
}

/// What replicas are spread over, zones before hosts.
pub(super) fn spread<'t>(c: &mut Checker<'t>, body: &Body<'t>) -> Option<Vec<Spread>> {
    let mut out = Vec::new();
    for m in body.all("spread") {
        let over = c.choice(m.slot("place")?)?;
        let over = over.map(|o| if o == "zone" { SpreadOver::Zone } else { SpreadOver::Host });
        let skew = flat(m.label("skew").map(|s| c.int_within(s, 1, 1000)))?;
        out.push(Spread { over, strict: m.flag("strict").map(|at| c.at((), at)), skew });
    }
    out.sort_by_key(|s| s.over.value);
    Some(out)
}
