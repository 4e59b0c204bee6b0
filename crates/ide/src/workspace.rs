//! One project: what is open, what is asked, what is kept.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use wharf::{EntryKind, LoadError, Loader, Options};
use wharf_diagnostics::{Diagnostic, FileId, SourceMap, Span, codes};

use crate::data::{
    Completion, Fold, Hover, Outputs, Place, Problem, QuickFix, Related, Symbol, TextEdit, TextRange, Token,
};
use crate::view::{Source, View};
use crate::{completion, folds, hover, symbols, tokens};

/// One project, open in an editor.
pub struct Workspace {
    files: Open,
    /// The project's files, open or not.
    sources: Vec<String>,
    revision: u64,
}

/// What is open stands before what the loader has.
struct Open {
    loader: Rc<dyn Loader>,
    texts: BTreeMap<String, Arc<str>>,
}

impl Loader for Open {
    fn read(&self, path: &str) -> Result<Vec<u8>, LoadError> {
        match self.texts.get(path) {
            Some(text) => Ok(text.as_bytes().to_vec()),
            None => self.loader.read(path),
        }
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, LoadError> {
        self.loader.list(folder)
    }

    fn kind(&self, path: &str) -> Result<EntryKind, LoadError> {
        if self.texts.contains_key(path) { Ok(EntryKind::File) } else { self.loader.kind(path) }
    }
}

impl Workspace {
    /// A project of which nothing is open. What is not open is read through the loader.
    #[must_use]
    pub fn new(loader: Rc<dyn Loader>) -> Self {
        Self { files: Open { loader, texts: BTreeMap::new() }, sources: Vec::new(), revision: 0 }
    }

    /// Opens a file with a text, or gives an open one another text. It holds before what the loader has.
    pub fn open(&mut self, path: &str, text: impl Into<String>) {
        self.files.texts.insert(path.to_owned(), Arc::from(text.into()));
        self.revision += 1;
    }

    /// Replaces a range of an open file's text. Gives whether it could be done: the file is open, and the
    /// range lies in its text and does not cut a character.
    pub fn edit(&mut self, path: &str, range: TextRange, text: &str) -> bool {
        let Some(before) = self.files.texts.get(path) else { return false };
        let (start, end) = (range.start as usize, range.end as usize);
        let (Some(head), Some(tail), true) = (before.get(..start), before.get(end..), start <= end) else {
            return false;
        };
        let after = format!("{head}{text}{tail}");
        self.open(path, after);
        true
    }

    /// Closes a file: what the loader has holds again.
    pub fn close(&mut self, path: &str) {
        self.files.texts.remove(path);
        self.revision += 1;
    }

    /// Says that a file has changed, has come or is gone where the loader reads.
    pub fn refresh(&mut self, _path: &str) {
        self.revision += 1;
    }

    /// Says which `.app` files the project has, open or not: apps are compared with each other.
    pub fn set_sources(&mut self, paths: Vec<String>) {
        self.sources = paths;
        self.revision += 1;
    }

    /// The text of a file, as far as it can be read.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<Arc<str>> {
        match self.files.texts.get(path) {
            Some(text) => Some(Arc::clone(text)),
            None => String::from_utf8(self.files.read(path).ok()?).ok().map(Arc::from),
        }
    }

    /// Grows with every change; an answer is of the revision at which it was asked for.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// What is wrong in a file.
    pub fn problems(&mut self, path: &str) -> Vec<Problem> {
        let mut paths: Vec<&str> = self.sources.iter().map(String::as_str).collect();
        paths.extend(self.files.texts.keys().map(String::as_str));
        paths.sort_unstable();
        paths.dedup();
        let report = wharf::check(&self.files, &paths, &Options::default());
        let Some(file) = report.sources.find(path) else { return Vec::new() };
        report.diagnostics.iter().filter(|d| d.span.file == file).map(|d| problem(d, &report.sources)).collect()
    }

    /// What may be written at an offset.
    pub fn completions(&mut self, path: &str, offset: u32) -> Vec<Completion> {
        self.view(path).map_or_else(Vec::new, |v| completion::completions(&v, offset))
    }

    /// What is known of the thing at an offset.
    pub fn hover(&mut self, path: &str, offset: u32) -> Option<Hover> {
        hover::hover(&self.view(path)?, offset)
    }

    /// Where the thing at an offset is declared.
    pub fn definition(&mut self, _path: &str, _offset: u32) -> Vec<Place> {
        Vec::new()
    }

    /// Where the thing at an offset is referred to, and where it is declared if that is asked for.
    pub fn references(&mut self, _path: &str, _offset: u32, _declaration: bool) -> Vec<Place> {
        Vec::new()
    }

    /// The name at an offset, and where it stands, if it can be changed.
    ///
    /// # Errors
    /// A sentence that says why not.
    pub fn prepare_rename(&mut self, _path: &str, _offset: u32) -> Result<(TextRange, String), String> {
        Err(String::from("there is no name here"))
    }

    /// The edits that give the thing at an offset another name, everywhere.
    ///
    /// # Errors
    /// A sentence that says why the name cannot be given.
    pub fn rename(&mut self, _path: &str, _offset: u32, _new: &str) -> Result<Vec<TextEdit>, String> {
        Err(String::from("there is no name here"))
    }

    /// The declarations of a file.
    pub fn symbols(&mut self, path: &str) -> Vec<Symbol> {
        self.view(path).map_or_else(Vec::new, |v| symbols::symbols(&v))
    }

    /// What each piece of a file's text is: sorted, not overlapping, none across lines.
    pub fn tokens(&mut self, path: &str) -> Vec<Token> {
        self.view(path).map_or_else(Vec::new, |v| tokens::tokens(&v))
    }

    /// What can be folded in a file.
    pub fn folds(&mut self, path: &str) -> Vec<Fold> {
        self.view(path).map_or_else(Vec::new, |v| folds::folds(&v))
    }

    /// The edits that format a file: none where it is formatted already. `None` where it does not parse.
    pub fn format(&mut self, path: &str) -> Option<Vec<TextEdit>> {
        let text = self.text(path)?;
        let formatted = wharf::format(path, &text).ok()?;
        if formatted == *text {
            return Some(Vec::new());
        }
        let range = TextRange::new(0, u32::try_from(text.len()).unwrap_or(u32::MAX));
        Some(vec![TextEdit { path: path.to_owned(), range, text: formatted }])
    }

    /// The fixes of the problems that a range meets.
    pub fn fixes(&mut self, path: &str, range: TextRange) -> Vec<(Problem, QuickFix)> {
        let met = self.problems(path).into_iter().filter(|p| p.range.meets(range));
        met.flat_map(|p| p.fixes.clone().into_iter().map(move |f| (p.clone(), f))).collect()
    }

    /// The environments that the apps of a file declare.
    pub fn environments(&mut self, _path: &str) -> Vec<String> {
        Vec::new()
    }

    /// The outputs of a file's apps in an environment, or as their own bodies say, each line with the place
    /// that it comes from.
    pub fn outputs(&mut self, _path: &str, _environment: Option<&str>) -> Outputs {
        Outputs::default()
    }

    fn view(&self, path: &str) -> Option<View> {
        let text = self.text(path)?;
        let parsed = wharf_syntax::parse(FileId::default(), &text);
        let source = Rc::new(Source { text: text.to_string(), parsed });
        Some(View { source })
    }
}

fn problem(d: &Diagnostic, sources: &SourceMap) -> Problem {
    let place = |span: Span| Place {
        path: sources.get(span.file).map_or_else(String::new, |f| f.name().to_owned()),
        range: span.into(),
    };
    let edit = |e: &wharf_diagnostics::Edit| {
        let Place { path, range } = place(e.span);
        TextEdit { path, range, text: e.text.clone() }
    };
    Problem {
        code: d.code.to_string(),
        severity: d.severity,
        message: d.message.clone(),
        range: d.span.into(),
        label: d.label.clone(),
        related: d.labels.iter().map(|l| Related { place: place(l.span), message: l.message.clone() }).collect(),
        notes: d.notes.iter().map(|n| n.message.clone()).collect(),
        fixes: d
            .fixes
            .iter()
            .map(|f| QuickFix {
                title: f.title.clone(),
                edits: f.edits.iter().map(edit).collect(),
                safe: f.applicability == wharf_diagnostics::Applicability::Safe,
            })
            .collect(),
        unnecessary: d.code == codes::UNUSED,
    }
}
