//! Where pods run, and what of a machine they get beside CPU and memory.

use crate::{At, Duration};

/// Where a pod may run, and what it takes there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Placement {
    /// `priority "NAME"`: a PriorityClass that exists.
    pub priority: Option<At<String>>,
    /// `node KEY = VALUE`: labels that a node has to have, sorted by key.
    pub nodes: Vec<(At<String>, At<String>)>,
    /// `tolerate`: taints of nodes that do not keep it away, sorted by key.
    pub tolerations: Vec<Toleration>,
    /// `arch`: the architecture of the node.
    pub arch: Option<At<Arch>>,
    /// `device NAME N`: extended resources of the process, sorted by name.
    pub devices: Vec<(At<String>, At<u32>)>,
    /// `ulimit NAME N`: limits of the process, sorted by name.
    pub ulimits: Vec<(At<&'static str>, At<u64>)>,
}

/// A processor architecture, by its name in image indexes and in `kubernetes.io/arch`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arch {
    /// `amd64`
    Amd64,
    /// `arm64`
    Arm64,
}

impl Arch {
    /// The name of it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Amd64 => "amd64",
            Self::Arm64 => "arm64",
        }
    }
}

/// A taint that does not keep a pod away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toleration {
    /// The taint's key.
    pub key: At<String>,
    /// Its value; any where nothing is said.
    pub value: Option<At<String>>,
    /// Its effect; any where nothing is said.
    pub effect: Option<TaintEffect>,
    /// How long it may stay once the taint is there: of `NoExecute` only.
    pub seconds: Option<At<Duration>>,
}

/// What a taint does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaintEffect {
    /// No pod is placed.
    NoSchedule,
    /// None is, where it can be avoided.
    PreferNoSchedule,
    /// Those that run are sent away, too.
    NoExecute,
}
