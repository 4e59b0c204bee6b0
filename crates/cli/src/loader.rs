//! The project's folder on disk.

use std::io;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use wharf::{EntryKind, LoadError, Loader};

/// Reads below one folder, and nowhere else: every path is resolved, links and all, before it is
/// opened.
pub(crate) struct DiskLoader {
    /// Canonical.
    root: PathBuf,
    /// A file that is there, or has this text, whatever the disk says: path and bytes.
    given: Option<(String, Vec<u8>)>,
}

impl DiskLoader {
    pub(crate) fn new(root: PathBuf) -> Self {
        Self { root, given: None }
    }

    /// The same, with a file that is read from elsewhere.
    pub(crate) fn with(self, given: Option<(String, Vec<u8>)>) -> Self {
        Self { given, ..self }
    }

    fn resolve(&self, path: &str) -> Result<PathBuf, LoadError> {
        let real = std::fs::canonicalize(self.root.join(path)).map_err(|e| explain(&e))?;
        if real.starts_with(&self.root) { Ok(real) } else { Err(LoadError::Outside) }
    }
}

impl Loader for DiskLoader {
    fn read(&self, path: &str) -> Result<Vec<u8>, LoadError> {
        if let Some((_, bytes)) = self.given.as_ref().filter(|(p, _)| p == path) {
            return Ok(bytes.clone());
        }
        std::fs::read(self.resolve(path)?).map_err(|e| explain(&e))
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, LoadError> {
        let top = self.resolve(folder)?;
        if !top.is_dir() {
            return Err(LoadError::NotFound);
        }
        let mut files = Vec::new();
        // Links are followed, and a loop of them is an error of the walk's.
        for entry in WalkBuilder::new(&top).standard_filters(false).follow_links(true).build() {
            let entry = entry.map_err(|e| LoadError::Unreadable(e.to_string()))?;
            if !entry.file_type().is_some_and(|t| t.is_file()) {
                continue;
            }
            let real = std::fs::canonicalize(entry.path()).map_err(|e| explain(&e))?;
            if !real.starts_with(&self.root) {
                return Err(LoadError::Outside);
            }
            let below = entry.path().strip_prefix(&top).unwrap_or(entry.path());
            files.push(
                slashed(below)
                    .ok_or_else(|| LoadError::Unreadable(format!("the name of `{}` is not UTF-8", below.display())))?,
            );
        }
        files.sort();
        Ok(files)
    }

    fn kind(&self, path: &str) -> Result<EntryKind, LoadError> {
        if self.given.as_ref().is_some_and(|(p, _)| p == path) {
            return Ok(EntryKind::File);
        }
        let real = self.resolve(path)?;
        Ok(if real.is_dir() { EntryKind::Folder } else { EntryKind::File })
    }
}

fn explain(error: &io::Error) -> LoadError {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => LoadError::NotFound,
        _ => LoadError::Unreadable(error.to_string()),
    }
}

/// A path with `/` between its parts; `None` where it is not UTF-8.
pub(crate) fn slashed(path: &Path) -> Option<String> {
    path.components().map(|c| c.as_os_str().to_str()).collect::<Option<Vec<_>>>().map(|parts| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_is_read() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap().join("in");
        std::fs::create_dir_all(root.join("d/.h")).unwrap();
        std::fs::write(dir.path().join("out"), "x").unwrap();
        std::fs::write(root.join("d/b"), "b").unwrap();
        std::fs::write(root.join("d/.h/a"), "a").unwrap();
        let loader = DiskLoader::new(root.clone());
        assert_eq!(loader.read("d/b"), Ok(b"b".to_vec()));
        assert_eq!(loader.read("../out"), Err(LoadError::Outside));
        assert_eq!(loader.read("d/none"), Err(LoadError::NotFound));
        assert_eq!(loader.list("d"), Ok(vec![String::from(".h/a"), String::from("b")]));
        assert_eq!(loader.kind("d"), Ok(EntryKind::Folder));
        assert_eq!(loader.kind("../out"), Err(LoadError::Outside));
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("../../out", root.join("d/link")).unwrap();
            assert_eq!(loader.read("d/link"), Err(LoadError::Outside));
            assert_eq!(loader.list("d"), Err(LoadError::Outside));
            std::fs::remove_file(root.join("d/link")).unwrap();
            std::os::unix::fs::symlink(".", root.join("d/loop")).unwrap();
            assert!(matches!(loader.list("d"), Err(LoadError::Unreadable(_))));
        }
    }
}
