//! A project that stands in memory: for tests, browsers, and programs that make their sources.

use std::collections::BTreeMap;

use wharf_analysis::{EntryKind, LoadError, Loader};

/// Files by their paths relative to the project's folder.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: BTreeMap<String, Vec<u8>>,
}

impl Memory {
    /// A project of these files. Paths are normal: `a/b.app`, not `./a/b.app`.
    pub fn new<P: Into<String>, C: Into<Vec<u8>>>(files: impl IntoIterator<Item = (P, C)>) -> Self {
        Self { files: files.into_iter().map(|(p, c)| (p.into(), c.into())).collect() }
    }
}

/// A project some of whose files have another text than the loader below says.
pub struct Overlay<'a> {
    texts: Memory,
    below: &'a dyn Loader,
}

impl<'a> Overlay<'a> {
    /// The files of `below`, with these texts in place of its own. Each is of a file that is there.
    pub fn new<P: Into<String>, C: Into<Vec<u8>>>(
        texts: impl IntoIterator<Item = (P, C)>,
        below: &'a dyn Loader,
    ) -> Self {
        Self { texts: Memory::new(texts), below }
    }
}

impl Loader for Overlay<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, LoadError> {
        self.texts.read(path).or_else(|_| self.below.read(path))
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, LoadError> {
        self.below.list(folder)
    }

    fn kind(&self, path: &str) -> Result<EntryKind, LoadError> {
        self.below.kind(path)
    }
}

impl Loader for Memory {
    fn read(&self, path: &str) -> Result<Vec<u8>, LoadError> {
        self.files.get(path).cloned().ok_or(LoadError::NotFound)
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, LoadError> {
        let prefix = if folder == "." { String::new() } else { format!("{folder}/") };
        let below: Vec<String> = self.files.keys().filter_map(|p| p.strip_prefix(&prefix)).map(str::to_owned).collect();
        if below.is_empty() && folder != "." { Err(LoadError::NotFound) } else { Ok(below) }
    }

    fn kind(&self, path: &str) -> Result<EntryKind, LoadError> {
        if self.files.contains_key(path) {
            return Ok(EntryKind::File);
        }
        self.list(path).map(|_| EntryKind::Folder)
    }
}
