//! The order of the phases: text, tree, model, files.

use wharf_analysis::{Loader, across, analyze};
use wharf_diagnostics::{Diagnostic, SourceMap, Span, sort};
use wharf_model::{App, Target};
use wharf_targets::{File, Lowered, Placement, lowering};

use crate::errors;

/// Where outputs will stand, as two paths with `/` between their parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// From the project's folder to the one that holds the apps' folders: `dist`.
    pub from_project: String,
    /// From there to the project's folder: `..`.
    pub to_project: String,
}

/// What to check or compile for.
#[derive(Clone, Debug)]
pub struct Options {
    /// The targets; each app's own where `None`.
    pub targets: Option<Vec<Target>>,
    /// Where outputs will stand; `dist` in the project's folder unless said otherwise.
    pub output: Output,
    /// Whether to record which source each output line comes from.
    pub provenance: bool,
}

impl Default for Options {
    fn default() -> Self {
        let output = Output { from_project: String::from("dist"), to_project: String::from("..") };
        Self { targets: None, output, provenance: false }
    }
}

/// The diagnostics, and the sources that their spans refer to.
#[derive(Debug, Default)]
pub struct Report {
    /// Every file that was read as a source.
    pub sources: SourceMap,
    /// What was found, sorted by file and offset.
    pub diagnostics: Vec<Diagnostic>,
    /// The names of the apps that the files declare, right or wrong, in the order of the files and
    /// in them.
    pub apps: Vec<String>,
}

impl Report {
    /// Whether anything found is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// What one app became.
#[derive(Debug)]
pub struct AppOutput {
    /// The app's name, and its folder's.
    pub name: String,
    /// The file that declares it.
    pub source: String,
    /// Its targets.
    pub targets: Vec<Target>,
    /// Its files, by path below its folder.
    pub files: Vec<File>,
    /// Where everything came from, for [`wharf_targets::LineOrigin`]s.
    pub origins: wharf_model::Origins,
}

/// What a run of the compiler gives.
#[derive(Debug, Default)]
pub struct Compiled {
    /// What was found. Where there is an error, nothing should be written.
    pub report: Report,
    /// The apps without errors, in the order of the files and in them.
    pub apps: Vec<AppOutput>,
}

/// Checks files: their text, their meaning, and what each target makes of them. `files` are paths
/// relative to the project's folder.
#[must_use]
pub fn check(loader: &dyn Loader, files: &[&str], options: &Options) -> Report {
    run(loader, files, options).0.report
}

/// Compiles the apps of files. Beyond what [`check`] finds, it is an error that there is no app, or
/// that two have one name.
#[must_use]
pub fn compile(loader: &dyn Loader, files: &[&str], options: &Options) -> Compiled {
    let (mut out, names) = run(loader, files, options);
    for (i, (name, span)) in names.iter().enumerate() {
        if let Some((_, first)) = names.iter().take(i).find(|(n, _)| n == name) {
            out.report.diagnostics.push(errors::same_app(name, *span, *first));
        }
    }
    if !out.report.has_errors() && out.apps.is_empty() {
        let span = out.report.sources.iter().next().map_or_else(Span::default, |(id, _)| Span::new(id, 0, 0));
        out.report.diagnostics.push(errors::no_app(span));
    }
    out
}

/// Also gives every app's name and where it stands, whether or not the app is right.
fn run(loader: &dyn Loader, files: &[&str], options: &Options) -> (Compiled, Vec<(String, Span)>) {
    let mut sources = SourceMap::default();
    let mut diagnostics = Vec::new();
    let mut found: Vec<(String, App)> = Vec::new();
    let mut names: Vec<(String, Span)> = Vec::new();
    let mut claims = Vec::new();
    for path in files {
        let Some(text) = read(loader, path, &mut sources, &mut diagnostics) else { continue };
        let id = sources.add(*path, text.as_str());
        let mut parsed = wharf_syntax::parse(id, &text);
        let broken = parsed.diagnostics.iter().any(Diagnostic::is_error);
        diagnostics.append(&mut parsed.diagnostics);
        let folder = path.rsplit_once('/').map_or(".", |(f, _)| f);
        let mut analysis = analyze(&parsed.tree, folder, broken, &sources, loader);
        diagnostics.append(&mut analysis.diagnostics);
        for a in analysis.apps {
            names.push((a.name, a.span));
            claims.push(a.claims);
            found.extend(a.app.map(|app| ((*path).to_owned(), app)));
        }
    }
    diagnostics.extend(across(&claims));
    let apps = found.into_iter().map(|(source, app)| lower(source, app, options, &mut diagnostics)).collect();
    sort(&mut diagnostics);
    let declared = names.iter().map(|(name, _)| name.clone()).collect();
    (Compiled { report: Report { sources, diagnostics, apps: declared }, apps }, names)
}

fn read(loader: &dyn Loader, path: &str, sources: &mut SourceMap, out: &mut Vec<Diagnostic>) -> Option<String> {
    match loader.read(path).map(String::from_utf8) {
        Ok(Ok(text)) => Some(text),
        Ok(Err(bad)) => {
            let at = bad.utf8_error().valid_up_to();
            let id = sources.add(path, String::from_utf8_lossy(bad.as_bytes()).into_owned());
            out.push(errors::not_text(path, Span::new(id, at, at + 1)));
            None
        }
        Err(why) => {
            let id = sources.add(path, "");
            out.push(errors::unreadable(path, &why, Span::new(id, 0, 0)));
            None
        }
    }
}

fn lower(source: String, app: App, options: &Options, out: &mut Vec<Diagnostic>) -> AppOutput {
    let placement = Placement {
        project_from_output: join("..", &options.output.to_project),
        output_from_project: join(&options.output.from_project, app.name.as_str()),
    };
    let lowering_options = wharf_targets::Options { placement, provenance: options.provenance };
    let targets = options.targets.clone().unwrap_or_else(|| app.targets.0.clone());
    let mut files = Vec::new();
    for target in &targets {
        let Lowered { files: mut new, mut diagnostics } = lowering(*target).lower(&app, &lowering_options);
        files.append(&mut new);
        out.append(&mut diagnostics);
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    AppOutput { name: app.name.to_string(), source, targets, files, origins: app.origins }
}

/// `a/b`, where an absolute `b` stands for itself and `.` for nothing.
fn join(a: &str, b: &str) -> String {
    match (a, b) {
        (_, b) if b.starts_with('/') => b.to_owned(),
        ("" | ".", b) => b.to_owned(),
        (a, "" | ".") => a.to_owned(),
        (a, b) => format!("{a}/{b}"),
    }
}
