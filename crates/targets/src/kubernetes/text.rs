//! Texts: what is known now becomes literal, the rest is known when the pod runs.

use wharf_model::{App, At, EnvName, Part, PodFact, PortRef, SecretRef, Service, Text};

use super::context::Context;
use super::errors;

/// A part of a text that only the running pod knows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Runtime {
    /// A key of a Secret.
    Secret(SecretRef),
    /// A key of the ConfigMap of settings.
    Setting(EnvName),
    /// A field of the pod.
    Pod(PodFact),
}

/// A part of a resolved text. Adjacent literals are one; empty ones are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Known now.
    Literal(String),
    /// Known later.
    Runtime(Runtime),
}

/// The pieces of a text, with hosts and ports resolved. `own` is the service it stands in.
pub(super) fn pieces(cx: &Context<'_>, own: Option<&Service>, text: &At<Text>) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut before: Option<&Part> = None;
    let mut host: Option<&Part> = None;
    for part in text.parts() {
        match part {
            Part::Literal(literal) => push(&mut out, literal),
            Part::Host(name) => {
                if cx.app.service(name).is_some_and(|s| s.ports.is_empty()) {
                    cx.report(errors::host_without_ports(cx.app.span(text), name));
                }
                push(&mut out, &cx.app.host(name));
            }
            Part::Port(port) => {
                let address = matches!(before, Some(Part::Literal(l)) if l == ":") && is_host_of(host, port);
                push(&mut out, &port_number(cx.app, own, port, address).to_string());
            }
            Part::Secret(secret) => out.push(Piece::Runtime(Runtime::Secret(secret.clone()))),
            Part::Setting(name) => out.push(Piece::Runtime(Runtime::Setting(name.clone()))),
            Part::Pod(fact) => out.push(Piece::Runtime(Runtime::Pod(*fact))),
        }
        host = before.replace(part);
    }
    out
}

/// The text where all of it is known now, as the model promises of configs; reports the rest.
pub(super) fn literal(cx: &Context<'_>, text: &At<Text>) -> String {
    let mut out = String::new();
    for piece in pieces(cx, None, text) {
        match piece {
            Piece::Literal(literal) => out.push_str(&literal),
            Piece::Runtime(runtime) => cx.report(errors::runtime_in_config(cx.app.span(text), &runtime)),
        }
    }
    out
}

/// Others reach a port under its Service's number. The process itself listens on the container's,
/// which is what `self.http` tells it, unless it is the address of the service that is written.
fn port_number(app: &App, own: Option<&Service>, port: &PortRef, address: bool) -> u16 {
    let is_own = own.is_some_and(|s| s.name.value == port.service);
    let found = app.port(port);
    found.map_or(0, |p| match &p.service {
        Some(service) if address || !is_own => service.get(),
        Some(_) | None => p.number.get(),
    })
}

fn is_host_of(part: Option<&Part>, port: &PortRef) -> bool {
    matches!(part, Some(Part::Host(name)) if *name == port.service)
}

fn push(out: &mut Vec<Piece>, text: &str) {
    match out.last_mut() {
        _ if text.is_empty() => {}
        Some(Piece::Literal(last)) => last.push_str(text),
        Some(Piece::Runtime(_)) | None => out.push(Piece::Literal(text.to_owned())),
    }
}
