//! The words of this target's diagnostics.

pub(super) mod storage;

use std::collections::BTreeSet;
use std::fmt::Display;

use wharf_diagnostics::{Diagnostic, Span, codes, list_some};
use wharf_model::{Duration, FileMode, Name, NeedUntil, PortNumber};

use super::text::Runtime;

pub(super) fn not_written(span: Span, error: &dyn Display) -> Diagnostic {
    Diagnostic::new(codes::REFUSED, span, format!("this cannot be written as YAML: {error}"))
}

/// A `resource` that is an object of the app's own.
pub(super) fn written_twice(kind: &str, name: &str, again: Span, own: Span) -> Diagnostic {
    Diagnostic::new(codes::DUPLICATE, again, format!("the app has a {kind} `{name}` already"))
        .label("the second would overwrite the first")
        .also(own, "from this")
        .help("rename it, or say its fields in `kubernetes { … }`")
}

/// Networks that only Docker has.
pub(super) fn joined(places: &[Span]) -> Option<Diagnostic> {
    let (first, others) = places.split_first()?;
    let d = Diagnostic::new(codes::EMULATED, *first, "Kubernetes has one network, and nothing to join")
        .label("a network of Docker's");
    Some(others.iter().fold(d, |d, span| d.also(*span, "and this")))
}

/// The server is no pod.
pub(super) fn server_out_of_reach(span: Span) -> Diagnostic {
    Diagnostic::new(codes::LOST, span, "an account is for the API server, and the isolated network keeps it from that")
        .label("nothing permits it to go there")
        .help("`permit to cidr \"ADDRESS/32\" port 6443`: `kubectl get endpoints kubernetes` shows both")
}

/// A host outside stands for no addresses.
pub(super) fn policies_know_no_names(span: Span, service: &Name) -> Diagnostic {
    let message = format!("policies know no names: who refers to `{service}` may reach its ports at every address");
    Diagnostic::new(codes::EMULATED, span, message).label("a name").help("where its address is fixed, say that")
}

/// Fields are said of an object that its owner does not have.
pub(super) fn no_such_object(span: Span, object: &str, owner: &str, written: &BTreeSet<String>) -> Diagnostic {
    Diagnostic::new(codes::OBJECT_NOT_WRITTEN, span, format!("{owner} has no `{object}` on Kubernetes"))
        .label(format!("it has {}", list_some(written.iter().map(String::as_str))))
}

/// A text that the server would refuse; the fault says what it has to be.
pub(super) fn bad_text(span: Span, fault: &str) -> Diagnostic {
    Diagnostic::new(codes::BAD_TEXT, span, format!("on Kubernetes, {fault}"))
}

pub(super) fn controllers_label(span: Span, key: &str) -> Diagnostic {
    Diagnostic::new(codes::BAD_TEXT, span, format!("on Kubernetes, controllers write the label `{key}` themselves"))
}

pub(super) fn annotations_too_large(span: Span, size: usize, max: usize) -> Diagnostic {
    Diagnostic::new(
        codes::BAD_TEXT,
        span,
        format!("on Kubernetes, the annotations of an object hold {max} bytes at most, and these have {size}"),
    )
}

pub(super) fn servers_name(span: Span, namespace: Span) -> Diagnostic {
    Diagnostic::new(
        codes::BAD_NAME,
        span,
        "the API server itself is the Service `kubernetes` of the namespace `default`",
    )
    .also(namespace, "the namespace")
    .help("rename the service, or take another namespace")
}

pub(super) fn bad_name(span: Span, fault: &str) -> Diagnostic {
    Diagnostic::new(codes::BAD_NAME, span, format!("on Kubernetes, {fault}"))
}

pub(super) fn name_too_long(span: Span, what: &str, length: usize, max: usize) -> Diagnostic {
    Diagnostic::new(
        codes::NAME_TOO_LONG,
        span,
        format!("the name of {what} has {max} characters at most on Kubernetes, and this has {length}"),
    )
    .note("its pods carry the name in a label, with a hash behind it, and a label's value has 63 at most")
}

pub(super) fn user_too_large(span: Span, id: u32) -> Diagnostic {
    Diagnostic::new(
        codes::OUT_OF_BOUNDS,
        span,
        format!("a user or group is at most {} on Kubernetes, not {id}", i32::MAX),
    )
}

pub(super) fn read_by_group(span: Span, mode: FileMode, user: u32) -> Diagnostic {
    Diagnostic::new(codes::EMULATED, span, "files that are mounted belong to root on Kubernetes")
        .label(format!("the user {user} reads by its group: the mode is {}", FileMode(mode.0 | 0o440)))
}

pub(super) fn groups_of_pod(span: Span, pod: &Name) -> Diagnostic {
    Diagnostic::new(codes::EMULATED, span, format!("Kubernetes gives these groups to all containers of `{pod}`"))
        .label("further groups are the pod's")
}

pub(super) fn no_utilisation(span: Span) -> Diagnostic {
    Diagnostic::new(codes::OUT_OF_BOUNDS, span, "an autoscaler follows a share above 0%")
}

pub(super) fn bind(source: Span, path: Span) -> Diagnostic {
    Diagnostic::new(codes::REFUSED, source, "a folder of the developer's machine cannot be mounted on Kubernetes")
        .label("`bind` is for Compose")
        .also(path, "mounted here")
        .help("move it into an `environment … on compose`, or use `files` or a volume")
}

pub(super) fn own_volume_in_job(span: Span) -> Diagnostic {
    Diagnostic::new(codes::REFUSED, span, "a job has no volume of its own on Kubernetes")
        .help("declare the volume at the app and `mount` it, or use `scratch`")
}

/// Ports that are published on the developer's machine, one place for each service.
pub(super) fn published(places: &[(Span, &Name)]) -> Option<Diagnostic> {
    let label = |(span, service): &(Span, &Name)| {
        (*span, format!("on Kubernetes: `kubectl port-forward service/{service}`, a route, or `expose`"))
    };
    let labels: Vec<(Span, String)> = places.iter().map(label).collect();
    let ((span, first), others) = labels.split_first()?;
    let message = "a published port appears on the developer's machine only";
    Some(folded(Diagnostic::new(codes::EMULATED, *span, message).label(first.clone()), others))
}

/// Load balancers that are for a cloud's own network.
pub(super) fn internal_balancers(places: &[Span]) -> Option<Diagnostic> {
    let (span, others) = places.split_first()?;
    let message = "Kubernetes has no field for an internal load balancer: each cloud reads an annotation of its own";
    let others: Vec<(Span, String)> = others.iter().map(|s| (*s, String::from("and this"))).collect();
    let diagnostic = Diagnostic::new(codes::EMULATED, *span, message)
        .label("written for AWS, Azure, Google, Oracle and OpenStack")
        .help("where another cloud makes the balancer: `annotation \"KEY\" = \"VALUE\"` in the service");
    Some(folded(diagnostic, &others))
}

pub(super) fn host_without_ports(span: Span, service: &Name) -> Diagnostic {
    Diagnostic::new(codes::REFUSED, span, format!("`{service}` has no port, so Kubernetes gives it no host name"))
        .help(format!("say which port it is reached under: `port NAME N` in `{service}`"))
}

pub(super) fn runtime_in_config(span: Span, runtime: &Runtime) -> Diagnostic {
    match runtime {
        Runtime::Secret(_) => {
            Diagnostic::new(codes::SECRET_IN_PLAIN_TEXT, span, "a secret would stand in a ConfigMap as plain text")
        }
        Runtime::Setting(_) | Runtime::Pod(_) => Diagnostic::new(
            codes::NOT_KNOWN_YET,
            span,
            "a config's text has to be known when compiling, and a part of this is known only when deploying",
        ),
    }
}

pub(super) fn config_too_large(span: Span, size: usize) -> Diagnostic {
    Diagnostic::new(
        codes::CONFIG_TOO_LARGE,
        span,
        format!("a ConfigMap holds 1048576 bytes at most, and this has {size}"),
    )
    .help("put the files into the image, or onto a volume")
}

pub(super) fn needs_server_side_apply(span: Span, size: usize) -> Diagnostic {
    Diagnostic::new(
        codes::EMULATED,
        span,
        format!("{size} bytes are more than `kubectl apply` takes on its own: use `kubectl apply --server-side`"),
    )
    .note("client-side apply keeps a copy of each object in an annotation, and annotations hold 256 KiB")
}

pub(super) fn reserved_file_name(span: Span, path: &str) -> Diagnostic {
    Diagnostic::new(
        codes::REFUSED,
        span,
        format!("Kubernetes mounts no file whose path begins with `..`, as `{path}` does"),
    )
}

pub(super) fn optional_secret_file(span: Span, key: &str) -> Diagnostic {
    Diagnostic::new(
        codes::EMULATED,
        span,
        format!("where the optional secret `{key}` is absent, Kubernetes puts an empty folder at the file's path"),
    )
}

pub(super) fn setting_to_set(span: Span, setting: &dyn Display, object: &str) -> Diagnostic {
    Diagnostic::new(codes::EMULATED, span, format!("the setting `{setting}` has no default: it is set in the cluster"))
        .note(format!("pods that read it wait until the key `{setting}` is in the ConfigMap `{object}`; applying the manifests again leaves the key alone"))
}

/// The same in several places: said at the first, and shown at the others.
fn folded(diagnostic: Diagnostic, others: &[(Span, String)]) -> Diagnostic {
    others.iter().fold(diagnostic, |d, (span, label)| d.also(*span, label.clone()))
}

/// `needs` of one kind, each with who waits for what. Kubernetes has no order of start.
pub(super) fn needs(until: NeedUntil, places: &[(Span, &Name, &Name)]) -> Option<Diagnostic> {
    let (message, note) = match until {
        // A container of its own waits.
        NeedUntil::Reached => return None,
        NeedUntil::Started => (
            "Kubernetes starts all services at the same time: `needs` holds nobody back",
            "who needs another has to try again until it reaches it",
        ),
        NeedUntil::Ready => (
            "Kubernetes starts services before what they need is ready",
            "requests reach a service only once it is ready; until then who needs it has to try again",
        ),
        NeedUntil::Done => (
            "Kubernetes holds nobody back until a job is done",
            "all are created together; who needs the job has to bear that it has not ended",
        ),
    };
    let label = |(span, who, need): &(Span, &Name, &Name)| {
        let label = match until {
            NeedUntil::Started | NeedUntil::Reached => format!("`{who}` does not wait for `{need}`"),
            NeedUntil::Ready => format!("`{who}` may start before `{need}` is ready"),
            NeedUntil::Done => format!("`{who}` may start before `{need}` is done"),
        };
        (*span, label)
    };
    let labels: Vec<(Span, String)> = places.iter().map(label).collect();
    let ((span, first), others) = labels.split_first()?;
    Some(folded(Diagnostic::new(codes::EMULATED, *span, message).label(first.clone()).note(note), others))
}

pub(super) fn runs_again(span: Span, job: &Name) -> Diagnostic {
    Diagnostic::new(codes::EMULATED, span, format!("the next `kubectl apply` runs `{job}` again once it is gone"))
        .label("it is deleted this long after it has ended")
        .help("without `ttl` it stays, and what has been done is not done again")
}

pub(super) fn metric_to_serve(span: Span) -> Diagnostic {
    Diagnostic::new(codes::EMULATED, span, "the cluster has to serve this metric: Kubernetes knows CPU and memory only")
        .label("by an adapter, such as that of Prometheus")
}

pub(super) fn metric_beside_keda(span: Span) -> Diagnostic {
    Diagnostic::new(codes::REFUSED, span, "KEDA follows no metric of the cluster by its name")
        .label("beside a trigger, a schedule or zero replicas")
        .help("say where it comes from: `trigger prometheus { serverAddress = \"…\"; query = \"…\"; threshold = \"30\" }`")
}

pub(super) fn rolling_with_one_writer(span: Span, volume: Span) -> Diagnostic {
    Diagnostic::new(codes::REFUSED, span, "a rolling update would wait for ever: its volume has one writer")
        .label("the new pod starts before the old one stops")
        .also(volume, "mounted by one node at a time")
        .help("`rollout recreate`, which is what holds where nothing is said; or `access shared`")
}

pub(super) fn stateful_unavailable(span: Span) -> Diagnostic {
    Diagnostic::new(codes::REFUSED, span, "a stateful service is replaced one replica after the other")
        .label("clusters do not take this of a StatefulSet unless they were set up so")
        .help("leave `unavailable` out; `stateful parallel` starts and stops all at once")
}

pub(super) fn no_ulimits(span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::LOST,
        span,
        "Kubernetes knows no limits of a process: those of the node's container runtime hold",
    )
    .label("set in Compose only")
}

pub(super) fn stop_signal(span: Span, signal: &str) -> Diagnostic {
    Diagnostic::new(
        codes::LOST,
        span,
        format!("Kubernetes stops a container with its image's own signal, not with `{signal}`"),
    )
    .note("that is SIGTERM, unless the image says another; `lifecycle.stopSignal` is not enabled on most clusters")
    .help(format!("say `stop signal {signal}` in the image"))
}

/// `grace` of `live` and `ready`, where there is no `startup`.
pub(super) fn graces(places: &[(Span, Duration)]) -> Option<Diagnostic> {
    let label = |(span, grace): &(Span, Duration)| (*span, format!("restarted if it has not succeeded after {grace}"));
    let labels: Vec<(Span, String)> = places.iter().map(label).collect();
    let ((span, first), others) = labels.split_first()?;
    let diagnostic = Diagnostic::new(
        codes::EMULATED,
        *span,
        "Kubernetes asks as a startup probe for the time of a `grace`, before the other probes begin",
    )
    .label(first.clone())
    .note("Compose would only call the container unhealthy after it");
    Some(folded(diagnostic, others))
}

pub(super) fn routed_readiness(span: Span, service: &Name, port: &Name) -> Diagnostic {
    Diagnostic::new(
        codes::EMULATED,
        span,
        format!("`{service}` does not say when it is ready: on Kubernetes it is once `{port}` accepts connections"),
    )
    .help("`ready http \"/path\"` asks the process itself")
}

pub(super) fn probe_by_shell(span: Span) -> Diagnostic {
    Diagnostic::new(codes::EMULATED, span, "Kubernetes puts no such value into a probe's command: it runs by `sh -c`")
        .note("the image has to hold `sh`; the value is read from a variable")
}

pub(super) fn node_port(span: Span, number: PortNumber) -> Diagnostic {
    Diagnostic::new(codes::OUT_OF_BOUNDS, span, format!("a node port is a number from 30000 to 32767, not {number}"))
}

pub(super) fn same_node_port(span: Span, first: Span, number: PortNumber) -> Diagnostic {
    Diagnostic::new(codes::PORT_CONFLICT, span, format!("the node port {number} is taken twice"))
        .also(first, "first here")
}

pub(super) fn same_service_port(span: Span, first: Span, number: PortNumber) -> Diagnostic {
    Diagnostic::new(
        codes::PORT_CONFLICT,
        span,
        format!("two ports are reached under the number {number} on Kubernetes"),
    )
    .also(first, "first here")
}

pub(super) fn claim_of_replica(span: Span, service: &Name, own: &Name) -> Diagnostic {
    Diagnostic::new(
        codes::REFUSED,
        span,
        format!("on Kubernetes, this volume would be that of a replica of `{service}`, whose own volume `{own}` has the same name"),
    )
    .help("give one of them another name")
}
