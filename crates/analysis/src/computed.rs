//! Names that are computed: `service ("web-" + region) { … }`.
//!
//! They are known only once values are, but others refer to what they name: so they are evaluated
//! before anything is built, without a word. What is wrong with one is said where it is built.

use std::rc::Rc;

use wharf_diagnostics::Span;
use wharf_syntax::tree::{Block, Expr, ExprKind, Head as TreeHead};

use crate::checker::Checker;
use crate::errors::words;
use crate::matching::{Body, Matched, body, key_of, static_text};
use crate::scope::{Declared, Definition, Entry, declared, inside, names_inside};
use crate::value::Val;
use crate::vocabulary::{BlockKind, Head, Key};

impl<'t> Checker<'t> {
    /// The statements of a block; two with one computed key are an error.
    pub(crate) fn body(&mut self, kind: BlockKind, block: Option<&'t Block>) -> Body<'t> {
        let found = block.map_or_else(Body::default, |b| body(kind, &b.stmts, &mut self.diagnostics));
        self.computed_twice(&found);
        found
    }

    /// Declares what has a computed name, and the computed names inside of declarations.
    pub(crate) fn declare_computed(&mut self, app: &Body<'t>) {
        for m in &app.words {
            let Some(kind) = declared(m) else { continue };
            let slot = m.slot("name").map(|(_, e)| e);
            let name = slot.and_then(|e| static_text(e).or_else(|| self.computed_text(e)));
            let inner = self.computed_inside(kind, m);
            if inner.is_empty() && slot.is_none_or(|e| static_text(e).is_some()) {
                continue;
            }
            let mut scope = (*self.scope).clone();
            if let Some(e) = slot.filter(|e| static_text(e).is_none()) {
                let Some(name) = &name else { continue };
                let mut entry = Entry { kind, span: e.span, inner: inside(kind, m), value: Definition::Object };
                entry.inner.extend(inner);
                scope.add(name, entry, &mut self.diagnostics);
            } else if let Some(name) = &name {
                if let Some(entry) = scope.entry_mut(kind, name) {
                    entry.inner.extend(inner);
                }
            } else if let Some(own) = &mut scope.secrets {
                own.extend(inner);
            }
            self.scope = Rc::new(scope);
        }
        self.computed_twice(app);
    }

    fn computed_inside(&mut self, kind: Declared, m: &Matched<'t>) -> Vec<(String, Span)> {
        let Some((block, word)) = names_inside(kind) else { return Vec::new() };
        let Some(stmts) = m.block() else { return Vec::new() };
        let found = body(block, &stmts.stmts, &mut Vec::new());
        let named = found.words.iter().filter(|i| word.is_none_or(|w| i.is(w)));
        let computed: Vec<&Matched<'t>> = named.filter(|i| key_of(i).is_none()).collect();
        computed.into_iter().filter_map(|i| self.computed_key(i)).collect()
    }

    /// Two keys of which one, at least, is computed.
    fn computed_twice(&mut self, body: &Body<'t>) {
        let mut seen: Vec<(&'static str, String, Span)> = Vec::new();
        let is_fixed = |m: &&Matched<'t>| key_of(m).is_some();
        for m in body.words.iter().filter(is_fixed) {
            seen.extend(key_of(m).map(|(text, span)| (m.word.spelling(), text, span)));
        }
        for m in body.words.iter().filter(|m| !is_fixed(m)) {
            let Some((text, span)) = self.computed_key(m) else { continue };
            if let Some((_, _, other)) = seen.iter().find(|(w, t, _)| *w == m.word.spelling() && *t == text) {
                let (first, again) = if *other < span { (*other, span) } else { (span, *other) };
                self.report(words::twice(m.word, &text, again, first));
            } else {
                seen.push((m.word.spelling(), text, span));
            }
        }
    }

    /// The key of a statement whose key is an expression.
    fn computed_key(&mut self, m: &Matched<'t>) -> Option<(String, Span)> {
        match (m.word.key, &m.plain.head) {
            (Key::Head, TreeHead::Expr(e)) if m.word.head == Head::Key => self.computed_text(e).map(|t| (t, e.span)),
            (Key::Head, TreeHead::String(s)) if m.word.head == Head::Key => {
                let text = self.quietly(|c| {
                    let val = c.interpolate(s, s.span)?;
                    c.literal(&val, "").map(|t| t.value)
                });
                text.map(|t| (t, s.span))
            }
            (Key::Slot("name"), _) => {
                let (_, e) = m.slot("name")?;
                self.computed_text(e).map(|t| (t, e.span))
            }
            _ => None,
        }
    }

    fn computed_text(&mut self, e: &'t Expr) -> Option<String> {
        matches!(e.kind, ExprKind::Paren(_) | ExprKind::String(_)).then_some(())?;
        self.quietly(|c| {
            let val: Val = c.eval(e)?;
            c.literal(&val, "").map(|t| t.value)
        })
    }

    /// Evaluates without a word, and without a trace: it is done again where it counts.
    fn quietly<T>(&mut self, f: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let said = self.diagnostics.len();
        let (used, definitions, hidden) = (self.used.clone(), self.definitions.clone(), self.hidden);
        let found = f(self);
        self.diagnostics.truncate(said);
        (self.used, self.definitions, self.hidden) = (used, definitions, hidden);
        found
    }
}
