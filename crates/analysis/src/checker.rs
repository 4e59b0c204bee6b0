//! The state of checking one app: what is declared, what was found, what was used.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use wharf_diagnostics::{Diagnostic, SourceMap, Span, codes};
use wharf_model::{At, Name, Origin, OriginId, Origins, Part, Via};
use wharf_syntax::tree::ExprKind;

use crate::errors::{names, values, words};
use crate::frames::{self, Env, Frames, Term};
use crate::given::Given;
use crate::loader::Loader;
use crate::matching::{Begins, Filled, Matched, static_text};
use crate::scope::{Declared, Scope};
use crate::value::{Val, Value};
use crate::vocabulary::{Mode, Slot, Ty};

/// The two ends of a range, as far as they are given.
pub(crate) type Ends<T> = (Option<At<T>>, Option<At<T>>);

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
    /// Where it is declared, and how many were begun before it.
    Running(Span, usize),
    Done(Option<Val>),
}

/// The state of checking one app in one environment.
pub(crate) struct Checker<'t> {
    pub(crate) sources: &'t SourceMap,
    pub(crate) loader: &'t dyn Loader,
    /// The folder of the app's file, relative to the project's.
    pub(crate) folder: String,
    pub(crate) scope: Rc<Scope>,
    pub(crate) frames: Frames<'t>,
    /// The frames of the app and of its file.
    pub(crate) outer: Vec<Env>,
    /// The frame in which names are looked up now.
    pub(crate) env: Env,
    /// The frames of the files that are used, by their paths.
    pub(crate) modules: BTreeMap<&'t str, Env>,
    /// The app's own block.
    pub(crate) root: Option<Span>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) origins: Origins,
    /// What was referred to: the kind, the name, and for inner names the name inside.
    pub(crate) used: BTreeSet<(Declared, String, String)>,
    /// The `let`s and `param`s that were referred to.
    pub(crate) used_definitions: BTreeSet<(Env, String)>,
    /// The service that is being built, which `self` means.
    pub(crate) own: Option<Name>,
    /// A service is being built whose name is wrong, so that nothing is known of `self`.
    pub(crate) nameless: bool,
    /// A `port` of that service could not be read.
    pub(crate) ports_unread: bool,
    /// The file did not parse as a whole, so that what is missing may stand in the broken part.
    pub(crate) broken: bool,
    /// How often something failed where nothing is said of it.
    pub(crate) unsaid: usize,
    /// A diagnostic was held back, because another one stands for the fault.
    pub(crate) hidden: bool,
    pub(crate) place: Place,
    /// The version of Kubernetes that the app is for.
    pub(crate) kubernetes: wharf_model::KubernetesVersion,
    pub(crate) definitions: BTreeMap<(Env, String), Evaluated>,
    /// Values that come from outside of the sources.
    pub(crate) given: Option<&'t Given>,
    /// The values that the environment gives to params.
    pub(crate) overrides: BTreeMap<String, Term<'t>>,
    /// Params that have no value, by their places.
    pub(crate) missing: BTreeSet<(Span, String)>,
    /// The type that is due in the slot that is being read: what a name may have meant.
    pub(crate) due: Option<Ty>,
    /// How deep the evaluation is nested; a bound, because trees can lean to the left.
    pub(crate) depth: usize,
    /// The templates that are being brought in, with the places that ask for them.
    pub(crate) extending: Vec<(Span, Span)>,
    /// How many layers there are so far.
    pub(crate) layers: u32,
    /// How many statements have been unfolded, and how deep they stand.
    pub(crate) unfolded: usize,
    pub(crate) unfolding: usize,
    /// How much has been evaluated.
    pub(crate) spent: usize,
    /// A bound is reached: nothing is unfolded or evaluated any more.
    pub(crate) exhausted: bool,
    /// Which bound that was.
    pub(crate) reached: Option<Diagnostic>,
    /// What is not unfolded is being checked: names may be declared where it is not known yet.
    pub(crate) surveying: bool,
}

impl<'t> Checker<'t> {
    pub(crate) fn new(sources: &'t SourceMap, loader: &'t dyn Loader, folder: String) -> Self {
        Self {
            sources,
            loader,
            folder,
            scope: Rc::default(),
            frames: Frames::new(),
            outer: Vec::new(),
            env: Env::default(),
            modules: BTreeMap::new(),
            root: None,
            diagnostics: Vec::new(),
            origins: Origins::default(),
            used: BTreeSet::new(),
            used_definitions: BTreeSet::new(),
            own: None,
            nameless: false,
            ports_unread: false,
            broken: false,
            unsaid: 0,
            hidden: false,
            place: Place::Plain,
            kubernetes: wharf_model::KubernetesVersion::NEWEST,
            definitions: BTreeMap::new(),
            given: None,
            overrides: BTreeMap::new(),
            missing: BTreeSet::new(),
            due: None,
            depth: 0,
            extending: Vec::new(),
            layers: 0,
            unfolded: 0,
            unfolding: 0,
            spent: 0,
            exhausted: false,
            reached: None,
            surveying: false,
        }
    }

    /// Reports a diagnostic, unless it misses a name that is said in a statement which could not be
    /// read: then that is the one fault.
    pub(crate) fn report(&mut self, d: Diagnostic) {
        let misses = matches!(d.code, codes::UNKNOWN_NAME | codes::UNKNOWN_STAGE);
        let is_cause = self.scope.unread.causes.iter().any(|c| c.contains(d.span));
        if misses && !is_cause && self.may_be_declared(self.source(d.span)) {
            self.hidden = true;
            return;
        }
        let d = self.shown_from(d);
        self.diagnostics.push(d);
    }

    /// Adds the `extends` that brought in the template in which a diagnostic stands.
    fn shown_from(&self, mut d: Diagnostic) -> Diagnostic {
        if self.surveying {
            return d;
        }
        let mut at = self.within_of(self.env);
        let mut shown = 0;
        while let Some(origin) = at.and_then(|id| self.origins.get(id)) {
            at = origin.within;
            let elsewhere =
                origin.span.file != d.span.file || d.span.start < origin.span.start || d.span.end > origin.span.end;
            let template = matches!(origin.via, Some(Via::Template(_)));
            let inside = self.frames.outwards(self.env).any(|(_, f)| f.body.is_some_and(|b| b.contains(d.span)));
            if template && elsewhere && inside && shown < 3 {
                d = d.also(origin.span, "the template is extended here");
                shown += 1;
            }
        }
        d
    }

    /// Evaluates without a word: it is done again where it counts. What it uses is used.
    pub(crate) fn quietly<T>(&mut self, f: impl FnOnce(&mut Self) -> T) -> T {
        let said = self.diagnostics.len();
        let (hidden, env, depth) = (self.hidden, self.env, self.depth);
        let (extending, unfolding, unfolded) = (self.extending.len(), self.unfolding, self.unfolded);
        let found = f(self);
        if self.diagnostics.len() > said {
            self.unsaid += 1;
            self.diagnostics.truncate(said);
            // What failed is tried again where its fault is reported.
            self.definitions.retain(|_, e| !matches!(e, Evaluated::Done(None)));
        }
        (self.hidden, self.env, self.depth) = (hidden, env, depth);
        self.extending.truncate(extending);
        (self.unfolding, self.unfolded) = (unfolding, unfolded);
        found
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

    /// A value that stands at a place.
    pub(crate) fn at<T>(&mut self, value: T, place: impl Into<frames::Place>) -> At<T> {
        let frames::Place { span, env } = place.into();
        let within = self.within_of(env);
        At::new(value, self.origins.add(Origin { span, via: None, within }))
    }

    /// A value that nobody wrote: the rule, and what it applies to.
    pub(crate) fn default_at<T>(&mut self, value: T, rule: &'static str, place: impl Into<frames::Place>) -> At<T> {
        let frames::Place { span, env } = place.into();
        let within = self.within_of(env);
        At::new(value, self.origins.add(Origin { span, via: Some(Via::Default(rule)), within }))
    }

    pub(crate) fn origin_of(&mut self, val: &Val) -> OriginId {
        self.origins.add(Origin { span: val.span, via: val.via.map(Via::Reference), within: val.within })
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
