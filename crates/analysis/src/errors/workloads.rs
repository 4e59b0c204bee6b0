//! Containers, probes, scale.

use wharf_diagnostics::{Diagnostic, Span, codes, list_some};

use super::at;
use crate::value::Spot;

pub(crate) fn nothing_runs(span: Span) -> Diagnostic {
    at(codes::MISSING, span, "the app has no service, no job and no image", "nothing runs")
        .help("for example: service web { image \"nginx:1.29\" }")
}

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
        if job { ("a job, which ends", "done") } else { ("a service, which never ends", "ready`, `started` or `wait") };
    let word = if word == "wait" { "reached" } else { word };
    at(
        codes::WRONG_KIND,
        span,
        format!("`{name}` cannot be waited for until it is {word}"),
        format!("`{name}` is {is}; it takes `{takes}`"),
    )
}

pub(crate) fn nothing_to_reach(name: &str, span: Span) -> Diagnostic {
    at(
        codes::WRONG_KIND,
        span,
        format!("`{name}` has no TCP port that could be waited for"),
        "nothing takes connections",
    )
    .help("`started` waits for the process")
}

pub(crate) fn pace_of_nothing(span: Span) -> Diagnostic {
    at(codes::WRONG_FORM, span, "a scale that follows nothing has no pace", "the number of replicas never changes")
        .help("for example: scale 2..10 on cpu 70%")
}

pub(crate) fn secret_within_trigger(key: &str, span: Span) -> Diagnostic {
    at(
        codes::SECRET_IN_PLAIN_TEXT,
        span,
        format!("the secret `{key}` would be written into a trigger as plain text"),
        "a secret and nothing else goes there by reference",
    )
    .help("keep the whole value in the secret")
}

pub(crate) fn helper_twice(name: &str, again: Span, first: Span) -> Diagnostic {
    at(codes::DUPLICATE, again, format!("two containers of one pod are called `{name}`"), "again here")
        .also(first, "first here")
}

pub(crate) fn helper_like_owner(name: &str, span: Span) -> Diagnostic {
    at(
        codes::DUPLICATE,
        span,
        format!("two containers of one pod would be called `{name}`"),
        "the process itself has the name of its owner",
    )
    .help("give it a name of what it does, such as `prepare` or `proxy`")
}

pub(crate) fn more_parallel_than_completions(parallel: u32, completions: u32, span: Span) -> Diagnostic {
    at(
        codes::OUT_OF_BOUNDS,
        span,
        format!("{parallel} cannot run at the same time where {completions} have to end well"),
        "more than are needed",
    )
}

pub(crate) fn unknown_timezone(name: &str, near: Option<&str>, span: Span) -> Diagnostic {
    let d = Diagnostic::new(codes::BAD_TEXT, span, format!("there is no time zone `{name}`"));
    match near {
        Some(near) => d.label(format!("did you mean `{near}`?")).unsure_fix(
            format!("`{name}` → `{near}`"),
            span,
            format!("\"{near}\""),
        ),
        None => d
            .label("no name of the IANA database")
            .help("a name has an area and a place: `Europe/Berlin`; `Etc/UTC` is the same all year"),
    }
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
