//! The frames of a file, of the files it uses, and of an app: what their `let`s, `param`s, templates
//! and `use`s bind.

use std::collections::{BTreeMap, VecDeque};

use wharf_diagnostics::Span;
use wharf_syntax::tree::{Block, Stmt, StmtKind};

use crate::checker::Checker;
use crate::errors::unfolding as errors;
use crate::files::{Files, ParsedFile, uses};
use crate::frames::{Bound, Env, Frame, Template};
use crate::unfold::MAX_DEPTH;

/// What stands before the names of each file that a file uses, by way of whatever others: the
/// shortest way that leads to it, the first of several.
fn prefixes<'t>(files: &'t Files, root: &'t ParsedFile) -> BTreeMap<&'t str, String> {
    let mut out = BTreeMap::from([(root.path.as_str(), String::new())]);
    let mut todo = VecDeque::from([root]);
    while let Some(file) = todo.pop_front() {
        let prefix = out.get(file.path.as_str()).cloned().unwrap_or_default();
        for (path, name) in uses(&file.tree) {
            let Some(used) = files.used(file, path) else { continue };
            if !out.contains_key(used.path.as_str()) {
                out.insert(used.path.as_str(), format!("{prefix}{}.", name.text));
                todo.push_back(used);
            }
        }
    }
    out
}

impl<'t> Checker<'t> {
    /// The frame of a file, with those of the files that it uses.
    pub(crate) fn bind_file(&mut self, files: &'t Files, file: &'t ParsedFile) -> Env {
        let env = self.bind_used(files, file, &prefixes(files, file), &mut Vec::new());
        self.outer.push(env);
        self.broken |= file.broken;
        env
    }

    /// `chain` are the files that are being bound.
    fn bind_used(
        &mut self,
        files: &'t Files,
        file: &'t ParsedFile,
        prefixes: &BTreeMap<&'t str, String>,
        chain: &mut Vec<&'t str>,
    ) -> Env {
        let prefix = prefixes.get(file.path.as_str()).cloned().unwrap_or_default();
        let env = self.frames.add(Frame { prefix, ..Frame::default() });
        self.modules.insert(file.path.as_str(), env);
        for (path, name) in uses(&file.tree) {
            let Some(used) = files.used(file, path) else {
                self.lost(&name.text);
                continue;
            };
            // The circle is reported where the files are read.
            if chain.contains(&used.path.as_str()) || used.path == file.path {
                self.lost(&name.text);
                continue;
            }
            if chain.len() >= MAX_DEPTH {
                self.report(errors::uses_too_deep(MAX_DEPTH, path.span));
                self.lost(&name.text);
                continue;
            }
            self.broken |= used.broken;
            let module = match self.modules.get(used.path.as_str()) {
                Some(known) => *known,
                None => {
                    chain.push(file.path.as_str());
                    let found = self.bind_used(files, used, prefixes, chain);
                    chain.pop();
                    found
                }
            };
            self.bind(env, &name.text, name.span, Bound::Module(module));
        }
        self.bind_stmts(&file.tree.stmts, env);
        env
    }

    /// A name that stands for something that could not be read.
    fn lost(&mut self, name: &str) {
        let mut scope = (*self.scope).clone();
        scope.unread.words.insert(name.to_owned());
        self.scope = std::rc::Rc::new(scope);
        self.hidden = true;
    }

    /// The frame of an app in that of its file.
    pub(crate) fn bind_app(&mut self, block: &'t Block, file: Env) -> Env {
        let env = self.frames.inside(file, None);
        if let Some(frame) = self.frames.get_mut(env) {
            frame.sees_app = true;
        }
        self.outer.push(env);
        self.root = Some(block.span);
        self.bind_stmts(&block.stmts, env);
        env
    }

    fn bind_stmts(&mut self, stmts: &'t [Stmt], env: Env) {
        for stmt in stmts {
            match &stmt.kind {
                StmtKind::Let { name, value } => self.bind(env, &name.text, name.span, Bound::Let(value)),
                StmtKind::Param(p) => self.bind(env, &p.name.text, p.name.span, Bound::Param(p)),
                StmtKind::Template { name, params, body } => {
                    self.bind(env, &name.text, name.span, Bound::Template(Template { params, body, env }));
                }
                StmtKind::Use { .. }
                | StmtKind::If(_)
                | StmtKind::For { .. }
                | StmtKind::Plain(_)
                | StmtKind::Error => {}
            }
        }
    }

    fn bind(&mut self, env: Env, name: &str, span: Span, bound: Bound<'t>) {
        let kind = bound.described();
        // An app and its file share their names.
        let outer = self.frames.get(env).and_then(|f| f.parent);
        let taken = outer.and_then(|o| self.frames.find(o, name)).map(|(_, b)| (b.bound.described(), b.span));
        let first = self.frames.get(env).and_then(|f| f.names.get(name)).map(|b| (b.bound.described(), b.span));
        if let Some((what, first)) = first.or(taken) {
            self.report(crate::errors::names::name_taken(name, kind, span, what, first));
            return;
        }
        self.means(span, span, &bound);
        self.frames.bind(env, name, span, bound);
    }
}
