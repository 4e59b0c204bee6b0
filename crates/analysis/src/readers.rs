//! What stands in a slot, as the type that a builder needs. Every reader reports what is wrong and
//! gives `None` then.

use wharf_diagnostics::Span;
use wharf_model::{At, Name, Part, RelativePath};
use wharf_syntax::tree::ExprKind;

use crate::checker::{Checker, Place};
use crate::errors::{names, values, words};
use crate::frames::Term;
use crate::layers::name_in;
use crate::matching::{Begins, Filled, Matched, static_text};
use crate::value::{Val, Value};
use crate::vocabulary::{Mode, Slot, Ty};

/// The two ends of a range, as far as they are given.
pub(crate) type Ends<T> = (Option<At<T>>, Option<At<T>>);

impl<'t> Checker<'t> {
    /// Evaluates what stands in a slot, as the slot's type.
    pub(crate) fn filled(&mut self, (slot, e): Filled<'t>) -> Option<Val> {
        let due = self.due.replace(slot.ty);
        let val = self.eval(e);
        self.due = due;
        let val = self.coerce(val?, &slot.ty)?;
        if matches!(slot.ty, Ty::Text | Ty::List(Ty::Text)) {
            self.late(slot, &val)?;
        }
        Some(val)
    }

    /// Refuses what a slot's texts may not hold.
    fn late(&mut self, slot: &Slot, val: &Val) -> Option<()> {
        let texts = if let Value::List(items) = &val.value { items.as_slice() } else { std::slice::from_ref(val) };
        let refused = |p: &Part| match p {
            Part::Secret(_) => !slot.late.secrets,
            Part::Setting(_) | Part::Pod(_) => !slot.late.settings,
            Part::Literal(_) | Part::Host(_) | Part::Port(_) => false,
        };
        let bad = texts.iter().find(|v| matches!(&v.value, Value::Text(t) if t.parts().iter().any(refused)));
        match bad {
            // It is no literal, which is said on the part that makes it none.
            Some(bad) => self.literal(bad, &format!("the {}", slot.name)).map(|_| ()),
            None => Some(()),
        }
    }

    /// As [`Self::filled`], with the value turned by `f`; a `None` of `f` is our own mistake and
    /// stays silent only where the type already ruled it out.
    fn typed<T>(&mut self, filled: Filled<'t>, f: impl FnOnce(&Value) -> Option<T>) -> Option<At<T>> {
        let val = self.filled(filled)?;
        let origin = self.origin_of(&val);
        f(&val.value).map(|v| At::new(v, origin))
    }

    pub(crate) fn int(&mut self, filled: Filled<'t>) -> Option<At<i64>> {
        self.typed(filled, |v| if let Value::Int(n) = v { Some(*n) } else { None })
    }

    pub(crate) fn bytes(&mut self, filled: Filled<'t>) -> Option<At<wharf_model::Bytes>> {
        let what = filled.0.name;
        let span = filled.1.span;
        let found =
            self.typed(filled, |v| if let Value::Bytes(n) = v { Some(wharf_model::Bytes(*n)) } else { None })?;
        // Kubernetes' quantities are signed 64-bit numbers.
        if found.0 == 0 || i64::try_from(found.0).is_err() {
            return self.fail(values::out_of_bounds(
                &format!("the {what}"),
                "more than zero and below 8Ei",
                self.source(span),
                span,
            ));
        }
        Some(found)
    }

    pub(crate) fn duration(&mut self, filled: Filled<'t>) -> Option<At<wharf_model::Duration>> {
        self.typed(filled, |v| if let Value::Duration(n) = v { Some(wharf_model::Duration(*n)) } else { None })
    }

    /// A duration above zero and of at most a year: Kubernetes counts seconds in 32 bits.
    pub(crate) fn positive_duration(&mut self, filled: Filled<'t>) -> Option<At<wharf_model::Duration>> {
        let what = filled.0.name;
        let found = self.duration(filled)?;
        if found.0 == 0 || found.0 > 365 * 86_400_000 {
            let span = self.origins.span(found.origin);
            return self.fail(values::out_of_bounds(
                &format!("`{what}`"),
                "more than zero and at most a year",
                self.source(span),
                span,
            ));
        }
        Some(found)
    }

    /// A whole number within bounds, both included.
    pub(crate) fn int_within(&mut self, filled: Filled<'t>, low: i64, high: i64) -> Option<At<u32>> {
        let what = filled.0.name;
        let n = self.int(filled)?;
        match u32::try_from(n.value) {
            Ok(value) if (low..=high).contains(&n.value) => Some(At::new(value, n.origin)),
            _ => {
                let span = self.origins.span(n.origin);
                self.fail(values::out_of_bounds(
                    &format!("`{what}`"),
                    &format!("from {low} to {high}"),
                    &n.value.to_string(),
                    span,
                ))
            }
        }
    }

    /// A text of which parts may be known only when deploying.
    pub(crate) fn text(&mut self, filled: Filled<'t>) -> Option<At<wharf_model::Text>> {
        self.typed(filled, |v| if let Value::Text(t) = v { Some(t.clone()) } else { None })
    }

    /// A text that is known now.
    pub(crate) fn string(&mut self, filled: Filled<'t>) -> Option<At<String>> {
        let val = self.filled(filled)?;
        let text = self.literal(&val, &format!("the {}", filled.0.name))?;
        if text.value.is_empty() && !filled.0.may_be_empty {
            return self.fail(values::empty_text(filled.0.name, val.via.unwrap_or(val.span)));
        }
        Some(text)
    }

    /// The text of a value that must be known now.
    pub(crate) fn literal(&mut self, val: &Val, what: &str) -> Option<At<String>> {
        // Whatever it is, it is none of what one could say more about.
        if matches!(val.value, Value::Opaque(_)) {
            return None;
        }
        let Value::Text(text) = &val.value else {
            return self.fail(values::mismatch(&Ty::String, val, self.source(val.span)));
        };
        if let Some(s) = text.as_literal() {
            let s = s.to_owned();
            let origin = self.origin_of(val);
            return Some(At::new(s, origin));
        }
        let spot = val.spot();
        if let Some(secret) = text.secret() {
            let declared = self.secret_span(secret);
            return match self.place {
                Place::Image => self.fail(values::secret_in_image(&secret.key, spot, declared)),
                Place::Plain => self.fail(values::secret_in_plain_text(what, &secret.key, spot, declared)),
            };
        }
        let late = text.parts().iter().find(|p| !matches!(p, Part::Literal(_)));
        let found = late.map_or("a part of it", |p| Value::part(p.clone()).described());
        let declared = late.and_then(|p| if let Part::Setting(s) = p { self.setting_span(s) } else { None });
        self.fail(values::not_known_yet(what, found, spot, declared))
    }

    /// Where a setting is declared.
    fn setting_span(&self, setting: &wharf_model::EnvName) -> Option<Span> {
        self.scope.names.get(setting.as_str()).map(|e| e.span)
    }

    /// Where a secret is declared.
    pub(crate) fn secret_span(&self, secret: &wharf_model::SecretRef) -> Option<Span> {
        match &secret.group {
            None => self.scope.secrets.as_ref()?.get(&secret.key).copied(),
            Some(g) => self.scope.names.get(g.as_str())?.inner.get(&secret.key).copied(),
        }
    }

    /// A path on disk. It is relative to the file that its text is written in: an argument of a template
    /// to the file that gives it.
    pub(crate) fn disk_path(&mut self, filled: Filled<'t>) -> Option<At<RelativePath>> {
        let val = self.filled(filled)?;
        self.disk_path_of(&val, filled.0.name)
    }

    /// The path on disk that the value of a slot is.
    pub(crate) fn disk_path_of(&mut self, val: &Val, slot: &str) -> Option<At<RelativePath>> {
        let text = self.literal(val, &format!("the {slot}"))?;
        if text.value.is_empty() {
            return self.fail(values::empty_text(slot, val.via.unwrap_or(val.span)));
        }
        self.path_of(val, &text)
    }

    /// The path on disk that a text is.
    pub(crate) fn path_of(&mut self, val: &Val, text: &At<String>) -> Option<At<RelativePath>> {
        match RelativePath::new(self.folder_of(val), &text.value) {
            Ok(p) => Some(At::new(p, text.origin)),
            Err(why) => self.fail(values::bad_path(&why, val.span)),
        }
    }

    /// The folder of the file that a text is written in; the app's for what is written in no source.
    pub(crate) fn folder_of(&self, val: &Val) -> &str {
        let file = self.sources.get(val.lead.unwrap_or(val.span.file)).map(|f| f.name());
        match file.filter(|n| n.ends_with(".app")) {
            Some(name) => name.rsplit_once('/').map_or(".", |(folder, _)| folder),
            None => &self.folder,
        }
    }

    /// One text or a list of them, all known now.
    pub(crate) fn strings(&mut self, filled: Filled<'t>) -> Option<At<Vec<At<String>>>> {
        let val = self.filled(filled)?;
        let what = format!("the {}", filled.0.name);
        let origin = self.origin_of(&val);
        let all = match &val.value {
            Value::List(items) => items.iter().map(|i| self.literal(i, &what)).collect::<Vec<_>>(),
            _ => vec![self.literal(&val, &what)],
        };
        all.into_iter().collect::<Option<Vec<_>>>().map(|v| At::new(v, origin))
    }

    /// A list of whole numbers within bounds.
    pub(crate) fn ints_within(&mut self, filled: Filled<'t>, low: i64, high: i64) -> Option<Vec<u32>> {
        let val = self.filled(filled)?;
        let Value::List(items) = &val.value else { return None };
        let mut out = Vec::new();
        for item in items {
            match &item.value {
                Value::Int(n) => match u32::try_from(*n).ok().filter(|_| (low..=high).contains(n)) {
                    Some(n) => out.push(n),
                    None => {
                        self.report(values::out_of_bounds(
                            &format!("each of the {}", filled.0.name),
                            &format!("from {low} to {high}"),
                            &n.to_string(),
                            item.span,
                        ));
                    }
                },
                _ => return None,
            }
        }
        (out.len() == items.len()).then_some(out)
    }

    /// A range: both ends, of the type that `f` reads.
    pub(crate) fn range<T: PartialOrd + std::fmt::Display>(
        &mut self,
        filled: Filled<'t>,
        f: impl Fn(&Value) -> Option<T>,
    ) -> Option<Ends<T>> {
        let val = self.filled(filled)?;
        let end = |this: &mut Self, v: &Val| {
            let origin = this.origin_of(v);
            f(&v.value).map(|x| At::new(x, origin))
        };
        let unknown = |v: &Val| matches!(v.value, Value::Opaque(_));
        let Value::Range(low, high) = &val.value else {
            if unknown(&val) {
                return None;
            }
            return Some((end(self, &val), end(self, &val)));
        };
        if [low, high].into_iter().flatten().any(|v| unknown(v)) {
            return None;
        }
        let l = low.as_deref().and_then(|v| end(self, v));
        let h = high.as_deref().and_then(|v| end(self, v));
        if let (Some(a), Some(b), Some(lv), Some(hv)) = (&l, &h, low, high)
            && a.value > b.value
        {
            let (ls, hs) = (self.source(lv.span), self.source(hv.span));
            return self.fail(values::empty_range(
                &format!("the {}", filled.0.name),
                &a.to_string(),
                &b.to_string(),
                val.span,
                ls,
                hs,
            ));
        }
        Some((l, h))
    }

    /// One of the slot's words.
    pub(crate) fn choice(&mut self, (slot, e): Filled<'t>) -> Option<At<&'static str>> {
        let Mode::Choice(all) = slot.mode else { return None };
        let ExprKind::Word(w) = &e.expr.kind else { return self.fail(words::not_a_choice(all, e.span, slot.name)) };
        match all.iter().find(|c| **c == w) {
            Some(c) => Some(self.at(*c, e)),
            None => self.fail(words::unknown_choice(w, all, e.span, slot.name)),
        }
    }

    /// The bare name that refers to something declared. `word` is the statement's.
    pub(crate) fn reference(&mut self, word: &str, (slot, e): Filled<'t>) -> Option<String> {
        match &e.expr.kind {
            ExprKind::Word(w) => Some(self.bound_name(e.env, w).unwrap_or_else(|| w.clone())),
            ExprKind::Error => None,
            // A computed name: `needs services["db-\(region)"]`, `needs ("db-" + region)`.
            ExprKind::Paren(_) | ExprKind::Index { .. } => {
                let val = self.eval(e)?;
                if matches!(val.value, Value::Opaque(_)) {
                    return None;
                }
                match name_in(&val.value) {
                    Some(name) => Some(name),
                    None => self.fail(words::not_a_reference(word, slot, None, e.span)),
                }
            }
            _ => {
                let quoted = static_text(&e);
                self.fail(words::not_a_reference(word, slot, quoted.as_deref(), e.span))
            }
        }
    }

    /// A new name or key: a bare word, a string, or an expression in parentheses.
    pub(crate) fn key(&mut self, (slot, e): Filled<'t>) -> Option<At<String>> {
        if let ExprKind::Word(w) = &e.expr.kind {
            return Some(self.at(w.clone(), e));
        }
        if !matches!(e.kind, ExprKind::String(_) | ExprKind::Paren(_)) {
            return self.fail(words::not_a_name(slot.name, e.span));
        }
        let val = self.eval(e)?;
        let val = self.coerce(val, &Ty::String)?;
        self.literal(&val, &format!("the {}", slot.name))
    }

    /// The head of a statement that begins with a key or path of the user's.
    pub(crate) fn head_key(&mut self, m: &Matched<'t>, what: &str) -> Option<At<String>> {
        self.env = m.env;
        let val = match m.said.head {
            Begins::Word(w, _) => return Some(self.at(w.to_owned(), m.place())),
            Begins::String(s) => self.interpolate(s, s.span)?,
            Begins::Expr(expr) => self.eval(Term { expr, env: m.env })?,
        };
        let val = self.coerce(val, &Ty::String)?;
        self.literal(&val, what)
    }

    /// A new object's name, at most `max` characters long; `why` says whose limit it is.
    pub(crate) fn name(&mut self, filled: Filled<'t>, max: usize, why: &'static str) -> Option<At<Name>> {
        let key = self.key(filled)?;
        self.name_of(&key, max, why)
    }

    /// The name that a text stands for.
    pub(crate) fn name_of(&mut self, key: &At<String>, max: usize, why: &'static str) -> Option<At<Name>> {
        let span = self.origins.span(key.origin);
        match Name::new(&key.value) {
            Ok(name) if name.as_str().len() > max => self.fail(names::name_too_long(name.as_str(), max, why, span)),
            Ok(name) => Some(At::new(name, key.origin)),
            Err(why) => self.fail(names::bad_name(&key.value, &why, span, self.source(span))),
        }
    }

    /// The name of a declaration, which [`Matched`] has made sure is there.
    pub(crate) fn declared_name(&mut self, m: &Matched<'t>, max: usize, why: &'static str) -> Option<At<Name>> {
        self.name(m.slot("name")?, max, why)
    }
}
