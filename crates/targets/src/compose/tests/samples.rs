//! Apps that use many words at once.

use wharf_model::{
    App, BuildFrom, Bytes, Config, Cpu, Duration, EnvSource, Expose, ExposeAs, ImageSource, Kind, Metric, MountKind,
    NeedUntil, Part, Percent, PortNumber, PortRef, PublishAddress, Replicas, Tls, UserGroup, Volume,
};

use super::app::{
    app, at, built, env, exec, http, image, job, mount, name, need, port, route, secret_ref, secrets, service, setting,
    source, text,
};

/// An app, and the variables that it has to be given.
pub(super) struct Sample {
    pub(super) called: &'static str,
    pub(super) app: App,
    pub(super) variables: &'static [(&'static str, &'static str)],
}

/// All samples.
pub(super) fn all() -> Vec<Sample> {
    vec![
        Sample { called: "shop", app: shop(), variables: &[("DB_PASSWORD", "p$w}d"), ("API_TOKEN", "t")] },
        Sample { called: "routes", app: routes(), variables: &[] },
        Sample { called: "many", app: many(), variables: &[("KEY", "k"), ("NPM_TOKEN", "n")] },
    ]
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

/// Every kind of host and path.
pub(super) fn routes() -> App {
    let web = |called: &str, replicas: u32| {
        service(called, "caddy:2", |s| {
            s.ports = vec![port("http", 8080)];
            s.scale = at(Replicas::Fixed(replicas));
        })
    };
    app(vec![
        web("one", 1),
        web("two", 2),
        route(
            &["shop.localhost"],
            &[("=/exact", "one.http"), ("/api/v2", "two.http"), ("/api", "one.http"), ("/", "two.http")],
            |r| {
                r.rules[1].timeout = Some(at(Duration(1500)));
                r.rules[2].timeout = Some(at(Duration::seconds(1)));
            },
        ),
        route(&["*.shop.localhost"], &[("/w", "one.http")], |_| {}),
        route(&["a.shop.localhost"], &[("/odd {x} \"`'$1.+é", "one.http")], |r| {
            r.tls = Some(at(Tls::Secret(name("a-tls"))));
        }),
        route(&[], &[("/every", "one.http")], |_| {}),
    ])
}

/// What the others leave out.
fn many() -> App {
    let stage = |s: &mut wharf_model::Service| s.container.image = built("web", Some("dev"));
    app(vec![
        secrets(None, &[("key", false), ("maybe", true), ("npm-token", false)]),
        Kind::Config(Config {
            name: at(name("web")),
            doc: None,
            entries: vec![(at("app.ini".into()), at("a = $b\n".into())), (at("MODE".into()), at("yes".into()))],
        }),
        Kind::Volume(Volume {
            name: at(name("media")),
            doc: None,
            size: None,
            shared: None,
            class: None,
            external: Some(at(name("claim"))),
        }),
        image("base", BuildFrom::Registry("node:24".into()), |_| {}),
        image("web", BuildFrom::Image(name("base")), |i| {
            i.platform = Some(at("linux/amd64".into()));
            if let ImageSource::Build(build) = &mut i.source {
                build.secrets = vec![at(secret_ref("npm-token"))];
            }
        }),
        service("web", "x:1", |s| {
            s.container.image = built("web", None);
            s.container.user = Some(at(UserGroup { user: 10, group: Some(20) }));
            s.container.env_from = vec![at(EnvSource::Config(name("web")))];
            s.ports = vec![port("http", 80), port("admin", 81)];
            s.ports[1].publish = Some(at(PublishAddress { address: "::1".into(), port: PortNumber::new(81).unwrap() }));
            s.expose = vec![Expose { port: at(name("http")), kind: ExposeAs::LoadBalancer(None) }];
            s.probes.ready = Some(http("/?a=$b", "http"));
            s.container.mounts = vec![
                mount("/app", MountKind::Bind { source: source("examples/shop/api"), readonly: true }),
                mount("/etc/app.ini", MountKind::Config { config: at(name("web")), key: Some("app.ini".into()) }),
                mount("/media", MountKind::Volume { name: at(name("media")), readonly: true }),
                mount("/run/key", MountKind::Secret(at(secret_ref("key")))),
                mount("/run/maybe", MountKind::Secret(at(secret_ref("maybe")))),
                mount("/work", MountKind::Scratch { size: Some(at(Bytes(1 << 20))), memory: true }),
            ];
        }),
        service("dev", "x:1", stage),
        service("dev-too", "x:1", stage),
    ])
}
