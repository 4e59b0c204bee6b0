//! Expressions to values.

use std::rc::Rc;

use wharf_diagnostics::Span;
use wharf_model::{EnvName, Name, Part, PodFact, PortRef, Text};
use wharf_syntax::tree::{BinaryOp, Expr, ExprKind, MapKey, Number, StringLit, StringPart, UnaryOp, Word};

use crate::checker::{Checker, Evaluated};
use crate::errors::{names, values};
use crate::ops;
use crate::scope::{Declared, Definition, Entry};
use crate::value::{Ref, Space, Val, Value};
use crate::vocabulary::Ty;

/// How deep expressions may be nested, operators included.
const MAX_DEPTH: usize = 200;

impl<'t> Checker<'t> {
    /// The value of an expression; `None` where something is wrong, which is then reported.
    pub(crate) fn eval(&mut self, e: &'t Expr) -> Option<Val> {
        if self.depth >= MAX_DEPTH {
            return self.fail(values::arithmetic("the expression is nested too deep", e.span));
        }
        self.depth += 1;
        let value = self.eval_kind(e);
        self.depth -= 1;
        value
    }

    fn eval_kind(&mut self, e: &'t Expr) -> Option<Val> {
        let done = |value| Some(Val { value, span: e.span, via: None });
        match &e.kind {
            ExprKind::Error => None,
            ExprKind::Word(w) => self.word(w, e.span),
            ExprKind::String(s) => self.interpolate(s).and_then(|t| done(Value::Text(t))),
            ExprKind::Number(n) => done(number(n.value)),
            ExprKind::Paren(inner) => self.eval(inner),
            ExprKind::List(items) => {
                let all: Vec<_> = items.iter().map(|i| self.eval(i)).collect();
                all.into_iter().collect::<Option<_>>().and_then(|v| done(Value::List(v)))
            }
            ExprKind::Map(entries) => {
                let mut out: Vec<(String, Span, Val)> = Vec::new();
                let mut good = true;
                for entry in entries {
                    let (key, span) = match &entry.key {
                        MapKey::Word(w) => (Some(w.text.clone()), w.span),
                        MapKey::String(s) => (s.as_plain().map(str::to_owned), s.span),
                    };
                    let value = self.eval(&entry.value);
                    match (key, value) {
                        (Some(k), Some(v)) => {
                            if let Some((_, first, _)) = out.iter().find(|(o, _, _)| *o == k) {
                                let first = *first;
                                self.report(names::name_taken(&k, Declared::Let, span, Declared::Let, first));
                                good = false;
                            }
                            out.push((k, span, v));
                        }
                        (None, _) => {
                            self.report(values::not_known_yet("the key of a map", "an interpolation", span, None));
                            good = false;
                        }
                        _ => good = false,
                    }
                }
                if good { done(Value::Map(out)) } else { None }
            }
            ExprKind::Field { base, name } => {
                let base = self.eval(base)?;
                self.field(base, name, e.span)
            }
            ExprKind::Index { base, index } => {
                let base = self.eval(base)?;
                let index = self.eval(index)?;
                self.index(&base, &index, e.span)
            }
            ExprKind::Call { callee, .. } => {
                let name = self.source(callee.span);
                self.fail(values::unknown_function(name, callee.span))
            }
            ExprKind::Unary { op, operand } => {
                let v = self.eval(operand)?;
                match op {
                    UnaryOp::Negate => ops::negate(&v, e.span),
                    UnaryOp::Not => ops::not(&v, e.span),
                }
                .map_or_else(|d| self.fail(*d), done)
            }
            ExprKind::Binary { op: BinaryOp::Coalesce, left, .. } => self.eval(left),
            ExprKind::Binary { op, left, right, .. } => {
                let (l, r) = (self.eval(left), self.eval(right));
                let (l, r) = (l?, r?);
                ops::binary(*op, &l, &r, e.span).map_or_else(|d| self.fail(*d), done)
            }
            ExprKind::Range { low, high } => {
                let l = low.as_deref().map(|x| self.eval(x));
                let h = high.as_deref().map(|x| self.eval(x));
                let flat = |x: Option<Option<Val>>| match x {
                    Some(None) => Err(()),
                    Some(Some(v)) => Ok(Some(Box::new(v))),
                    None => Ok(None),
                };
                match (flat(l), flat(h)) {
                    (Ok(l), Ok(h)) => done(Value::Range(l, h)),
                    _ => None,
                }
            }
            ExprKind::If { condition, then, otherwise } => {
                let c = self.eval(condition)?;
                match c.value {
                    Value::Bool(true) => self.eval(then),
                    Value::Bool(false) => self.eval(otherwise),
                    _ => self.fail(values::bad_text(
                        "the condition",
                        &wharf_model::InvalidValue {
                            reason: format!("a condition is true or false, not {}", c.value.described()),
                            suggestion: None,
                        },
                        condition.span,
                        false,
                    )),
                }
            }
        }
    }

    fn word(&mut self, w: &str, span: Span) -> Option<Val> {
        let done = |value| Some(Val { value, span, via: None });
        match w {
            "true" => return done(Value::Bool(true)),
            "false" => return done(Value::Bool(false)),
            "images" => return done(Value::Ref(Ref::Space(Space::Images))),
            "secrets" => return done(Value::Ref(Ref::Space(Space::Secrets))),
            "settings" => return done(Value::Ref(Ref::Space(Space::Settings))),
            "pod" => return done(Value::Ref(Ref::Space(Space::Pod))),
            "self" => {
                return match self.own.clone() {
                    Some(name) => done(Value::Ref(Ref::Service(name))),
                    None => self.fail(names::unknown("service around it, for", "self", span, [])),
                };
            }
            _ => {}
        }
        let scope = Rc::clone(&self.scope);
        let Some(entry) = scope.names.get(w) else {
            if scope.images.contains_key(w) {
                return self.fail(
                    names::unknown("value", w, span, []).help(format!("an image is referred to as `images.{w}`")),
                );
            }
            let known: Vec<&str> = scope.names.keys().map(String::as_str).collect();
            let mut d = names::unknown("value", w, span, known.iter().copied());
            if let Some((left, right)) = w.split_once('-').filter(|(l, _)| scope.names.contains_key(*l)) {
                d = names::maybe_subtraction(d, left, right, span);
            }
            return self.fail(d);
        };
        match entry.value {
            Definition::Let(_) | Definition::Param(_) => self.definition(w, entry, span),
            Definition::Object => {
                let name = Name::new(w).ok()?;
                let value = match entry.kind {
                    Declared::Service => Ref::Service(name),
                    Declared::Job => Ref::Job(name),
                    Declared::Volume => {
                        self.mark_used(Declared::Volume, w, "");
                        Ref::Volume(name)
                    }
                    Declared::Config => {
                        self.mark_used(Declared::Config, w, "");
                        Ref::Config(name)
                    }
                    Declared::Image => Ref::Image(name),
                    Declared::Setting | Declared::Group | Declared::Let | Declared::Param => {
                        let space = if entry.kind == Declared::Setting { "settings" } else { "secrets" };
                        return self.fail(
                            names::unknown("value", w, span, []).help(format!("write `{space}.{w}`")).unsure_fix(
                                format!("`{space}.{w}`"),
                                span,
                                format!("{space}.{w}"),
                            ),
                        );
                    }
                };
                done(Value::Ref(value))
            }
        }
    }

    /// The value of a `let` or `param`, evaluated once, where it is first used.
    fn definition(&mut self, name: &str, entry: &Entry<'t>, used: Span) -> Option<Val> {
        let through = |v: Val| Val { via: v.via.or(Some(used)), ..v };
        self.mark_used(entry.kind, name, "");
        match self.definitions.get(name) {
            Some(Evaluated::Done(v)) => return v.clone().map(through),
            Some(Evaluated::Running(_)) => {
                let chain: Vec<(String, Span)> = self
                    .definitions
                    .iter()
                    .filter_map(|(n, s)| if let Evaluated::Running(at) = s { Some((n.clone(), *at)) } else { None })
                    .collect();
                let d = names::cycle(&chain);
                self.diagnostics.extend(d);
                return None;
            }
            None => {}
        }
        self.definitions.insert(name.to_owned(), Evaluated::Running(entry.span));
        let own = self.own.take();
        let value = match entry.value {
            Definition::Let(e) => self.eval(e),
            Definition::Param(p) => self.param(p),
            Definition::Object => None,
        };
        self.own = own;
        self.definitions.insert(name.to_owned(), Evaluated::Done(value.clone()));
        value.map(through)
    }

    /// Evaluates every `let` and `param`, used or not, so that its faults are reported.
    pub(crate) fn all_definitions(&mut self) {
        let scope = Rc::clone(&self.scope);
        let used = self.used.clone();
        for (name, entry) in &scope.names {
            if !matches!(entry.value, Definition::Object) {
                self.definition(name, entry, entry.span);
            }
        }
        self.used = used;
    }

    fn interpolate(&mut self, s: &'t StringLit) -> Option<Text> {
        let mut text = Text::default();
        let mut good = true;
        for part in &s.parts {
            match part {
                StringPart::Text { text: t, span } => {
                    self.dollars(t, *span);
                    text.push(Part::Literal(t.clone()));
                }
                StringPart::Expr(e) => match self.eval(e) {
                    Some(v) => match printed(&v.value) {
                        Some(t) => text.extend(&t),
                        None => {
                            self.report(values::bad_interpolation(v.value.described(), e.span));
                            good = false;
                        }
                    },
                    None => good = false,
                },
            }
        }
        good.then_some(text)
    }

    fn field(&mut self, base: Val, name: &Word, span: Span) -> Option<Val> {
        let done = |value| Some(Val { value, span, via: None });
        let scope = Rc::clone(&self.scope);
        let n = name.text.as_str();
        let Value::Ref(r) = &base.value else {
            if let Value::Map(entries) = &base.value {
                return match entries.iter().find(|(k, _, _)| k == n) {
                    Some((_, _, v)) => Some(v.clone()),
                    None => self.fail(names::unknown_inside(
                        "the map",
                        "key",
                        n,
                        name.span,
                        entries.iter().map(|e| e.0.as_str()),
                        None,
                    )),
                };
            }
            return self.fail(names::unknown_inside(base.value.described(), "part", n, name.span, [], None));
        };
        match r {
            Ref::Space(Space::Images) => match scope.images.get(n) {
                Some(_) => {
                    self.mark_used(Declared::Image, n, "");
                    done(Value::Ref(Ref::Image(Name::new(n).ok()?)))
                }
                None => self.fail(names::unknown("image", n, name.span, scope.images.keys().map(String::as_str))),
            },
            Ref::Space(Space::Secrets) => {
                let own = scope.secrets.as_ref();
                if own.is_some_and(|k| k.contains_key(n)) {
                    self.mark_used(Declared::Group, "", n);
                    return done(Value::secret(None, n.to_owned()));
                }
                match scope.names.get(n) {
                    Some(e) if e.kind == Declared::Group => {
                        done(Value::Ref(Ref::SecretGroup(Some(Name::new(n).ok()?))))
                    }
                    _ => {
                        let keys = own.into_iter().flatten().map(|(k, _)| k.as_str());
                        let known: Vec<&str> = keys.chain(scope.of_kind(&[Declared::Group])).collect();
                        self.fail(names::unknown("secret", n, name.span, known))
                    }
                }
            }
            Ref::Space(Space::Settings) => match scope.names.get(n) {
                Some(e) if e.kind == Declared::Setting => {
                    self.mark_used(Declared::Setting, n, "");
                    done(Value::setting(EnvName::new(n).ok()?))
                }
                _ => self.fail(names::unknown("setting", n, name.span, scope.of_kind(&[Declared::Setting]))),
            },
            Ref::Space(Space::Pod) => {
                let facts = [
                    ("name", PodFact::Name),
                    ("ip", PodFact::Ip),
                    ("namespace", PodFact::Namespace),
                    ("node", PodFact::Node),
                ];
                match facts.iter().find(|(k, _)| *k == n) {
                    Some((_, f)) => done(Value::pod(*f)),
                    None => self.fail(names::unknown_inside("a pod", "fact", n, name.span, facts.map(|f| f.0), None)),
                }
            }
            Ref::SecretGroup(group) => {
                let g = group.as_ref().map_or("", Name::as_str);
                let entry = scope.names.get(g)?;
                if entry.inner.contains_key(n) {
                    self.mark_used(Declared::Group, g, n);
                    return done(Value::secret(group.clone(), n.to_owned()));
                }
                let owner = format!("the group `{g}`");
                self.fail(names::unknown_inside(
                    &owner,
                    "secret",
                    n,
                    name.span,
                    entry.inner.keys().map(String::as_str),
                    Some(entry.span),
                ))
            }
            Ref::Service(s) => {
                let entry = scope.names.get(s.as_str())?;
                if entry.inner.contains_key(n) {
                    return done(Value::Ref(Ref::Port(PortRef { service: s.clone(), port: Name::new(n).ok()? })));
                }
                if n == "host" {
                    return done(Value::part(Part::Host(s.clone())));
                }
                let owner = format!("service `{s}`");
                self.fail(names::unknown_inside(
                    &owner,
                    "port",
                    n,
                    name.span,
                    entry.inner.keys().map(String::as_str),
                    Some(entry.span),
                ))
            }
            Ref::Port(p) => {
                let mut text = Text::default();
                match n {
                    "address" => {
                        text.push(Part::Host(p.service.clone()));
                        text.push(Part::Literal(String::from(":")));
                        text.push(Part::Port(p.clone()));
                    }
                    "host" => text.push(Part::Host(p.service.clone())),
                    "port" => text.push(Part::Port(p.clone())),
                    _ => {
                        return self.fail(names::unknown_inside(
                            "a port",
                            "part",
                            n,
                            name.span,
                            ["address", "host", "port"],
                            None,
                        ));
                    }
                }
                done(Value::Text(text))
            }
            Ref::Config(c) => self.config_key(&c.clone(), n, name.span, span),
            Ref::Image(i) => {
                let entry = scope.images.get(i.as_str())?;
                if entry.inner.contains_key(n) {
                    self.mark_used(Declared::Image, i.as_str(), n);
                    return done(Value::Ref(Ref::Stage(i.clone(), Name::new(n).ok()?)));
                }
                let owner = format!("image `{i}`");
                self.fail(names::unknown_inside(
                    &owner,
                    "stage",
                    n,
                    name.span,
                    entry.inner.keys().map(String::as_str),
                    Some(entry.span),
                ))
            }
            Ref::Job(_) | Ref::Stage(..) | Ref::Volume(_) | Ref::ConfigKey(..) => {
                let source = self.source(base.span);
                self.fail(names::wrong_kind("a service", r.described(), source, base.span, None))
            }
        }
    }

    fn config_key(&mut self, config: &Name, key: &str, at: Span, span: Span) -> Option<Val> {
        let scope = Rc::clone(&self.scope);
        let entry = scope.names.get(config.as_str())?;
        if entry.inner.contains_key(key) {
            return Some(Val { value: Value::Ref(Ref::ConfigKey(config.clone(), key.to_owned())), span, via: None });
        }
        let owner = format!("config `{config}`");
        self.fail(names::unknown_inside(
            &owner,
            "key",
            key,
            at,
            entry.inner.keys().map(String::as_str),
            Some(entry.span),
        ))
    }

    fn index(&mut self, base: &Val, index: &Val, span: Span) -> Option<Val> {
        match (&base.value, &index.value) {
            (Value::List(items), Value::Int(n)) => match usize::try_from(*n).ok().and_then(|i| items.get(i)) {
                Some(v) => Some(v.clone()),
                None => self.fail(values::out_of_bounds(
                    "the index",
                    &format!("below {}", items.len()),
                    &n.to_string(),
                    index.span,
                )),
            },
            (Value::Map(entries), Value::Text(t)) => {
                let key = t.as_literal().unwrap_or_default();
                match entries.iter().find(|(k, _, _)| k == key) {
                    Some((_, _, v)) => Some(v.clone()),
                    None => self.fail(names::unknown_inside(
                        "the map",
                        "key",
                        key,
                        index.span,
                        entries.iter().map(|e| e.0.as_str()),
                        None,
                    )),
                }
            }
            (Value::Ref(Ref::Config(c)), Value::Text(t)) => {
                let key = t.as_literal().unwrap_or_default().to_owned();
                self.config_key(c, &key, index.span, span)
            }
            (found, _) => self.fail(values::not_indexable(found.described(), base.span)),
        }
    }

    /// The value as the type that is due, or an error.
    pub(crate) fn coerce(&mut self, val: Val, ty: &Ty) -> Option<Val> {
        match fit(&val, ty) {
            Some(value) => Some(Val { value, ..val }),
            None => {
                // The innermost part that does not fit is what is shown.
                let (bad, due) = culprit(&val, ty);
                let source = self.source(bad.span);
                self.fail(values::mismatch(&due, &bad, source))
            }
        }
    }
}

/// How a value is written into a text, where it is.
pub(crate) fn printed(value: &Value) -> Option<Text> {
    match value {
        Value::Text(t) => Some(t.clone()),
        Value::Int(n) => Some(Text::literal(n.to_string())),
        Value::Bool(b) => Some(Text::literal(b.to_string())),
        Value::Ref(Ref::Port(p)) => {
            let mut t = Text::default();
            t.push(Part::Port(p.clone()));
            Some(t)
        }
        _ => None,
    }
}

fn number(n: Number) -> Value {
    match n {
        Number::Int(n) => Value::Int(n),
        Number::Float(f) => Value::Float(f),
        Number::Bytes(n) => Value::Bytes(n),
        Number::MilliCpu(n) => Value::Cpu(n),
        Number::Millis(n) => Value::Duration(n),
        Number::Percent(n) => Value::Percent(n),
        Number::Rate { .. } => Value::Rate,
    }
}

/// The value as that type, if it is one.
fn fit(val: &Val, ty: &Ty) -> Option<Value> {
    let v = &val.value;
    match (ty, v) {
        (Ty::Any, _)
        | (Ty::Text | Ty::String, Value::Text(_))
        | (Ty::Int, Value::Int(_))
        | (Ty::Bytes, Value::Bytes(_))
        | (Ty::Cpu, Value::Cpu(_))
        | (Ty::Duration, Value::Duration(_))
        | (Ty::Percent, Value::Percent(_)) => Some(v.clone()),
        (Ty::Text | Ty::String, Value::Ref(Ref::Port(_))) => printed(v).map(Value::Text),
        (Ty::Cpu, Value::Int(n)) => u64::try_from(*n).ok()?.checked_mul(1000).map(Value::Cpu),
        (Ty::Cpu, Value::Float(f)) => milli(*f).map(Value::Cpu),
        (Ty::Range(inner), Value::Range(l, h)) => {
            let end = |x: &Option<Box<Val>>| match x {
                None => Some(None),
                Some(b) => fit(b, inner).map(|value| Some(Box::new(Val { value, ..(**b).clone() }))),
            };
            Some(Value::Range(end(l)?, end(h)?))
        }
        (Ty::Range(inner), _) => fit(val, inner),
        (Ty::List(inner), Value::List(items)) => items
            .iter()
            .map(|i| fit(i, inner).map(|value| Val { value, ..i.clone() }))
            .collect::<Option<Vec<_>>>()
            .map(Value::List),
        (Ty::OneOf(all), _) => all.iter().find_map(|t| fit(val, t)),
        _ => None,
    }
}

/// Thousandths, where the number has no finer part and is not negative.
fn milli(f: f64) -> Option<u64> {
    let m = f * 1000.0;
    let rounded = m.round();
    if (m - rounded).abs() > 1e-6 || !(0.0..9.0e15).contains(&rounded) {
        return None;
    }
    // In range and whole, by the line above.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    Some(rounded as u64)
}

/// The innermost value that does not fit, with the type it should have.
fn culprit(val: &Val, ty: &Ty) -> (Val, Ty) {
    match (ty, &val.value) {
        (Ty::Range(inner), Value::Range(l, h)) => {
            let bad = [l, h].into_iter().flatten().find(|x| fit(x, inner).is_none());
            bad.map_or_else(|| (val.clone(), *ty), |b| culprit(b, inner))
        }
        (Ty::Range(inner), _) => (val.clone(), **inner),
        (Ty::List(inner), Value::List(items)) => {
            items.iter().find(|i| fit(i, inner).is_none()).map_or_else(|| (val.clone(), *ty), |i| culprit(i, inner))
        }
        (Ty::OneOf(all), Value::List(_)) => {
            all.iter().find(|t| matches!(t, Ty::List(_))).map_or_else(|| (val.clone(), *ty), |t| culprit(val, t))
        }
        _ => (val.clone(), *ty),
    }
}
