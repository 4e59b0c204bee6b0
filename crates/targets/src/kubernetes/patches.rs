//! Fields that the source sets itself: `kubernetes { … }`.

use serde_json::Value;
use wharf_model::{At, Bytes, Cpu, Cron, Job, ObjectPatch, OriginId, Service, Text};

use super::context::Context;
use super::{errors, text};
use crate::shared::patch::{Spell, merge};
use crate::yaml::Cursor;

/// How a message calls the owner of an object.
pub(super) fn service(service: &Service) -> String {
    format!("service `{}`", service.name.value)
}

/// As [`service`].
pub(super) fn job(job: &Job) -> String {
    format!("job `{}`", job.name.value)
}

/// As [`service`].
pub(super) fn cron(cron: &Cron) -> String {
    format!("cron job `{}`", cron.job.name.value)
}

/// As [`service`], for what belongs to none of them.
pub(super) fn app() -> String {
    String::from("the app itself")
}

/// Kubernetes' spellings.
pub(super) struct Spelling<'c, 'a>(pub(super) &'c Context<'a>);

impl Spell for Spelling<'_, '_> {
    fn text(&mut self, text: &At<Text>) -> String {
        text::literal(self.0, text)
    }

    fn bytes(&self, amount: Bytes) -> String {
        amount.to_string()
    }

    fn is_sorted(&self) -> bool {
        true
    }

    fn cpu(&self, amount: Cpu) -> String {
        amount.to_string()
    }
}

/// Lays the fields over an object, if it is one that they are said of.
pub(super) fn lay_over<C: Cursor<OriginId>>(
    cx: &Context<'_>,
    object: &mut Value,
    owner: &str,
    patches: &[ObjectPatch],
    at: C,
) {
    let word = word(object);
    for patch in patches.iter().filter(|p| p.object.value == word) {
        merge(object, &patch.fields, &mut Spelling(cx), at);
    }
    cx.wrote(owner, &word);
}

/// Reports fields of objects that were not written.
pub(super) fn check(cx: &Context<'_>) {
    let services = cx.app.services().map(|s| (service(s), &s.patches));
    let jobs = cx.app.jobs().map(|j| (job(j), &j.patches));
    let crons = cx.app.crons().map(|c| (cron(c), &c.job.patches));
    for (owner, patches) in services.chain(jobs).chain(crons).chain([(app(), &cx.app.patches)]) {
        let written = cx.written(&owner);
        for patch in patches.kubernetes.iter().filter(|p| !written.contains(&p.object.value)) {
            cx.report(errors::no_such_object(cx.app.span(&patch.object), &patch.object, &owner, &written));
        }
    }
}

/// The word for an object: its kind in lower camel case, and which one of the Services it is.
fn word(object: &Value) -> String {
    let kind = object.get("kind").and_then(Value::as_str).unwrap_or_default();
    let spec = |field: &str| object.get("spec").and_then(|s| s.get(field)).and_then(Value::as_str);
    match (kind, spec("type"), spec("clusterIP")) {
        ("Service", Some("LoadBalancer"), _) => String::from("loadBalancer"),
        ("Service", Some("NodePort"), _) => String::from("nodePort"),
        ("Service", _, Some("None")) => String::from("headlessService"),
        _ => lower_camel(kind),
    }
}

/// `HTTPRoute` is `httpRoute`: all of the first capitals but the one that begins the next word.
fn lower_camel(kind: &str) -> String {
    let capitals = kind.bytes().take_while(u8::is_ascii_uppercase).count();
    let lower = if capitals > 1 && capitals < kind.len() { capitals - 1 } else { capitals };
    kind.chars().enumerate().map(|(i, c)| if i < lower { c.to_ascii_lowercase() } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::lower_camel;

    #[test]
    fn words_are_kinds_in_lower_camel_case() {
        for (kind, word) in [
            ("Deployment", "deployment"),
            ("PodDisruptionBudget", "podDisruptionBudget"),
            ("HTTPRoute", "httpRoute"),
            ("GRPCRoute", "grpcRoute"),
        ] {
            assert_eq!(lower_camel(kind), word);
        }
    }
}
