//! `app`: its own words, and its declarations in their order.

use std::collections::BTreeMap;

use wharf_model::{App, At, ImageRef, Kind, Name, Pod, PullSecret, Route, Service, Target, Targets};

use super::{
    canary, config, cron, external, image, job, mounts, network, patch, route, secrets, security, service, wait,
};
use crate::checker::Checker;
use crate::errors::{values, words, workloads};
use crate::matching::{Body, Matched};

/// The app, where nothing in it is wrong.
pub(crate) fn app<'t>(c: &mut Checker<'t>, m: &Matched<'t>, body: &Body<'t>) -> Option<App> {
    let name = c.declared_name(m, 50, "the names of its objects are made from it");
    let own = name.as_ref().map_or_else(|| Name::new("app").ok(), |n| Some(n.value.clone()))?;
    let namespace = match body.one("namespace").and_then(|m| m.slot("namespace")) {
        Some(slot) => mounts::object_name(c, slot),
        None => name.clone(),
    };
    let registry = mounts::flat(body.one("registry").and_then(|m| m.slot("registry")).map(|s| registry(c, s)));
    let pulls = pulls(c, body);
    let security = security::level(c, body);
    let routing = route::routing(c, body);
    let network = network::mode(c, body, m.slot("name").map_or(m.head(), |(_, e)| e.span));
    let targets = targets(c, body);
    let kubernetes_version = patch::version(c, body);
    c.kubernetes = kubernetes_version.unwrap_or_default();
    let patches = patch::patches(c, body, true);
    let mut kinds = Vec::new();
    for d in &body.words {
        let kind = match d.word.spelling() {
            "setting" => secrets::setting(c, d).map(Kind::Setting),
            "secrets" => secrets::group(c, d, &own).map(Kind::Secrets),
            "config" => config::config(c, d).map(Kind::Config),
            "volume" => mounts::volume(c, d).map(Kind::Volume),
            "image" => image::image(c, d).map(Kind::Image),
            "service" if d.label("external").is_some() => {
                d.label("external").and_then(|at| external::external(c, d, at)).map(Kind::External)
            }
            "service" | "daemon" => service::service(c, d).map(|s| Kind::Service(Box::new(s))),
            "job" => job::job(c, d).map(|j| Kind::Job(Box::new(j))),
            "cron" => cron::cron(c, d).map(|j| Kind::Cron(Box::new(j))),
            "route" => route::route(c, d).map(Kind::Route),
            "resource" => patch::resource(c, d).map(Kind::Resource),
            _ => continue,
        };
        kinds.extend(kind);
    }
    c.all_definitions();
    let runs = ["service", "daemon", "job", "cron", "image"].iter().any(|w| body.says(w));
    if !runs && !c.broken {
        let span = m.slot("name").map_or(m.head(), |(_, e)| e.span);
        c.report(workloads::nothing_runs(span));
    }
    canary::place(c, &mut kinds);
    kinds.sort_by_key(rank);
    let routed: Vec<Name> = kinds
        .iter()
        .filter_map(as_route)
        .flat_map(|r| &r.rules)
        .flat_map(|r| r.backends())
        .map(|b| b.to.service.clone())
        .collect();
    for s in kinds.iter_mut().filter_map(as_service) {
        s.routed = routed.contains(&s.name.value);
    }
    own_tags(&mut kinds);
    wait::place(c, &mut kinds);
    let registry = registry?;
    if let Some(level) = security.as_ref().and_then(Option::as_ref) {
        for pod in kinds.iter_mut().filter_map(as_pod) {
            pod.security.get_or_insert(*level);
        }
    }
    Some(App {
        name: name?,
        doc: m.doc(),
        environment: None,
        folder: c.folder.clone(),
        namespace: namespace?,
        registry,
        pulls,
        security: security?,
        routing: routing?,
        network: network?,
        targets: targets?,
        kubernetes_version: kubernetes_version?,
        patches: patches?,
        kinds,
        origins: wharf_model::Origins::default(),
    })
}

/// An image under its own tag is the one that is built, whether the tag is said or not.
fn own_tags(kinds: &mut [Kind]) {
    let own = |k: &Kind| if let Kind::Image(i) = k { Some((i.name.value.clone(), i.tag.clone()?.value)) } else { None };
    let tags: BTreeMap<Name, String> = kinds.iter().filter_map(own).collect();
    for pod in kinds.iter_mut().filter_map(as_pod) {
        for container in std::iter::once(&mut pod.container).chain(pod.helpers.iter_mut().map(|h| &mut h.container)) {
            if let ImageRef::Built { name, tag, .. } = &mut container.image.value
                && tag.as_deref() == Some(tags.get(name).map_or("latest", String::as_str))
            {
                *tag = None;
            }
        }
    }
}

fn as_route(k: &Kind) -> Option<&Route> {
    if let Kind::Route(r) = k { Some(r) } else { None }
}

fn as_service(k: &mut Kind) -> Option<&mut Service> {
    if let Kind::Service(s) = k { Some(s) } else { None }
}

pub(super) fn as_pod(k: &mut Kind) -> Option<&mut Pod> {
    match k {
        Kind::Service(s) => Some(&mut s.pod),
        Kind::Job(j) => Some(&mut j.pod),
        Kind::Cron(x) => Some(&mut x.job.pod),
        Kind::Setting(_)
        | Kind::Secrets(_)
        | Kind::Config(_)
        | Kind::Volume(_)
        | Kind::Image(_)
        | Kind::External(_)
        | Kind::Route(_)
        | Kind::Resource(_) => None,
    }
}

/// By kind, then name: the order of declarations never shows.
fn rank(k: &Kind) -> (u8, String) {
    match k {
        Kind::Setting(s) => (0, s.name.to_string()),
        Kind::Secrets(g) => (1, g.name.as_ref().map_or_else(String::new, |n| n.to_string())),
        Kind::Config(x) => (2, x.name.to_string()),
        Kind::Volume(v) => (3, v.name.to_string()),
        Kind::Image(i) => (4, i.name.to_string()),
        Kind::Service(s) => (5, s.name.to_string()),
        Kind::External(e) => (6, e.name.to_string()),
        Kind::Job(j) => (7, j.name.to_string()),
        Kind::Cron(x) => (8, x.job.name.to_string()),
        Kind::Route(r) => (9, r.hosts.iter().map(|h| h.as_str()).collect::<Vec<_>>().join(" ")),
        Kind::Resource(r) => (10, format!("{} {}", r.kind.value, r.name.value)),
    }
}

fn registry<'t>(c: &mut Checker<'t>, slot: crate::matching::Filled<'t>) -> Option<At<String>> {
    let text = c.string(slot)?;
    let trimmed = text.value.trim_end_matches('/').to_owned();
    match wharf_model::ImageReference::new(&format!("{trimmed}/x:1")) {
        Ok(_) if !trimmed.contains('@') => Some(text.map(|_| trimmed)),
        Ok(_) => None,
        Err(why) => {
            let span = c.origins.span(text.origin);
            c.fail(values::bad_text("the registry", &why, span, true))
        }
    }
}

/// What private registries are pulled from with.
fn pulls<'t>(c: &mut Checker<'t>, body: &Body<'t>) -> Vec<PullSecret> {
    let mut out = Vec::new();
    for m in body.all("pull") {
        let registry = m.slot("registry").and_then(|s| registry(c, s));
        let secret = m.label("secret").and_then(|s| mounts::object_name(c, s));
        if let Some(secret) = &secret {
            c.use_object(&secret.value);
        }
        out.extend(registry.zip(secret).map(|(registry, secret)| PullSecret { registry, secret }));
    }
    out.sort_by(|a, b| a.registry.value.cmp(&b.registry.value));
    out
}

/// The targets named, with the Dockerfiles that both others need.
fn targets<'t>(c: &mut Checker<'t>, body: &Body<'t>) -> Option<Targets> {
    let Some(m) = body.one("targets") else { return Some(Targets(Target::ALL.to_vec())) };
    let all: Vec<_> = m.slots("target").map(|s| c.choice(s)).collect();
    let named: Vec<_> = all.into_iter().collect::<Option<_>>()?;
    for (i, n) in named.iter().enumerate() {
        if let Some(first) = named.iter().take(i).find(|f| f.value == n.value) {
            let (again, first) = (c.origins.span(n.origin), c.origins.span(first.origin));
            c.report(words::choice_twice(n.value, again, first));
        }
    }
    let chosen = |t: &Target| *t == Target::Docker || named.iter().any(|n| n.value == t.name());
    Some(Targets(Target::ALL.into_iter().filter(chosen).collect()))
}
