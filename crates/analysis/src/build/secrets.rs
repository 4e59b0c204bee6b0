//! `secrets` and `setting`.

use wharf_model::{EnvName, Name, Secret, SecretGroup, Setting};

use super::mounts::flat;
use crate::checker::Checker;
use crate::errors::{names, workloads};
use crate::matching::Matched;
use crate::vocabulary::BlockKind;

pub(super) fn group<'t>(c: &mut Checker<'t>, m: &Matched<'t>, app: &Name) -> Option<SecretGroup> {
    let why = "a Kubernetes Secret's name is a DNS label here";
    let name = flat(m.slot("name").map(|slot| c.name(slot, Name::MAX, why)));
    let external = flat(m.label("external").map(|slot| {
        let text = c.string(slot)?;
        c.name_of(&text, Name::MAX, why)
    }));
    let mut keys = Vec::new();
    for k in c.body(BlockKind::Secrets, m).words {
        let Some(key) = c.head_key(&k, "a secret's key") else { continue };
        let text = key.value.clone();
        // A key of a Secret object: letters, digits, `-`, `_` and `.` (Kubernetes API, Secret.data).
        let good = |ch: char| ch.is_ascii_alphanumeric() || "-_.".contains(ch);
        if text.is_empty() || text.len() > 253 || !text.chars().all(good) || text.starts_with("..") || text == "." {
            c.report(names::bad_key("a secret's key", &text, k.head()));
            continue;
        }
        let variable = match name.as_ref().and_then(Option::as_ref) {
            Some(g) => EnvName::of(&format!("{}-{text}", g.value)),
            None => EnvName::of(&text),
        };
        keys.push(Secret { key, doc: k.doc(), optional: k.flag("optional").is_some(), variable });
    }
    keys.sort_by(|a, b| a.key.cmp(&b.key));
    let (name, external) = (name?, external?);
    let object = match (external, &name) {
        (Some(e), _) => e,
        (None, Some(n)) => n.clone(),
        (None, None) => {
            let text = format!("{app}-secrets");
            let object = Name::new(&text).ok();
            let Some(object) = object else {
                return c.fail(names::name_too_long(&text, Name::MAX, "it names the Secret of the app", m.head()));
            };
            c.default_at(object, "the Secret of an app is called after it", m.head())
        }
    };
    Some(SecretGroup { name, doc: m.doc(), object, keys })
}

pub(super) fn setting<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<Setting> {
    let key = c.key(m.slot("name")?);
    let kind = c.choice(m.slot("type")?);
    let default = flat(m.value.map(|v| c.string(v)));
    let (key, default) = (key?, default?);
    kind?;
    if let (Some(flag), Some(d)) = (m.flag("optional"), &default) {
        let span = c.origins.span(d.origin);
        return c.fail(workloads::optional_with_default(flag, span));
    }
    match EnvName::new(&key.value) {
        Ok(name) => {
            Some(Setting { name: key.map(|_| name), doc: m.doc(), default, optional: m.flag("optional").is_some() })
        }
        Err(why) => {
            let span = c.origins.span(key.origin);
            c.fail(names::bad_name(&key.value, &why, span, c.source(span)))
        }
    }
}
