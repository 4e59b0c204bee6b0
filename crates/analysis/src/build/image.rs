//! `image`: its stages, or the Dockerfile it keeps.

use std::collections::BTreeMap;

use wharf_diagnostics::Span;
use wharf_model::{
    At, BuildFrom, BuildImage, BuildMountKind, ExistingDockerfile, Image, ImageReference, ImageSource, Name,
    RelativePath, SecretRef, Stage, StepKind,
};
use wharf_syntax::tree::ExprKind;

use super::config::on_disk;
use super::mounts::flat;
use super::steps;
use crate::checker::{Checker, Place};
use crate::errors::{images, names, values, words};
use crate::frames::Term;
use crate::index::NameKind;
use crate::loader::EntryKind;
use crate::matching::{Body, Filled, Matched};
use crate::scope::Declared;
use crate::types::{Kind, Type};
use crate::value::{Ref, Value};
use crate::vocabulary::{BlockKind, Role};

/// What a stage may refer to: the stages before it, and the image they belong to.
pub(super) struct Before<'a> {
    pub(super) image: &'a str,
    pub(super) stages: Vec<Name>,
}

pub(super) fn image<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<Image> {
    c.place = Place::Image;
    let built = build(c, m);
    c.place = Place::Plain;
    built
}

fn build<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<Image> {
    let name = c.declared_name(m, Name::MAX, "it is a part of the image's reference");
    let span = m.slot("name").map_or(m.head(), |(_, e)| e.span);
    let body = c.body(BlockKind::Image, m);
    let context = context(c, &body, span);
    let tag = flat(body.one("tag").and_then(|m| m.slot("tag")).map(|s| tag(c, s)));
    let platform = flat(body.one("platform").and_then(|m| m.slot("platform")).map(|s| platform(c, s)));
    let ignore = flat(body.one("ignore").and_then(|m| m.slot("patterns")).map(|s| c.strings(s)));
    let mut args = Vec::new();
    let source = if let Some(d) = body.one("dockerfile") {
        args = existing_args(c, &body);
        existing(c, &body, d)
    } else {
        let own = name.as_ref().map_or("", |n| n.as_str());
        if let Some(t) = body.one("target") {
            c.report(images::target_without_dockerfile(t.head()));
        }
        stages(c, &body, own, span).map(|stages| {
            let secrets = mounted_secrets(&stages);
            ImageSource::Build(BuildImage { stages, ignore: Vec::new(), secrets })
        })
    };
    if tag.as_ref().is_some_and(Option::is_none)
        && !body.says("tag")
        && let Some(n) = &name
    {
        c.report(images::untagged(n.as_str(), span));
    }
    let (mut source, ignore) = (source?, ignore?);
    if let (ImageSource::Build(b), Some(patterns)) = (&mut source, ignore) {
        b.ignore = patterns.value;
    }
    Some(Image { name: name?, doc: m.doc(), context: context?, tag: tag?, platform: platform?, args, source })
}

fn context<'t>(c: &mut Checker<'t>, body: &Body<'t>, span: Span) -> Option<At<RelativePath>> {
    let path = match body.one("context").and_then(|m| m.slot("folder")) {
        Some(slot) => c.disk_path(slot)?,
        None => {
            let own = RelativePath::new(&c.folder, ".").ok()?;
            c.default_at(own, "the context is the file's own folder", span)
        }
    };
    let at = c.origins.span(path.origin);
    match on_disk(c, &path.value, at)? {
        EntryKind::Folder => Some(path),
        EntryKind::File => c.fail(images::file_or_folder(false, at)),
    }
}

pub(super) fn tag<'t>(c: &mut Checker<'t>, slot: Filled<'t>) -> Option<At<String>> {
    let text = c.string(slot)?;
    if let Err(why) = ImageReference::new(&format!("x:{}", text.value)) {
        let span = c.origins.span(text.origin);
        return c.fail(values::bad_text("the tag", &why, span, true));
    }
    Some(text)
}

/// `os/arch[/variant]`, as BuildKit takes it.
pub(super) fn platform<'t>(c: &mut Checker<'t>, slot: Filled<'t>) -> Option<At<String>> {
    let text = c.string(slot)?;
    let parts: Vec<&str> = text.value.split('/').collect();
    let good = (2..=3).contains(&parts.len())
        && parts.iter().all(|p| !p.is_empty() && p.chars().all(|ch| ch.is_ascii_alphanumeric()));
    // `$BUILDPLATFORM` and its sisters are the builder's own names.
    if good || matches!(text.value.as_str(), "$BUILDPLATFORM" | "$TARGETPLATFORM") {
        return Some(text);
    }
    let span = c.origins.span(text.origin);
    c.fail(images::bad_platform(&text.value, span))
}

fn existing_args<'t>(c: &mut Checker<'t>, body: &Body<'t>) -> Vec<(At<String>, At<String>)> {
    let mut args = BTreeMap::new();
    for m in body.all("arg") {
        let key = m.slot("name").and_then(|s| c.key(s));
        let Some(value) = m.value else {
            c.report(images::arg_without_value(m.said.span));
            continue;
        };
        let value = c.string(value);
        let (Some(key), Some(value)) = (key, value) else { continue };
        if let Some((first, _)) = args.insert(key.value.clone(), (key.clone(), value)) {
            let (again, first): (_, At<String>) = (c.origins.span(key.origin), first);
            let first = c.origins.span(first.origin);
            c.report(images::arg_twice(&key.value, again, first));
        }
    }
    args.into_values().collect()
}

fn existing<'t>(c: &mut Checker<'t>, body: &Body<'t>, m: &Matched<'t>) -> Option<ImageSource> {
    for step in body.words.iter().filter(|w| (w.word.role == Role::Step && !w.is("arg")) || w.is("stage")) {
        c.report(images::step_beside_dockerfile(step.word.spelling(), step.head(), m.head()));
    }
    let target = flat(body.one("target").and_then(|m| m.slot("stage")).map(|s| c.string(s)));
    let dockerfile = c.disk_path(m.slot("file")?)?;
    let span = c.origins.span(dockerfile.origin);
    if on_disk(c, &dockerfile.value, span)? == EntryKind::Folder {
        return c.fail(images::file_or_folder(true, span));
    }
    Some(ImageSource::Existing(ExistingDockerfile { dockerfile, target: target? }))
}

fn stages<'t>(c: &mut Checker<'t>, body: &Body<'t>, image: &str, span: Span) -> Option<Vec<Stage>> {
    let mut before = Before { image, stages: Vec::new() };
    let mut out = Vec::new();
    let mut good = true;
    for m in body.all("stage") {
        let name = c.declared_name(m, Name::MAX, "a stage's name is a word of lower case");
        let inside = c.body(BlockKind::Stage, m);
        let steps: Vec<&Matched<'t>> = inside.words.iter().collect();
        let unread = inside.is_wrong("from");
        let stage = stage(c, &steps, &before, name.clone(), m.doc(), m.head(), unread);
        good &= stage.is_some() && name.is_some();
        out.extend(stage);
        before.stages.extend(name.map(|n| n.value));
    }
    let steps: Vec<&Matched<'t>> = body.words.iter().filter(|w| w.word.role == Role::Step).collect();
    if steps.is_empty() && body.says("from") {
        return None;
    }
    if steps.is_empty() {
        c.report(words::missing(&format!("image `{image}`"), span, "from", "from \"debian:13-slim\""));
        return None;
    }
    let last = stage(c, &steps, &before, None, None, span, body.is_wrong("from"));
    good &= last.is_some();
    out.extend(last);
    good.then_some(out)
}

fn stage<'t>(
    c: &mut Checker<'t>,
    words: &[&Matched<'t>],
    before: &Before<'_>,
    name: Option<At<Name>>,
    doc: Option<String>,
    span: Span,
    from_unread: bool,
) -> Option<Stage> {
    let owner = name.as_ref().map_or_else(|| format!("image `{}`", before.image), |n| format!("stage `{}`", n.value));
    let mut from = None;
    let mut platform_of = None;
    let mut steps = Vec::new();
    let mut good = true;
    let mut said = None;
    for m in words {
        if m.is("from") {
            if let Some(first) = said.replace(m.head()) {
                // A step before it is reported already.
                if from.is_some() {
                    c.report(images::from_twice(m.head(), first));
                }
                good = false;
                continue;
            }
            from = m.slot("from").and_then(|(_, e)| base(c, e, before, true));
            platform_of = flat(m.label("platform").map(|s| platform(c, s)));
            good &= from.is_some() && platform_of.is_some();
            continue;
        }
        if said.is_none() {
            // `arg` before `from` would be out of the stage's scope (Dockerfile reference, FROM).
            if !from_unread {
                c.report(images::step_before_from(m.word.spelling(), m.head()));
            }
            good = false;
            said = Some(m.head());
            from = None;
            continue;
        }
        match steps::step(c, m, before) {
            Some(s) => steps.push(s),
            None => good = false,
        }
    }
    if said.is_none() {
        if !from_unread {
            c.report(words::missing(&owner, span, "from", "from \"debian:13-slim\""));
        }
        return None;
    }
    if !good {
        return None;
    }
    Some(Stage { name, doc, from: from?, platform: platform_of.flatten(), steps })
}

/// What a stage starts from or copies from.
pub(super) fn base<'t>(c: &mut Checker<'t>, e: Term<'t>, before: &Before<'_>, lint: bool) -> Option<At<BuildFrom>> {
    if let ExprKind::Word(w) = &e.expr.kind {
        if w == "scratch" && lint {
            return Some(c.at(BuildFrom::Scratch, e));
        }
        if let Some(stage) = before.stages.iter().find(|s| s.as_str() == w) {
            c.mark_used(Declared::Image, before.image, w);
            let declared = c.scope.images.get(before.image).and_then(|i| i.inner.get(w)).copied();
            if let Some(declared) = declared {
                c.index.refers(e.span, declared, NameKind::Stage);
            }
            return Some(c.at(BuildFrom::Stage(stage.clone()), e));
        }
        let scope = std::rc::Rc::clone(&c.scope);
        let is_value = c.frames.find(e.env, w).is_some_and(|(_, b)| b.bound.is_value());
        if w == before.image {
            return c.fail(images::image_from_itself(e.span));
        }
        if !is_value
            && scope.images.contains_key(w)
            && !scope.images.get(before.image).is_some_and(|i| i.inner.contains_key(w))
        {
            return c.fail(names::behind_a_dot("images", w, e.span));
        }
        if !is_value {
            let own = scope.images.get(before.image);
            let later = own.and_then(|i| i.inner.get(w)).copied();
            let owner = format!("image `{}`", before.image);
            let stages: Vec<&str> = before.stages.iter().map(Name::as_str).collect();
            return c.fail(match later {
                Some(at) => images::later_stage(w, e.span, at),
                None => images::unknown_stage(&owner, w, e.span, stages, e.span),
            });
        }
    }
    let val = c.eval(e)?;
    let origin = c.origin_of(&val);
    match &val.value {
        Value::Ref(Ref::Image(name)) if name.as_str() == before.image => c.fail(images::image_from_itself(e.span)),
        Value::Ref(Ref::Image(name)) => Some(At::new(BuildFrom::Image(name.clone()), origin)),
        Value::Text(_) => {
            let text = c.literal(&val, "an image's name")?;
            if text.value == "scratch" {
                return Some(At::new(BuildFrom::Scratch, origin));
            }
            match ImageReference::new(&text.value) {
                Ok(r) => {
                    if r.digest().is_none() && matches!(r.tag(), None | Some("latest")) {
                        c.report(images::unpinned(r.as_str(), val.span));
                    }
                    Some(At::new(BuildFrom::Registry(text.value), origin))
                }
                Err(why) => c.fail(values::bad_text("the image", &why, val.span, true)),
            }
        }
        Value::Absent | Value::Opaque(Type::Optional(_)) => {
            let source = c.source(e.span);
            c.fail(values::may_be_absent("an image", &val, source))
        }
        Value::Opaque(Type::Any | Type::Text | Type::Words(_) | Type::Ref(Kind::Image)) => None,
        other => {
            let (found, source) = (other.described(), c.source(e.span));
            c.fail(names::wrong_kind("an image or a stage", found, source, e.span, None))
        }
    }
}

fn mounted_secrets(stages: &[Stage]) -> Vec<At<SecretRef>> {
    let mut out: Vec<At<SecretRef>> = Vec::new();
    for step in stages.iter().flat_map(|s| &s.steps) {
        let StepKind::Run { mounts, .. } = &step.kind.value else { continue };
        for m in mounts {
            if let BuildMountKind::Secret { secret, .. } = &m.kind.value {
                out.push(At::new(secret.clone(), m.kind.origin));
            }
        }
    }
    out.sort();
    out.dedup();
    out
}
