//! Whether pods are what the security level that they ask for demands.

use wharf_diagnostics::Span;
use wharf_model::{App, At, Container, Name, Pod, SecurityLevel};

use crate::checker::Checker;
use crate::errors::security as errors;

/// What *baseline* lets a container add (Pod Security Standards, "Capabilities"): what a runtime gives anyway.
const BASELINE: &[&str] = &[
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];

/// What *restricted* lets a container add.
const RESTRICTED: &[&str] = &["NET_BIND_SERVICE"];

/// Reports each container that does not keep to the level of its pod.
pub(super) fn levels(c: &mut Checker<'_>, app: &App) {
    for (name, pod) in app.pods() {
        let Some(level) = &pod.security else { continue };
        let asked = c.origins.span(level.origin);
        for (name, container) in containers(name, pod) {
            match level.value {
                SecurityLevel::Restricted => {
                    if container.known_user.is_none_or(|user| user == 0) {
                        let said = container.user.as_ref().map_or(container.image.origin, |user| user.origin);
                        let at = c.origins.span(said);
                        c.report(errors::restricted_without_user(name, container.known_user, at, asked));
                    }
                    capabilities(c, container, RESTRICTED, "restricted", asked);
                }
                SecurityLevel::Baseline => capabilities(c, container, BASELINE, "baseline", asked),
                SecurityLevel::Privileged => {}
            }
        }
    }
}

fn capabilities(c: &mut Checker<'_>, container: &Container, taken: &[&str], level: &str, asked: Span) {
    for capability in container.rights.capabilities.iter().filter(|said| !taken.contains(&said.value)) {
        let at = c.origins.span(capability.origin);
        c.report(errors::capability_above_level(capability.value, level, at, asked));
    }
}

/// Tells of rights that are the host's, and of those that nobody can use.
pub(super) fn lints(c: &mut Checker<'_>, app: &App) {
    for (name, pod) in app.pods() {
        if let Some(level) = pod.security.as_ref().filter(|_| pod.is_privileged()) {
            let at = c.origins.span(level.origin);
            c.report(errors::privileged(name.as_str(), at));
        }
        for (_, container) in containers(name, pod) {
            let Some(user) = container.known_user.filter(|user| *user != 0) else { continue };
            for capability in &container.rights.capabilities {
                let at = c.origins.span(capability.origin);
                c.report(errors::idle_capability(capability.value, user, at));
            }
        }
    }
}

/// All containers of a pod by their names.
fn containers<'a>(name: &'a At<Name>, pod: &'a Pod) -> impl Iterator<Item = (&'a str, &'a Container)> {
    let own = std::iter::once((name.as_str(), &pod.container));
    own.chain(pod.helpers.iter().map(|helper| (helper.name.as_str(), &helper.container)))
}
