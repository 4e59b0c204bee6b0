//! What claims of storage were before: in the files that stand where these will.
//!
//! A claim may grow and nothing else (Kubernetes: `ValidatePersistentVolumeClaimUpdate`), and of the claim
//! templates of a StatefulSet nothing may change at all. What is deployed is not known here, but what was
//! built last mostly is what was deployed.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_yaml::Value;
use wharf_diagnostics::Span;
use wharf_model::{Access, At, Bytes, MountKind, Name};

use super::context::Context;
use super::errors::storage as errors;
use crate::File;

/// What is asked for.
#[derive(Default, PartialEq, Eq)]
struct Claim {
    size: Option<String>,
    class: Option<String>,
    modes: Vec<String>,
}

/// The claims of some manifests, by namespace and name.
#[derive(Default)]
struct Claims {
    /// Those of their own.
    own: BTreeMap<(String, String), Claim>,
    /// The templates of each stateful set.
    of_sets: BTreeMap<(String, String), BTreeMap<String, Claim>>,
}

/// Reports what a cluster would refuse of `files`, or do only where it is allowed to, after `previous`: paths and
/// texts.
pub(super) fn changes(cx: &Context<'_>, previous: &[(String, String)], files: &[File]) {
    let before = Claims::of(previous.iter().map(|(_, text)| text.as_str()));
    if before.own.is_empty() && before.of_sets.is_empty() {
        return;
    }
    let after = Claims::of(files.iter().filter_map(|f| std::str::from_utf8(&f.contents).ok()));
    for ((namespace, name), was) in &before.own {
        if let Some(now) = after.own.get(&(namespace.clone(), name.clone())) {
            claim(cx, name, was, now);
        }
    }
    for ((namespace, name), was) in &before.of_sets {
        if let Some(now) = after.of_sets.get(&(namespace.clone(), name.clone())) {
            set(cx, (namespace, name), was, now);
        }
    }
}

/// Where a claim says what.
struct Said {
    name: Span,
    size: Span,
    class: Span,
    access: Span,
}

impl Said {
    fn new(
        cx: &Context<'_>,
        name: &At<Name>,
        size: Option<&At<Bytes>>,
        class: Option<&At<Name>>,
        access: Option<&At<Access>>,
    ) -> Self {
        let span = |origin| cx.app.origins.span(origin);
        let all = span(name.origin);
        Self {
            name: all,
            size: size.map_or(all, |s| span(s.origin)),
            class: class.map_or(all, |c| span(c.origin)),
            access: access.map_or(all, |a| span(a.origin)),
        }
    }
}

fn claim(cx: &Context<'_>, name: &str, was: &Claim, now: &Claim) {
    let Some(volume) = cx.app.volumes().find(|v| v.name.as_str() == name) else { return };
    let said = Said::new(cx, &volume.name, volume.size.as_ref(), volume.class.as_ref(), volume.access.as_ref());
    if let (Some(old), Some(new)) = (&was.size, &now.size) {
        match (bytes(old), bytes(new)) {
            (Some(o), Some(n)) if n < o => cx.report(errors::shrinks(said.size, name, old, new)),
            (Some(o), Some(n)) if n > o => cx.report(errors::grows(said.size, name, old, new)),
            _ => {}
        }
    }
    if was.class != now.class {
        cx.report(errors::class_changed(said.class, name, was.class.as_deref(), now.class.as_deref()));
    }
    if was.modes != now.modes {
        cx.report(errors::access_changed(said.access, name, &was.modes.join(", "), &now.modes.join(", ")));
    }
}

fn set(
    cx: &Context<'_>,
    (namespace, name): (&str, &str),
    was: &BTreeMap<String, Claim>,
    now: &BTreeMap<String, Claim>,
) {
    let Some(service) = cx.app.services().find(|s| s.name.as_str() == name) else { return };
    let whole = cx.app.span(&service.name);
    let templates: BTreeSet<&String> = was.keys().chain(now.keys()).collect();
    for template in templates {
        let said = service.pod.container.mounts.iter().find_map(|m| match &m.kind {
            MountKind::Own { name, size, class, access } if name.as_str() == template => {
                Some(Said::new(cx, name, Some(size), class.as_ref(), access.as_ref()))
            }
            _ => None,
        });
        let (at, what, grown) = match (was.get(template), now.get(template), said) {
            (Some(was), Some(now), Some(said)) if was != now => changed(was, now, &said),
            (Some(_), None, _) => (whole, String::from("it is gone"), false),
            (None, Some(_), Some(said)) => (said.name, String::from("it is new"), false),
            _ => continue,
        };
        cx.report(errors::template_changed(at, (namespace, name), template, &what, grown));
    }
}

/// Where a template changed, what, and whether it grew and nothing else.
fn changed(was: &Claim, now: &Claim, said: &Said) -> (Span, String, bool) {
    let text = |t: &Option<String>| t.clone().unwrap_or_else(|| String::from("none"));
    let mut all: Vec<(Span, String)> = Vec::new();
    if was.size != now.size {
        all.push((said.size, format!("{} was {}", text(&now.size), text(&was.size))));
    }
    if was.class != now.class {
        all.push((said.class, format!("the class {} was {}", text(&now.class), text(&was.class))));
    }
    if was.modes != now.modes {
        all.push((said.access, format!("{} was {}", now.modes.join(", "), was.modes.join(", "))));
    }
    let size = |claim: &Claim| claim.size.as_deref().and_then(bytes);
    let grown = all.len() == 1 && size(was).zip(size(now)).is_some_and(|(was, now)| now > was);
    let what: Vec<String> = all.iter().map(|(_, what)| what.clone()).collect();
    (all.first().map_or(said.name, |(span, _)| *span), what.join("; "), grown)
}

impl Claims {
    /// Reads what can be read: a file that is damaged says nothing.
    fn of<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut out = Self::default();
        for text in texts.filter(|t| t.contains("kind: PersistentVolumeClaim") || t.contains("kind: StatefulSet")) {
            for document in serde_yaml::Deserializer::from_str(text) {
                let Ok(object) = Value::deserialize(document) else { break };
                out.add(&object);
            }
        }
        out
    }

    fn add(&mut self, object: &Value) {
        let word = |path: &[&str]| text_at(object, path).unwrap_or_default();
        let key = (word(&["metadata", "namespace"]), word(&["metadata", "name"]));
        match word(&["kind"]).as_str() {
            "PersistentVolumeClaim" => {
                self.own.insert(key, Claim::of(object));
            }
            "StatefulSet" => {
                let templates = at(object, &["spec", "volumeClaimTemplates"]).and_then(Value::as_sequence);
                let named = |t: &Value| Some((text_at(t, &["metadata", "name"])?, Claim::of(t)));
                self.of_sets.insert(key, templates.into_iter().flatten().filter_map(named).collect());
            }
            _ => {}
        }
    }
}

impl Claim {
    fn of(object: &Value) -> Self {
        let modes = at(object, &["spec", "accessModes"]).and_then(Value::as_sequence);
        Self {
            size: text_at(object, &["spec", "resources", "requests", "storage"]),
            class: text_at(object, &["spec", "storageClassName"]),
            modes: modes.into_iter().flatten().filter_map(|m| m.as_str().map(str::to_owned)).collect(),
        }
    }
}

fn at<'v>(value: &'v Value, path: &[&str]) -> Option<&'v Value> {
    path.iter().try_fold(value, |v, key| v.get(*key))
}

/// A text, or a number as one: an amount of whole bytes is a number to YAML.
fn text_at(value: &Value, path: &[&str]) -> Option<String> {
    match at(value, path)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The bytes of an amount as Kubernetes writes it, rounded down: `10Gi`, `1.5T`, `1000`.
fn bytes(amount: &str) -> Option<u128> {
    let end = amount.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(amount.len());
    let (number, unit) = amount.split_at_checked(end)?;
    let (whole, rest) = number.split_once('.').unwrap_or((number, ""));
    let powers = ["", "K", "M", "G", "T", "P", "E"];
    let (base, power) = match unit.strip_suffix('i') {
        Some(unit) => (1024u128, powers.iter().position(|p| *p == unit)?),
        None if unit == "k" => (1000, 1),
        None => (1000, powers.iter().position(|p| *p == unit)?),
    };
    let scale = base.checked_pow(u32::try_from(power).ok()?)?;
    let shift = 10u128.checked_pow(u32::try_from(rest.len()).ok()?)?;
    format!("{whole}{rest}").parse::<u128>().ok()?.checked_mul(scale)?.checked_div(shift)
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn amounts_are_compared_as_numbers() {
        for (amount, due) in [
            ("1024", Some(1024)),
            ("1Ki", Some(1024)),
            ("1k", Some(1000)),
            ("1.5Gi", Some(1_610_612_736)),
            ("10G", Some(10_000_000_000)),
            ("0.5Ti", Some(1 << 39)),
            ("", None),
            ("Gi", None),
            ("1 Gi", None),
            ("1X", None),
            ("1..5", None),
        ] {
            assert_eq!(bytes(amount), due, "{amount}");
        }
    }
}
