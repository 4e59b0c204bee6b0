//! `needs X wait`: an init container that ends once the service takes connections, before all others of the pod. So
//! every target carries it out, and its network permits it.

use std::collections::BTreeMap;

use wharf_model::{
    At, Bytes, Container, Cpu, Helper, ImageRef, ImageReference, Kind, Name, Need, NeedUntil, Part, Pod, PortRef,
    Protocol, Requests, Resources, Rights, Role, Text, UserGroup,
};

use super::app::as_pod;
use crate::checker::Checker;
use crate::errors::{names, workloads};

/// What asks: it has `nc`, and its user owns nothing.
const IMAGE: &str = "busybox:1.37.0";
const NOBODY: u32 = 65534;
const RULE: &str = "what asks whether a service takes connections";

/// Gives each pod the containers that wait.
pub(super) fn place(c: &mut Checker<'_>, kinds: &mut [Kind]) {
    let port = |k: &Kind| {
        let Kind::Service(s) = k else { return None };
        let first = s.ports.iter().find(|p| p.protocol == Protocol::Tcp);
        Some((s.name.value.clone(), first.map(|p| p.name.value.clone())))
    };
    let ports: BTreeMap<Name, Option<Name>> = kinds.iter().filter_map(port).collect();
    for pod in kinds.iter_mut().filter_map(as_pod) {
        let waits: Vec<Need> = pod.needs.iter().filter(|n| n.until == NeedUntil::Reached).cloned().collect();
        // The last one first, since each goes before all others.
        for need in waits.into_iter().rev() {
            // What is not there has something wrong, which is said.
            let Some(port) = ports.get(&need.name.value) else { continue };
            match port {
                Some(port) => helper(c, pod, &need.name, port),
                None => {
                    let at = c.origins.span(need.name.origin);
                    c.report(workloads::nothing_to_reach(need.name.as_str(), at));
                }
            }
        }
    }
}

fn helper(c: &mut Checker<'_>, pod: &mut Pod, of: &At<Name>, port: &Name) {
    let span = c.origins.span(of.origin);
    let name = format!("wait-{}", of.value);
    let Ok(name) = Name::new(&name) else {
        c.report(names::name_too_long(&name, Name::MAX, "the container that waits is called so", span));
        return;
    };
    if let Some(taken) = pod.helpers.iter().find(|h| h.name.value == name) {
        let first = c.origins.span(taken.name.origin);
        c.report(workloads::helper_twice(name.as_str(), span, first));
        return;
    }
    let Ok(image) = ImageReference::new(IMAGE) else { return };
    let mut script = Text::literal("until nc -z -w 2 ");
    script.push(Part::Host(of.value.clone()));
    script.push(Part::Literal(String::from(" ")));
    script.push(Part::Port(PortRef { service: of.value.clone(), port: port.clone() }));
    script.push(Part::Literal(String::from("; do sleep 1; done")));
    let command = ["sh".into(), "-c".into(), script].map(|part: Text| At::new(part, of.origin));
    let helper = Helper {
        name: At::new(name, of.origin),
        doc: None,
        container: Container {
            image: c.default_at(ImageRef::Registry(image), RULE, span),
            entrypoint: Some(At::new(command.to_vec(), of.origin)),
            args: None,
            workdir: None,
            user: Some(c.default_at(UserGroup { user: NOBODY, group: Some(NOBODY), groups: Vec::new() }, RULE, span)),
            known_user: Some(NOBODY),
            rights: Rights::default(),
            env: Vec::new(),
            env_from: Vec::new(),
            mounts: Vec::new(),
            resources: Resources {
                cpu: Requests { request: Some(c.default_at(Cpu(10), RULE, span)), limit: None },
                memory: Requests {
                    request: Some(c.default_at(Bytes(8 * Bytes::MIB), RULE, span)),
                    limit: Some(c.default_at(Bytes(32 * Bytes::MIB), RULE, span)),
                },
            },
        },
        role: Role::Init,
    };
    pod.helpers.insert(0, helper);
}
