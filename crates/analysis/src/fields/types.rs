//! The types of fields, and the versions that have them.

use std::fmt::Write as _;

use wharf_model::KubernetesVersion;

/// An object of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId(pub(super) usize);

/// One of the types that a field may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// A text.
    Text,
    /// A whole number.
    Int,
    /// A number.
    Number,
    /// `true` or `false`.
    Bool,
    /// An amount as Kubernetes writes it: `500m`, `2Gi`.
    Quantity,
    /// A whole number, or a text: a port's name, or `25%`.
    IntOrText,
    /// Bytes in base64.
    Base64,
    /// A time as RFC 3339 writes it.
    Time,
    /// An amount of memory as Compose writes it.
    Memory,
    /// An amount of CPU as Compose writes it.
    Cores,
    /// A duration as Go writes it.
    Duration,
    /// Whatever it is.
    Any,
    /// One of these words.
    Words(Vec<&'static str>),
    /// A list.
    List {
        /// What an item may be.
        of: Vec<Self>,
        /// The field that items are known by.
        by: Option<&'static str>,
    },
    /// Keys of the user's, and what stands behind each.
    Map(Vec<Self>),
    /// An object with fields of its own.
    Object(ObjectId),
}

/// The types of one field as a message names them, with their article.
#[must_use]
pub fn described(types: &[Type]) -> String {
    let mut out: Vec<String> = Vec::new();
    for t in types {
        let one = match t {
            Type::Text => String::from("a text"),
            Type::Int => String::from("a whole number"),
            Type::Number => String::from("a number"),
            Type::Bool => String::from("a truth value"),
            Type::Quantity => String::from("a quantity"),
            Type::IntOrText => String::from("a whole number or a text"),
            Type::Base64 => String::from("a text in base64"),
            Type::Time => String::from("a time"),
            Type::Memory => String::from("an amount of memory"),
            Type::Cores => String::from("an amount of CPU"),
            Type::Duration => String::from("a duration"),
            Type::Any => String::from("a value"),
            Type::Words(words) => format!("one of {}", wharf_diagnostics::list_some(words.iter().copied())),
            Type::List { .. } => String::from("a list"),
            Type::Map(_) | Type::Object(_) => String::from("a map"),
        };
        if !out.contains(&one) {
            out.push(one);
        }
    }
    let mut text = String::new();
    for (i, one) in out.iter().enumerate() {
        let between = match i {
            0 => "",
            _ if i + 1 == out.len() => " or ",
            _ => ", ",
        };
        // Writing to a text cannot fail.
        let _ = write!(text, "{between}{one}");
    }
    text
}

/// The versions of Kubernetes that have something: a bit for each of [`KubernetesVersion::ALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Versions(pub(super) u8);

impl Versions {
    /// Whether a version has it.
    #[must_use]
    pub fn has(self, version: KubernetesVersion) -> bool {
        let at = KubernetesVersion::ALL.iter().position(|v| *v == version);
        at.is_some_and(|bit| self.0 >> bit & 1 == 1)
    }

    /// The first version that has it, unless the oldest that is known does.
    #[must_use]
    pub fn since(self) -> Option<KubernetesVersion> {
        let first = KubernetesVersion::ALL.into_iter().find(|v| self.has(*v));
        first.filter(|v| Some(v) != KubernetesVersion::ALL.first())
    }

    /// The first version that has it no more, unless the newest still does.
    #[must_use]
    pub fn until(self) -> Option<KubernetesVersion> {
        let last = KubernetesVersion::ALL.into_iter().rposition(|v| self.has(v))?;
        KubernetesVersion::ALL.get(last + 1).copied()
    }
}

/// Reads a type as the generator writes it; what it does not know is [`Type::Any`].
pub(super) fn parse(text: &'static str) -> Vec<Type> {
    let mut reader = Reader { rest: text };
    reader.alternatives()
}

struct Reader {
    rest: &'static str,
}

impl Reader {
    fn take(&mut self, c: char) -> bool {
        let stripped = self.rest.strip_prefix(c);
        self.rest = stripped.unwrap_or(self.rest);
        stripped.is_some()
    }

    fn until(&mut self, end: char) -> &'static str {
        let (before, after) = self.rest.split_once(end).unwrap_or((self.rest, ""));
        self.rest = after;
        before
    }

    /// The generator nests types a few levels deep; each level takes a character.
    fn alternatives(&mut self) -> Vec<Type> {
        let mut out = vec![self.one()];
        while self.take('|') {
            out.push(self.one());
        }
        out
    }

    /// What stands inside a list or a map.
    fn inner(&mut self) -> Vec<Type> {
        if !self.take('(') {
            return vec![self.one()];
        }
        let out = self.alternatives();
        self.take(')');
        out
    }

    fn one(&mut self) -> Type {
        let digits = self.rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(self.rest.len());
        if let Some((number, rest)) = self.rest.split_at_checked(digits).filter(|(n, _)| !n.is_empty()) {
            self.rest = rest;
            return number.parse().map_or(Type::Any, |n| Type::Object(ObjectId(n)));
        }
        let mut rest = self.rest.chars();
        let letter = rest.next();
        self.rest = rest.as_str();
        match letter {
            Some('s') => Type::Text,
            Some('i') => Type::Int,
            Some('f') => Type::Number,
            Some('b') => Type::Bool,
            Some('q') => Type::Quantity,
            Some('o') => Type::IntOrText,
            Some('y') => Type::Base64,
            Some('t') => Type::Time,
            Some('m') => Type::Memory,
            Some('c') => Type::Cores,
            Some('d') => Type::Duration,
            Some('e') => {
                self.take('(');
                Type::Words(self.until(')').split(',').collect())
            }
            Some('[') => {
                // `[name:12`: the field comes before a colon, which no type has.
                let by = self.rest.split_once(':').map(|(by, _)| by);
                let by = by.filter(|by| by.bytes().all(|b| b.is_ascii_alphanumeric()));
                if by.is_some() {
                    self.until(':');
                }
                Type::List { of: self.inner(), by }
            }
            Some('{') => Type::Map(self.inner()),
            _ => Type::Any,
        }
    }
}
