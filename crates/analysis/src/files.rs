//! The files of a run: the ones that are asked for, and those that they use, parsed.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use wharf_diagnostics::{Diagnostic, FileId, SourceMap, Span};
use wharf_model::RelativePath;
use wharf_syntax::tree::{StmtKind, StringLit, Tree};

use crate::errors::{files as errors, unfolding, values};
use crate::loader::Loader;

/// What stands before the name of a file that comes with the compiler.
const SHIPPED: &str = "wharf:";

/// The files that come with the compiler.
const LIBRARY: &[(&str, &str)] = &[("wharf:images", include_str!("shipped/images.app"))];

/// One file with its tree.
#[derive(Debug)]
pub struct ParsedFile {
    pub(crate) path: String,
    text: Arc<str>,
    pub(crate) tree: Tree,
    /// What is wrong with the text.
    diagnostics: Vec<Diagnostic>,
    /// Whether its text did not parse as a whole.
    pub(crate) broken: bool,
}

impl ParsedFile {
    /// Its path, relative to the project's folder.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Its text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its tree, which may have holes.
    #[must_use]
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Its folder, relative to the project's.
    pub(crate) fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or(".", |(f, _)| f)
    }
}

/// Files that were parsed before. Each has one id for as long as this lives, and is parsed again only
/// where its text has changed.
#[derive(Debug, Default)]
pub struct Parses {
    sources: SourceMap,
    known: BTreeMap<String, Rc<ParsedFile>>,
}

impl Parses {
    /// The file at a path with that text, parsed unless it has been.
    pub fn file(&mut self, path: &str, text: &str) -> Rc<ParsedFile> {
        if let Some(known) = self.known.get(path).filter(|f| *f.text == *text) {
            return Rc::clone(known);
        }
        let text: Arc<str> = Arc::from(text);
        let id = self.sources.set(path, Arc::clone(&text));
        let wharf_syntax::Parsed { tree, diagnostics } = wharf_syntax::parse(id, &text);
        let broken = diagnostics.iter().any(Diagnostic::is_error);
        let file = Rc::new(ParsedFile { path: path.to_owned(), text, tree, diagnostics, broken });
        self.known.insert(path.to_owned(), Rc::clone(&file));
        file
    }

    /// The file at a path, as it was parsed last.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<Rc<ParsedFile>> {
        self.known.get(path).cloned()
    }

    /// The files that a file uses, by the names that it gives them, as far as they have been read.
    #[must_use]
    pub fn used_by(&self, file: &ParsedFile) -> Vec<(String, Rc<ParsedFile>)> {
        let found = uses(&file.tree).filter_map(|(path, name)| {
            let used = self.get(&resolve(file.folder(), path).ok()?)?;
            Some((name.text.clone(), used))
        });
        found.collect()
    }

    /// The texts that spans refer to.
    #[must_use]
    pub fn sources(&self) -> &SourceMap {
        &self.sources
    }

    /// A file that cannot be read as a source; what there is of its text is shown.
    fn unread(&mut self, path: &str, text: &str) -> FileId {
        self.known.remove(path);
        self.sources.set(path, text)
    }
}

/// Every source of a run: their texts, trees, and what is wrong with these.
#[derive(Debug, Default)]
pub struct Files {
    /// The texts that spans refer to. Texts that are no files may be added: what `--set` says.
    pub sources: SourceMap,
    /// What could not be read or parsed, unsorted.
    pub diagnostics: Vec<Diagnostic>,
    pub(crate) all: Vec<Rc<ParsedFile>>,
    /// Those that were asked for, and not only used.
    asked: BTreeSet<String>,
    by_path: BTreeMap<String, usize>,
}

impl Files {
    /// Reads the files at `paths`, relative to the project's folder, and all that they use.
    #[must_use]
    pub fn load(loader: &dyn Loader, paths: &[&str]) -> Self {
        Self::load_with(&mut Parses::default(), loader, paths)
    }

    /// As [`Files::load`], with what was parsed before.
    #[must_use]
    pub fn load_with(parses: &mut Parses, loader: &dyn Loader, paths: &[&str]) -> Self {
        let mut out = Self::default();
        for path in paths {
            out.read(parses, loader, path, None);
        }
        let mut next = 0;
        while let Some(file) = out.all.get(next) {
            next += 1;
            let folder = file.folder().to_owned();
            let shipped = file.path.starts_with(SHIPPED);
            let uses: Vec<StringLit> = uses(&file.tree).map(|(p, _)| p.clone()).collect();
            for path in uses {
                match resolve(&folder, &path) {
                    Ok(found) if shipped && !found.starts_with(SHIPPED) => {}
                    Ok(found) => out.read(parses, loader, &found, Some(path.span)),
                    Err(d) => out.diagnostics.push(*d),
                }
            }
        }
        out.sources = parses.sources.clone();
        out.circles();
        out
    }

    /// The files that a file uses, by way of whatever others, itself among them.
    #[must_use]
    pub fn closure(&self, path: &str) -> Vec<Rc<ParsedFile>> {
        let mut out: Vec<Rc<ParsedFile>> = self.file(path).into_iter().collect();
        let mut next = 0;
        while let Some(file) = out.get(next).cloned() {
            next += 1;
            for (path, _) in uses(&file.tree) {
                let used = resolve(file.folder(), path).ok().and_then(|p| self.file(&p));
                if let Some(used) = used.filter(|u| !out.iter().any(|f| f.path == u.path)) {
                    out.push(used);
                }
            }
        }
        out
    }

    /// The file at a path, if it could be read.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<Rc<ParsedFile>> {
        self.by_path.get(path).and_then(|i| self.all.get(*i)).cloned()
    }

    /// The files that were not asked for, but used.
    pub fn used_only(&self) -> impl Iterator<Item = &Rc<ParsedFile>> {
        self.all.iter().filter(|f| !self.was_asked(f))
    }

    pub(crate) fn was_asked(&self, file: &ParsedFile) -> bool {
        self.asked.contains(&file.path)
    }

    /// Reports files that use themselves, by way of whatever others: each circle once.
    fn circles(&mut self) {
        let edges: Vec<Vec<(usize, Span)>> = self
            .all
            .iter()
            .map(|f| uses(&f.tree).filter_map(|(p, _)| Some((self.index_of(f, p)?, p.span))).collect())
            .collect();
        let mut done = vec![false; edges.len()];
        for root in 0..edges.len() {
            // Each file on the way, how many of its uses were followed, and the use that led to it.
            let mut way: Vec<(usize, usize, Span)> = vec![(root, 0, Span::default())];
            while let Some((file, next, _)) = way.last_mut() {
                if done.get(*file) == Some(&true) {
                    way.pop();
                    continue;
                }
                let Some((used, at)) = edges.get(*file).and_then(|e| e.get(*next)).copied() else {
                    if let Some(d) = done.get_mut(*file) {
                        *d = true;
                    }
                    continue;
                };
                *next += 1;
                match way.iter().position(|(f, ..)| *f == used) {
                    Some(i) => {
                        let circle: Vec<Span> = way.iter().skip(i + 1).map(|(_, _, s)| *s).chain([at]).collect();
                        let path = self.all.get(used).map_or("", |f| f.path.as_str());
                        self.diagnostics.push(unfolding::import_cycle(path, &circle));
                    }
                    None => way.push((used, 0, at)),
                }
            }
        }
    }

    fn index_of(&self, by: &ParsedFile, path: &StringLit) -> Option<usize> {
        self.by_path.get(&resolve(by.folder(), path).ok()?).copied()
    }

    /// Reads and parses a file, unless it is there; `used` is the place that uses it.
    fn read(&mut self, parses: &mut Parses, loader: &dyn Loader, path: &str, used: Option<Span>) {
        if self.by_path.contains_key(path) {
            return;
        }
        let text = if path.starts_with(SHIPPED) {
            let Some((_, text)) = LIBRARY.iter().find(|(n, _)| *n == path) else {
                let known: Vec<&str> = LIBRARY.iter().map(|(n, _)| *n).collect();
                self.diagnostics.extend(used.map(|at| unfolding::unknown_shipped(path, at, &known)));
                return;
            };
            (*text).to_owned()
        } else {
            match loader.read(path).map(String::from_utf8) {
                Ok(Ok(text)) => text,
                Ok(Err(bad)) => {
                    let at = bad.utf8_error().valid_up_to();
                    let id = parses.unread(path, &String::from_utf8_lossy(bad.as_bytes()));
                    self.diagnostics.push(errors::not_text(path, Span::new(id, at, at + 1), used));
                    return;
                }
                Err(why) => {
                    let at = used.unwrap_or_else(|| Span::new(parses.unread(path, ""), 0, 0));
                    self.diagnostics.push(errors::unreadable(path, &why, at));
                    return;
                }
            }
        };
        let file = parses.file(path, &text);
        self.diagnostics.extend(file.diagnostics.iter().cloned());
        self.by_path.insert(path.to_owned(), self.all.len());
        if used.is_none() {
            self.asked.insert(path.to_owned());
        }
        self.all.push(file);
    }

    pub(crate) fn get(&self, path: &str) -> Option<&ParsedFile> {
        self.by_path.get(path).and_then(|i| self.all.get(*i)).map(Rc::as_ref)
    }

    /// The file that a `use` of another file means, if it could be read.
    pub(crate) fn used(&self, by: &ParsedFile, path: &StringLit) -> Option<&ParsedFile> {
        self.get(&resolve(by.folder(), path).ok()?)
    }
}

/// The `use`s of a file: path and name.
pub(crate) fn uses(tree: &Tree) -> impl Iterator<Item = (&StringLit, &wharf_syntax::tree::Word)> {
    tree.stmts.iter().filter_map(|s| if let StmtKind::Use { path, name } = &s.kind { Some((path, name)) } else { None })
}

/// The path of a used file, relative to the project's folder.
fn resolve(folder: &str, path: &StringLit) -> Result<String, Box<Diagnostic>> {
    let Some(text) = path.as_plain() else { return Err(Box::new(errors::computed_path(path.span))) };
    if text.starts_with(SHIPPED) {
        return Ok(text.to_owned());
    }
    RelativePath::new(folder, text)
        .map(|p| p.as_str().to_owned())
        .map_err(|why| Box::new(values::bad_path(&why, path.span)))
}
