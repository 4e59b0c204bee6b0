//! One app with nearly everything.

use wharf_model::{
    App, At, Bytes, Duration, EnvSource, Expose, ExposeAs, FileTree, Job, Kind, Metric, MountKind, Name, Need,
    NeedUntil, Percent, PortNumber, ProbeAction, Protocol, PublishAddress, RelativePath, Replicas, Tls, UserGroup,
};

use super::build::{
    app, at, config, env, http, job, lower, lower_with, mount, name, origin, port, probe, route, secret_file, secrets,
    service, service_kind, setting, text, texts, volume,
};

pub(super) fn shop() -> App {
    let mut api = service("api", "ghcr.io/acme/api:1.4.0");
    api.pod.container.user = Some(at(UserGroup { user: 10001, group: Some(10002), groups: Vec::new() }));
    api.pod.container.known_user = Some(10001);
    api.pod.container.args = Some(texts(&["serve", "--token={secret stripe-key}", "$(HOME) costs $5 $$"]));
    api.pod.container.workdir = Some(super::build::path("/srv"));
    api.pod.container.env = env(&[
        ("LOG_LEVEL", "{setting LOG_LEVEL}"),
        ("DATABASE_URL", "postgres://app:{secret db-password}@{host db}:{port db.sql}/shop"),
        ("POD", "{pod name}"),
        ("SELF", "http://{pod ip}:{port api.http}"),
        ("NO", "no"),
        ("EMPTY", ""),
    ]);
    api.pod.container.env_from = vec![
        at(EnvSource::Config(Name::new("flags").unwrap())),
        at(EnvSource::Secrets(Some(Name::new("mail").unwrap()))),
    ];
    api.pod.container.mounts = vec![
        mount(
            "/etc/api/extra",
            MountKind::Files(FileTree {
                source: at(RelativePath::new("", "extra").unwrap()),
                path: super::build::path("/etc/api/extra"),
                contents: vec![("a.txt".into(), b"hi\n".to_vec()), ("sub/b.bin".into(), vec![0, 255])],
            }),
        ),
        mount("/etc/api/flags", MountKind::Config { config: name("flags"), key: Some("COLOR".into()) }),
        mount("/run/secrets/db", MountKind::Secret(at(secret_file("db-password")))),
        mount("/srv/cache", MountKind::Scratch { name: None, size: Some(at(Bytes(64 << 20))), memory: true }),
        mount("/srv/uploads", MountKind::Volume { name: name("uploads"), readonly: false }),
    ];
    let mut http_port = port("http", 8080);
    http_port.publish = Some(at(PublishAddress { address: "127.0.0.1".into(), port: PortNumber::new(8080).unwrap() }));
    http_port.service = Some(at(PortNumber::new(80).unwrap()));
    api.ports = vec![port("dns", 53), http_port];
    api.ports[0].protocol = Protocol::Udp;
    api.scale = at(Replicas::auto(2, 10, vec![(Metric::Cpu, at(Percent(7000)))]));
    api.probes.live = Some(probe(http("/healthz", "http")));
    let mut ready = probe(http("/ready", "http"));
    ready.timing.grace = Some(at(Duration::seconds(35)));
    api.probes.ready = Some(ready);
    api.pod.needs = vec![Need { name: name("db"), until: NeedUntil::Ready }];
    api.expose = vec![Expose::new(name("http"), ExposeAs::LoadBalancer(None))];
    api.pod.labels = vec![(at("team".into()), at("core".into()))];
    api.pod.annotations = vec![(at("prometheus.io/scrape".into()), at("true".into()))];
    api.routed = true;

    let mut db = service("db", "postgres:17.2");
    db.ports = vec![port("sql", 5432)];
    db.controller = at(wharf_model::Controller::StatefulSet(wharf_model::Stateful::default()));
    db.pod.container.env = env(&[("POSTGRES_PASSWORD", "{secret db-password}")]);
    db.pod.container.mounts = vec![mount(
        "/var/lib/postgresql/data",
        MountKind::Own { name: name("data"), size: at(Bytes(10 << 30)), class: Some(name("fast")), access: None },
    )];
    db.probes.ready = Some(probe(ProbeAction::Exec(texts(&["pg_isready", "-U", "postgres"]).value)));
    db.probes.live = Some(probe(ProbeAction::Shell(text("psql '{secret db-password}' \"{setting LOG_LEVEL}\""))));

    let mut web = service("web", "nginx:1.27");
    web.ports = vec![port("http", 80)];
    web.scale = at(Replicas::Fixed(3));
    web.routed = true;

    let mut cleanup: Job = job("cleanup", "ghcr.io/acme/api:1.4.0");
    cleanup.pod.container.args = Some(texts(&["cleanup"]));
    cleanup.timeout = Some(at(Duration::seconds(900)));

    let mut shop = route(&["shop.example.com"], &[("=/healthz", "api.http"), ("/api", "api.http"), ("/", "web.http")]);
    shop.tls = Some(at(Tls::Issuer(Name::new("letsencrypt").unwrap())));
    let uploads = {
        let mut v = volume("uploads");
        v.access = Some(At::new(wharf_model::Access::Shared, origin()));
        v
    };
    app(vec![
        setting("LOG_LEVEL", Some("info"), false),
        setting("DOMAIN", None, false),
        secrets(None, "shop-secrets", &["db-password", "stripe-key?"]),
        secrets(Some("mail"), "mail", &["smtp-user"]),
        config("flags", &[("COLOR", "blue"), ("DB", "{host db}:{port db.sql} $(X)")]),
        Kind::Volume(uploads),
        service_kind(api),
        service_kind(db),
        service_kind(web),
        Kind::Job(Box::new(cleanup)),
        Kind::Route(shop),
    ])
}

#[test]
fn provenance_changes_no_byte_and_knows_every_line() {
    let app = shop();
    let (plain, traced) = (lower(&app), lower_with(&app, true));
    assert_eq!(plain.diagnostics, traced.diagnostics);
    for (plain, traced) in plain.files.iter().zip(&traced.files) {
        assert_eq!(plain.contents, traced.contents);
        assert!(plain.lines.is_empty());
        assert_eq!(traced.lines.first().map(|l| l.line), Some(0), "{}", traced.path);
        assert!(traced.lines.is_sorted_by(|a, b| a.line < b.line));
        assert!(traced.lines.iter().all(|l| app.origins.get(l.origin).is_some()));
    }
}

#[test]
fn lines_lead_back_to_what_they_were_lowered_from() {
    let app = shop();
    let api = app.service(&Name::new("api").unwrap()).unwrap();
    let lowered = lower_with(&app, true);
    let file = lowered.files.iter().find(|f| f.path == "kubernetes/service-api.yaml").unwrap();
    let text = String::from_utf8(file.contents.clone()).unwrap();
    let origin_of = |needle: &str| {
        let line = text.lines().position(|l| l.trim_start() == needle).unwrap_or_else(|| panic!("no {needle}"));
        file.lines.iter().rfind(|l| l.line as usize <= line).unwrap().origin
    };
    let env = |name: &str| api.pod.container.env.iter().find(|e| e.name.as_str() == name).unwrap().value.origin;
    let port = api.ports.iter().find(|p| p.name.as_str() == "http").unwrap();
    let expected = [
        ("# Generated by Wharf; change the .app file instead.", api.name.origin),
        ("kind: Deployment", api.name.origin),
        ("image: ghcr.io/acme/api:1.4.0", api.pod.container.image.origin),
        ("- name: LOG_LEVEL", env("LOG_LEVEL")),
        ("value: postgres://app:$(WHARF_SECRET_DB_PASSWORD)@db:5432/shop", env("DATABASE_URL")),
        ("- containerPort: 8080", port.number.origin),
        ("memory: 512Mi", api.pod.container.resources.memory.limit.as_ref().unwrap().origin),
        ("minReplicas: 2", api.scale.origin),
        ("team: core", api.pod.labels[0].1.origin),
        ("mountPath: /srv/uploads", api.pod.container.mounts[4].path.origin),
        ("terminationGracePeriodSeconds: 35", api.pod.stop.grace.origin),
    ];
    for (line, origin) in expected {
        let line = if line.starts_with("mountPath") { format!("- {line}") } else { line.to_owned() };
        assert_eq!(origin_of(&line), origin, "{line}");
    }
}

#[test]
fn the_order_of_declarations_of_one_kind_changes_no_name() {
    let app = shop();
    let mut reversed = app.clone();
    reversed.kinds.reverse();
    let contents =
        |lowered: crate::Lowered| lowered.files.into_iter().map(|f| (f.path, f.contents)).collect::<Vec<_>>();
    let (one, other) = (contents(lower(&app)), contents(lower(&reversed)));
    let is_ordered = |(path, _): &&(String, Vec<u8>)| !path.ends_with("namespace.yaml");
    assert!(one.iter().filter(is_ordered).eq(other.iter().filter(is_ordered)));
}
