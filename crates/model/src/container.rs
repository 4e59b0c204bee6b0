//! What services and jobs share: the process in its container.

use crate::{
    AbsolutePath, Access, At, Bytes, Cpu, EnvName, FileTree, ImageReference, Name, RelativePath, Rights, Text,
};

/// A process in its container.
#[derive(Clone, Debug, PartialEq)]
pub struct Container {
    /// What it runs.
    pub image: At<ImageRef>,
    /// Replaces the image's entrypoint (Compose `entrypoint`, Kubernetes `command`).
    pub entrypoint: Option<At<Vec<At<Text>>>>,
    /// Replaces the image's arguments (Compose `command`, Kubernetes `args`).
    pub args: Option<At<Vec<At<Text>>>>,
    /// The folder it starts in.
    pub workdir: Option<At<AbsolutePath>>,
    /// The numeric user, and groups, that the service asks for.
    pub user: Option<At<UserGroup>>,
    /// The user that the process is known to run as: the service's, else the one that the built
    /// image ends with. `None` where nobody can tell (a stock image, a named user).
    pub known_user: Option<u32>,
    /// What it says of its rights.
    pub rights: Rights,
    /// Its variables, sorted by name. The order in which a target writes them is its own affair.
    pub env: Vec<EnvVar>,
    /// All keys of these at once, in the order of their names; a variable of `env` with the same
    /// name wins.
    pub env_from: Vec<At<EnvSource>>,
    /// What is mounted, sorted by path.
    pub mounts: Vec<Mount>,
    /// CPU and memory; defaults are filled in.
    pub resources: Resources,
}

/// A numeric user and the numeric groups that are given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserGroup {
    /// The user's number.
    pub user: u32,
    /// The group's number.
    pub group: Option<u32>,
    /// Further groups that the process belongs to, sorted.
    pub groups: Vec<u32>,
}

/// What a container runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImageRef {
    /// An image of a registry.
    Registry(ImageReference),
    /// An image that the app builds, or one stage of it; or another version of either.
    Built {
        /// The image's name.
        name: Name,
        /// The stage, where it is not the last.
        stage: Option<Name>,
        /// Another tag than the image's own: that version was built before, and is not built now.
        tag: Option<String>,
    },
}

/// One environment variable.
#[derive(Clone, Debug, PartialEq)]
pub struct EnvVar {
    /// Its name.
    pub name: At<EnvName>,
    /// Its value.
    pub value: At<Text>,
}

/// A source of many variables at once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EnvSource {
    /// All keys of a config (`env CONFIG`). Every key is a variable's name.
    Config(Name),
    /// All keys of a group of secrets (`env secrets.GROUP`); the variables are
    /// `EnvName::of(key)` in Compose and, so that both agree, in Kubernetes too.
    Secrets(Option<Name>),
}

/// Something at a path of the container.
#[derive(Clone, Debug, PartialEq)]
pub struct Mount {
    /// Where.
    pub path: At<AbsolutePath>,
    /// What.
    pub kind: MountKind,
    /// Who may read the files, of a config, of secrets or of the project; what the target gives where nothing
    /// is said.
    pub mode: Option<At<FileMode>>,
}

impl Mount {
    /// What it says of who may read, where that is not everybody.
    #[must_use]
    pub fn closed(&self) -> Option<&At<FileMode>> {
        self.mode.as_ref().filter(|mode| mode.0 & 0o004 == 0)
    }
}

/// The permissions of a file, as `chmod` takes them: `0o440`. At most `0o777`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileMode(pub u32);

impl FileMode {
    /// The largest.
    pub const MAX: u32 = 0o777;
}

impl std::fmt::Display for FileMode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:#05o}", self.0)
    }
}

/// One secret as a file, or a group of them as files of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretFiles {
    /// The group; `None` is the app's own.
    pub group: Option<Name>,
    /// The key; `None`: all keys of the group.
    pub key: Option<String>,
}

/// What can be mounted.
#[derive(Clone, Debug, PartialEq)]
pub enum MountKind {
    /// `volume NAME SIZE at PATH [class "…"] [access single|pod]` in a service: one for each replica, kept.
    Own {
        /// Its name.
        name: At<Name>,
        /// How much it holds.
        size: At<Bytes>,
        /// The storage class.
        class: Option<At<Name>>,
        /// Who may mount it at the same time: [`Access::Single`] or [`Access::Pod`].
        access: Option<At<Access>>,
    },
    /// `mount NAME PATH [readonly]`: a volume of the app.
    Volume {
        /// The volume's name.
        name: At<Name>,
        /// Whether it is mounted read-only.
        readonly: bool,
    },
    /// `bind SRC PATH [readonly]`: a folder of the developer's machine. Compose only.
    Bind {
        /// The folder, relative to the project's.
        source: At<RelativePath>,
        /// Whether it is mounted read-only.
        readonly: bool,
    },
    /// `mount NAME PATH [readonly]` in a helper: a volume of the pod's own, or scratch that has a name.
    Shared {
        /// The volume's or the scratch's name.
        name: At<Name>,
        /// Whether it is mounted read-only.
        readonly: bool,
    },
    /// `scratch PATH [SIZE] [memory] [as NAME]`: empty at every start.
    Scratch {
        /// The name under which other containers of the pod mount it.
        name: Option<At<Name>>,
        /// How much it may hold.
        size: Option<At<Bytes>>,
        /// Whether it is kept in memory.
        memory: bool,
    },
    /// `file PATH from CONFIG.KEY`, `files PATH from CONFIG`
    Config {
        /// The config.
        config: At<Name>,
        /// Its key, which is mounted as a file; `None`: all its keys, as files of a folder.
        key: Option<String>,
    },
    /// `file PATH from secrets.KEY`, `files PATH from secrets.GROUP`
    Secret(At<SecretFiles>),
    /// `file PATH from "./x"`, `files PATH from "./dir"`
    Files(FileTree),
}

/// A lower and an upper bound; at least one is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requests<T> {
    /// What is set aside.
    pub request: Option<At<T>>,
    /// What may not be exceeded.
    pub limit: Option<At<T>>,
}

/// CPU and memory. Where the source says nothing: a CPU request of 100m and no limit, and 128Mi
/// to 512Mi of memory; where it gives only a limit, the request is the lower of the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resources {
    /// CPU.
    pub cpu: Requests<Cpu>,
    /// Memory.
    pub memory: Requests<Bytes>,
}
