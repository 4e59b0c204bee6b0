//! Placement, rollouts, budgets.

use wharf_diagnostics::{Diagnostic, Span, codes};

use super::at;

pub(crate) fn bad_object_name(what: &str, name: &str, span: Span) -> Diagnostic {
    at(codes::BAD_TEXT, span, format!("`{name}` is no name of {what}"), "lower-case letters, digits, `-` and `.`")
}

pub(crate) fn arch_as_label(span: Span) -> Diagnostic {
    at(codes::WRONG_FORM, span, "the architecture has a word of its own", "Compose can carry that out too")
        .help("for example: arch arm64")
}

pub(crate) fn two_effects(span: Span) -> Diagnostic {
    at(codes::WRONG_FORM, span, "a taint has one effect", "a second one").help("without any, every effect is tolerated")
}

pub(crate) fn for_without_no_execute(span: Span) -> Diagnostic {
    at(codes::WRONG_FORM, span, "only `no-execute` sends pods away after a time", "nobody is sent away")
}

pub(crate) fn bad_device(name: &str, span: Span) -> Diagnostic {
    at(codes::BAD_TEXT, span, format!("`{name}` is no extended resource"), "a domain, `/` and a name")
        .help("for example: \"nvidia.com/gpu\"")
}

pub(crate) fn device_twice(name: &str, span: Span, first: Span) -> Diagnostic {
    at(codes::DUPLICATE, span, format!("`{name}` is asked for twice"), "again here").also(first, "first here")
}

pub(crate) fn nothing_can_move(span: Span) -> Diagnostic {
    at(
        codes::OUT_OF_BOUNDS,
        span,
        "with no replica more and none fewer, none can be replaced",
        "`surge` or `unavailable` is above zero",
    )
}

pub(crate) fn rollout_of_other_kind(what: &str, why: &str, span: Span) -> Diagnostic {
    at(codes::WRONG_KIND, span, format!("`{what}` is not for this kind of service"), why)
}

pub(crate) fn deadline_below_pause(span: Span) -> Diagnostic {
    at(codes::OUT_OF_BOUNDS, span, "the deadline of a rollout is not above its pause", "no replica would be in time")
}

pub(crate) fn budget_of_none(least: u32, span: Span) -> Diagnostic {
    at(
        codes::OUT_OF_BOUNDS,
        span,
        "a budget that lets no replica go holds up every node that is worked on",
        format!("of {least} at least, none may be away"),
    )
    .help("for example: budget unavailable 1")
}
