//! Health checks, from what a service says of its readiness.
//!
//! Compose runs one check in the container, and only for those that wait: it never restarts an
//! unhealthy one. So `ready` gives the check; `startup` where there is no `ready`.

use wharf_model::{At, Container, Duration, HttpTool, Name, OriginId, Port, Probe, ProbeAction, Probes, Protocol};

use super::context::Context;
use super::format::{duration, literal};
use super::tools::{self, Tools};
use super::{errors, types};
use crate::yaml::Cursor;

/// Who is asked.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    /// Its name.
    pub(super) name: &'a Name,
    /// What it runs.
    pub(super) container: &'a Container,
    /// What is asked.
    pub(super) probes: &'a Probes,
    /// Whether others can wait for it: not for a sidecar.
    pub(super) awaited: bool,
    /// The ports of its pod.
    pub(super) ports: &'a [Port],
}

impl Asked<'_> {
    fn tcp_port(&self, name: &Name) -> Option<u16> {
        let port = self.ports.iter().find(|p| p.name.value == *name)?;
        (port.protocol == Protocol::Tcp).then(|| port.number.get())
    }
}

/// The check of a service. Says what is emulated or lost on the way.
pub(super) fn healthcheck<C: Cursor<OriginId>>(
    cx: &mut Context<'_>,
    asked: Asked<'_>,
    at: C,
) -> Option<types::Healthcheck> {
    let probes = asked.probes;
    let probe = probes.ready.as_ref().or(probes.startup.as_ref())?;
    at.set(probe.action.origin);
    let Some(test) = test(cx, asked, probe) else {
        let waiting = if asked.awaited { waiting_for(cx, asked.name) } else { Vec::new() };
        if waiting.is_empty() {
            cx.repeated.lost_probes.push((probe.action.clone(), asked.name.clone()));
        } else {
            cx.problem(errors::probe_refused(cx.app, &probe.action, asked.name, &waiting));
        }
        return None;
    };
    if let Some(startup) = &probes.startup {
        cx.problem(errors::emulated::startup_in_compose(cx.app, &startup.action, asked.name, probes.ready.is_some()));
    }
    let timing = &probe.timing;
    let grace = timing.grace.as_ref().map_or(Duration(0), |g| g.value);
    // Until a startup probe has failed as often as it may, the others do not count.
    let patience = probes.startup.as_ref().filter(|_| probes.ready.is_some()).map_or(Duration(0), |s| {
        let grace = s.timing.grace.as_ref().map_or(0, |g| g.value.0);
        Duration(grace.saturating_add(s.timing.every.value.0.saturating_mul(u64::from(s.timing.failures.value))))
    });
    at.key("interval").set(timing.every.origin);
    at.key("timeout").set(timing.timeout.origin);
    at.key("retries").set(timing.failures.origin);
    if let Some(grace) = &timing.grace {
        at.key("start_period").set(grace.origin);
    }
    Some(types::Healthcheck {
        test,
        interval: duration(timing.every.value),
        timeout: duration(timing.timeout.value),
        retries: timing.failures.value,
        start_period: duration(grace.max(patience)),
    })
}

/// Those who wait until the service is ready: their names, and where they say so.
fn waiting_for(cx: &Context<'_>, name: &Name) -> Vec<At<Name>> {
    let all = cx.app.pods().flat_map(|(who, pod)| pod.needs.iter().map(move |n| (&who.value, n)));
    let waiting = all.filter(|(_, n)| n.name.value == *name && n.until == wharf_model::NeedUntil::Ready);
    waiting.map(|(who, n)| At::new(who.clone(), n.name.origin)).collect()
}

/// What is run; `None` where no tool in the image is known that asks such a question.
fn test(cx: &mut Context<'_>, asked: Asked<'_>, probe: &Probe) -> Option<Vec<String>> {
    match &probe.action.value {
        ProbeAction::Http { path, port, headers, tool } => {
            let port = asked.tcp_port(port)?;
            let url = format!("http://127.0.0.1:{port}{path}");
            let headers: Vec<String> = headers.iter().map(|(k, v)| format!("{}: {}", k.value, v.value)).collect();
            let known = tools::of(cx.app, &asked.container.image.value);
            let command = match (tool, known) {
                (Some(HttpTool::Curl), _) => curl(&url, &headers),
                (Some(HttpTool::Wget), _) | (None, Some(Tools::Busybox)) => wget(&url, &headers),
                (None, Some(Tools::Bash)) => bash_http(port, path, &headers),
                (None, None) => return None,
            };
            Some(command.iter().map(|word| literal(word)).collect())
        }
        ProbeAction::Tcp { port } => tcp(cx, asked, asked.tcp_port(port)?),
        ProbeAction::Grpc { port, .. } => {
            let test = tcp(cx, asked, asked.tcp_port(port)?)?;
            cx.problem(errors::emulated::grpc_by_connection(cx.app, &probe.action, asked.name));
            Some(test)
        }
        ProbeAction::Exec(words) => {
            let mut test = vec![String::from("CMD")];
            test.extend(cx.texts(words));
            Some(test)
        }
        ProbeAction::Shell(line) => Some(vec![String::from("CMD-SHELL"), cx.text(line)]),
    }
}

fn tcp(cx: &Context<'_>, asked: Asked<'_>, port: u16) -> Option<Vec<String>> {
    match tools::of(cx.app, &asked.container.image.value) {
        Some(Tools::Bash) => Some(words(&["bash", "-c", &format!("exec 3<>/dev/tcp/127.0.0.1/{port}")])),
        Some(Tools::Busybox) => Some(words(&["nc", "-z", "127.0.0.1", &port.to_string()])),
        None => None,
    }
}

/// Fails where the answer is 400 or above. 127.0.0.1, because busybox takes `localhost` for ::1
/// alone.
fn curl(url: &str, headers: &[String]) -> Vec<String> {
    let mut out = words(&["curl", "-fsS", "-o", "/dev/null"]);
    out.extend(headers.iter().flat_map(|h| [String::from("-H"), h.clone()]));
    out.push(url.to_owned());
    out
}

/// GNU's and busybox's alike. Not `--spider`, which asks with HEAD.
fn wget(url: &str, headers: &[String]) -> Vec<String> {
    let mut out = words(&["wget", "-q", "-O", "/dev/null"]);
    out.extend(headers.iter().flat_map(|h| [String::from("--header"), h.clone()]));
    out.push(url.to_owned());
    out
}

/// `printf` repeats its format for each argument.
fn bash_http(port: u16, path: &str, headers: &[String]) -> Vec<String> {
    let mut lines = vec![format!("GET {path} HTTP/1.1")];
    if !headers.iter().any(|h| h.to_ascii_lowercase().starts_with("host:")) {
        lines.push(format!("Host: 127.0.0.1:{port}"));
    }
    lines.extend(headers.iter().cloned());
    lines.extend([String::from("Connection: close"), String::new()]);
    let quoted: Vec<String> = lines.iter().map(|l| format!("'{}'", l.replace('\'', r"'\''"))).collect();
    let script = format!(
        r"exec 3<>/dev/tcp/127.0.0.1/{port}; printf '%s\r\n' {} >&3; read -r _ status _ <&3; [[ $status == [23]?? ]]",
        quoted.join(" ")
    );
    words(&["bash", "-c", &script])
}

fn words(all: &[&str]) -> Vec<String> {
    std::iter::once("CMD").chain(all.iter().copied()).map(str::to_owned).collect()
}
