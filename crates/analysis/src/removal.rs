//! `remove`: what an environment takes away from the layers below it.

use std::rc::Rc;

use wharf_diagnostics::Span;
use wharf_syntax::tree::{ExprKind, Stmt};

use crate::checker::Checker;
use crate::errors::{unfolding as errors, words};
use crate::index::NameKind;
use crate::layers::{ENV_SOURCE, is_env, path_key};
use crate::matching::{Begins, Body, Matched, Reading, Said, statement, static_text};
use crate::value::Val;
use crate::vocabulary::{BlockKind, Head, Key, Merge, Role, Word, key_of, path_of, word};

/// What a later layer takes away from a block.
#[derive(Clone, Debug)]
pub(crate) struct Removed {
    pub(crate) key: String,
    pub(crate) span: Span,
    /// How many pieces of the block stand below the layer.
    pub(crate) below: usize,
}

/// The word that picks a form of what is known by a slot, which is then a part of its key.
fn selector(word: &Word, said: Said<'_>) -> Option<&'static str> {
    let first = said.args.first()?;
    let ExprKind::Word(first) = &first.kind else { return None };
    let selectors = word.forms.iter().filter_map(|f| f.selector);
    selectors.filter(|_| matches!(word.key, Key::Slot(_))).find(|s| s == first)
}

impl<'t> Checker<'t> {
    /// The computed key of what is taken away.
    fn removed_key(&mut self, val: &Val) -> Option<String> {
        self.literal(val, "the name").map(|t| t.value)
    }

    /// The key that a `remove` begins with, computed or not.
    fn removed_head(&mut self, said: Said<'t>) -> Option<String> {
        match said.head {
            Begins::Word(w, _) => Some(w.to_owned()),
            Begins::String(s) => self.interpolate(s, s.span).and_then(|v| self.removed_key(&v)),
            Begins::Expr(e) => self.expr(e).and_then(|v| self.removed_key(&v)),
        }
    }

    /// The place of the statement that says the same as a `remove`.
    fn removed_whole(&mut self, kind: BlockKind, out: &Body<'t>, said: Said<'t>) -> Vec<usize> {
        let reading = Reading { kind, env: self.env, only: None, partial: false, layer: 0, overrides: true };
        let mut wrong = Vec::new();
        let read = statement(reading, said, &mut wrong);
        wrong.into_iter().for_each(|d| self.report(d));
        let Ok(m) = read else { return Vec::new() };
        let Some(id) = self.identity(&m) else {
            // A value that is wrong. Nothing else reads what is taken away, so that it is told here.
            self.report(errors::nothing_to_remove(m.word, "", said.span, &[]));
            return Vec::new();
        };
        let of_word = || out.words.iter().enumerate().filter(|(_, o)| std::ptr::eq(o.word, m.word));
        let same = |o: &Matched<'t>| o.id.as_ref().is_some_and(|i| i.text == id.text);
        if let Some((i, _)) = of_word().find(|(_, o)| same(o)) {
            return vec![i];
        }
        let known: Vec<&str> = of_word().filter_map(|(_, o)| o.id.as_ref().map(|i| &*i.text)).collect();
        self.report(errors::nothing_to_remove(m.word, &id.text, said.span, &known));
        Vec::new()
    }

    /// The places of the statements that a `remove` takes away.
    pub(crate) fn removed(&mut self, kind: BlockKind, out: &mut Body<'t>, said: Said<'t>, at: Span) -> Vec<usize> {
        let span = at.to(said.span);
        let keyed = key_of(kind);
        let (target, key): (&'static Word, Option<(String, Span)>) = match said.head {
            _ if keyed.is_some() => {
                let (Some(word), Some(text)) = (keyed, self.removed_head(said)) else { return Vec::new() };
                (word, Some((text, said.head.span())))
            }
            Begins::String(_) | Begins::Expr(_) => {
                let Some(word) = path_of(kind) else {
                    self.report(words::unknown_word(kind, said));
                    return Vec::new();
                };
                let Some(text) = self.removed_head(said) else { return Vec::new() };
                (word, Some((path_key(&text), said.head.span())))
            }
            Begins::Word(w, _) => {
                let Some(word) = word(kind, w) else {
                    self.report(words::unknown_word(kind, said));
                    return Vec::new();
                };
                if word.key == Key::Whole {
                    return self.removed_whole(kind, out, said);
                }
                let selector = selector(word, said);
                let first = said.args.get(usize::from(selector.is_some()));
                if let (Key::Word, Some(extra)) = (word.key, first) {
                    self.report(errors::removes_more(word, extra.span));
                    return Vec::new();
                }
                if let Some(source) = first.filter(|_| word.spelling() == "env").map(|e| self.source(e.span)) {
                    let known =
                        |m: &Matched<'_>| m.id.as_ref().is_some_and(|i| i.class == ENV_SOURCE && *i.text == *source);
                    if let (Some(i), [_]) = (out.words.iter().position(known), said.args) {
                        return vec![i];
                    }
                }
                let key = match first.map(|e| (static_text(e), e)) {
                    None => None,
                    Some((Some(text), e)) => Some((text, e.span)),
                    Some((None, e)) => match self.expr(e).and_then(|v| self.removed_key(&v)) {
                        Some(text) => Some((text, e.span)),
                        None => return Vec::new(),
                    },
                };
                let key = key.map(|(text, at)| match selector {
                    Some(selector) => (format!("{selector} {text}"), at),
                    None => (text, at),
                });
                (word, key)
            }
        };
        if target.merge == Merge::Fixed {
            self.report(errors::fixed(target.spelling(), span));
            return Vec::new();
        }
        let most = match target.key {
            _ if keyed.is_some() || target.head == Head::Path => 0,
            Key::Word => 0,
            Key::Pair(..) => said.args.len(),
            Key::Slot(_) => 1 + usize::from(selector(target, said).is_some()),
            Key::Head | Key::Whole | Key::None => 1,
        };
        let extra = said.args.get(most).map(|e| e.span).or(said.value.map(|v| v.op_span));
        // The block of a rule says which of those with one path it is, and nothing else.
        let more = match said.block {
            Some(block) if target.block == Some(BlockKind::Rule) => {
                let is_condition = |s: &Stmt| self.source(s.span).starts_with("when-");
                block.stmts.iter().find(|s| !is_condition(s)).map(|s| s.span)
            }
            block => block.map(|b| b.span),
        };
        if let Some(at) = extra.or(more) {
            self.report(errors::removes_more(target, at));
            return Vec::new();
        }
        if target.spelling() == "env" && key.is_none() {
            self.report(errors::nothing_behind("remove", span));
            return Vec::new();
        }
        if target.spelling() == "env" {
            if let Some((key, at)) = key
                && let Some(m) = out.words.iter_mut().find(|m| is_env(m))
            {
                m.removed.push(Removed { key, span: at, below: m.pieces.len() });
            } else {
                self.report(errors::nothing_to_remove(target, "", said.head.span(), &[]));
            }
            return Vec::new();
        }
        let exact = |(k, at): (String, Span)| (if target.spelling() == "exact" { path_key(&k) } else { k }, at);
        let when = if target.block == Some(BlockKind::Rule) { self.conditions(said.block) } else { String::new() };
        let key = key.map(exact).map(|(k, at)| (k + &when, at));
        let wanted = key.as_ref().map_or("", |(k, _)| k.as_str());
        let unnamed = key.is_none() && target.key != Key::Word && target.role != Role::Declares;
        let found: Vec<usize> = out
            .words
            .iter()
            .enumerate()
            .filter(|(_, m)| std::ptr::eq(m.word, target))
            .filter(|(_, m)| {
                m.id.as_ref().is_some_and(|id| {
                    *id.text == *wanted
                        || matches!(target.key, Key::Pair(..)) && id.text.starts_with(&format!("{wanted} "))
                })
            })
            .map(|(i, _)| i)
            .collect();
        let first = found.first().and_then(|i| out.words.get(*i));
        if let (Some((_, at)), Some(first)) = (&key, first.filter(|m| m.word.role != Role::Sets)) {
            let (at, first) = (*at, first.id.as_ref().map(|i| i.span));
            if let Some(first) = first {
                self.index.refers(at, first, NameKind::of_word(target));
            }
        }
        if found.is_empty() || unnamed {
            let known: Vec<&str> = out
                .words
                .iter()
                .filter(|m| std::ptr::eq(m.word, target))
                .filter_map(|m| m.id.as_ref().map(|i| &*i.text))
                .collect();
            let at = key.as_ref().map_or(said.head.span(), |(_, s)| *s);
            self.report(errors::nothing_to_remove(target, wanted, at, &known));
            return Vec::new();
        }
        found
    }

    /// Takes away the entries that a later layer removed.
    pub(crate) fn remove_keys(&mut self, kind: BlockKind, out: &mut Body<'t>, removed: &[Removed]) {
        for Removed { key, span, .. } in removed {
            let before = out.words.len();
            let known: Vec<Rc<str>> =
                out.words.iter().filter_map(|m| m.id.as_ref().map(|i| Rc::clone(&i.text))).collect();
            out.words.retain(|m| m.id.as_ref().is_none_or(|i| *i.text != **key));
            if out.words.len() == before
                && let Some(word) = key_of(kind)
            {
                let known: Vec<&str> = known.iter().map(|k| &**k).collect();
                self.report(errors::nothing_to_remove(word, key, *span, &known));
            }
        }
    }
}
