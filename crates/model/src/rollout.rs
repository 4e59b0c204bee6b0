//! How a new version takes the place of the old one, and what is kept up meanwhile.

use std::fmt;

use crate::{At, Duration, Percent};

/// How the replicas of a service are replaced. What is not said is the cluster's default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rollout {
    /// In which way; where it is said.
    pub way: Option<At<Way>>,
    /// How long a new replica has to be ready before the next is replaced.
    pub pause: Option<At<Duration>>,
    /// How long it may take until it counts as failed.
    pub deadline: Option<At<Duration>>,
    /// How many old versions are kept to go back to.
    pub history: Option<At<u32>>,
}

/// In which way replicas are replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// One after the other.
    Rolling {
        /// How many more there may be than asked for.
        surge: Option<At<Share>>,
        /// How many fewer may be ready.
        unavailable: Option<At<Share>>,
        /// The number from which on replicas of a stateful service are replaced.
        partition: Option<At<u32>>,
    },
    /// All old ones stop before a new one starts.
    Recreate,
    /// Each when somebody deletes it.
    OnDelete,
}

/// A number of replicas, or a part of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// So many.
    Count(u32),
    /// A whole part in per cent, at most all.
    Part(Percent),
}

impl Share {
    /// Whether it is none.
    #[must_use]
    pub fn is_zero(self) -> bool {
        matches!(self, Self::Count(0) | Self::Part(Percent(0)))
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(n) => n.fmt(f),
            Self::Part(p) => p.fmt(f),
        }
    }
}

/// `budget …`: what a cluster keeps up while its nodes are worked on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Budget {
    /// At most so many are away.
    Unavailable(Share),
    /// At least so many are there.
    Available(Share),
}

/// `spread zone|host [strict] [skew N]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spread {
    /// Over what.
    pub over: At<SpreadOver>,
    /// Whether a replica that would stand too near to others waits.
    pub strict: Option<At<()>>,
    /// By how many one place may have more than another; 1 where nothing is said.
    pub skew: Option<At<u32>>,
}

/// What replicas are spread over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SpreadOver {
    /// Zones.
    Zone,
    /// Hosts.
    Host,
}
