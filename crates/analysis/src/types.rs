//! The types of `param`s, and values to the types that slots ask for.

use std::fmt;
use std::rc::Rc;

use wharf_diagnostics::Span;
use wharf_model::{Name, PortRef, Text};
use wharf_syntax::tree::{self, TypeAlt, TypeAltKind};

use crate::checker::Checker;
use crate::errors::{values, words};
use crate::texts::printed;
use crate::value::{Ref, Val, Value};
use crate::vocabulary::Ty;

/// The types that have a name. A list, a map and a range take the type of what they hold.
const TYPES: &[&str] = &[
    "string", "int", "float", "bool", "bytes", "cpu", "duration", "percent", "rate", "list", "map", "range", "service",
    "job", "port", "image", "volume", "config",
];

/// What is known of a value without knowing it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Type {
    /// It is not known either.
    Any,
    Text,
    Int,
    Float,
    Bool,
    Bytes,
    Cpu,
    Duration,
    Percent,
    Rate,
    /// One of these texts.
    Words(Rc<[String]>),
    Range(Rc<Type>),
    List(Rc<Type>),
    Map(Rc<Type>),
    /// It may be absent.
    Optional(Rc<Type>),
    Ref(Kind),
}

/// The kinds of declarations that a value can refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Service,
    Job,
    Port,
    Image,
    Volume,
    Config,
}

impl Type {
    pub(crate) fn described(&self) -> &'static str {
        match self {
            Self::Optional(_) => "a value that may be absent",
            _ => self.sample().map_or("a value", |v| v.described()),
        }
    }

    /// Some value of the type; none of those that may be anything, or nothing.
    pub(crate) fn sample(&self) -> Option<Value> {
        let name = || Name::new("x").ok();
        let val = |t: &Self| t.sample().map(|v| Val::new(v, Span::default()));
        Some(match self {
            Self::Any | Self::Optional(_) => return None,
            Self::Text => Value::Text(Text::literal("1")),
            Self::Int => Value::Int(1),
            Self::Float => Value::Float(1.0),
            Self::Bool => Value::Bool(true),
            Self::Bytes => Value::Bytes(1),
            Self::Cpu => Value::Cpu(1),
            Self::Duration => Value::Duration(1),
            Self::Percent => Value::Percent(1),
            Self::Rate => Value::Rate { count: 1, per_millis: 1000 },
            Self::Words(all) => Value::Text(Text::literal(all.first().map_or("", String::as_str))),
            Self::Range(t) => Value::Range(val(t).map(Box::new), val(t).map(Box::new)),
            Self::List(t) => Value::List(val(t).into_iter().collect()),
            Self::Map(t) => Value::Map(val(t).map(|v| (String::from("x"), Span::default(), v)).into_iter().collect()),
            Self::Ref(kind) => Value::Ref(match kind {
                Kind::Service => Ref::Service(name()?),
                Kind::Job => Ref::Job(name()?),
                Kind::Port => Ref::Port(PortRef { service: name()?, port: name()? }),
                Kind::Image => Ref::Image(name()?),
                Kind::Volume => Ref::Volume(name()?),
                Kind::Config => Ref::Config(name()?),
            }),
        })
    }

    /// The type of a value.
    pub(crate) fn of(value: &Value) -> Self {
        let common = |mut all: Box<dyn Iterator<Item = Self> + '_>| {
            let first = all.next().unwrap_or(Self::Any);
            Rc::new(if all.all(|t| t == first) { first } else { Self::Any })
        };
        match value {
            Value::Text(_) => Self::Text,
            Value::Int(_) => Self::Int,
            Value::Float(_) => Self::Float,
            Value::Bool(_) => Self::Bool,
            Value::Bytes(_) => Self::Bytes,
            Value::Cpu(_) => Self::Cpu,
            Value::Duration(_) => Self::Duration,
            Value::Percent(_) => Self::Percent,
            Value::Rate { .. } => Self::Rate,
            Value::Range(low, high) => {
                Self::Range(common(Box::new([low, high].into_iter().flatten().map(|v| Self::of(&v.value)))))
            }
            Value::List(items) => Self::List(common(Box::new(items.iter().map(|v| Self::of(&v.value))))),
            Value::Map(entries) => Self::Map(common(Box::new(entries.iter().map(|(_, _, v)| Self::of(&v.value))))),
            Value::Ref(r) => match r {
                Ref::Service(_) => Self::Ref(Kind::Service),
                Ref::Job(_) => Self::Ref(Kind::Job),
                Ref::Port(_) => Self::Ref(Kind::Port),
                Ref::Image(_) => Self::Ref(Kind::Image),
                Ref::Volume(_) => Self::Ref(Kind::Volume),
                Ref::Config(_) => Self::Ref(Kind::Config),
                Ref::Space(_) | Ref::Stage(..) | Ref::ConfigKey(..) | Ref::SecretGroup(_) => Self::Any,
            },
            Value::Absent => Self::Optional(Rc::new(Self::Any)),
            Value::Opaque(t) => t.clone(),
        }
    }

    /// The value as one of this type; `None` where it is of another.
    pub(crate) fn fit(&self, val: &Val) -> Option<Value> {
        let v = &val.value;
        let inner = |t: &Self, v: &Val| t.fit(v).map(|value| Val { value, ..v.clone() });
        match (self, v) {
            (Self::Any, _) | (Self::Optional(_), Value::Absent) => Some(v.clone()),
            (Self::Optional(t), Value::Opaque(Self::Optional(o))) => {
                t.fit(&Val::new(Value::Opaque((**o).clone()), val.span)).map(|_| v.clone())
            }
            (Self::Optional(t), _) => t.fit(val),
            (_, Value::Opaque(Self::Any)) => Some(v.clone()),
            (Self::Words(all), Value::Opaque(Self::Words(some))) => {
                some.iter().all(|w| all.contains(w)).then(|| v.clone())
            }
            // Which text it is shows once it is known.
            (Self::Words(_), Value::Opaque(Self::Text)) => Some(v.clone()),
            (_, Value::Opaque(t)) => {
                let sample = Val::new(t.sample()?, val.span);
                self.fit(&sample).map(|_| v.clone())
            }
            (Self::Words(all), Value::Text(t)) => {
                t.as_literal().filter(|t| all.iter().any(|w| w == t)).map(|_| v.clone())
            }
            (Self::Float, Value::Int(n)) => {
                // Numbers of a source stay exact in a float.
                i32::try_from(*n).ok().map(|n| Value::Float(f64::from(n)))
            }
            (Self::Cpu, _) => fit(val, &Ty::Cpu),
            (Self::Range(t), Value::Range(low, high)) => {
                let end = |x: &Option<Box<Val>>| match x {
                    None => Some(None),
                    Some(b) => inner(t, b).map(|v| Some(Box::new(v))),
                };
                Some(Value::Range(end(low)?, end(high)?))
            }
            // One value stands for both ends.
            (Self::Range(t), _) => {
                let end = || inner(t, val).map(Box::new);
                end().map(|low| Value::Range(Some(low), end()))
            }
            (Self::List(t), Value::List(items)) => {
                items.iter().map(|i| inner(t, i)).collect::<Option<_>>().map(Value::List)
            }
            (Self::Map(t), Value::Map(entries)) => entries
                .iter()
                .map(|(k, s, v)| inner(t, v).map(|v| (k.clone(), *s, v)))
                .collect::<Option<_>>()
                .map(Value::Map),
            (Self::Text, Value::Ref(Ref::Port(_))) => printed(v).map(Value::Text),
            _ => (Self::of(v) == *self).then(|| v.clone()),
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words(all) => {
                let quoted: Vec<String> = all.iter().map(|w| format!("\"{w}\"")).collect();
                write!(f, "one of {}", quoted.join(", "))
            }
            Self::Range(t) => write!(f, "{t}, or a range of two"),
            Self::List(t) if **t != Self::Any => write!(f, "a list, each item being {t}"),
            Self::Map(t) if **t != Self::Any => write!(f, "a map, each value being {t}"),
            Self::Optional(t) => t.fmt(f),
            _ => f.write_str(self.described()),
        }
    }
}

impl Checker<'_> {
    /// The type that a declaration names; `None` where there is none of that name, which is reported.
    pub(crate) fn type_of(&mut self, ty: &tree::Type) -> Option<Type> {
        let words: Vec<String> = ty.alternatives.iter().filter_map(word_of).collect();
        if !words.is_empty() {
            if let Some(other) = ty.alternatives.iter().find(|a| word_of(a).is_none()) {
                return self.fail(values::mixed_alternatives(other.span));
            }
            let set = Type::Words(words.into());
            let optional = ty.alternatives.iter().any(|a| a.optional);
            return Some(if optional { Type::Optional(Rc::new(set)) } else { set });
        }
        let [only] = ty.alternatives.as_slice() else {
            return match ty.alternatives.get(1) {
                Some(second) => self.fail(values::mixed_alternatives(second.span)),
                // It did not parse, which is reported.
                None => None,
            };
        };
        let TypeAltKind::Named { name, arg } = &only.kind else { return None };
        let inner = match arg {
            Some(arg) => Some(self.type_of(arg)?),
            None => None,
        };
        let takes_one = matches!(name.text.as_str(), "list" | "map" | "range");
        if inner.is_some() && !takes_one {
            return self.fail(values::type_takes_none(&name.text, only.span));
        }
        let of = |t: Option<Type>| Rc::new(t.unwrap_or(Type::Any));
        let found = match name.text.as_str() {
            "string" => Type::Text,
            "int" => Type::Int,
            "float" => Type::Float,
            "bool" => Type::Bool,
            "bytes" => Type::Bytes,
            "cpu" => Type::Cpu,
            "duration" => Type::Duration,
            "percent" => Type::Percent,
            "rate" => Type::Rate,
            "list" => Type::List(of(inner)),
            "map" => Type::Map(of(inner)),
            "range" => Type::Range(of(inner)),
            "service" => Type::Ref(Kind::Service),
            "job" => Type::Ref(Kind::Job),
            "port" => Type::Ref(Kind::Port),
            "image" => Type::Ref(Kind::Image),
            "volume" => Type::Ref(Kind::Volume),
            "config" => Type::Ref(Kind::Config),
            _ => return self.fail(words::unknown_type(&name.text, TYPES, name.span)),
        };
        Some(if only.optional { Type::Optional(Rc::new(found)) } else { found })
    }

    /// The value as one of a declared type, or an error.
    pub(crate) fn as_type(&mut self, val: Val, ty: &Type) -> Option<Val> {
        if let Some(value) = ty.fit(&val) {
            return Some(Val { value, ..val });
        }
        if let (Type::Words(all), Value::Text(_)) = (ty, &val.value) {
            let text = self.literal(&val, "the value")?;
            let choices: Vec<&str> = all.iter().map(String::as_str).collect();
            return self.fail(values::not_one_of(&text.value, &choices, val.via.unwrap_or(val.span)));
        }
        let plain = match ty {
            Type::Text => Some(Ty::String),
            Type::Int => Some(Ty::Int),
            Type::Bytes => Some(Ty::Bytes),
            Type::Cpu => Some(Ty::Cpu),
            Type::Duration => Some(Ty::Duration),
            Type::Percent => Some(Ty::Percent),
            _ => None,
        };
        if let Some(due) = plain {
            let source = self.source(val.span);
            return self.fail(values::mismatch(&due, &val, source));
        }
        if let (Type::List(t), Value::List(items)) = (ty, &val.value)
            && let Some(bad) = items.iter().find(|i| t.fit(i).is_none())
        {
            return self.as_type(bad.clone(), t);
        }
        if let (Type::Map(t), Value::Map(entries)) = (ty, &val.value)
            && let Some((_, _, bad)) = entries.iter().find(|(_, _, v)| t.fit(v).is_none())
        {
            return self.as_type(bad.clone(), t);
        }
        if let Type::Optional(t) = ty {
            return self.as_type(val, t);
        }
        self.fail(values::other_type(&ty.to_string(), &val))
    }

    /// The value as the type that is due, or an error.
    pub(crate) fn coerce(&mut self, val: Val, ty: &Ty) -> Option<Val> {
        match fit(&val, ty) {
            Some(value) => Some(Val { value, ..val }),
            None => {
                if matches!(val.value, Value::Absent | Value::Opaque(Type::Optional(_))) {
                    let source = self.source(val.via.unwrap_or(val.span));
                    return self.fail(values::may_be_absent(&ty.to_string(), &val, source));
                }
                if let (Ty::List(inner), Value::List(items)) = (ty, &val.value) {
                    for item in items {
                        self.coerce(item.clone(), inner);
                    }
                    return None;
                }
                // The innermost part that does not fit is what is shown.
                let (bad, due) = culprit(&val, ty);
                let source = self.source(bad.span);
                self.fail(values::mismatch(&due, &bad, source))
            }
        }
    }
}

fn word_of(alt: &TypeAlt) -> Option<String> {
    if let TypeAltKind::Word(s) = &alt.kind { s.as_plain().map(str::to_owned) } else { None }
}

/// The value as that type, if it is one.
fn fit(val: &Val, ty: &Ty) -> Option<Value> {
    let v = &val.value;
    match (ty, v) {
        (Ty::Any, Value::Absent) => None,
        (Ty::Any, _)
        | (_, Value::Opaque(Type::Any))
        | (Ty::Text | Ty::String, Value::Text(_))
        | (Ty::Int, Value::Int(_))
        | (Ty::Bytes, Value::Bytes(_))
        | (Ty::Cpu, Value::Cpu(_))
        | (Ty::Duration, Value::Duration(_))
        | (Ty::Percent, Value::Percent(_)) => Some(v.clone()),
        (_, Value::Opaque(t)) => fit(&Val::new(t.sample()?, val.span), ty).map(|_| v.clone()),
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
