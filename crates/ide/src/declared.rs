//! What the apps of a file declare, as far as it is written out: names with what stands inside of them.
//!
//! It is the unchecked view, for text that is being typed: conditions hold, names that are computed are left out,
//! templates bring what they say. What a name means in the end is known to the index.

use std::rc::Rc;

use wharf::ParsedFile;
use wharf_analysis::vocabulary::BlockKind;
use wharf_syntax::tree::{Block, Expr, ExprKind, ParamDecl, Stmt, StmtKind};

use crate::blocks::{Said, name_of};

/// How many templates of templates are followed.
const DEPTH: usize = 8;

/// How many templates one block brings in at most.
const TEMPLATES: usize = 200;

/// What a declaration is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// A service or a daemon; it has ports inside.
    Service,
    /// A job.
    Job,
    /// A cron job.
    Cron,
    /// A volume.
    Volume,
    /// A config, with its keys.
    Config,
    /// An image, with its stages.
    Image,
    /// A setting.
    Setting,
    /// A group of secrets, with its keys; the app's own have no name.
    Secrets,
}

/// A name with its documentation.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    /// The name.
    pub(crate) name: String,
    /// The `///` lines.
    pub(crate) doc: String,
    /// The head of the statement, in one line.
    pub(crate) head: String,
}

/// A declaration.
#[derive(Clone, Debug)]
pub(crate) struct Declared {
    /// What it is.
    pub(crate) what: What,
    /// Its name.
    pub(crate) own: Named,
    /// The names inside.
    pub(crate) inner: Vec<Named>,
    /// Volumes of its own and shared scratch folders.
    pub(crate) storage: Vec<Named>,
}

/// A template.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Template<'t> {
    /// Its name.
    pub(crate) name: &'t str,
    /// What it takes.
    pub(crate) params: &'t [ParamDecl],
    /// What it stands for.
    pub(crate) body: &'t Block,
    /// The statement.
    pub(crate) stmt: &'t Stmt,
    /// The file that it stands in.
    pub(crate) file: &'t ParsedFile,
}

/// What is declared in an app, or in all of a file.
#[derive(Debug, Default)]
pub(crate) struct Declarations {
    /// In the order of the source.
    pub(crate) all: Vec<Declared>,
    /// The environments.
    pub(crate) environments: Vec<String>,
}

impl Declarations {
    /// What the app at an offset declares; all apps of the file where there is none.
    pub(crate) fn at(file: &ParsedFile, used: &[(String, Rc<ParsedFile>)], offset: u32) -> Self {
        let apps: Vec<(&Stmt, &Block)> = file.tree().stmts.iter().filter_map(|s| Some((s, app(s)?))).collect();
        let here = apps.iter().find(|(s, _)| s.span.start <= offset && offset <= s.span.end);
        let mut collector = Collector { file, used, out: Self::default() };
        match here {
            Some((_, block)) => collector.app(&block.stmts, file, 0),
            None => apps.iter().for_each(|(_, block)| collector.app(&block.stmts, file, 0)),
        }
        collector.out
    }

    /// The declaration with that name that is none of an image.
    pub(crate) fn find(&self, name: &str) -> Option<&Declared> {
        self.all.iter().find(|d| d.own.name == name && !matches!(d.what, What::Image | What::Secrets))
    }

    /// The image with that name.
    pub(crate) fn image(&self, name: &str) -> Option<&Declared> {
        self.of(What::Image).find(|d| d.own.name == name)
    }

    /// All of one kind.
    pub(crate) fn of(&self, what: What) -> impl Iterator<Item = &Declared> {
        self.all.iter().filter(move |d| d.what == what)
    }

    /// The secrets of a group; those of the app for an empty name.
    pub(crate) fn secrets(&self, group: &str) -> impl Iterator<Item = &Named> {
        self.of(What::Secrets).filter(move |d| d.own.name == group).flat_map(|d| &d.inner)
    }
}

/// The block of an app.
pub(crate) fn app(stmt: &Stmt) -> Option<&Block> {
    let StmtKind::Plain(plain) = &stmt.kind else { return None };
    plain.block.as_ref().filter(|_| Said::new(BlockKind::File, plain).is("app"))
}

/// The templates that a file declares, in it and in its apps.
pub(crate) fn templates(file: &ParsedFile) -> Vec<Template<'_>> {
    let of_apps = file.tree().stmts.iter().filter_map(app).flat_map(|b| &b.stmts);
    let all = file.tree().stmts.iter().chain(of_apps).filter_map(|stmt| match &stmt.kind {
        StmtKind::Template { name, params, body } => Some(Template { name: &name.text, params, body, stmt, file }),
        _ => None,
    });
    all.collect()
}

/// The template that `extends` names: `t(…)`, `module.t(…)`.
pub(crate) fn template<'t>(
    file: &'t ParsedFile,
    used: &'t [(String, Rc<ParsedFile>)],
    named: &Expr,
) -> Option<Template<'t>> {
    let callee = if let ExprKind::Call { callee, .. } = &named.kind { callee } else { named };
    let (file, name) = match &callee.kind {
        ExprKind::Word(w) => (file, w.as_str()),
        ExprKind::Field { base, name } => {
            let ExprKind::Word(module) = &base.kind else { return None };
            let (_, file) = used.iter().find(|(n, _)| n == module)?;
            (&**file, name.text.as_str())
        }
        _ => return None,
    };
    templates(file).into_iter().find(|t| t.name == name)
}

/// The head of a statement in one line: what stands before its block.
pub(crate) fn head_line(text: &str, stmt: &Stmt) -> String {
    let end = match &stmt.kind {
        StmtKind::Plain(p) => p.block.as_ref().map_or(stmt.span.end, |b| b.span.start),
        StmtKind::Template { body, .. } | StmtKind::For { body, .. } => body.span.start,
        _ => stmt.span.end,
    };
    let head = text.get(stmt.span.start as usize..end as usize).unwrap_or_default();
    let mut words = head.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((at, _)) = words.char_indices().nth(120) {
        words.truncate(at);
        words.push('…');
    }
    words
}

struct Collector<'t> {
    file: &'t ParsedFile,
    used: &'t [(String, Rc<ParsedFile>)],
    out: Declarations,
}

impl<'t> Collector<'t> {
    fn app(&mut self, stmts: &'t [Stmt], from: &'t ParsedFile, depth: usize) {
        let (used, file) = (self.used, self.file);
        each(file, used, stmts, BlockKind::App, from, depth, &mut |stmt, said, from| {
            if let (true, Some(block)) = (said.is("environment"), &said.plain.block) {
                self.out.environments.extend(said.name().and_then(name_of).map(str::to_owned));
                self.environment(&block.stmts, from, depth);
            } else {
                self.declare(stmt, said, from);
            }
        });
    }

    /// What an environment adds, to the app and to what it declares.
    fn environment(&mut self, stmts: &'t [Stmt], from: &'t ParsedFile, depth: usize) {
        let (used, file) = (self.used, self.file);
        each(file, used, stmts, BlockKind::Environment, from, depth, &mut |stmt, said, from| match said
            .name()
            .and_then(name_of)
            .and_then(|n| self.out.all.iter_mut().find(|d| d.own.name == n))
        {
            Some(known) if said.before.is_none() => {
                for (key, inner) in inside(file, used, said, from) {
                    let to = if key { &mut known.inner } else { &mut known.storage };
                    if !to.iter().any(|n| n.name == inner.name) {
                        to.push(inner);
                    }
                }
            }
            _ => self.declare(stmt, said, from),
        });
    }

    fn declare(&mut self, stmt: &'t Stmt, said: Said<'t>, from: &'t ParsedFile) {
        let Some(what) = said.word.and_then(|w| what(w.spelling())) else { return };
        let name = said.name().and_then(name_of);
        let own = match (name, what) {
            (Some(name), _) => named(stmt, name, from),
            (None, What::Secrets) => named(stmt, "", from),
            (None, _) => return,
        };
        let (inner, storage): (Vec<_>, Vec<_>) =
            inside(self.file, self.used, said, from).into_iter().partition(|(key, _)| *key);
        let names = |all: Vec<(bool, Named)>| all.into_iter().map(|(_, n)| n).collect();
        self.out.all.push(Declared { what, own, inner: names(inner), storage: names(storage) });
    }
}

/// What the statements of a word declare.
pub(crate) fn what(spelling: &str) -> Option<What> {
    Some(match spelling {
        "service" | "daemon" => What::Service,
        "job" => What::Job,
        "cron" => What::Cron,
        "volume" => What::Volume,
        "config" => What::Config,
        "image" => What::Image,
        "setting" => What::Setting,
        "secrets" => What::Secrets,
        _ => return None,
    })
}

fn named(stmt: &Stmt, name: &str, from: &ParsedFile) -> Named {
    let doc = stmt.doc.as_ref().map_or_else(String::new, |d| d.text.clone());
    Named { name: name.to_owned(), doc, head: head_line(from.text(), stmt) }
}

/// The names inside a declaration; `true` for those behind its dot, `false` for what can be mounted.
fn inside<'t>(
    file: &'t ParsedFile,
    used: &'t [(String, Rc<ParsedFile>)],
    said: Said<'t>,
    from: &'t ParsedFile,
) -> Vec<(bool, Named)> {
    let mut out = Vec::new();
    let (Some(block), Some(kind)) = (&said.plain.block, said.block()) else { return out };
    each(file, used, &block.stmts, kind, from, 0, &mut |stmt, inner, from| {
        let (behind, name) = match (kind, inner.word.map(|w| w.spelling())) {
            (BlockKind::Service | BlockKind::Daemon, Some("port")) | (BlockKind::Image, Some("stage")) => {
                let Some(e) = inner.name() else { return };
                (true, name_of(e))
            }
            (BlockKind::Config | BlockKind::Secrets, Some("KEY")) => (true, Some(inner.head)),
            (_, Some("volume")) if kind != BlockKind::Image => {
                let Some(e) = inner.name() else { return };
                (false, name_of(e))
            }
            (_, Some("scratch")) => {
                let label = inner.args.iter().position(|e| matches!(&e.kind, ExprKind::Word(w) if w == "as"));
                let Some(e) = label.and_then(|i| inner.args.get(i + 1)) else { return };
                (false, name_of(e))
            }
            _ => return,
        };
        if let Some(name) = name.filter(|n| !n.is_empty()) {
            out.push((behind, named(stmt, name, from)));
        }
    });
    out
}

/// Calls `found` with each plain statement of a block: those under conditions and in loops, and those that
/// templates bring, among them.
fn each<'t>(
    file: &'t ParsedFile,
    used: &'t [(String, Rc<ParsedFile>)],
    stmts: &'t [Stmt],
    kind: BlockKind,
    from: &'t ParsedFile,
    depth: usize,
    found: &mut dyn FnMut(&'t Stmt, Said<'t>, &'t ParsedFile),
) {
    let mut todo: Vec<(&'t [Stmt], &'t ParsedFile, usize)> = vec![(stmts, from, depth)];
    let mut brought = 0;
    while let Some((stmts, from, depth)) = todo.pop() {
        for stmt in stmts {
            match &stmt.kind {
                StmtKind::Plain(plain) => {
                    let said = Said::new(kind, plain);
                    if said.is("extends") {
                        let template =
                            said.args.first().and_then(|e| template(from, used, e).or_else(|| template(file, used, e)));
                        brought += 1;
                        todo.extend(
                            template
                                .filter(|_| depth < DEPTH && brought < TEMPLATES)
                                .map(|t| (t.body.stmts.as_slice(), t.file, depth + 1)),
                        );
                    } else {
                        found(stmt, said, from);
                    }
                }
                StmtKind::If(chosen) => todo.extend(chosen.blocks().map(|b| (b.stmts.as_slice(), from, depth))),
                StmtKind::For { body, .. } => todo.push((&body.stmts, from, depth)),
                StmtKind::Use { .. }
                | StmtKind::Let { .. }
                | StmtKind::Param(_)
                | StmtKind::Template { .. }
                | StmtKind::Error => {}
            }
        }
    }
}
