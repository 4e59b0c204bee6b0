//! The folder that is looked at. Nothing below it is run, and nothing is written by looking.

use std::fs;
use std::io;
use std::path::PathBuf;

/// A folder, which may not exist yet: then it is empty.
pub(super) struct Folder {
    path: PathBuf,
}

impl Folder {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// Whether there is a file or a folder of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.path.join(name).exists()
    }

    /// The text of a file; `None` where there is none.
    ///
    /// # Errors
    /// Says why it cannot be read.
    pub(super) fn text(&self, name: &str) -> Result<Option<String>, String> {
        match fs::read(self.path.join(name)) {
            Ok(bytes) => {
                String::from_utf8(bytes).map(Some).map_err(|_| format!("`{name}` cannot be read: it is not UTF-8"))
            }
            Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::IsADirectory) => Ok(None),
            Err(e) => Err(format!("`{name}` cannot be read: {e}")),
        }
    }

    /// The text of a file that only refines what is known; nothing where it cannot be read.
    pub(super) fn hint(&self, name: &str) -> String {
        self.text(name).ok().flatten().unwrap_or_default()
    }

    /// The names of its files with one of these extensions, sorted.
    pub(super) fn files_with(&self, extensions: &[&str]) -> Vec<String> {
        self.entries("", |path| {
            path.is_file() && path.extension().is_some_and(|e| extensions.iter().any(|wanted| e == *wanted))
        })
    }

    /// The folders in one of its folders, sorted: `cmd` gives `cmd/api`.
    pub(super) fn folders_in(&self, folder: &str) -> Vec<String> {
        self.entries(folder, |path| path.is_dir()).iter().map(|name| format!("{folder}/{name}")).collect()
    }

    /// One of its folders.
    pub(super) fn below(&self, folder: &str) -> Self {
        Self::new(self.path.join(folder))
    }

    fn entries(&self, folder: &str, keep: impl Fn(&std::path::Path) -> bool) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.path.join(folder)) else { return Vec::new() };
        let mut out: Vec<String> = entries
            .flatten()
            .filter(|e| keep(&e.path()))
            .filter_map(|e| e.file_name().into_string().ok())
            .filter(|name| !name.starts_with('.'))
            .collect();
        out.sort();
        out
    }
}
