//! Apps built by hand. Every leaf gets an origin of its own, numbered in the order of building.

use std::cell::RefCell;

use wharf_diagnostics::{FileId, Span};
use wharf_model::{
    AbsolutePath, App, At, Bytes, Config, Container, Controller, Cpu, Duration, EnvName, EnvVar, HostName, ImageRef,
    ImageReference, Job, Kind, Mount, MountKind, Name, Origin, OriginId, Origins, Part, PathMatch, Pod, PodFact, Port,
    PortNumber, PortRef, Probe, ProbeAction, Probes, Protocol, Replicas, Requests, Resources, Route, RouteRule, Secret,
    SecretGroup, SecretRef, Service, Setting, Stop, Targets, Text, Timing, Volume,
};

use crate::kubernetes::Kubernetes;
use crate::{Lower, Lowered, Options, Placement};

thread_local! {
    static ORIGINS: RefCell<(Origins, usize)> = RefCell::default();
}

pub(super) fn origin() -> OriginId {
    ORIGINS.with_borrow_mut(|(origins, next)| {
        *next += 1;
        origins.add(Origin { span: Span::new(FileId(0), *next, *next + 1), via: None, within: None })
    })
}

pub(super) fn at<T>(value: T) -> At<T> {
    At::new(value, origin())
}

pub(super) fn name(text: &str) -> At<Name> {
    at(Name::new(text).unwrap())
}

pub(super) fn path(text: &str) -> At<AbsolutePath> {
    at(AbsolutePath::new(text).unwrap())
}

/// `a {secret db-password} {secret group/key} {setting X} {host db} {port db.sql} {pod name} b`
pub(super) fn text(source: &str) -> At<Text> {
    let mut out = Text::default();
    let mut rest = source;
    while let Some((before, tail)) = rest.split_once('{') {
        let (inside, after) = tail.split_once('}').unwrap();
        out.push(Part::Literal(before.into()));
        let part = match inside.split_once(' ') {
            Some(("secret", key)) => Part::Secret(secret_ref(key)),
            Some(("setting", key)) => Part::Setting(EnvName::new(key).unwrap()),
            Some(("host", service)) => Part::Host(Name::new(service).unwrap()),
            Some(("port", port)) => Part::Port(port_ref(port)),
            Some(("pod", "name")) => Part::Pod(PodFact::Name),
            Some(("pod", "ip")) => Part::Pod(PodFact::Ip),
            Some(("pod", "namespace")) => Part::Pod(PodFact::Namespace),
            Some(("pod", "node")) => Part::Pod(PodFact::Node),
            _ => Part::Literal(format!("{{{inside}}}")),
        };
        out.push(part);
        rest = after;
    }
    out.push(Part::Literal(rest.into()));
    at(out)
}

pub(super) fn texts(sources: &[&str]) -> At<Vec<At<Text>>> {
    at(sources.iter().map(|s| text(s)).collect())
}

pub(super) fn secret_ref(key: &str) -> SecretRef {
    match key.split_once('/') {
        Some((group, key)) => SecretRef { group: Some(Name::new(group).unwrap()), key: key.into() },
        None => SecretRef { group: None, key: key.into() },
    }
}

pub(super) fn port_ref(text: &str) -> PortRef {
    let (service, port) = text.split_once('.').unwrap();
    PortRef { service: Name::new(service).unwrap(), port: Name::new(port).unwrap() }
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

pub(super) fn env(variables: &[(&str, &str)]) -> Vec<EnvVar> {
    let mut all: Vec<EnvVar> = variables
        .iter()
        .map(|(name, value)| EnvVar { name: at(EnvName::new(name).unwrap()), value: text(value) })
        .collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

pub(super) fn mount(at_path: &str, kind: MountKind) -> Mount {
    Mount { path: path(at_path), kind, mode: None }
}

pub(super) fn service(called: &str, image: &str) -> Service {
    Service {
        name: name(called),
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
    }
}

pub(super) fn job(called: &str, image: &str) -> Job {
    Job {
        name: name(called),
        doc: None,
        pod: pod(image),
        retries: at(6),
        timeout: None,
        ttl: None,
        completions: None,
        parallel: None,
        patches: wharf_model::Patches::default(),
    }
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

pub(super) fn port(called: &str, number: i64) -> Port {
    Port {
        name: name(called),
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

pub(super) fn http(at_path: &str, port: &str) -> ProbeAction {
    ProbeAction::Http { path: at_path.into(), port: Name::new(port).unwrap(), headers: Vec::new(), tool: None }
}

pub(super) fn setting(called: &str, default: Option<&str>, optional: bool) -> Kind {
    Kind::Setting(Setting {
        name: at(EnvName::new(called).unwrap()),
        doc: None,
        default: default.map(|d| at(d.to_owned())),
        optional,
    })
}

/// A key with a `?` behind it is optional.
pub(super) fn secrets(group: Option<&str>, object: &str, keys: &[&str]) -> Kind {
    let key = |key: &&str| {
        let bare = key.trim_end_matches('?');
        let variable = group.map_or_else(|| bare.to_owned(), |g| format!("{g}-{bare}"));
        Secret {
            key: at(bare.to_owned()),
            doc: None,
            optional: key.ends_with('?'),
            variable: EnvName::of(&variable),
            kept: None,
        }
    };
    Kind::Secrets(SecretGroup {
        name: group.map(name),
        doc: None,
        object: name(object),
        origin: wharf_model::SecretOrigin::Deployer,
        keys: keys.iter().map(key).collect(),
    })
}

pub(super) fn config(called: &str, entries: &[(&str, &str)]) -> Kind {
    let entries = entries.iter().map(|(key, value)| (at((*key).to_owned()), text(value))).collect();
    Kind::Config(Config { name: name(called), doc: None, entries })
}

pub(super) fn volume(called: &str) -> Volume {
    Volume { name: name(called), doc: None, size: Some(at(Bytes(1 << 30))), access: None, class: None, external: None }
}

/// Rules are `/path -> service.port`, with `=` before the path of an exact one.
pub(super) fn route(hosts: &[&str], rules: &[(&str, &str)]) -> Route {
    let path = |path: &str| match path.strip_prefix('=') {
        Some(exact) => PathMatch::Exact(exact.into()),
        None => PathMatch::Prefix(path.into()),
    };
    let rule = |(from, to): &(&str, &str)| RouteRule::new(at(path(from)), at(port_ref(to)));
    Route {
        hosts: hosts.iter().map(|h| at(HostName::new(h).unwrap())).collect(),
        doc: None,
        tls: None,
        https_only: None,
        rules: rules.iter().map(rule).collect(),
    }
}

pub(super) fn app(kinds: Vec<Kind>) -> App {
    App {
        name: name("shop"),
        doc: None,
        environment: None,
        folder: ".".into(),
        namespace: name("shop"),
        registry: None,
        pulls: Vec::new(),
        security: None,
        routing: wharf_model::Routing::Ingress { class: None },
        network: at(wharf_model::NetworkMode::Open),
        targets: Targets(Vec::new()),
        kinds,
        kubernetes_version: wharf_model::KubernetesVersion::NEWEST,
        patches: wharf_model::Patches::default(),
        origins: ORIGINS.with_borrow(|(origins, _)| origins.clone()),
    }
}

pub(super) fn service_kind(service: Service) -> Kind {
    Kind::Service(Box::new(service))
}

pub(super) fn lower(app: &App) -> Lowered {
    lower_with(app, false)
}

pub(super) fn lower_with(app: &App, provenance: bool) -> Lowered {
    let placement = Placement { project_from_output: "../..".into(), output_from_project: "dist/shop".into() };
    Kubernetes.lower(app, &Options { placement, provenance, check: false, previous: Vec::new() })
}

/// The text of a file below `kubernetes/`.
pub(super) fn file(lowered: &Lowered, called: &str) -> String {
    let path = format!("kubernetes/{called}");
    let file = lowered.files.iter().find(|f| f.path == path);
    let file =
        file.unwrap_or_else(|| panic!("no {path} in {:?}", lowered.files.iter().map(|f| &f.path).collect::<Vec<_>>()));
    String::from_utf8(file.contents.clone()).unwrap()
}

/// The file of a service of an app that has nothing else.
pub(super) fn alone(service: Service) -> String {
    let called = format!("service-{}.yaml", service.name.value);
    file(&lower(&app(vec![service_kind(service)])), &called)
}

/// The codes and titles, in order.
pub(super) fn problems(lowered: &Lowered) -> Vec<String> {
    lowered.diagnostics.iter().map(|d| format!("{} {}", d.code, d.message)).collect()
}

/// One secret as a file: `key`, or `group/key`.
pub(super) fn secret_file(key: &str) -> wharf_model::SecretFiles {
    let SecretRef { group, key } = secret_ref(key);
    wharf_model::SecretFiles { group, key: Some(key) }
}
