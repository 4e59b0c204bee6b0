//! One file: its apps, each in the environments that are asked for.

use std::collections::BTreeSet;
use std::rc::Rc;

use wharf_diagnostics::{Diagnostic, Span, codes};
use wharf_model::{App, Target};
use wharf_syntax::tree::{Block, ExprKind, Stmt};

use crate::checker::Checker;
use crate::environments::{self, Environment, environments};
use crate::errors::{self, unfolding};
use crate::files::{Files, ParsedFile};
use crate::findings::Findings;
use crate::frames::Env;
use crate::given::Given;
use crate::index::Index;
use crate::matching::{Body, Matched, Piece, Reading, statement, static_text};
use crate::scope::{Declared, Scope};
use crate::statements::Unread;
use crate::unfold::Layer;
use crate::vocabulary::BlockKind;
use crate::{Claims, Loader, build, check};

/// The one edition there is.
const EDITION: &str = "2026";

/// In which environments an app is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Environments {
    /// As its own body says, in none.
    #[default]
    Base,
    /// As its own body says, and in every one that it declares.
    All,
    /// In the one of that name.
    Named(String),
}

/// What is known of one file.
#[derive(Debug, Default)]
pub struct Analysis {
    /// Its apps, in the order they stand in; each once for every environment that is asked for.
    pub apps: Vec<AnalyzedApp>,
    /// What is wrong, unsorted.
    pub diagnostics: Vec<Diagnostic>,
    /// The names of its params, as [`Given`] knows them.
    pub params: Vec<String>,
    /// Where the names stand that it and the files it uses have.
    pub index: Index,
}

/// One app of a file, in one environment.
#[derive(Debug)]
pub struct AnalyzedApp {
    /// Its name as it is written.
    pub name: String,
    /// Where its name stands.
    pub span: Span,
    /// The environment; none is the app as its own body says.
    pub environment: Option<String>,
    /// The model, where nothing in it is wrong.
    pub app: Option<App>,
    /// What its routes answer to, as far as they are right.
    pub claims: Claims,
}

/// What an analysis works on.
#[derive(Clone, Copy)]
struct Task<'t> {
    files: &'t Files,
    file: &'t ParsedFile,
    loader: &'t dyn Loader,
    given: &'t Given,
    /// Whether it is noted where names stand.
    index: bool,
}

impl<'t> Task<'t> {
    /// A checker that knows the names of the file.
    fn checker(self, unread: &Unread) -> (Checker<'t>, Env) {
        let mut c = Checker::new(&self.files.sources, self.loader, self.file.folder().to_owned());
        c.given = Some(self.given);
        c.index = Index::new(self.index);
        c.scope = Rc::new(Scope { unread: unread.clone(), ..Scope::default() });
        let env = c.bind_file(self.files, self.file);
        (c, env)
    }
}

/// Checks the file at `path`, which is one of `files`. With `index`, it is noted where names stand.
#[must_use]
pub fn analyze(
    files: &Files,
    path: &str,
    environments: &Environments,
    given: &Given,
    loader: &dyn Loader,
    index: bool,
) -> Analysis {
    let mut out = Analysis::default();
    let Some(file) = files.get(path) else { return out };
    let task = Task { files, file, loader, given, index };
    let mut findings = Findings::default();
    let (mut c, env) = task.checker(&Unread::default());
    let body = c.file_body(&file.tree.stmts, env);
    check_edition(&mut c, &body);
    c.surveying = true;
    c.survey_file(&file.tree.stmts, env);
    if !files.was_asked(file) || body.all("app").next().is_none() {
        c.all_definitions();
    }
    out.params = c.params();
    out.index.extend(&c.index);
    findings.outside(std::mem::take(&mut c.diagnostics));
    findings.outside(c.reached.take().into_iter().collect());
    if files.was_asked(file) {
        for m in body.all("app") {
            out.app(task, m, &body.unread, environments, &mut findings);
        }
    }
    out.params.sort();
    out.params.dedup();
    out.diagnostics = findings.finish();
    out
}

/// Checks a file that is used and was not asked for, without its apps.
#[must_use]
pub fn analyze_used(files: &Files, path: &str, loader: &dyn Loader, index: bool) -> Analysis {
    let mut out = analyze(files, path, &Environments::Base, &Given::default(), loader, index);
    // How deep files use each other is counted from those that were asked for.
    out.diagnostics.retain(|d| d.code != codes::UNFOLDS_TOO_FAR);
    out
}

fn check_edition(c: &mut Checker<'_>, file: &Body<'_>) {
    let Some((_, e)) = file.one("edition").and_then(|m| m.slot("year")) else { return };
    let said = matches!(e.expr.kind, ExprKind::String(_)).then(|| static_text(&e)).flatten();
    if said.as_deref() != Some(EDITION) {
        c.report(errors::words::edition(EDITION, e.span));
    }
}

/// What a look at an app in one environment gives.
struct Look {
    app: Option<App>,
    claims: Claims,
    diagnostics: Vec<Diagnostic>,
    missing: BTreeSet<(Span, String)>,
    index: Index,
}

/// What the survey found to be used.
#[derive(Default)]
struct Surveyed {
    used: BTreeSet<(Declared, String, String)>,
    definitions: BTreeSet<(Env, String)>,
}

impl Analysis {
    fn app<'t>(
        &mut self,
        task: Task<'t>,
        m: &Matched<'t>,
        unread: &Unread,
        asked: &Environments,
        findings: &mut Findings,
    ) {
        let Some(block) = m.said.block else { return };
        let (name, span) = m
            .slot("name")
            .map_or_else(|| (String::new(), m.head()), |(_, e)| (static_text(&e).unwrap_or_default(), e.span));
        let mut heads = Vec::new();
        let all = environments(block, &mut heads);
        findings.outside(heads);
        let chosen: Vec<Option<&Environment<'t>>> = match asked {
            Environments::Base => vec![None],
            Environments::All => std::iter::once(None).chain(all.iter().map(Some)).collect(),
            Environments::Named(wanted) => {
                let Some(found) = all.iter().find(|e| e.name == *wanted) else {
                    let known: Vec<&str> = all.iter().map(|e| e.name.as_str()).collect();
                    findings.outside(vec![unfolding::unknown_environment(&name, wanted, span, &known)]);
                    return;
                };
                vec![Some(found)]
            }
        };
        let mut surveyed = None;
        for environment in chosen {
            let look = look(task, m, unread, environment, &mut surveyed, &mut self.params);
            let Look { app, claims, mut diagnostics, missing, index } = look;
            self.index.extend(&index);
            let giving: Vec<String> = all.iter().filter(|e| gives(e, &missing)).map(|e| e.name.clone()).collect();
            // What only environments complete is checked there.
            let completed = *asked == Environments::All && environment.is_none() && !giving.is_empty();
            if !completed && !task.given.incomplete {
                let missing: Vec<(Span, String)> = missing.into_iter().collect();
                let giving = if environment.is_none() { giving } else { Vec::new() };
                diagnostics.extend(unfolding::missing_params(&missing, &giving));
            }
            // What one environment does not use, another one may.
            if *asked != Environments::All && !all.is_empty() {
                diagnostics.retain(|d| d.code != codes::UNUSED);
            }
            findings.add(diagnostics, block.span, environment.map(|e| e.name.as_str()));
            let environment = environment.map(|e| e.name.clone());
            self.apps.push(AnalyzedApp { name: name.clone(), span, environment, app, claims });
        }
    }
}

/// Whether an environment gives all of the values that are missing.
fn gives(environment: &Environment<'_>, missing: &BTreeSet<(Span, String)>) -> bool {
    let given: Vec<&str> = environments::given(environment).map(|(n, _, _)| n).collect();
    missing.iter().all(|(_, name)| given.contains(&name.as_str()))
}

/// Looks at an app in one environment.
fn look<'t>(
    task: Task<'t>,
    app: &Matched<'t>,
    unread: &Unread,
    environment: Option<&Environment<'t>>,
    surveyed: &mut Option<Surveyed>,
    params: &mut Vec<String>,
) -> Look {
    let none = || Look {
        app: None,
        claims: Claims::default(),
        diagnostics: Vec::new(),
        missing: BTreeSet::new(),
        index: Index::default(),
    };
    let (mut c, file_env) = task.checker(unread);
    c.environment = environment.map(|e| e.name.clone());
    let Some(block) = app.said.block else { return none() };
    let app_span = app.slot("name").map_or(app.head(), |(_, e)| e.span);
    let env = c.bind_app(block, file_env);
    params.extend(c.params());
    let reading =
        Reading { kind: BlockKind::File, env: file_env, only: None, partial: false, layer: 0, overrides: false };
    let Ok(mut m) = statement(reading, app.said, &mut Vec::new()) else { return none() };
    m.pieces = vec![Piece { block, env, layer: 0, overrides: false }];
    if let Some(e) = environment {
        c.override_params(e, env);
        m.pieces.push(Piece { block: e.block, env, layer: 1, overrides: true });
    }
    // What is declared may depend on values that refer to what is declared.
    for _ in 0..3 {
        let (failed, known) = (c.unsaid, Rc::clone(&c.scope));
        let first = c.quietly(|c| c.body(BlockKind::App, &m));
        c.collect(&first, block);
        c.definitions.clear();
        // What fails although nothing new is known fails again.
        if c.unsaid == failed || c.scope.declares_as(&known) {
            break;
        }
    }
    let inside = c.body(BlockKind::App, &m);
    let survey = surveyed.get_or_insert_with(|| survey(task, block, unread, &mut c));
    c.used.extend(survey.used.iter().cloned());
    c.used_definitions.extend(survey.definitions.iter().cloned());
    let mut app = build::app(&mut c, &m, &inside);
    c.diagnostics.extend(c.reached.take());
    let is_whole = |c: &Checker<'_>| {
        !(c.diagnostics.iter().any(Diagnostic::is_error) || c.hidden || c.broken || !c.missing.is_empty())
    };
    let whole = is_whole(&c);
    if let Some(app) = &mut app {
        if let Some(target) = environment.and_then(|e| e.target) {
            app.targets.0.retain(|t| *t == target || *t == Target::Docker);
        }
        app.environment = environment.map(|e| e.name.clone());
        check::known_users(app);
        check::relations(&mut c, app);
        if whole {
            check::lints(&mut c, app);
        }
        app.origins = std::mem::take(&mut c.origins);
    }
    let said = c.diagnostics.iter().any(Diagnostic::is_error);
    if app.is_none() && !said && !c.broken && !c.hidden && c.missing.is_empty() {
        // Silence would say that all is well.
        c.diagnostics.push(unfolding::not_understood(app_span));
    }
    let claims = app.as_ref().map(Claims::of).unwrap_or_default();
    if !is_whole(&c) {
        app = None;
    }
    Look { app, claims, diagnostics: c.diagnostics, missing: c.missing, index: c.index }
}

/// Checks what is not unfolded, with the names that are known by now.
fn survey<'t>(task: Task<'t>, block: &'t Block, unread: &Unread, known: &mut Checker<'t>) -> Surveyed {
    let (mut s, file_env) = task.checker(unread);
    let env = s.bind_app(block, file_env);
    s.scope = Rc::clone(&known.scope);
    s.surveying = true;
    s.diagnostics.clear();
    s.survey_app(block, env);
    s.all_definitions();
    known.diagnostics.append(&mut s.diagnostics);
    known.index.extend(&s.index);
    known.hidden |= s.hidden;
    Surveyed { used: s.used, definitions: s.used_definitions }
}

impl<'t> Checker<'t> {
    /// The statements of a file.
    fn file_body(&mut self, stmts: &'t [Stmt], env: Env) -> Body<'t> {
        let mut out = Body::default();
        let mut layer = Layer::default();
        let reading = Reading { kind: BlockKind::File, env, only: None, partial: false, layer: 0, overrides: false };
        self.statements(stmts, reading, true, &mut layer);
        self.lay(BlockKind::File, &mut out, layer, false);
        out
    }

    /// The names of the params of the files and the app that are bound.
    fn params(&self) -> Vec<String> {
        let frames = self.modules.values().chain(&self.outer).filter_map(|e| self.frames.get(*e));
        let all = frames.flat_map(|f| f.names.iter().map(move |(n, b)| (f, n, b)));
        all.filter(|(_, _, b)| matches!(b.bound, crate::frames::Bound::Param(_)))
            .map(|(f, n, _)| format!("{}{n}", f.prefix))
            .collect()
    }
}
