//! What is the same for many services, and so said once for an app.

use wharf_model::NeedUntil;

use super::context::Context;
use super::{errors, probe};

/// Notes on `needs`, one for each condition, on `publish` and on `grace`.
pub(super) fn notes(cx: &Context<'_>) {
    let needs: Vec<_> = cx.app.pods().flat_map(|(who, pod)| pod.needs.iter().map(move |n| (&who.value, n))).collect();
    for until in [NeedUntil::Started, NeedUntil::Ready, NeedUntil::Done] {
        let places: Vec<_> = needs
            .iter()
            .filter(|(_, need)| need.until == until)
            .map(|(who, need)| (cx.app.span(&need.name), *who, &need.name.value))
            .collect();
        errors::needs(until, &places).into_iter().for_each(|note| cx.report(note));
    }
    let joined: Vec<_> = cx.app.pods().flat_map(|(_, pod)| &pod.joins).map(|network| cx.app.span(network)).collect();
    errors::joined(&joined).into_iter().for_each(|note| cx.report(note));
    if let Some((name, _)) = cx.app.pods().flat_map(|(_, pod)| &pod.placement.ulimits).next() {
        cx.report(errors::no_ulimits(cx.app.span(name)));
    }
    let published: Vec<_> = cx
        .app
        .services()
        .filter_map(|s| {
            let publish = s.ports.iter().find_map(|p| p.publish.as_ref())?;
            Some((cx.app.span(publish), &s.name.value))
        })
        .collect();
    errors::published(&published).into_iter().for_each(|note| cx.report(note));
    let internal = cx.app.services().flat_map(|s| &s.expose).filter_map(|e| e.internal.as_ref());
    let places: Vec<_> = internal.map(|i| cx.app.span(i)).collect();
    errors::internal_balancers(&places).into_iter().for_each(|note| cx.report(note));
    let graces = cx.app.services().filter_map(|s| probe::longest_grace(&s.probes));
    let places: Vec<_> = graces.map(|(_, grace)| (cx.app.span(grace), grace.value)).collect();
    errors::graces(&places).into_iter().for_each(|note| cx.report(note));
}
