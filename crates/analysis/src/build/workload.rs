//! What services and jobs share: the container, what it waits for, how it stops.

use wharf_diagnostics::Span;
use wharf_model::{
    At, Bytes, Container, Cpu, Duration, ImageRef, ImageReference, Name, Need, NeedUntil, Part, Pod, Port, Requests,
    Resources, Stop, Text, UserGroup,
};
use wharf_syntax::tree::ExprKind;

use super::{account, config::container_path, env, helper, mounts, network, placement, security};
use crate::checker::Checker;
use crate::errors::{images, names, values, words, workloads};
use crate::frames::Term;
use crate::index::NameKind;
use crate::matching::{Body, Filled, Matched};
use crate::readers::Ends;
use crate::scope::Declared;
use crate::types::{Kind, Type};
use crate::value::{Ref, Value};

/// What runs as one: the containers, what they wait for, how they stop. `ports` are the owner's, which
/// all of them share.
pub(super) fn pod<'t>(c: &mut Checker<'t>, body: &Body<'t>, owner: &str, span: Span, ports: &[Port]) -> Option<Pod> {
    let container = container(c, body, owner, span);
    let security = security::level(c, body);
    let helpers = helper::helpers(c, body, container.as_ref(), ports);
    let needs = needs(c, body);
    let permits = network::permits(c, body, ports);
    let joins = network::joins(c, body);
    let account = account::account(c, body);
    let placement = placement::placement(c, body);
    let stop = stop(c, body, span);
    let labels = metadata(c, body, "label");
    let annotations = metadata(c, body, "annotation");
    Some(Pod {
        container: container?,
        security: security?,
        helpers: helpers?,
        needs,
        permits: permits?,
        joins: joins?,
        account: account?,
        placement: placement?,
        stop: stop?,
        labels,
        annotations,
    })
}

/// The container that a block describes. `owner` is how a message calls it.
pub(super) fn container<'t>(c: &mut Checker<'t>, body: &Body<'t>, owner: &str, span: Span) -> Option<Container> {
    let image = match body.one("image") {
        Some(m) => image(c, m),
        None if body.says("image") => None,
        None => {
            c.report(words::missing(owner, span, "image", "image \"postgres:17.2\""));
            None
        }
    };
    let entrypoint = body.one("entrypoint").map(|m| command(c, m.slot("command")?, true));
    let args = body.one("args").map(|m| command(c, m.slot("arguments")?, false));
    let workdir = body.one("workdir").map(|m| {
        let text = c.string(m.slot("folder")?)?;
        container_path(c, &text)
    });
    let user = body.one("user").map(|m| user(c, m));
    let (env, env_from) = env::env(c, body);
    let mounts = mounts::mounts(c, body);
    let resources = resources(c, body, span);
    let rights = security::rights(c, body);
    let user = mounts::flat(user)?;
    Some(Container {
        image: image?,
        entrypoint: mounts::flat(entrypoint)?,
        args: mounts::flat(args)?,
        workdir: mounts::flat(workdir)?,
        known_user: user.as_ref().map(|u| u.user),
        user,
        rights: rights?,
        env,
        env_from,
        mounts,
        resources: resources?,
    })
}

/// `image IMAGE [tag TAG]`
pub(super) fn image<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<At<ImageRef>> {
    let tag = m.label("tag").map(|slot| super::image::tag(c, slot));
    let mut found = named_image(c, m.slot("image")?.1)?;
    let Some(tag) = mounts::flat(tag)? else { return Some(found) };
    let span = c.origins.span(tag.origin);
    match &mut found.value {
        ImageRef::Registry(reference) => return c.fail(images::tag_of_text(reference.as_str(), span)),
        ImageRef::Built { name, tag: other, .. } => {
            if tag.value == "latest" {
                c.report(images::unpinned(&format!("{name}:latest"), span));
            }
            *other = Some(tag.value);
        }
    }
    Some(found)
}

/// An image of the app by its bare name or as `images.NAME`, a stage of one, or a text.
fn named_image<'t>(c: &mut Checker<'t>, e: Term<'t>) -> Option<At<ImageRef>> {
    let scope = std::rc::Rc::clone(&c.scope);
    // Images have names of their own: a `let` of the same name is not meant.
    let is_value = |c: &Checker<'t>, w: &str| !scope.images.contains_key(w) && c.frames.find(e.env, w).is_some();
    match &e.expr.kind {
        ExprKind::Word(w) if !is_value(c, w) && (!scope.names.contains_key(w) || scope.images.contains_key(w)) => {
            let Some(Value::Ref(Ref::Image(name))) = c.image_named(w, e.span, e.env) else {
                if c.may_be_unfolded(w) {
                    return None;
                }
                let known = scope.images.keys().map(String::as_str);
                return c.fail(
                    names::unknown("image", w, e.span, known)
                        .help(format!("an image of a registry is a text: `image \"{w}:1.0\"`")),
                );
            };
            Some(c.at(ImageRef::Built { name, stage: None, tag: None }, e))
        }
        ExprKind::Field { base, name } if matches!(&base.kind, ExprKind::Word(w) if !is_value(c, w) && scope.images.contains_key(w)) =>
        {
            let ExprKind::Word(w) = &base.kind else { return None };
            let entry = scope.images.get(w)?;
            let Value::Ref(Ref::Image(image)) = c.image_named(w, base.span, e.env)? else { return None };
            let Some(declared) = entry.inner.get(&name.text) else {
                let owner = format!("image `{w}`");
                let stages = entry.inner.keys().map(String::as_str);
                return c.fail(images::unknown_stage(&owner, &name.text, name.span, stages, entry.span));
            };
            c.index.refers(name.span, *declared, NameKind::Stage);
            c.mark_used(Declared::Image, w, &name.text);
            let stage = Name::new(&name.text).ok();
            Some(c.at(ImageRef::Built { name: image, stage, tag: None }, e))
        }
        _ => {
            let val = c.eval(e)?;
            let origin = c.origin_of(&val);
            match &val.value {
                Value::Ref(Ref::Image(name)) => {
                    Some(At::new(ImageRef::Built { name: name.clone(), stage: None, tag: None }, origin))
                }
                Value::Ref(Ref::Stage(name, stage)) => {
                    Some(At::new(ImageRef::Built { name: name.clone(), stage: Some(stage.clone()), tag: None }, origin))
                }
                Value::Text(_) => {
                    let text = c.literal(&val, "an image's name")?;
                    // A name of a loop may be that of an image.
                    if matches!(e.expr.kind, ExprKind::Word(_))
                        && let Some(entry) = scope.images.get_key_value(&text.value)
                    {
                        c.mark_used(Declared::Image, entry.0, "");
                        let name = Name::new(entry.0).ok()?;
                        return Some(At::new(ImageRef::Built { name, stage: None, tag: None }, origin));
                    }
                    match ImageReference::new(&text.value) {
                        Ok(r) => {
                            if r.digest().is_none() && matches!(r.tag(), None | Some("latest")) {
                                c.report(images::unpinned(r.as_str(), val.span));
                            }
                            Some(At::new(ImageRef::Registry(r), origin))
                        }
                        Err(why) => c.fail(values::bad_text("the image", &why, val.span, true)),
                    }
                }
                Value::Absent | Value::Opaque(Type::Optional(_)) => {
                    let source = c.source(e.span);
                    c.fail(values::may_be_absent("an image", &val, source))
                }
                // It is said elsewhere why that is not known.
                Value::Opaque(Type::Any | Type::Text | Type::Words(_) | Type::Ref(Kind::Image)) => None,
                other => {
                    let found = other.described();
                    let source = c.source(e.span);
                    c.fail(names::wrong_kind("an image", found, source, e.span, None))
                }
            }
        }
    }
}

/// A program and its arguments, or arguments alone. A secret in it is in sight of process lists.
pub(super) fn command<'t>(c: &mut Checker<'t>, slot: Filled<'t>, program: bool) -> Option<At<Vec<At<Text>>>> {
    let val = c.filled(slot)?;
    let Value::List(items) = &val.value else { return None };
    let mut out = Vec::new();
    for item in items {
        let Value::Text(text) = &item.value else { return None };
        if let Some(secret) = text.secret() {
            let declared = c.secret_span(secret);
            c.report(workloads::secret_in_arguments(&secret.key, item.spot(), declared));
        }
        if text.parts().iter().any(|p| matches!(p, Part::Literal(t) if t.contains('\0'))) {
            c.report(workloads::nul(item.span));
        }
        let origin = c.origin_of(item);
        out.push(At::new(text.clone(), origin));
    }
    if program && out.first().is_none_or(|p| p.as_literal() == Some("")) {
        return c.fail(workloads::empty_command(items.first().map_or(val.span, |i| i.span)));
    }
    let origin = c.origin_of(&val);
    Some(At::new(out, origin))
}

fn user<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<At<UserGroup>> {
    // The kernel's user ids are 32 bits, of which Kubernetes takes 31.
    let max = i64::from(i32::MAX);
    let user = c.int_within(m.slot("user")?, 0, max);
    let group = m.label("group").map(|s| c.int_within(s, 0, max));
    let groups = mounts::flat(m.label("groups").map(|s| c.ints_within(s, 0, max)))?;
    let group = mounts::flat(group)?;
    let mut groups = groups.unwrap_or_default();
    groups.sort_unstable();
    groups.dedup();
    user.map(|u| u.map(|user| UserGroup { user, group: group.map(|g| g.value), groups }))
}

/// The request where only a limit is said may not be above it.
fn requests<T: Copy + Ord>(
    c: &mut Checker<'_>,
    given: Option<Ends<T>>,
    default: (Option<T>, Option<T>),
    rule: &'static str,
    span: Span,
) -> Requests<T> {
    let (request, limit) = given.unwrap_or((None, None));
    let request = match (request, &limit) {
        (Some(r), _) => Some(r),
        (None, Some(l)) => default.0.map(|d| c.default_at(d.min(l.value), rule, span)),
        (None, None) => default.0.map(|d| c.default_at(d, rule, span)),
    };
    let limit = match (limit, &request) {
        (Some(l), _) => Some(l),
        (None, Some(r)) => default.1.map(|d| c.default_at(d.max(r.value), rule, span)),
        (None, None) => default.1.map(|d| c.default_at(d, rule, span)),
    };
    Requests { request, limit }
}

pub(super) fn resources<'t>(c: &mut Checker<'t>, body: &Body<'t>, span: Span) -> Option<Resources> {
    let cpu = body.one("cpu").map(|m| {
        let slot = m.slot("cpu")?;
        let found = c.range(slot, |v| if let Value::Cpu(n) = v { Some(Cpu(*n)) } else { None })?;
        nonzero(c, &found.0, &found.1, Cpu(0), "CPU")?;
        // No machine has more; Kubernetes' quantities would take it.
        let high = [&found.0, &found.1].into_iter().flatten().find(|x| x.value > Cpu(1_000_000_000)).cloned();
        if let Some(high) = high {
            let span = c.origins.span(high.origin);
            return c.fail(values::out_of_bounds("an amount of CPU", "at most a million", &high.to_string(), span));
        }
        Some(found)
    });
    let memory = body.one("memory").map(|m| {
        let slot = m.slot("memory")?;
        let found = c.range(slot, |v| if let Value::Bytes(n) = v { Some(Bytes(*n)) } else { None })?;
        nonzero(c, &found.0, &found.1, Bytes(0), "memory")?;
        // Docker refuses to start a container with less (its documentation of `--memory`).
        let low = [&found.0, &found.1].into_iter().flatten().find(|b| b.value < Bytes(6 * Bytes::MIB)).cloned();
        if let Some(low) = low {
            let span = c.origins.span(low.origin);
            return c.fail(values::out_of_bounds("an amount of memory", "at least 6Mi", &low.to_string(), span));
        }
        let high = [&found.0, &found.1].into_iter().flatten().find(|b| i64::try_from(b.value.0).is_err()).cloned();
        if let Some(high) = high {
            let span = c.origins.span(high.origin);
            return c.fail(values::out_of_bounds("an amount of memory", "below 8Ei", &high.to_string(), span));
        }
        Some(found)
    });
    let cpu = mounts::flat(cpu)?;
    let memory = mounts::flat(memory)?;
    let mib = |n: u64| Some(Bytes(n * Bytes::MIB));
    Some(Resources {
        cpu: requests(c, cpu, (Some(Cpu(100)), None), "a CPU request of 100m where nothing is said", span),
        memory: requests(c, memory, (mib(128), mib(512)), "128Mi to 512Mi of memory where nothing is said", span),
    })
}

fn nonzero<T: PartialEq + std::fmt::Display>(
    c: &mut Checker<'_>,
    low: &Option<At<T>>,
    high: &Option<At<T>>,
    zero: T,
    what: &str,
) -> Option<()> {
    match [low, high].into_iter().flatten().find(|x| x.value == zero) {
        Some(bad) => {
            let span = c.origins.span(bad.origin);
            c.fail(values::out_of_bounds(&format!("an amount of {what}"), "more than zero", &bad.to_string(), span))
        }
        None => Some(()),
    }
}

fn needs<'t>(c: &mut Checker<'t>, body: &Body<'t>) -> Vec<Need> {
    let mut out = Vec::new();
    for m in body.all("needs") {
        let Some((slot, e)) = m.slot("name") else { continue };
        let until = m.slot("condition").map(|s| c.choice(s));
        let Some(name) = c.reference("needs", (slot, e)) else { continue };
        let scope = std::rc::Rc::clone(&c.scope);
        let kind = match scope.names.get(&name) {
            Some(entry) if matches!(entry.kind, Declared::Service | Declared::Job) => entry.kind,
            Some(entry) => {
                c.report(names::wrong_kind(
                    "a service or a job",
                    entry.kind.described(),
                    &name,
                    e.span,
                    Some(entry.span),
                ));
                continue;
            }
            None => {
                c.report(names::unknown(
                    "service or job",
                    &name,
                    e.span,
                    scope.of_kind(&[Declared::Service, Declared::Job]),
                ));
                continue;
            }
        };
        let Some(until) = mounts::flat(until) else { continue };
        let until = match (until.map(|u| (u.value, u.origin)), kind) {
            (None, Declared::Job) | (Some(("done", _)), Declared::Job) => NeedUntil::Done,
            (None, _) | (Some(("started", _)), Declared::Service) => NeedUntil::Started,
            (Some(("ready", _)), Declared::Service) => NeedUntil::Ready,
            (Some(("wait", _)), Declared::Service) => NeedUntil::Reached,
            (Some((word, origin)), _) => {
                let span = c.origins.span(origin);
                c.report(workloads::need_of_other_kind(word, &name, kind == Declared::Job, span));
                continue;
            }
        };
        let Ok(n) = Name::new(&name) else { continue };
        let name = c.at(n, e);
        out.push(Need { name, until });
    }
    out.sort_by(|a, b| a.name.cmp(&b.name));
    out
}

fn stop<'t>(c: &mut Checker<'t>, body: &Body<'t>, span: Span) -> Option<Stop> {
    let m = body.one("stop");
    if let Some(m) = m.filter(|m| m.said.args.is_empty()) {
        return c.fail(words::nothing_said(m.word, m.head()));
    }
    let grace = match m.and_then(|m| m.slot("grace")) {
        Some(slot) => Some(c.positive_duration(slot)?),
        None => None,
    };
    let signal = match m.and_then(|m| m.label("signal")) {
        Some(slot) => Some(c.choice(slot)?.map(str::to_owned)),
        None => None,
    };
    let drain = mounts::flat(m.and_then(|m| m.label("drain")).map(|s| c.positive_duration(s)))?;
    let grace =
        grace.unwrap_or_else(|| c.default_at(Duration::seconds(30), "30 s to stop where nothing is said", span));
    Some(Stop { grace, drain, signal })
}

/// `label` or `annotation` statements, by key.
fn metadata<'t>(c: &mut Checker<'t>, body: &Body<'t>, word: &'static str) -> Vec<(At<String>, At<String>)> {
    let mut out = Vec::new();
    for m in body.all(word) {
        let key = m.slot("key").and_then(|s| c.key(s));
        let value = m.value.and_then(|v| c.string(v));
        let (Some(key), Some(value)) = (key, value) else { continue };
        let span = c.origins.span(key.origin);
        if let Err(why) = qualified(&key.value) {
            c.report(workloads::bad_metadata_key(word, &key.value, why, span));
            continue;
        }
        if word == "label" && !label_value(&value.value) {
            let at = c.origins.span(value.origin);
            c.report(workloads::bad_label_value(&value.value, at));
            continue;
        }
        out.push((key, value));
    }
    out.sort_by(|a, b| a.0.cmp(&b.0));
    out
}

/// A qualified name (Kubernetes: labels and selectors, "Syntax and character set"): an optional DNS
/// prefix and `/`, then 63 characters at most. The prefixes that Kubernetes and Wharf write
/// themselves are refused.
pub(super) fn qualified(key: &str) -> Result<(), &'static str> {
    let (prefix, name) = key.split_once('/').map_or((None, key), |(p, n)| (Some(p), n));
    let edge = |c: char| c.is_ascii_alphanumeric();
    if name.is_empty() || name.len() > 63 || !name.starts_with(edge) || !name.ends_with(edge) {
        return Err("the name begins and ends with a letter or a digit and has 63 characters at most");
    }
    if !name.chars().all(|c| edge(c) || "-_.".contains(c)) {
        return Err("the name has letters, digits, `-`, `_` and `.`");
    }
    let Some(prefix) = prefix else { return Ok(()) };
    if prefix.len() > 253
        || !prefix.split('.').all(|l| {
            Name::new(l).is_ok()
                || (l.len() <= 63
                    && !l.is_empty()
                    && l.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
                    && !l.starts_with('-')
                    && !l.ends_with('-'))
        })
    {
        return Err("the prefix before `/` is a DNS name in lower case");
    }
    if prefix == "app.kubernetes.io" {
        return Err("Wharf writes the `app.kubernetes.io/` labels itself");
    }
    Ok(())
}

pub(super) fn label_value(value: &str) -> bool {
    let edge = |c: char| c.is_ascii_alphanumeric();
    value.is_empty()
        || (value.len() <= 63
            && value.starts_with(edge)
            && value.ends_with(edge)
            && value.chars().all(|c| edge(c) || "-_.".contains(c)))
}

/// A slot that may be missing, for callers that need it filled.
pub(super) fn positive<'t>(
    c: &mut Checker<'t>,
    m: Option<&Matched<'t>>,
    slot: &'static str,
) -> Option<Option<At<Duration>>> {
    let filled: Option<Filled<'t>> = m.and_then(|m| m.slot(slot));
    mounts::flat(filled.map(|f| c.positive_duration(f)))
}

/// As [`positive`], of a label of the statement.
pub(super) fn positive_label<'t>(
    c: &mut Checker<'t>,
    m: &Matched<'t>,
    label: &'static str,
) -> Option<Option<At<Duration>>> {
    mounts::flat(m.label(label).map(|f| c.positive_duration(f)))
}
