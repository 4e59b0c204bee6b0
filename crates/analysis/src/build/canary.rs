//! `canary`: a second version of a service. It becomes a service of its own, to which the routes of the first
//! give a share; so every target carries it out as it carries out a split.

use wharf_model::{Action, At, Backend, Controller, Kind, Name, Patches, PortRef, Replicas, Route, Service};

use super::mounts::flat;
use super::{env, rule, scale, workload};
use crate::checker::{Canary, Checker};
use crate::errors::{names, network};
use crate::matching::Matched;
use crate::vocabulary::BlockKind;

/// The canary of a service: what its block says, and what the service says for all else.
pub(super) fn canary<'t>(c: &mut Checker<'t>, m: &Matched<'t>, of: &Service) -> Option<Canary> {
    let span = m.head();
    let share = rule::share(c, m, "share");
    let body = c.body(BlockKind::Canary, m);
    let image = body.one("image").map(|m| workload::image(c, m));
    let entrypoint = body.one("entrypoint").map(|m| workload::command(c, m.slot("command")?, true));
    let args = body.one("args").map(|m| workload::command(c, m.slot("arguments")?, false));
    let (variables, sources) = env::env(c, &body);
    let resources = workload::resources(c, &body, span);
    let scale = match body.one("scale") {
        Some(_) => scale::scale(c, &body, span),
        None => Some(c.default_at(Replicas::Fixed(1), "a canary has one replica where nothing is said", span)),
    };
    if !body.is_whole() {
        return None;
    }
    let name = format!("{}-canary", of.name.value);
    let name = match Name::new(&name) {
        Ok(name) => c.at(name, span),
        Err(_) => return c.fail(names::name_too_long(&name, Name::MAX, "a canary's objects are called so", span)),
    };
    if let Some(taken) = c.scope.names.get(name.as_str()) {
        let at = taken.span;
        return c.fail(network::canary_name_taken(name.as_str(), span, at));
    }
    if let Controller::StatefulSet(_) = of.controller.value {
        let at = c.origins.span(of.controller.origin);
        return c.fail(network::canary_of_stateful(of.name.as_str(), span, at));
    }
    let (image, entrypoint, args, resources) = (flat(image)?, flat(entrypoint)?, flat(args)?, resources?);
    let share = share?;
    if share.value == 100 {
        let at = c.origins.span(share.origin);
        return c.fail(network::canary_of_all(at));
    }
    let mut pod = of.pod.clone();
    let container = &mut pod.container;
    if let Some(image) = image {
        container.image = image;
        container.known_user = container.user.as_ref().map(|u| u.user);
    }
    container.entrypoint = entrypoint.or(container.entrypoint.take());
    container.args = args.or(container.args.take());
    container.env.retain(|old| variables.iter().all(|new| new.name.value != old.name.value));
    container.env.extend(variables);
    container.env.sort_by(|a, b| a.name.cmp(&b.name));
    container.env_from.extend(sources);
    if body.one("cpu").is_some() {
        container.resources.cpu = resources.cpu;
    }
    if body.one("memory").is_some() {
        container.resources.memory = resources.memory;
    }
    let mut ports = of.ports.clone();
    ports.iter_mut().for_each(|p| p.publish = None);
    let controller = At::new(Controller::Deployment, name.origin);
    let service = Service {
        name,
        doc: m.doc().or_else(|| of.doc.clone()),
        pod,
        controller,
        ports,
        expose: Vec::new(),
        scale: scale?,
        rollout: of.rollout.clone(),
        budget: None,
        spread: of.spread.clone(),
        probes: of.probes.clone(),
        patches: Patches::default(),
        routed: false,
    };
    Some(Canary { of: of.name.value.clone(), share, service })
}

/// Gives each canary its share of the requests to its service, and adds it to the declarations.
pub(super) fn place(c: &mut Checker<'_>, kinds: &mut Vec<Kind>) {
    for canary in std::mem::take(&mut c.canaries) {
        let mut routed = false;
        for route in kinds.iter_mut().filter_map(|k| if let Kind::Route(r) = k { Some(r) } else { None }) {
            routed |= split(route, &canary);
        }
        // A route that is wrong may have been meant.
        if !routed && !c.broken {
            let span = c.origins.span(canary.service.name.origin);
            c.report(network::canary_without_route(canary.of.as_str(), span));
        }
        kinds.push(Kind::Service(Box::new(canary.service)));
    }
}

/// Whether some rule of the route leads to the canary's service.
fn split(route: &mut Route, canary: &Canary) -> bool {
    let mut any = false;
    for rule in &mut route.rules {
        let Action::Forward(forward) = &mut rule.action else { continue };
        let mut added: Vec<Backend> = Vec::new();
        for backend in forward.backends.iter_mut().filter(|b| b.to.service == canary.of) {
            let part = backend.share.value.saturating_mul(canary.share.value).div_ceil(100);
            backend.share.value = backend.share.value.saturating_sub(part);
            let to = PortRef { service: canary.service.name.value.clone(), port: backend.to.port.clone() };
            let origin = canary.service.name.origin;
            added.push(Backend { to: At::new(to, origin), share: At::new(part, canary.share.origin) });
            any = true;
        }
        forward.backends.append(&mut added);
    }
    any
}
