//! From the blocks of a declaration to its statements: `if` and `for` are carried out, templates
//! brought in, and the layers laid over each other (see `layers`).

use wharf_diagnostics::Span;
use wharf_model::{Origin, Via};
use wharf_syntax::tree::{BindOp, Block, Else, Expr, ExprKind, IfStmt, Stmt, StmtKind, Word};

use crate::checker::Checker;
use crate::errors::{unfolding as errors, words};
use crate::frames::{Bound, Env, Term};
use crate::layers::Change;
use crate::matching::{Begins, Body, Matched, Piece, Reading, Said, statement};
use crate::value::{Val, Value};
use crate::vocabulary::{BlockKind, Key, Role, word};

/// How many statements a run may unfold, those of the source included. A statement costs about
/// ten microseconds to check, so that the bound is reached within seconds.
pub(crate) const MAX_STATEMENTS: usize = 100_000;

/// How deep templates, loops and conditions may stand in each other once they are unfolded.
pub(crate) const MAX_DEPTH: usize = 64;

/// What one layer of a block says.
#[derive(Debug, Default)]
pub(crate) struct Layer<'t> {
    /// What its templates say, which it may say differently.
    pub(crate) templates: Vec<Matched<'t>>,
    /// The number of the layer that its templates are together.
    pub(crate) templates_layer: Option<u32>,
    /// What it says itself.
    pub(crate) own: Vec<Change<'t>>,
    /// What is known of the statements that could not be read.
    pub(crate) rest: Body<'t>,
}

impl<'t> Checker<'t> {
    /// The statements of a declaration's block, all layers laid over each other.
    pub(crate) fn body(&mut self, kind: BlockKind, m: &Matched<'t>) -> Body<'t> {
        self.body_of(kind, m, None)
    }

    /// As [`Self::body`]; where `only` names a word, the statements of others may be left out.
    pub(crate) fn body_of(&mut self, kind: BlockKind, m: &Matched<'t>, only: Option<&'static str>) -> Body<'t> {
        let mut out = Body::default();
        let (mut below, mut removed) = (0, m.removed.as_slice());
        for group in m.pieces.chunk_by(|a, b| a.layer == b.layer) {
            let due = removed.iter().take_while(|r| r.below <= below).count();
            let (now, later) = removed.split_at(due);
            self.remove_keys(kind, &mut out, now);
            (removed, below) = (later, below + group.len());
            let mut layer = Layer::default();
            let overrides = group.iter().any(|p| p.overrides);
            let partial = m.pieces.len() > group.len() || group.iter().any(|p| p.overrides || extends(p.block));
            let number = self.next_layer();
            for Piece { block, env, overrides, .. } in group.iter().copied() {
                let reading = Reading { kind, env, only, partial, layer: number, overrides };
                // The names of an app's own block are bound already.
                if kind == BlockKind::App && self.root == Some(block.span) {
                    self.statements(&block.stmts, reading, true, &mut layer);
                } else {
                    self.block(block, reading, kind == BlockKind::App && overrides, &mut layer);
                }
            }
            self.lay(kind, &mut out, layer, overrides);
        }
        self.remove_keys(kind, &mut out, removed);
        self.complete(&mut out);
        out
    }

    pub(crate) fn next_layer(&mut self) -> u32 {
        self.layers = self.layers.saturating_add(1);
        self.layers
    }

    /// The statements of a block, in a frame of their own where they bind names.
    pub(crate) fn block(&mut self, block: &'t Block, reading: Reading, root: bool, out: &mut Layer<'t>) {
        let env = self.bind_lets(&block.stmts, reading.env);
        self.statements(&block.stmts, Reading { env, ..reading }, root, out);
    }

    /// A frame for the `let`s of a block, where there are any.
    pub(crate) fn bind_lets(&mut self, stmts: &'t [Stmt], env: Env) -> Env {
        if !stmts.iter().any(|s| matches!(s.kind, StmtKind::Let { .. })) {
            return env;
        }
        let inner = self.frames.inside(env, None);
        for stmt in stmts {
            let StmtKind::Let { name, value } = &stmt.kind else { continue };
            self.bind_once(inner, name, Bound::Let(value));
        }
        inner
    }

    /// Binds a name of a block; twice the same one is an error.
    pub(crate) fn bind_once(&mut self, env: Env, name: &Word, bound: Bound<'t>) {
        self.means(name.span, name.span, &bound);
        if let Bound::Value(value) = &bound {
            self.note_value(name.span, value);
        }
        if let Some(first) = self.frames.bind(env, &name.text, name.span, bound) {
            self.report(errors::bound_twice(&name.text, name.span, first));
        }
    }

    /// Whether one more statement may be unfolded; one too many is reported once.
    fn may_unfold(&mut self, span: Span) -> bool {
        self.unfolded += 1;
        if self.unfolded <= MAX_STATEMENTS {
            return true;
        }
        self.exhaust(errors::too_many_statements(MAX_STATEMENTS, span));
        false
    }

    pub(crate) fn statements(&mut self, stmts: &'t [Stmt], reading: Reading, root: bool, out: &mut Layer<'t>) {
        for stmt in stmts {
            if self.exhausted || !self.may_unfold(stmt.span) {
                out.rest.hole(stmt.span);
                return;
            }
            match &stmt.kind {
                StmtKind::Plain(plain) => self.plain(Said::new(stmt, plain), reading, root, out),
                StmtKind::Let { value, .. } => {
                    // `let a =`: the next line was read as its value.
                    if matches!(value.kind, ExprKind::Error) {
                        out.rest.unread.spans.push(value.span);
                    }
                }
                StmtKind::Param(_) | StmtKind::Template { .. } if root && !reading.overrides => {}
                StmtKind::Param(_) => {
                    self.report(words::definition_in_block("param", stmt.span, inside(reading, root)))
                }
                StmtKind::Template { .. } => {
                    self.report(words::definition_in_block("template", stmt.span, inside(reading, root)));
                }
                StmtKind::Use { .. } if root && reading.kind == BlockKind::File => {}
                StmtKind::Use { .. } => {
                    self.report(words::definition_in_block("use", stmt.span, inside(reading, root)))
                }
                StmtKind::If(_) if reading.kind == BlockKind::File => {
                    self.report(words::definition_in_block("if", stmt.span, inside(reading, root)));
                }
                StmtKind::For { .. } if reading.kind == BlockKind::File => {
                    self.report(words::definition_in_block("for", stmt.span, inside(reading, root)));
                }
                StmtKind::If(chosen) => {
                    self.deeper(stmt.span, |c| c.chosen(chosen, reading, out));
                }
                StmtKind::For { names, over, body } => {
                    self.deeper(stmt.span, |c| c.repeated(names, over, body, reading, out));
                }
                StmtKind::Error => out.rest.hole(stmt.span),
            }
        }
    }

    /// One level deeper, unless that is too deep.
    pub(crate) fn deeper(&mut self, span: Span, f: impl FnOnce(&mut Self)) {
        if self.unfolding >= MAX_DEPTH {
            self.exhaust(errors::unfolds_too_deep(MAX_DEPTH, span));
            return;
        }
        self.unfolding += 1;
        f(self);
        self.unfolding -= 1;
    }

    fn chosen(&mut self, chosen: &'t IfStmt, reading: Reading, out: &mut Layer<'t>) {
        let mut at = chosen;
        loop {
            let Some(holds) = self.condition(Term { expr: &at.condition, env: reading.env }) else {
                out.rest.hole_by(whole_span(at), at.condition.span);
                return;
            };
            if holds {
                return self.block(&at.then, reading, false, out);
            }
            match at.otherwise.as_deref() {
                Some(Else::If(next)) => at = next,
                Some(Else::Block(block)) => return self.block(block, reading, false, out),
                None => return,
            }
        }
    }

    fn repeated(&mut self, names: &'t [Word], over: &'t Expr, body: &'t Block, reading: Reading, out: &mut Layer<'t>) {
        let rounds = self.eval(Term { expr: over, env: reading.env }).and_then(|v| self.rounds(&v, over.span));
        let Some(rounds) = rounds else {
            out.rest.hole_by(body.span, over.span);
            return;
        };
        for (key, item) in rounds {
            let outer = self.within_of(reading.env);
            let span = item.span;
            let within = self.origins.add(Origin { span, via: Some(Via::Loop(over.span)), within: outer });
            let env = self.frames.inside(reading.env, Some(within));
            self.bind_round(env, names, key, item);
            self.block(body, Reading { env, ..reading }, false, out);
            if self.exhausted {
                return;
            }
        }
    }

    /// Binds the names of a loop: the item, or the key (or the index) and the item.
    pub(crate) fn bind_round(&mut self, env: Env, names: &[Word], key: Val, item: Val) {
        let values = if names.len() > 1 { vec![key, item] } else { vec![item] };
        for (name, value) in names.iter().zip(values) {
            self.bind_once(env, name, Bound::Value(value));
        }
    }

    /// What a loop goes through: each item with its key or index.
    fn rounds(&mut self, over: &Val, span: Span) -> Option<Vec<(Val, Val)>> {
        let int = |n: i64, span: Span| Val::new(Value::Int(n), span);
        let index = |i: usize, span: Span| int(i64::try_from(i).unwrap_or(i64::MAX), span);
        match &over.value {
            Value::List(items) => Some(items.iter().enumerate().map(|(i, v)| (index(i, v.span), v.clone())).collect()),
            Value::Map(entries) => Some(entries.iter().map(|(k, at, v)| (Val::text(k, *at), v.clone())).collect()),
            Value::Range(Some(low), Some(high)) => {
                let (Value::Int(a), Value::Int(b)) = (&low.value, &high.value) else {
                    return self.fail(errors::not_repeatable(over));
                };
                if b.saturating_sub(*a) >= i64::try_from(MAX_STATEMENTS).unwrap_or(i64::MAX) {
                    self.exhaust(errors::too_many_statements(MAX_STATEMENTS, span));
                    return None;
                }
                let all = (*a..=*b).enumerate();
                Some(all.map(|(i, n)| (index(i, over.span), int(n, over.span))).collect())
            }
            Value::Absent => Some(Vec::new()),
            Value::Opaque(_) => None,
            _ => self.fail(errors::not_repeatable(over)),
        }
    }

    fn plain(&mut self, said: Said<'t>, reading: Reading, root: bool, out: &mut Layer<'t>) {
        match special(said, reading, root) {
            Special::Skipped => {}
            Special::Extends => {
                let span = said.span;
                self.deeper(span, |c| c.extend(said, reading, out));
            }
            Special::Environment => self.report(errors::environment_inside(said.head.span(), reading.kind)),
            Special::Param => self.report(errors::param_inside(said.head.span())),
            Special::Outside(word) => self.report(errors::outside_of_environments(word, said.head.span())),
            Special::Add => match said.behind() {
                Some(behind) if behind.head.word() == Some("environment") && reading.kind == BlockKind::App => {
                    self.report(errors::environment_inside(behind.head.span(), reading.kind));
                }
                Some(behind) => self.say(behind, reading, Some(said.head.span()), out),
                None => self.report(errors::nothing_behind("add", said.span)),
            },
            Special::Remove => match said.behind() {
                Some(behind) if is_beside(behind, reading) => {}
                Some(behind) => out.own.push(Change::Remove(behind, said.head.span(), reading.env)),
                None => self.report(errors::nothing_behind("remove", said.span)),
            },
            Special::None => self.say(said, reading, None, out),
        }
    }

    fn say(&mut self, said: Said<'t>, reading: Reading, added: Option<Span>, out: &mut Layer<'t>) {
        if is_beside(said, reading) {
            return;
        }
        // What is added is new: nothing else says the rest of it.
        let (partial, overrides) = (reading.partial && added.is_none(), reading.overrides && added.is_none());
        let reading = Reading { partial, overrides, ..reading };
        let mut found = Vec::new();
        let result = statement(reading, said, &mut found);
        for d in found {
            self.report(d);
        }
        match result {
            Ok(mut m) => {
                self.leave_out_absent(&mut m);
                m.id = self.identity(&m);
                out.own.push(Change::Say(Box::new(m), added));
            }
            Err(word) => {
                let value = said.value.filter(|v| matches!(v.value.kind, ExprKind::Error));
                out.rest.unread.spans.extend(value.map(|v| v.value.span));
                if word.is_none_or(|w| w.role == Role::Declares || w.key == Key::Head) {
                    out.rest.unread.statement(said);
                }
                match word {
                    Some(word) => out.rest.wrong.push(word.spelling()),
                    None => out.rest.broken = true,
                }
            }
        }
    }

    /// Where the frame's statements were brought to from.
    pub(crate) fn within_of(&self, env: Env) -> Option<wharf_model::OriginId> {
        self.frames.get(env).and_then(|f| f.within)
    }
}

/// Whether a statement is of another word than the one that is wanted, and declares nothing even where it is
/// wrong.
fn is_beside(said: Said<'_>, reading: Reading) -> bool {
    let (Some(only), Some(head)) = (reading.only, said.head.word()) else { return false };
    let torn = said.value.is_some_and(|v| matches!(v.value.kind, ExprKind::Error));
    head != only && !torn && word(reading.kind, head).is_some_and(|w| w.role != Role::Declares && w.key != Key::Head)
}

/// From a branch of an `if` to its last.
fn whole_span(first: &IfStmt) -> Span {
    let mut at = first;
    loop {
        match at.otherwise.as_deref() {
            Some(Else::If(next)) => at = next,
            Some(Else::Block(block)) => return first.then.span.to(block.span),
            None => return first.then.span.to(at.then.span),
        }
    }
}

/// Where a statement stands, for a message.
fn inside(reading: Reading, root: bool) -> &'static str {
    match reading.kind {
        BlockKind::App if reading.overrides => "an environment",
        BlockKind::App if !root => "a condition, a loop or a template",
        kind => kind.described(),
    }
}

/// Whether a block brings in a template, in any depth of its conditions and loops.
pub(crate) fn extends(block: &Block) -> bool {
    let mut todo: Vec<&Block> = vec![block];
    while let Some(block) = todo.pop() {
        for stmt in &block.stmts {
            match &stmt.kind {
                StmtKind::Plain(p) => {
                    if matches!(&p.head, wharf_syntax::tree::Head::Word(w) if w.text == "extends") && !p.args.is_empty()
                    {
                        return true;
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
    false
}

/// Statements that mean something to the unfolding itself.
enum Special {
    None,
    /// It is read elsewhere.
    Skipped,
    Extends,
    Add,
    Remove,
    /// `add` or `remove` outside of an environment.
    Outside(&'static str),
    /// An `environment` that does not stand directly in the app.
    Environment,
    /// `name = value` in an environment, but not directly.
    Param,
}

fn special(said: Said<'_>, reading: Reading, root: bool) -> Special {
    let kind = reading.kind;
    if reading.overrides && kind == BlockKind::App && is_param(said) {
        return if root { Special::Skipped } else { Special::Param };
    }
    let Some(word) = said.head.word() else { return Special::None };
    if said.value.is_some() && (said.args.is_empty() || !matches!(word, "add" | "remove")) {
        return Special::None;
    }
    // Where a head is the user's own key, a bare one is no word of the language.
    let keyed = matches!(kind, BlockKind::Secrets | BlockKind::Fields) && said.args.is_empty();
    match word {
        "allow" if !keyed && !said.args.is_empty() => Special::Skipped,
        "extends" if !keyed => Special::Extends,
        "environment" if kind == BlockKind::App => {
            if root && !reading.overrides {
                Special::Skipped
            } else {
                Special::Environment
            }
        }
        // Without a name, it is Compose's word for variables.
        "environment" if !keyed && !said.args.is_empty() => Special::Environment,
        "add" if reading.overrides && !keyed => Special::Add,
        "remove" if reading.overrides && !keyed => Special::Remove,
        "add" if !matches!(kind, BlockKind::Image | BlockKind::Stage) && !keyed && said.args.len() > 1 => {
            Special::Outside("add")
        }
        "remove" if !keyed && !said.args.is_empty() => Special::Outside("remove"),
        _ => Special::None,
    }
}

/// `name = value`, directly in an environment: the value of a param.
pub(crate) fn is_param(said: Said<'_>) -> bool {
    said.args.is_empty()
        && said.block.is_none()
        && matches!(said.head, Begins::Word(..))
        && said.value.is_some_and(|v| v.op == BindOp::Equals)
}
