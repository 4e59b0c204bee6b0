//! `secrets` and `setting`.

use wharf_model::{EnvName, Name, Secret, SecretGroup, Setting};

use crate::checker::Checker;
use crate::errors::{checks, names};
use crate::matching::{Matched, head_text};
use crate::vocabulary::BlockKind;

pub(super) fn group<'t>(c: &mut Checker<'t>, m: &Matched<'t>, app: &Name) -> Option<SecretGroup> {
    let why = "a Kubernetes Secret's name is a DNS label here";
    let name = match m.slot("name") {
        Some(slot) => Some(c.name(slot, Name::MAX, why)?),
        None => None,
    };
    let external = match m.label("external") {
        Some(slot) => {
            let text = c.string(slot)?;
            Some(c.name_of(&text, Name::MAX, why)?)
        }
        None => None,
    };
    let mut keys = Vec::new();
    for k in c.body(BlockKind::Secrets, m.block()).words {
        let Some(text) = head_text(&k.plain.head) else { continue };
        // A key of a Secret object: letters, digits, `-`, `_` and `.` (Kubernetes API, Secret.data).
        let good = |ch: char| ch.is_ascii_alphanumeric() || "-_.".contains(ch);
        if text.is_empty() || text.len() > 253 || !text.chars().all(good) || text.starts_with("..") || text == "." {
            c.report(names::bad_key("a secret's key", &text, k.head()));
            continue;
        }
        let variable = match &name {
            Some(g) => EnvName::of(&format!("{}-{text}", g.value)),
            None => EnvName::of(&text),
        };
        let key = c.at(text, k.head());
        keys.push(Secret { key, doc: k.doc(), optional: k.flag("optional").is_some(), variable });
    }
    keys.sort_by(|a, b| a.key.cmp(&b.key));
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
    let key = c.key(m.slot("name")?)?;
    c.choice(m.slot("type")?)?;
    let default = match m.value {
        Some(v) => Some(c.string(v)?),
        None => None,
    };
    if let (Some(flag), Some(d)) = (m.flag("optional"), &default) {
        let span = c.origins.span(d.origin);
        return c.fail(checks::optional_with_default(flag, span));
    }
    match EnvName::new(&key.value) {
        Ok(name) => {
            Some(Setting { name: key.map(|_| name), doc: m.doc(), default, optional: m.flag("optional").is_some() })
        }
        Err(why) => {
            let span = c.origins.span(key.origin);
            c.fail(names::bad_name(&key.value, &why, span))
        }
    }
}
