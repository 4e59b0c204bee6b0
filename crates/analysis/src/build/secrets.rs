//! `secrets` and `setting`.

use wharf_diagnostics::Span;
use wharf_model::{At, Duration, EnvName, Kept, Name, SealScope, Secret, SecretGroup, SecretOrigin, Setting};

use super::mounts::{flat, object_name};
use crate::checker::Checker;
use crate::errors::{names, secrets as errors, workloads};
use crate::matching::Matched;
use crate::scope::Declared;
use crate::vocabulary::BlockKind;

/// How often a store is asked where nothing is said: the operator's own default.
const REFRESH: Duration = Duration::seconds(3600);

pub(super) fn group<'t>(c: &mut Checker<'t>, m: &Matched<'t>, app: &Name) -> Option<SecretGroup> {
    let why = "a Kubernetes Secret's name is a DNS label here";
    let name = flat(m.slot("name").map(|slot| c.name(slot, Name::MAX, why)));
    let external = flat(m.label("external").map(|slot| {
        let text = c.string(slot)?;
        c.name_of(&text, Name::MAX, why)
    }));
    let origin = origin(c, m);
    let path = flat(m.label("key").map(|s| c.string(s)));
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
        let kept = match (&origin, &path) {
            (Some(origin), Some(path)) => kept(c, &k, &key, origin, path.as_ref()),
            _ => None,
        };
        keys.push(Secret { doc: k.doc(), optional: k.flag("optional").is_some(), variable, kept: kept.flatten(), key });
    }
    keys.sort_by(|a, b| a.key.cmp(&b.key));
    let (name, external, origin) = (name?, external?, origin?);
    path?;
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
    Some(SecretGroup { name, doc: m.doc(), object, origin, keys })
}

/// Who makes the Secret: one of the three that a group can say, or whoever deploys.
fn origin<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<SecretOrigin> {
    let mut said = ["external", "from", "sealed"].into_iter().filter_map(|word| m.labels(word).next());
    if let (Some(first), Some(second)) = (said.next(), said.next()) {
        return c.fail(errors::two_origins(first.label.word, first.span, second.label.word, second.span));
    }
    let store = m.labels("from").next().cloned();
    if let (None, Some(stray)) = (&store, m.labels("key").chain(m.labels("refresh")).next()) {
        return c.fail(errors::of_a_store(stray.label.word, stray.span));
    }
    if let Some(from) = store {
        let of_cluster = from.slot("kind").and_then(|s| c.choice(s)).map(|kind| kind.value == "cluster-store");
        let store = from.slot("store").and_then(|s| object_name(c, s));
        let refresh = match m.label("refresh") {
            Some(slot) => c.duration(slot),
            None => Some(c.default_at(REFRESH, "a store is asked every hour", from.span)),
        };
        return Some(SecretOrigin::Store { store: store?, of_cluster: of_cluster?, refresh: refresh? });
    }
    let Some(sealed) = m.labels("sealed").next().cloned() else { return Some(SecretOrigin::Deployer) };
    let scope = match sealed.slot("scope") {
        Some(slot) => c.choice(slot)?.map(|scope| match scope {
            "namespace-wide" => SealScope::Namespace,
            "cluster-wide" => SealScope::Cluster,
            _ => SealScope::Strict,
        }),
        None => c.at(SealScope::Strict, sealed.span),
    };
    Some(SecretOrigin::Sealed { scope })
}

/// Where the value of one key is kept. The outer `None`: it could not be read. `path` is what all keys of a
/// store's group are parts of.
fn kept<'t>(
    c: &mut Checker<'t>,
    m: &Matched<'t>,
    key: &At<String>,
    origin: &SecretOrigin,
    path: Option<&At<String>>,
) -> Option<Option<Kept>> {
    let value = flat(m.slot("value").map(|s| c.string(s)))?;
    let property = flat(m.label("property").map(|s| c.string(s)))?;
    let version = flat(m.label("version").map(|s| c.string(s)))?;
    let stray = m.labels("property").chain(m.labels("version")).next().map(|label| (label.label.word, label.span));
    match origin {
        SecretOrigin::Store { .. } => {
            if let Some(flag) = m.flag("optional") {
                return c.fail(errors::optional_in_store(&key.value, flag));
            }
            match (value, path) {
                (Some(key), _) => Some(Some(Kept::Remote { key, property, version })),
                (None, Some(path)) => {
                    let property = property.unwrap_or_else(|| key.clone());
                    Some(Some(Kept::Remote { key: path.clone(), property: Some(property), version }))
                }
                (None, None) => c.fail(errors::nowhere_in_store(&key.value, m.head())),
            }
        }
        SecretOrigin::Deployer | SecretOrigin::Sealed { .. } if stray.is_some() => {
            let (word, span) = stray?;
            c.fail(errors::of_a_store(word, span))
        }
        SecretOrigin::Sealed { .. } => match value {
            Some(text) if is_sealed(&text) => Some(Some(Kept::Sealed(text))),
            Some(text) => {
                let span = c.origins.span(text.origin);
                c.fail(errors::not_sealed(&key.value, span))
            }
            None if m.flag("optional").is_some() => Some(None),
            None => c.fail(errors::nothing_sealed(&key.value, m.head())),
        },
        SecretOrigin::Deployer => match value {
            Some(text) => {
                let span = c.origins.span(text.origin);
                c.fail(errors::value_of_secret(&key.value, span))
            }
            None => Some(None),
        },
    }
}

/// Whether a text can be what `kubeseal` made: base64 of bytes that begin with the length of what is
/// encrypted with the controller's key, which is as long as the key: 2048, 4096 or 8192 bits. So nobody
/// commits a password in the belief that it is sealed.
fn is_sealed(text: &str) -> bool {
    let data = text.trim_end_matches('=');
    let is_base64 = text.len().is_multiple_of(4)
        && text.len() - data.len() <= 2
        && data.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/'));
    let mut start = data.bytes();
    let length = (start.next(), start.next(), start.next());
    let of_key = matches!(length, (Some(b'A'), Some(b'Q' | b'g'), Some(b'A'..=b'P')))
        || matches!(length, (Some(b'B'), Some(b'A'), Some(b'A'..=b'P')));
    is_base64 && of_key
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

impl Checker<'_> {
    /// A Secret is used by its name: where a group of the app is called so, all of its keys are.
    pub(super) fn use_object(&mut self, name: &Name) {
        let is_group = self.scope.names.get(name.as_str()).is_some_and(|e| e.kind == Declared::Group);
        if is_group {
            self.use_group(Some(name), Span::default());
        }
    }

    /// All keys of a group are used; `None` is the app's own, which may not be there.
    pub(super) fn use_group(&mut self, group: Option<&Name>, span: Span) -> Option<()> {
        let scope = std::rc::Rc::clone(&self.scope);
        let keys = match group {
            Some(g) => scope.names.get(g.as_str()).map(|e| &e.inner),
            None => scope.secrets.as_ref(),
        };
        let Some(keys) = keys else { return self.fail(names::unknown("group of", "secrets", span, [])) };
        for key in keys.keys() {
            self.mark_used(Declared::Group, group.map_or("", Name::as_str), key);
        }
        Some(())
    }
}
