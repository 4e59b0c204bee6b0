//! How Compose's problems are worded.

pub(super) mod emulated;

use wharf_diagnostics::{Diagnostic, codes};
use wharf_model::{AbsolutePath, App, At, Bytes, Duration, Mount, Name, OriginId, PodFact, ProbeAction, Text};

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

/// Projects have networks of their own.
pub(super) fn other_project(app: &App, permit: OriginId, other: &Name) -> Diagnostic {
    let message = format!("Compose keeps the app `{other}` in a project of its own, which is not reached");
    Diagnostic::new(codes::LOST, app.origins.span(permit), message)
        .label("permitted in Kubernetes only")
        .help("`join \"NETWORK\"` in both puts them into one network that exists")
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
