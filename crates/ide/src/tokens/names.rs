//! What the names of a file stand for, as far as one can tell without checking.

use std::collections::HashMap;
use std::rc::Rc;

use wharf::ParsedFile;
use wharf_syntax::tree::{ParamDecl, Stmt, StmtKind};

use crate::data::TokenKind;
use crate::declared::{Declarations, What};

/// The names that a file declares in all of its apps, and those of its own scope.
pub(super) struct Names {
    declared: HashMap<String, TokenKind>,
    images: HashMap<String, TokenKind>,
    /// The scopes that are open, the innermost last.
    scopes: Vec<HashMap<String, TokenKind>>,
}

impl Names {
    /// The names of a file.
    pub(super) fn of(file: &ParsedFile, used: &[(String, Rc<ParsedFile>)]) -> Self {
        let (mut declared, mut images) = (HashMap::new(), HashMap::new());
        for d in Declarations::at(file, used, u32::MAX).all {
            let kind = match d.what {
                What::Secrets => TokenKind::Secret,
                What::Setting => TokenKind::Setting,
                What::Image => {
                    images.insert(d.own.name, TokenKind::Declaration);
                    continue;
                }
                What::Service | What::Job | What::Cron | What::Volume | What::Config => TokenKind::Declaration,
            };
            declared.insert(d.own.name, kind);
        }
        Self { declared, images, scopes: Vec::new() }
    }

    /// What a bare name stands for.
    pub(super) fn find(&self, name: &str) -> Option<TokenKind> {
        let scoped = self.scopes.iter().rev().find_map(|s| s.get(name));
        scoped.or_else(|| self.declared.get(name)).copied()
    }

    /// Whether an image has that name.
    pub(super) fn image(&self, name: &str) -> Option<TokenKind> {
        self.images.get(name).copied()
    }

    /// Opens the scope of a block.
    pub(super) fn open(&mut self, stmts: &[Stmt]) {
        let bound = stmts.iter().filter_map(|s| match &s.kind {
            StmtKind::Let { name, .. } => Some((name, TokenKind::Variable)),
            StmtKind::Param(p) => Some((&p.name, TokenKind::Variable)),
            StmtKind::Template { name, .. } => Some((name, TokenKind::Template)),
            StmtKind::Use { name, .. } => Some((name, TokenKind::Module)),
            _ => None,
        });
        self.scopes.push(bound.map(|(n, k)| (n.text.clone(), k)).collect());
    }

    /// Opens the scope of a loop's or a template's names.
    pub(super) fn bind<'n>(&mut self, names: impl Iterator<Item = &'n str>) {
        self.scopes.push(names.map(|n| (n.to_owned(), TokenKind::Variable)).collect());
    }

    /// Closes the innermost one.
    pub(super) fn close(&mut self) {
        self.scopes.pop();
    }
}

/// The names of params.
pub(super) fn of_params(params: &[ParamDecl]) -> impl Iterator<Item = &str> {
    params.iter().map(|p| p.name.text.as_str())
}
