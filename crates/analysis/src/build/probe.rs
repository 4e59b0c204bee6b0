//! `live`, `ready`, `startup`.

use wharf_diagnostics::Span;
use wharf_model::{At, Duration, HttpTool, Name, Part, Port, Probe, ProbeAction, Probes, Timing};
use wharf_syntax::tree::ExprKind;

use super::mounts::flat;
use super::workload::positive;
use crate::checker::Checker;
use crate::errors::{checks, names, values};
use crate::matching::{Body, Matched};
use crate::vocabulary::BlockKind;

/// The three probes. Ports are looked up among those of the service.
pub(super) fn probes<'t>(c: &mut Checker<'t>, body: &Body<'t>, ports: &[Port]) -> Option<Probes> {
    let one = |c: &mut Checker<'t>, word| body.one(word).map(|m| probe(c, m, ports));
    let (startup, ready, live) = (one(c, "startup"), one(c, "ready"), one(c, "live"));
    Some(Probes { startup: flat(startup)?, ready: flat(ready)?, live: flat(live)? })
}

fn probe<'t>(c: &mut Checker<'t>, m: &Matched<'t>, ports: &[Port]) -> Option<Probe> {
    let inside = c.body(BlockKind::Probe, m.block());
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
                return c.fail(checks::probe_path(&path.value, at));
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
            let list = c.texts(m.slot("command")?)?;
            if list.value.is_empty() {
                let at = c.origins.span(list.origin);
                return c.fail(checks::empty_command(at));
            }
            for item in &list.value {
                if let Some(secret) = item.secret() {
                    let (key, at) = (secret.key.clone(), c.origins.span(item.origin));
                    c.report(checks::secret_in_arguments(&key, at));
                }
            }
            ProbeAction::Exec(list.value)
        }
        _ => {
            let line = c.text(m.slot("line")?)?;
            if line.parts().iter().any(|p| matches!(p, Part::Secret(_))) {
                let at = c.origins.span(line.origin);
                let declared = line.secret().and_then(|s| c.secret_span(s));
                let key = line.secret().map_or("", |s| s.key.as_str()).to_owned();
                return c.fail(values::secret_in_plain_text("a shell line", &key, at, declared));
            }
            ProbeAction::Shell(line)
        }
    };
    let action =
        c.at(action, m.plain.args.first().map_or(span, |a| a.span.to(m.plain.args.last().map_or(a.span, |l| l.span))));
    Some(Probe { action, timing: timing? })
}

/// The port after `on`, or the only one there is.
fn port<'t>(c: &mut Checker<'t>, m: &Matched<'t>, ports: &[Port]) -> Option<Name> {
    match m.label("on") {
        Some((_, e)) => {
            let ExprKind::Word(w) = &e.kind else {
                let source = c.source(e.span);
                return c.fail(names::wrong_kind("a port of the service", "an expression", source, e.span, None));
            };
            let found = ports.iter().find(|p| p.name.as_str() == w);
            let Some(found) = found else {
                let owner = format!("service `{}`", c.own.as_ref().map_or("", Name::as_str));
                return c.fail(names::unknown_inside(
                    &owner,
                    "port",
                    w,
                    e.span,
                    ports.iter().map(|p| p.name.as_str()),
                    None,
                ));
            };
            Some(found.name.value.clone())
        }
        None => match ports {
            [only] => Some(only.name.value.clone()),
            [] => c.fail(checks::probe_without_ports(m.head())),
            _ => c.fail(checks::which_port(m.head(), ports.iter().map(|p| p.name.as_str()))),
        },
    }
}

fn headers<'t>(c: &mut Checker<'t>, inside: &Body<'t>, m: &Matched<'t>) -> Option<Vec<(At<String>, At<String>)>> {
    let mut out = Vec::new();
    let mut good = true;
    for h in inside.all("header") {
        if m.selector() != Some("http") {
            c.report(checks::header_without_http(h.head()));
            good = false;
            continue;
        }
        let name = h.slot("name").and_then(|s| c.key(s));
        let value = h.value.and_then(|v| c.string(v));
        match (name, value) {
            (Some(n), Some(v))
                if !n.value.is_empty() && n.value.chars().all(|ch| ch.is_ascii_alphanumeric() || "-_".contains(ch)) =>
            {
                out.push((n, v));
            }
            (Some(n), Some(_)) => {
                let at = c.origins.span(n.origin);
                c.report(checks::header_name(&n.value, at));
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
