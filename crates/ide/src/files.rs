//! The files of a project: what is open stands before what is on disk, and what was read is kept.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use wharf::{EntryKind, LoadError, Loader};

/// A loader over another one.
pub(crate) struct OpenFiles {
    loader: Rc<dyn Loader>,
    texts: BTreeMap<String, Arc<str>>,
    read: RefCell<BTreeMap<String, Result<Vec<u8>, LoadError>>>,
    listed: RefCell<BTreeMap<String, Result<Vec<String>, LoadError>>>,
    kinds: RefCell<BTreeMap<String, Result<EntryKind, LoadError>>>,
}

impl OpenFiles {
    pub(crate) fn new(loader: Rc<dyn Loader>) -> Self {
        Self {
            loader,
            texts: BTreeMap::new(),
            read: RefCell::default(),
            listed: RefCell::default(),
            kinds: RefCell::default(),
        }
    }

    /// The paths of what is open.
    pub(crate) fn open(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }

    /// The text of an open file.
    pub(crate) fn text(&self, path: &str) -> Option<&Arc<str>> {
        self.texts.get(path)
    }

    /// Opens a file, or gives an open one another text. Gives whether the file is new.
    pub(crate) fn set(&mut self, path: &str, text: Arc<str>) -> bool {
        let new = self.kind(path).is_err();
        self.texts.insert(path.to_owned(), text);
        new
    }

    /// Closes a file. Gives whether it is there no more.
    pub(crate) fn close(&mut self, path: &str) -> bool {
        self.texts.remove(path);
        self.kind(path).is_err()
    }

    /// Forgets what was read of a path and of all that could tell of it.
    pub(crate) fn forget(&mut self, path: &str) {
        let inside = |path: &str, folder: &str| {
            folder == "." || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
        };
        let apart = |known: &str| known != path && !inside(known, path) && !inside(path, known);
        self.read.get_mut().retain(|known, _| apart(known));
        self.listed.get_mut().retain(|known, _| apart(known));
        self.kinds.get_mut().retain(|known, _| apart(known));
    }
}

/// What was asked before, or what is answered now.
fn kept<T: Clone>(
    known: &RefCell<BTreeMap<String, Result<T, LoadError>>>,
    path: &str,
    ask: impl FnOnce() -> Result<T, LoadError>,
) -> Result<T, LoadError> {
    if let Some(answer) = known.borrow().get(path) {
        return answer.clone();
    }
    let answer = ask();
    known.borrow_mut().insert(path.to_owned(), answer.clone());
    answer
}

impl Loader for OpenFiles {
    fn read(&self, path: &str) -> Result<Vec<u8>, LoadError> {
        match self.texts.get(path) {
            Some(text) => Ok(text.as_bytes().to_vec()),
            None => kept(&self.read, path, || self.loader.read(path)),
        }
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, LoadError> {
        let there = kept(&self.listed, folder, || self.loader.list(folder));
        let prefix = if folder == "." { String::new() } else { format!("{folder}/") };
        let open: Vec<&str> = self.open().filter_map(|p| p.strip_prefix(&prefix)).collect();
        if open.is_empty() {
            return there;
        }
        let mut all: BTreeSet<String> = there.unwrap_or_default().into_iter().collect();
        all.extend(open.into_iter().map(str::to_owned));
        Ok(all.into_iter().collect())
    }

    fn kind(&self, path: &str) -> Result<EntryKind, LoadError> {
        if self.texts.contains_key(path) {
            return Ok(EntryKind::File);
        }
        let below = format!("{path}/");
        if self.open().any(|open| open.starts_with(&below)) {
            return Ok(EntryKind::Folder);
        }
        kept(&self.kinds, path, || self.loader.kind(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wharf::Memory;

    #[test]
    fn what_is_open_is_there() {
        let mut files = OpenFiles::new(Rc::new(Memory::new([("a/b.txt", "b")])));
        assert!(files.set("a/c.txt", Arc::from("c")));
        assert!(files.set("d/e.txt", Arc::from("e")));
        assert_eq!(files.list("a").unwrap(), ["b.txt", "c.txt"]);
        assert_eq!(files.list("d").unwrap(), ["e.txt"]);
        assert_eq!(files.list(".").unwrap(), ["a/b.txt", "a/c.txt", "d/e.txt"]);
        assert!(matches!(files.kind("d"), Ok(EntryKind::Folder)));
        files.close("d/e.txt");
        assert!(files.list("d").is_err() && files.kind("d").is_err());
    }
}
