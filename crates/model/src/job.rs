//! Jobs: processes that run once and end.

use crate::{At, Container, Duration, Name, Need, Patches, Stop};

/// `job NAME { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// Its name. A Kubernetes Job gets a hash of its content appended, because its template is
    /// immutable: 52 characters at most.
    pub name: At<Name>,
    /// Its documentation.
    pub doc: Option<String>,
    /// The process.
    pub container: Container,
    /// What it waits for, sorted by name.
    pub needs: Vec<Need>,
    /// How often it is tried again after a failure; 6 (Kubernetes' own) where nothing is said.
    pub retries: At<u32>,
    /// How long all tries together may take.
    pub timeout: Option<At<Duration>>,
    /// How it is stopped.
    pub stop: Stop,
    /// Extra labels, sorted by key.
    pub labels: Vec<(At<String>, At<String>)>,
    /// Extra annotations, sorted by key.
    pub annotations: Vec<(At<String>, At<String>)>,
    /// Fields of its outputs.
    pub patches: Patches,
}
