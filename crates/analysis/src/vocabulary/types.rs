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
    /// `daemon { }`
    Daemon,
    /// `job { }`
    Job,
    /// `cron { }`
    Cron,
    /// `init { }`
    Init,
    /// `sidecar { }`
    Sidecar,
    /// `canary … { }`
    Canary,
    /// `account { }`
    Account,
    /// `scale … { }`
    Scale,
    /// `trigger … { }` of a scale
    Trigger,
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

/// What runs until it is stopped.
pub(super) const SERVICES: &[BlockKind] = &[BlockKind::Service, BlockKind::Daemon];

/// What runs once and ends.
pub(super) const JOBS: &[BlockKind] = &[BlockKind::Job, BlockKind::Cron];

/// What is started as one.
pub(super) const PODS: &[BlockKind] = &[BlockKind::Service, BlockKind::Daemon, BlockKind::Job, BlockKind::Cron];

/// What has a process.
pub(super) const CONTAINERS: &[BlockKind] =
    &[BlockKind::Service, BlockKind::Daemon, BlockKind::Job, BlockKind::Cron, BlockKind::Init, BlockKind::Sidecar];

/// What may run another version of a process.
pub(super) const VERSIONS: &[BlockKind] = &[
    BlockKind::Service,
    BlockKind::Daemon,
    BlockKind::Job,
    BlockKind::Cron,
    BlockKind::Init,
    BlockKind::Sidecar,
    BlockKind::Canary,
];

/// What is asked by probes.
pub(super) const PROBED: &[BlockKind] = &[BlockKind::Service, BlockKind::Daemon, BlockKind::Sidecar];

impl BlockKind {
    /// Whether a process runs in it.
    #[must_use]
    pub fn is_container(self) -> bool {
        CONTAINERS.contains(&self)
    }

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
            Self::Daemon => "daemon",
            Self::Job => "job",
            Self::Cron => "cron",
            Self::Init => "init",
            Self::Sidecar => "sidecar",
            Self::Canary => "canary",
            Self::Account => "account",
            Self::Scale => "scale",
            Self::Trigger => "trigger",
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
            Self::Daemon => "a daemon",
            Self::Job => "a job",
            Self::Cron => "a cron job",
            Self::Init => "an init container",
            Self::Sidecar => "a sidecar",
            Self::Canary => "a canary",
            Self::Account => "an account",
            Self::Scale => "a scale",
            Self::Trigger => "a trigger",
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
    /// All that it says.
    Whole,
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
