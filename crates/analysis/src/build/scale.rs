//! `scale`.

use wharf_diagnostics::Span;
use wharf_model::{At, Autoscale, Follow, Metric, Pace, Replicas, Text};
use wharf_syntax::tree::ExprKind;

use super::mounts::flat;
use super::{cron, placement};
use crate::checker::Checker;
use crate::errors::{values, workloads};
use crate::matching::{Body, Matched};
use crate::value::Value;
use crate::vocabulary::BlockKind;

/// How many replicas a body asks for.
pub(super) fn scale<'t>(c: &mut Checker<'t>, body: &Body<'t>, span: Span) -> Option<At<Replicas>> {
    let Some(m) = body.one("scale") else {
        return Some(c.default_at(Replicas::Fixed(1), "one replica where nothing is said", span));
    };
    let slot = m.slot("scale")?;
    let at = slot.1.span;
    let (low, high) = c.range(slot, |v| if let Value::Int(n) = v { Some(*n) } else { None })?;
    let mut metrics: Vec<(Metric, At<wharf_model::Percent>)> = Vec::new();
    for given in m.labels("on") {
        let metric = given.slot("metric").and_then(|s| c.choice(s));
        let target = given.slot("target").and_then(|s| {
            let val = c.filled(s)?;
            let origin = c.origin_of(&val);
            let Value::Percent(p) = val.value else { return None };
            // Utilisation is in whole per cent of the request and may be above it.
            if p == 0 || p % 100 != 0 || p > 100_000 {
                return c.fail(values::out_of_bounds(
                    "the target",
                    "a whole percentage above zero",
                    &wharf_model::Percent(p).to_string(),
                    val.span,
                ));
            }
            Some(At::new(wharf_model::Percent(p), origin))
        });
        let (metric, target) = (metric?, target?);
        let kind = if metric.value == "cpu" { Metric::Cpu } else { Metric::Memory };
        if let Some((_, first)) = metrics.iter().find(|(k, _)| *k == kind) {
            let first = c.origins.span(first.origin);
            return c.fail(workloads::metric_twice(metric.value, given.span, first));
        }
        metrics.push((kind, target));
    }
    metrics.sort_by_key(|(k, _)| *k);
    let inside = c.body(BlockKind::Scale, m);
    let follows = follows(c, &inside)?;
    let (up, down) = (pace(c, &inside, "up")?, pace(c, &inside, "down")?);
    let count = |c: &mut Checker<'t>, n: &At<i64>| match u32::try_from(n.value) {
        Ok(v) if v <= 10_000 => Some(v),
        _ => {
            let span = c.origins.span(n.origin);
            c.fail(values::out_of_bounds("a number of replicas", "from 0 to 10000", &n.value.to_string(), span))
        }
    };
    let ranged = matches!(slot.1.kind, ExprKind::Range { .. })
        || !(low.is_some() && high.is_some())
        || low.as_ref().map(|l| l.value) != high.as_ref().map(|h| h.value);
    let (Some(low), Some(high)) = (low, high) else { return c.fail(workloads::open_scale(at)) };
    let (min, max) = (count(c, &low)?, count(c, &high)?);
    let followed = !metrics.is_empty() || !follows.is_empty();
    if !followed && (up != Pace::default() || down != Pace::default()) {
        return c.fail(workloads::pace_of_nothing(m.head()));
    }
    if followed || (ranged && min != max) {
        if !followed {
            return c.fail(workloads::range_without_metric(at));
        }
        // What is used by none cannot wake the first.
        if min == 0 && !follows.iter().any(|f| matches!(f, Follow::Trigger { .. } | Follow::Schedule { .. })) {
            return c.fail(workloads::scale_to_zero(at));
        }
        return Some(c.at(Replicas::Auto(Box::new(Autoscale { min, max, metrics, follows, up, down })), at));
    }
    Some(c.at(Replicas::Fixed(min), at))
}

/// What replicas follow beside their own use.
fn follows<'t>(c: &mut Checker<'t>, inside: &Body<'t>) -> Option<Vec<Follow>> {
    let mut out = Vec::new();
    let mut good = true;
    for m in &inside.words {
        let found = match m.word.spelling() {
            "metric" | "external" => measured(c, m),
            "trigger" => trigger(c, m),
            "schedule" => schedule(c, m),
            _ => continue,
        };
        match found {
            Some(found) => out.push(found),
            None => good = false,
        }
    }
    good.then_some(out)
}

fn measured<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<Follow> {
    let (name, target) = (c.string(m.slot("metric name")?), c.int_within(m.slot("target")?, 1, 1_000_000_000));
    let (name, target) = (name?, target?);
    Some(if m.is("metric") { Follow::Pods { name, target } } else { Follow::External { name, target } })
}

fn trigger<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<Follow> {
    let kind = c.key(m.slot("type")?)?;
    let mut metadata: Vec<(At<String>, At<Text>)> = Vec::new();
    let mut good = true;
    for entry in c.body(BlockKind::Trigger, m).words {
        let key = c.head_key(&entry, "a field of the metadata");
        let value = entry.value.and_then(|v| c.text(v));
        let (Some(key), Some(value)) = (key, value) else {
            good = false;
            continue;
        };
        if let (Some(secret), [_, _, ..]) = (value.secret(), value.parts()) {
            let span = c.origins.span(value.origin);
            c.report(workloads::secret_within_trigger(&secret.key, span));
            good = false;
            continue;
        }
        metadata.push((key, value));
    }
    metadata.sort_by(|a, b| a.0.cmp(&b.0));
    good.then_some(Follow::Trigger { kind, metadata })
}

fn schedule<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<Follow> {
    let start = cron::schedule(c, m.slot("start")?);
    let end = cron::schedule(c, m.label("until")?);
    let replicas = c.int_within(m.label("replicas")?, 1, 10_000);
    let timezone = flat(m.label("timezone").map(|s| cron::timezone(c, s)))?;
    let timezone = timezone.unwrap_or_else(|| {
        c.default_at(String::from("Etc/UTC"), "schedules are in UTC where nothing is said", m.head())
    });
    Some(Follow::Schedule { start: start?, end: end?, replicas: replicas?, timezone })
}

/// How fast replicas come (`up`) or go (`down`).
fn pace<'t>(c: &mut Checker<'t>, inside: &Body<'t>, word: &'static str) -> Option<Pace> {
    let mut steps = Vec::new();
    for m in inside.all(word) {
        let step = placement::share(c, m.slot("step")?, word)?;
        let every = c.positive_duration(m.label("every")?)?;
        let span = c.origins.span(every.origin);
        // HPAScalingPolicy.periodSeconds: "must be greater than zero and less than or equal to 1800".
        if every.value.0 > 1_800_000 {
            return c.fail(values::out_of_bounds("a period", "at most 30min", &every.value.to_string(), span));
        }
        if step.value.is_zero() {
            let span = c.origins.span(step.origin);
            return c.fail(values::out_of_bounds("a step", "more than zero", &step.value.to_string(), span));
        }
        steps.push((step, every));
    }
    let mut settle = None;
    for m in inside.all("settle") {
        let direction = c.choice(m.slot("direction")?)?;
        let time = c.duration(m.slot("settle")?)?;
        if time.value.0 > 3_600_000 {
            let span = c.origins.span(time.origin);
            return c.fail(values::out_of_bounds("a time to settle", "at most 1h", &time.value.to_string(), span));
        }
        if direction.value == word {
            settle = Some(time);
        }
    }
    Some(Pace { steps, settle })
}
