//! Names to values: what a word refers to, and what stands behind its dots.

use std::rc::Rc;

use wharf_diagnostics::Span;
use wharf_model::{EnvName, Name, Part, PodFact, PortRef, Text};
use wharf_syntax::tree::Word;

use crate::checker::Checker;
use crate::errors::{names, values};
use crate::scope::{Declared, Definition};
use crate::value::{Ref, Space, Val, Value};
use crate::vocabulary::Ty;

impl<'t> Checker<'t> {
    pub(crate) fn word(&mut self, w: &str, span: Span) -> Option<Val> {
        let done = |value| Some(Val::new(value, span));
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
                    None if self.nameless => None,
                    None => self.fail(names::no_self(span)),
                };
            }
            _ => {}
        }
        let scope = Rc::clone(&self.scope);
        let Some(entry) = scope.names.get(w) else {
            if scope.images.contains_key(w) {
                return self.fail(names::behind_a_dot("images", w, span));
            }
            if scope.secrets.as_ref().is_some_and(|k| k.contains_key(w)) {
                return self.fail(names::behind_a_dot("secrets", w, span));
            }
            // Where an amount or a plain text is due, only what has a value can be meant.
            let plain = self.due.is_some_and(|d| !matches!(d, Ty::Any | Ty::Text | Ty::List(_)));
            let fits = |k: Declared| !plain || matches!(k, Declared::Let | Declared::Param);
            let known: Vec<&str> = scope.names.iter().filter(|(_, e)| fits(e.kind)).map(|(n, _)| n.as_str()).collect();
            let mut d = names::unknown("value", w, span, known.iter().copied());
            if let Some((left, right)) = w.split_once('-').filter(|(l, _)| scope.names.contains_key(*l)) {
                d = names::maybe_subtraction(d, left, right, span);
            } else if matches!(self.due, Some(Ty::String | Ty::Text)) {
                d = names::maybe_text(d, w, span);
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
                        return self.fail(names::behind_a_dot(space, w, span));
                    }
                };
                done(Value::Ref(value))
            }
        }
    }

    pub(crate) fn field(&mut self, base: Val, name: &Word, span: Span) -> Option<Val> {
        let done = |value| Some(Val::new(value, span));
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
            return Some(Val::new(Value::Ref(Ref::ConfigKey(config.clone(), key.to_owned())), span));
        }
        if let Some(whole) = entry.inner.keys().find(|k| k.strip_prefix(key).is_some_and(|rest| rest.starts_with('.')))
        {
            return self.fail(names::key_with_dots(config.as_str(), whole, span));
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

    pub(crate) fn index(&mut self, base: &Val, index: &Val, span: Span) -> Option<Val> {
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
            (Value::Map(entries), Value::Text(_)) => {
                let key = self.literal(index, "the key")?.value;
                let key = key.as_str();
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
            (Value::Ref(Ref::Config(c)), Value::Text(_)) => {
                let key = self.literal(index, "the key")?.value;
                self.config_key(c, &key, index.span, span)
            }
            (found, _) => self.fail(values::not_indexable(found.described(), base.span)),
        }
    }
}
