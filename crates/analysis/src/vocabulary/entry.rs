//! An entry: a word with its forms, their slots, labels and flags.

use super::types::{BlockKind, Head, Key, Late, Merge, Mode, RefKind, Role, Ty};

/// One place of a form that takes a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slot {
    /// Its name, in messages and for its builder.
    pub name: &'static str,
    /// How it is read.
    pub mode: Mode,
    /// The type that is due.
    pub ty: Ty,
    /// Whether it may be left out.
    pub optional: bool,
    /// Whether it takes all that follow.
    pub variadic: bool,
    /// Whether an empty text will do.
    pub may_be_empty: bool,
    /// What a text may hold that is known only when deploying.
    pub late: Late,
    /// What it takes, in words, where its type does not tell: `a key of a config, or a path`.
    pub takes: &'static str,
}

/// A word of a form that announces slots: `from STAGE`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Label {
    /// The word.
    pub word: &'static str,
    /// What follows it.
    pub slots: &'static [Slot],
    /// Whether it may stand more than once.
    pub many: bool,
    /// Whether it must stand.
    pub required: bool,
}

/// One way to write a statement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Form {
    /// The first bare word, which picks the form.
    pub selector: Option<&'static str>,
    /// What stands in place.
    pub slots: &'static [Slot],
    /// What stands after a label.
    pub labels: &'static [Label],
    /// Bare words that switch something on.
    pub flags: &'static [&'static str],
}

/// What stands after `=` or `->`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sign {
    /// Nothing does.
    None,
    /// `= value`, which may be left out.
    OptionalEquals(Slot),
    /// `= value`
    Equals(Slot),
    /// `-> value`
    Arrow(Slot),
}

/// A word of the language.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Word {
    /// How it begins.
    pub head: Head,
    /// Where it may stand.
    pub within: &'static [BlockKind],
    /// What it does.
    pub role: Role,
    /// What it is known by.
    pub key: Key,
    /// How layers meet in it.
    pub merge: Merge,
    /// The ways to write it. None: the word alone.
    pub forms: &'static [Form],
    /// What stands after `=` or `->`.
    pub sign: Sign,
    /// The kind of its block.
    pub block: Option<BlockKind>,
    /// Whether the block must be there.
    pub block_required: bool,
    /// One line of documentation.
    pub doc: &'static str,
    /// A statement that is right.
    pub example: &'static str,
    /// Others of which a target may think otherwise: another form, a flag, a value at its end.
    pub also: &'static [&'static str],
    /// Spellings of other tools, with what to say to each.
    pub foreign: &'static [Foreign],
    /// What holds where it is not written, in words; nothing where there is nothing to say.
    pub default: &'static str,
    /// The release that had it first.
    pub since: &'static str,
}

/// A word that another tool would use here.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Foreign {
    /// The other tool's spelling.
    pub spelling: &'static str,
    /// What is written instead.
    pub hint: &'static str,
    /// Whether replacing the spelling alone is likely to be right.
    pub replace: bool,
}

impl Word {
    pub(crate) const fn new(head: Head, within: &'static [BlockKind], role: Role, key: Key, merge: Merge) -> Self {
        Self {
            head,
            within,
            role,
            key,
            merge,
            forms: &[],
            sign: Sign::None,
            block: None,
            block_required: false,
            doc: "",
            example: "",
            also: &[],
            foreign: &[],
            default: "",
            since: "0.1.0",
        }
    }

    /// A word that sets one thing, once.
    pub(crate) const fn sets(spelling: &'static str, within: &'static [BlockKind]) -> Self {
        Self::new(Head::Word(spelling), within, Role::Sets, Key::Word, Merge::Whole)
    }

    /// A word that declares something, known by its slot `name`.
    pub(crate) const fn declares(spelling: &'static str, within: &'static [BlockKind]) -> Self {
        Self::new(Head::Word(spelling), within, Role::Declares, Key::Slot("name"), Merge::Slots)
    }

    /// A word that adds an entry, known by the slot `key`.
    pub(crate) const fn entry(spelling: &'static str, within: &'static [BlockKind], key: &'static str) -> Self {
        Self::new(Head::Word(spelling), within, Role::Entry, Key::Slot(key), Merge::Replace)
    }

    /// An ordered step.
    pub(crate) const fn step(spelling: &'static str, within: &'static [BlockKind]) -> Self {
        Self::new(Head::Word(spelling), within, Role::Step, Key::None, Merge::Fixed)
    }

    /// An entry whose head is the user's own.
    pub(crate) const fn own(head: Head, within: &'static [BlockKind]) -> Self {
        Self::new(head, within, Role::Entry, Key::Head, Merge::Replace)
    }

    pub(crate) const fn forms(self, forms: &'static [Form]) -> Self {
        Self { forms, ..self }
    }

    pub(crate) const fn sign(self, sign: Sign) -> Self {
        Self { sign, ..self }
    }

    pub(crate) const fn key(self, key: Key) -> Self {
        Self { key, ..self }
    }

    pub(crate) const fn block(self, kind: BlockKind) -> Self {
        Self { block: Some(kind), block_required: true, ..self }
    }

    pub(crate) const fn optional_block(self, kind: BlockKind) -> Self {
        Self { block: Some(kind), ..self }
    }

    pub(crate) const fn doc(self, doc: &'static str, example: &'static str) -> Self {
        Self { doc, example, ..self }
    }

    /// Other statements of it, each of which a target may think otherwise of.
    pub(crate) const fn also(self, also: &'static [&'static str]) -> Self {
        Self { also, ..self }
    }

    pub(crate) const fn foreign(self, foreign: &'static [Foreign]) -> Self {
        Self { foreign, ..self }
    }

    /// What holds where the word is not written.
    pub(crate) const fn default(self, default: &'static str) -> Self {
        Self { default, ..self }
    }

    /// Its spelling; for entries with a head of the user's, what kind of head that is.
    #[must_use]
    pub fn spelling(&self) -> &'static str {
        match self.head {
            Head::Word(w) => w,
            Head::Key => "KEY",
            Head::Path => "\"/path\"",
        }
    }
}

impl Slot {
    const fn new(name: &'static str, mode: Mode, ty: Ty) -> Self {
        Self { name, mode, ty, optional: false, variadic: false, may_be_empty: false, late: Late::NONE, takes: "" }
    }

    /// An expression of a type.
    pub(crate) const fn expr(name: &'static str, ty: Ty) -> Self {
        Self::new(name, Mode::Expr, ty)
    }

    /// A new object's name; it is called `name`.
    pub(crate) const NAME: Self = Self::new("name", Mode::NewName, Ty::String);

    /// A key.
    pub(crate) const fn key(name: &'static str) -> Self {
        Self::new(name, Mode::Key, Ty::String)
    }

    /// One of some words.
    pub(crate) const fn choice(name: &'static str, words: &'static [&'static str]) -> Self {
        Self::new(name, Mode::Choice(words), Ty::String)
    }

    /// A reference.
    pub(crate) const fn reference(name: &'static str, kind: RefKind) -> Self {
        Self::new(name, Mode::Reference(kind), Ty::Any)
    }

    pub(crate) const fn optional(self) -> Self {
        Self { optional: true, ..self }
    }

    pub(crate) const fn late(self, late: Late) -> Self {
        Self { late, ..self }
    }

    pub(crate) const fn may_be_empty(self) -> Self {
        Self { may_be_empty: true, ..self }
    }

    pub(crate) const fn takes(self, takes: &'static str) -> Self {
        Self { takes, ..self }
    }

    pub(crate) const fn variadic(self) -> Self {
        Self { variadic: true, ..self }
    }
}

impl Label {
    pub(crate) const fn new(word: &'static str, slots: &'static [Slot]) -> Self {
        Self { word, slots, many: false, required: false }
    }

    pub(crate) const fn many(self) -> Self {
        Self { many: true, ..self }
    }

    pub(crate) const fn required(self) -> Self {
        Self { required: true, ..self }
    }
}

impl Form {
    pub(crate) const fn new(slots: &'static [Slot]) -> Self {
        Self { selector: None, slots, labels: &[], flags: &[] }
    }

    pub(crate) const fn select(selector: &'static str, slots: &'static [Slot]) -> Self {
        Self { selector: Some(selector), slots, labels: &[], flags: &[] }
    }

    pub(crate) const fn labels(self, labels: &'static [Label]) -> Self {
        Self { labels, ..self }
    }

    pub(crate) const fn flags(self, flags: &'static [&'static str]) -> Self {
        Self { flags, ..self }
    }
}

impl Foreign {
    pub(crate) const fn new(spelling: &'static str, hint: &'static str) -> Self {
        Self { spelling, hint, replace: false }
    }
}
