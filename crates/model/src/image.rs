//! Images: what is built, step by step, or by a Dockerfile that is kept as it is.

use crate::{At, Bytes, Duration, Name, RelativePath};

/// `image NAME { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Image {
    /// Its name: the repository's last part, and the folder of its Dockerfile.
    pub name: At<Name>,
    /// Its documentation.
    pub doc: Option<String>,
    /// The folder that is sent to the builder, relative to the project's.
    pub context: At<RelativePath>,
    /// The tag; `latest` where nothing is said (with a lint).
    pub tag: Option<At<String>>,
    /// The platform it is built for, such as `linux/amd64`.
    pub platform: Option<At<String>>,
    /// Values for the arguments of the build, sorted by name.
    pub args: Vec<(At<String>, At<String>)>,
    /// Where its Dockerfile comes from.
    pub source: ImageSource,
}

/// Where a Dockerfile comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum ImageSource {
    /// Wharf writes it.
    Build(BuildImage),
    /// It exists already.
    Existing(ExistingDockerfile),
}

/// `image NAME { dockerfile "…"; target "…" }`
#[derive(Clone, Debug, PartialEq)]
pub struct ExistingDockerfile {
    /// The file, relative to the project's folder.
    pub dockerfile: At<RelativePath>,
    /// The stage to build, where it is not the last.
    pub target: Option<At<String>>,
}

/// An image that is described step by step.
#[derive(Clone, Debug, PartialEq)]
pub struct BuildImage {
    /// The stages in their order; the last has no name. At least one.
    pub stages: Vec<Stage>,
    /// The patterns of the generated `.dockerignore`, in order: those of the folder's own
    /// `.dockerignore`, then what the source says with `ignore`.
    pub ignore: Vec<At<String>>,
    /// The secrets of the app that its steps mount, by key, sorted.
    pub secrets: Vec<At<crate::SecretRef>>,
}

impl BuildImage {
    /// Everything that it starts from, copies from or mounts from, beside its context, with the
    /// place that says so.
    #[must_use]
    pub fn sources(&self) -> Vec<At<&BuildFrom>> {
        let mut out = Vec::new();
        for stage in &self.stages {
            out.push(stage.from.as_ref());
            out.extend(stage.steps.iter().flat_map(|s| s.kind.value.sources()));
        }
        out
    }
}

impl StepKind {
    fn sources(&self) -> Vec<At<&BuildFrom>> {
        match self {
            Self::Copy { from: Some(from), .. } => vec![from.as_ref()],
            Self::Run { mounts, .. } => mounts
                .iter()
                .filter_map(|m| match &m.kind.value {
                    BuildMountKind::Bind { from, .. } => from.as_ref().map(|f| At::new(f, m.kind.origin)),
                    BuildMountKind::Cache { .. }
                    | BuildMountKind::Secret { .. }
                    | BuildMountKind::Ssh
                    | BuildMountKind::Tmpfs { .. } => None,
                })
                .collect(),
            Self::Copy { from: None, .. }
            | Self::Add(_)
            | Self::Env(_)
            | Self::Path(_)
            | Self::Arg { .. }
            | Self::Workdir(_)
            | Self::User(_)
            | Self::Expose { .. }
            | Self::Entrypoint(_)
            | Self::Args(_)
            | Self::Label(_)
            | Self::Healthcheck(_)
            | Self::StopSignal(_)
            | Self::Shell(_)
            | Self::Volume(_) => Vec::new(),
        }
    }
}

/// One `FROM` and its steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// Its name; `None` for the last.
    pub name: Option<At<Name>>,
    /// Its documentation.
    pub doc: Option<String>,
    /// What it starts from.
    pub from: At<BuildFrom>,
    /// The platform of the base, such as `linux/amd64`, where one is said.
    pub platform: Option<At<String>>,
    /// Its steps, in their order.
    pub steps: Vec<Step>,
}

/// What a stage starts from, or a step copies from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BuildFrom {
    /// An image of a registry. May hold `${ARG}` of an `arg` that stands before the first stage:
    /// the text is kept as it is.
    Registry(String),
    /// The empty image.
    Scratch,
    /// An earlier stage of the same image.
    Stage(Name),
    /// Another image of the same app.
    Image(Name),
}

/// One instruction, with its documentation as a comment.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What it does; its origin is the statement's.
    pub kind: At<StepKind>,
    /// Its documentation.
    pub doc: Option<String>,
}

/// The instructions.
#[derive(Clone, Debug, PartialEq)]
pub enum StepKind {
    /// `copy SRC DST …`: COPY
    Copy {
        /// Sources, relative to the context, or absolute in `from`.
        sources: Vec<At<String>>,
        /// Where they go.
        destination: At<String>,
        /// From where, if not from the context.
        from: Option<At<CopyFrom>>,
        /// The flags.
        options: CopyOptions,
    },
    /// `add URL DST …`: ADD
    Add(Add),
    /// `run …`: RUN
    Run {
        /// What runs.
        command: At<RunCommand>,
        /// What is mounted for this step.
        mounts: Vec<BuildMount>,
        /// `network none|host`.
        network: Option<At<String>>,
    },
    /// `env { A = "1" }`: ENV; sorted by name, values are literal.
    Env(Vec<(At<String>, At<String>)>),
    /// `path "/x"`: puts folders in front of PATH.
    Path(Vec<At<String>>),
    /// `arg NAME [= "default"]`: ARG
    Arg {
        /// Its name.
        name: At<String>,
        /// Its default.
        default: Option<At<String>>,
    },
    /// `workdir PATH`: WORKDIR
    Workdir(At<String>),
    /// `user N`: USER
    User(At<UserSpec>),
    /// `expose N [udp]`: EXPOSE
    Expose {
        /// The port.
        port: At<crate::PortNumber>,
        /// The protocol.
        protocol: crate::Protocol,
    },
    /// `entrypoint [..]`: ENTRYPOINT in exec form
    Entrypoint(At<Vec<At<String>>>),
    /// `args [..]`: CMD in exec form
    Args(At<Vec<At<String>>>),
    /// `label K = "v"`: LABEL
    Label(Vec<(At<String>, At<String>)>),
    /// `healthcheck …`: HEALTHCHECK
    Healthcheck(Healthcheck),
    /// `stop signal S`: STOPSIGNAL
    StopSignal(At<String>),
    /// `shell [..]`: SHELL
    Shell(At<Vec<At<String>>>),
    /// `volume PATH`: VOLUME
    Volume(At<String>),
}

/// A user of an image: numbers, or names that the image knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserSpec {
    /// The user.
    pub user: String,
    /// The group.
    pub group: Option<String>,
}

impl UserSpec {
    /// The user's number, where it is one.
    #[must_use]
    pub fn uid(&self) -> Option<u32> {
        self.user.parse().ok()
    }
}

/// Where a `copy` takes its files from.
pub type CopyFrom = BuildFrom;

/// The flags that COPY and ADD share.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CopyOptions {
    /// `owner "USER[:GROUP]"`: `--chown`
    pub owner: Option<At<String>>,
    /// `mode 0o755`: `--chmod`, as four octal digits.
    pub mode: Option<At<String>>,
    /// `link`: `--link`
    pub link: bool,
    /// `exclude "*.md"`: `--exclude`
    pub exclude: Vec<At<String>>,
}

/// ADD: a file of the network, or an archive that is unpacked.
#[derive(Clone, Debug, PartialEq)]
pub struct Add {
    /// The URL, repository or archive.
    pub source: At<String>,
    /// Where it goes.
    pub destination: At<String>,
    /// `checksum "sha256:…"`: `--checksum`
    pub checksum: Option<At<String>>,
    /// The flags.
    pub options: CopyOptions,
}

/// What a RUN runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunCommand {
    /// One line for the shell.
    Line(String),
    /// Several lines: a here-document.
    Script(String),
    /// A program and its arguments, with no shell.
    Exec(Vec<String>),
}

/// Something that is there for one RUN only.
#[derive(Clone, Debug, PartialEq)]
pub struct BuildMount {
    /// What; its origin is the statement's.
    pub kind: At<BuildMountKind>,
}

/// The kinds of mounts of BuildKit.
#[derive(Clone, Debug, PartialEq)]
pub enum BuildMountKind {
    /// `cache PATH [id "x"] [sharing shared|private|locked]`
    Cache {
        /// Where.
        path: String,
        /// The name under which it is shared between builds.
        id: Option<String>,
        /// How parallel builds share it.
        sharing: Option<String>,
    },
    /// `secret KEY [at PATH] [env NAME]`
    Secret {
        /// The secret; its id in the builder is its key.
        secret: crate::SecretRef,
        /// The file; BuildKit's default is `/run/secrets/<id>`.
        path: Option<String>,
        /// The variable that holds it.
        env: Option<crate::EnvName>,
    },
    /// `ssh`
    Ssh,
    /// `bind SRC PATH [from STAGE] [readwrite]`
    Bind {
        /// The source, relative to the context or to `from`.
        source: String,
        /// Where.
        path: String,
        /// From where, if not from the context.
        from: Option<CopyFrom>,
        /// Whether writes are allowed (and thrown away).
        readwrite: bool,
    },
    /// `tmpfs PATH [SIZE]`
    Tmpfs {
        /// Where.
        path: String,
        /// How much it holds.
        size: Option<Bytes>,
    },
}

/// HEALTHCHECK of an image. Compose uses it where the service has no `ready`; Kubernetes never does.
#[derive(Clone, Debug, PartialEq)]
pub enum Healthcheck {
    /// `healthcheck none`
    None,
    /// `healthcheck [..] { every; timeout; grace; failures }`
    Exec {
        /// The command, with no shell.
        command: At<Vec<At<String>>>,
        /// From one to the next.
        every: Option<At<Duration>>,
        /// How long it may take.
        timeout: Option<At<Duration>>,
        /// How long failures do not count.
        grace: Option<At<Duration>>,
        /// How many failures count.
        failures: Option<At<u32>>,
    },
}
