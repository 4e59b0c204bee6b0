//! One project: what is open, what is asked, what is kept.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use wharf::diagnostics::{Applicability, Diagnostic, Edit, SourceMap, Span, codes};
use wharf::{Index, Loader, Options, Project, Report};

use crate::completion::Paths;
use crate::data::{
    Completion, Fold, Found, Hover, OutputApp, OutputFile, Outputs, Place, Problem, QuickFix, Related, Signature,
    Symbol, TextEdit, TextRange, Token,
};
use crate::files::OpenFiles;
use crate::view::View;
use crate::{completion, folds, hover, names, signature, structure, symbols, tokens};

/// One project, open in an editor.
///
/// Answers are of what it is told at the time: [`Workspace::revision`] grows with every change, so that whoever
/// carries an answer knows whether it is still wanted. What has not changed since is not checked again.
pub struct Workspace {
    pub(crate) files: OpenFiles,
    /// The project's files, open or not.
    sources: BTreeSet<String>,
    revision: u64,
    pub(crate) project: Project,
    /// What the last check found, and at which revision.
    checked: Option<(u64, Checked)>,
}

/// What a check of everything finds.
#[derive(Clone)]
pub(crate) struct Checked {
    pub(crate) report: Rc<Report>,
    pub(crate) index: Rc<Index>,
}

impl Workspace {
    /// A project of which nothing is open. What is not open is read through the loader.
    #[must_use]
    pub fn new(loader: Rc<dyn Loader>) -> Self {
        Self {
            files: OpenFiles::new(loader),
            sources: BTreeSet::new(),
            revision: 0,
            project: Project::new(),
            checked: None,
        }
    }

    /// Opens a file with a text, or gives an open one another text. It holds before what the loader has.
    pub fn open(&mut self, path: &str, text: impl Into<String>) {
        let came = self.files.set(path, Arc::from(text.into()));
        self.project.changed(path);
        if came {
            self.project.came_or_went(path);
        }
        self.revision += 1;
    }

    /// Replaces a range of an open file's text. Gives whether it could be done: the file is open, and the
    /// range lies in its text and does not cut a character.
    pub fn edit(&mut self, path: &str, range: TextRange, text: &str) -> bool {
        let Some(before) = self.files.text(path) else { return false };
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
        if self.files.close(path) {
            self.project.came_or_went(path);
        }
        self.project.changed(path);
        self.revision += 1;
    }

    /// Says that a file or folder has changed, has come or is gone where the loader reads.
    pub fn refresh(&mut self, path: &str) {
        self.files.forget(path);
        self.project.came_or_went(path);
        self.revision += 1;
    }

    /// Says which `.app` files the project has, open or not: apps are compared with each other.
    pub fn set_sources(&mut self, paths: Vec<String>) {
        self.sources = paths.into_iter().collect();
        self.revision += 1;
    }

    /// The text of a file, as far as it can be read; of one that comes with the compiler, too, once it is used.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<Arc<str>> {
        if let Some(text) = self.files.text(path) {
            return Some(Arc::clone(text));
        }
        let read = self.files.read(path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        read.map(Arc::from).or_else(|| self.project.file(path).map(|f| Arc::from(f.text())))
    }

    /// Grows with every change; an answer is of the revision at which it was asked for.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// What is wrong in a file.
    pub fn problems(&mut self, path: &str) -> Vec<Problem> {
        let Checked { report, .. } = self.check();
        let Some(file) = report.sources.find(path) else { return Vec::new() };
        report.diagnostics.iter().filter(|d| d.span.file == file).map(|d| problem(d, &report.sources)).collect()
    }

    /// What is wrong in all files, each with its path; files without a problem are left out.
    pub fn all_problems(&mut self) -> Vec<(String, Vec<Problem>)> {
        let Checked { report, .. } = self.check();
        let mut out: Vec<(String, Vec<Problem>)> = Vec::new();
        // They are sorted by file.
        for d in &report.diagnostics {
            let path = report.sources.get(d.span.file).map_or("", |f| f.name());
            let new = problem(d, &report.sources);
            match out.last_mut().filter(|(last, _)| last == path) {
                Some((_, all)) => all.push(new),
                None => out.push((path.to_owned(), vec![new])),
            }
        }
        out
    }

    /// What may be written at an offset.
    pub fn completions(&mut self, path: &str, offset: u32) -> Vec<Completion> {
        let sources = self.paths();
        let Some(view) = self.view(path, true) else { return Vec::new() };
        completion::completions(&view, Paths { files: &self.files, sources: &sources }, offset)
    }

    /// What is known of the thing at an offset.
    pub fn hover(&mut self, path: &str, offset: u32) -> Option<Hover> {
        hover::hover(&self.view(path, true)?, offset)
    }

    /// Where the thing at an offset is declared: several places where a template's name means something else
    /// in each app that extends it. A used file is declared where it begins.
    pub fn definition(&mut self, path: &str, offset: u32) -> Vec<Place> {
        let Checked { index, .. } = self.check();
        if let Some((_, file)) = self.links(path).into_iter().find(|(range, _)| range.touches(offset)) {
            return vec![Place { path: file, range: TextRange::default() }];
        }
        let Some(found) = self.project.id(path).and_then(|id| names::find(&index, id, offset)) else {
            return Vec::new();
        };
        found.declarations.iter().filter_map(|d| names::place(self.project.sources(), *d)).collect()
    }

    /// Where the thing at an offset is referred to, and where it is declared if that is asked for.
    pub fn references(&mut self, path: &str, offset: u32, declaration: bool) -> Vec<Place> {
        let Checked { index, .. } = self.check();
        let Some(found) = self.project.id(path).and_then(|id| names::find(&index, id, offset)) else {
            return Vec::new();
        };
        let all = names::all(&index, &found.declarations);
        let wanted = all.into_iter().filter(|s| declaration || !found.declarations.contains(s));
        wanted.filter_map(|s| names::place(self.project.sources(), s)).collect()
    }

    /// The declarations of a file.
    pub fn symbols(&mut self, path: &str) -> Vec<Symbol> {
        self.view(path, false).map_or_else(Vec::new, |v| symbols::symbols(&v))
    }

    /// The declarations of all files whose names have the letters of a query, in its order; all for an empty one.
    pub fn find_symbols(&mut self, query: &str) -> Vec<Found> {
        let mut out = Vec::new();
        for path in self.paths() {
            let all = self.symbols(&path);
            structure::matching(&path, &all, query, &mut out);
        }
        out
    }

    /// The ranges around an offset, the smallest first, each in the next; the last is the whole text.
    pub fn selections(&mut self, path: &str, offset: u32) -> Vec<TextRange> {
        self.view(path, false).map_or_else(Vec::new, |v| structure::selections(&v, offset))
    }

    /// What the call around an offset takes: that of a template or function.
    pub fn signature(&mut self, path: &str, offset: u32) -> Option<Signature> {
        signature::signature(&self.view(path, true)?, offset)
    }

    /// The files that a file uses: where each is named, and its path.
    pub fn links(&mut self, path: &str) -> Vec<(TextRange, String)> {
        let Some(view) = self.view(path, true) else { return Vec::new() };
        let uses = view.source.tree().stmts.iter().filter_map(|s| match &s.kind {
            wharf_syntax::tree::StmtKind::Use { path, name } => Some((path.span, &name.text)),
            _ => None,
        });
        let file = |name: &str| view.used.iter().find(|(n, _)| n == name).map(|(_, f)| f.path().to_owned());
        uses.filter_map(|(span, name)| Some((span.into(), file(name)?))).collect()
    }

    /// What each piece of a file's text is: sorted, not overlapping, none across lines.
    pub fn tokens(&mut self, path: &str) -> Vec<Token> {
        self.view(path, false).map_or_else(Vec::new, |v| tokens::tokens(&v))
    }

    /// What can be folded in a file.
    pub fn folds(&mut self, path: &str) -> Vec<Fold> {
        self.view(path, false).map_or_else(Vec::new, |v| folds::folds(&v))
    }

    /// The edits that format a file: none where it is formatted already. `None` where it does not parse.
    pub fn format(&mut self, path: &str) -> Option<Vec<TextEdit>> {
        let text = self.text(path)?;
        let formatted = wharf::format(path, &text).ok()?;
        if formatted == *text {
            return Some(Vec::new());
        }
        Some(vec![TextEdit { path: path.to_owned(), range: TextRange::whole(&text), text: formatted }])
    }

    /// The fixes of the problems that a range meets.
    pub fn fixes(&mut self, path: &str, range: TextRange) -> Vec<(Problem, QuickFix)> {
        let met = self.problems(path).into_iter().filter(|p| p.range.meets(range));
        met.flat_map(|p| p.fixes.clone().into_iter().map(move |f| (p.clone(), f))).collect()
    }

    /// The edits that apply all safe fixes of a file, as `wharf check --fix` does: what they mend is gone, and no
    /// error is there that was not there before. None where nothing can be mended so.
    pub fn fix_all(&mut self, path: &str) -> Vec<TextEdit> {
        let Some(before) = self.text(path) else { return Vec::new() };
        let mut fixed = wharf::fix(&self.files, &[path], &Options::default());
        fixed.files.remove(path).filter(|after| **after != *before).map_or_else(Vec::new, |after| {
            vec![TextEdit { path: path.to_owned(), range: TextRange::whole(&before), text: after }]
        })
    }

    /// The environments that the apps of a file declare, in their order.
    pub fn environments(&mut self, path: &str) -> Vec<String> {
        self.check();
        self.project.environments(path)
    }

    /// The outputs of a file's apps in an environment, or as their own bodies say, each line with the place
    /// that it comes from.
    pub fn outputs(&mut self, path: &str, environment: Option<&str>) -> Outputs {
        let options = Options { environment: environment.map(str::to_owned), provenance: true, ..Options::default() };
        let compiled = wharf::compile(&self.files, &[path], &options);
        let sources = &compiled.report.sources;
        let apps = compiled.apps.iter().map(|app| OutputApp {
            name: app.name.clone(),
            folder: app.folder.clone(),
            environment: app.environment.clone(),
            files: app.files.iter().map(|f| output(f, app, sources)).collect(),
        });
        Outputs { failed: compiled.report.has_errors(), apps: apps.collect() }
    }

    /// Every file that is checked: the project's, and those that are open.
    #[must_use]
    pub fn paths(&self) -> Vec<String> {
        let open = self.files.open().filter(|p| p.ends_with(".app")).map(str::to_owned);
        let there = self.sources.iter().filter(|p| self.files.kind(p).is_ok()).cloned();
        open.chain(there).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Checks everything, unless it is as it was.
    pub(crate) fn check(&mut self) -> Checked {
        if let Some((_, kept)) = self.checked.as_ref().filter(|(of, _)| *of == self.revision) {
            return kept.clone();
        }
        let paths = self.paths();
        let report = self.project.check(&self.files, &paths.iter().map(String::as_str).collect::<Vec<_>>());
        let new = Checked { report: Rc::new(report), index: Rc::new(self.project.index()) };
        self.checked = Some((self.revision, new.clone()));
        new
    }

    /// A file as the features see it; with the index and the files it uses where they are asked for.
    fn view(&mut self, path: &str, checked: bool) -> Option<View> {
        let index = if checked { self.check().index } else { Rc::default() };
        let text = self.text(path)?;
        let source = self.project.parse(path, &text);
        let used = self.project.used_by(&source);
        Some(View { source, used, index })
    }
}

/// An output with the place of each line.
fn output(file: &wharf::File, app: &wharf::AppOutput, sources: &SourceMap) -> OutputFile {
    let text = String::from_utf8_lossy(&file.contents).into_owned();
    let mut origins = file.lines.iter().peekable();
    let mut current = None;
    let mut lines = Vec::new();
    for number in 0..text.lines().count() {
        while let Some(next) = origins.next_if(|o| o.line as usize <= number) {
            let span = app.origins.span(next.origin);
            current = sources.get(span.file).map(|f| Place { path: f.name().to_owned(), range: span.into() });
        }
        lines.push(current.clone());
    }
    OutputFile { path: file.path.clone(), text, lines }
}

fn problem(d: &Diagnostic, sources: &SourceMap) -> Problem {
    let place = |span: Span| Place {
        path: sources.get(span.file).map_or_else(String::new, |f| f.name().to_owned()),
        range: span.into(),
    };
    let edit = |e: &Edit| {
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
                safe: f.applicability == Applicability::Safe,
            })
            .collect(),
        unnecessary: d.code == codes::UNUSED,
    }
}
