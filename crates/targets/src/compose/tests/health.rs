use wharf_diagnostics::codes;
use wharf_model::{Duration, HttpTool, NeedUntil, ProbeAction, Service};

use super::app::{app, at, exec, http, name, need, port, probe, service};
use super::{codes, compose, file, lower, section};

fn with(image: &str, change: impl FnOnce(&mut Service)) -> String {
    let text = compose(&app(vec![service("a", image, |s| {
        s.ports = vec![port("http", 8080)];
        change(s);
    })]));
    section(&text, "    healthcheck:")
}

#[test]
fn every_time_is_written() {
    let text = with("x:1", |s| {
        let mut ready = exec(&["check", "$x"]);
        ready.timing.every = at(Duration(1500));
        ready.timing.grace = Some(at(Duration::seconds(120)));
        s.probes.ready = Some(ready);
    });
    assert_eq!(
        text,
        "    healthcheck:
      test:
        - CMD
        - check
        - $$x
      interval: 1500ms
      timeout: 1s
      retries: 3
      start_period: 2m
"
    );
}

#[test]
fn the_tool_is_the_source_s_or_one_that_the_image_is_known_to_have() {
    let headers = vec![(at("X-A".into()), at("it's $1".into()))];
    let ask =
        |tool| probe(ProbeAction::Http { path: "/r?a=b".into(), port: name("http"), headers: headers.clone(), tool });
    let curl = with("unknown/x:1", |s| s.probes.ready = Some(ask(Some(HttpTool::Curl))));
    assert!(curl.contains("- curl\n        - -fsS\n        - -o\n        - /dev/null\n        - -H\n        - \"X-A: it's $$1\"\n        - http://127.0.0.1:8080/r?a=b\n"), "{curl}");
    let wget = with("caddy:2.10-alpine", |s| s.probes.ready = Some(ask(None)));
    assert!(wget.contains("- wget\n        - -q\n        - -O\n        - /dev/null\n        - --header\n"), "{wget}");
    let bash = with("nginx:1.29", |s| s.probes.ready = Some(ask(None)));
    assert!(
        bash.contains(r"'GET /r?a=b HTTP/1.1' 'Host: 127.0.0.1:8080' 'X-A: it'\\''s $$1' 'Connection: close' '' >&3"),
        "{bash}"
    );
    let tcp = |image| with(image, |s| s.probes.ready = Some(probe(ProbeAction::Tcp { port: name("http") })));
    assert!(tcp("redis:8").contains("exec 3<>/dev/tcp/127.0.0.1/8080"));
    assert!(tcp("redis:8-alpine").contains("- nc\n        - -z\n        - \"127.0.0.1\"\n        - \"8080\"\n"));
    let shell = with("x:1", |s| s.probes.ready = Some(probe(ProbeAction::Shell(at("test -f $F".into())))));
    assert!(shell.contains("- CMD-SHELL\n        - test -f $$F\n"));
}

#[test]
fn what_can_t_be_asked_is_lost_or_refused() {
    let asked = |waits: bool| {
        lower(&app(vec![
            service("a", "unknown/x:1", |s| {
                s.ports = vec![port("http", 8080)];
                s.probes.ready = Some(http("/ready", "http"));
            }),
            service("b", "x:1", |s| {
                s.pod.needs = vec![need("a", if waits { NeedUntil::Ready } else { NeedUntil::Started })];
            }),
        ]))
    };
    assert_eq!(codes(&asked(false)), [codes::LOST]);
    assert!(!file(&asked(false), "compose.yaml").contains("healthcheck"));
    assert_eq!(codes(&asked(true)), [codes::REFUSED]);
    assert_eq!(asked(true).diagnostics[0].labels[0].message, "`b` waits for it");
}

#[test]
fn live_is_never_asked_and_startup_gives_patience() {
    let lowered = lower(&app(vec![service("a", "nginx:1", |s| {
        s.ports = vec![port("http", 80)];
        s.probes.live = Some(http("/", "http"));
        s.probes.ready = Some(http("/", "http"));
        let mut startup = http("/", "http");
        startup.timing.failures = at(30);
        s.probes.startup = Some(startup);
    })]));
    assert_eq!(codes(&lowered), [codes::EMULATED, codes::EMULATED]);
    assert!(file(&lowered, "compose.yaml").contains("start_period: 5m\n"));
    let only = lower(&app(vec![service("a", "nginx:1", |s| {
        s.ports = vec![port("http", 80)];
        s.probes.startup = Some(http("/", "http"));
    })]));
    assert_eq!(codes(&only), [codes::EMULATED]);
    assert!(file(&only, "compose.yaml").contains("healthcheck"));
}

#[test]
fn grpc_is_a_connection() {
    let lowered = lower(&app(vec![service("a", "python:3.13-slim", |s| {
        s.ports = vec![port("grpc", 50051)];
        s.probes.ready = Some(probe(ProbeAction::Grpc { port: name("grpc"), service: None }));
    })]));
    assert_eq!(codes(&lowered), [codes::EMULATED]);
    assert!(file(&lowered, "compose.yaml").contains("/dev/tcp/127.0.0.1/50051"));
}
