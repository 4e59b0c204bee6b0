//! A statement meets its word: which form it has, and what stands in which slot.
//!
//! Arguments are matched from left to right, without backtracking. The selector picks the form;
//! required slots fill first; a bare word that is a label or a flag of the form is that; what
//! stands in parentheses is a value always.

use wharf_diagnostics::{Diagnostic, Span};
use wharf_syntax::tree::{BindOp, Block, Expr, ExprKind, Head as TreeHead, Plain, Stmt, StmtKind};

use crate::errors::words as errors;
pub(crate) use crate::statements::{Body, Unread};
use crate::vocabulary::{BlockKind, Form, Head, Key, Label, Mode, Role, Sign, Slot, Word, word, words_in};

/// The units of numbers, for those that stand apart.
const UNITS: &[&str] =
    &["B", "KB", "MB", "GB", "TB", "Ki", "Mi", "Gi", "Ti", "KiB", "MiB", "GiB", "TiB", "m", "ms", "s", "min", "h", "d"];

/// A statement with its word, and its arguments by the names of their slots.
#[derive(Clone, Debug)]
pub(crate) struct Matched<'t> {
    pub(crate) word: &'static Word,
    pub(crate) stmt: &'t Stmt,
    pub(crate) plain: &'t Plain,
    pub(crate) form: Option<&'static Form>,
    slots: Vec<(&'static Slot, &'t Expr)>,
    labels: Vec<Given<'t>>,
    flags: Vec<(&'static str, Span)>,
    /// What stands after the sign.
    pub(crate) value: Option<(&'static Slot, &'t Expr)>,
}

/// A label with its arguments.
#[derive(Clone, Debug)]
pub(crate) struct Given<'t> {
    pub(crate) label: &'static Label,
    pub(crate) span: Span,
    args: Vec<(&'static Slot, &'t Expr)>,
}

impl<'t> Given<'t> {
    pub(crate) fn slot(&self, name: &str) -> Option<(&'static Slot, &'t Expr)> {
        self.args.iter().find(|(s, _)| s.name == name).copied()
    }
}

impl<'t> Matched<'t> {
    /// The word's or key's own span.
    pub(crate) fn head(&self) -> Span {
        self.plain.head.span()
    }

    pub(crate) fn slot(&self, name: &str) -> Option<(&'static Slot, &'t Expr)> {
        self.slots.iter().find(|(s, _)| s.name == name).copied()
    }

    pub(crate) fn slots(&self, name: &'static str) -> impl Iterator<Item = (&'static Slot, &'t Expr)> + '_ {
        self.slots.iter().filter(move |(s, _)| s.name == name).copied()
    }

    pub(crate) fn labels(&self, word: &'static str) -> impl Iterator<Item = &Given<'t>> + '_ {
        self.labels.iter().filter(move |g| g.label.word == word)
    }

    /// The first slot of a label.
    pub(crate) fn label(&self, word: &'static str) -> Option<(&'static Slot, &'t Expr)> {
        self.labels(word).next().and_then(|g| g.args.first().copied())
    }

    pub(crate) fn flag(&self, flag: &str) -> Option<Span> {
        self.flags.iter().find(|(f, _)| *f == flag).map(|(_, s)| *s)
    }

    pub(crate) fn selector(&self) -> Option<&'static str> {
        self.form.and_then(|f| f.selector)
    }

    pub(crate) fn block(&self) -> Option<&'t Block> {
        self.plain.block.as_ref()
    }

    pub(crate) fn is(&self, spelling: &str) -> bool {
        self.word.head == Head::Word(self.word.spelling()) && self.word.spelling() == spelling
    }

    pub(crate) fn doc(&self) -> Option<String> {
        self.stmt.doc.as_ref().map(|d| d.text.clone())
    }
}

/// Matches all statements of a block, and reports what does not fit.
pub(crate) fn body<'t>(kind: BlockKind, stmts: &'t [Stmt], out: &mut Vec<Diagnostic>) -> Body<'t> {
    let mut found = Body::default();
    for stmt in stmts {
        match &stmt.kind {
            StmtKind::Plain(plain) => match statement(kind, stmt, plain, out) {
                Ok(m) => found.words.push(m),
                Err(word) => {
                    let value = plain.value.as_ref().filter(|v| matches!(v.value.kind, ExprKind::Error));
                    found.unread.spans.extend(value.map(|v| v.value.span));
                    if word.is_none_or(|w| w.role == Role::Declares || w.key == Key::Head) {
                        found.unread.statement(plain);
                    }
                    match word {
                        Some(word) => found.wrong.push(word.spelling()),
                        None => found.broken = true,
                    }
                }
            },
            StmtKind::Let { .. } | StmtKind::Param(_) => {
                // `let a =`: the next line was read as its value.
                if let StmtKind::Let { value, .. } = &stmt.kind
                    && matches!(value.kind, ExprKind::Error)
                {
                    found.unread.spans.push(value.span);
                }
                if matches!(kind, BlockKind::App)
                    || (kind == BlockKind::File && matches!(stmt.kind, StmtKind::Let { .. }))
                {
                    found.special.push(stmt);
                } else {
                    out.push(errors::definition_in_block(stmt.span, kind));
                }
            }
            StmtKind::Use { name, .. } => {
                out.push(errors::not_yet(stmt.span, "use"));
                found.unread.words.insert(name.text.clone());
            }
            StmtKind::Template { .. } => {
                out.push(errors::not_yet(stmt.span, "template"));
                found.unread.spans.push(stmt.span);
            }
            StmtKind::If(_) => {
                out.push(errors::not_yet(stmt.span, "if"));
                found.hole(stmt);
            }
            StmtKind::For { .. } => {
                out.push(errors::not_yet(stmt.span, "for"));
                found.hole(stmt);
            }
            StmtKind::Error => found.hole(stmt),
        }
    }
    once(kind, &found, out);
    found
}

/// Words that stand once and keys that are slots of bare words: twice is an error.
fn once(kind: BlockKind, body: &Body<'_>, out: &mut Vec<Diagnostic>) {
    let mut seen: Vec<(&'static str, String, Span)> = Vec::new();
    for m in &body.words {
        // The paths of a container are compared over all words that mount something.
        let compared = m.word.key == Key::Slot("path") && matches!(kind, BlockKind::Service | BlockKind::Job);
        // So are those of a route, less what is written in two ways.
        let key = if compared || m.word.head == Head::Path { None } else { key_of(m) };
        let Some((text, span)) = key else { continue };
        if let Some((_, _, first)) = seen.iter().find(|(w, t, _)| *w == m.word.spelling() && *t == text) {
            out.push(errors::twice(m.word, &text, span, *first));
        } else {
            seen.push((m.word.spelling(), text, span));
        }
    }
}

/// What a statement is known by among those of its block, where it is not computed.
pub(crate) fn key_of(m: &Matched<'_>) -> Option<(String, Span)> {
    match m.word.key {
        Key::Word => Some((String::new(), m.head())),
        Key::Head => head_text(&m.plain.head).map(|t| (t, m.head())),
        Key::Slot(name) => {
            m.slot(name).or_else(|| m.label(name)).and_then(|(_, e)| static_text(e).map(|t| (t, e.span)))
        }
        Key::Pair(first, second) => {
            let (_, a) = m.slot(first)?;
            let (_, b) = m.slot(second).or_else(|| m.labels.iter().find_map(|g| g.slot(second)))?;
            Some((format!("{} {}", static_text(a)?, static_text(b)?), a.span))
        }
        Key::None => None,
    }
}

/// The text of a head that is no expression.
pub(crate) fn head_text(head: &TreeHead) -> Option<String> {
    match head {
        TreeHead::Word(w) => Some(w.text.clone()),
        TreeHead::String(s) => s.as_plain().map(str::to_owned),
        TreeHead::Expr(_) => None,
    }
}

/// The text of a word or a string without interpolation.
pub(crate) fn static_text(e: &Expr) -> Option<String> {
    match &e.kind {
        ExprKind::Word(w) => Some(w.clone()),
        ExprKind::String(s) => s.as_plain().map(str::to_owned),
        _ => None,
    }
}

fn find_word(kind: BlockKind, plain: &Plain) -> Option<&'static Word> {
    let own = |head: Head| words_in(kind).find(|w| w.head == head);
    match &plain.head {
        TreeHead::Word(w) => {
            // A word followed by `=` is always a key where keys may stand.
            own(Head::Key).or_else(|| word(kind, &w.text))
        }
        TreeHead::String(_) | TreeHead::Expr(_) => own(Head::Key).or_else(|| own(Head::Path)),
    }
}

/// The statement with its word; where it is wrong, the word, if it has one.
fn statement<'t>(
    kind: BlockKind,
    stmt: &'t Stmt,
    plain: &'t Plain,
    out: &mut Vec<Diagnostic>,
) -> Result<Matched<'t>, Option<&'static Word>> {
    let Some(word) = find_word(kind, plain) else {
        out.push(errors::unknown_word(kind, plain));
        return Err(None);
    };
    let before = out.iter().filter(|d| d.is_error()).count();
    let mut m = Matched {
        word,
        stmt,
        plain,
        form: None,
        slots: Vec::new(),
        labels: Vec::new(),
        flags: Vec::new(),
        value: None,
    };
    let count = |out: &[Diagnostic]| out.iter().filter(|d| d.is_error()).count();
    // Where a part of it did not parse, all that is said of its arguments would be a guess.
    let given = plain.args.iter().chain(plain.value.as_ref().map(|v| &v.value));
    if given.into_iter().any(|e| matches!(e.kind, ExprKind::Error)) {
        return Err(Some(word));
    }
    sign(&mut m, out);
    // `memory = 512Mi`: the sign is the fault, and what follows it is no argument.
    if count(out) == before {
        arguments(&mut m, out);
    }
    match (&plain.block, word.block, word.block_required) {
        (Some(b), None, _) => out.push(errors::no_block(word, b.span)),
        (None, Some(_), true) if count(out) == before => out.push(errors::block_due(word, stmt.span)),
        _ => {}
    }
    if count(out) == before { Ok(m) } else { Err(Some(word)) }
}

fn arguments(m: &mut Matched<'_>, out: &mut Vec<Diagnostic>) {
    let args = &m.plain.args;
    let bare = |e: &Expr| if let ExprKind::Word(w) = &e.kind { Some(w.clone()) } else { None };
    let Some(form) = pick(m.word, args.first().and_then(bare).as_deref()) else {
        if m.word.forms.is_empty() {
            if let Some(extra) = args.first() {
                out.push(errors::extra(m.word, None, extra.span));
            }
        } else {
            let span = args.first().map_or(m.plain.head.span(), |a| a.span);
            out.push(errors::no_form(m.word, args.first().and_then(bare).as_deref(), args.is_empty(), span));
        }
        return;
    };
    m.form = Some(form);
    let mut rest = args.iter().skip(usize::from(form.selector.is_some())).peekable();
    let mut next = 0;
    while let Some(arg) = rest.next() {
        let due = form.slots.get(next);
        let word = bare(arg);
        let filled = due.is_some_and(|s| s.variadic && m.slots(s.name).next().is_some());
        let required = due.is_some_and(|s| !s.optional) && !filled;
        if let (false, Some(word)) = (required, word.as_deref()) {
            if let Some(label) = form.labels.iter().find(|l| l.word == word) {
                if let Some(first) = m.labels(label.word).next().filter(|_| !label.many) {
                    out.push(errors::label_twice(label.word, arg.span, first.span));
                    return;
                }
                let mut given = Given { label, span: arg.span, args: Vec::new() };
                for slot in label.slots {
                    let taken = rest.next_if(|e| {
                        !slot.optional
                            || bare(e).is_none_or(|w| {
                                !form.labels.iter().any(|l| l.word == w) && !form.flags.contains(&w.as_str())
                            })
                    });
                    match taken {
                        Some(e) => given.args.push((slot, e)),
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
                m.slots.push((slot, arg));
                if !slot.variadic {
                    next += 1;
                }
            }
            None => {
                // `memory 512 Mi`
                let number = m.slots.last().filter(|(_, e)| matches!(e.kind, ExprKind::Number(_))).map(|(_, e)| e.span);
                if let (Some(number), Some(unit)) = (number, word.as_deref().filter(|w| UNITS.contains(w))) {
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
                        errors::unknown_label(m.word, form, &w, arg.span)
                    }
                    _ => errors::extra(m.word, Some(form), arg.span),
                });
                return;
            }
        }
    }
    let missing = form.slots.iter().find(|s| !s.optional && m.slots(s.name).next().is_none());
    if let Some(slot) = missing {
        // `port 8080`: it is the name that is missing.
        let number = m.slots.iter().find(|(s, e)| s.mode == Mode::NewName && matches!(e.kind, ExprKind::Number(_)));
        if let Some((name, e)) = number {
            out.push(errors::slot_due(m.word, form, name, e.span));
            return;
        }
        out.push(errors::slot_due(
            m.word,
            form,
            slot,
            m.plain.head.span().to(args.last().map_or(m.plain.head.span(), |a| a.span)),
        ));
        return;
    }
    if let Some(label) = form.labels.iter().find(|l| l.required && m.labels(l.word).next().is_none()) {
        out.push(errors::label_due(m.word, form, label, m.stmt.span));
    }
}

fn pick(word: &'static Word, first: Option<&str>) -> Option<&'static Form> {
    let selected = first.and_then(|w| word.forms.iter().find(|f| f.selector == Some(w)));
    selected.or_else(|| word.forms.iter().find(|f| f.selector.is_none()))
}

fn sign<'t>(m: &mut Matched<'t>, out: &mut Vec<Diagnostic>) {
    let wanted = match &m.word.sign {
        Sign::None => None,
        Sign::OptionalEquals(s) | Sign::Equals(s) => Some((BindOp::Equals, s)),
        Sign::Arrow(s) => Some((BindOp::Arrow, s)),
    };
    match (&m.plain.value, wanted) {
        (Some(b), Some((op, slot))) if b.op == op || b.slipped => m.value = Some((slot, &b.value)),
        (Some(b), Some((op, _))) => out.push(errors::other_sign(m.word, op, b.op_span)),
        (Some(b), None) => out.push(errors::no_sign(m.word, b.op, m.plain, b.op_span)),
        (None, Some((op, _))) if !matches!(m.word.sign, Sign::OptionalEquals(_)) => {
            let places = m.word.forms.first().map_or(0, |f| f.slots.len());
            // `"/" web.http`: everything is there but the sign.
            out.push(match m.plain.args.get(places..) {
                Some([value]) => errors::sign_left_out(m.word, op, value.span),
                _ => errors::sign_due(m.word, m.plain, m.stmt.span),
            });
        }
        (None, _) => {}
    }
}
