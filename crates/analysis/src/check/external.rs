//! What leads to a service that lives elsewhere, and can't.

use wharf_model::App;

use crate::checker::Checker;
use crate::errors::external as errors;

/// Nothing starts it, and no gateway serves it.
pub(super) fn uses(c: &mut Checker<'_>, app: &App) {
    for external in app.externals() {
        let (name, declared) = (&external.name.value, c.origins.span(external.name.origin));
        for need in app.pods().flat_map(|(_, pod)| &pod.needs).filter(|n| n.name.value == *name) {
            let span = c.origins.span(need.name.origin);
            c.report(errors::needed(name.as_str(), span, declared));
        }
        let backends = app.routes().flat_map(|r| &r.rules).flat_map(|r| r.backends());
        for backend in backends.filter(|b| b.to.service == *name) {
            let span = c.origins.span(backend.to.origin);
            c.report(errors::routed(name.as_str(), span, declared));
        }
    }
}
