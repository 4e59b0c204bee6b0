//! `config`, and the files of the project that containers get.

use wharf_diagnostics::Span;
use wharf_model::{AbsolutePath, At, Config, FileTree, Name, RelativePath};

use crate::checker::Checker;
use crate::errors::{images, names, values};
use crate::loader::{EntryKind, LoadError};
use crate::matching::Matched;
use crate::value::Value;
use crate::vocabulary::BlockKind;

pub(super) fn config<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<Config> {
    // A hash of eleven characters is appended to the object's name.
    let name = c.declared_name(m, Name::MAX - 11, "a hash of the content is appended to it");
    let mut entries = Vec::new();
    for k in c.body(BlockKind::Config, m).words {
        let key = c.head_key(&k, "a config's key");
        let value = k.value.and_then(|slot| c.filled(slot));
        let (Some(key), Some(val)) = (key, value) else { continue };
        // A key of a ConfigMap (Kubernetes API, ConfigMap.data).
        let good = |ch: char| ch.is_ascii_alphanumeric() || "-_.".contains(ch);
        let text = key.as_str();
        if text.is_empty() || text.len() > 253 || !text.chars().all(good) || text.starts_with("..") || text == "." {
            c.report(names::bad_key("a config's key", text, k.head()));
            continue;
        }
        let Value::Text(value) = &val.value else { continue };
        let origin = c.origin_of(&val);
        entries.push((key, At::new(value.clone(), origin)));
    }
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    Some(Config { name: name?, doc: m.doc(), entries })
}

/// A path inside a container.
pub(super) fn container_path(c: &mut Checker<'_>, text: &At<String>) -> Option<At<AbsolutePath>> {
    match AbsolutePath::new(&text.value) {
        Ok(p) => Some(At::new(p, text.origin)),
        Err(why) => {
            let span = c.origins.span(text.origin);
            c.fail(values::bad_path(&why, span))
        }
    }
}

/// What stands on disk at a path, or an error on the span that names it.
pub(super) fn on_disk(c: &mut Checker<'_>, path: &RelativePath, span: Span) -> Option<EntryKind> {
    match c.loader.kind(path.as_str()) {
        Ok(kind) => Some(kind),
        Err(why) => c.fail(images::no_file(path.as_str(), &why, span)),
    }
}

/// Reads a file, or a folder's files, that are to be mounted at `path`.
pub(super) fn tree(
    c: &mut Checker<'_>,
    source: At<RelativePath>,
    path: At<AbsolutePath>,
    folder: bool,
) -> Option<FileTree> {
    let span = c.origins.span(source.origin);
    let kind = on_disk(c, &source.value, span)?;
    let broken = |c: &mut Checker<'_>, at: &str, why: &LoadError| c.fail(images::no_file(at, why, span));
    let contents = match (kind, folder) {
        (EntryKind::File, false) => match c.loader.read(source.as_str()) {
            Ok(bytes) => vec![(String::new(), bytes)],
            Err(why) => return broken(c, source.as_str(), &why),
        },
        (EntryKind::Folder, true) => {
            let names = match c.loader.list(source.as_str()) {
                Ok(n) => n,
                Err(why) => return broken(c, source.as_str(), &why),
            };
            let mut all = Vec::new();
            for n in names {
                let full = source.value.join(&n);
                match c.loader.read(full.as_str()) {
                    Ok(bytes) => all.push((n, bytes)),
                    Err(why) => return broken(c, full.as_str(), &why),
                }
            }
            all
        }
        (found, _) => return c.fail(images::file_or_folder(found == EntryKind::Folder, span)),
    };
    Some(FileTree { source, path, contents })
}
