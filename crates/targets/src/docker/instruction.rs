//! The instructions other than FROM and RUN.

use wharf_model::{At, BuildFrom, CopyOptions, Duration, Healthcheck, OriginId, Protocol, Step, StepKind};

use super::dockerfile::{Image, StageState};
use super::{errors, quote, run};

/// Writes one step with its documentation.
pub(super) fn write(image: &mut Image<'_>, step: &Step, state: &mut StageState) {
    let origin = step.kind.origin;
    if let Some(doc) = &step.doc {
        image.out.blank();
        // BuildKit shows this comment as the description of the argument if it begins with the
        // name, and its checks complain if it does not.
        if let StepKind::Arg { name, .. } = &step.kind.value {
            image.describe(origin, &name.value, doc);
        } else {
            image.out.comment(origin, doc);
        }
    }
    match &step.kind.value {
        StepKind::Copy { sources, destination, from, options } => {
            let sources: Vec<&str> = sources.iter().map(|s| s.value.as_str()).collect();
            copy(image, origin, "COPY", &sources, &destination.value, from.as_ref(), None, options);
        }
        StepKind::Add(add) => {
            let checksum = add.checksum.as_ref();
            copy(image, origin, "ADD", &[&add.source.value], &add.destination.value, None, checksum, &add.options);
        }
        StepKind::Run { command, mounts, network } => {
            run::write(image, origin, command, mounts, network.as_ref(), &state.shell, &mut state.piping);
        }
        StepKind::Env(pairs) => {
            let pieces = pairs_of(image, "an ENV", pairs, |k| k.to_owned());
            // hadolint takes an escaped `$X` for a reference to a neighbour (DL3044).
            if pairs.iter().any(|(_, v)| v.value.contains('$')) {
                for (at, piece) in pieces {
                    image.out.line(at, &format!("ENV {piece}"));
                }
            } else {
                instruction(image, "ENV", pieces);
            }
        }
        StepKind::Path(folders) => {
            let folders: Vec<String> = folders.iter().map(|f| quote::inside_quotes(&f.value)).collect();
            image.out.line(origin, &format!("ENV PATH=\"{}:$PATH\"", folders.join(":")));
        }
        StepKind::Arg { name, default } => {
            let default = default.as_ref().map_or_else(String::new, |d| {
                image.one_line(d.origin, "an ARG", &d.value);
                format!("={}", quote::quoted(&d.value))
            });
            image.out.line(origin, &format!("ARG {}{default}", name.value));
        }
        StepKind::Workdir(path) => {
            image.one_line(origin, "a WORKDIR", &path.value);
            image.out.line(origin, &format!("WORKDIR {}", quote::word(&path.value)));
        }
        StepKind::User(user) => {
            let text = match &user.group {
                Some(group) => format!("{}:{group}", user.user),
                None => user.user.clone(),
            };
            image.one_line(origin, "a USER", &text);
            image.out.line(origin, &format!("USER {}", quote::word(&text)));
        }
        StepKind::Expose { port, protocol } => {
            let protocol = match protocol {
                Protocol::Tcp => "",
                Protocol::Udp => "/udp",
            };
            image.out.line(origin, &format!("EXPOSE {}{protocol}", port.value));
        }
        StepKind::Entrypoint(items) => exec(image, origin, "ENTRYPOINT", items),
        StepKind::Args(items) => exec(image, origin, "CMD", items),
        StepKind::Label(pairs) => {
            for (key, _) in pairs.iter().filter(|(k, _)| k.value.contains('=')) {
                image.report(key.origin, |span| errors::label_key(span, &key.value));
            }
            let pieces = pairs_of(image, "a LABEL", pairs, quote::word);
            instruction(image, "LABEL", pieces);
        }
        StepKind::Healthcheck(check) => healthcheck(image, origin, check),
        StepKind::StopSignal(signal) => {
            image.one_line(origin, "a STOPSIGNAL", &signal.value);
            image.out.line(origin, &format!("STOPSIGNAL {}", quote::word(&signal.value)));
        }
        StepKind::Shell(items) => {
            state.shell.own = Some(items.iter().map(|i| i.value.clone()).collect());
            exec(image, origin, "SHELL", items);
        }
        StepKind::Volume(path) => {
            // The items of the array are expanded like words.
            image.out.line(origin, &format!("VOLUME {}", quote::json([quote::bare(&path.value).as_str()])));
        }
    }
}

fn exec(image: &mut Image<'_>, origin: OriginId, name: &str, items: &At<Vec<At<String>>>) {
    image.out.line(origin, &format!("{name} {}", quote::json(items.value.iter().map(|i| i.value.as_str()))));
}

/// `KEY="value"` for each pair, with the value's origin.
fn pairs_of(
    image: &mut Image<'_>,
    what: &str,
    pairs: &[(At<String>, At<String>)],
    key: impl Fn(&str) -> String,
) -> Vec<(OriginId, String)> {
    pairs
        .iter()
        .map(|(k, v)| {
            image.one_line(k.origin, what, &k.value);
            image.one_line(v.origin, what, &v.value);
            (v.origin, format!("{}={}", key(&k.value), quote::quoted(&v.value)))
        })
        .collect()
}

fn instruction(image: &mut Image<'_>, name: &str, mut pieces: Vec<(OriginId, String)>) {
    if let Some((_, first)) = pieces.first_mut() {
        first.insert_str(0, &format!("{name} "));
        image.out.continued(&pieces, name.len() + 1);
    }
}

#[expect(clippy::too_many_arguments, reason = "COPY and ADD are one form with the sum of their parts")]
fn copy(
    image: &mut Image<'_>,
    origin: OriginId,
    name: &str,
    sources: &[&str],
    destination: &str,
    from: Option<&At<BuildFrom>>,
    checksum: Option<&At<String>>,
    options: &CopyOptions,
) {
    let mut line = String::from(name);
    if let Some(from) = from {
        if let BuildFrom::Registry(reference) = &from.value
            && reference.contains('$')
        {
            image.report(from.origin, |span| errors::variable_in_source(span, reference));
        }
        let reference = image.reference(&from.value);
        line.push_str(&format!(" --from={}", image.flag(from.origin, &reference)));
    }
    // These are expanded after the flag is read; patterns are not.
    for (flag, value) in [("chown", &options.owner), ("chmod", &options.mode), ("checksum", &checksum.cloned())] {
        if let Some(value) = value {
            line.push_str(&format!(" --{flag}={}", image.flag(value.origin, &quote::bare(&value.value))));
        }
    }
    if options.link {
        line.push_str(" --link");
    }
    for pattern in &options.exclude {
        line.push_str(&format!(" --exclude={}", image.flag(pattern.origin, &pattern.value)));
    }
    let paths: Vec<&str> = sources.iter().copied().chain([destination]).collect();
    image.out.line(origin, &format!("{line} {}", quote::paths(&paths)));
}

fn healthcheck(image: &mut Image<'_>, origin: OriginId, check: &Healthcheck) {
    match check {
        Healthcheck::None => image.out.line(origin, "HEALTHCHECK NONE"),
        Healthcheck::Exec { command, every, timeout, grace, failures } => {
            let mut flags = Vec::new();
            for (flag, value) in [("interval", every), ("timeout", timeout), ("start-period", grace)] {
                flags.extend(value.as_ref().map(|v| format!("--{flag}={}", go_duration(v.value))));
            }
            flags.extend(failures.as_ref().map(|n| format!("--retries={}", n.value)));
            let command = format!("CMD {}", quote::json(command.value.iter().map(|i| i.value.as_str())));
            if flags.is_empty() {
                image.out.line(origin, &format!("HEALTHCHECK {command}"));
            } else {
                let head = format!("HEALTHCHECK {}", flags.join(" "));
                image.out.continued(&[(origin, head), (origin, command)], 4);
            }
        }
    }
}

/// A duration in seconds: Go, which parses it, knows no days, and hadolint no milliseconds.
fn go_duration(d: Duration) -> String {
    let (seconds, millis) = (d.0 / 1000, d.0 % 1000);
    if millis == 0 {
        format!("{seconds}s")
    } else {
        format!("{seconds}.{}s", format!("{millis:03}").trim_end_matches('0'))
    }
}
