//! Volumes, users, secrets, and what is never used.

use wharf_diagnostics::{Diagnostic, Span, codes};

use super::{at, in_order};

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

pub(crate) fn unused_pull(registry: &str, span: Span) -> Diagnostic {
    at(codes::UNUSED, span, format!("nothing is pulled from `{registry}` with this secret"), "no image comes from here")
        .help("it is the beginning of an image's name, by whole elements: `ghcr.io/acme` of `ghcr.io/acme/api:1.4.0`")
}
