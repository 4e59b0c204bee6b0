//! What is mounted into a container.

use std::collections::BTreeMap;

use wharf_diagnostics::Span;
use wharf_model::{Access, At, FileMode, Mount, MountKind, Name, Part, RelativePath, SecretFiles, Volume};

use super::config::{container_path, on_disk, tree};
use crate::checker::Checker;
use crate::errors::{images, names, storage, values, workloads};
use crate::loader::EntryKind;
use crate::matching::{Body, Filled, Matched};
use crate::scope::Declared;
use crate::value::{Ref, Space, Value};

/// A volume that the app declares.
pub(super) fn volume<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<Volume> {
    let name = c.declared_name(m, Name::MAX, "a claim's name is a DNS label here");
    let size = m.slot("size").map(|s| c.bytes(s));
    let access = access(c, m);
    let class = m.label("class").map(|s| object_name(c, s));
    let external = m.label("external").map(|s| object_name(c, s));
    if let (Some(own), Some(_)) = (m.slot("size").or_else(|| m.label("class")), m.label("external")) {
        return c.fail(workloads::external_with_size(own.0.name, own.1.span));
    }
    let name = name?;
    if size.is_none() && external.is_none() {
        let span = c.origins.span(name.origin);
        return c.fail(workloads::volume_without_size(name.as_str(), span));
    }
    let class = flat(class)?;
    if let Some(access) = access.as_ref().filter(|a| a.value == Access::ReadOnly)
        && class.is_none()
        && external.is_none()
    {
        let span = c.origins.span(access.origin);
        return c.fail(storage::nothing_in_it(name.as_str(), span));
    }
    Some(Volume { name, doc: m.doc(), size: flat(size)?, access, class, external: flat(external)? })
}

fn access<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<At<Access>> {
    let word = m.label("access").and_then(|s| c.choice(s))?;
    Access::of_word(word.value).map(|access| At::new(access, word.origin))
}

/// Given and good, given and bad, not given.
pub(super) fn flat<T>(x: Option<Option<T>>) -> Option<Option<T>> {
    match x {
        Some(None) => None,
        Some(Some(v)) => Some(Some(v)),
        None => Some(None),
    }
}

/// A text that names an object of the cluster.
pub(super) fn object_name<'t>(c: &mut Checker<'t>, slot: Filled<'t>) -> Option<At<Name>> {
    let text = c.string(slot)?;
    c.name_of(&text, Name::MAX, "an object's name is a DNS label here")
}

/// What other containers of the pod can mount by name: volumes of its own, and scratch with a name.
pub(super) fn shares(c: &Checker<'_>, mounts: &[Mount]) -> BTreeMap<String, Span> {
    let named = mounts.iter().filter_map(|m| match &m.kind {
        MountKind::Own { name, .. } | MountKind::Scratch { name: Some(name), .. } => Some(name),
        MountKind::Scratch { name: None, .. }
        | MountKind::Shared { .. }
        | MountKind::Volume { .. }
        | MountKind::Bind { .. }
        | MountKind::Config { .. }
        | MountKind::Secret(_)
        | MountKind::Files(_) => None,
    });
    named.map(|name| (name.to_string(), c.origins.span(name.origin))).collect()
}

/// All mounts of a container, by path.
pub(super) fn mounts<'t>(c: &mut Checker<'t>, body: &Body<'t>) -> Vec<Mount> {
    let mut out: Vec<Mount> = Vec::new();
    for m in &body.words {
        let found = match m.word.spelling() {
            "volume" => own(c, m),
            "mount" => app_volume(c, m),
            "bind" => bind(c, m),
            "scratch" => scratch(c, m),
            "file" => file(c, m, false),
            "files" => file(c, m, true),
            _ => continue,
        };
        let Some(found) = found else { continue };
        if let Some(first) = out.iter().find(|o| o.path.value == found.path.value) {
            let (again, first) = (c.origins.span(found.path.origin), c.origins.span(first.path.origin));
            c.report(images::path_twice(found.path.as_str(), again, first));
            continue;
        }
        out.push(found);
    }
    out.sort_by(|a, b| a.path.cmp(&b.path));
    out
}

fn path<'t>(c: &mut Checker<'t>, slot: Filled<'t>) -> Option<At<wharf_model::AbsolutePath>> {
    let text = c.string(slot)?;
    let path = container_path(c, &text)?;
    if path.as_str() == "/" {
        let span = c.origins.span(path.origin);
        return c.fail(images::mount_over_root(span));
    }
    Some(path)
}

fn own<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<Mount> {
    let name = c.declared_name(m, Name::MAX, "a claim's name is a DNS label here");
    let size = c.bytes(m.slot("size")?);
    let class = m.label("class").map(|s| object_name(c, s));
    let access = access(c, m);
    let path = path(c, m.label("at")?)?;
    Some(Mount { path, kind: MountKind::Own { name: name?, size: size?, class: flat(class)?, access }, mode: None })
}

fn app_volume<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<Mount> {
    let (slot, e) = m.slot("volume")?;
    let path = path(c, m.slot("path")?);
    let name = c.reference("mount", (slot, e))?;
    let readonly = m.flag("readonly").is_some();
    match &c.shares {
        None if !c.scope.names.contains_key(&name) => return None,
        Some(shares) if shares.contains_key(&name) => {
            let name = c.at(Name::new(&name).ok()?, e);
            return Some(Mount { path: path?, kind: MountKind::Shared { name, readonly }, mode: None });
        }
        Some(_) | None => {}
    }
    let scope = std::rc::Rc::clone(&c.scope);
    match scope.names.get(&name) {
        Some(entry) if entry.kind == Declared::Volume => {
            c.mark_used(Declared::Volume, &name, "");
            let name = c.at(Name::new(&name).ok()?, e);
            Some(Mount { path: path?, kind: MountKind::Volume { name, readonly }, mode: None })
        }
        Some(entry) => c.fail(names::wrong_kind("a volume", entry.kind.described(), &name, e.span, Some(entry.span))),
        None => {
            let own: Vec<String> = c.shares.iter().flatten().map(|(name, _)| name.clone()).collect();
            let known = scope.of_kind(&[Declared::Volume]).chain(own.iter().map(String::as_str));
            c.fail(names::unknown("volume", &name, e.span, known))
        }
    }
}

fn bind<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<Mount> {
    let source = source(c, m.slot("source")?);
    let path = path(c, m.slot("path")?);
    let source = source?;
    let span = c.origins.span(source.origin);
    on_disk(c, &source.value, span)?;
    Some(Mount { path: path?, kind: MountKind::Bind { source, readonly: m.flag("readonly").is_some() }, mode: None })
}

/// The folder that is bound: one of the project's, never one of the machine's.
fn source<'t>(c: &mut Checker<'t>, slot: Filled<'t>) -> Option<At<RelativePath>> {
    let val = c.filled(slot)?;
    if let Value::Text(text) = &val.value
        && let Some(Part::Literal(lead)) = text.parts().first()
        && is_of_host(lead)
    {
        return c.fail(storage::host_path(lead, val.via.unwrap_or(val.span)));
    }
    c.disk_path_of(&val, slot.0.name)
}

/// Whether a path begins at the root of a machine, at a home folder, or at a drive.
fn is_of_host(path: &str) -> bool {
    let mut bytes = path.bytes();
    match bytes.next() {
        Some(b'/' | b'~' | b'\\') => true,
        Some(drive) if drive.is_ascii_alphabetic() => bytes.next() == Some(b':'),
        _ => false,
    }
}

fn scratch<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<Mount> {
    let path = path(c, m.slot("path")?);
    let size = m.slot("size").map(|s| c.bytes(s));
    let name = m.label("as").map(|s| c.name(s, Name::MAX, "a pod's volume has a DNS label for a name"));
    let (size, name) = (flat(size)?, flat(name)?);
    Some(Mount { path: path?, kind: MountKind::Scratch { name, size, memory: m.flag("memory").is_some() }, mode: None })
}

fn file<'t>(c: &mut Checker<'t>, m: &Matched<'t>, folder: bool) -> Option<Mount> {
    let path = path(c, m.slot("path")?);
    let mode = flat(m.label("mode").map(|slot| mode(c, slot)));
    let val = c.eval(m.label("from")?.1)?;
    let (path, mode) = (path?, mode?);
    let origin = c.origin_of(&val);
    let kind = match &val.value {
        Value::Ref(Ref::ConfigKey(config, key)) if !folder => {
            MountKind::Config { config: At::new(config.clone(), origin), key: Some(key.clone()) }
        }
        Value::Ref(Ref::Config(config)) if folder => {
            MountKind::Config { config: At::new(config.clone(), origin), key: None }
        }
        Value::Ref(Ref::SecretGroup(_) | Ref::Space(Space::Secrets)) if folder => {
            let group = if let Value::Ref(Ref::SecretGroup(group)) = &val.value { group.clone() } else { None };
            c.use_group(group.as_ref(), val.span)?;
            MountKind::Secret(At::new(SecretFiles { group, key: None }, origin))
        }
        Value::Text(t) => match t.parts() {
            [Part::Secret(s)] if !folder => {
                let file = SecretFiles { group: s.group.clone(), key: Some(s.key.clone()) };
                MountKind::Secret(At::new(file, origin))
            }
            [Part::Secret(_)] => return c.fail(storage::one_secret_as_folder(val.via.unwrap_or(val.span))),
            _ => {
                let text = c.literal(&val, "the path of a file")?;
                let source = c.path_of(&val, &text)?;
                let kind = on_disk(c, &source.value, val.span)?;
                if (kind == EntryKind::Folder) != folder {
                    return c.fail(images::file_or_files(kind == EntryKind::Folder, val.span));
                }
                MountKind::Files(tree(c, source, path.clone(), folder)?)
            }
        },
        _ => return c.fail(values::not_a_file(&val, folder)),
    };
    Some(Mount { path, kind, mode })
}

/// Permissions, as `chmod` takes them: octal digits, which a number of the language has to be said to have.
fn mode<'t>(c: &mut Checker<'t>, slot: Filled<'t>) -> Option<At<FileMode>> {
    let n = c.int(slot)?;
    let span = c.origins.span(n.origin);
    let written = c.source(span);
    if span == slot.1.span && n.value != 0 && written.bytes().all(|b| b.is_ascii_digit()) {
        return c.fail(storage::decimal_mode(written, span));
    }
    match u32::try_from(n.value).ok().filter(|mode| *mode <= FileMode::MAX) {
        Some(mode) => Some(At::new(FileMode(mode), n.origin)),
        None => c.fail(storage::bad_mode(n.value, span)),
    }
}
