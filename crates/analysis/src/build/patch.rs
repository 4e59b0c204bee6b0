//! The escape hatch: `kubernetes { … }`, `compose { … }` and `resource`.

use wharf_model::{At, InvalidValue, KubernetesVersion, ObjectPatch, Patches, Resource};

use super::fields::{Walk, article, fields};
use crate::checker::Checker;
use crate::errors::{fields as errors, names};
use crate::fields::{self as tables, OBJECTS};
use crate::matching::{Body, Matched};
use crate::vocabulary::BlockKind;

/// The version that the app says, or the newest.
pub(super) fn version<'t>(c: &mut Checker<'t>, body: &Body<'t>) -> Option<KubernetesVersion> {
    let Some(slot) = body.one("kubernetes").and_then(|m| m.label("version")) else {
        return Some(KubernetesVersion::NEWEST);
    };
    let text = c.string(slot)?;
    let found = KubernetesVersion::parse(&text.value);
    if found.is_none() {
        let span = c.origins.span(text.origin);
        c.report(errors::unknown_version(&text.value, span));
    }
    found
}

/// What a service, a job or (`file`) an app says in `kubernetes { … }` and `compose { … }`.
pub(super) fn patches<'t>(c: &mut Checker<'t>, body: &Body<'t>, file: bool) -> Option<Patches> {
    let kubernetes = match body.one("kubernetes").filter(|m| !m.pieces.is_empty()) {
        Some(m) => objects(c, m),
        None => Some(Vec::new()),
    };
    let compose = match body.one("compose") {
        Some(m) => {
            let mut walk = Walk::of_compose(if file { "File" } else { "Service" });
            let inside = c.body(BlockKind::Fields, m);
            let types = walk.types();
            fields(c, &inside, &mut walk, &types, m.head())
        }
        None => Some(Vec::new()),
    };
    Some(Patches { kubernetes: kubernetes?, compose: compose? })
}

fn objects<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<Vec<ObjectPatch>> {
    let inside = c.body(BlockKind::Fields, m);
    let mut good = inside.is_whole();
    let mut out = Vec::new();
    for entry in &inside.words {
        match object(c, entry) {
            Some(found) => out.push(found),
            None => good = false,
        }
    }
    out.sort_by(|a, b| a.object.cmp(&b.object));
    good.then_some(out)
}

fn object<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<ObjectPatch> {
    let word = c.head_key(m, "the name of an object")?;
    let span = m.head();
    let Some(known) = tables::object_word(&word.value) else {
        return c.fail(errors::unknown_object(&word.value, OBJECTS, span));
    };
    if m.pieces.is_empty() || m.value.is_some() {
        return c.fail(errors::object_without_block(&word.value, span));
    }
    let title = format!("{} {}", article(known.kind), known.kind);
    let mut walk = Walk::of_object(known.api_version, known.kind, &title, true, c.kubernetes);
    if walk.root.is_none() {
        c.report(errors::unchecked(known.api_version, &format!("`{}`", known.word), span));
    }
    let inside = c.body(BlockKind::Fields, m);
    let types = walk.types();
    let fields = fields(c, &inside, &mut walk, &types, span)?;
    Some(ObjectPatch { object: word, fields })
}

/// `resource APIVERSION KIND NAME { … }`
pub(super) fn resource<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<Resource> {
    let api_version = m.slot("apiVersion").and_then(|s| c.string(s));
    let kind = m.slot("kind").and_then(|s| c.key(s));
    let name = m.slot("name").and_then(|s| c.key(s)).and_then(|n| subdomain(c, n));
    let (api_version, kind) = (api_version?, kind.and_then(|k| pascal(c, k))?);
    let (api_span, kind_span) = (c.origins.span(api_version.origin), c.origins.span(kind.origin));
    let known_apis = tables::kubernetes();
    let known = known_apis.kind(&api_version.value, &kind.value);
    let flag = m.flag("cluster");
    match known {
        Some(known) if !known.versions.has(c.kubernetes) => {
            let what = format!("`{}` of `{}`", kind.value, api_version.value);
            return c.fail(errors::not_in_version(&what, known.versions, c.kubernetes, kind_span));
        }
        Some(known) => {
            if let Some(span) = flag.filter(|_| !known.of_cluster) {
                return c.fail(errors::scope(known.name, known.of_cluster, span));
            }
        }
        None if known_apis.knows_group(&api_version.value) => {
            let version = c.kubernetes;
            let all = || known_apis.kinds().iter().filter(move |k| k.versions.has(version));
            let here: Vec<&str> = all().filter(|k| k.api_version == api_version.value).map(|k| k.name).collect();
            let elsewhere: Vec<&str> = all().filter(|k| k.name == kind.value).map(|k| k.api_version).collect();
            let spans = (api_span, kind_span);
            return c.fail(errors::unknown_kind(&api_version.value, &kind.value, &here, &elsewhere, spans));
        }
        None => c.report(errors::unchecked(&api_version.value, &format!("this {}", kind.value), api_span)),
    }
    let title = format!("{} {}", article(&kind.value), kind.value);
    let mut walk = Walk::of_object(&api_version.value, &kind.value, &title, false, c.kubernetes);
    let inside = c.body(BlockKind::Fields, m);
    let types = walk.types();
    let fields = fields(c, &inside, &mut walk, &types, kind_span)?;
    Some(Resource {
        of_cluster: flag.is_some() || known.is_some_and(|k| k.of_cluster),
        api_version,
        kind,
        name: name?,
        doc: m.doc(),
        fields,
    })
}

/// A kind, whose name is one of a type (API conventions, "Types (Kinds)").
fn pascal(c: &mut Checker<'_>, kind: At<String>) -> Option<At<String>> {
    let text = kind.value.as_str();
    if text.starts_with(|x: char| x.is_ascii_uppercase()) && text.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Some(kind);
    }
    let reason = String::from("a kind is written in camel case, as in `ConfigMap`");
    let span = c.origins.span(kind.origin);
    let source = c.source(span);
    c.fail(names::bad_name(text, &InvalidValue { reason, suggestion: None }, span, source))
}

/// An object's name (RFC 1123, as `metadata.name` of most kinds).
fn subdomain(c: &mut Checker<'_>, name: At<String>) -> Option<At<String>> {
    let part = |p: &str| {
        let inner = p.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        inner && !p.is_empty() && !p.starts_with('-') && !p.ends_with('-')
    };
    if name.value.len() <= 253 && name.value.split('.').all(part) {
        return Some(name);
    }
    let span = c.origins.span(name.origin);
    let why = InvalidValue {
        reason: String::from("an object's name has lower-case letters, digits, dashes and dots, 253 at most"),
        suggestion: None,
    };
    let source = c.source(span);
    c.fail(names::bad_name(&name.value, &why, span, source))
}
