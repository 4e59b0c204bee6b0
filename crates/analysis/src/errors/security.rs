//! What a process may do.

use wharf_diagnostics::{Diagnostic, Span, codes};

use super::at;

pub(crate) fn restricted_without_user(name: &str, user: Option<u32>, span: Span, asked: Span) -> Diagnostic {
    let (title, label) = match user {
        Some(_) => (format!("`{name}` runs as root, and its pod is to be restricted"), "its user is 0"),
        None => {
            (format!("`{name}` is to be restricted, and it is not known which user it runs as"), "it may run as root")
        }
    };
    at(codes::PROFILE_NOT_MET, span, title, label)
        .also(asked, "asked for here")
        .help("say a number other than 0, in the service or in an image that is built: `user 10001`")
}

pub(crate) fn capability_above_level(capability: &str, level: &str, span: Span, asked: Span) -> Diagnostic {
    at(
        codes::PROFILE_NOT_MET,
        span,
        format!("the capability `{capability}` is more than `security {level}` allows"),
        "given here",
    )
    .also(asked, "asked for here")
    .help("leave out one of the two")
}

pub(crate) fn privileged(name: &str, span: Span) -> Diagnostic {
    at(codes::PRIVILEGED, span, format!("`{name}` may do whatever root of its host may"), "privileged")
        .help("often one `capability` is enough, such as `capability NET_ADMIN`")
}

pub(crate) fn idle_capability(capability: &str, user: u32, span: Span) -> Diagnostic {
    at(
        codes::IDLE_CAPABILITY,
        span,
        format!("the capability `{capability}` is of no use to the user {user}"),
        "only root's processes get it",
    )
    .note("a container starts without ambient capabilities, and is kept from gaining rights by a program's file")
}
