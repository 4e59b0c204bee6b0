//! `.wharf.json`: what Wharf wrote into a folder.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Its name in the folder.
pub(crate) const NAME: &str = ".wharf.json";

/// The files of one build by their path, with the SHA-256 of their bytes. No times and no
/// versions: the same build gives the same manifest.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    /// By path relative to the folder, with `/` between its parts.
    pub(super) files: BTreeMap<String, String>,
}

impl Manifest {
    /// Reads a manifest; `None` where it is none, or names a path that leads out of the folder.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let manifest: Self = serde_json::from_slice(bytes).ok()?;
        manifest.files.keys().all(|path| is_inside(path)).then_some(manifest)
    }

    pub(super) fn of<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Self {
        Self { files: files.into_iter().map(|(path, bytes)| (path.to_owned(), hash(bytes))).collect() }
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}

/// The SHA-256 of some bytes, in lower-case hexadecimal.
pub(super) fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

/// Whether a path stays below the folder it is relative to.
pub(super) fn is_inside(path: &str) -> bool {
    !path.contains('\\') && path.split('/').all(|part| !part.is_empty() && part != "." && part != "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_survives_the_way_to_disk_and_names_nothing_outside() {
        let manifest = Manifest::of([("b/c", b"x".as_slice()), ("a", b"".as_slice())]);
        assert_eq!(Manifest::parse(&manifest.to_bytes()), Some(manifest));
        for path in ["../x", "/x", "a//b", "a/../../b", ""] {
            let text = format!("{{\"files\": {{\"{path}\": \"00\"}}}}");
            assert_eq!(Manifest::parse(text.as_bytes()), None, "{path}");
        }
        assert_eq!(hash(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
