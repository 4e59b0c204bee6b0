//! Probes.

use k8s_openapi::api::core::v1::{ExecAction, GRPCAction, HTTPGetAction, HTTPHeader, Probe, TCPSocketAction};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use wharf_model::{At, Duration, Name, OriginId, ProbeAction, Protocol, Service, Text, Timing};

use super::context::Context;
use super::env::Variables;
use super::process::Process;
use super::text::{Piece, pieces};
use super::{errors, expand, keys, shell};
use crate::yaml::Cursor;

/// The probes of a container.
#[derive(Default)]
pub(super) struct Probes {
    pub(super) startup: Option<Probe>,
    pub(super) readiness: Option<Probe>,
    pub(super) liveness: Option<Probe>,
}

/// The probes of a container. Liveness only where it was asked for. `at` is the container.
pub(super) fn probes<C: Cursor<OriginId>>(
    cx: &Context<'_>,
    process: &Process<'_>,
    variables: &Variables<'_>,
    at: C,
) -> Probes {
    let Some(said) = process.probes else { return Probes::default() };
    let service = process.service;
    let routed = service.filter(|_| process.role.is_none());
    let build = |probe: &wharf_model::Probe, at: C| probe_object(cx, process, variables, probe, at);
    Probes {
        startup: match &said.startup {
            Some(probe) => {
                let object = build(probe, at.key("startupProbe"));
                let grace = probe.timing.grace.as_ref().map_or(0, |g| periods(g, &probe.timing));
                Some(Probe { failure_threshold: object.failure_threshold.map(|n| n.saturating_add(grace)), ..object })
            }
            None => from_grace(cx, process, said, variables, at.key("startupProbe")),
        },
        readiness: match &said.ready {
            Some(probe) => Some(build(probe, at.key("readinessProbe"))),
            None => routed.and_then(|service| routed_readiness(cx, service, at.key("readinessProbe"))),
        },
        liveness: said.live.as_ref().map(|probe| build(probe, at.key("livenessProbe"))),
    }
}

/// The `grace` that makes the startup probe, and the probe that says it.
pub(super) fn longest_grace(said: &wharf_model::Probes) -> Option<(&wharf_model::Probe, &At<Duration>)> {
    let graces = [&said.live, &said.ready].into_iter().flatten();
    graces
        .filter_map(|probe| probe.timing.grace.as_ref().map(|grace| (probe, grace)))
        .filter(|_| said.startup.is_none())
        // The first of equals: liveness, because it is what the grace protects from.
        .reduce(|best, other| if other.1.value > best.1.value { other } else { best })
}

/// `grace` of a readiness or liveness probe: the others wait until a startup probe with the same
/// action has succeeded, as often as fits into the grace.
fn from_grace<C: Cursor<OriginId>>(
    cx: &Context<'_>,
    process: &Process<'_>,
    said: &wharf_model::Probes,
    variables: &Variables<'_>,
    at: C,
) -> Option<Probe> {
    let (probe, grace) = longest_grace(said)?;
    let object = probe_object(cx, process, variables, probe, at);
    at.key("failureThreshold").set(grace.origin);
    Some(Probe { failure_threshold: Some(periods(grace, &probe.timing)), ..object })
}

/// Traffic must not reach a pod that does not listen yet.
fn routed_readiness<C: Cursor<OriginId>>(cx: &Context<'_>, service: &Service, at: C) -> Option<Probe> {
    let port = cx.routed_ports(service).into_iter().find(|p| p.protocol == Protocol::Tcp)?;
    cx.report(errors::routed_readiness(cx.app.span(&service.name), &service.name, &port.name));
    at.set(port.name.origin);
    Some(Probe {
        tcp_socket: Some(TCPSocketAction { port: named(&port.name), host: None }),
        period_seconds: Some(10),
        timeout_seconds: Some(1),
        failure_threshold: Some(3),
        ..Probe::default()
    })
}

fn probe_object<C: Cursor<OriginId>>(
    cx: &Context<'_>,
    process: &Process<'_>,
    variables: &Variables<'_>,
    probe: &wharf_model::Probe,
    at: C,
) -> Probe {
    let at = at.set(probe.action.origin);
    let timing = &probe.timing;
    at.key("periodSeconds").set(timing.every.origin);
    at.key("timeoutSeconds").set(timing.timeout.origin);
    at.key("failureThreshold").set(timing.failures.origin);
    Probe {
        period_seconds: Some(seconds(&timing.every)),
        timeout_seconds: Some(seconds(&timing.timeout)),
        failure_threshold: Some(i32::try_from(timing.failures.value).unwrap_or(i32::MAX).max(1)),
        ..action(cx, process, variables, &probe.action, at)
    }
}

fn action<C: Cursor<OriginId>>(
    cx: &Context<'_>,
    process: &Process<'_>,
    variables: &Variables<'_>,
    action: &ProbeAction,
    at: C,
) -> Probe {
    let service = process.service;
    let number = |port: &Name| service.and_then(|s| s.port(port)).map_or(0, |p| i32::from(p.number.get()));
    // The kubelet looks a name up among the ports of the container that it asks: those of the process.
    let named = |port: &Name| match process.role {
        None => named(port),
        Some(_) => IntOrString::Int(number(port)),
    };
    let exec = |command| Probe { exec: Some(ExecAction { command: Some(command) }), ..Probe::default() };
    let sh = |line: String| exec(vec!["sh".into(), "-c".into(), expand::escape(&line, None)]);
    match action {
        ProbeAction::Http { path, port, headers, tool: _ } => {
            let at = at.key("httpGet").key("httpHeaders");
            let headers: Vec<HTTPHeader> =
                headers.iter().enumerate().map(|(i, h)| header(cx, h, at.index(i))).collect();
            let http_get = HTTPGetAction {
                path: Some(path.clone()),
                port: named(port),
                http_headers: (!headers.is_empty()).then_some(headers),
                ..HTTPGetAction::default()
            };
            Probe { http_get: Some(http_get), ..Probe::default() }
        }
        ProbeAction::Tcp { port } => {
            Probe { tcp_socket: Some(TCPSocketAction { port: named(port), host: None }), ..Probe::default() }
        }
        // The one action that takes no port by its name.
        ProbeAction::Grpc { port, service: asked } => Probe {
            grpc: Some(GRPCAction { port: number(port), service: asked.clone(), ..GRPCAction::default() }),
            ..Probe::default()
        },
        ProbeAction::Exec(words) if words.iter().any(|w| has_runtime(cx, service, w)) => {
            for word in words.iter().filter(|w| has_runtime(cx, service, w)) {
                cx.report(errors::probe_by_shell(cx.app.span(word)));
            }
            sh(shell::command(cx, variables, words))
        }
        ProbeAction::Exec(words) => exec(words.iter().map(|w| variables.expanded(w)).collect()),
        ProbeAction::Shell(line) => sh(shell::line(cx, variables, line)),
    }
}

fn has_runtime(cx: &Context<'_>, service: Option<&Service>, text: &At<Text>) -> bool {
    pieces(cx, service, text).iter().any(|p| matches!(p, Piece::Runtime(_)))
}

fn header<C: Cursor<OriginId>>(cx: &Context<'_>, (name, value): &(At<String>, At<String>), at: C) -> HTTPHeader {
    at.set(value.origin);
    if let Some(fault) = keys::header(name) {
        cx.report(errors::bad_text(cx.app.span(name), &fault));
    }
    HTTPHeader { name: name.value.clone(), value: value.value.clone() }
}

/// Whole seconds, at least one: the server reads zero as its own default.
fn seconds(duration: &Duration) -> i32 {
    i32::try_from(duration.whole_seconds()).unwrap_or(i32::MAX).max(1)
}

/// How many questions fit into a grace, rounded up.
fn periods(grace: &Duration, timing: &Timing) -> i32 {
    let period = u64::try_from(seconds(&timing.every)).unwrap_or(1);
    i32::try_from(grace.whole_seconds().div_ceil(period)).unwrap_or(i32::MAX).max(1)
}

fn named(port: &Name) -> IntOrString {
    IntOrString::String(port.to_string())
}
