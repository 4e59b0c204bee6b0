//! What services and jobs share: the processes that run together, what they wait for, how they stop.

use crate::{At, Container, Duration, Name};

/// What is started, waited for and stopped as one: a pod in Kubernetes.
#[derive(Clone, Debug, PartialEq)]
pub struct Pod {
    /// The process.
    pub container: Container,
    /// What it waits for, sorted by name.
    pub needs: Vec<Need>,
    /// How it is stopped.
    pub stop: Stop,
    /// Extra labels, sorted by key; keys are valid for Kubernetes and none is one of
    /// `app.kubernetes.io/*`, which are Wharf's.
    pub labels: Vec<(At<String>, At<String>)>,
    /// Extra annotations, sorted by key.
    pub annotations: Vec<(At<String>, At<String>)>,
}

/// `needs NAME ready|started|done`: this one starts after that one.
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
}

/// How a process is asked to stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// How long it may take. 30 s where the source says nothing.
    pub grace: At<Duration>,
    /// The signal, such as `SIGQUIT`, where it is not the image's own.
    pub signal: Option<At<String>>,
}
