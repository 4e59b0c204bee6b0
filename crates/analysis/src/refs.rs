//! Names to values: what a word refers to, and what stands behind its dots.

use std::rc::Rc;

use wharf_diagnostics::Span;
use wharf_model::{EnvName, Name, Part, PodFact, PortRef, Text};
use wharf_syntax::tree::{Expr, ExprKind, Word};

use crate::checker::Checker;
use crate::errors::{names, unfolding, values};
use crate::frames::{Bound, Env};
use crate::index::NameKind;
use crate::scope::Declared;
use crate::types::{Kind, Type};
use crate::value::{Ref, Space, Val, Value};
use crate::vocabulary::Ty;

/// The names that only stand before a dot or brackets.
fn space(w: &str) -> Option<Space> {
    Some(match w {
        "images" => Space::Images,
        "secrets" => Space::Secrets,
        "settings" => Space::Settings,
        "pod" => Space::Pod,
        "services" => Space::Services,
        _ => return None,
    })
}

/// A part of a value, which came the way that the whole came.
pub(crate) fn part_of(whole: &Val, part: &Val, span: Span) -> Val {
    Val { via: whole.via.map(|_| span).or(part.via), ..part.clone() }
}

impl<'t> Checker<'t> {
    pub(crate) fn word(&mut self, w: &str, span: Span) -> Option<Val> {
        let done = |value| Some(Val::new(value, span));
        match w {
            "true" => return done(Value::Bool(true)),
            "false" => return done(Value::Bool(false)),
            "self" => {
                return match self.own.clone() {
                    Some(name) => done(Value::Ref(Ref::Service(name))),
                    None if self.nameless => None,
                    None if self.surveying => done(Value::Opaque(Type::Any)),
                    None => self.fail(names::no_self(span)),
                };
            }
            _ => {}
        }
        if let Some(space) = space(w) {
            return done(Value::Ref(Ref::Space(space)));
        }
        if let Some((at, binding)) = self.frames.find(self.env, w) {
            let binding = binding.clone();
            self.means(span, binding.span, &binding.bound);
            return match &binding.bound {
                Bound::Value(v) => Some(Val { via: Some(span), ..v.clone() }),
                Bound::Let(_) | Bound::Param(_) => self.definition(w, at, &binding, span),
                Bound::Module(_) | Bound::Template(_) => {
                    self.fail(unfolding::no_value(w, binding.bound.described(), span, binding.span))
                }
            };
        }
        let scope = Rc::clone(&self.scope);
        let in_sight = self.frames.get(self.env).is_some_and(|f| f.sees_app);
        if let (false, Some(entry)) = (in_sight, scope.names.get(w)) {
            return self.fail(unfolding::out_of_sight(w, entry.kind.described(), span, entry.span));
        }
        let Some(entry) = scope.names.get(w) else {
            return self.no_such_name(w, span);
        };
        self.index.refers(span, entry.span, entry.kind.into());
        let name = Name::new(w).ok()?;
        let value = match entry.kind {
            Declared::Service => Ref::Service(name),
            Declared::Job => Ref::Job(name),
            Declared::Cron => {
                let found = entry.kind.described();
                return self.fail(names::wrong_kind("a value", found, w, span, Some(entry.span)));
            }
            Declared::Volume => {
                self.mark_used(Declared::Volume, w, "");
                Ref::Volume(name)
            }
            Declared::Config => {
                self.mark_used(Declared::Config, w, "");
                Ref::Config(name)
            }
            Declared::Image => Ref::Image(name),
            Declared::Setting | Declared::Group => {
                let space = if entry.kind == Declared::Setting { "settings" } else { "secrets" };
                return self.fail(names::behind_a_dot(space, w, span));
            }
        };
        done(Value::Ref(value))
    }

    fn no_such_name(&mut self, w: &str, span: Span) -> Option<Val> {
        let scope = Rc::clone(&self.scope);
        if scope.images.contains_key(w) {
            return self.fail(names::behind_a_dot("images", w, span));
        }
        if scope.secrets.as_ref().is_some_and(|k| k.contains_key(w)) {
            return self.fail(names::behind_a_dot("secrets", w, span));
        }
        if self.may_be_unfolded(w) {
            return Some(Val::new(Value::Opaque(Type::Any), span));
        }
        let of_app = self.outer.iter().find_map(|e| self.frames.get(*e).and_then(|f| f.names.get(w)));
        if let Some(b) = of_app {
            let d = unfolding::out_of_sight(w, b.bound.described(), span, b.span);
            return self.fail(d);
        }
        // Where an amount or a plain text is due, only what has a value can be meant.
        let plain = self.due.is_some_and(|d| !matches!(d, Ty::Any | Ty::Text | Ty::List(_)));
        let values = self.names_of(self.env, Bound::is_value);
        let objects = scope.names.keys().filter(|_| !plain);
        let known: Vec<&str> = values.iter().chain(objects).map(String::as_str).collect();
        let mut d = names::unknown("value", w, span, known.iter().copied());
        if let Some((left, right)) = w.split_once('-').filter(|(l, _)| known.contains(l)) {
            d = names::maybe_subtraction(d, left, right, span);
        } else if matches!(self.due, Some(Ty::String | Ty::Text)) {
            d = names::maybe_text(d, w, span);
        }
        self.fail(d)
    }

    /// The image of that bare name, where it is in sight.
    pub(crate) fn image_named(&mut self, w: &str, at: Span, env: Env) -> Option<Value> {
        let in_sight = self.frames.get(env).is_some_and(|f| f.sees_app);
        let declared = self.scope.images.get(w).filter(|_| in_sight)?.span;
        self.index.refers(at, declared, NameKind::Image);
        self.mark_used(Declared::Image, w, "");
        Name::new(w).ok().map(|n| Value::Ref(Ref::Image(n)))
    }

    /// What a used file declares under that name.
    fn of_module(&mut self, module: Env, shown: &str, name: &Word) -> Option<Val> {
        let found = self.frames.get(module).and_then(|f| f.names.get(&name.text)).cloned();
        match found {
            Some(b) if b.bound.is_value() => {
                self.means(name.span, b.span, &b.bound);
                self.definition(&name.text, module, &b, name.span)
            }
            Some(b) => self.fail(unfolding::no_value(&name.text, b.bound.described(), name.span, b.span)),
            None => {
                let known = self.own_names_of(module, Bound::is_value);
                self.fail(unfolding::unknown_in_module(shown, &name.text, name.span, &known))
            }
        }
    }

    /// What stands behind the dot of a value of which only the type is known.
    fn field_of_opaque(&mut self, ty: &Type, name: &Word, base: &Val, span: Span) -> Option<Val> {
        let n = name.text.as_str();
        let found = match ty {
            Type::Any | Type::Ref(Kind::Image | Kind::Config) => Type::Any,
            Type::Map(t) => (**t).clone(),
            Type::Ref(Kind::Service) if n == "host" => Type::Text,
            Type::Ref(Kind::Service) => Type::Ref(Kind::Port),
            Type::Ref(Kind::Port) if ["address", "host", "port"].contains(&n) => Type::Text,
            Type::Optional(_) => {
                let source = self.source(base.via.unwrap_or(base.span));
                return self.fail(values::may_be_absent("a value", base, source));
            }
            _ => return self.fail(names::unknown_inside(ty.described(), "part", n, name.span, [], None)),
        };
        Some(Val::new(Value::Opaque(found), span))
    }

    /// A field, where its base may be a used file.
    pub(crate) fn field_expr(&mut self, base: &'t Expr, name: &'t Word, span: Span) -> Option<Val> {
        if let ExprKind::Word(w) = &base.kind
            && space(w).is_none()
            && w != "self"
            && let Some(module) = self.module(self.env, w, base.span)
        {
            return self.of_module(module, w, name);
        }
        let base = self.expr(base)?;
        self.field(base, name, span)
    }

    pub(crate) fn field(&mut self, base: Val, name: &Word, span: Span) -> Option<Val> {
        // What another condition declares is no fault of a statement that stands under one, too.
        let possible = matches!(base.value, Value::Ref(_))
            && self.may_be_unfolded(&name.text)
            && self.frames.get(self.env).is_some_and(|f| f.sees_app);
        if possible && self.quietly(|c| c.field_of(base.clone(), name, span)).is_none() {
            return Some(Val::new(Value::Opaque(Type::Any), span));
        }
        self.field_of(base, name, span)
    }

    fn field_of(&mut self, base: Val, name: &Word, span: Span) -> Option<Val> {
        let done = |value| Some(Val::new(value, span));
        let scope = Rc::clone(&self.scope);
        let n = name.text.as_str();
        if let Value::Opaque(ty) = &base.value {
            return self.field_of_opaque(&ty.clone(), name, &base, span);
        }
        if matches!(&base.value, Value::Ref(Ref::Space(s)) if *s != Space::Pod)
            && !self.frames.get(self.env).is_some_and(|f| f.sees_app)
        {
            return self.fail(unfolding::space_out_of_sight(self.source(base.span), span));
        }
        let Value::Ref(r) = &base.value else {
            if let Value::Map(entries) = &base.value {
                return match entries.iter().find(|(k, _, _)| k == n) {
                    Some((_, _, v)) => Some(part_of(&base, v, span)),
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
            let d = names::unknown_inside(base.value.described(), "part", n, name.span, [], None);
            return self.fail(match &base.value {
                Value::Text(_) => d.help(format!(
                    "a service of a computed name is `services[{}]`",
                    self.source(base.via.unwrap_or(base.span))
                )),
                _ => d,
            });
        };
        match r {
            Ref::Space(Space::Images) => match scope.images.get(n) {
                Some(entry) => {
                    self.mark_used(Declared::Image, n, "");
                    self.index.refers(name.span, entry.span, NameKind::Image);
                    done(Value::Ref(Ref::Image(Name::new(n).ok()?)))
                }
                None => self.fail(names::unknown("image", n, name.span, scope.images.keys().map(String::as_str))),
            },
            Ref::Space(Space::Secrets) => {
                let own = scope.secrets.as_ref();
                if let Some(declared) = own.and_then(|k| k.get(n)) {
                    self.mark_used(Declared::Group, "", n);
                    self.index.refers(name.span, *declared, NameKind::Secret);
                    return done(Value::secret(None, n.to_owned()));
                }
                match scope.names.get(n) {
                    Some(e) if e.kind == Declared::Group => {
                        self.index.refers(name.span, e.span, NameKind::SecretGroup);
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
                    self.index.refers(name.span, e.span, NameKind::Setting);
                    done(Value::setting(EnvName::new(n).ok()?))
                }
                _ => self.fail(names::unknown("setting", n, name.span, scope.of_kind(&[Declared::Setting]))),
            },
            Ref::Space(Space::Services) => {
                let d = names::by_bare_name(n, span);
                self.fail(d)
            }
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
                if let Some(declared) = entry.inner.get(n) {
                    self.mark_used(Declared::Group, g, n);
                    self.index.refers(name.span, *declared, NameKind::Secret);
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
                if let Some(declared) = entry.inner.get(n) {
                    self.index.refers(name.span, *declared, NameKind::Port);
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
                if let Some(declared) = entry.inner.get(n) {
                    self.mark_used(Declared::Image, i.as_str(), n);
                    self.index.refers(name.span, *declared, NameKind::Stage);
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

    pub(crate) fn config_key(&mut self, config: &Name, key: &str, at: Span, span: Span) -> Option<Val> {
        let scope = Rc::clone(&self.scope);
        let entry = scope.names.get(config.as_str())?;
        if let Some(declared) = entry.inner.get(key) {
            self.index.refers(at, *declared, NameKind::ConfigKey);
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
}
