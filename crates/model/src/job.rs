//! Jobs: processes that run once and end.

use crate::{At, Duration, Name, Patches, Pod};

/// `job NAME { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// Its name. A Kubernetes Job gets a hash of its content appended, because its template is
    /// immutable: 52 characters at most.
    pub name: At<Name>,
    /// Its documentation.
    pub doc: Option<String>,
    /// Its processes, and what holds for each try.
    pub pod: Pod,
    /// How often it is tried again after a failure; 6 (Kubernetes' own) where nothing is said.
    pub retries: At<u32>,
    /// How long all tries together may take.
    pub timeout: Option<At<Duration>>,
    /// How long it is kept after it has ended.
    pub ttl: Option<At<Duration>>,
    /// How often it has to end well; once where nothing is said.
    pub completions: Option<At<u32>>,
    /// How many run at the same time; one where nothing is said. At most `completions`.
    pub parallel: Option<At<u32>>,
    /// Fields of its outputs.
    pub patches: Patches,
}
