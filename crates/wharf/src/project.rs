//! A project that is checked again and again while it is written: what has not changed is not done again.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use wharf_analysis::{EntryKind, Environments, Files, Given, Index, LoadError, Loader, ParsedFile, Parses};
use wharf_diagnostics::{FileId, SourceMap};

use crate::pipeline::{Checked, Options, Report, Task, Wanted};

/// What is kept of one project between two checks.
///
/// A file's text is parsed again where it has changed, and its apps are checked again where its own text, that
/// of a file it uses, or anything that was read for it has changed. Of what is no source the project has to be
/// told by [`Project::changed`] and [`Project::came_or_went`].
#[derive(Debug, Default)]
pub struct Project {
    parses: Parses,
    kept: BTreeMap<String, Kept>,
}

/// What was found in one file, and what that rests on.
#[derive(Debug)]
struct Kept {
    /// Its text and those it uses.
    sources: Vec<Rc<ParsedFile>>,
    /// Whether its apps were looked at, or it was only used.
    asked: bool,
    reads: Reads,
    checked: Rc<Checked>,
}

/// What was asked of a loader.
#[derive(Debug, Default)]
struct Reads {
    /// Paths of which the text was read.
    texts: BTreeSet<String>,
    /// Paths that were listed or looked for.
    entries: BTreeSet<String>,
}

impl Project {
    /// Nothing is kept yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Says that the text of a file has changed.
    pub fn changed(&mut self, path: &str) {
        self.kept.retain(|_, k| !k.reads.texts.contains(path));
    }

    /// Says that a file or folder has come or is gone.
    pub fn came_or_went(&mut self, path: &str) {
        self.changed(path);
        let inside = |path: &str, folder: &str| {
            folder == "." || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
        };
        let meets = |r: &String| r == path || inside(path, r) || inside(r, path);
        self.kept.retain(|_, k| !k.reads.texts.iter().chain(&k.reads.entries).any(meets));
    }

    /// As [`crate::check`], for all environments and targets.
    pub fn check(&mut self, loader: &dyn Loader, paths: &[&str]) -> Report {
        let mut files = Files::load_with(&mut self.parses, loader, paths);
        let found = std::mem::take(&mut files.diagnostics);
        let (given, options) = (Given::default(), Options::default());
        let recorder = Recorder { loader, reads: RefCell::default() };
        let environments = Environments::All;
        let task = Task {
            files: &files,
            loader: &recorder,
            given: &given,
            options: &options,
            environments: &environments,
            wanted: Wanted::Diagnostics,
            index: true,
        };
        let used: Vec<String> = files.used_only().map(|f| f.path().to_owned()).collect();
        let all = paths.iter().map(|p| (*p, true)).chain(used.iter().map(|p| (p.as_str(), false)));
        let mut old = std::mem::take(&mut self.kept);
        let mut checked = Vec::new();
        for (path, asked) in all {
            let sources = files.closure(path);
            let same = |k: &Kept| {
                k.asked == asked
                    && k.sources.len() == sources.len()
                    && k.sources.iter().zip(&sources).all(|(a, b)| Rc::ptr_eq(a, b))
            };
            let kept = old.remove(path).filter(same).unwrap_or_else(|| {
                let checked = Rc::new(if asked { task.one(path, &mut |_| {}).0 } else { task.used(path) });
                Kept { sources, asked, reads: recorder.reads.take(), checked }
            });
            checked.push(Rc::clone(&kept.checked));
            self.kept.insert(path.to_owned(), kept);
        }
        let (mut report, _) = task.together(&checked, found);
        report.sources = files.sources;
        report
    }

    /// Where names stand, in all that the last check looked at.
    #[must_use]
    pub fn index(&self) -> Index {
        let mut out = Index::default();
        for kept in self.kept.values() {
            out.extend(&kept.checked.index);
        }
        out
    }

    /// The file at a path with its tree, if it has been read; of one that comes with the compiler, too.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<Rc<ParsedFile>> {
        self.parses.get(path)
    }

    /// A file's text, parsed unless it has been.
    pub fn parse(&mut self, path: &str, text: &str) -> Rc<ParsedFile> {
        self.parses.file(path, text)
    }

    /// The files that a file uses, by the names that it gives them, as far as they have been read.
    #[must_use]
    pub fn used_by(&self, file: &ParsedFile) -> Vec<(String, Rc<ParsedFile>)> {
        self.parses.used_by(file)
    }

    /// The id that the spans of a file carry.
    #[must_use]
    pub fn id(&self, path: &str) -> Option<FileId> {
        self.parses.sources().find(path)
    }

    /// The texts that spans refer to.
    #[must_use]
    pub fn sources(&self) -> &SourceMap {
        self.parses.sources()
    }

    /// The environments that the apps of a file declare, in their order. It must be one that the last check
    /// looked at.
    #[must_use]
    pub fn environments(&self, path: &str) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for name in self.kept.get(path).into_iter().flat_map(|k| k.checked.environments()) {
            if !out.iter().any(|o| o == name) {
                out.push(name.to_owned());
            }
        }
        out
    }
}

/// Notes what is read.
struct Recorder<'a> {
    loader: &'a dyn Loader,
    reads: RefCell<Reads>,
}

impl Recorder<'_> {
    fn note(&self, path: &str) {
        self.reads.borrow_mut().entries.insert(path.to_owned());
    }
}

impl Loader for Recorder<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, LoadError> {
        self.reads.borrow_mut().texts.insert(path.to_owned());
        self.loader.read(path)
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, LoadError> {
        self.note(folder);
        self.loader.list(folder)
    }

    fn kind(&self, path: &str) -> Result<EntryKind, LoadError> {
        self.note(path);
        self.loader.kind(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Memory;

    const BASE: &str = "template small(size bytes) {\n  memory size\n}\n";
    const SHOP: &str = "use \"base.app\" as base\napp shop {\n  config c { a = \"1\" }\n  service web {\n    image \"nginx:1.29\"\n    user 101\n    port http 8080\n    extends base.small(64Mi)\n    files \"/srv\" from \"./static\"\n  }\n}\n";

    fn same(project: &mut Project, files: &Memory, paths: &[&str]) {
        let (again, fresh) = (project.check(files, paths), crate::check(files, paths, &Options::default()));
        let shown = |r: &Report| {
            let place =
                |s: wharf_diagnostics::Span| (r.sources.get(s.file).map(|f| f.name().to_owned()), s.start, s.end);
            r.diagnostics.iter().map(|d| (d.code, d.message.clone(), place(d.span))).collect::<BTreeSet<_>>()
        };
        assert_eq!(shown(&again), shown(&fresh));
    }

    #[test]
    fn what_is_kept_is_what_a_fresh_check_finds() {
        let with = |base: &str, shop: &str, page: Option<&str>| {
            let page = page.map(|p| (String::from("static/index.html"), p.to_owned()));
            let sources = [(String::from("base.app"), base.to_owned()), (String::from("shop.app"), shop.to_owned())];
            Memory::new(sources.into_iter().chain(page))
        };
        let mut project = Project::new();
        let paths = ["base.app", "shop.app"];
        same(&mut project, &with(BASE, SHOP, Some("hi")), &paths);
        let kept = Rc::clone(&project.kept["shop.app"].checked);
        // Another file's text does not concern it; that of one it uses does.
        same(&mut project, &with(BASE, SHOP, Some("hi")), &["base.app", "shop.app", "none.app"]);
        assert!(Rc::ptr_eq(&kept, &project.kept["shop.app"].checked));
        same(&mut project, &with(&BASE.replace("bytes", "int"), SHOP, Some("hi")), &paths);
        assert!(!Rc::ptr_eq(&kept, &project.kept["shop.app"].checked));
        same(&mut project, &with(BASE, &SHOP.replace("64Mi", "5m"), Some("hi")), &paths);
        same(&mut project, &with(BASE, SHOP, Some("hi")), &paths);
        // What is read from the disk is taken as it was until it is said that it changed.
        let kept = Rc::clone(&project.kept["shop.app"].checked);
        project.came_or_went("other/index.html");
        same(&mut project, &with(BASE, SHOP, Some("hi")), &paths);
        assert!(Rc::ptr_eq(&kept, &project.kept["shop.app"].checked));
        project.came_or_went("static/index.html");
        same(&mut project, &with(BASE, SHOP, None), &paths);
        same(&mut project, &with(BASE, SHOP, None), &["shop.app"]);
    }
}
