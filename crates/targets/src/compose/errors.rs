//! How Compose's problems are worded.

use wharf_diagnostics::{Diagnostic, codes};
use wharf_model::{
    AbsolutePath, App, At, Autoscale, Bytes, Duration, EnvName, Follow, Metric, Mount, Name, OriginId, PodFact, Port,
    ProbeAction, Service, Setting, Text,
};

use crate::yaml;

// Refused.

/// A fact of a pod stands in a text.
pub(super) fn pod_fact(app: &App, text: &At<Text>, fact: PodFact) -> Diagnostic {
    let word = match fact {
        PodFact::Name => "pod.name",
        PodFact::Ip => "pod.ip",
        PodFact::Namespace => "pod.namespace",
        PodFact::Node => "pod.node",
    };
    Diagnostic::new(codes::REFUSED, app.span(text), format!("Compose has no pods, and so no `{word}`"))
        .label("known only in a cluster")
        .help("give it another value in an `environment … on compose`, or leave Compose out with `targets kubernetes`")
}

/// A check that others wait for can't be made.
pub(super) fn probe_refused(app: &App, probe: &At<ProbeAction>, name: &Name, waiting: &[At<Name>]) -> Diagnostic {
    let message = format!("Compose can't tell when `{name}` is ready: no tool is known in its image that could ask");
    let diagnostic =
        Diagnostic::new(codes::REFUSED, app.span(probe), message).label("Compose asks inside the container");
    let diagnostic =
        waiting.iter().fold(diagnostic, |d, who| d.also(app.span(who), format!("`{}` waits for it", who.value)));
    diagnostic.help(ways_to_ask(&probe.value))
}

/// Several replicas would share what each has for itself.
pub(super) fn own_volume_of_replicas(
    app: &App,
    service: &Name,
    replicas: u32,
    scale: Option<OriginId>,
    volume: &At<Name>,
    mount: &Mount,
) -> Diagnostic {
    let message = format!(
        "each of the {replicas} replicas of `{service}` has its own `{}`, which Compose can't do",
        volume.value
    );
    let diagnostic = Diagnostic::new(codes::REPLICAS_WITH_OWN_VOLUMES, app.span(volume), message)
        .label("one volume, which all replicas of a Compose service share");
    let diagnostic = match scale {
        Some(origin) => diagnostic.also(app.origins.span(origin), format!("{replicas} replicas")),
        None => diagnostic,
    };
    diagnostic.help(format!(
        "`scale 1` in an `environment … on compose`; or, if they may share it, a `volume` of the app and `mount {} \"{}\"`",
        volume.value, mount.path.value
    ))
}

/// Two volumes would have one name in the project.
pub(super) fn volumes_share_name(app: &App, volume: &At<Name>, name: &str, other: OriginId) -> Diagnostic {
    Diagnostic::new(codes::REFUSED, app.span(volume), format!("two volumes would be called `{name}` in Compose"))
        .label(format!("its volume is called `{name}`: the service's name and its own"))
        .also(app.origins.span(other), "and so is this one")
        .help("rename one of them")
}

/// A secret's file would not be seen.
pub(super) fn secret_file_hidden(app: &App, file: &At<AbsolutePath>, other: &At<AbsolutePath>) -> Diagnostic {
    Diagnostic::new(
        codes::REFUSED,
        app.span(file),
        format!("`{}` would not be there: `{}` is mounted over it", file.value, other.value),
    )
    .label("Compose copies secrets into the container before anything is mounted")
    .also(app.span(other), "mounted at the start, and empty")
    .help("mount the secret at a path outside of it")
}

/// Less memory than Docker takes.
pub(super) fn too_little_memory(app: &App, limit: &At<Bytes>, least: Bytes) -> Diagnostic {
    let message = format!("Docker takes no memory limit below {least}");
    Diagnostic::new(codes::REFUSED, app.span(limit), message).label(format!("{} is less", limit.value))
}

/// The writer refused the project.
pub(super) fn not_yaml(app: &App, error: &yaml::Error) -> Diagnostic {
    Diagnostic::new(codes::REFUSED, app.span(&app.name), format!("the Compose file can't be written: {error}"))
}

// Lost.

/// Checks can't be made, and nobody waits for them. One kind of probe has one way out.
pub(super) fn probes_lost(app: &App, lost: &[&(At<ProbeAction>, Name)]) -> Option<Diagnostic> {
    let (&(probe, service), others) = lost.split_first()?;
    let message = match others.len() {
        0 => format!("`{service}` gets no health check in Compose: no tool is known in its image that could ask"),
        n => format!(
            "{} services get no health check in Compose: no tool is known in their images that could ask",
            n + 1
        ),
    };
    let diagnostic = Diagnostic::new(codes::LOST, app.span(probe), message).label("Compose asks inside the container");
    let also = |d: Diagnostic, (probe, service): &&(At<ProbeAction>, Name)| {
        d.also(app.span(probe), format!("nor does `{service}`"))
    };
    Some(others.iter().fold(diagnostic, also).help(ways_to_ask(&probe.value)))
}

/// A job may take as long as it likes.
pub(super) fn job_without_timeout(app: &App, job: &Name, timeout: &At<Duration>) -> Diagnostic {
    Diagnostic::new(codes::LOST, app.span(timeout), format!("Compose lets the job `{job}` run without a time limit"))
        .label(format!("it is not stopped after {}", timeout.value))
}

/// A job runs once.
pub(super) fn job_runs_once(app: &App, job: &Name, completions: &At<u32>) -> Diagnostic {
    Diagnostic::new(codes::LOST, app.span(completions), format!("Compose runs the job `{job}` once"))
        .label(format!("{} times in Kubernetes", completions.value))
}

/// Nothing drives it.
pub(super) fn no_such_device(app: &App, name: &At<String>) -> Diagnostic {
    Diagnostic::new(codes::LOST, app.span(name), format!("Compose has no way to give a container `{}`", name.value))
        .label("given in Kubernetes only")
        .help("`compose { devices = [\"/dev/NAME\"] }` hands over a device of this machine")
}

/// There is nobody to ask.
pub(super) fn no_api_server(app: &App, account: OriginId) -> Diagnostic {
    let message = "Compose has no API server: who asks it with an `account` gets no answer";
    Diagnostic::new(codes::LOST, app.origins.span(account), message).label("an account in Kubernetes only")
}

/// A sidecar joins one container.
pub(super) fn sidecar_of_replicas(app: &App, owner: &Name, sidecar: &At<Name>, replicas: u32) -> Diagnostic {
    let message = format!("Compose runs `{}` beside one of the {replicas} replicas of `{owner}` only", sidecar.value);
    Diagnostic::new(codes::LOST, app.span(sidecar), message)
        .label("one container, in the network of another")
        .help("`scale 1` in an `environment … on compose`")
}

/// A helper would have the name of another service.
pub(super) fn helper_name_taken(app: &App, helper: &At<Name>, name: &str) -> Diagnostic {
    Diagnostic::new(
        codes::REFUSED,
        app.span(helper),
        format!("two services of the Compose file would be called `{name}`"),
    )
    .label("its owner's name, a dash and its own")
    .help("rename one of them")
}

// Emulated.

/// Containers are replaced as a whole.
pub(super) fn recreated(app: &App, places: &[(OriginId, String)]) -> Option<Diagnostic> {
    folded(app, "Compose replaces containers all at once: a `rollout` is written for Swarm, which reads it", places)
}

/// Networks know no ports and no directions.
pub(super) fn whole_services(app: &App, network: OriginId) -> Diagnostic {
    let message =
        "Compose keeps services apart as wholes: two that talk may talk at every port, and in both directions";
    Diagnostic::new(codes::EMULATED, app.origins.span(network), message)
        .label("networks that only those share who talk to each other")
}

/// Nothing starts by itself.
pub(super) fn no_scheduler(app: &App, places: &[(OriginId, String)]) -> Option<Diagnostic> {
    folded(app, "Compose has no scheduler: a cron job starts only by hand", places)
}

/// One of each.
pub(super) fn one_daemon(app: &App, places: &[(OriginId, String)]) -> Option<Diagnostic> {
    folded(app, "Compose runs one instance of a daemon: it has one node", places)
}

/// Init containers are services.
pub(super) fn inits_are_services(app: &App, places: &[(OriginId, String)]) -> Option<Diagnostic> {
    folded(app, "Compose runs an init container as a service of its own, which its owner waits for", places)
}

/// Sidecars are services.
pub(super) fn sidecars_are_services(app: &App, places: &[(OriginId, String)]) -> Option<Diagnostic> {
    folded(app, "Compose starts a sidecar after its owner, as a service in its owner's network", places)
}

/// Scratch space that is shared is kept.
pub(super) fn kept_scratch(app: &App, first: OriginId, others: &[OriginId]) -> Diagnostic {
    let message = "Compose keeps `scratch` that has a name from one start to the next: only a volume can be shared";
    let diagnostic = Diagnostic::new(codes::EMULATED, app.origins.span(first), message)
        .label("a volume, without a bound to its size");
    and_these(diagnostic, others, app)
}

/// The other places of one fault. A place of a template may stand for several things.
pub(super) fn and_these(diagnostic: Diagnostic, others: &[OriginId], app: &App) -> Diagnostic {
    let first = diagnostic.span;
    let spans = others.iter().map(|o| app.origins.span(*o)).filter(|s| *s != first);
    spans.fold(diagnostic, |d, span| d.also(span, "and this"))
}

/// `live` is not asked.
pub(super) fn live_not_asked(app: &App, first: OriginId, others: &[OriginId]) -> Diagnostic {
    let message = "Compose restarts a container when its process ends, and never asks `live`";
    let diagnostic =
        Diagnostic::new(codes::EMULATED, app.origins.span(first), message).label("asked in Kubernetes only");
    and_these(diagnostic, others, app)
}

/// Objects of a cluster.
pub(super) fn resources(app: &App, first: OriginId, others: &[OriginId]) -> Diagnostic {
    let message = "a `resource` is an object of Kubernetes, and nothing in Compose";
    let diagnostic =
        Diagnostic::new(codes::EMULATED, app.origins.span(first), message).label("written for Kubernetes only");
    others.iter().fold(diagnostic, |d, o| d.also(app.origins.span(*o), "and this"))
}

/// `startup` has no like.
pub(super) fn startup_in_compose(app: &App, startup: &At<ProbeAction>, service: &Name, with_ready: bool) -> Diagnostic {
    let (message, label) = if with_ready {
        (
            format!(
                "Compose asks `ready` of `{service}` from the start, and forgives failures for as long as `startup` may take"
            ),
            "not asked itself: its time is the `start_period`",
        )
    } else {
        (
            format!("Compose goes on asking the `startup` of `{service}` after it has succeeded"),
            "its health check, since there is no `ready`",
        )
    };
    Diagnostic::new(codes::EMULATED, app.span(startup), message).label(label)
}

/// Sizes and classes of volumes mean nothing.
pub(super) fn storage_unbounded(app: &App, first: OriginId, others: &[OriginId]) -> Diagnostic {
    let message = "volumes in Compose have neither a size nor a class: they grow as far as the disk does";
    let diagnostic =
        Diagnostic::new(codes::EMULATED, app.origins.span(first), message).label("kept in Kubernetes only");
    and_these(diagnostic, others, app)
}

/// Volumes may not belong to the user.
pub(super) fn volumes_of_root(app: &App, volumes: &[(At<AbsolutePath>, u32)]) -> Option<Diagnostic> {
    let ((path, user), others) = volumes.split_first()?;
    let message = "a new volume belongs in Compose to whom the image's folder belongs, else to root";
    let diagnostic =
        Diagnostic::new(codes::EMULATED, app.span(path), message).label(format!("the process is user {user}"));
    let also =
        |d: Diagnostic, (path, user): &(At<AbsolutePath>, u32)| d.also(app.span(path), format!("and here user {user}"));
    let help = format!("make the folder in the image: `run \"install -d -o {user} {}\"`", path.value);
    Some(others.iter().fold(diagnostic, also).help(help))
}

/// A connection stands for a question in gRPC.
pub(super) fn grpc_by_connection(app: &App, probe: &At<ProbeAction>, name: &Name) -> Diagnostic {
    let message = format!("Compose takes `{name}` for healthy as soon as its port answers");
    Diagnostic::new(codes::EMULATED, app.span(probe), message)
        .label("a TCP connection, not gRPC's health service")
        .help(ways_to_ask(&probe.value))
}

/// Nothing scales by load.
pub(super) fn no_autoscaler(app: &App, places: &[(OriginId, String)]) -> Option<Diagnostic> {
    folded(app, "Compose runs the fewest replicas that a `scale` allows, and never more", places)
}

/// What a cluster does and Compose does not, for one service.
pub(super) fn scales_by_load(service: &Service, auto: &Autoscale) -> String {
    let (name, max) = (&service.name.value, auto.max);
    let used: Vec<String> = auto
        .metrics
        .iter()
        .map(|(metric, share)| match metric {
            Metric::Cpu => format!("{} of its CPU", share.value),
            Metric::Memory => format!("{} of its memory", share.value),
        })
        .collect();
    let mut follows: Vec<String> = Vec::new();
    if !used.is_empty() {
        follows.push(format!("`{name}` uses more than {}", used.join(" or ")));
    }
    follows.extend(auto.follows.iter().map(|f| match f {
        Follow::Pods { name: metric, target } | Follow::External { name: metric, target } => {
            format!("`{}` is above {} for each", metric.value, target.value)
        }
        Follow::Trigger { kind, .. } => format!("the trigger `{}` says so", kind.value),
        Follow::Schedule { .. } => String::from("its time has come"),
    }));
    format!("a cluster adds replicas, up to {max}, where {}", follows.join(" or "))
}

/// The same in several places: said at the first, and shown at the others.
pub(super) fn folded(app: &App, message: &str, places: &[(OriginId, String)]) -> Option<Diagnostic> {
    let ((first, label), others) = places.split_first()?;
    let diagnostic = Diagnostic::new(codes::EMULATED, app.origins.span(*first), message).label(label.clone());
    Some(others.iter().fold(diagnostic, |d, (origin, label)| d.also(app.origins.span(*origin), label.clone())))
}

/// Replicas are alike.
pub(super) fn no_identity(app: &App, service: &Service, stateful: OriginId) -> Diagnostic {
    let name = &service.name.value;
    Diagnostic::new(
        codes::EMULATED,
        app.origins.span(stateful),
        format!("the replicas of `{name}` share one name in Compose"),
    )
    .label(format!("in Kubernetes they are `{name}-0`, `{name}-1` …"))
}

/// Ports are opened here instead of outside of a cluster.
pub(super) fn exposed_here(app: &App, places: &[(OriginId, String)]) -> Option<Diagnostic> {
    folded(app, "Compose opens the ports of an `expose` on this machine: it has no load balancer and no nodes", places)
}

/// Where one port is opened.
pub(super) fn opened_at(service: &Service, port: &Port, number: Option<u16>) -> String {
    let (name, port_name) = (&service.name.value, &port.name.value);
    match number {
        Some(number) => format!("`{port_name}` of `{name}` at 127.0.0.1:{number}"),
        None => {
            let number = port.number.value;
            format!("`{port_name}` of `{name}` at a free port, which `docker compose port {name} {number}` shows")
        }
    }
}

/// Certificates come from nobody that is trusted.
pub(super) fn tls_by_own_authority(app: &App, first: OriginId, others: &[OriginId]) -> Diagnostic {
    let message = if app.routes().all(|r| r.tls.is_none() || r.https_only.is_some()) {
        "Compose's gateway signs certificates itself"
    } else {
        "Compose's gateway signs certificates itself, and answers without encryption too"
    };
    let diagnostic =
        Diagnostic::new(codes::EMULATED, app.origins.span(first), message).label("carried out in Kubernetes only");
    and_these(diagnostic, others, app)
}

/// Scratch space is in memory.
pub(super) fn scratch_in_memory(app: &App, first: OriginId, others: &[OriginId]) -> Diagnostic {
    let message = "Compose keeps `scratch` in memory, which counts against the memory limit";
    let diagnostic = Diagnostic::new(codes::EMULATED, app.origins.span(first), message)
        .label("a volume would be kept from one start to the next, and be root's");
    and_these(diagnostic, others, app)
}

/// Files are mounted as they are.
pub(super) fn modes_of_disk(app: &App, first: OriginId, others: &[OriginId]) -> Diagnostic {
    let message = "Compose mounts files with the modes that they have on disk";
    let diagnostic = Diagnostic::new(codes::EMULATED, app.origins.span(first), message).label("set in Kubernetes only");
    and_these(diagnostic, others, app)
}

/// The roots of containers have to be written to.
pub(super) fn writable_roots(app: &App, first: OriginId, others: &[OriginId]) -> Diagnostic {
    let message = "Compose leaves a container's file system writable, to copy a secret into it";
    let diagnostic = Diagnostic::new(codes::EMULATED, app.origins.span(first), message).label("a secret as a file");
    and_these(diagnostic, others, app)
}

/// A label that Compose keeps its own books with.
pub(super) fn reserved_label(app: &App, key: &At<String>) -> Diagnostic {
    Diagnostic::new(codes::REFUSED, app.span(key), format!("the label `{}` is Compose's own", key.value))
        .label("labels that begin with `com.docker.compose` say what belongs to a project")
}

/// A variable is there though nothing was given for it.
pub(super) fn empty_for_absent(app: &App, text: &At<Text>, name: &EnvName, variable: &EnvName) -> Diagnostic {
    let message = format!("where {variable} is not set, Compose makes {name} empty, not absent");
    Diagnostic::new(codes::EMULATED, app.span(text), message)
        .label("optional")
        .help(format!("a variable that is called {variable} too is absent"))
}

/// A default that Compose's syntax does not take.
pub(super) fn default_does_not_fit(app: &App, setting: &Setting, default: OriginId) -> Diagnostic {
    let name = &setting.name.value;
    let message = format!("{name} has to be set in Compose: a default can't hold braces or line breaks there");
    Diagnostic::new(codes::EMULATED, app.origins.span(default), message).label("its default stands in `.env.example`")
}

/// How else a service can be asked.
fn ways_to_ask(probe: &ProbeAction) -> String {
    match probe {
        ProbeAction::Http { .. } => {
            String::from("`with curl` or `with wget`, if the image has one; or `exec [..]` with a program that it has")
        }
        ProbeAction::Tcp { .. } => String::from("`exec [..]` with a program that the image has"),
        ProbeAction::Grpc { .. } => {
            String::from("`exec [\"grpc_health_probe\", \"-addr=:PORT\"]`, if the image has it")
        }
        // Both run as they are.
        ProbeAction::Exec(_) | ProbeAction::Shell(_) => String::new(),
    }
}
