//! The layers of a declaration: template, own body, environment. A statement is known by its key;
//! a later layer changes what an earlier one says, as the word's merge rule has it.

use std::collections::BTreeMap;
use std::rc::Rc;

use wharf_diagnostics::Span;
use wharf_syntax::tree::{Block, Expr, ExprKind, StmtKind};

use crate::checker::Checker;
use crate::errors::{unfolding as errors, words};
use crate::frames::{Bound, Env};
use crate::matching::{Body, Filled, Matched, Piece, Said, missing, static_text};
use crate::removal::Removed;
use crate::unfold::Layer;
use crate::value::{Ref, Value};
use crate::vocabulary::{BlockKind, Head, Key, Merge, Mode, Role};

/// What a statement is known by in its block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    /// Statements of different classes are never the same: the word, or `path` for all words that
    /// put something at a path.
    pub(crate) class: &'static str,
    pub(crate) text: Rc<str>,
    pub(crate) span: Span,
}

impl Identity {
    fn key(&self) -> IdentityKey {
        (self.class, Rc::clone(&self.text))
    }
}

/// What a layer does to the ones below it.
#[derive(Debug)]
pub(crate) enum Change<'t> {
    /// It says this; behind `add`, which stands at the span, something new.
    Say(Box<Matched<'t>>, Option<Span>),
    /// A template says this, which may be there or not.
    Bring(Box<Matched<'t>>),
    /// It takes this away; `remove` stands at the span, in that frame.
    Remove(Said<'t>, Span, Env),
}

/// The class of `env SOURCE`, known by its source as it is written.
pub(crate) const ENV_SOURCE: &str = "env of";

/// Words of which several with one key may stand in one layer.
const REPEATED: &[&str] = &["env", "route"];

/// The class and the text of an identity.
type IdentityKey = (&'static str, Rc<str>);

impl<'t> Checker<'t> {
    /// What a statement is known by; `None` where it is known by nothing, or its key is wrong. A route's rule
    /// is known by the conditions that its block says, too.
    pub(crate) fn identity(&mut self, m: &Matched<'t>) -> Option<Identity> {
        let mut id = self.keyed(m)?;
        if m.word.block == Some(BlockKind::Rule) {
            id.text = format!("{}{}", id.text, self.conditions(m.said.block)).into();
        }
        Some(id)
    }

    /// The `when-…` of a rule's block as they are written, in an order of their own.
    pub(crate) fn conditions(&self, block: Option<&'t Block>) -> String {
        let mut out: Vec<String> = Vec::new();
        for stmt in block.into_iter().flat_map(|b| &b.stmts) {
            let StmtKind::Plain(plain) = &stmt.kind else { continue };
            let said = Said::new(stmt, plain);
            let Some(word) = said.head.word().filter(|w| w.starts_with("when-")) else { continue };
            let parts = said.args.iter().chain(said.value.map(|v| &v.value));
            let text = |e: &Expr| static_text(e).unwrap_or_else(|| self.source(e.span).to_owned());
            out.push(std::iter::once(word.to_owned()).chain(parts.map(text)).collect::<Vec<_>>().join(" "));
        }
        out.sort();
        out.iter().map(|c| format!(" {c}")).collect()
    }

    fn keyed(&mut self, m: &Matched<'t>) -> Option<Identity> {
        let class = m.word.spelling();
        let at = |text: String, span: Span| Some(Identity { class, text: text.into(), span });
        match m.word.key {
            Key::Word => at(String::new(), m.head()),
            Key::Head => {
                let text = self.head_text(m)?;
                let text = if m.word.head == Head::Path { path_key(&text) } else { text };
                at(text, m.head())
            }
            Key::Slot(name) => {
                let filled = m.slot(name).or_else(|| m.label(name));
                let Some(filled) = filled else {
                    // A group of secrets, or a route, without a name.
                    return (m.word.role == Role::Declares).then(|| at(String::new(), m.head())).flatten();
                };
                let text = self.key_text(filled)?;
                let class =
                    if name == "path" && m.word.head != Head::Path && class != "exact" { "path" } else { class };
                let text = if class == "exact" { path_key(&text) } else { text };
                // `redirect exact "/a"` is another than `redirect "/a"`.
                let text = m.selector().map_or(text.clone(), |selector| format!("{selector} {text}"));
                Some(Identity { class, text: text.into(), span: filled.1.span })
            }
            Key::Pair(first, second) => {
                let a = m.slot(first)?;
                let b = m.slot(second).or_else(|| m.labels.iter().find_map(|g| g.slot(second)))?;
                let text = format!("{} {}", self.key_text(a)?, self.key_text(b)?);
                at(text, a.1.span)
            }
            Key::Whole => at(self.whole(m)?, m.head()),
            // Variables of a config, a group of secrets or a map.
            Key::None if m.is("env") && m.word.role == Role::Entry && !m.slots.is_empty() => {
                let (_, source) = m.slots.first()?;
                let text = self.source(source.expr.span);
                Some(Identity { class: ENV_SOURCE, text: text.into(), span: source.expr.span })
            }
            Key::None if is_env(m) => at(String::new(), m.head()),
            Key::None => None,
        }
    }

    /// All that a statement says, with its labels and flags in an order of their own.
    fn whole(&mut self, m: &Matched<'t>) -> Option<String> {
        let mut parts: Vec<String> = m.selector().map(str::to_owned).into_iter().collect();
        for filled in &m.slots {
            parts.push(self.key_text(*filled)?);
        }
        let mut rest: Vec<String> = m.flags.iter().map(|(flag, _)| (*flag).to_owned()).collect();
        for given in &m.labels {
            let mut label = given.label.word.to_owned();
            for filled in &given.args {
                label.push(' ');
                label.push_str(&self.key_text(*filled)?);
            }
            rest.push(label);
        }
        rest.sort();
        parts.append(&mut rest);
        Some(parts.join(" "))
    }

    fn head_text(&mut self, m: &Matched<'t>) -> Option<String> {
        if let Some(text) = m.said.head.text() {
            return Some(text);
        }
        self.quietly(|c| c.head_key(m, "").map(|t| t.value))
    }

    /// The text of a slot that statements are known by.
    fn key_text(&mut self, (slot, term): Filled<'t>) -> Option<String> {
        match (&term.expr.kind, slot.mode) {
            (ExprKind::Word(w), Mode::Reference(_)) => Some(self.bound_name(term.env, w).unwrap_or_else(|| w.clone())),
            (ExprKind::Word(w), Mode::NewName | Mode::Key | Mode::Choice(_)) => Some(w.clone()),
            (ExprKind::Paren(_) | ExprKind::Index { .. }, Mode::Reference(_)) => {
                self.quietly(|c| c.eval(term)).and_then(|v| name_in(&v.value))
            }
            (ExprKind::String(s), _) if s.as_plain().is_some() => static_text(term.expr),
            _ => self.quietly(|c| {
                let val = c.eval(term)?;
                match &val.value {
                    Value::List(items) => {
                        let all: Option<Vec<String>> =
                            items.iter().map(|i| c.literal(i, "").map(|t| t.value)).collect();
                        all.map(|a| a.join(" "))
                    }
                    Value::Int(n) => Some(n.to_string()),
                    _ => c.literal(&val, "").map(|t| t.value),
                }
            }),
        }
    }

    /// The name of the declaration that a bound name refers to.
    pub(crate) fn bound_name(&mut self, env: crate::frames::Env, name: &str) -> Option<String> {
        let (_, binding) = self.frames.find(env, name)?;
        let Bound::Value(val) = &binding.bound else { return None };
        name_in(&val.value)
    }

    /// Lays one layer over what earlier ones say.
    pub(crate) fn lay(&mut self, kind: BlockKind, out: &mut Body<'t>, layer: Layer<'t>, overrides: bool) {
        out.absorb(&layer.rest);
        let templates = layer.templates.into_iter().map(|m| Change::Bring(Box::new(m))).collect();
        self.changes(kind, out, templates, overrides);
        self.changes(kind, out, layer.own, overrides);
    }

    fn changes(&mut self, kind: BlockKind, out: &mut Body<'t>, changes: Vec<Change<'t>>, overrides: bool) {
        if changes.is_empty() {
            return;
        }
        // What is taken away makes room for what the same layer says.
        for change in &changes {
            let Change::Remove(said, at, env) = change else { continue };
            self.env = *env;
            for i in self.removed(kind, out, *said, *at).into_iter().rev() {
                out.words.remove(i);
            }
        }
        let mut below: BTreeMap<IdentityKey, usize> = BTreeMap::new();
        for (i, m) in out.words.iter().enumerate() {
            if let Some(id) = &m.id {
                below.entry(id.key()).or_insert(i);
            }
        }
        let mut own: BTreeMap<IdentityKey, (Span, Env)> = BTreeMap::new();
        out.words.reserve(changes.len());
        for change in changes {
            let (m, added, brought) = match change {
                Change::Say(m, added) => (*m, added, false),
                Change::Bring(m) => (*m, None, true),
                Change::Remove(..) => continue,
            };
            let Some(id) = m.id.clone() else {
                if overrides && m.word.merge == Merge::Fixed {
                    self.report(errors::fixed(m.word.spelling(), m.head()));
                } else {
                    out.words.push(m);
                }
                continue;
            };
            let key = id.key();
            let again = own.get(&key).copied();
            if let Some(first) = again.filter(|_| !compared_elsewhere(kind, &m, &id)) {
                let (first, again) = self.apart(first, (id.span, m.env));
                self.report(words::twice(m.word, &id.text, again, first));
                continue;
            }
            // Its reader compares those of one layer: none may stand for another before.
            if again.is_some() && !is_env(&m) {
                out.words.push(m);
                continue;
            }
            let below_it = below.get(&key).copied();
            let env = m.env;
            self.note_layer(&m, below_it.and_then(|i| out.words.get(i)));
            let old = below_it.and_then(|i| out.words.get_mut(i));
            match (old, added) {
                (Some(old), Some(at)) if !is_env(&m) => {
                    let first = old.id.as_ref().map_or(old.head(), |i| i.span);
                    self.report(errors::added_twice(m.word.spelling(), &id.text, at.to(id.span), first));
                }
                (Some(old), _) => overlay(old, m),
                (None, None) if overrides && !brought && m.word.role == Role::Declares => {
                    let known: Vec<&str> = below.keys().filter(|(c, _)| *c == id.class).map(|(_, t)| &**t).collect();
                    self.report(errors::nothing_to_change(m.word, &id.text, id.span, m.head(), &known));
                    out.wrong.push(m.word.spelling());
                }
                (None, _) => {
                    // All `env` blocks are one.
                    if is_env(&m) {
                        below.insert(key.clone(), out.words.len());
                    }
                    out.words.push(m);
                }
            }
            own.insert(key, (id.span, env));
        }
    }

    /// Two places that say one thing: where they are one place, what brought it here twice.
    fn apart(&self, first: (Span, Env), again: (Span, Env)) -> (Span, Span) {
        if first.0 != again.0 {
            return (first.0, again.0);
        }
        let brought = |env: Env| self.within_of(env).map(|id| self.origins.span(id));
        match (brought(first.1), brought(again.1)) {
            (Some(a), Some(b)) if a != b => (a, b),
            _ => (first.0, again.0),
        }
    }

    /// Reports what no layer says.
    pub(crate) fn complete(&mut self, out: &mut Body<'t>) {
        let words = std::mem::take(&mut out.words);
        out.words.reserve(words.len());
        for mut m in words {
            match m.lacks.take() {
                Some(d) => {
                    self.env = m.env;
                    self.report(*d);
                    out.wrong.push(m.word.spelling());
                    out.unread.statement(m.said);
                }
                None => {
                    self.note_references(&m);
                    out.words.push(m);
                }
            }
        }
    }
}

/// The name of what a value refers to, or that it is.
pub(crate) fn name_in(value: &Value) -> Option<String> {
    match value {
        Value::Ref(Ref::Service(n) | Ref::Job(n) | Ref::Volume(n) | Ref::Image(n) | Ref::Config(n)) => {
            Some(n.to_string())
        }
        Value::Ref(Ref::Port(p)) => Some(p.port.to_string()),
        Value::Text(t) => t.as_literal().map(str::to_owned),
        _ => None,
    }
}

/// Whether it is the `env { … }` of a container, of which several are one. That of an image is a step.
pub(crate) fn is_env(m: &Matched<'_>) -> bool {
    m.is("env") && m.word.role == Role::Entry && m.slots.is_empty()
}

/// Keys that builders compare, because they know more of them.
fn compared_elsewhere(kind: BlockKind, m: &Matched<'_>, id: &Identity) -> bool {
    REPEATED.contains(&m.word.spelling())
        || m.word.head == Head::Path
        // The paths of a container are compared over all words that mount something.
        || id.class == "path" && kind.is_container()
}

/// A path without the `/` at its end.
pub(crate) fn path_key(text: &str) -> String {
    let trimmed = text.trim_end_matches('/');
    if trimmed.is_empty() { String::from("/") } else { trimmed.to_owned() }
}

/// Lays the pieces of a later layer over those of an earlier one.
fn lay_pieces<'t>(old: &mut Matched<'t>, pieces: Vec<Piece<'t>>, removed: Vec<Removed>) {
    let below = old.pieces.len();
    old.removed.extend(removed.into_iter().map(|r| Removed { below: r.below + below, ..r }));
    old.pieces.extend(pieces);
}

/// What a later layer makes of a statement.
fn overlay<'t>(old: &mut Matched<'t>, new: Matched<'t>) {
    let block_alone = new.lacks.is_some() && new.said.args.is_empty() && !new.pieces.is_empty();
    let blocks_alone = is_env(old) && is_env(&new);
    let one_source = old.is("env") && new.is("env") && !old.slots.is_empty() && !new.slots.is_empty();
    if blocks_alone || one_source || old.word.merge == Merge::Whole && block_alone {
        lay_pieces(old, new.pieces, new.removed);
        return;
    }
    if old.word.merge == Merge::Fields && new.value.is_none() {
        old.labels.retain(|l| new.labels.iter().all(|n| n.label.word != l.label.word));
        old.labels.extend(new.labels);
        lay_pieces(old, new.pieces, new.removed);
        return;
    }
    let other_form = new.selector() != old.selector() && new.selector().is_some();
    if old.word.merge != Merge::Slots || !std::ptr::eq(old.word, new.word) || other_form {
        *old = new;
        return;
    }
    old.slots.retain(|(s, _)| new.slots.iter().all(|(n, _)| n.name != s.name));
    old.slots.extend(new.slots);
    old.labels.retain(|l| new.labels.iter().all(|n| n.label.word != l.label.word));
    old.labels.extend(new.labels);
    if !new.flags.is_empty() {
        old.flags = new.flags;
    }
    if new.value.is_some() {
        old.value = new.value;
    }
    lay_pieces(old, new.pieces, new.removed);
    if new.said.doc.is_some() {
        old.said.doc = new.said.doc;
    }
    if old.lacks.is_some() {
        old.form = old.form.or(new.form);
        old.lacks = missing(old).map(Box::new);
    }
}
