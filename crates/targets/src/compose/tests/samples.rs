//! Apps that use many words at once.

use wharf_model::{
    App, BuildFrom, Bytes, Cpu, Duration, EnvSource, Metric, MountKind, NeedUntil, Part, Percent, PortRef, Replicas,
    Tls,
};

use super::app::{
    app, at, built, env, exec, http, image, job, mount, name, need, port, route, secret_ref, secrets, service, setting,
    text,
};

/// An app, and the variables that it has to be given.
pub(super) struct Sample {
    pub(super) called: &'static str,
    pub(super) app: App,
    pub(super) variables: &'static [(&'static str, &'static str)],
}

/// All samples.
pub(super) fn all() -> Vec<Sample> {
    vec![Sample { called: "shop", app: shop(), variables: &[("DB_PASSWORD", "p$w}d"), ("API_TOKEN", "t")] }]
}

/// The shop of the design.
pub(super) fn shop() -> App {
    let url = vec![
        Part::Literal("postgres://app:".into()),
        Part::Secret(secret_ref("db-password")),
        Part::Literal("@".into()),
        Part::Host(name("db")),
        Part::Literal(":".into()),
        Part::Port(PortRef { service: name("db"), port: name("sql") }),
        Part::Literal("/shop".into()),
    ];
    app(vec![
        secrets(None, &[("db-password", false), ("stripe-key", true)]),
        secrets(Some("api"), &[("token", false)]),
        setting("LOG_LEVEL", Some("info"), false),
        image("api", BuildFrom::Registry("debian:bookworm-slim".into()), |_| {}),
        service("api", "x:1", |s| {
            s.container.image = built("api", None);
            s.container.known_user = Some(10001);
            s.container.env = vec![
                env("DATABASE_URL", text(url)),
                env("LOG_LEVEL", text(vec![Part::Setting(wharf_model::EnvName::new("LOG_LEVEL").unwrap())])),
                env("STRIPE_KEY", text(vec![Part::Secret(secret_ref("stripe-key"))])),
            ];
            s.container.env_from = vec![at(EnvSource::Secrets(Some(name("api"))))];
            s.container.resources.cpu.limit = Some(at(Cpu(1000)));
            s.ports = vec![port("http", 8080)];
            s.probes.ready = Some(http("/ready", "http"));
            s.probes.live = Some(http("/healthz", "http"));
            s.needs = vec![need("db", NeedUntil::Ready), need("migrate", NeedUntil::Done)];
            s.scale = at(Replicas::Auto { min: 2, max: 10, metrics: vec![(Metric::Cpu, at(Percent(7000)))] });
        }),
        job("migrate", "x:1", |j| {
            j.container.image = built("api", None);
            j.container.known_user = Some(10001);
            j.container.args = Some(at(vec![at("migrate".into())]));
            j.needs = vec![need("db", NeedUntil::Ready)];
        }),
        service("db", "postgres:17.2", |s| {
            s.ports = vec![port("sql", 5432)];
            s.container.env = vec![env("POSTGRES_PASSWORD", text(vec![Part::Secret(secret_ref("db-password"))]))];
            s.container.mounts = vec![mount(
                "/var/lib/postgresql/data",
                MountKind::Own { name: at(name("data")), size: at(Bytes(10 << 30)), class: None },
            )];
            s.probes.ready = Some(exec(&["pg_isready", "-U", "postgres"]));
        }),
        route(&["shop.localhost"], &[("/api", "api.http")], |r| {
            r.rules[0].timeout = Some(at(Duration::seconds(30)));
            r.tls = Some(at(Tls::Issuer(name("letsencrypt"))));
        }),
    ])
}
