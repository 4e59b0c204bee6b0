//! The steps of a stage.

use wharf_model::{
    Add, At, BuildMount, BuildMountKind, Bytes, CopyOptions, EnvName, Healthcheck, PortNumber, Protocol, RunCommand,
    SecretRef, Step, StepKind, UserSpec,
};

use super::config::container_path;
use super::image::{Before, base};
use super::mounts::flat;
use super::workload::positive;
use crate::checker::Checker;
use crate::errors::{images, names, values, words, workloads};
use crate::matching::{Filled, Matched, static_text};
use crate::scope::Declared;
use crate::value::Value;
use crate::vocabulary::BlockKind;

pub(super) fn step<'t>(c: &mut Checker<'t>, m: &Matched<'t>, before: &Before<'_>) -> Option<Step> {
    let kind = match m.word.spelling() {
        "copy" => copy(c, m, before)?,
        "add" => add(c, m)?,
        "run" => run(c, m, before)?,
        "env" => StepKind::Env(env(c, m)?),
        "path" => {
            let all: Vec<_> = m.slots("folder").map(|s| c.string(s)).collect();
            StepKind::Path(all.into_iter().collect::<Option<_>>()?)
        }
        "arg" => {
            let name = c.key(m.slot("name")?)?;
            let default = flat(m.value.map(|v| c.string(v)))?;
            let name = env_name(c, &name)?;
            StepKind::Arg { name, default }
        }
        "workdir" => {
            let folder = c.string(m.slot("folder")?)?;
            if !folder.value.starts_with('/') {
                let span = c.origins.span(folder.origin);
                return c.fail(images::relative_workdir(&folder.value, span));
            }
            StepKind::Workdir(folder)
        }
        "user" => StepKind::User(user(c, m)?),
        "expose" => {
            let n = c.int(m.slot("port")?)?;
            let Ok(port) = PortNumber::new(n.value) else {
                let span = c.origins.span(n.origin);
                return c.fail(values::out_of_bounds("a port", "from 1 to 65535", &n.value.to_string(), span));
            };
            let protocol = if m.flag("udp").is_some() { Protocol::Udp } else { Protocol::Tcp };
            StepKind::Expose { port: At::new(port, n.origin), protocol }
        }
        "entrypoint" => StepKind::Entrypoint(c.strings(m.slot("command")?)?),
        "args" => StepKind::Args(c.strings(m.slot("arguments")?)?),
        "label" => {
            let key = c.key(m.slot("key")?);
            let value = c.string(m.value?);
            let (key, value) = (key?, value?);
            if key.value.is_empty() {
                let span = c.origins.span(key.origin);
                return c.fail(values::empty_text("key", span));
            }
            StepKind::Label(vec![(key, value)])
        }
        "healthcheck" => StepKind::Healthcheck(healthcheck(c, m)?),
        "stop" => StepKind::StopSignal(c.choice(m.label("signal")?)?.map(str::to_owned)),
        "shell" => StepKind::Shell(program(c, m.slot("command")?)?),
        _ => {
            let path = c.string(m.slot("path")?)?;
            container_path(c, &path)?;
            StepKind::Volume(path)
        }
    };
    let kind = c.at(kind, m.said.span);
    Some(Step { kind, doc: m.doc() })
}

/// A list of texts with at least one in it.
fn program<'t>(c: &mut Checker<'t>, slot: Filled<'t>) -> Option<At<Vec<At<String>>>> {
    let list = c.strings(slot)?;
    if list.value.first().is_none_or(|p| p.value.is_empty()) {
        let at = list.value.first().map_or(list.origin, |p| p.origin);
        let span = c.origins.span(at);
        return c.fail(workloads::empty_command(span));
    }
    Some(list)
}

fn env_name(c: &mut Checker<'_>, name: &At<String>) -> Option<At<String>> {
    match EnvName::new(&name.value) {
        Ok(_) => Some(name.clone()),
        Err(why) => {
            let span = c.origins.span(name.origin);
            c.fail(names::bad_name(&name.value, &why, span, c.source(span)))
        }
    }
}

fn options<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<CopyOptions> {
    let owner = flat(m.label("owner").map(|s| c.string(s)));
    let mode = flat(m.label("mode").map(|s| mode(c, s)));
    let exclude = flat(m.label("exclude").map(|s| c.strings(s)));
    Some(CopyOptions {
        owner: owner?,
        mode: mode?,
        link: m.flag("link").is_some(),
        exclude: exclude?.map_or_else(Vec::new, |e| e.value),
    })
}

/// `0o755` or `"0755"`: permission bits, as four octal digits.
fn mode<'t>(c: &mut Checker<'t>, slot: Filled<'t>) -> Option<At<String>> {
    let val = c.filled(slot)?;
    let origin = c.origin_of(&val);
    let bits = match &val.value {
        // A decimal number is never meant: 755 would be 1363.
        Value::Int(n) if c.source(val.span).starts_with("0o") => u32::try_from(*n).ok(),
        Value::Text(t) => t.as_literal().and_then(|t| u32::from_str_radix(t, 8).ok()),
        _ => None,
    };
    match bits {
        Some(b) if b <= 0o7777 => Some(At::new(format!("{b:04o}"), origin)),
        _ => {
            let source = c.source(val.span);
            c.fail(images::bad_mode(source, val.span))
        }
    }
}

fn copy<'t>(c: &mut Checker<'t>, m: &Matched<'t>, before: &Before<'_>) -> Option<StepKind> {
    let sources = c.strings(m.slot("source")?);
    let destination = c.string(m.slot("destination")?);
    let from = flat(m.label("from").map(|(_, e)| base(c, e, before, false)));
    let options = options(c, m);
    let (sources, destination) = (sources?, destination?);
    if sources.value.len() > 1 && !destination.value.ends_with('/') {
        let span = c.origins.span(destination.origin);
        return c.fail(images::copy_many_to_file(&destination.value, span));
    }
    if sources.value.is_empty() || sources.value.iter().any(|s| s.value.is_empty()) {
        let span = c.origins.span(sources.origin);
        return c.fail(images::copy_nothing(span));
    }
    Some(StepKind::Copy { sources: sources.value, destination, from: from?, options: options? })
}

fn add<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<StepKind> {
    let source = c.string(m.slot("source")?);
    let destination = c.string(m.slot("destination")?);
    let checksum = flat(m.label("checksum").map(|s| c.string(s)));
    let options = options(c, m);
    if let Some(Some(sum)) = &checksum {
        let good = sum
            .value
            .strip_prefix("sha256:")
            .is_some_and(|h| h.len() == 64 && h.chars().all(|ch| ch.is_ascii_hexdigit()));
        if !good {
            let span = c.origins.span(sum.origin);
            return c.fail(images::bad_checksum(span));
        }
    }
    Some(StepKind::Add(Add { source: source?, destination: destination?, checksum: checksum?, options: options? }))
}

fn run<'t>(c: &mut Checker<'t>, m: &Matched<'t>, before: &Before<'_>) -> Option<StepKind> {
    let slot = m.slot("command")?;
    let val = c.filled(slot)?;
    let origin = c.origin_of(&val);
    let command = match &val.value {
        Value::List(items) => {
            let all: Vec<_> = items.iter().map(|i| c.literal(i, "a command")).collect();
            RunCommand::Exec(all.into_iter().map(|i| i.map(|a| a.value)).collect::<Option<_>>()?)
        }
        _ => {
            let text = c.literal(&val, "a command")?.value;
            let line = text.trim_end();
            if line.contains('\n') { RunCommand::Script(text) } else { RunCommand::Line(line.to_owned()) }
        }
    };
    let empty = match &command {
        RunCommand::Exec(list) => list.is_empty(),
        RunCommand::Line(t) | RunCommand::Script(t) => t.trim().is_empty(),
    };
    if empty {
        return c.fail(workloads::empty_command(val.span));
    }
    let inside = c.body(BlockKind::Run, m);
    let mut mounts = Vec::new();
    let mut good = true;
    for w in &inside.words {
        if w.is("network") {
            continue;
        }
        match mount(c, w, before) {
            Some(kind) => {
                let kind = c.at(kind, w.said.span);
                mounts.push(BuildMount { kind });
            }
            None => good = false,
        }
    }
    let network = flat(inside.one("network").and_then(|n| n.slot("network")).map(|s| c.choice(s)));
    let network = network?.map(|n| n.map(str::to_owned));
    good.then(|| StepKind::Run { command: At::new(command, origin), mounts, network })
}

fn mount<'t>(c: &mut Checker<'t>, m: &Matched<'t>, before: &Before<'_>) -> Option<BuildMountKind> {
    match m.word.spelling() {
        "cache" => {
            let path = c.string(m.slot("path")?)?.value;
            let id = flat(m.label("id").map(|s| c.string(s)))?.map(|i| i.value);
            let sharing = flat(m.label("sharing").map(|s| c.choice(s)))?.map(|s| s.value.to_owned());
            Some(BuildMountKind::Cache { path, id, sharing })
        }
        "secret" => secret(c, m),
        "ssh" => Some(BuildMountKind::Ssh),
        "bind" => {
            let source = c.string(m.slot("source")?)?.value;
            let path = c.string(m.slot("path")?)?.value;
            let from = flat(m.label("from").map(|(_, e)| base(c, e, before, false)))?.map(|f| f.value);
            Some(BuildMountKind::Bind { source, path, from, readwrite: m.flag("readwrite").is_some() })
        }
        _ => {
            let path = c.string(m.slot("path")?)?.value;
            let size: Option<Bytes> = flat(m.slot("size").map(|s| c.bytes(s)))?.map(|b| b.value);
            Some(BuildMountKind::Tmpfs { path, size })
        }
    }
}

fn secret<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<BuildMountKind> {
    let (_, e) = m.slot("key")?;
    let key = static_text(&e).or_else(|| {
        // `secret secrets.token` is understood as well.
        if let wharf_syntax::tree::ExprKind::Field { name, .. } = &e.expr.kind { Some(name.text.clone()) } else { None }
    })?;
    let scope = std::rc::Rc::clone(&c.scope);
    if !scope.secrets.as_ref().is_some_and(|k| k.contains_key(&key)) {
        let known = scope.secrets.iter().flatten().map(|(k, _)| k.as_str());
        return c.fail(names::unknown("secret", &key, e.span, known));
    }
    c.mark_used(Declared::Group, "", &key);
    let path = flat(m.label("at").map(|s| c.string(s)))?.map(|p| p.value);
    let env = match m.label("env") {
        Some(s) => {
            let key = c.key(s)?;
            let good = env_name(c, &key)?;
            EnvName::new(&good.value).ok()
        }
        None => None,
    };
    Some(BuildMountKind::Secret { secret: SecretRef { group: None, key }, path, env })
}

fn env<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<Vec<(At<String>, At<String>)>> {
    let mut out = Vec::new();
    let mut good = true;
    for e in c.body(BlockKind::Env, m).words {
        let value = e.value.and_then(|v| c.string(v));
        let name = c.head_key(&e, "the name of a variable").and_then(|k| env_name(c, &k));
        match (name, value) {
            (Some(n), Some(v)) => out.push((n, v)),
            _ => good = false,
        }
    }
    out.sort_by(|a, b| a.0.cmp(&b.0));
    good.then_some(out)
}

fn user<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<At<UserSpec>> {
    let text = |c: &mut Checker<'t>, slot: Filled<'t>| {
        let val = c.filled(slot)?;
        let span = val.span;
        let text = match &val.value {
            Value::Int(n) => match u32::try_from(*n).ok().filter(|n| i32::try_from(*n).is_ok()) {
                Some(n) => n.to_string(),
                None => {
                    return c.fail(values::out_of_bounds(
                        "a user or group",
                        "from 0 to 2147483647",
                        &n.to_string(),
                        span,
                    ));
                }
            },
            _ => c.literal(&val, "the user")?.value,
        };
        let good = |ch: char| ch.is_ascii_alphanumeric() || "_.-$".contains(ch);
        if text.is_empty() || !text.chars().all(good) {
            return c.fail(images::bad_user(&text, span));
        }
        Some(text)
    };
    let slot = m.slot("user")?;
    let user = text(c, slot);
    let group = flat(m.label("group").map(|s| text(c, s)));
    let spec = UserSpec { user: user?, group: group? };
    Some(c.at(spec, slot.1.span))
}

fn healthcheck<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<Healthcheck> {
    if m.selector() == Some("none") {
        if let Some(b) = m.block() {
            return c.fail(words::no_block(m.word, b));
        }
        return Some(Healthcheck::None);
    }
    let command = program(c, m.slot("command")?);
    let inside = c.body(BlockKind::Healthcheck, m);
    let every = positive(c, inside.one("every"), "every");
    let timeout = positive(c, inside.one("timeout"), "timeout");
    let grace = positive(c, inside.one("grace"), "grace");
    let failures = flat(inside.one("failures").and_then(|m| m.slot("failures")).map(|s| c.int_within(s, 1, 1000)));
    Some(Healthcheck::Exec { command: command?, every: every?, timeout: timeout?, grace: grace?, failures: failures? })
}
