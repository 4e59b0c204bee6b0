//! How is worded what Compose does in a way of its own.

use wharf_diagnostics::{Diagnostic, codes};
use wharf_model::{
    AbsolutePath, App, At, Autoscale, EnvName, Follow, Metric, Name, OriginId, Port, ProbeAction, Service, Setting,
    Text,
};

use super::ways_to_ask;

/// Containers are replaced as a whole.
pub(in crate::compose) fn recreated(app: &App, places: &[(OriginId, String)]) -> Option<Diagnostic> {
    folded(app, "Compose replaces containers all at once: a `rollout` is written for Swarm, which reads it", places)
}

/// Networks know no ports and no directions.
pub(in crate::compose) fn whole_services(app: &App, network: OriginId) -> Diagnostic {
    let message =
        "Compose keeps services apart as wholes: two that talk may talk at every port, and in both directions";
    Diagnostic::new(codes::EMULATED, app.origins.span(network), message)
        .label("networks that only those share who talk to each other")
}

/// Nothing starts by itself.
pub(in crate::compose) fn no_scheduler(app: &App, places: &[(OriginId, String)]) -> Option<Diagnostic> {
    folded(app, "Compose has no scheduler: a cron job starts only by hand", places)
}

/// One of each.
pub(in crate::compose) fn one_daemon(app: &App, places: &[(OriginId, String)]) -> Option<Diagnostic> {
    folded(app, "Compose runs one instance of a daemon: it has one node", places)
}

/// Init containers are services.
pub(in crate::compose) fn inits_are_services(app: &App, places: &[(OriginId, String)]) -> Option<Diagnostic> {
    folded(app, "Compose runs an init container as a service of its own, which its owner waits for", places)
}

/// Nobody builds it, and there is no registry to ask.
pub(in crate::compose) fn version_on_this_machine(app: &App, image: OriginId, reference: &str) -> Diagnostic {
    let message = format!("Compose starts `{reference}` only where this machine has it: it is not built now");
    Diagnostic::new(codes::EMULATED, app.origins.span(image), message)
        .label("another version of the image")
        .help("it is pulled where the app has a `registry`")
}

/// Sidecars are services.
pub(in crate::compose) fn sidecars_are_services(app: &App, places: &[(OriginId, String)]) -> Option<Diagnostic> {
    folded(app, "Compose starts a sidecar after its owner, as a service in its owner's network", places)
}

/// Scratch space that is shared is kept.
pub(in crate::compose) fn kept_scratch(app: &App, first: OriginId, others: &[OriginId]) -> Diagnostic {
    let message = "Compose keeps `scratch` that has a name from one start to the next: only a volume can be shared";
    let diagnostic = Diagnostic::new(codes::EMULATED, app.origins.span(first), message)
        .label("a volume, without a bound to its size");
    and_these(diagnostic, others, app)
}

/// The other places of one fault. A place of a template may stand for several things.
pub(in crate::compose) fn and_these(diagnostic: Diagnostic, others: &[OriginId], app: &App) -> Diagnostic {
    let first = diagnostic.span;
    let spans = others.iter().map(|o| app.origins.span(*o)).filter(|s| *s != first);
    spans.fold(diagnostic, |d, span| d.also(span, "and this"))
}

/// `live` is not asked.
pub(in crate::compose) fn live_not_asked(app: &App, first: OriginId, others: &[OriginId]) -> Diagnostic {
    let message = "Compose restarts a container when its process ends, and never asks `live`";
    let diagnostic =
        Diagnostic::new(codes::EMULATED, app.origins.span(first), message).label("asked in Kubernetes only");
    and_these(diagnostic, others, app)
}

/// Objects of a cluster.
pub(in crate::compose) fn resources(app: &App, first: OriginId, others: &[OriginId]) -> Diagnostic {
    let message = "a `resource` is an object of Kubernetes, and nothing in Compose";
    let diagnostic =
        Diagnostic::new(codes::EMULATED, app.origins.span(first), message).label("written for Kubernetes only");
    others.iter().fold(diagnostic, |d, o| d.also(app.origins.span(*o), "and this"))
}

/// `startup` has no like.
pub(in crate::compose) fn startup_in_compose(
    app: &App,
    startup: &At<ProbeAction>,
    service: &Name,
    with_ready: bool,
) -> Diagnostic {
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
pub(in crate::compose) fn storage_unbounded(app: &App, first: OriginId, others: &[OriginId]) -> Diagnostic {
    let message = "volumes in Compose have neither a size nor a class: they grow as far as the disk does";
    let diagnostic =
        Diagnostic::new(codes::EMULATED, app.origins.span(first), message).label("kept in Kubernetes only");
    and_these(diagnostic, others, app)
}

/// Volumes may not belong to the user.
pub(in crate::compose) fn volumes_of_root(app: &App, volumes: &[(At<AbsolutePath>, u32)]) -> Option<Diagnostic> {
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
pub(in crate::compose) fn grpc_by_connection(app: &App, probe: &At<ProbeAction>, name: &Name) -> Diagnostic {
    let message = format!("Compose takes `{name}` for healthy as soon as its port answers");
    Diagnostic::new(codes::EMULATED, app.span(probe), message)
        .label("a TCP connection, not gRPC's health service")
        .help(ways_to_ask(&probe.value))
}

/// Nothing scales by load.
pub(in crate::compose) fn no_autoscaler(app: &App, places: &[(OriginId, String)]) -> Option<Diagnostic> {
    folded(app, "Compose runs the fewest replicas that a `scale` allows, and never more", places)
}

/// What a cluster does and Compose does not, for one service.
pub(in crate::compose) fn scales_by_load(service: &Service, auto: &Autoscale) -> String {
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
pub(in crate::compose) fn folded(app: &App, message: &str, places: &[(OriginId, String)]) -> Option<Diagnostic> {
    let ((first, label), others) = places.split_first()?;
    let diagnostic = Diagnostic::new(codes::EMULATED, app.origins.span(*first), message).label(label.clone());
    Some(others.iter().fold(diagnostic, |d, (origin, label)| d.also(app.origins.span(*origin), label.clone())))
}

/// Replicas are alike.
pub(in crate::compose) fn no_identity(app: &App, service: &Service, stateful: OriginId) -> Diagnostic {
    let name = &service.name.value;
    Diagnostic::new(
        codes::EMULATED,
        app.origins.span(stateful),
        format!("the replicas of `{name}` share one name in Compose"),
    )
    .label(format!("in Kubernetes they are `{name}-0`, `{name}-1` …"))
}

/// Ports are opened here instead of outside of a cluster.
pub(in crate::compose) fn exposed_here(app: &App, places: &[(OriginId, String)]) -> Option<Diagnostic> {
    folded(app, "Compose opens the ports of an `expose` on this machine: it has no load balancer and no nodes", places)
}

/// Where one port is opened.
pub(in crate::compose) fn opened_at(service: &Service, port: &Port, number: Option<u16>) -> String {
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
pub(in crate::compose) fn tls_by_own_authority(app: &App, first: OriginId, others: &[OriginId]) -> Diagnostic {
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
pub(in crate::compose) fn scratch_in_memory(app: &App, first: OriginId, others: &[OriginId]) -> Diagnostic {
    let message = "Compose keeps `scratch` in memory, which counts against the memory limit";
    let diagnostic = Diagnostic::new(codes::EMULATED, app.origins.span(first), message)
        .label("a volume would be kept from one start to the next, and be root's");
    and_these(diagnostic, others, app)
}

/// Files are mounted as they are.
pub(in crate::compose) fn modes_of_disk(app: &App, first: OriginId, others: &[OriginId]) -> Diagnostic {
    let message = "Compose mounts files with the modes that they have on disk";
    let diagnostic = Diagnostic::new(codes::EMULATED, app.origins.span(first), message).label("set in Kubernetes only");
    and_these(diagnostic, others, app)
}

/// The roots of containers have to be written to.
pub(in crate::compose) fn writable_roots(app: &App, first: OriginId, others: &[OriginId]) -> Diagnostic {
    let message = "Compose leaves a container's file system writable, to copy a secret into it";
    let diagnostic = Diagnostic::new(codes::EMULATED, app.origins.span(first), message).label("a secret as a file");
    and_these(diagnostic, others, app)
}

/// A label that Compose keeps its own books with.
pub(in crate::compose) fn reserved_label(app: &App, key: &At<String>) -> Diagnostic {
    Diagnostic::new(codes::REFUSED, app.span(key), format!("the label `{}` is Compose's own", key.value))
        .label("labels that begin with `com.docker.compose` say what belongs to a project")
}

/// A variable is there though nothing was given for it.
pub(in crate::compose) fn empty_for_absent(
    app: &App,
    text: &At<Text>,
    name: &EnvName,
    variable: &EnvName,
) -> Diagnostic {
    let message = format!("where {variable} is not set, Compose makes {name} empty, not absent");
    Diagnostic::new(codes::EMULATED, app.span(text), message)
        .label("optional")
        .help(format!("a variable that is called {variable} too is absent"))
}

/// A default that Compose's syntax does not take.
pub(in crate::compose) fn default_does_not_fit(app: &App, setting: &Setting, default: OriginId) -> Diagnostic {
    let name = &setting.name.value;
    let message = format!("{name} has to be set in Compose: a default can't hold braces or line breaks there");
    Diagnostic::new(codes::EMULATED, app.origins.span(default), message).label("its default stands in `.env.example`")
}
