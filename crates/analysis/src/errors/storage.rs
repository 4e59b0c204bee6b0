//! Volumes and what is mounted of the machine.

use wharf_diagnostics::{Diagnostic, Span, codes};

use super::at;

/// The sockets of container engines: who may write to one is root on the machine.
const SOCKETS: &[&str] = &["docker.sock", "podman.sock", "containerd.sock", "crio.sock"];

/// What is left to those who mean the machine.
const HATCH: &str = "the machines of a cluster are meant in its own words: `kubernetes { daemonSet { … hostPath … } }`";

pub(crate) fn host_path(path: &str, span: Span) -> Diagnostic {
    let title = format!("`{path}` is a path of the machine, which no container is given");
    if SOCKETS.iter().any(|socket| path.ends_with(socket)) {
        return at(codes::HOST_PATH, span, title, "whoever can write to this socket is root on the machine")
            .help("what watches or builds containers asks an API with rights of its own, outside of the app")
            .note(HATCH);
    }
    at(codes::HOST_PATH, span, title, "another machine has something else there, or nothing")
        .help(
            "a folder of the project is `bind \"./FOLDER\" PATH`; what is kept is a `volume`, what is not is `scratch`",
        )
        .note(HATCH)
}

pub(crate) fn nothing_in_it(name: &str, span: Span) -> Diagnostic {
    at(
        codes::MISSING,
        span,
        format!("nothing would ever be in the volume `{name}`"),
        "a new volume is empty, and nothing may write to this one",
    )
    .help("`external \"NAME\"` is a claim that has files, and `class \"NAME\"` a class of volumes that have")
}

pub(crate) fn mounted_for_writing(name: &str, span: Span, declared: Span) -> Diagnostic {
    at(codes::WRONG_FORM, span, format!("`{name}` can only be mounted `readonly`"), "mounted for writing")
        .also(declared, "nothing may write to it")
        .help(format!("mount {name} PATH readonly"))
}

pub(crate) fn decimal_mode(written: &str, span: Span) -> Diagnostic {
    let meant = format!("0o{}", written.trim_start_matches('0'));
    let d = at(codes::WRONG_FORM, span, "the digits of a mode are octal", "a decimal number here");
    if written.bytes().all(|b| b.is_ascii_digit() && b < b'8') && written.len() <= 4 {
        d.fix(format!("`{meant}`"), span, meant)
    } else {
        d.help("for example: mode 0o440")
    }
}

pub(crate) fn bad_mode(found: i64, span: Span) -> Diagnostic {
    at(codes::OUT_OF_BOUNDS, span, "a mode is from 0o000 to 0o777", format!("{found:#o} is not"))
}

pub(crate) fn one_secret_as_folder(span: Span) -> Diagnostic {
    at(codes::TYPE_MISMATCH, span, "expected a group of secrets, found one secret", "one secret is one file")
        .help("`file PATH from secrets.KEY`")
}
