//! Apps that use many words at once.

use wharf_model::{
    App, BuildFrom, Bytes, Config, Cpu, Duration, EnvName, EnvSource, ExistingDockerfile, Expose, ExposeAs, FileTree,
    HttpTool, ImageSource, Kind, Metric, MountKind, NeedUntil, Part, Percent, PortNumber, PortRef, ProbeAction,
    PublishAddress, Replicas, Tls, UserGroup, Volume,
};

use super::app::{
    app, at, built, env, exec, http, image, job, mount, name, need, port, probe, route, secret_file, secret_ref,
    secrets, service, setting, source, text,
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
        Sample { called: "runs", app: runs(), variables: &[("KEY", "k$1"), ("GONE", "")] },
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
            s.pod.container.image = built("api", None);
            s.pod.container.known_user = Some(10001);
            s.pod.container.env = vec![
                env("DATABASE_URL", text(url)),
                env("LOG_LEVEL", text(vec![Part::Setting(wharf_model::EnvName::new("LOG_LEVEL").unwrap())])),
                env("STRIPE_KEY", text(vec![Part::Secret(secret_ref("stripe-key"))])),
            ];
            s.pod.container.env_from = vec![at(EnvSource::Secrets(Some(name("api"))))];
            s.pod.container.resources.cpu.limit = Some(at(Cpu(1000)));
            s.ports = vec![port("http", 8080)];
            s.probes.ready = Some(http("/ready", "http"));
            s.probes.live = Some(http("/healthz", "http"));
            s.pod.needs = vec![need("db", NeedUntil::Ready), need("migrate", NeedUntil::Done)];
            s.scale = at(Replicas::auto(2, 10, vec![(Metric::Cpu, at(Percent(7000)))]));
        }),
        job("migrate", "x:1", |j| {
            j.pod.container.image = built("api", None);
            j.pod.container.known_user = Some(10001);
            j.pod.container.args = Some(at(vec![at("migrate".into())]));
            j.pod.needs = vec![need("db", NeedUntil::Ready)];
        }),
        service("db", "postgres:17.2", |s| {
            s.ports = vec![port("sql", 5432)];
            s.pod.container.env = vec![env("POSTGRES_PASSWORD", text(vec![Part::Secret(secret_ref("db-password"))]))];
            s.pod.container.mounts = vec![mount(
                "/var/lib/postgresql/data",
                MountKind::Own { name: at(name("data")), size: at(Bytes(10 << 30)), class: None, access: None },
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
    let stage = |s: &mut wharf_model::Service| s.pod.container.image = built("web", Some("dev"));
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
            access: None,
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
            s.pod.container.image = built("web", None);
            s.pod.container.user = Some(at(UserGroup { user: 10, group: Some(20), groups: Vec::new() }));
            s.pod.container.env_from = vec![at(EnvSource::Config(name("web")))];
            s.ports = vec![port("http", 80), port("admin", 81)];
            s.ports[1].publish = Some(at(PublishAddress { address: "::1".into(), port: PortNumber::new(81).unwrap() }));
            s.expose = vec![Expose::new(at(name("http")), ExposeAs::LoadBalancer(None))];
            s.probes.ready = Some(http("/?a=$b", "http"));
            s.pod.container.mounts = vec![
                mount("/app", MountKind::Bind { source: source("examples/shop/api"), readonly: true }),
                mount("/etc/app.ini", MountKind::Config { config: at(name("web")), key: Some("app.ini".into()) }),
                mount("/media", MountKind::Volume { name: at(name("media")), readonly: true }),
                mount("/run/key", MountKind::Secret(at(secret_file("key")))),
                mount("/run/maybe", MountKind::Secret(at(secret_file("maybe")))),
                mount("/work", MountKind::Scratch { name: None, size: Some(at(Bytes(1 << 20))), memory: true }),
            ];
        }),
        service("dev", "x:1", stage),
        service("dev-too", "x:1", stage),
    ])
}

/// What the engine itself has to carry out: it starts, and `check` succeeds, where the outputs
/// mean what they say. `web` is a folder with a Dockerfile that has busybox in it.
fn runs() -> App {
    let setting_part = |name: &str| Part::Setting(EnvName::new(name).unwrap());
    let shell = |line: &str| Some(at(vec![at("sh".into()), at("-ec".into()), at(line.into())]));
    let httpd = |port: &str| {
        Some(at(["busybox", "httpd", "-f", "-p", port, "-h", "/srv"].map(|w| at(w.into())).into_iter().collect()))
    };
    let check = r#"
        test "$KEY" = 'k$1'; test "$GREETING" = "it's \$5"; test -z "${MAYBE+x}"; test "$WHERE" = web:8080
        test "$(cat /run/key)" = 'k$1'; test ! -e /run/gone; test "$(cat /etc/app.ini)" = 'a = $b'
        test "$(id -u):$(id -g)" = 1000:1000; test "$(cat /srv/index.html)" = hello
        cp /bin/busybox /work/busybox; /work/busybox true; if touch /srv/x 2>/dev/null; then exit 1; fi
        grep -q '^CapBnd:.0*$' /proc/self/status; grep -q '^NoNewPrivs:.1$' /proc/self/status
        wget -q -O - http://web:8080/ | grep -q hello
        wget -q -O - --header 'Host: shop.localhost:8080' http://gateway/ | grep -q hello
        if wget -q -O - --header 'Host: shop.localhost' http://gateway/nope; then exit 1; fi
    "#;
    let image_of = |name: &str, folder: &str| {
        image(name, BuildFrom::Scratch, |i| {
            i.context = source(folder);
            i.source = ImageSource::Existing(ExistingDockerfile {
                dockerfile: source(&format!("{folder}/Dockerfile")),
                target: None,
            });
        })
    };
    app(vec![
        secrets(None, &[("gone", true), ("key", false), ("maybe", true)]),
        setting("GREETING", Some("it's $5"), false),
        Kind::Config(Config {
            name: at(name("web")),
            doc: None,
            entries: vec![(at("app.ini".into()), at("a = $b\n".into()))],
        }),
        image_of("web", "web"),
        service("web", "x:1", |s| {
            s.pod.container.image = built("web", None);
            s.pod.container.known_user = Some(1000);
            s.pod.container.user = Some(at(UserGroup { user: 1000, group: Some(1000), groups: Vec::new() }));
            s.pod.container.entrypoint = httpd("8080");
            s.pod.container.mounts = vec![mount(
                "/srv/index.html",
                MountKind::Files(FileTree {
                    source: source("web/index.html"),
                    path: super::app::path("/srv/index.html"),
                    contents: Vec::new(),
                }),
            )];
            s.ports = vec![port("http", 8080)];
            s.scale = at(Replicas::Fixed(2));
            s.probes.ready = Some(probe(ProbeAction::Http {
                path: "/".into(),
                port: name("http"),
                headers: vec![(at("X-A".into()), at("it's $1".into()))],
                tool: Some(HttpTool::Wget),
            }));
        }),
        // Stock images, by their families: busybox by HTTP and TCP, bash by both.
        service("box-http", "busybox:1.37", |s| {
            s.pod.container.entrypoint = httpd("80");
            s.pod.container.mounts = vec![mount(
                "/data",
                MountKind::Own { name: at(name("data")), size: at(Bytes(1 << 20)), class: None, access: None },
            )];
            s.ports = vec![port("http", 80)];
            s.probes.ready = Some(http("/", "http"));
        }),
        service("box-tcp", "busybox:1.37", |s| {
            s.pod.container.entrypoint = httpd("80");
            s.ports = vec![port("http", 80)];
            s.probes.ready = Some(probe(ProbeAction::Tcp { port: name("http") }));
        }),
        service("bash-http", "debian:bookworm-slim", |s| {
            s.pod.container.entrypoint = httpd("80");
            s.ports = vec![port("http", 80)];
            let headers = vec![(at("X-A".into()), at("it's $1".into()))];
            s.probes.ready =
                Some(probe(ProbeAction::Http { path: "/".into(), port: name("http"), headers, tool: None }));
        }),
        service("bash-tcp", "debian:bookworm-slim", |s| {
            s.pod.container.entrypoint = httpd("80");
            s.ports = vec![port("http", 80)];
            s.probes.ready = Some(probe(ProbeAction::Tcp { port: name("http") }));
        }),
        // Its page is not there: it never gets healthy, and nobody waits for it.
        service("bash-404", "debian:bookworm-slim", |s| {
            s.pod.container.entrypoint = httpd("80");
            s.ports = vec![port("http", 80)];
            s.probes.ready = Some(http("/missing", "http"));
        }),
        job("check", "x:1", |j| {
            j.pod.container.image = built("web", None);
            j.pod.container.known_user = Some(1000);
            j.pod.container.user = Some(at(UserGroup { user: 1000, group: Some(1000), groups: Vec::new() }));
            j.pod.container.entrypoint = shell(check);
            j.pod.container.env = vec![
                env("GREETING", text(vec![setting_part("GREETING")])),
                env("KEY", text(vec![Part::Secret(secret_ref("key"))])),
                env("MAYBE", text(vec![Part::Secret(secret_ref("maybe"))])),
                env(
                    "WHERE",
                    text(vec![
                        Part::Host(name("web")),
                        Part::Literal(":".into()),
                        Part::Port(PortRef { service: name("web"), port: name("http") }),
                    ]),
                ),
            ];
            j.pod.container.mounts = vec![
                mount("/etc/app.ini", MountKind::Config { config: at(name("web")), key: Some("app.ini".into()) }),
                mount("/run/gone", MountKind::Secret(at(secret_file("gone")))),
                mount("/run/key", MountKind::Secret(at(secret_file("key")))),
                mount("/srv", MountKind::Bind { source: source("web"), readonly: true }),
                mount("/work", MountKind::Scratch { name: None, size: Some(at(Bytes(8 << 20))), memory: true }),
            ];
            j.retries = at(2);
            j.pod.needs = ["bash-http", "bash-tcp", "box-http", "box-tcp", "web"]
                .iter()
                .map(|n| need(n, NeedUntil::Ready))
                .collect();
        }),
        service("last", "busybox:1.37", |s| {
            s.pod.container.entrypoint = httpd("80");
            s.pod.needs = vec![need("check", NeedUntil::Done)];
        }),
        route(&["shop.localhost"], &[("=/", "web.http")], |_| {}),
    ])
}
