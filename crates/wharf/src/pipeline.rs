//! The order of the phases: text, tree, model, files.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use wharf_analysis::{
    Analysis, AnalyzedApp, Claims, Environments, Files, Given, Index, Loader, across, allow, analyze, analyze_used,
};
use wharf_diagnostics::{Diagnostic, SourceMap, Span, sort};
use wharf_model::{App, Target};
use wharf_targets::{File, Lowered, Placement, lowering};

use crate::graph::Graph;
use crate::{errors, params};

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
    /// The environment. Where `None`, [`check`] looks at all of them and the app as it is, and
    /// [`compile`] takes the app as it is.
    pub environment: Option<String>,
    /// Whether [`compile`] takes every environment, and the app as it is.
    pub all_environments: bool,
    /// Values for params, by name; the last of a name holds. Each is the text itself for a param of
    /// type `string`, and a literal of the language for others.
    pub set: Vec<(String, String)>,
    /// Files with values for params: each file's name and its text, JSON or YAML, a map of names.
    /// `set` holds before them, and the last file that has a name.
    pub params: Vec<(String, String)>,
    /// Whether to record which source each output line comes from.
    pub provenance: bool,
    /// What stands where outputs will, by app folder (`shop.prod`): paths below it, and texts. What a target
    /// tells of changes from it is found by [`check`] too. The shell reads it; only texts of Kubernetes are
    /// looked at now.
    pub previous: BTreeMap<String, Vec<(String, String)>>,
}

impl Default for Options {
    fn default() -> Self {
        let output = Output { from_project: String::from("dist"), to_project: String::from("..") };
        Self {
            targets: None,
            output,
            environment: None,
            all_environments: false,
            set: Vec::new(),
            params: Vec::new(),
            provenance: false,
            previous: BTreeMap::new(),
        }
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
    /// The app's name.
    pub name: String,
    /// The environment; none is the app as its own body says.
    pub environment: Option<String>,
    /// Its folder: the app's name, and behind a dot the environment's: `shop.prod`.
    pub folder: String,
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
    let environments = options.environment.clone().map_or(Environments::All, Environments::Named);
    run(loader, files, options, &environments, Wanted::Diagnostics, &mut |_| {}).0.report
}

/// Compiles the apps of files. Beyond what [`check`] finds, it is an error that there is no app, or
/// that two have one name.
#[must_use]
pub fn compile(loader: &dyn Loader, files: &[&str], options: &Options) -> Compiled {
    let chosen = match (&options.environment, options.all_environments) {
        (_, true) => Environments::All,
        (Some(name), false) => Environments::Named(name.clone()),
        (None, false) => Environments::Base,
    };
    let (mut out, names) = run(loader, files, options, &chosen, Wanted::Files, &mut |_| {});
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

/// Who talks to whom in the apps of files that have no error, and what was found. The apps are taken for
/// the environment of `options`, or as they are.
#[must_use]
pub fn graphs(loader: &dyn Loader, files: &[&str], options: &Options) -> (Report, Vec<Graph>) {
    let environments = options.environment.clone().map_or(Environments::Base, Environments::Named);
    let mut out = Vec::new();
    let mut look = |app: &App| out.push(Graph::of(app));
    let (compiled, _) = run(loader, files, options, &environments, Wanted::Diagnostics, &mut look);
    (compiled.report, out)
}

/// What a run is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// What is found: outputs need not be written out.
    Diagnostics,
    /// The outputs, too.
    Files,
}

/// The names of apps, and where they stand.
type Names = Vec<(String, Span)>;

/// Also gives every app's name and where it stands, whether or not the app is right. `look` is shown each
/// app that has no error.
fn run(
    loader: &dyn Loader,
    paths: &[&str],
    options: &Options,
    environments: &Environments,
    wanted: Wanted,
    look: &mut dyn FnMut(&App),
) -> (Compiled, Names) {
    let mut files = Files::load(loader, paths);
    let mut found = std::mem::take(&mut files.diagnostics);
    let given = given(options, &mut files.sources, &mut found);
    let task = Task { files: &files, loader, given: &given, options, environments, wanted, index: false };
    let (mut all, mut apps) = (Vec::new(), Vec::new());
    for path in paths {
        let (checked, mut outputs) = task.one(path, look);
        all.push(Rc::new(checked));
        apps.append(&mut outputs);
    }
    let used: Vec<String> = files.used_only().map(|f| f.path().to_owned()).collect();
    all.extend(used.iter().map(|path| Rc::new(task.used(path))));
    let (mut report, names) = task.together(&all, found);
    report.sources = files.sources;
    (Compiled { report, apps }, names)
}

/// What the phases work on.
pub(crate) struct Task<'a> {
    pub(crate) files: &'a Files,
    pub(crate) loader: &'a dyn Loader,
    pub(crate) given: &'a Given,
    pub(crate) options: &'a Options,
    pub(crate) environments: &'a Environments,
    pub(crate) wanted: Wanted,
    /// Whether it is noted where names stand.
    pub(crate) index: bool,
}

/// What is found in one file, whatever others say.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    diagnostics: Vec<Diagnostic>,
    params: Vec<String>,
    apps: Vec<Summary>,
    pub(crate) index: Index,
}

impl Checked {
    /// The environments that its apps declare; one of several apps is there more than once.
    pub(crate) fn environments(&self) -> impl Iterator<Item = &str> {
        self.apps.iter().filter_map(|a| a.environment.as_deref())
    }
}

/// What is known of an app where apps are compared.
#[derive(Debug)]
struct Summary {
    name: String,
    span: Span,
    environment: Option<String>,
    claims: Claims,
}

impl Task<'_> {
    /// Checks and lowers one file's apps.
    pub(crate) fn one(&self, path: &str, look: &mut dyn FnMut(&App)) -> (Checked, Vec<AppOutput>) {
        let found = analyze(self.files, path, self.environments, self.given, self.loader, self.index);
        let Analysis { apps, mut diagnostics, params, index } = found;
        let (mut summaries, mut outputs) = (Vec::new(), Vec::new());
        for AnalyzedApp { name, span, environment, app, claims } in apps {
            summaries.push(Summary { name, span, environment, claims });
            let Some(app) = app else { continue };
            look(&app);
            let output = lower(path.to_owned(), app, self.options, self.wanted, &mut diagnostics);
            if output.environment.is_none() || !output.targets.is_empty() {
                outputs.push(output);
            }
        }
        (Checked { diagnostics, params, apps: summaries, index }, outputs)
    }

    /// Checks a file that is only used.
    pub(crate) fn used(&self, path: &str) -> Checked {
        let Analysis { diagnostics, index, .. } = analyze_used(self.files, path, self.loader, self.index);
        Checked { diagnostics, index, ..Checked::default() }
    }

    /// What all files are together: their apps are compared with each other, what the sources allow is taken
    /// away, and one fault is reported once. The sources of the report are left out.
    pub(crate) fn together(&self, all: &[Rc<Checked>], mut diagnostics: Vec<Diagnostic>) -> (Report, Names) {
        diagnostics.extend(all.iter().flat_map(|c| c.diagnostics.iter().cloned()));
        let known: Vec<&str> = all.iter().flat_map(|c| &c.params).map(String::as_str).collect();
        diagnostics.extend(self.given.unknown(&known));
        let apps: Vec<&Summary> = all.iter().flat_map(|c| &c.apps).collect();
        diagnostics.extend(conflicts(&apps));
        let mut names: Names = Vec::new();
        for a in apps {
            let name = (a.name.clone(), a.span);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let everything = *self.environments == Environments::All && self.options.targets.is_none();
        allow(self.files, &mut diagnostics, everything);
        once(&mut diagnostics);
        for d in &mut diagnostics {
            d.fixes.retain(|f| f.edits.iter().all(|e| can_be_edited(&self.files.sources, e.span)));
        }
        sort(&mut diagnostics);
        let apps = names.iter().map(|(name, _)| name.clone()).collect();
        (Report { sources: SourceMap::default(), diagnostics, apps }, names)
    }
}

/// The values for params that the options give.
fn given(options: &Options, sources: &mut SourceMap, out: &mut Vec<Diagnostic>) -> Given {
    let mut given = Given::default();
    // What is said later on a command line is meant.
    for (name, text) in options.set.iter().rev() {
        given.set(name, text, sources);
    }
    for (name, text) in options.params.iter().rev() {
        match params::read(text) {
            Ok(entries) => given.file(name, text, &entries, sources),
            Err(why) => {
                let file = sources.add(name.as_str(), text.as_str());
                out.push(errors::bad_params(name, &why.message, Span::new(file, why.offset, why.offset)));
                given.incomplete();
            }
        }
    }
    given
}

/// Routes of all apps that would be deployed together: those of one environment, where an app that
/// does not have it stands as it is.
fn conflicts(apps: &[&Summary]) -> Vec<Diagnostic> {
    let mut environments: Vec<Option<&str>> = vec![None];
    for a in apps {
        let name = a.environment.as_deref();
        if !environments.contains(&name) {
            environments.push(name);
        }
    }
    let mut out = Vec::new();
    for name in environments {
        let of = |span: Span| {
            let mut same = apps.iter().filter(|a| a.span == span);
            let wanted = same.clone().find(|a| a.environment.as_deref() == name);
            wanted.or_else(|| same.find(|a| a.environment.is_none()))
        };
        let mut spans: Vec<Span> = apps.iter().map(|a| a.span).collect();
        spans.dedup();
        let claims: Vec<Claims> = spans.into_iter().filter_map(of).map(|a| a.claims.clone()).collect();
        out.extend(across(&claims));
    }
    out
}

/// Whether a place stands in a source of the project: not in one that comes with the compiler, nor in
/// what is given for params.
fn can_be_edited(sources: &SourceMap, span: Span) -> bool {
    sources.get(span.file).is_some_and(|f| f.name().ends_with(".app"))
}

/// One fault is reported once, in however many environments it is.
fn once(diagnostics: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    diagnostics.retain(|d| seen.insert((d.code, d.span, d.message.clone())));
}

fn lower(source: String, app: App, options: &Options, wanted: Wanted, out: &mut Vec<Diagnostic>) -> AppOutput {
    let folder = match &app.environment {
        Some(environment) => format!("{}.{environment}", app.name.value),
        None => app.name.to_string(),
    };
    let placement = Placement {
        project_from_output: join("..", &options.output.to_project),
        output_from_project: join(&options.output.from_project, &folder),
    };
    let lowering_options = wharf_targets::Options {
        placement,
        provenance: options.provenance,
        check: wanted == Wanted::Diagnostics,
        previous: options.previous.get(&folder).cloned().unwrap_or_default(),
    };
    // An environment for one target has nothing for others.
    let narrowed = |t: &Target| app.environment.is_none() || app.targets.0.contains(t);
    let targets: Vec<Target> =
        options.targets.clone().unwrap_or_else(|| app.targets.0.clone()).into_iter().filter(narrowed).collect();
    // Where all are looked at, it is left out.
    if targets.is_empty()
        && let Some(name) = options.environment.as_ref()
    {
        out.push(errors::environment_of_other_target(name, app.span(&app.name), &app.targets.0));
    }
    let mut files = Vec::new();
    for target in &targets {
        let Lowered { files: mut new, mut diagnostics } = lowering(*target).lower(&app, &lowering_options);
        files.append(&mut new);
        out.append(&mut diagnostics);
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    AppOutput {
        name: app.name.to_string(),
        environment: app.environment,
        folder,
        source,
        targets,
        files,
        origins: app.origins,
    }
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
