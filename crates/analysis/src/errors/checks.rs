//! What the kinds and the cross-checks report.

use wharf_diagnostics::{Diagnostic, Span, closest, codes, list_some};
use wharf_model::PortNumber;

use crate::loader::LoadError;
use crate::value::Spot;

fn at(code: wharf_diagnostics::Code, span: Span, title: impl Into<String>, label: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, span, title).label(label)
}

/// Two places of one fault as they stand in the source: which was met first says nothing.
fn in_order(a: Span, b: Span) -> (Span, Span) {
    if a <= b { (a, b) } else { (b, a) }
}

pub(crate) fn nothing_runs(span: Span) -> Diagnostic {
    at(codes::MISSING, span, "the app has no service, no job and no image", "nothing runs")
        .help("for example: service web { image \"nginx:1.29\" }")
}

// Files and paths.

pub(crate) fn no_file(path: &str, why: &LoadError, span: Span) -> Diagnostic {
    match why {
        LoadError::NotFound => {
            at(codes::MISSING_SOURCE, span, format!("`{path}` is not on disk"), "there is no such file or folder")
        }
        LoadError::Outside => {
            at(codes::OUTSIDE_PROJECT, span, "the path leads out of the project's folder", "outside of the project")
        }
        LoadError::Unreadable(why) => at(codes::FILE_NOT_FOUND, span, format!("`{path}` cannot be read"), why.clone()),
    }
}

pub(crate) fn file_or_folder(is_folder: bool, span: Span) -> Diagnostic {
    if is_folder {
        at(codes::BAD_PATH, span, "a file is due here, and this is a folder", "a folder")
    } else {
        at(codes::BAD_PATH, span, "a folder is due here, and this is a file", "a file")
    }
}

pub(crate) fn file_or_files(is_folder: bool, span: Span) -> Diagnostic {
    file_or_folder(is_folder, span).help("`file` takes a file, `files` a folder")
}

pub(crate) fn missing_source(source: &str, context: &str, span: Span, known: &[String]) -> Diagnostic {
    let d = at(
        codes::MISSING_SOURCE,
        span,
        format!("`{source}` is not in the image's context"),
        format!("nothing in `{context}` matches"),
    );
    match closest(source.trim_start_matches("./"), known.iter().map(String::as_str)) {
        Some(near) => d.unsure_fix(format!("`\"{near}\"`"), span, format!("\"{near}\"")),
        None => d,
    }
}

pub(crate) fn ignored_source(
    source: &str,
    pattern: &str,
    by: &str,
    span: Span,
    pattern_span: Option<Span>,
) -> Diagnostic {
    let d = at(
        codes::IGNORED_SOURCE,
        span,
        format!("`{source}` is left out of the image's context"),
        format!("{by} has the pattern `{pattern}`"),
    );
    match pattern_span {
        Some(s) => d.also(s, "left out here"),
        None => d,
    }
}

pub(crate) fn path_twice(path: &str, span: Span, first: Span) -> Diagnostic {
    at(codes::PATH_MOUNTED_TWICE, span, format!("two things are mounted at `{path}`"), "again here")
        .also(first, "first here")
}

pub(crate) fn mount_over_root(span: Span) -> Diagnostic {
    at(codes::BAD_PATH, span, "nothing can be mounted over the whole container", "the root itself")
}

// Images.

pub(crate) fn unpinned(image: &str, span: Span) -> Diagnostic {
    at(codes::UNPINNED_IMAGE, span, format!("the image `{image}` is not pinned"), "no tag, or `latest`")
        .note("what is pulled changes from day to day, and Kubernetes pulls it at every start")
}

pub(crate) fn untagged(image: &str, span: Span) -> Diagnostic {
    at(codes::UNPINNED_IMAGE, span, format!("the image `{image}` has no tag"), "it will be tagged `latest`")
        .help("say one: `tag \"1.0.0\"`")
}

pub(crate) fn unknown_stage<'a>(
    owner: &str,
    name: &str,
    span: Span,
    known: impl IntoIterator<Item = &'a str>,
    declared: Span,
) -> Diagnostic {
    let known: Vec<&str> = known.into_iter().collect();
    let d = Diagnostic::new(codes::UNKNOWN_STAGE, span, format!("{owner} has no stage `{name}`"));
    let d = match closest(name, known.iter().copied()) {
        Some(near) => d.label(format!("did you mean `{near}`?")).unsure_fix(format!("`{name}` → `{near}`"), span, near),
        None if known.is_empty() => {
            d.label("it has no earlier stage").help(format!("an image of a registry is a text: `\"{name}:…\"`"))
        }
        None => d.label(format!("it has {}", list_some(known.iter().copied()))),
    };
    if declared == span { d } else { d.also(declared, "declared here") }
}

pub(crate) fn later_stage(name: &str, span: Span, declared: Span) -> Diagnostic {
    at(codes::UNKNOWN_STAGE, span, format!("the stage `{name}` stands further below"), "used before it is built")
        .also(declared, "declared here")
}

pub(crate) fn image_from_itself(span: Span) -> Diagnostic {
    at(codes::CYCLE, span, "an image is built from itself", "the image that is being built")
}

pub(crate) fn image_cycle(chain: &[(String, Span)]) -> Option<Diagnostic> {
    let (_, span) = chain.first()?;
    let mut d = at(codes::CYCLE, *span, "images are built from each other in a circle", circle(chain));
    for (name, at) in chain.iter().skip(1) {
        d = d.also(*at, format!("`{name}` is built from the next here"));
    }
    Some(d)
}

/// `a` → `b` → `a`
fn circle(chain: &[(String, Span)]) -> String {
    let names: Vec<String> = chain.iter().chain(chain.first()).map(|(n, _)| format!("`{n}`")).collect();
    names.join(" → ")
}

pub(crate) fn step_before_from(word: &str, span: Span) -> Diagnostic {
    at(codes::STEP_BEFORE_FROM, span, format!("`{word}` stands before the stage's `from`"), "nothing to build on yet")
        .help("a stage begins with `from`")
}

pub(crate) fn from_twice(span: Span, first: Span) -> Diagnostic {
    at(codes::DUPLICATE, span, "a stage has one `from`", "again here")
        .also(first, "first here")
        .help("further bases are stages of their own: `stage NAME { from … }`")
}

pub(crate) fn step_beside_dockerfile(word: &str, span: Span, dockerfile: Span) -> Diagnostic {
    at(
        codes::WRONG_FORM,
        span,
        format!("`{word}` stands beside `dockerfile`"),
        "a Dockerfile that is kept takes no steps",
    )
    .also(dockerfile, "the Dockerfile is kept as it is")
}

pub(crate) fn target_without_dockerfile(span: Span) -> Diagnostic {
    at(codes::WRONG_FORM, span, "`target` stands without `dockerfile`", "there is no Dockerfile to pick a stage of")
        .help("a service picks a stage by `image NAME.STAGE`")
}

pub(crate) fn arg_without_value(span: Span) -> Diagnostic {
    at(codes::WRONG_FORM, span, "an argument for a Dockerfile needs a value", "no value")
        .help("write `arg NAME = \"value\"`")
}

pub(crate) fn arg_twice(name: &str, span: Span, first: Span) -> Diagnostic {
    at(codes::DUPLICATE, span, format!("the argument `{name}` is given twice"), "again here").also(first, "first here")
}

pub(crate) fn bad_platform(text: &str, span: Span) -> Diagnostic {
    at(
        codes::BAD_TEXT,
        span,
        format!("`{text}` is no platform"),
        "a platform is written `linux/amd64` or `linux/arm64`",
    )
}

pub(crate) fn relative_workdir(text: &str, span: Span) -> Diagnostic {
    let fixed = format!("\"/{}\"", text.trim_start_matches("./"));
    at(
        codes::BAD_PATH,
        span,
        "a working folder is an absolute path",
        "what it is relative to depends on the base image",
    )
    .unsure_fix(format!("`{fixed}`"), span, fixed)
}

pub(crate) fn bad_mode(source: &str, span: Span) -> Diagnostic {
    let d = at(codes::BAD_TEXT, span, "the mode is malformed", "permission bits are written `0o755` or `\"0755\"`");
    let octal = u32::from_str_radix(source, 8).is_ok_and(|n| n <= 0o7777);
    if octal { d.unsure_fix(format!("`0o{source}`"), span, format!("0o{source}")) } else { d }
}

pub(crate) fn copy_many_to_file(destination: &str, span: Span) -> Diagnostic {
    at(codes::BAD_PATH, span, "several sources need a folder to go to", "a folder ends with `/`").unsure_fix(
        format!("`\"{destination}/\"`"),
        span,
        format!("\"{destination}/\""),
    )
}

pub(crate) fn copy_nothing(span: Span) -> Diagnostic {
    at(codes::BAD_TEXT, span, "nothing is copied", "an empty source")
}

pub(crate) fn bad_checksum(span: Span) -> Diagnostic {
    at(codes::BAD_TEXT, span, "the checksum is malformed", "a checksum is `sha256:` and 64 hexadecimal digits")
}

pub(crate) fn bad_user(text: &str, span: Span) -> Diagnostic {
    at(
        codes::BAD_TEXT,
        span,
        format!("`{text}` is no user"),
        "a number, or a name of letters, digits, `_`, `.` and `-`",
    )
}

// Containers.

pub(crate) fn empty_command(span: Span) -> Diagnostic {
    at(codes::BAD_TEXT, span, "a command is empty", "no program to run")
}

pub(crate) fn nul(span: Span) -> Diagnostic {
    at(codes::BAD_TEXT, span, "an argument holds a NUL character", "no process can be given one")
}

pub(crate) fn secret_in_arguments(key: &str, spot: Spot, declared: Option<Span>) -> Diagnostic {
    let d = at(
        codes::SECRET_IN_ARGUMENTS,
        spot.at,
        "a secret stands in a process's arguments",
        format!("process lists show `{key}`"),
    )
    .help("most programs read secrets from a variable or a file as well");
    super::values::came_from(d, spot, declared)
}

pub(crate) fn variable_twice(name: &str, span: Span, first: Span) -> Diagnostic {
    at(codes::DUPLICATE, span, format!("the variable `{name}` is set twice"), "again here").also(first, "first here")
}

pub(crate) fn volume_without_size(name: &str, span: Span) -> Diagnostic {
    at(codes::MISSING, span, format!("the volume `{name}` has no size"), "how much does it hold?")
        .help(format!("for example: volume {name} 10Gi"))
}

pub(crate) fn external_with_size(what: &str, span: Span) -> Diagnostic {
    at(codes::WRONG_FORM, span, format!("an external volume takes no {what}"), "it has its own")
}

pub(crate) fn optional_with_default(flag: Span, default: Span) -> Diagnostic {
    at(codes::WRONG_FORM, flag, "a setting is either optional or has a default", "with a default it is never absent")
        .also(default, "the default")
}

pub(crate) fn need_of_other_kind(word: &str, name: &str, job: bool, span: Span) -> Diagnostic {
    let (is, takes) =
        if job { ("a job, which ends", "done") } else { ("a service, which never ends", "ready` or `started") };
    at(
        codes::WRONG_KIND,
        span,
        format!("`{name}` cannot be waited for until it is {word}"),
        format!("`{name}` is {is}; it takes `{takes}`"),
    )
}

pub(crate) fn bad_metadata_key(word: &str, key: &str, why: &str, span: Span) -> Diagnostic {
    at(
        codes::BAD_TEXT,
        span,
        format!("`{key}` cannot be the key of {} {word}", if word == "label" { "a" } else { "an" }),
        why,
    )
}

pub(crate) fn bad_label_value(value: &str, span: Span) -> Diagnostic {
    at(
        codes::BAD_TEXT,
        span,
        format!("`{value}` cannot be the value of a label"),
        "letters, digits, `-`, `_` and `.`; 63 characters at most",
    )
    .help("an `annotation` takes any text")
}

// Probes.

pub(crate) fn probe_path(path: &str, span: Span) -> Diagnostic {
    let d = at(codes::BAD_PATH, span, "the path of a probe is malformed", "it begins with `/` and has no spaces");
    if path.starts_with('/') || path.contains(char::is_whitespace) {
        d
    } else {
        d.unsure_fix(format!("`\"/{path}\"`"), span, format!("\"/{path}\""))
    }
}

pub(crate) fn probe_without_ports(span: Span) -> Diagnostic {
    at(codes::MISSING, span, "the probe has no port to ask", "the service declares no port")
        .help("for example: port http 8080")
}

pub(crate) fn which_port<'a>(span: Span, ports: impl Iterator<Item = &'a str>) -> Diagnostic {
    at(
        codes::MISSING,
        span,
        "the service has several ports, and none is named here",
        format!("one of {}", list_some(ports)),
    )
}

pub(crate) fn header_without_http(span: Span) -> Diagnostic {
    at(codes::MISPLACED_WORD, span, "only HTTP probes have headers", "this probe is not `http`")
}

pub(crate) fn header_name(name: &str, span: Span) -> Diagnostic {
    at(codes::BAD_NAME, span, format!("`{name}` cannot be a header's name"), "letters, digits and `-`")
}

// Scale.

pub(crate) fn open_scale(span: Span) -> Diagnostic {
    at(codes::WRONG_FORM, span, "a scale has both ends", "one end is open").help("for example: scale 2..10 on cpu 70%")
}

pub(crate) fn range_without_metric(span: Span) -> Diagnostic {
    at(codes::MISSING, span, "a range of replicas follows nothing", "when should it grow?")
        .help("for example: scale 2..10 on cpu 70%")
}

pub(crate) fn scale_to_zero(span: Span) -> Diagnostic {
    at(codes::SCALE_TO_ZERO, span, "a range of replicas begins at zero", "with no replica there is nothing to measure")
        .note("an autoscaler that follows the use of CPU or memory keeps at least one replica")
        .help("begin at 1, or write `scale 0` to stop the service")
}

pub(crate) fn metric_twice(metric: &str, span: Span, first: Span) -> Diagnostic {
    at(codes::DUPLICATE, span, format!("the scale follows `{metric}` twice"), "again here").also(first, "first here")
}

pub(crate) fn utilisation_without_request(metric: &str, limit: Option<Span>, scale: Span) -> Diagnostic {
    let d = at(
        codes::UTILISATION_WITHOUT_REQUEST,
        scale,
        format!("the scale follows the use of {metric}, which has no request"),
        "a share of what?",
    )
    .help(format!("say what is set aside: `{metric} REQUEST..LIMIT`"));
    match limit {
        Some(limit) => d.also(limit, "only a limit"),
        None => d,
    }
}

// Ports.

pub(crate) fn tcp_and_udp(span: Span) -> Diagnostic {
    at(codes::WRONG_FORM, span, "a port has one protocol", "`tcp` or `udp`")
        .help("declare two ports of the same number")
}

pub(crate) fn port_twice(port: PortNumber, span: Span, first: Span) -> Diagnostic {
    at(codes::PORT_CONFLICT, span, format!("two ports of the service have the number {port}"), "again here")
        .also(first, "first here")
}

pub(crate) fn bad_publish(span: Span) -> Diagnostic {
    at(codes::BAD_TEXT, span, "the published address is malformed", "it is written `8080` or `\"127.0.0.1:8080\"`")
}

pub(crate) fn published_twice(port: PortNumber, span: Span, first: Span) -> Diagnostic {
    let (first, span) = in_order(first, span);
    at(codes::PORT_CONFLICT, span, format!("two ports are published as {port}"), "again here").also(first, "first here")
}

pub(crate) fn published_replicas(port: PortNumber, replicas: u32, span: Span, scale: Span) -> Diagnostic {
    at(
        codes::PUBLISHED_REPLICAS,
        span,
        "a fixed port of the machine is published by several replicas",
        format!("only one process can open {port}"),
    )
    .also(scale, format!("up to {replicas} replicas"))
    .help("a route reaches all replicas")
}

pub(crate) fn node_port_twice(port: PortNumber, span: Span, first: Span) -> Diagnostic {
    let (first, span) = in_order(first, span);
    at(codes::PORT_CONFLICT, span, format!("two services take the node port {port}"), "again here")
        .also(first, "first here")
}

pub(crate) fn low_port(port: PortNumber, user: u32, span: Span) -> Diagnostic {
    at(codes::LOW_PORT, span, format!("user {user} may not be able to open port {port}"), "below 1024")
        .note("ports below 1024 need a right that is taken away from users other than root")
        .help("let the process listen on a port above 1023")
}

// Start order.

pub(crate) fn not_ready(name: &str, span: Span, service: Span) -> Diagnostic {
    at(codes::NOT_READY, span, format!("`{name}` never says that it is ready"), "this waits for ever")
        .also(service, "it has no `ready`")
        .help(format!("give `{name}` a `ready`, or wait until it is `started`"))
}

pub(crate) fn start_cycle(chain: &[(String, Span)]) -> Option<Diagnostic> {
    let (_, span) = chain.first()?;
    let mut d = at(codes::START_CYCLE, *span, "none of these can start first", circle(chain));
    for (name, at) in chain.iter().skip(1) {
        d = d.also(*at, format!("`{name}` waits here"));
    }
    Some(d)
}

// Volumes.

pub(crate) fn several_replicas(volume: &str, max: u32, mount: Span, scale: Span, declared: Span) -> Diagnostic {
    at(
        codes::ONE_WRITER_VOLUME,
        mount,
        format!("`{volume}` can be mounted by one node at a time, but the service scales to {max}"),
        "mounted here",
    )
    .also(scale, format!("up to {max} replicas"))
    .also(declared, "one writer, unless `access shared`")
    .help("declare the volume inside the service to get one for each replica")
}

pub(crate) fn several_mounters(volume: &str, mount: Span, first: Span, declared: Span) -> Diagnostic {
    let (first, mount) = in_order(first, mount);
    at(
        codes::ONE_WRITER_VOLUME,
        mount,
        format!("`{volume}` can be mounted by one node at a time, but two services mount it"),
        "again here",
    )
    .also(first, "first here")
    .also(declared, "one writer, unless `access shared`")
}

// Routes.

pub(crate) fn route_without_rules(span: Span) -> Diagnostic {
    at(codes::MISSING, span, "the route leads nowhere", "no path is given").help("for example: \"/\" -> web.http")
}

pub(crate) fn tls_without_host(span: Span) -> Diagnostic {
    at(codes::MISSING, span, "a route for every host cannot be encrypted", "a certificate is for a host")
        .help("name the host: `route \"shop.example.com\" { … }`")
}

pub(crate) fn path_routed_twice(span: Span, first: Span) -> Diagnostic {
    at(codes::ROUTE_CONFLICT, span, "two rules match the same requests", "same path").also(first, "first here")
}

pub(crate) fn host_twice(host: &str, span: Span, first: Span) -> Diagnostic {
    at(codes::DUPLICATE, span, format!("the host `{host}` stands twice"), "again here").also(first, "first here")
}

pub(crate) fn bad_route_path(why: &str, span: Span) -> Diagnostic {
    at(codes::BAD_PATH, span, "the path of a route is malformed", why)
}

pub(crate) fn route_to_no_port(service: &str, span: Span, declared: Span) -> Diagnostic {
    at(codes::MISSING, span, format!("service `{service}` has no port that requests can go to"), "no port")
        .also(declared, "declared here")
        .help("for example: port http 8080")
}

pub(crate) fn route_to_udp(service: &str, port: &str, span: Span, declared: Span) -> Diagnostic {
    at(codes::WRONG_KIND, span, "a route leads to a UDP port", format!("`{service}.{port}` is UDP; HTTP is TCP"))
        .also(declared, "declared here")
}

pub(crate) fn routes_conflict(host: &str, path: &str, span: Span, first: Span) -> Diagnostic {
    let (first, span) = in_order(first, span);
    at(codes::ROUTE_CONFLICT, span, "two routes match the same requests", format!("`{host}{path}` again"))
        .also(first, "first here")
}

pub(crate) fn tls_conflict(host: &str, span: Span, first: Span) -> Diagnostic {
    let (first, span) = in_order(first, span);
    at(codes::ROUTE_CONFLICT, span, format!("two routes for `{host}` are encrypted in different ways"), "this way here")
        .also(first, "another way here")
}

pub(crate) fn routed_without_readiness(service: &str, span: Span, route: Span) -> Diagnostic {
    at(
        codes::ROUTED_WITHOUT_READINESS,
        span,
        format!("requests are routed to `{service}`, which does not say when it is ready"),
        "no `ready`",
    )
    .also(route, "routed here")
    .help("for example: ready http \"/\"")
}

// Users, secrets, lints.

pub(crate) fn unknown_user(service: &str, image: &str, span: Span) -> Diagnostic {
    at(
        codes::UNKNOWN_USER,
        span,
        format!("it is not known which user `{service}` runs as"),
        format!("`{image}` may run as root"),
    )
    .help("say which: `user 10001`, if the image allows it; it then gets the restricted profile")
}

pub(crate) fn root_user(service: &str, span: Span) -> Diagnostic {
    at(codes::UNKNOWN_USER, span, format!("`{service}` runs as root"), "user 0")
        .help("end the image with a numeric user: `user 10001`")
}

pub(crate) fn variable_collision(variable: &str, span: Span, first: Span) -> Diagnostic {
    let (first, span) = in_order(first, span);
    at(codes::VARIABLE_COLLISION, span, format!("two values would be read from the variable `{variable}`"), "this one")
        .also(first, "and this one")
        .note("Compose reads secrets and settings from variables of their names in capitals")
}

pub(crate) fn config_too_large(name: &str, bytes: usize, span: Span) -> Diagnostic {
    at(
        codes::CONFIG_TOO_LARGE,
        span,
        format!("config `{name}` is too large"),
        format!("{bytes} bytes; a ConfigMap holds 1048576"),
    )
}

pub(crate) fn looks_interpolated(inside: &str, meant: &str, span: Span) -> Diagnostic {
    at(
        codes::LOOKS_INTERPOLATED,
        span,
        format!("`${{{inside}}}` is plain text here"),
        format!("did you mean `\\({meant})`?"),
    )
    .note("every target gets the dollar sign and the braces as they are written")
}

pub(crate) fn unused(what: &str, name: &str, span: Span, help: &str) -> Diagnostic {
    let d = at(codes::UNUSED, span, format!("{what} `{name}` is never used"), "never used");
    if help.is_empty() { d } else { d.help(help) }
}
