//! What an expression evaluates to.

use wharf_diagnostics::{FileId, Span};
use wharf_model::{EnvName, Name, OriginId, Part, PodFact, PortRef, SecretRef, Text};

use crate::types::Type;

/// A value, where it was written, and the reference it came through, if any.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Val {
    pub(crate) value: Value,
    pub(crate) span: Span,
    pub(crate) via: Option<Span>,
    /// Where in a text of several parts the first secret comes in.
    pub(crate) secret: Option<Spot>,
    /// Where in a text of several parts the first other part comes in that is known only when
    /// deploying.
    pub(crate) late: Option<Spot>,
    /// The loop or template that the expression stands in.
    pub(crate) within: Option<OriginId>,
    /// Whether it might have been absent.
    pub(crate) optional: bool,
    /// The file that its beginning was written in, where that is not the one of its span.
    pub(crate) lead: Option<FileId>,
}

/// Where a part of a text comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    /// The place in the text.
    pub(crate) at: Span,
    /// Where it stands in the `let` that it came through.
    pub(crate) from: Option<Span>,
}

impl Val {
    /// A value that is written in place.
    pub(crate) fn new(value: Value, span: Span) -> Self {
        Self { value, span, via: None, secret: None, late: None, within: None, optional: false, lead: None }
    }

    /// A text that is known.
    pub(crate) fn text(text: &str, span: Span) -> Self {
        Self::new(Value::Text(Text::literal(text)), span)
    }

    /// The smallest place that shows its first secret or, where it has none, the first other part
    /// that is known only when deploying.
    pub(crate) fn spot(&self) -> Spot {
        let inner = self.secret.or(self.late);
        match (self.via, inner) {
            (Some(used), inner) => Spot { at: used, from: Some(inner.map_or(self.span, |s| s.from.unwrap_or(s.at))) },
            (None, Some(inner)) => inner,
            (None, None) => Spot { at: self.span, from: None },
        }
    }

    /// Takes over where the parts of `other`, which is a part of this text, come in.
    pub(crate) fn takes(&mut self, other: &Self) {
        let Value::Text(text) = &other.value else { return };
        if text.secret().is_some() {
            self.secret = self.secret.or(Some(other.spot()));
        } else if text.as_literal().is_none() {
            self.late = self.late.or(Some(other.spot()));
        }
    }
}

/// The values of the language.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Text(Text),
    Int(i64),
    Float(f64),
    Bool(bool),
    Bytes(u64),
    Cpu(u64),
    Duration(u64),
    Percent(u64),
    /// So many in so many milliseconds.
    Rate {
        count: u64,
        per_millis: u64,
    },
    Range(Option<Box<Val>>, Option<Box<Val>>),
    List(Vec<Val>),
    Map(Vec<(String, Span, Val)>),
    Ref(Ref),
    /// Nothing: a `T?` that was given no value.
    Absent,
    /// A value of this type that is not known: while what is not unfolded is checked, and where a
    /// `param` was given no value.
    Opaque(Type),
}

/// A reference to something that is declared.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Ref {
    /// `images`, `secrets`, `settings`, `pod`: the names before a dot.
    Space(Space),
    Service(Name),
    Port(PortRef),
    Job(Name),
    Image(Name),
    Stage(Name, Name),
    Volume(Name),
    Config(Name),
    ConfigKey(Name, String),
    SecretGroup(Option<Name>),
}

/// The names that only stand before a dot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Space {
    Images,
    Secrets,
    Settings,
    Pod,
    /// Only before brackets: `services[name]`.
    Services,
}

impl Value {
    pub(crate) fn part(part: Part) -> Self {
        let mut text = Text::default();
        text.push(part);
        Self::Text(text)
    }

    pub(crate) fn secret(group: Option<Name>, key: String) -> Self {
        Self::part(Part::Secret(SecretRef { group, key }))
    }

    pub(crate) fn setting(name: EnvName) -> Self {
        Self::part(Part::Setting(name))
    }

    pub(crate) fn pod(fact: PodFact) -> Self {
        Self::part(Part::Pod(fact))
    }

    /// Whether nothing in it is unknown.
    pub(crate) fn is_known(&self) -> bool {
        let mut todo = vec![self];
        while let Some(value) = todo.pop() {
            match value {
                Self::Opaque(_) => return false,
                Self::List(items) => todo.extend(items.iter().map(|i| &i.value)),
                Self::Map(entries) => todo.extend(entries.iter().map(|(_, _, v)| &v.value)),
                Self::Range(low, high) => todo.extend([low, high].into_iter().flatten().map(|v| &v.value)),
                _ => {}
            }
        }
        true
    }

    /// The value with samples in place of what is not known of it; `None` where even the type of some
    /// part is not.
    pub(crate) fn sampled(&self) -> Option<Self> {
        let of = |v: &Val| v.value.sampled().map(|value| Val { value, ..v.clone() });
        let end = |v: &Option<Box<Val>>| v.as_deref().map_or(Some(None), |v| of(v).map(|v| Some(Box::new(v))));
        Some(match self {
            Self::Opaque(t) => return t.sample(),
            Self::List(items) => Self::List(items.iter().map(of).collect::<Option<_>>()?),
            Self::Map(entries) => {
                let entry = |(k, at, v): &(String, Span, Val)| of(v).map(|v| (k.clone(), *at, v));
                Self::Map(entries.iter().map(entry).collect::<Option<_>>()?)
            }
            Self::Range(low, high) => Self::Range(end(low)?, end(high)?),
            known => known.clone(),
        })
    }

    /// What it is, with its article, for a message.
    pub(crate) fn described(&self) -> &'static str {
        match self {
            Self::Text(t) => match t.parts() {
                [Part::Secret(_)] => "a secret",
                [Part::Setting(_)] => "a setting",
                [Part::Pod(_)] => "a fact of the pod",
                [Part::Host(_)] => "the host of a service",
                [Part::Port(_)] => "the port of a service",
                _ => "a text",
            },
            Self::Int(_) => "a whole number",
            Self::Float(_) => "a number",
            Self::Bool(_) => "a truth value",
            Self::Bytes(_) => "an amount of memory",
            Self::Cpu(_) => "an amount of CPU",
            Self::Duration(_) => "a duration",
            Self::Percent(_) => "a percentage",
            Self::Rate { .. } => "a rate",
            Self::Range(..) => "a range",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
            Self::Ref(r) => r.described(),
            Self::Absent => "nothing",
            Self::Opaque(t) => t.described(),
        }
    }
}

impl Ref {
    pub(crate) fn described(&self) -> &'static str {
        match self {
            Self::Space(Space::Images) => "all images",
            Self::Space(Space::Secrets) | Self::SecretGroup(_) => "a group of secrets",
            Self::Space(Space::Settings) => "all settings",
            Self::Space(Space::Pod) => "the facts of the pod",
            Self::Space(Space::Services) => "all services",
            Self::Service(_) => "a service",
            Self::Port(_) => "a port",
            Self::Job(_) => "a job",
            Self::Image(_) => "an image",
            Self::Stage(..) => "a stage",
            Self::Volume(_) => "a volume",
            Self::Config(_) => "a config",
            Self::ConfigKey(..) => "a key of a config",
        }
    }
}
