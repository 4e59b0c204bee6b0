//! What the tree and the vocabulary say of words.

use wharf_analysis::vocabulary::{self, BlockKind, Head, Mode, RefKind, Sign, Slot};
use wharf_diagnostics::Span;
use wharf_syntax::tree::{
    Block, Expr, ExprKind, IfStmt, MapKey, ParamDecl, Stmt, StmtKind, StringLit, StringPart, Tree, Type, TypeAltKind,
};

use super::names::of_params;
use super::{Mark, Names};
use crate::arguments::{Role, matched};
use crate::blocks::{Said, guessed, heads, name_of};
use crate::data::TokenKind;

/// The marks of a file, unsorted. Where two overlap, the outer one holds.
pub(super) fn marks(text: &str, tree: &Tree, names: Names) -> Vec<Mark> {
    let mut walk = Walk { text, names, out: Vec::new() };
    walk.stmts(&tree.stmts, Some(BlockKind::File), false);
    walk.out
}

struct Walk<'t> {
    text: &'t str,
    names: Names,
    out: Vec<Mark>,
}

impl Walk<'_> {
    fn mark(&mut self, span: Span, kind: TokenKind) {
        self.out.push(Mark { start: span.start, end: span.end, kind, declaration: false });
    }

    fn declare(&mut self, span: Span, kind: TokenKind) {
        self.out.push(Mark { start: span.start, end: span.end, kind, declaration: true });
    }

    /// No deeper than a tree is.
    fn stmts(&mut self, stmts: &[Stmt], kind: Option<BlockKind>, overrides: bool) {
        self.names.open(stmts);
        for stmt in stmts {
            match &stmt.kind {
                StmtKind::Use { name, .. } => self.declare(name.span, TokenKind::Module),
                StmtKind::Let { name, value } => {
                    self.declare(name.span, TokenKind::Variable);
                    self.expr(value);
                }
                StmtKind::Param(p) => self.param(p),
                StmtKind::Template { name, params, body } => {
                    self.declare(name.span, TokenKind::Template);
                    params.iter().for_each(|p| self.param(p));
                    self.names.bind(of_params(params));
                    self.stmts(&body.stmts, guessed(heads(&body.stmts).into_iter()), false);
                    self.names.close();
                }
                StmtKind::If(chosen) => self.chosen(chosen, kind, overrides),
                StmtKind::For { names, over, body } => {
                    names.iter().for_each(|n| self.declare(n.span, TokenKind::Variable));
                    self.expr(over);
                    self.names.bind(names.iter().map(|n| n.text.as_str()));
                    self.stmts(&body.stmts, kind, overrides);
                    self.names.close();
                }
                StmtKind::Plain(plain) => self.plain(Said::new(kind.unwrap_or(BlockKind::Service), plain), overrides),
                StmtKind::Error => self.broken(stmt.span, kind),
            }
        }
        self.names.close();
    }

    fn chosen(&mut self, chosen: &IfStmt, kind: Option<BlockKind>, overrides: bool) {
        let mut at = Some(chosen);
        while let Some(i) = at {
            self.expr(&i.condition);
            at = match i.otherwise.as_deref() {
                Some(wharf_syntax::tree::Else::If(next)) => Some(next),
                _ => None,
            };
        }
        for block in chosen.blocks() {
            self.stmts(&block.stmts, kind, overrides);
        }
    }

    /// A statement that does not parse: its first word, if it is one of the block's.
    fn broken(&mut self, span: Span, kind: Option<BlockKind>) {
        let text = self.text.get(span.start as usize..span.end as usize).unwrap_or_default();
        let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).unwrap_or(text.len());
        let first = text.get(..end).unwrap_or_default();
        let of_app = || vocabulary::word(BlockKind::App, first).filter(|_| kind == Some(BlockKind::Environment));
        if kind.and_then(|k| vocabulary::word(k, first)).or_else(of_app).is_some() {
            let end = span.start.saturating_add(u32::try_from(end).unwrap_or(u32::MAX));
            self.mark(Span { end, ..span }, TokenKind::Keyword);
        }
    }

    fn param(&mut self, p: &ParamDecl) {
        self.declare(p.name.span, TokenKind::Variable);
        self.ty(&p.ty);
        p.bounds.iter().chain(&p.default).for_each(|e| self.expr(e));
    }

    fn ty(&mut self, ty: &Type) {
        for alt in &ty.alternatives {
            if let TypeAltKind::Named { name, arg } = &alt.kind {
                self.mark(name.span, TokenKind::Type);
                arg.iter().for_each(|t| self.ty(t));
            }
        }
    }

    fn plain(&mut self, said: Said<'_>, overrides: bool) {
        if let Some(before) = said.before {
            self.mark(before.span, TokenKind::Keyword);
        }
        let Some(word) = said.word else {
            // Interpolations of a key and arguments may hold names all the same.
            said.args.iter().for_each(|e| self.expr(e));
            return self.rest(said, None, overrides);
        };
        match word.head {
            Head::Word(_) => self.mark(said.at, TokenKind::Keyword),
            Head::Key | Head::Path => self.key(said),
        }
        let bare: Vec<Option<&str>> =
            said.args.iter().map(|e| if let ExprKind::Word(w) = &e.kind { Some(w.as_str()) } else { None }).collect();
        let roles = matched(word, &bare, overrides).roles;
        for (arg, role) in said.args.iter().zip(roles) {
            match role {
                Role::Selector | Role::Label(_) | Role::Flag(_) => self.mark(arg.span, TokenKind::Label),
                Role::Slot(slot) | Role::Of(_, slot) => self.slot(said, slot, arg),
                Role::Extra => self.expr(arg),
            }
        }
        self.rest(said, Some(word.sign), overrides);
    }

    /// The key that a statement begins with.
    fn key(&mut self, said: Said<'_>) {
        if let wharf_syntax::tree::Head::Expr(e) = &said.plain.head {
            return self.expr(e);
        }
        if let wharf_syntax::tree::Head::String(s) = &said.plain.head
            && s.as_plain().is_none()
        {
            return self.string(s);
        }
        let within = said.word.map_or(&[][..], |w| w.within);
        let is = |kind| within.contains(&kind);
        if is(BlockKind::Secrets) {
            self.declare(said.at, TokenKind::Secret);
        } else if is(BlockKind::Environment) {
            self.mark(said.at, TokenKind::Variable);
        } else if is(BlockKind::Config) {
            self.declare(said.at, TokenKind::Key);
        } else if !is(BlockKind::Route) {
            self.mark(said.at, TokenKind::Key);
        }
    }

    /// The value and the block.
    fn rest(&mut self, said: Said<'_>, sign: Option<Sign>, overrides: bool) {
        if let Some(binding) = &said.plain.value {
            match sign {
                Some(Sign::Equals(slot) | Sign::OptionalEquals(slot) | Sign::Arrow(slot)) => {
                    self.slot(said, &slot, &binding.value);
                }
                Some(Sign::None) | None => self.expr(&binding.value),
            }
        }
        if let Some(Block { stmts, .. }) = &said.plain.block {
            let kind = said.block();
            self.stmts(stmts, kind, overrides || kind == Some(BlockKind::Environment));
        }
    }

    /// What stands in a slot.
    fn slot(&mut self, said: Said<'_>, slot: &Slot, e: &Expr) {
        let literal = name_of(e).is_some();
        match slot.mode {
            Mode::NewName if literal => {
                let kind = match said.word.map(|w| w.spelling()) {
                    Some("setting") => TokenKind::Setting,
                    Some("secrets") => TokenKind::Secret,
                    Some("port" | "stage") => TokenKind::Member,
                    _ => TokenKind::Declaration,
                };
                // In an environment, or behind `remove`, it is one that is there.
                if said.before.is_some_and(|b| b.text == "remove") {
                    self.mark(e.span, kind);
                } else {
                    self.declare(e.span, kind);
                }
            }
            Mode::Key if literal => self.mark(e.span, TokenKind::Key),
            Mode::Choice(_) if literal => self.mark(e.span, TokenKind::Label),
            Mode::Reference(kind) if literal => {
                let kind = match kind {
                    RefKind::OwnPort => TokenKind::Member,
                    RefKind::SecretKey => TokenKind::Secret,
                    RefKind::Service | RefKind::ServiceOrJob | RefKind::Volume => TokenKind::Declaration,
                };
                self.mark(e.span, kind);
            }
            _ => match &e.kind {
                // An image is meant where one is due: `image api`, `image api.build`, `from build`.
                ExprKind::Word(w) if self.images_due(said, slot) && self.names.find(w) != Some(TokenKind::Variable) => {
                    let kind = self.names.image(w).unwrap_or(if slot.name == "image" {
                        TokenKind::Declaration
                    } else {
                        TokenKind::Member
                    });
                    self.mark(e.span, kind);
                }
                ExprKind::Field { base, name } if self.images_due(said, slot) => match &base.kind {
                    ExprKind::Word(w) if self.names.image(w).is_some() => {
                        self.mark(base.span, TokenKind::Declaration);
                        self.mark(name.span, TokenKind::Member);
                    }
                    _ => self.expr(e),
                },
                ExprKind::Call { callee, args } if said.is("extends") => {
                    self.template(callee);
                    args.iter().for_each(|a| {
                        a.label.iter().for_each(|l| self.mark(l.span, TokenKind::Label));
                        self.expr(&a.value);
                    });
                }
                ExprKind::Word(_) | ExprKind::Field { .. } if said.is("extends") => self.template(e),
                _ => self.expr(e),
            },
        }
    }

    fn images_due(&self, said: Said<'_>, slot: &Slot) -> bool {
        let of_image = said.word.is_some_and(|w| {
            w.within.iter().any(|b| matches!(b, BlockKind::Image | BlockKind::Stage | BlockKind::Run))
        });
        said.is("image") && slot.name == "image" || of_image && slot.name == "from"
    }

    fn template(&mut self, callee: &Expr) {
        match &callee.kind {
            ExprKind::Word(_) => self.mark(callee.span, TokenKind::Template),
            ExprKind::Field { base, name } => {
                self.mark(base.span, TokenKind::Module);
                self.mark(name.span, TokenKind::Template);
            }
            _ => self.expr(callee),
        }
    }

    fn string(&mut self, s: &StringLit) {
        for part in &s.parts {
            if let StringPart::Expr(e) = part {
                self.expr(e);
            }
        }
    }

    /// No deeper than a tree is.
    fn expr(&mut self, e: &Expr) {
        match &e.kind {
            ExprKind::Word(w) => {
                if let Some(kind) = self.bare(w) {
                    self.mark(e.span, kind);
                }
            }
            ExprKind::String(s) => self.string(s),
            ExprKind::Paren(inner) | ExprKind::Unary { operand: inner, .. } => self.expr(inner),
            ExprKind::List(items) => items.iter().for_each(|i| self.expr(i)),
            ExprKind::Map(entries) => {
                for entry in entries {
                    match &entry.key {
                        MapKey::Word(w) => self.mark(w.span, TokenKind::Key),
                        MapKey::String(s) => self.mark(s.span, TokenKind::Key),
                    }
                    self.expr(&entry.value);
                }
            }
            ExprKind::Field { base, name } => {
                self.expr(base);
                let kind = self.behind(base);
                self.mark(name.span, kind);
            }
            ExprKind::Call { callee, args } => {
                match &callee.kind {
                    ExprKind::Word(_) => self.mark(callee.span, TokenKind::Function),
                    _ => self.expr(callee),
                }
                for arg in args {
                    arg.label.iter().for_each(|l| self.mark(l.span, TokenKind::Label));
                    self.expr(&arg.value);
                }
            }
            ExprKind::Index { base, index } => {
                self.expr(base);
                self.expr(index);
            }
            ExprKind::Binary { left, right, .. } => {
                self.expr(left);
                self.expr(right);
            }
            ExprKind::Range { low, high } => low.iter().chain(high).for_each(|i| self.expr(i)),
            ExprKind::If { condition, then, otherwise } => {
                [condition, then, otherwise].into_iter().for_each(|i| self.expr(i));
            }
            ExprKind::Number(_) | ExprKind::Error => {}
        }
    }

    fn bare(&self, w: &str) -> Option<TokenKind> {
        Some(match w {
            "true" | "false" | "self" => TokenKind::Keyword,
            "secrets" => TokenKind::Secret,
            "settings" => TokenKind::Setting,
            "images" | "services" | "pod" => TokenKind::Keyword,
            _ => return self.names.find(w).or_else(|| self.names.image(w)),
        })
    }

    /// What a name is behind a dot.
    fn behind(&self, base: &Expr) -> TokenKind {
        let ExprKind::Word(w) = &base.kind else {
            return match &base.kind {
                ExprKind::Field { base, .. } => match self.behind(base) {
                    TokenKind::Secret => TokenKind::Secret,
                    _ => TokenKind::Member,
                },
                _ => TokenKind::Member,
            };
        };
        match w.as_str() {
            "secrets" => TokenKind::Secret,
            "settings" => TokenKind::Setting,
            "images" => TokenKind::Declaration,
            _ if self.names.find(w) == Some(TokenKind::Module) => TokenKind::Variable,
            _ => TokenKind::Member,
        }
    }
}
