use wharf_diagnostics::codes;
use wharf_model::{
    Bytes, Cpu, Duration, Expose, ExposeAs, Metric, NeedUntil, Percent, PortNumber, Protocol, PublishAddress, Replicas,
    UserGroup,
};

use super::app::{app, at, job, name, need, path, port, service};
use super::{codes, compose, file, lower, section};

#[test]
fn a_service_alone() {
    let text = compose(&app(vec![service("a", "x:1", |s| {
        s.container.user = Some(at(UserGroup { user: 10, group: Some(20) }));
        s.container.workdir = Some(path("/srv"));
        s.container.resources.cpu.limit = Some(at(Cpu(1500)));
        s.stop.signal = Some(at("SIGQUIT".into()));
    })]));
    assert_eq!(
        text,
        "name: shop
services:
  a:
    image: x:1
    user: 10:20
    working_dir: /srv
    deploy:
      resources:
        limits:
          cpus: \"1.5\"
          memory: 512m
        reservations:
          cpus: \"0.1\"
          memory: 128m
    restart: unless-stopped
    stop_grace_period: 30s
    stop_signal: SIGQUIT
    security_opt:
      - no-new-privileges:true
"
        .replace("user: 10:20", "user: \"10:20\"")
    );
}

#[test]
fn jobs_run_once_and_are_waited_for() {
    let lowered = lower(&app(vec![
        job("migrate", "x:1", |j| {
            j.retries = at(0);
            j.timeout = Some(at(Duration::seconds(60)));
        }),
        job("seed", "x:1", |_| {}),
        service("a", "x:1", |s| {
            s.needs = vec![need("migrate", NeedUntil::Done), need("seed", NeedUntil::Started)];
        }),
    ]));
    let text = file(&lowered, "compose.yaml");
    assert!(section(&text, "  migrate:").contains("restart: \"no\"\n"));
    assert!(section(&text, "  seed:").contains("restart: on-failure:6\n"));
    assert_eq!(
        section(&text, "    depends_on:"),
        "    depends_on:
      migrate:
        condition: service_completed_successfully
      seed:
        condition: service_started
"
    );
    assert_eq!(codes(&lowered), [codes::LOST]);
}

#[test]
fn a_range_of_replicas_is_its_minimum() {
    let lowered = lower(&app(vec![service("a", "x:1", |s| {
        let metrics = vec![(Metric::Cpu, at(Percent(7000))), (Metric::Memory, at(Percent(8000)))];
        s.scale = at(Replicas::Auto { min: 2, max: 10, metrics });
        s.stateful = Some(at(()));
    })]));
    assert!(file(&lowered, "compose.yaml").contains("    deploy:\n      replicas: 2\n"));
    assert_eq!(codes(&lowered), [codes::EMULATED, codes::EMULATED]);
    assert!(lowered.diagnostics.iter().any(|d| d.label
        == "a cluster adds replicas, up to 10, where `a` uses more than 70% of its CPU or 80% of its memory"));
    let none = compose(&app(vec![service("a", "x:1", |s| s.scale = at(Replicas::Fixed(0)))]));
    assert!(none.contains("      replicas: 0\n"));
}

#[test]
fn only_published_ports_reach_the_machine() {
    let text = compose(&app(vec![service("a", "x:1", |s| {
        let publish =
            |address: &str, n| Some(at(PublishAddress { address: address.into(), port: PortNumber::new(n).unwrap() }));
        let (mut a, mut b, mut c) = (port("a", 53), port("b", 80), port("c", 81));
        a.protocol = Protocol::Udp;
        a.publish = publish("::1", 5353);
        b.publish = publish("127.0.0.1", 8080);
        c.protocol = Protocol::Udp;
        s.ports = vec![a, b, c, port("d", 82)];
    })]));
    assert_eq!(section(&text, "    ports:"), "    ports:\n      - \"[::1]:5353:53/udp\"\n      - 127.0.0.1:8080:80\n");
    assert_eq!(section(&text, "    expose:"), "    expose:\n      - 81/udp\n      - \"82\"\n");
}

#[test]
fn exposed_ports_are_opened_on_the_machine() {
    let expose = |kind| Expose { port: at(name("p")), kind };
    let n = |n| Some(PortNumber::new(n).unwrap());
    let with = |kind, replicas| {
        lower(&app(vec![
            service("a", "x:1", |s| {
                s.ports = vec![port("p", 80)];
                s.expose = vec![expose(kind)];
                s.scale = at(Replicas::Fixed(replicas));
            }),
            service("b", "x:1", |s| {
                let mut q = port("q", 1);
                q.publish = Some(at(PublishAddress { address: "127.0.0.1".into(), port: n(99).unwrap() }));
                s.ports = vec![q];
            }),
        ]))
    };
    for (kind, replicas, expected) in [
        (ExposeAs::LoadBalancer(None), 1, "127.0.0.1:80:80"),
        (ExposeAs::LoadBalancer(n(98)), 1, "127.0.0.1:98:80"),
        (ExposeAs::LoadBalancer(n(99)), 1, "127.0.0.1::80"),
        (ExposeAs::LoadBalancer(n(98)), 2, "127.0.0.1::80"),
        (ExposeAs::NodePort(None), 1, "127.0.0.1::80"),
        (ExposeAs::NodePort(n(30000)), 1, "127.0.0.1:30000:80"),
    ] {
        let lowered = with(kind, replicas);
        assert!(file(&lowered, "compose.yaml").contains(expected), "{kind:?} {replicas}");
        assert_eq!(codes(&lowered), [codes::EMULATED]);
    }
}

#[test]
fn docker_s_least_memory_is_known() {
    let lowered = lower(&app(vec![service("a", "x:1", |s| {
        s.container.resources.memory.limit = Some(at(Bytes(1 << 20)));
    })]));
    assert_eq!(codes(&lowered), [codes::REFUSED]);
}
