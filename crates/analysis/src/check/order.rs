//! What starts, and is built, before what: the only relations that must have no circle.

use std::collections::{BTreeMap, BTreeSet};

use wharf_diagnostics::Span;
use wharf_model::{App, BuildFrom, ImageSource, Name, Need, NeedUntil};

use crate::checker::Checker;
use crate::errors::{account, images, network};

type Edges = BTreeMap<String, Vec<(String, Span)>>;

/// `needs`: no circle, and readiness is waited for only where there is a `ready`.
pub(super) fn needs(c: &mut Checker<'_>, app: &App) {
    let mut edges = Edges::new();
    for (name, pod) in app.pods() {
        for n in &pod.needs {
            let span = c.origins.span(n.name.origin);
            edges.entry(name.to_string()).or_default().push((n.name.to_string(), span));
            ready(c, app, n, span);
        }
    }
    if let Some(chain) = circle(&edges) {
        let d = network::start_cycle(&chain);
        c.diagnostics.extend(d);
    }
}

fn ready(c: &mut Checker<'_>, app: &App, n: &Need, span: Span) {
    let Some(s) = app.service(&n.name).filter(|_| n.until == NeedUntil::Ready) else { return };
    if s.probes.ready.is_none() {
        let at = c.origins.span(s.name.origin);
        c.report(network::not_ready(n.name.as_str(), span, at));
    }
}

/// Whether two never run at the same time at the first start: one is a job that the other waits
/// for, by way of others or not.
pub(super) fn apart(app: &App, a: &Name, b: &Name) -> bool {
    let is_job = |n: &Name| app.jobs().any(|j| j.name.value == *n);
    (is_job(a) && waits(app, b, a)) || (is_job(b) && waits(app, a, b))
}

fn waits(app: &App, from: &Name, until: &Name) -> bool {
    let needs = |n: &Name| -> Vec<Name> {
        let pods = app.pods().filter(|(name, _)| name.value == *n);
        pods.flat_map(|(_, pod)| &pod.needs).map(|n| n.name.value.clone()).collect()
    };
    let mut seen = BTreeSet::new();
    let mut next = vec![from.clone()];
    while let Some(name) = next.pop() {
        if name == *until {
            return true;
        }
        if seen.insert(name.clone()) {
            next.extend(needs(&name));
        }
    }
    false
}

/// No two accounts have one name: their objects would be one.
pub(super) fn accounts(c: &mut Checker<'_>, app: &App) {
    let mut taken: BTreeMap<&Name, Span> = BTreeMap::new();
    for account in app.pods().filter_map(|(_, pod)| pod.account.as_ref()).filter(|a| !a.external) {
        let span = c.origins.span(account.name.origin);
        match taken.get(&account.name.value) {
            Some(first) => c.report(account::account_twice(account.name.as_str(), span, *first)),
            None => {
                taken.insert(&account.name.value, span);
            }
        }
    }
}

/// Images that are built from each other.
pub(super) fn images(c: &mut Checker<'_>, app: &App) {
    let mut edges = Edges::new();
    for image in app.images() {
        let ImageSource::Build(build) = &image.source else { continue };
        for from in build.sources() {
            if let BuildFrom::Image(other) = from.value {
                let span = c.origins.span(from.origin);
                edges.entry(image.name.to_string()).or_default().push((other.to_string(), span));
            }
        }
    }
    if let Some(chain) = circle(&edges) {
        let d = images::image_cycle(&chain);
        c.diagnostics.extend(d);
    }
}

/// The first circle, as its nodes, each with the place of the edge that leaves it. Depth first,
/// with a stack of its own: a chain may be long.
fn circle(edges: &Edges) -> Option<Vec<(String, Span)>> {
    let mut done: Vec<&str> = Vec::new();
    for start in edges.keys() {
        if done.contains(&start.as_str()) {
            continue;
        }
        let mut path: Vec<(&str, Span, usize)> = vec![(start, Span::default(), 0)];
        while let Some((node, _, next)) = path.last().copied() {
            let edge = edges.get(node).and_then(|e| e.get(next));
            let Some((to, span)) = edge else {
                done.push(node);
                path.pop();
                continue;
            };
            if let Some(last) = path.last_mut() {
                last.1 = *span;
                last.2 += 1;
            }
            if let Some(i) = path.iter().position(|(n, _, _)| n == to) {
                return Some(from_the_first(path.iter().skip(i).map(|(n, s, _)| ((*n).to_owned(), *s)).collect()));
            }
            if !done.contains(&to.as_str()) {
                path.push((to, Span::default(), 0));
            }
        }
    }
    None
}

/// A circle has no beginning: it is told from the edge that stands first in the source.
fn from_the_first(mut chain: Vec<(String, Span)>) -> Vec<(String, Span)> {
    let first = chain.iter().enumerate().min_by_key(|(_, (_, span))| *span).map_or(0, |(i, _)| i);
    chain.rotate_left(first);
    chain
}
