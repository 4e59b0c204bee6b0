//! The examples, as projects that can be compiled with another text.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use wharf::{Compiled, Memory, Options};

/// A project: the `.app` file that declares its app, and all of its files.
#[derive(Clone, Debug)]
pub struct Project {
    /// Its folder's name.
    pub name: String,
    /// The path of the file that declares its app.
    pub entry: String,
    /// Every file, the entry included.
    pub files: Vec<(String, Vec<u8>)>,
}

impl Project {
    /// The text of the entry.
    ///
    /// # Panics
    /// Where it is no text.
    #[must_use]
    pub fn source(&self) -> String {
        let found = self.files.iter().find(|(p, _)| *p == self.entry).unwrap();
        String::from_utf8(found.1.clone()).unwrap()
    }

    /// Compiles the project, with another text in place of its entry.
    #[must_use]
    pub fn compile(&self, source: &str, options: &Options) -> Compiled {
        let other = self.files.iter().filter(|(p, _)| *p != self.entry).cloned();
        let files = other.chain([(self.entry.clone(), source.as_bytes().to_vec())]);
        wharf::compile(&Memory::new(files), &[&self.entry], options)
    }

    /// The outputs of every environment, by path.
    ///
    /// # Panics
    /// Where there is an error.
    #[must_use]
    pub fn outputs(&self, source: &str) -> Vec<(String, String)> {
        let compiled = self.compile(source, &Options { all_environments: true, ..Options::default() });
        let errors = errors(&compiled);
        assert!(errors.is_empty(), "{}: {}\n{source}", self.name, errors.join("; "));
        outputs(&compiled)
    }
}

/// The errors of a run: code and title.
#[must_use]
pub fn errors(compiled: &Compiled) -> Vec<String> {
    let all = compiled.report.diagnostics.iter().filter(|d| d.is_error());
    all.map(|d| format!("{} {}", d.code, d.message)).collect()
}

/// The files of a run, below the folders of their apps, by path.
#[must_use]
pub fn outputs(compiled: &Compiled) -> Vec<(String, String)> {
    let all = compiled.apps.iter().flat_map(|a| a.files.iter().map(move |f| (a, f)));
    let text = |f: &wharf::File| String::from_utf8_lossy(&f.contents).into_owned();
    let mut all: Vec<_> = all.map(|(a, f)| (format!("{}/{}", a.folder, f.path), text(f))).collect();
    all.sort();
    all
}

/// Every file below a folder, with its path from there, sorted.
///
/// # Panics
/// Where one cannot be read.
#[must_use]
pub fn below(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut out = Vec::new();
    let mut todo = vec![folder.to_path_buf()];
    while let Some(at) = todo.pop() {
        for entry in fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                todo.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
                out.push((name, fs::read(&path).unwrap()));
            }
        }
    }
    out.sort();
    out
}

/// The examples of the repository.
///
/// # Panics
/// Where there are few of them.
#[must_use]
pub fn examples() -> Vec<Project> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../examples"));
    let mut roots: Vec<PathBuf> =
        fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir()).collect();
    roots.sort();
    let declares = |bytes: &[u8]| String::from_utf8_lossy(bytes).lines().any(|l| l.starts_with("app "));
    let project = |root: &PathBuf| {
        let files = below(root);
        let name = root.file_name().unwrap().to_string_lossy().into_owned();
        let entry = files.iter().find(|(p, bytes)| p.ends_with(".app") && declares(bytes))?.0.clone();
        Some(Project { name, entry, files })
    };
    let all: Vec<Project> = roots.iter().filter_map(project).collect();
    assert!(all.len() >= 7, "only {} examples were found", all.len());
    all
}
