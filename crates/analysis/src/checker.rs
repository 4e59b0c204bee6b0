//! The state of checking one app: what is declared, what was found, what was used.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use wharf_diagnostics::{Diagnostic, SourceMap, Span, codes};
use wharf_model::{At, Name, Origin, OriginId, Origins, Part, Via};
use wharf_syntax::tree::{Expr, ExprKind, Head};

use crate::errors::{names, values, words};
use crate::loader::Loader;
use crate::matching::{Matched, static_text};
use crate::scope::{Declared, Scope};
use crate::value::{Val, Value};
use crate::vocabulary::{Mode, Slot, Ty};

/// The two ends of a range, as far as they are given.
pub(crate) type Ends<T> = (Option<At<T>>, Option<At<T>>);

/// A slot and what stands in it.
pub(crate) type Filled<'t> = (&'static Slot, &'t Expr);

/// Where a text is going, for the words of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// A step of an image.
    Image,
    /// Anywhere else that is plain text.
    Plain,
}

/// A `let` or `param` while it is evaluated.
#[derive(Clone, Debug)]
pub(crate) enum Evaluated {
    Running(Span),
    Done(Option<Val>),
}

/// The state of checking one app.
pub(crate) struct Checker<'t> {
    pub(crate) sources: &'t SourceMap,
    pub(crate) loader: &'t dyn Loader,
    /// The folder of the app's file, relative to the project's.
    pub(crate) folder: String,
    pub(crate) scope: Rc<Scope<'t>>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) origins: Origins,
    /// What was referred to: the kind, the name, and for inner names the name inside.
    pub(crate) used: BTreeSet<(Declared, String, String)>,
    /// The service that is being built, which `self` means.
    pub(crate) own: Option<Name>,
    /// A service is being built whose name is wrong, so that nothing is known of `self`.
    pub(crate) nameless: bool,
    /// A `port` of that service could not be read.
    pub(crate) ports_unread: bool,
    /// The file did not parse as a whole, so that what is missing may stand in the broken part.
    pub(crate) broken: bool,
    /// A diagnostic was held back, because another one stands for the fault.
    pub(crate) hidden: bool,
    pub(crate) place: Place,
    /// The version of Kubernetes that the app is for.
    pub(crate) kubernetes: wharf_model::KubernetesVersion,
    pub(crate) definitions: BTreeMap<String, Evaluated>,
    /// The type that is due in the slot that is being read: what a name may have meant.
    pub(crate) due: Option<Ty>,
    /// How deep the evaluation is nested; a bound, because trees can lean to the left.
    pub(crate) depth: usize,
}

impl<'t> Checker<'t> {
    pub(crate) fn new(sources: &'t SourceMap, loader: &'t dyn Loader, folder: String, scope: Scope<'t>) -> Self {
        Self {
            sources,
            loader,
            folder,
            scope: Rc::new(scope),
            diagnostics: Vec::new(),
            origins: Origins::default(),
            used: BTreeSet::new(),
            own: None,
            nameless: false,
            ports_unread: false,
            broken: false,
            hidden: false,
            place: Place::Plain,
            kubernetes: wharf_model::KubernetesVersion::NEWEST,
            definitions: BTreeMap::new(),
            due: None,
            depth: 0,
        }
    }

    /// Reports a diagnostic, unless it misses a name that is said in a statement which could not be
    /// read: then that is the one fault.
    pub(crate) fn report(&mut self, d: Diagnostic) {
        let misses = matches!(d.code, codes::UNKNOWN_NAME | codes::UNKNOWN_STAGE);
        if misses && self.may_be_declared(self.source(d.span)) {
            self.hidden = true;
            return;
        }
        self.diagnostics.push(d);
    }

    fn may_be_declared(&self, name: &str) -> bool {
        let inside =
            |text: &str| text.split(|c: char| !(c.is_ascii_alphanumeric() || "_-".contains(c))).any(|w| w == name);
        self.scope.unread.words.contains(name) || self.scope.unread.spans.iter().any(|s| inside(self.source(*s)))
    }

    /// Reports the diagnostic and gives nothing, for `?` and `return`.
    pub(crate) fn fail<T>(&mut self, d: Diagnostic) -> Option<T> {
        self.report(d);
        None
    }

    pub(crate) fn source(&self, span: Span) -> &'t str {
        self.sources.slice(span)
    }

    pub(crate) fn mark_used(&mut self, kind: Declared, name: &str, inner: &str) {
        self.used.insert((kind, name.to_owned(), inner.to_owned()));
    }

    /// A value that stands at `span`.
    pub(crate) fn at<T>(&mut self, value: T, span: Span) -> At<T> {
        At::new(value, self.origins.add(Origin { span, via: None }))
    }

    /// A value that nobody wrote: the rule, and what it applies to.
    pub(crate) fn default_at<T>(&mut self, value: T, rule: &'static str, span: Span) -> At<T> {
        At::new(value, self.origins.add(Origin { span, via: Some(Via::Default(rule)) }))
    }

    pub(crate) fn origin_of(&mut self, val: &Val) -> OriginId {
        self.origins.add(Origin { span: val.span, via: val.via.map(Via::Reference) })
    }

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
        let Value::Range(low, high) = &val.value else {
            return Some((end(self, &val), end(self, &val)));
        };
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
        let ExprKind::Word(w) = &e.kind else { return self.fail(words::not_a_choice(all, e.span, slot.name)) };
        match all.iter().find(|c| **c == w) {
            Some(c) => Some(self.at(*c, e.span)),
            None => self.fail(words::unknown_choice(w, all, e.span, slot.name)),
        }
    }

    /// The bare name that refers to something declared. `word` is the statement's.
    pub(crate) fn reference(&mut self, word: &str, (slot, e): Filled<'t>) -> Option<String> {
        match &e.kind {
            ExprKind::Word(w) => Some(w.clone()),
            ExprKind::Error => None,
            _ => {
                let quoted = static_text(e);
                self.fail(words::not_a_reference(word, slot, quoted.as_deref(), e.span))
            }
        }
    }

    /// A new name or key: a bare word, a string, or an expression in parentheses.
    pub(crate) fn key(&mut self, (slot, e): Filled<'t>) -> Option<At<String>> {
        if let ExprKind::Word(w) = &e.kind {
            return Some(self.at(w.clone(), e.span));
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
        let val = match &m.plain.head {
            Head::Word(w) => return Some(self.at(w.text.clone(), w.span)),
            Head::String(s) => self.interpolate(s, s.span)?,
            Head::Expr(e) => self.eval(e)?,
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
