//! Probes: what is asked, when, and what takes a shell.

use wharf_model::{Duration, Kind, ProbeAction};

use super::build::{
    alone, app, at, file, http, lower, port, probe, problems, route, service, service_kind, text, texts,
};

#[test]
fn all_of_the_timing_is_written_in_whole_seconds_rounded_up() {
    let mut web = service("web", "nginx:1.27");
    web.ports = vec![port("http", 8080)];
    let mut live = probe(http("/healthz", "http"));
    live.timing.every = at(Duration(1500));
    live.timing.timeout = at(Duration(1));
    web.probes.live = Some(live);
    let text = alone(web);
    let expected = "
          livenessProbe:
            failureThreshold: 3
            httpGet:
              path: /healthz
              port: http
            periodSeconds: 2
            timeoutSeconds: 1
";
    assert!(text.contains(expected), "{text}");
    assert!(!text.contains("readinessProbe") && !text.contains("startupProbe"), "{text}");
}

#[test]
fn grace_is_a_startup_probe_with_the_same_action() {
    let mut web = service("web", "nginx:1.27");
    web.ports = vec![port("http", 8080)];
    let mut ready = probe(http("/ready", "http"));
    ready.timing.grace = Some(at(Duration::seconds(35)));
    web.probes.ready = Some(ready);
    let lowered = lower(&app(vec![service_kind(web)]));
    let text = file(&lowered, "service-web.yaml");
    assert!(text.contains("          startupProbe:\n            failureThreshold: 4\n"), "{text}");
    assert_eq!(problems(&lowered).len(), 1, "{:?}", problems(&lowered));
}

#[test]
fn an_own_startup_probe_is_kept_and_gets_its_grace_on_top() {
    let mut web = service("web", "nginx:1.27");
    web.ports = vec![port("http", 8080)];
    let mut startup = probe(ProbeAction::Tcp { port: web.ports[0].name.value.clone() });
    startup.timing.grace = Some(at(Duration::seconds(60)));
    web.probes.startup = Some(startup);
    let mut live = probe(http("/", "http"));
    live.timing.grace = Some(at(Duration::seconds(600)));
    web.probes.live = Some(live);
    let lowered = lower(&app(vec![service_kind(web)]));
    assert!(file(&lowered, "service-web.yaml").contains("startupProbe:\n            failureThreshold: 9\n"));
}

#[test]
fn a_routed_service_without_readiness_gets_one_on_the_routed_port() {
    let mut web = service("web", "nginx:1.27");
    web.ports = vec![port("admin", 81), port("http", 8080)];
    web.routed = true;
    let lowered = lower(&app(vec![service_kind(web), Kind::Route(route(&["a.b"], &[("/", "web.http")]))]));
    let text = file(&lowered, "service-web.yaml");
    assert!(text.contains("tcpSocket:\n              port: http\n"), "{text}");
    assert!(problems(&lowered).iter().any(|p| p.starts_with("W0703 `web` does not say when it is ready")));
}

#[test]
fn a_command_with_a_secret_reads_it_by_a_shell() {
    let mut db = service("db", "redis:7");
    db.probes.ready = Some(probe(ProbeAction::Exec(
        texts(&["redis-cli", "-a", "{secret pass}", "it's", "$(X)", "", "p={pod name}"]).value,
    )));
    let secrets = super::build::secrets(None, "shop-secrets", &["pass"]);
    let lowered = lower(&app(vec![secrets, service_kind(db)]));
    let text = file(&lowered, "service-db.yaml");
    let line = r#"exec redis-cli -a "${WHARF_SECRET_PASS}" 'it'\''s' '$$(X)' '' 'p='"${WHARF_POD_NAME}""#;
    assert!(text.contains(&format!("- {line}\n")), "{text}");
    assert_eq!(problems(&lowered).len(), 2);
}

#[test]
fn a_value_in_a_shell_line_is_quoted_by_where_it_stands() {
    let mut db = service("db", "redis:7");
    db.probes.ready = Some(probe(ProbeAction::Shell(text("a {pod ip} \"b {pod ip}\" 'c {pod ip}' \\\"{pod ip}"))));
    let text = alone(db);
    let ip = "${WHARF_POD_IP}";
    let line = format!("a \"{ip}\" \"b {ip}\" 'c '\"{ip}\"'' \\\"\"{ip}\"");
    assert!(text.contains(&format!("- {line}\n")), "{text}");
}

#[test]
fn headers_are_checked_and_grpc_takes_a_number() {
    let mut web = service("web", "x:1");
    web.ports = vec![port("rpc", 9000)];
    let header = |name: &str| (at(name.to_owned()), at("a: b".to_owned()));
    web.probes.live = Some(probe(ProbeAction::Http {
        path: "/x?y=1".into(),
        port: web.ports[0].name.value.clone(),
        headers: vec![header("X-Probe"), header("X Probe")],
        tool: None,
    }));
    let rpc = ProbeAction::Grpc { port: web.ports[0].name.value.clone(), service: Some("s".into()) };
    web.probes.ready = Some(probe(rpc));
    let lowered = lower(&app(vec![service_kind(web)]));
    let text = file(&lowered, "service-web.yaml");
    assert!(text.contains("            grpc:\n              port: 9000\n              service: s\n"), "{text}");
    assert!(text.contains("                - name: X-Probe\n                  value: \"a: b\"\n"), "{text}");
    assert_eq!(problems(&lowered).len(), 1);
}

#[test]
fn static_commands_stay_as_they_are() {
    let mut db = service("db", "redis:7");
    db.probes.live = Some(probe(ProbeAction::Exec(texts(&["echo", "$$", "$(date)"]).value)));
    let text = alone(db);
    assert!(text.contains("- echo\n                - $$$\n                - $$(date)\n"), "{text}");
}
