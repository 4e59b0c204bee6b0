//! `live`, `ready`, `startup`.

use wharf_diagnostics::Span;
use wharf_model::{At, Duration, HttpTool, Name, Port, Probe, ProbeAction, Probes, Timing};
use wharf_syntax::tree::ExprKind;

use super::mounts::flat;
use super::workload::positive;
use crate::checker::Checker;
use crate::errors::{names, workloads};
use crate::matching::{Body, Matched};
use crate::value::Value;
use crate::vocabulary::BlockKind;

/// The three probes. Ports are looked up among those of the service.
pub(super) fn probes<'t>(c: &mut Checker<'t>, body: &Body<'t>, ports: &[Port]) -> Option<Probes> {
    let one = |c: &mut Checker<'t>, word| body.one(word).map(|m| probe(c, m, ports));
    let (startup, ready, live) = (one(c, "startup"), one(c, "ready"), one(c, "live"));
    Some(Probes { startup: flat(startup)?, ready: flat(ready)?, live: flat(live)? })
}

fn probe<'t>(c: &mut Checker<'t>, m: &Matched<'t>, ports: &[Port]) -> Option<Probe> {
    let inside = c.body(BlockKind::Probe, m);
    let span = m.head();
    let timing = timing(c, &inside, span);
    let headers = headers(c, &inside, m);
    let action = match m.selector()? {
        "http" => {
            let path = c.string(m.slot("path")?);
            let port = port(c, m, ports);
            let tool = flat(m.label("with").map(|s| c.choice(s)))?;
            let path = path?;
            if !path.value.starts_with('/') || path.value.contains(char::is_whitespace) {
                let at = c.origins.span(path.origin);
                return c.fail(workloads::probe_path(&path.value, at));
            }
            ProbeAction::Http {
                path: path.value,
                port: port?,
                headers: headers?,
                tool: tool.map(|t| if t.value == "curl" { HttpTool::Curl } else { HttpTool::Wget }),
            }
        }
        "tcp" => ProbeAction::Tcp { port: port(c, m, ports)? },
        "grpc" => {
            let service = flat(m.label("service").map(|s| c.string(s)))?;
            ProbeAction::Grpc { port: port(c, m, ports)?, service: service.map(|s| s.value) }
        }
        "exec" => {
            let list = super::workload::command(c, m.slot("command")?, true)?;
            ProbeAction::Exec(list.value)
        }
        _ => {
            let val = c.filled(m.slot("shell line")?)?;
            let Value::Text(text) = &val.value else { return None };
            if text.as_literal().is_some_and(|t| t.trim().is_empty()) {
                return c.fail(workloads::empty_command(val.span));
            }
            let line = At::new(text.clone(), c.origin_of(&val));
            ProbeAction::Shell(line)
        }
    };
    let action =
        c.at(action, m.said.args.first().map_or(span, |a| a.span.to(m.said.args.last().map_or(a.span, |l| l.span))));
    Some(Probe { action, timing: timing? })
}

/// The port after `on`, or the only one there is. Which ports there are is known from what is
/// declared; one whose declaration is wrong is not missed.
fn port<'t>(c: &mut Checker<'t>, m: &Matched<'t>, ports: &[Port]) -> Option<Name> {
    let scope = std::rc::Rc::clone(&c.scope);
    let own = c.own.as_ref().map_or("", Name::as_str);
    let declared: Vec<&str> =
        scope.names.get(own).map_or_else(Vec::new, |e| e.inner.keys().map(String::as_str).collect());
    let wanted = match m.label("on") {
        Some((_, e)) => {
            let ExprKind::Word(w) = &e.expr.kind else {
                let source = c.source(e.span);
                return c.fail(names::wrong_kind("a port of the service", "an expression", source, e.span, None));
            };
            if !declared.contains(&w.as_str()) && !c.nameless {
                let owner = format!("service `{own}`");
                return c.fail(names::unknown_inside(&owner, "port", w, e.span, declared, None));
            }
            w.as_str()
        }
        None => match declared.as_slice() {
            [only] => only,
            _ if c.nameless || c.ports_unread => return None,
            [] => return c.fail(workloads::probe_without_ports(m.head())),
            several => return c.fail(workloads::which_port(m.head(), several.iter().copied())),
        },
    };
    ports.iter().find(|p| p.name.as_str() == wanted).map(|p| p.name.value.clone())
}

fn headers<'t>(c: &mut Checker<'t>, inside: &Body<'t>, m: &Matched<'t>) -> Option<Vec<(At<String>, At<String>)>> {
    let mut out = Vec::new();
    let mut good = true;
    for h in inside.all("header") {
        if m.selector() != Some("http") {
            c.report(workloads::header_without_http(h.head()));
            good = false;
            continue;
        }
        let name = h.slot("name").and_then(|s| c.key(s));
        let value = h.value.and_then(|v| c.string(v));
        match (name, value) {
            (Some(n), Some(v))
                if !n.value.is_empty() && n.value.chars().all(|ch| ch.is_ascii_alphanumeric() || ch == '-') =>
            {
                out.push((n, v));
            }
            (Some(n), Some(_)) => {
                let at = c.origins.span(n.origin);
                c.report(workloads::header_name(&n.value, at));
                good = false;
            }
            _ => good = false,
        }
    }
    out.sort_by(|a, b| a.0.cmp(&b.0));
    good.then_some(out)
}

fn timing<'t>(c: &mut Checker<'t>, inside: &Body<'t>, span: Span) -> Option<Timing> {
    let every = positive(c, inside.one("every"), "every");
    let timeout = positive(c, inside.one("timeout"), "timeout");
    let grace = positive(c, inside.one("grace"), "grace");
    let failures = flat(inside.one("failures").and_then(|m| m.slot("failures")).map(|s| c.int_within(s, 1, 1000)));
    let (every, timeout, grace, failures) = (every?, timeout?, grace?, failures?);
    Some(Timing {
        every: every.unwrap_or_else(|| c.default_at(Duration::seconds(10), "a probe asks every 10 s", span)),
        timeout: timeout.unwrap_or_else(|| c.default_at(Duration::seconds(1), "a probe waits 1 s", span)),
        failures: failures.unwrap_or_else(|| c.default_at(3, "three failures count", span)),
        grace,
    })
}
