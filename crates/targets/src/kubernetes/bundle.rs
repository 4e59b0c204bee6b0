//! ConfigMaps whose name holds a hash of their content: a changed content is a new object, and the
//! pods that name it roll.

use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::ByteString;
use k8s_openapi::api::core::v1::{ConfigMap, KeyToPath};
use wharf_model::{At, EnvName, FileTree, OriginId};

use super::context::Context;
use super::metadata::Identity;
use super::process::Process;
use super::{errors, keys, names};
use crate::shared::hash::ContentHash;
use crate::yaml::Cursor;

/// The most that a ConfigMap's values hold together (`MaxSecretSize` of the API server).
const MAX_BYTES: usize = 1 << 20;

/// The most that client-side `kubectl apply` can remember of an object in an annotation
/// (`TotalAnnotationSizeLimitB`), with room for the rest of the object.
const MAX_APPLIED: usize = 250 << 10;

/// The content of a ConfigMap, by path.
pub(super) struct Bundle {
    /// The object's name.
    pub(super) name: String,
    entries: BTreeMap<String, At<Vec<u8>>>,
    keys: BTreeMap<String, String>,
}

impl Bundle {
    /// The entries by path (a file's below a mounted folder, or a config's key), with a name made
    /// of `base` and the hash. `owner` counts in the hash: what two of them make is never one object.
    pub(super) fn new(base: &str, owner: &str, entries: BTreeMap<String, At<Vec<u8>>>) -> Self {
        let mut hash = ContentHash::default();
        hash.add(owner.as_bytes());
        for (path, content) in &entries {
            hash.add(path.as_bytes());
            hash.add(&content.value);
        }
        let plain = |path: &String| {
            let key: String =
                path.chars().map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' }).collect();
            if keys::data_key(&key).is_none() { key } else { String::from("file") }
        };
        let keys = names::distinct(keys::MAX, &BTreeSet::new(), entries.keys().map(|path| (path.clone(), plain(path))));
        Self { name: format!("{}-{}", names::fit(base, 200), hash.finish()), entries, keys }
    }

    /// The key under which a path's content stands.
    pub(super) fn key(&self, path: &str) -> String {
        self.keys.get(path).cloned().unwrap_or_default()
    }

    /// Where each key goes, for a mounted folder. What begins with `#!` is run: on disk it can be,
    /// and Compose mounts it as it is there; unless a mode is said of all.
    pub(super) fn items(&self, scripts: bool) -> Vec<KeyToPath> {
        let is_script = |path: &String| scripts && self.entries.get(path).is_some_and(|c| c.starts_with(b"#!"));
        let item = |(path, key): (&String, &String)| KeyToPath {
            key: key.clone(),
            mode: is_script(path).then_some(0o555),
            path: path.clone(),
            ..KeyToPath::default()
        };
        self.keys.iter().map(item).collect()
    }

    /// Reports a content that the server or `kubectl apply` does not take. `origin` is the whole's.
    pub(super) fn check(&self, cx: &Context<'_>, origin: OriginId) {
        let span = cx.app.origins.span(origin);
        let size: usize = self.entries.values().map(|c| c.len()).sum();
        let applied: usize = self.entries.values().map(|c| applied_size(c)).sum();
        if size > MAX_BYTES {
            cx.report(errors::config_too_large(span, size));
        } else if applied > MAX_APPLIED {
            cx.report(errors::needs_server_side_apply(span, size));
        }
    }

    /// The object.
    pub(super) fn config_map<C: Cursor<OriginId>>(
        &self,
        cx: &Context<'_>,
        identity: &Identity<'_>,
        at: C,
    ) -> ConfigMap {
        let (mut data, mut binary) = (BTreeMap::new(), BTreeMap::new());
        for (path, content) in &self.entries {
            let key = self.key(path);
            match plain_text(content) {
                Some(text) => {
                    at.key("data").key(&key).set(content.origin);
                    data.insert(key, text.to_owned());
                }
                None => {
                    at.key("binaryData").key(&key).set(content.origin);
                    binary.insert(key, ByteString(content.value.clone()));
                }
            }
        }
        ConfigMap {
            data: (!data.is_empty()).then_some(data),
            binary_data: (!binary.is_empty()).then_some(binary),
            immutable: Some(true),
            metadata: identity.object(cx, &self.name, at.key("metadata")),
        }
    }
}

/// The ConfigMap of a file or folder that a process mounts.
pub(super) fn of_files(process: &Process<'_>, tree: &FileTree) -> Bundle {
    let path = |below: &String| if below.is_empty() { single_path(tree).to_owned() } else { below.clone() };
    let entries =
        tree.contents.iter().map(|(below, bytes)| (path(below), At::new(bytes.clone(), tree.source.origin))).collect();
    let base = format!("{}-{}", process.base(), names::slug(tree.path.as_str()));
    Bundle::new(&base, &format!("files {} {}", process.base(), tree.path.value), entries)
}

/// The ConfigMap that makes variables empty where nothing else sets them.
pub(super) fn of_blanks<'n>(process: &Process<'_>, names: impl IntoIterator<Item = &'n EnvName>) -> Bundle {
    let entries = names.into_iter().map(|n| (n.to_string(), At::new(Vec::new(), process.origin()))).collect();
    Bundle::new(&format!("{}-blank", process.base()), &format!("blank {}", process.base()), entries)
}

/// Whether the tree is one file.
pub(super) fn is_single(tree: &FileTree) -> bool {
    matches!(tree.contents.as_slice(), [(path, _)] if path.is_empty())
}

/// The path of a single file in its volume: its name where it is mounted, unless the server keeps
/// that for itself.
pub(super) fn single_path(tree: &FileTree) -> &str {
    let name = tree.path.as_str().rsplit('/').next().unwrap_or_default();
    if name.is_empty() || name.starts_with("..") { "file" } else { name }
}

/// The text, where it is one that every YAML reader and the server's JSON carry as it is.
fn plain_text(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok()?;
    let is_plain = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    text.chars().all(is_plain).then_some(text)
}

/// The bytes in JSON: base64, or text with escapes.
fn applied_size(bytes: &[u8]) -> usize {
    match plain_text(bytes) {
        Some(text) => text
            .chars()
            .map(|c| {
                if "\n\r\t\"\\".contains(c) {
                    2
                } else if "<>&".contains(c) {
                    6
                } else {
                    c.len_utf8()
                }
            })
            .sum(),
        None => bytes.len().div_ceil(3).saturating_mul(4),
    }
}
