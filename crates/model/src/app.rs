//! The app: what one folder of outputs is made from.

use wharf_diagnostics::Span;

use crate::{
    At, Config, Cron, EnvName, External, Image, Job, KubernetesVersion, Name, NetworkMode, Origins, Patches, Pod, Port,
    PortRef, PullSecret, Resource, Route, Routing, SecretGroup, SecurityLevel, Service, Volume,
};

/// Something the compiler can write for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    /// Dockerfiles for the images that the app builds.
    Docker,
    /// A Compose file.
    Compose,
    /// Kubernetes manifests.
    Kubernetes,
}

impl Target {
    /// All targets, in the order they are written.
    pub const ALL: [Self; 3] = [Self::Docker, Self::Compose, Self::Kubernetes];

    /// The word of the language and of the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Docker => "docker",
            Self::Compose => "compose",
            Self::Kubernetes => "kubernetes",
        }
    }

    /// The target with that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.name() == name)
    }
}

/// The targets that an app is for. Dockerfiles come with both others: images have to be built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Targets(pub Vec<Target>);

/// A complete app. Declarations are sorted by kind and name, so that the order in the source does
/// not show in any output.
#[derive(Clone, Debug, PartialEq)]
pub struct App {
    /// Its name; the output folder's, Compose's project's, and the label `app.kubernetes.io/part-of`'s.
    pub name: At<Name>,
    /// Its documentation.
    pub doc: Option<String>,
    /// The environment that it is for; none is the app as its own body says.
    pub environment: Option<String>,
    /// The source folder of the file that declares it, relative to the project's folder (`.` or
    /// `a/b`). Paths in the model are relative to the project's folder.
    pub folder: String,
    /// The Kubernetes namespace; the app's name unless the source says otherwise.
    pub namespace: At<Name>,
    /// The registry (and path) that built images are pushed to, such as `ghcr.io/acme`.
    pub registry: Option<At<String>>,
    /// What private registries are pulled from with, by the registries.
    pub pulls: Vec<PullSecret>,
    /// The level of the Pod Security Standards that holds where a pod says none, and for its namespace.
    pub security: Option<At<SecurityLevel>>,
    /// What carries out its routes in Kubernetes.
    pub routing: Routing,
    /// Whether only those talk to each other whose references show it.
    pub network: At<NetworkMode>,
    /// What `check` answers for and `build` writes, unless told otherwise.
    pub targets: Targets,
    /// The version of Kubernetes that is written for.
    pub kubernetes_version: KubernetesVersion,
    /// Fields of the objects that are the app's own, and of the Compose file as a whole.
    pub patches: Patches,
    /// Its declarations, sorted by kind and name.
    pub kinds: Vec<Kind>,
    /// Where everything came from.
    pub origins: Origins,
}

/// Everything an app can declare. Targets match it exhaustively.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// `setting`
    Setting(Setting),
    /// `secrets`
    Secrets(SecretGroup),
    /// `config`
    Config(Config),
    /// `volume` of the app
    Volume(Volume),
    /// `image`
    Image(Image),
    /// `service`
    Service(Box<Service>),
    /// `service … external`
    External(External),
    /// `job`
    Job(Box<Job>),
    /// `cron`
    Cron(Box<Cron>),
    /// `route`
    Route(Route),
    /// `resource`
    Resource(Resource),
}

macro_rules! accessors {
    ($($(#[$doc:meta])* $method:ident $variant:ident $type:ty;)*) => {
        $($(#[$doc])* pub fn $method(&self) -> impl Iterator<Item = &$type> {
            self.kinds.iter().filter_map(|k| if let Kind::$variant(x) = k { Some(x as &$type) } else { None })
        })*
    };
}

impl App {
    accessors! {
        /// The settings, by name.
        settings Setting Setting;
        /// The groups of secrets; the app's own first, if it has one.
        secrets Secrets SecretGroup;
        /// The configs, by name.
        configs Config Config;
        /// The volumes that are declared at the app, by name.
        volumes Volume Volume;
        /// The images, by name.
        images Image Image;
        /// The services, by name.
        services Service Service;
        /// The services that live elsewhere, by name.
        externals External External;
        /// The jobs, by name.
        jobs Job Job;
        /// The cron jobs, by name.
        crons Cron Cron;
        /// The routes, by first host.
        routes Route Route;
        /// The resources, by kind and name.
        resources Resource Resource;
    }

    /// What runs, with its name: the services, then the jobs, then the cron jobs.
    pub fn pods(&self) -> impl Iterator<Item = (&At<Name>, &Pod)> {
        let jobs = self.jobs().chain(self.crons().map(|c| &c.job));
        self.services().map(|s| (&s.name, &s.pod)).chain(jobs.map(|j| (&j.name, &j.pod)))
    }

    /// The service with that name.
    #[must_use]
    pub fn service(&self, name: &Name) -> Option<&Service> {
        self.services().find(|s| s.name.value == *name)
    }

    /// The service that lives elsewhere with that name.
    #[must_use]
    pub fn external(&self, name: &Name) -> Option<&External> {
        self.externals().find(|e| e.name.value == *name)
    }

    /// The ports of a service, of the app or elsewhere.
    #[must_use]
    pub fn ports(&self, name: &Name) -> &[Port] {
        let elsewhere = || self.external(name).map(|e| e.ports.as_slice());
        self.service(name).map(|s| s.ports.as_slice()).or_else(elsewhere).unwrap_or_default()
    }

    /// The port that a reference leads to.
    #[must_use]
    pub fn port(&self, to: &PortRef) -> Option<&Port> {
        self.ports(&to.service).iter().find(|p| p.name.value == to.port)
    }

    /// The host that a service is reached at: its own name, or its address elsewhere.
    #[must_use]
    pub fn host(&self, name: &Name) -> String {
        self.external(name).map_or_else(|| name.to_string(), |e| e.address.to_string())
    }

    /// The job with that name.
    #[must_use]
    pub fn job(&self, name: &Name) -> Option<&Job> {
        self.jobs().find(|j| j.name.value == *name)
    }

    /// The image with that name.
    #[must_use]
    pub fn image(&self, name: &Name) -> Option<&Image> {
        self.images().find(|i| i.name.value == *name)
    }

    /// The config with that name.
    #[must_use]
    pub fn config(&self, name: &Name) -> Option<&Config> {
        self.configs().find(|c| c.name.value == *name)
    }

    /// The volume of the app with that name.
    #[must_use]
    pub fn volume(&self, name: &Name) -> Option<&Volume> {
        self.volumes().find(|v| v.name.value == *name)
    }

    /// The setting with that name.
    #[must_use]
    pub fn setting(&self, name: &EnvName) -> Option<&Setting> {
        self.settings().find(|s| s.name.value == *name)
    }

    /// The group of secrets with that name; `None` is the app's own.
    #[must_use]
    pub fn secret_group(&self, name: Option<&Name>) -> Option<&SecretGroup> {
        self.secrets().find(|g| g.name.as_ref().map(|n| &n.value) == name)
    }

    /// The span that an origin of this app stands for.
    #[must_use]
    pub fn span<T>(&self, at: &At<T>) -> Span {
        self.origins.span(at.origin)
    }
}

/// A text that is known when deploying: a variable in Compose, a key of a ConfigMap in Kubernetes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its name, which is the variable's and the key's.
    pub name: At<EnvName>,
    /// Its documentation.
    pub doc: Option<String>,
    /// Its value where nobody gives one.
    pub default: Option<At<String>>,
    /// Whether it may be absent (it then has no default).
    pub optional: bool,
}
