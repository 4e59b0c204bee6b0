//! A statement meets its word: which form it has, and what stands in which slot.
//!
//! Arguments are matched from left to right, without backtracking. The selector picks the form;
//! required slots fill first; a bare word that is a label or a flag of the form is that; what
//! stands in parentheses is a value always.

use wharf_diagnostics::{Diagnostic, Span};
use wharf_syntax::tree::{BindOp, Expr, ExprKind};

use crate::errors::words as errors;
use crate::frames::{Env, Place, Term};
use crate::layers::Identity;
use crate::removal::Removed;
pub(crate) use crate::statements::{Begins, Body, Piece, Said, Unread};
use crate::vocabulary::{BlockKind, Form, Head, Key, Label, Mode, Sign, Slot, Word, key_of, path_of, word};

/// The units of numbers, for those that stand apart.
const UNITS: &[&str] =
    &["B", "KB", "MB", "GB", "TB", "Ki", "Mi", "Gi", "Ti", "KiB", "MiB", "GiB", "TiB", "m", "ms", "s", "min", "h", "d"];

/// A slot and what stands in it.
pub(crate) type Filled<'t> = (&'static Slot, Term<'t>);

/// A statement with its word, and its arguments by the names of their slots. Where several layers
/// say it, what the later ones say has replaced what the earlier ones said.
#[derive(Clone, Debug)]
pub(crate) struct Matched<'t> {
    pub(crate) word: &'static Word,
    pub(crate) said: Said<'t>,
    pub(crate) env: Env,
    pub(crate) form: Option<&'static Form>,
    pub(super) slots: Vec<Filled<'t>>,
    pub(super) labels: Vec<Given<'t>>,
    pub(super) flags: Vec<(&'static str, Span)>,
    /// What stands after the sign.
    pub(crate) value: Option<Filled<'t>>,
    /// Its blocks, earlier layers first.
    pub(crate) pieces: Vec<Piece<'t>>,
    /// What is wrong with it unless an earlier layer says the rest.
    pub(super) lacks: Option<Box<Diagnostic>>,
    /// Keys that later layers take away from its block.
    pub(super) removed: Vec<Removed>,
    /// Whether it stands in an environment.
    pub(crate) overrides: bool,
    /// What it is known by in its block.
    pub(super) id: Option<Identity>,
}

/// A label with its arguments.
#[derive(Clone, Debug)]
pub(crate) struct Given<'t> {
    pub(crate) label: &'static Label,
    pub(crate) span: Span,
    pub(super) args: Vec<Filled<'t>>,
}

impl<'t> Given<'t> {
    pub(crate) fn slot(&self, name: &str) -> Option<Filled<'t>> {
        self.args.iter().find(|(s, _)| s.name == name).copied()
    }
}

impl<'t> Matched<'t> {
    /// The word's or key's own span.
    pub(crate) fn head(&self) -> Span {
        self.said.head.span()
    }

    /// The place of the word or key.
    pub(crate) fn place(&self) -> Place {
        Place { span: self.head(), env: self.env }
    }

    pub(crate) fn slot(&self, name: &str) -> Option<Filled<'t>> {
        self.slots.iter().find(|(s, _)| s.name == name).copied()
    }

    pub(crate) fn slots(&self, name: &'static str) -> impl Iterator<Item = Filled<'t>> + '_ {
        self.slots.iter().filter(move |(s, _)| s.name == name).copied()
    }

    pub(crate) fn labels(&self, word: &'static str) -> impl Iterator<Item = &Given<'t>> + '_ {
        self.labels.iter().filter(move |g| g.label.word == word)
    }

    /// The first slot of a label.
    pub(crate) fn label(&self, word: &'static str) -> Option<Filled<'t>> {
        self.labels(word).next().and_then(|g| g.args.first().copied())
    }

    pub(crate) fn flag(&self, flag: &str) -> Option<Span> {
        self.flags.iter().find(|(f, _)| *f == flag).map(|(_, s)| *s)
    }

    pub(crate) fn selector(&self) -> Option<&'static str> {
        self.form.and_then(|f| f.selector)
    }

    /// Where its first block stands.
    pub(crate) fn block(&self) -> Option<Span> {
        self.pieces.first().map(|p| p.block.span)
    }

    pub(crate) fn is(&self, spelling: &str) -> bool {
        self.word.head == Head::Word(self.word.spelling()) && self.word.spelling() == spelling
    }

    pub(crate) fn doc(&self) -> Option<String> {
        self.said.doc.map(|d| d.text.clone())
    }

    /// Everything that stands in its slots.
    pub(super) fn filled(&self) -> impl Iterator<Item = Filled<'t>> + '_ {
        self.slots.iter().chain(self.labels.iter().flat_map(|g| &g.args)).chain(&self.value).copied()
    }
}

/// How a statement is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading {
    pub(crate) kind: BlockKind,
    pub(crate) env: Env,
    /// The one word whose statements are wanted: others may be left out. `None` wants all.
    pub(crate) only: Option<&'static str>,
    /// Whether what it leaves out may be said by another layer.
    pub(crate) partial: bool,
    pub(crate) layer: u32,
    pub(crate) overrides: bool,
}

/// The text of a word or a string without interpolation.
pub(crate) fn static_text(e: &Expr) -> Option<String> {
    match &e.kind {
        ExprKind::Word(w) => Some(w.clone()),
        ExprKind::String(s) => s.as_plain().map(str::to_owned),
        _ => None,
    }
}

fn find_word(kind: BlockKind, said: Said<'_>) -> Option<&'static Word> {
    match said.head {
        // A word followed by `=` is always a key where keys may stand.
        Begins::Word(w, _) => key_of(kind).or_else(|| word(kind, w)),
        Begins::String(_) | Begins::Expr(_) => key_of(kind).or_else(|| path_of(kind)),
    }
}

/// The statement with its word; where it is wrong, the word, if it has one.
pub(super) fn statement<'t>(
    reading: Reading,
    said: Said<'t>,
    out: &mut Vec<Diagnostic>,
) -> Result<Matched<'t>, Option<&'static Word>> {
    let Reading { kind, env, layer, overrides, .. } = reading;
    let Some(word) = find_word(kind, said) else {
        out.push(errors::unknown_word(kind, said));
        return Err(None);
    };
    let before = out.iter().filter(|d| d.is_error()).count();
    let piece = said.block.map(|block| Piece { block, env, layer, overrides });
    let mut m = Matched {
        word,
        said,
        env,
        form: None,
        slots: Vec::new(),
        labels: Vec::new(),
        flags: Vec::new(),
        value: None,
        pieces: piece.into_iter().collect(),
        lacks: None,
        removed: Vec::new(),
        overrides,
        id: None,
    };
    let count = |out: &[Diagnostic]| out.iter().filter(|d| d.is_error()).count();
    // Where a part of it did not parse, all that is said of its arguments would be a guess.
    let given = said.args.iter().chain(said.value.map(|v| &v.value));
    if given.into_iter().any(|e| matches!(e.kind, ExprKind::Error)) {
        return Err(Some(word));
    }
    sign(&mut m, reading.partial, out);
    // `memory = 512Mi`: the sign is the fault, and what follows it is no argument.
    if count(out) == before {
        arguments(&mut m, reading.partial, out);
    }
    match (said.block, word.block, word.block_required) {
        (Some(b), None, _) => out.push(errors::no_block(word, b.span)),
        (None, Some(_), true) if count(out) == before => {
            let d = errors::block_due(word, said.span);
            if reading.partial { lacking(&mut m, d) } else { out.push(d) }
        }
        _ => {}
    }
    if count(out) == before { Ok(m) } else { Err(Some(word)) }
}

/// Notes what is missing, for the case that no earlier layer says it.
fn lacking(m: &mut Matched<'_>, d: Diagnostic) {
    m.lacks.get_or_insert_with(|| Box::new(d));
}

/// The word that an argument is.
fn bare(e: &Expr) -> Option<&str> {
    if let ExprKind::Word(w) = &e.kind { Some(w) } else { None }
}

fn arguments<'t>(m: &mut Matched<'t>, partial: bool, out: &mut Vec<Diagnostic>) {
    let args = m.said.args;
    let env = m.env;
    let term = |expr: &'t Expr| Term { expr, env };
    let Some(form) = pick(m.word, args.first().and_then(bare)) else {
        if m.word.forms.is_empty() {
            if let Some(extra) = args.first() {
                out.push(errors::extra(m.word, None, extra.span));
            }
        } else {
            let span = args.first().map_or(m.said.head.span(), |a| a.span);
            let d = errors::no_form(m.word, args.first().and_then(bare), args.is_empty(), span);
            if partial && args.is_empty() { lacking(m, d) } else { out.push(d) }
        }
        return;
    };
    m.form = Some(form);
    // What a later layer changes is told by its key alone.
    let known_by = if let Key::Slot(name) | Key::Pair(name, _) = m.word.key { Some(name) } else { None };
    let mut rest = args.iter().skip(usize::from(form.selector.is_some())).peekable();
    let mut next = 0;
    while let Some(arg) = rest.next() {
        let due = form.slots.get(next);
        let word = bare(arg);
        let filled = due.is_some_and(|s| s.variadic && m.slots(s.name).next().is_some());
        let free = partial && m.word.key != Key::Whole && due.is_some_and(|s| Some(s.name) != known_by);
        let required = due.is_some_and(|s| !s.optional) && !filled && !free;
        if let (false, Some(word)) = (required, word) {
            if let Some(label) = form.labels.iter().find(|l| l.word == word) {
                if let Some(first) = m.labels(label.word).next().filter(|_| !label.many) {
                    out.push(errors::label_twice(label.word, arg.span, first.span));
                    return;
                }
                let mut given = Given { label, span: arg.span, args: Vec::new() };
                for slot in label.slots {
                    let taken = rest.next_if(|e| {
                        !slot.optional
                            || bare(e)
                                .is_none_or(|w| !form.labels.iter().any(|l| l.word == w) && !form.flags.contains(&w))
                    });
                    match taken {
                        Some(e) => given.args.push((slot, term(e))),
                        None if slot.optional => {}
                        None => {
                            out.push(errors::label_needs(m.word, form, label, slot, arg.span));
                            return;
                        }
                    }
                }
                m.labels.push(given);
                continue;
            }
            if let Some(flag) = form.flags.iter().find(|f| **f == word) {
                if let Some(first) = m.flag(flag) {
                    out.push(errors::label_twice(flag, arg.span, first));
                    return;
                }
                m.flags.push((flag, arg.span));
                continue;
            }
        }
        match due {
            Some(slot) => {
                m.slots.push((slot, term(arg)));
                if !slot.variadic {
                    next += 1;
                }
            }
            None => {
                // `memory 512 Mi`
                let number = m.slots.last().filter(|(_, e)| matches!(e.kind, ExprKind::Number(_))).map(|(_, e)| e.span);
                if let (Some(number), Some(unit)) = (number, word.filter(|w| UNITS.contains(w))) {
                    out.push(errors::split_unit(unit, number, arg.span));
                    return;
                }
                // `volume data at "/x"`: the label stands where a slot is due.
                let label = |e: &Expr| bare(e).is_some_and(|w| form.labels.iter().any(|l| l.word == w));
                if let Some((slot, e)) = m.slots.iter().find(|(s, e)| !s.optional && s.mode == Mode::Expr && label(e)) {
                    out.push(errors::slot_due(m.word, form, slot, e.span));
                    return;
                }
                out.push(match word {
                    Some(w) if !form.labels.is_empty() || !form.flags.is_empty() => {
                        errors::unknown_label(m.word, form, w, arg.span)
                    }
                    _ => errors::extra(m.word, Some(form), arg.span),
                });
                return;
            }
        }
    }
    let Some(d) = lacks_of_form(m, form) else { return };
    if partial { lacking(m, d) } else { out.push(d) }
}

/// What a statement needs and no layer says.
pub(super) fn missing(m: &Matched<'_>) -> Option<Diagnostic> {
    if let Some(d) = m.form.and_then(|f| lacks_of_form(m, f)) {
        return Some(d);
    }
    if m.value.is_none() && matches!(m.word.sign, Sign::Equals(_) | Sign::Arrow(_)) {
        return Some(errors::sign_due(m.word, m.said, m.said.span));
    }
    (m.word.block_required && m.pieces.is_empty()).then(|| errors::block_due(m.word, m.said.span))
}

/// What a form needs and is not there.
fn lacks_of_form(m: &Matched<'_>, form: &'static Form) -> Option<Diagnostic> {
    if let Some(slot) = form.slots.iter().find(|s| !s.optional && m.slots(s.name).next().is_none()) {
        // `port 8080`: it is the name that is missing.
        let number = m.slots.iter().find(|(s, e)| s.mode == Mode::NewName && matches!(e.kind, ExprKind::Number(_)));
        if let Some((name, e)) = number {
            return Some(errors::slot_due(m.word, form, name, e.span));
        }
        let head = m.said.head.span();
        return Some(errors::slot_due(m.word, form, slot, head.to(m.said.args.last().map_or(head, |a| a.span))));
    }
    let label = form.labels.iter().find(|l| l.required && m.labels(l.word).next().is_none())?;
    Some(errors::label_due(m.word, form, label, m.said.span))
}

fn pick(word: &'static Word, first: Option<&str>) -> Option<&'static Form> {
    let selected = first.and_then(|w| word.forms.iter().find(|f| f.selector == Some(w)));
    selected.or_else(|| word.forms.iter().find(|f| f.selector.is_none()))
}

fn sign<'t>(m: &mut Matched<'t>, partial: bool, out: &mut Vec<Diagnostic>) {
    let wanted = match &m.word.sign {
        Sign::None => None,
        Sign::OptionalEquals(s) | Sign::Equals(s) => Some((BindOp::Equals, s)),
        Sign::Arrow(s) => Some((BindOp::Arrow, s)),
    };
    match (m.said.value, wanted) {
        (Some(b), Some((op, slot))) if b.op == op || b.slipped => {
            m.value = Some((slot, Term { expr: &b.value, env: m.env }));
        }
        (Some(b), Some((op, _))) => out.push(errors::other_sign(m.word, op, b.op_span)),
        (Some(b), None) => out.push(errors::no_sign(m.word, b.op, m.said, b.op_span)),
        (None, Some((op, _))) if !matches!(m.word.sign, Sign::OptionalEquals(_)) => {
            let places = m.word.forms.first().map_or(0, |f| f.slots.len());
            // `"/" web.http`: everything is there but the sign.
            let d = match m.said.args.get(places..) {
                Some([value]) => errors::sign_left_out(m.word, op, value.span),
                _ => errors::sign_due(m.word, m.said, m.said.span),
            };
            if partial && m.said.args.len() <= places { lacking(m, d) } else { out.push(d) }
        }
        (None, _) => {}
    }
}
