//! Where a leaf of the model came from.

use std::ops::Deref;

use wharf_diagnostics::Span;

/// An index into the [`Origins`] of an app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OriginId(u32);

/// Where a value was written, and what it came through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The source that says it.
    pub span: Span,
    /// What brought it here, if it is not written in place.
    pub via: Option<Via>,
    /// The loop or template that its statement came through, if any: an origin whose `via` says
    /// which, and which may stand in another.
    pub within: Option<OriginId>,
}

/// What a value came through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Via {
    /// A default of the language: nobody wrote it; the span is what it applies to. The text says
    /// which rule it is.
    Default(&'static str),
    /// A reference to a `let`, a `param` or the name of a loop, used at this span.
    Reference(Span),
    /// One round of a loop: the origin's span is the item, this one what the loop goes through.
    Loop(Span),
    /// A template: the origin's span is the `extends`, this one the template's name in it.
    Template(Span),
}

/// The arena of an app's origins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins {
    all: Vec<Origin>,
}

impl Origins {
    /// Adds an origin. Equal neighbours share an id.
    pub fn add(&mut self, origin: Origin) -> OriginId {
        if self.all.last() != Some(&origin) {
            self.all.push(origin);
        }
        OriginId(u32::try_from(self.all.len().saturating_sub(1)).unwrap_or(u32::MAX))
    }

    /// The origin with that id, if it is of this arena.
    #[must_use]
    pub fn get(&self, id: OriginId) -> Option<&Origin> {
        self.all.get(id.0 as usize)
    }

    /// Its span; empty for an id of another arena.
    #[must_use]
    pub fn span(&self, id: OriginId) -> Span {
        self.get(id).map_or_else(Span::default, |o| o.span)
    }
}

/// A value and its origin. Equality and order are the value's: where a thing was written changes
/// nothing of what it is.
#[derive(Clone, Copy, Debug)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Where it came from.
    pub origin: OriginId,
}

impl<T> At<T> {
    /// The value with its origin.
    pub fn new(value: T, origin: OriginId) -> Self {
        Self { value, origin }
    }

    /// Another value from the same place.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> At<U> {
        At { value: f(self.value), origin: self.origin }
    }

    /// The value borrowed, from the same place.
    pub fn as_ref(&self) -> At<&T> {
        At { value: &self.value, origin: self.origin }
    }
}

impl<T> Deref for At<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: PartialEq> PartialEq for At<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for At<T> {}

impl<T: PartialOrd> PartialOrd for At<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl<T: Ord> Ord for At<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.value.cmp(&other.value)
    }
}
