//! `init` and `sidecar`.

use wharf_model::{Container, Helper, Name, Port, Role};

use super::{mounts, probe, workload};
use crate::checker::Checker;
use crate::errors::workloads;
use crate::matching::{Body, Matched};
use crate::vocabulary::BlockKind;

/// The further containers of a pod, in the order written. `process` is the pod's own container, where it is
/// right: what it mounts can be shared. The pod's ports are the sidecars' too.
pub(super) fn helpers<'t>(
    c: &mut Checker<'t>,
    body: &Body<'t>,
    process: Option<&Container>,
    ports: &[Port],
) -> Option<Vec<Helper>> {
    let shares = process.map(|p| mounts::shares(c, &p.mounts));
    let outer = std::mem::replace(&mut c.shares, shares);
    let mut good = true;
    let mut out: Vec<Helper> = Vec::new();
    for m in body.words.iter().filter(|m| m.is("init") || m.is("sidecar")) {
        match helper(c, m, ports) {
            Some(found) => {
                if let Some(first) = out.iter().find(|h| h.name.value == found.name.value) {
                    let (again, first) = (c.origins.span(found.name.origin), c.origins.span(first.name.origin));
                    c.report(workloads::helper_twice(found.name.as_str(), again, first));
                    good = false;
                }
                out.push(found);
            }
            None => good = false,
        }
    }
    c.shares = outer;
    good.then_some(out)
}

fn helper<'t>(c: &mut Checker<'t>, m: &Matched<'t>, ports: &[Port]) -> Option<Helper> {
    let name = c.declared_name(m, Name::MAX, "a container's name is a DNS label");
    let span = m.slot("name").map_or(m.head(), |(_, e)| e.span);
    let is_init = m.is("init");
    let (kind, what) = if is_init { (BlockKind::Init, "init container") } else { (BlockKind::Sidecar, "sidecar") };
    let owner = format!("{what} `{}`", name.as_ref().map_or("?", |n| n.as_str()));
    let body = c.body(kind, m);
    let container = workload::container(c, &body, &owner, span);
    let role = if is_init {
        Some(Role::Init)
    } else {
        probe::probes(c, &body, ports).map(|probes| Role::Sidecar(Box::new(probes)))
    };
    let name = name?;
    if c.own.as_ref().is_some_and(|own| *own == name.value) {
        return c.fail(workloads::helper_like_owner(name.as_str(), span));
    }
    if !body.is_whole() {
        return None;
    }
    Some(Helper { name, doc: m.doc(), container: container?, role: role? })
}
