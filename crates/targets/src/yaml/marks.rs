//! Which path of the output came from where.
//!
//! A target builds its objects as nested structs, and hands a [`Cursor`] along to the
//! function that builds each part. It marks only where the origin changes: a path without
//! a mark has the origin of the path around it.
//!
//! ```
//! use wharf_targets::yaml::{Cursor, Record, Trie, write, Document};
//!
//! #[derive(serde::Serialize)]
//! struct Container { name: String, image: String }
//!
//! fn container(at: impl Cursor<u32>) -> Container {
//!     at.set(1);
//!     at.key("image").set(2);
//!     Container { name: "api".into(), image: "api:1".into() }
//! }
//!
//! fn file<R: Record<u32>>() -> Document<u32> {
//!     let marks = R::default();
//!     let containers = vec![container(marks.root().index(0))];
//!     write(&containers, &marks).unwrap()
//! }
//!
//! let traced = file::<Trie<u32>>();
//! assert_eq!(traced.text, "- name: api\n  image: api:1\n");
//! assert_eq!(traced.origin_at(1), Some(2));
//!
//! let silent = file::<()>();
//! assert_eq!(silent.text, traced.text);
//! assert!(silent.lines.is_empty());
//! ```

use std::cell::Cell;
use std::collections::BTreeMap;

/// Where the marks of one document go: a [`Trie`], or `()` when nobody asks.
///
/// Code that lowers is generic over it, so that with `()` all marking compiles to nothing.
pub trait Record<O: Copy + Eq>: Default {
    /// A place in the document.
    type Cursor<'a>: Cursor<O>
    where
        Self: 'a;

    /// The place of the document's outermost value.
    fn root(&self) -> Self::Cursor<'_>;

    /// What was recorded, if anything was.
    fn trie(&self) -> Option<&Trie<O>>;
}

/// A place in a document that is being built. Copy it freely.
pub trait Cursor<O: Copy + Eq>: Copy {
    /// The place of the value under this key of a map or struct, as it is written (the
    /// serialized name: `apiVersion`, not `api_version`).
    fn key(self, key: &str) -> Self;

    /// The place of a sequence's item, counted from 0.
    fn index(self, index: usize) -> Self;

    /// Forgets what is said of the places inside this one, whose value is another now.
    fn clear(self) -> Self;

    /// Says where the value at this place, with all in it that has no origin of its own,
    /// came from. A second call overrides the first. Returns the same place.
    fn set(self, origin: O) -> Self;
}

impl<O: Copy + Eq> Record<O> for () {
    type Cursor<'a> = ();

    #[inline]
    fn root(&self) {}

    #[inline]
    fn trie(&self) -> Option<&Trie<O>> {
        None
    }
}

impl<O: Copy + Eq> Cursor<O> for () {
    #[inline]
    fn key(self, _: &str) {}

    #[inline]
    fn index(self, _: usize) {}

    #[inline]
    fn clear(self) {}

    #[inline]
    fn set(self, _: O) {}
}

/// The recorded marks of one document, as a trie of output paths.
pub struct Trie<O> {
    /// The first is the root, and is always there. A `Cell`, because many cursors share
    /// the trie while it grows; it holds an empty list only within [`Trie::with`].
    nodes: Cell<Vec<Mark<O>>>,
}

struct Mark<O> {
    origin: Option<O>,
    keys: BTreeMap<Box<str>, usize>,
    items: BTreeMap<usize, usize>,
}

impl<O> Mark<O> {
    fn new() -> Self {
        Self { origin: None, keys: BTreeMap::new(), items: BTreeMap::new() }
    }
}

impl<O> Trie<O> {
    fn with<T>(&self, work: impl FnOnce(&mut Vec<Mark<O>>) -> T) -> T {
        let mut nodes = self.nodes.take();
        let result = work(&mut nodes);
        self.nodes.set(nodes);
        result
    }
}

impl<O> Default for Trie<O> {
    fn default() -> Self {
        Self { nodes: Cell::new(vec![Mark::new()]) }
    }
}

impl<O: Copy + Eq> Record<O> for Trie<O> {
    type Cursor<'a>
        = At<'a, O>
    where
        Self: 'a;

    fn root(&self) -> At<'_, O> {
        At { trie: self, node: 0 }
    }

    fn trie(&self) -> Option<&Trie<O>> {
        Some(self)
    }
}

/// A place in a [`Trie`].
pub struct At<'a, O> {
    trie: &'a Trie<O>,
    node: usize,
}

impl<O> Clone for At<'_, O> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<O> Copy for At<'_, O> {}

impl<O: Copy + Eq> Cursor<O> for At<'_, O> {
    fn key(self, key: &str) -> Self {
        self.find_key(key).unwrap_or_else(|| {
            self.grow(|parent, child| {
                parent.keys.insert(key.into(), child);
            })
        })
    }

    fn index(self, index: usize) -> Self {
        self.find_index(index).unwrap_or_else(|| {
            self.grow(|parent, child| {
                parent.items.insert(index, child);
            })
        })
    }

    fn clear(self) -> Self {
        self.read(|mark| {
            mark.keys.clear();
            mark.items.clear();
        });
        self
    }

    fn set(self, origin: O) -> Self {
        self.read(|mark| mark.origin = Some(origin));
        self
    }
}

impl<O: Copy + Eq> At<'_, O> {
    /// The origin set at this very place.
    pub(super) fn origin(self) -> Option<O> {
        self.read(|mark| mark.origin).flatten()
    }

    /// The place under a key, where one was recorded.
    pub(super) fn find_key(self, key: &str) -> Option<Self> {
        self.find(|mark| mark.keys.get(key).copied())
    }

    /// The place of an item, where one was recorded.
    pub(super) fn find_index(self, index: usize) -> Option<Self> {
        self.find(|mark| mark.items.get(&index).copied())
    }

    fn find(self, child: impl FnOnce(&Mark<O>) -> Option<usize>) -> Option<Self> {
        let node = self.read(|mark| child(mark)).flatten()?;
        Some(Self { node, ..self })
    }

    fn read<T>(self, work: impl FnOnce(&mut Mark<O>) -> T) -> Option<T> {
        self.trie.with(|nodes| nodes.get_mut(self.node).map(work))
    }

    fn grow(self, link: impl FnOnce(&mut Mark<O>, usize)) -> Self {
        let node = self.trie.with(|nodes| {
            let child = nodes.len();
            if let Some(parent) = nodes.get_mut(self.node) {
                link(parent, child);
            }
            nodes.push(Mark::new());
            child
        });
        Self { node, ..self }
    }
}
