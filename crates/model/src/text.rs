//! Strings that are made of parts, because some parts are known only when deploying.

use crate::{EnvName, Name};

/// A string as a list of parts. Adjacent literals are one; empty ones are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Text {
    parts: Vec<Part>,
}

/// One part of a [`Text`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// Known now, and the same in every target. Never interpolated again: `$` is a dollar sign.
    Literal(String),
    /// A secret's value: never written into any output.
    Secret(SecretRef),
    /// A setting's value, by the setting's name.
    Setting(EnvName),
    /// The host name under which a service is reached.
    Host(Name),
    /// The number of the port under which a service is reached.
    Port(PortRef),
    /// A fact of the running instance.
    Pod(PodFact),
}

/// A key of a group of secrets.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SecretRef {
    /// The group; `None` is the app's own.
    pub group: Option<Name>,
    /// The key.
    pub key: String,
}

/// A port of a service.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PortRef {
    /// The service.
    pub service: Name,
    /// The port's name there.
    pub port: Name,
}

/// What an instance knows about itself when it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PodFact {
    /// Its name.
    Name,
    /// Its address.
    Ip,
    /// Its namespace.
    Namespace,
    /// The node it runs on.
    Node,
}

impl Text {
    /// A text that is known now.
    #[must_use]
    pub fn literal(text: impl Into<String>) -> Self {
        let mut out = Self::default();
        out.push(Part::Literal(text.into()));
        out
    }

    /// Adds a part at the end.
    pub fn push(&mut self, part: Part) {
        match (self.parts.last_mut(), part) {
            (_, Part::Literal(new)) if new.is_empty() => {}
            (Some(Part::Literal(last)), Part::Literal(new)) => last.push_str(&new),
            (_, part) => self.parts.push(part),
        }
    }

    /// Adds all parts of another text.
    pub fn extend(&mut self, other: &Self) {
        for part in &other.parts {
            self.push(part.clone());
        }
    }

    /// The parts.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The text, where all of it is known now.
    #[must_use]
    pub fn as_literal(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Literal(s)] => Some(s),
            _ => None,
        }
    }

    /// The first secret in it.
    #[must_use]
    pub fn secret(&self) -> Option<&SecretRef> {
        self.parts.iter().find_map(|p| match p {
            Part::Secret(s) => Some(s),
            Part::Literal(_) | Part::Setting(_) | Part::Host(_) | Part::Port(_) | Part::Pod(_) => None,
        })
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::literal(text)
    }
}
