//! What an entry of the vocabulary is made of.

use std::fmt;

/// The blocks that statements stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BlockKind {
    /// A whole file.
    File,
    /// `app { }`
    App,
    /// `environment { }`
    Environment,
    /// `secrets { }`
    Secrets,
    /// `config { }`
    Config,
    /// `image { }`
    Image,
    /// `stage { }` of an image
    Stage,
    /// `run … { }`
    Run,
    /// `healthcheck … { }`
    Healthcheck,
    /// `service { }`
    Service,
    /// `job { }`
    Job,
    /// `env { }`
    Env,
    /// `live … { }`, `ready … { }`, `startup … { }`
    Probe,
    /// `route { }`
    Route,
    /// `"/path" -> … { }`
    Rule,
    /// `kubernetes { }`, `compose { }`, `resource … { }`, and the fields in them
    Fields,
}

impl BlockKind {
    /// What the schema calls it, and its page of the reference. It never changes.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::App => "app",
            Self::Environment => "environment",
            Self::Secrets => "secrets",
            Self::Config => "config",
            Self::Image => "image",
            Self::Stage => "stage",
            Self::Run => "run",
            Self::Healthcheck => "healthcheck",
            Self::Service => "service",
            Self::Job => "job",
            Self::Env => "env",
            Self::Probe => "probe",
            Self::Route => "route",
            Self::Rule => "rule",
            Self::Fields => "fields",
        }
    }

    /// How a message calls it, with its article.
    #[must_use]
    pub fn described(self) -> &'static str {
        match self {
            Self::File => "a file",
            Self::App => "an app",
            Self::Environment => "an environment",
            Self::Secrets => "a group of secrets",
            Self::Config => "a config",
            Self::Image => "an image",
            Self::Stage => "a stage",
            Self::Run => "a run step",
            Self::Healthcheck => "a healthcheck",
            Self::Service => "a service",
            Self::Job => "a job",
            Self::Env => "an env block",
            Self::Probe => "a probe",
            Self::Route => "a route",
            Self::Rule => "a route's rule",
            Self::Fields => "a block of fields",
        }
    }
}

/// What a word does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Declares something that has a name.
    Declares,
    /// Sets one thing of its block.
    Sets,
    /// Adds an entry that is known by its key.
    Entry,
    /// One step of an ordered list.
    Step,
}

/// How a later layer meets a statement of an earlier one with the same identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merge {
    /// Given slots replace, others stay; blocks merge.
    Slots,
    /// With arguments it replaces; with a block alone it merges.
    Whole,
    /// A value replaces; a block merges.
    Fields,
    /// It replaces.
    Replace,
    /// Later layers may not touch it.
    Fixed,
}

/// What a statement is known by among those of its block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Its word: it stands once.
    Word,
    /// Its head: entries whose head is the user's own key.
    Head,
    /// The slot of that name.
    Slot(&'static str),
    /// Two slots together, the second of which may stand after a label.
    Pair(&'static str, &'static str),
    /// Nothing: it may stand any number of times.
    None,
}

/// How a statement begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// With this word.
    Word(&'static str),
    /// With a key of the user's: a word or a string.
    Key,
    /// With a path, as a string.
    Path,
}

/// The kinds of things that a slot can refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RefKind {
    /// A service.
    Service,
    /// A service or a job.
    ServiceOrJob,
    /// A port of the same service.
    OwnPort,
    /// A volume of the app.
    Volume,
    /// A key of the app's own secrets.
    SecretKey,
}

/// How a slot is read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mode {
    /// A new name: a bare word, a string, or an expression in parentheses.
    NewName,
    /// A key: as a new name, but it need not be an object's name.
    Key,
    /// A reference to something declared, by its bare name.
    Reference(RefKind),
    /// One of these words.
    Choice(&'static [&'static str]),
    /// An expression of the slot's type.
    Expr,
}

/// The type that is due in a slot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ty {
    /// Text, of which parts may be known only when deploying, as far as the slot allows.
    Text,
    /// Text that is known when compiling.
    String,
    /// A whole number.
    Int,
    /// Bytes.
    Bytes,
    /// CPU.
    Cpu,
    /// A duration.
    Duration,
    /// A percentage.
    Percent,
    /// A range; one value stands for both ends.
    Range(&'static Ty),
    /// A list.
    List(&'static Ty),
    /// One of several.
    OneOf(&'static [Ty]),
    /// Whatever it evaluates to; its reader checks.
    Any,
}

/// What a text may hold of what is known only when deploying. Hosts and ports are the same wherever
/// an app is deployed, and stand in every text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Late {
    /// Secrets.
    pub secrets: bool,
    /// Settings, and facts of the pod.
    pub settings: bool,
}

impl Late {
    /// Nothing.
    pub(crate) const NONE: Self = Self { secrets: false, settings: false };
    /// What may be seen.
    pub(crate) const SETTINGS: Self = Self { secrets: false, settings: true };
    /// Secrets as well.
    pub(crate) const ALL: Self = Self { secrets: true, settings: true };
}

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

impl fmt::Display for Ty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text | Self::String => f.write_str("a text"),
            Self::Int => f.write_str("a whole number"),
            Self::Bytes => f.write_str("an amount of memory"),
            Self::Cpu => f.write_str("an amount of CPU"),
            Self::Duration => f.write_str("a duration"),
            Self::Percent => f.write_str("a percentage"),
            Self::Range(t) => write!(f, "{t}, or a range of two"),
            Self::List(_) => f.write_str("a list"),
            Self::OneOf(all) => {
                for (i, t) in all.iter().enumerate() {
                    if i > 0 {
                        f.write_str(" or ")?;
                    }
                    write!(f, "{t}")?;
                }
                Ok(())
            }
            Self::Any => f.write_str("a value"),
        }
    }
}
