//! The types of what is not unfolded: templates that nobody extends, conditions that do not hold,
//! loops over nothing. Everything is looked at once, with unknown values of the declared types in
//! place of params, arguments and the names of loops.

use wharf_model::Name;
use wharf_syntax::tree::{
    BinaryOp, Block, Else, Expr, ExprKind, IfStmt, ParamDecl, Stmt, StmtKind, StringPart, UnaryOp, Word as Written,
};

use crate::checker::Checker;
use crate::errors::unfolding as errors;
use crate::frames::{Bound, Env, Term};
use crate::matching::{Begins, Filled, Reading, Said, statement, static_text};
use crate::types::Type;
use crate::value::{Val, Value};
use crate::vocabulary::{BlockKind, Head, Mode, Ty, word, words_in};

/// What a template may be for, the likeliest first.
pub const TEMPLATE_KINDS: &[BlockKind] = &[
    BlockKind::Service,
    BlockKind::Image,
    BlockKind::Job,
    BlockKind::Cron,
    BlockKind::Daemon,
    BlockKind::Sidecar,
    BlockKind::Canary,
    BlockKind::Scale,
    BlockKind::Account,
    BlockKind::Init,
    BlockKind::App,
    BlockKind::Route,
    BlockKind::Stage,
    BlockKind::Run,
    BlockKind::Probe,
    BlockKind::Healthcheck,
    BlockKind::Rule,
    BlockKind::Env,
    BlockKind::Config,
    BlockKind::Secrets,
    BlockKind::Trigger,
];

/// Where the survey stands.
#[derive(Clone, Copy)]
struct Spot {
    kind: BlockKind,
    env: Env,
    /// Whether all of it is unfolded, so that its values are read anyway.
    unfolded: bool,
    overrides: bool,
}

impl<'t> Checker<'t> {
    /// Looks at the body of an app.
    pub(crate) fn survey_app(&mut self, block: &'t Block, env: Env) {
        self.survey(&block.stmts, Spot { kind: BlockKind::App, env, unfolded: true, overrides: false }, true);
    }

    /// Looks at the templates of a file.
    pub(crate) fn survey_file(&mut self, stmts: &'t [Stmt], env: Env) {
        for stmt in stmts {
            if let StmtKind::Template { params, body, .. } = &stmt.kind {
                self.survey_template(params, body, env);
            }
        }
    }

    fn survey_block(&mut self, block: &'t Block, spot: Spot) {
        let env = self.bind_lets(&block.stmts, spot.env);
        // No deeper than a tree is.
        self.survey(&block.stmts, Spot { env, ..spot }, false);
    }

    fn survey(&mut self, stmts: &'t [Stmt], spot: Spot, root: bool) {
        for stmt in stmts {
            match &stmt.kind {
                StmtKind::Plain(plain) => self.survey_plain(Said::new(stmt, plain), spot, root),
                StmtKind::If(chosen) => self.survey_if(chosen, spot),
                StmtKind::For { names, over, body } => self.survey_for(names, over, body, spot),
                StmtKind::Template { params, body, .. } if root => self.survey_template(params, body, spot.env),
                StmtKind::Let { name, .. } if !root => {
                    if let Some((at, binding)) = self.frames.find(spot.env, &name.text) {
                        let binding = binding.clone();
                        self.definition(&name.text, at, &binding, name.span);
                    }
                }
                StmtKind::Template { .. }
                | StmtKind::Let { .. }
                | StmtKind::Param(_)
                | StmtKind::Use { .. }
                | StmtKind::Error => {}
            }
        }
    }

    fn survey_if(&mut self, chosen: &'t IfStmt, spot: Spot) {
        let spot = Spot { unfolded: false, ..spot };
        let mut at = chosen;
        loop {
            self.condition(Term { expr: &at.condition, env: spot.env });
            let env = self.narrow(&at.condition, spot.env);
            self.survey_block(&at.then, Spot { env, ..spot });
            // `if not x { … } else { … }`: it is there in the `else`.
            let env = match &at.condition.kind {
                ExprKind::Unary { op: UnaryOp::Not, operand } => self.narrow(operand, spot.env),
                _ => spot.env,
            };
            match at.otherwise.as_deref() {
                Some(Else::If(next)) => at = next,
                Some(Else::Block(block)) => return self.survey_block(block, Spot { env, ..spot }),
                None => return,
            }
        }
    }

    fn survey_for(&mut self, names: &'t [Written], over: &'t Expr, body: &'t Block, spot: Spot) {
        let found = self.eval(Term { expr: over, env: spot.env });
        let (key, item) = match found.as_ref().map(|v| (Type::of(&v.value), v)) {
            Some((Type::List(t), _)) => (Type::Int, (*t).clone()),
            Some((Type::Map(t), _)) => (Type::Text, (*t).clone()),
            Some((Type::Range(t), _)) if matches!(*t, Type::Int | Type::Any) => (Type::Int, Type::Int),
            Some((Type::Optional(_) | Type::Any, _)) | None => (Type::Any, Type::Any),
            Some((_, v)) => {
                let d = errors::not_repeatable(v);
                self.report(d);
                (Type::Any, Type::Any)
            }
        };
        let env = self.frames.inside(spot.env, None);
        let val = |t: Type| Val::new(Value::Opaque(t), over.span);
        self.bind_round(env, names, val(key), val(item));
        self.survey_block(body, Spot { env, unfolded: false, ..spot });
    }

    fn survey_template(&mut self, params: &'t [ParamDecl], body: &'t Block, env: Env) {
        let inner = self.frames.inside(env, None);
        if let Some(frame) = self.frames.get_mut(inner) {
            frame.sees_app = true;
        }
        for p in params {
            let ty = self.type_of(&p.ty).unwrap_or(Type::Any);
            if let Some(default) = &p.default
                && let Some(val) = self.eval(Term { expr: default, env: inner })
            {
                self.as_type(val, &ty);
            }
            if let Some(bounds) = &p.bounds {
                self.eval(Term { expr: bounds, env: inner });
            }
            self.bind_once(inner, &p.name, Bound::Value(Val::new(Value::Opaque(ty), p.name.span)));
        }
        let kind = kind_of(body);
        self.survey_block(body, Spot { kind, env: inner, unfolded: false, overrides: false });
    }

    fn survey_plain(&mut self, said: Said<'t>, spot: Spot, root: bool) {
        let head = said.head.word().filter(|_| said.value.is_none());
        match head {
            Some("allow") if !said.args.is_empty() => return,
            Some("environment") if spot.kind == BlockKind::App => {
                if let (true, Some(block)) = (root, said.block) {
                    self.survey_block(block, Spot { overrides: true, ..spot });
                }
                return;
            }
            Some("extends") if !said.args.is_empty() => {
                if !spot.unfolded {
                    self.survey_extends(said, spot.env);
                }
                return;
            }
            _ => {}
        }
        let said = match head {
            Some("remove") if spot.overrides => return,
            Some("add") if spot.overrides => match said.behind() {
                Some(behind) => behind,
                None => return,
            },
            _ => said,
        };
        if spot.overrides && spot.kind == BlockKind::App && crate::unfold::is_param(said) {
            return;
        }
        let Spot { kind, env, overrides, .. } = spot;
        let reading = Reading { kind, env, only: None, partial: !spot.unfolded || overrides, layer: 0, overrides };
        let mut found = Vec::new();
        let result = statement(reading, said, &mut found);
        if !spot.unfolded {
            for d in found {
                self.report(d);
            }
        }
        let Ok(m) = result else { return };
        if !spot.unfolded {
            self.note_references(&m);
            self.survey_head(said, env);
        }
        let all: Vec<Filled<'t>> = m.filled().collect();
        for filled in all {
            if !spot.unfolded || chooses(filled.1.expr) {
                self.survey_slot(filled);
            }
        }
        if let (Some(block), Some(kind)) = (said.block, m.word.block) {
            let own = self.own.clone();
            if m.is("service") {
                self.own = m.slot("name").and_then(|(_, e)| static_text(&e)).and_then(|n| Name::new(&n).ok());
            }
            self.survey_block(block, Spot { kind, ..spot });
            self.own = own;
        }
    }

    fn survey_head(&mut self, said: Said<'t>, env: Env) {
        self.env = env;
        let val = match said.head {
            Begins::Word(..) => return,
            Begins::String(s) => self.interpolate(s, s.span),
            Begins::Expr(expr) => self.eval(Term { expr, env }),
        };
        if let Some(val) = val.and_then(|v| self.coerce(v, &Ty::String)) {
            self.literal(&val, "the key");
        }
    }

    fn survey_slot(&mut self, (slot, term): Filled<'t>) {
        match (slot.mode, &term.expr.kind) {
            (Mode::Expr, ExprKind::Paren(inner)) => self.survey_slot((slot, Term { expr: inner, ..term })),
            // Each branch is one that may stand there.
            (Mode::Expr, ExprKind::If { condition, then, otherwise }) => {
                self.condition(Term { expr: condition, env: term.env });
                let env = self.narrow(condition, term.env);
                self.survey_slot((slot, Term { expr: then, env }));
                self.survey_slot((slot, Term { expr: otherwise, env: term.env }));
            }
            // A bare name may be an image or a stage here, which its reader knows.
            (Mode::Expr, ExprKind::Word(_) | ExprKind::Field { .. }) if slot.ty == Ty::Any => {}
            (Mode::Expr, _) => {
                let absent_is_fine = slot.optional;
                let val = self.eval(term);
                let is_absent = |v: &Val| matches!(v.value, Value::Absent | Value::Opaque(Type::Optional(_)));
                if let Some(val) = val.filter(|v| !(absent_is_fine && is_absent(v))) {
                    self.coerce(val, &slot.ty);
                }
            }
            (Mode::NewName | Mode::Key, ExprKind::Paren(_) | ExprKind::String(_)) => {
                if let Some(val) = self.eval(term).and_then(|v| self.coerce(v, &Ty::String)) {
                    self.literal(&val, "the name");
                }
            }
            (Mode::Choice(_), _) => {
                self.choice((slot, term));
            }
            (Mode::NewName | Mode::Key | Mode::Reference(_), _) => {}
        }
    }

    fn survey_extends(&mut self, said: Said<'t>, env: Env) {
        let Some((template, name, args)) = self.extended(said, env) else { return };
        let inner = self.frames.inside(template.env, None);
        self.bind_params(inner, template.params, args, env, name);
    }
}

/// Whether a part of an expression may be left unread: a branch that is not chosen.
fn chooses(e: &Expr) -> bool {
    let mut todo = vec![e];
    while let Some(e) = todo.pop() {
        match &e.kind {
            ExprKind::If { .. } | ExprKind::Binary { op: BinaryOp::Coalesce | BinaryOp::And | BinaryOp::Or, .. } => {
                return true;
            }
            ExprKind::Paren(inner) | ExprKind::Unary { operand: inner, .. } => todo.push(inner),
            ExprKind::Binary { left, right, .. } => todo.extend([&**left, &**right]),
            ExprKind::List(items) => todo.extend(items),
            ExprKind::Map(entries) => todo.extend(entries.iter().map(|m| &m.value)),
            ExprKind::Call { args, .. } => todo.extend(args.iter().map(|a| &a.value)),
            ExprKind::Field { base, .. } => todo.push(base),
            ExprKind::Index { base, index } => todo.extend([&**base, &**index]),
            ExprKind::Range { low, high } => todo.extend([low, high].into_iter().flatten().map(|e| &**e)),
            ExprKind::String(s) => {
                todo.extend(s.parts.iter().filter_map(|p| if let StringPart::Expr(e) = p { Some(e) } else { None }));
            }
            ExprKind::Word(_) | ExprKind::Number(_) | ExprKind::Error => {}
        }
    }
    false
}

/// What a template is for, by its words.
fn kind_of(body: &Block) -> BlockKind {
    let heads: Vec<Said<'_>> = heads(body);
    let fits = |kind: BlockKind| {
        // A key of the user's is any word, so that its block is told by the form.
        let keyed = |said: &Said<'_>| {
            words_in(kind).any(|w| w.head == Head::Key)
                && said.block.is_none()
                && match kind {
                    BlockKind::Secrets => said.value.is_none() && said.args.len() <= 1,
                    _ => said.value.is_some() && said.args.is_empty(),
                }
        };
        let takes = |said: &Said<'_>| match said.head {
            Begins::Word(w, _) => word(kind, w).is_some() || keyed(said),
            Begins::String(_) | Begins::Expr(_) => keyed(said) || words_in(kind).any(|w| w.head == Head::Path),
        };
        heads.iter().filter(|h| takes(h)).count()
    };
    let mut best = (0, BlockKind::Service);
    for kind in TEMPLATE_KINDS {
        let count = fits(*kind);
        if count > best.0 {
            best = (count, *kind);
        }
    }
    best.1
}

/// A block's statements, in whatever condition.
fn heads(body: &Block) -> Vec<Said<'_>> {
    let mut out = Vec::new();
    let mut todo = vec![body];
    while let Some(block) = todo.pop() {
        for stmt in &block.stmts {
            match &stmt.kind {
                StmtKind::Plain(p) => {
                    let said = Said::new(stmt, p);
                    if !matches!(said.head.word(), Some("extends" | "allow")) {
                        out.push(said);
                    }
                }
                StmtKind::For { body, .. } => todo.push(body),
                StmtKind::If(chosen) => todo.extend(chosen.blocks()),
                StmtKind::Use { .. }
                | StmtKind::Let { .. }
                | StmtKind::Param(_)
                | StmtKind::Template { .. }
                | StmtKind::Error => {}
            }
        }
    }
    out
}
