//! What services and jobs share: the processes that run together, what they wait for, how they stop.

use crate::{Account, At, Container, Duration, Mount, Name, Permit, Placement, Probes, SecurityLevel};

/// What is started, waited for and stopped as one: a pod in Kubernetes.
#[derive(Clone, Debug, PartialEq)]
pub struct Pod {
    /// The process.
    pub container: Container,
    /// The level of the Pod Security Standards that it asks for: `security LEVEL`.
    pub security: Option<At<SecurityLevel>>,
    /// What runs before it and beside it, in the order written.
    pub helpers: Vec<Helper>,
    /// What it waits for, sorted by name.
    pub needs: Vec<Need>,
    /// Traffic that no reference shows.
    pub permits: Vec<Permit>,
    /// Networks of Docker that exist and that it is in as well, by name: `join NAME`.
    pub joins: Vec<At<String>>,
    /// Who it is to the API server; nobody where nothing is said.
    pub account: Option<Account>,
    /// Where it runs.
    pub placement: Placement,
    /// How it is stopped.
    pub stop: Stop,
    /// Extra labels, sorted by key; keys are valid for Kubernetes and none is one of
    /// `app.kubernetes.io/*`, which are Wharf's.
    pub labels: Vec<(At<String>, At<String>)>,
    /// Extra annotations, sorted by key.
    pub annotations: Vec<(At<String>, At<String>)>,
}

/// A further container of a pod.
#[derive(Clone, Debug, PartialEq)]
pub struct Helper {
    /// Its name, of this pod's containers. None is called as the owner is.
    pub name: At<Name>,
    /// Its documentation.
    pub doc: Option<String>,
    /// The process.
    pub container: Container,
    /// What it is for.
    pub role: Role,
}

/// What a further container of a pod is for.
#[derive(Clone, Debug, PartialEq)]
pub enum Role {
    /// `init`: it runs once and ends well before the next starts.
    Init,
    /// `sidecar`: it starts before the next and runs as long as the pod does.
    Sidecar(Box<Probes>),
}

impl Pod {
    /// Whether it asks for the rights of the host's root.
    #[must_use]
    pub fn is_privileged(&self) -> bool {
        self.security.as_ref().is_some_and(|s| s.value == SecurityLevel::Privileged)
    }

    /// Whether the root of one of its containers is read-only: as it says, else where its user is known to be
    /// other than root.
    #[must_use]
    pub fn has_readonly_root(&self, container: &Container) -> bool {
        match &container.rights.readonly_root {
            Some(said) => said.value,
            None => !self.is_privileged() && container.known_user.is_some_and(|user| user != 0),
        }
    }

    /// All its containers: the process itself, then the helpers in their order.
    pub fn containers(&self) -> impl Iterator<Item = &Container> {
        std::iter::once(&self.container).chain(self.helpers.iter().map(|h| &h.container))
    }

    /// What is mounted in any of its containers.
    pub fn mounts(&self) -> impl Iterator<Item = &Mount> {
        self.containers().flat_map(|c| &c.mounts)
    }

    /// The helpers that run before the process and end.
    pub fn inits(&self) -> impl Iterator<Item = &Helper> {
        self.helpers.iter().filter(|h| h.role == Role::Init)
    }

    /// The helpers that run beside the process, with their probes.
    pub fn sidecars(&self) -> impl Iterator<Item = (&Helper, &Probes)> {
        self.helpers
            .iter()
            .filter_map(|h| if let Role::Sidecar(probes) = &h.role { Some((h, &**probes)) } else { None })
    }
}

/// `needs NAME ready|started|done|wait`: this one starts after that one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// The service or job waited for.
    pub name: At<Name>,
    /// Until when.
    pub until: NeedUntil,
}

/// What a [`Need`] waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NeedUntil {
    /// The process runs.
    Started,
    /// Its `ready` probe succeeds. It has one.
    Ready,
    /// The job ended well.
    Done,
    /// It takes connections: a helper of the pod waits for that.
    Reached,
}

/// How a process is asked to stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// How long it may take. 30 s where the source says nothing.
    pub grace: At<Duration>,
    /// How long it still takes requests while it is taken out of service, before the signal; 5 s where
    /// nothing is said, and only where it has ports.
    pub drain: Option<At<Duration>>,
    /// The signal, such as `SIGQUIT`, where it is not the image's own.
    pub signal: Option<At<String>>,
}
