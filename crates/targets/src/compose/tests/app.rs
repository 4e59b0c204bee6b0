//! Apps made by hand, with the least that each declaration needs.

use std::cell::RefCell;

use wharf_diagnostics::{FileId, Span};
use wharf_model::{
    AbsolutePath, App, At, BuildFrom, BuildImage, Bytes, Container, Controller, Cpu, Duration, EnvName, EnvVar,
    HostName, Image, ImageRef, ImageReference, ImageSource, Job, Kind, Mount, MountKind, Name, Need, NeedUntil, Origin,
    Origins, Part, PathMatch, Pod, Port, PortNumber, PortRef, Probe, ProbeAction, Probes, Protocol, RelativePath,
    Replicas, Requests, Resources, Route, RouteRule, Secret, SecretGroup, SecretRef, Service, Setting, Stage, Stop,
    Target, Targets, Text, Timing,
};

thread_local! {
    static ORIGINS: RefCell<(usize, Origins)> = RefCell::default();
}

/// A value with an origin of its own.
pub(super) fn at<T>(value: T) -> At<T> {
    ORIGINS.with_borrow_mut(|(next, all)| {
        *next += 1;
        let origin = all.add(Origin { span: Span::new(FileId(0), *next, *next + 1), via: None, within: None });
        At::new(value, origin)
    })
}

pub(super) fn name(text: &str) -> Name {
    Name::new(text).unwrap()
}

pub(super) fn path(text: &str) -> At<AbsolutePath> {
    at(AbsolutePath::new(text).unwrap())
}

pub(super) fn source(text: &str) -> At<RelativePath> {
    at(RelativePath::new(".", text).unwrap())
}

pub(super) fn app(kinds: Vec<Kind>) -> App {
    let mut kinds = kinds;
    let key = |kind: &Kind| match kind {
        Kind::Setting(x) => (0, x.name.to_string()),
        Kind::Secrets(x) => (1, x.name.as_ref().map_or_else(String::new, |n| n.to_string())),
        Kind::Config(x) => (2, x.name.to_string()),
        Kind::Volume(x) => (3, x.name.to_string()),
        Kind::Image(x) => (4, x.name.to_string()),
        Kind::Service(x) => (5, x.name.to_string()),
        Kind::External(x) => (5, x.name.to_string()),
        Kind::Job(x) => (6, x.name.to_string()),
        Kind::Cron(x) => (7, x.job.name.to_string()),
        Kind::Route(x) => (7, x.hosts.first().map_or_else(String::new, |h| h.to_string())),
        Kind::Resource(x) => (8, x.name.to_string()),
    };
    kinds.sort_by_key(key);
    let (name, namespace) = (at(name("shop")), at(name("shop")));
    App {
        name,
        doc: None,
        environment: None,
        folder: String::from("examples/shop"),
        namespace,
        registry: None,
        pulls: Vec::new(),
        security: None,
        routing: wharf_model::Routing::Ingress { class: None },
        network: at(wharf_model::NetworkMode::Open),
        targets: Targets(Target::ALL.to_vec()),
        kinds,
        kubernetes_version: wharf_model::KubernetesVersion::NEWEST,
        patches: wharf_model::Patches::default(),
        origins: ORIGINS.with_borrow(|(_, all)| all.clone()),
    }
}

pub(super) fn container(image: &str) -> Container {
    Container {
        image: at(ImageRef::Registry(ImageReference::new(image).unwrap())),
        entrypoint: None,
        args: None,
        workdir: None,
        user: None,
        known_user: None,
        rights: wharf_model::Rights::default(),
        env: Vec::new(),
        env_from: Vec::new(),
        mounts: Vec::new(),
        resources: Resources {
            cpu: Requests { request: Some(at(Cpu(100))), limit: None },
            memory: Requests { request: Some(at(Bytes(128 << 20))), limit: Some(at(Bytes(512 << 20))) },
        },
    }
}

pub(super) fn built(image: &str, stage: Option<&str>) -> At<ImageRef> {
    at(ImageRef::Built { name: name(image), stage: stage.map(name), tag: None })
}

/// One container, and nothing else said.
pub(super) fn pod(image: &str) -> Pod {
    let stop = Stop { grace: at(Duration::seconds(30)), drain: None, signal: None };
    Pod {
        container: container(image),
        security: None,
        helpers: Vec::new(),
        needs: Vec::new(),
        permits: Vec::new(),
        joins: Vec::new(),
        account: None,
        placement: wharf_model::Placement::default(),
        stop,
        labels: Vec::new(),
        annotations: Vec::new(),
    }
}

/// A service that `change` may change.
pub(super) fn service(called: &str, image: &str, change: impl FnOnce(&mut Service)) -> Kind {
    let mut service = Service {
        name: at(name(called)),
        doc: None,
        pod: pod(image),
        controller: at(Controller::Deployment),
        ports: Vec::new(),
        expose: Vec::new(),
        scale: at(Replicas::Fixed(1)),
        rollout: wharf_model::Rollout::default(),
        budget: None,
        spread: Vec::new(),
        probes: Probes::default(),
        patches: wharf_model::Patches::default(),
        routed: false,
    };
    change(&mut service);
    Kind::Service(Box::new(service))
}

pub(super) fn job(called: &str, image: &str, change: impl FnOnce(&mut Job)) -> Kind {
    let mut job = Job {
        name: at(name(called)),
        doc: None,
        pod: pod(image),
        retries: at(6),
        timeout: None,
        ttl: None,
        completions: None,
        parallel: None,
        patches: wharf_model::Patches::default(),
    };
    change(&mut job);
    Kind::Job(Box::new(job))
}

/// An image that Wharf builds, from one base.
pub(super) fn image(called: &str, from: BuildFrom, change: impl FnOnce(&mut Image)) -> Kind {
    let stage = Stage { name: None, doc: None, from: at(from), platform: None, steps: Vec::new() };
    let build = BuildImage { stages: vec![stage], ignore: Vec::new(), secrets: Vec::new() };
    let mut image = Image {
        name: at(name(called)),
        doc: None,
        context: source("examples/shop/api"),
        tag: Some(at(String::from("1.0"))),
        platform: None,
        args: Vec::new(),
        source: ImageSource::Build(build),
    };
    change(&mut image);
    Kind::Image(image)
}

pub(super) fn port(called: &str, number: i64) -> Port {
    Port {
        name: at(name(called)),
        number: at(PortNumber::new(number).unwrap()),
        protocol: Protocol::Tcp,
        publish: None,
        service: None,
    }
}

pub(super) fn probe(action: ProbeAction) -> Probe {
    Probe {
        action: at(action),
        timing: Timing {
            every: at(Duration::seconds(10)),
            timeout: at(Duration::seconds(1)),
            failures: at(3),
            grace: None,
        },
    }
}

pub(super) fn http(path: &str, port: &str) -> Probe {
    probe(ProbeAction::Http { path: path.into(), port: name(port), headers: Vec::new(), tool: None })
}

pub(super) fn exec(words: &[&str]) -> Probe {
    probe(ProbeAction::Exec(words.iter().map(|w| at(Text::literal(*w))).collect()))
}

pub(super) fn need(called: &str, until: NeedUntil) -> Need {
    Need { name: at(name(called)), until }
}

pub(super) fn mount(at_path: &str, kind: MountKind) -> Mount {
    Mount { path: path(at_path), kind, mode: None }
}

pub(super) fn text(parts: Vec<Part>) -> Text {
    let mut text = Text::default();
    parts.into_iter().for_each(|p| text.push(p));
    text
}

pub(super) fn env(variable: &str, value: impl Into<Text>) -> EnvVar {
    EnvVar { name: at(EnvName::new(variable).unwrap()), value: at(value.into()) }
}

pub(super) fn secret_ref(key: &str) -> SecretRef {
    SecretRef { group: None, key: key.into() }
}

pub(super) fn secrets(group: Option<&str>, keys: &[(&str, bool)]) -> Kind {
    let keys = keys.iter().map(|(key, optional)| {
        let variable = EnvName::of(&group.map_or_else(|| (*key).to_owned(), |g| format!("{g}-{key}")));
        Secret {
            key: at((*key).to_owned()),
            doc: Some(format!("The {key}.")),
            optional: *optional,
            variable,
            kept: None,
        }
    });
    let group = group.map(|g| at(name(g)));
    Kind::Secrets(SecretGroup {
        name: group,
        doc: None,
        object: at(name("shop-secrets")),
        origin: wharf_model::SecretOrigin::Deployer,
        keys: keys.collect(),
    })
}

pub(super) fn setting(called: &str, default: Option<&str>, optional: bool) -> Kind {
    Kind::Setting(Setting {
        name: at(EnvName::new(called).unwrap()),
        doc: None,
        default: default.map(|d| at(d.to_owned())),
        optional,
    })
}

/// A route with rules such as `("=/exact", "api.http")` and `("/prefix", "api.http")`.
pub(super) fn route(hosts: &[&str], rules: &[(&str, &str)], change: impl FnOnce(&mut Route)) -> Kind {
    let rules = rules.iter().map(|(path, to)| {
        let path = match path.strip_prefix('=') {
            Some(exact) => PathMatch::Exact(exact.into()),
            None => PathMatch::Prefix((*path).into()),
        };
        let (service, port) = to.split_once('.').unwrap();
        RouteRule::new(at(path), at(PortRef { service: name(service), port: name(port) }))
    });
    let mut route = Route {
        hosts: hosts.iter().map(|h| at(HostName::new(h).unwrap())).collect(),
        doc: None,
        tls: None,
        https_only: None,
        rules: rules.collect(),
    };
    change(&mut route);
    Kind::Route(route)
}

/// One secret of the app as a file.
pub(super) fn secret_file(key: &str) -> wharf_model::SecretFiles {
    wharf_model::SecretFiles { group: None, key: Some(key.into()) }
}
