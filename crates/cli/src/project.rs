//! From the paths of a command to projects.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use wharf::Output;
use wharf::diagnostics::SourceMap;

use crate::args::Inputs;
use crate::loader::{DiskLoader, slashed};
use crate::run::Stop;
use crate::walk;

/// The file whose folder is a project's.
const MARKER: &str = "wharf.toml";

/// What is asked for of one project's folder.
pub(crate) struct Project {
    /// The project's folder, canonical: that of the nearest `wharf.toml` above the input; else
    /// the current one, if the input lies below it; else the input's own.
    pub(crate) root: PathBuf,
    /// Where outputs go unless told otherwise: `dist` beside the nearest `wharf.toml`, else in
    /// the current folder.
    pub(crate) dist: PathBuf,
    /// The sources, relative to the root, sorted.
    pub(crate) entries: Vec<String>,
    /// What came in on the standard input, and the source that it stands for.
    given: Option<(String, Vec<u8>)>,
}

impl Project {
    pub(crate) fn loader(&self) -> DiskLoader {
        DiskLoader::new(self.root.clone()).with(self.given.clone())
    }

    /// The sources under the names that the user would write, from where they stand.
    pub(crate) fn shown(&self, sources: &SourceMap, cwd: &Path) -> SourceMap {
        let mut out = SourceMap::default();
        for (_, file) in sources.iter() {
            let name = self.show(file.name(), cwd);
            out.add(name, file.text().clone());
        }
        out
    }

    /// One source under the name that the user would write. What comes with the compiler or stands on
    /// the command line is no file.
    pub(crate) fn show(&self, file: &str, cwd: &Path) -> String {
        if is_no_file(file) {
            return file.to_owned();
        }
        relative(cwd, &self.root.join(file))
    }

    /// The way from the project's folder to a path that is canonical.
    pub(crate) fn way_to(&self, path: &Path) -> String {
        relative(&self.root, path)
    }

    /// The sources, as the front desk takes them.
    pub(crate) fn files(&self) -> Vec<&str> {
        self.entries.iter().map(String::as_str).collect()
    }

    /// How the folder of the outputs stands to the project's. It is settled.
    pub(crate) fn output(&self, out: &Path) -> Output {
        Output { from_project: relative(&self.root, out), to_project: relative(out, &self.root) }
    }
}

/// Whether a source of that name comes with the compiler or stands on the command line.
pub(crate) fn is_no_file(name: &str) -> bool {
    name.starts_with("wharf:") || name.starts_with("--")
}

/// What the standard input is called unless it is given a name.
pub(crate) const STDIN: &str = "stdin.app";

/// Whether the paths are the standard input. It comes alone, because a text has one place only.
pub(crate) fn is_stdin(paths: &[PathBuf], name: Option<&Path>) -> Result<bool, Stop> {
    let asked = paths.iter().any(|p| p.as_os_str() == "-");
    if asked && paths.len() > 1 {
        return Err(Stop::Usage(String::from("`-` stands for the standard input and comes alone")));
    }
    if !asked && name.is_some() {
        return Err(Stop::Usage(String::from("`--stdin-filename` names the standard input: give `-` as the path")));
    }
    Ok(asked)
}

/// All that comes in on the standard input.
pub(crate) fn read_stdin() -> Result<Vec<u8>, Stop> {
    let mut bytes = Vec::new();
    match std::io::stdin().read_to_end(&mut bytes) {
        Ok(_) => Ok(bytes),
        Err(e) => Err(Stop::Usage(format!("the standard input cannot be read: {e}"))),
    }
}

/// The nearest folder that says that it is a project's.
pub(crate) fn marked(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|f| f.join(MARKER).is_file())
}

/// The project's folder for a file in `folder`, and where its outputs go.
fn root<'a>(folder: &'a Path, cwd: &'a Path) -> (&'a Path, PathBuf) {
    let marked = marked(folder);
    let root = marked.unwrap_or(if folder.starts_with(cwd) { cwd } else { folder });
    (root, marked.unwrap_or(cwd).join("dist"))
}

/// The project of what comes in on the standard input.
fn given(name: &Path, cwd: &Path) -> Result<Project, Stop> {
    if name.extension().is_none_or(|e| e != "app") {
        return Err(Stop::Usage(format!("`{}` is no `.app` file", name.display())));
    }
    let path = settle(name, cwd);
    let folder = path.ancestors().skip(1).find(|f| f.is_dir()).unwrap_or(cwd);
    let (root, dist) = root(folder, cwd);
    let below = path.strip_prefix(root).ok().and_then(slashed);
    let entry = below.ok_or_else(|| Stop::Usage(format!("`{}` is no name for a source", name.display())))?;
    let given = Some((entry.clone(), read_stdin()?));
    Ok(Project { root: root.to_owned(), dist, entries: vec![entry], given })
}

/// The current folder, canonical.
pub(crate) fn current() -> Result<PathBuf, Stop> {
    std::env::current_dir()
        .and_then(|d| d.canonicalize())
        .map_err(|e| Stop::disk("the current folder cannot be read", &e))
}

/// The projects that what is to be looked at lies in, by folder.
pub(crate) fn find(inputs: &Inputs, cwd: &Path) -> Result<Vec<Project>, Stop> {
    let name = inputs.stdin_filename.as_deref();
    if is_stdin(&inputs.paths, name)? {
        return Ok(vec![given(name.unwrap_or(Path::new(STDIN)), cwd)?]);
    }
    find_in(&inputs.paths, cwd)
}

/// The projects that the paths lie in, by folder.
pub(crate) fn find_in(paths: &[PathBuf], cwd: &Path) -> Result<Vec<Project>, Stop> {
    let mut projects: BTreeMap<PathBuf, (PathBuf, BTreeSet<String>)> = BTreeMap::new();
    for path in paths {
        let files = files(path)?;
        let real = canonical(path)?;
        let folder = if real.is_dir() { real.as_path() } else { real.parent().unwrap_or(&real) };
        let (root, dist) = root(folder, cwd);
        let (_, entries) = projects.entry(root.to_owned()).or_insert_with(|| (dist, BTreeSet::new()));
        for file in files {
            let below = file.strip_prefix(root).unwrap_or(&file);
            entries.insert(
                slashed(below)
                    .ok_or_else(|| Stop::Refused(format!("the name of `{}` is not UTF-8", below.display())))?,
            );
        }
    }
    Ok(projects
        .into_iter()
        .map(|(root, (dist, entries))| Project { root, dist, entries: entries.into_iter().collect(), given: None })
        .collect())
}

/// The sources that a path stands for, canonical.
pub(crate) fn files(path: &Path) -> Result<Vec<PathBuf>, Stop> {
    let real = canonical(path)?;
    if !real.is_dir() {
        // `wharf check compose.yaml` would find a fault in every line of it.
        if path.extension().is_none_or(|e| e != "app") {
            return Err(Stop::Usage(format!("`{}` is no `.app` file", path.display())));
        }
        return Ok(vec![real]);
    }
    let files = walk::apps(&real)?;
    if files.is_empty() {
        return Err(Stop::Usage(format!("there is no `.app` file below `{}`", path.display())));
    }
    Ok(files)
}

fn canonical(path: &Path) -> Result<PathBuf, Stop> {
    path.canonicalize().map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => Stop::Usage(format!("there is no `{}`", path.display())),
        _ => Stop::Usage(format!("`{}` cannot be read: {e}", path.display())),
    })
}

/// A path that may not exist yet, absolute and without links in the part that exists.
pub(crate) fn settle(path: &Path, cwd: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in cwd.join(path).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain = plain.canonicalize().unwrap_or(plain);
                plain.pop();
            }
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => plain.push(part),
        }
    }
    for existing in plain.ancestors() {
        if let (Ok(real), Ok(rest)) = (existing.canonicalize(), plain.strip_prefix(existing)) {
            return if rest.as_os_str().is_empty() { real } else { real.join(rest) };
        }
    }
    plain
}

/// The way from one folder to a path, both absolute and plain, with `/` between its parts; the
/// absolute path where nothing but the root is shared.
pub(crate) fn relative(from: &Path, to: &Path) -> String {
    let shared = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    if shared <= 1 && from != to {
        return to.display().to_string();
    }
    let up = from.components().skip(shared).map(|_| String::from(".."));
    let down = to.components().skip(shared).map(|c| c.as_os_str().to_string_lossy().into_owned());
    let parts: Vec<String> = up.chain(down).collect();
    if parts.is_empty() { String::from(".") } else { parts.join("/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_from_one_folder_to_another() {
        let way = |a: &str, b: &str| relative(Path::new(a), Path::new(b));
        assert_eq!(way("/p/dist/shop", "/p"), "../..");
        assert_eq!(way("/p", "/p/dist/shop"), "dist/shop");
        assert_eq!(way("/p/a", "/p/b"), "../b");
        assert_eq!(way("/p", "/p"), ".");
        assert_eq!(way("/p/a", "/tmp/x"), "/tmp/x");
    }
}
