//! How many replicas a service has, and what they follow.

use crate::{At, Duration, Percent, Schedule, Share, Text};

/// How many replicas a service has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replicas {
    /// So many; zero stops it.
    Fixed(u32),
    /// As many as what they follow asks for. `min` is at most `max`; there is at least one thing to follow,
    /// and each share of a request has a request to relate to. `min` is zero only where something else than
    /// the service's own use is followed.
    Auto(Box<Autoscale>),
}

/// What an autoscaler does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Autoscale {
    /// The fewest.
    pub min: u32,
    /// The most.
    pub max: u32,
    /// The shares of requests that it follows, sorted.
    pub metrics: Vec<(Metric, At<Percent>)>,
    /// What else it follows, in the order written.
    pub follows: Vec<Follow>,
    /// How fast it goes up.
    pub up: Pace,
    /// How fast it goes down.
    pub down: Pace,
}

/// What an autoscaler looks at: the share of the request that is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Metric {
    /// CPU.
    Cpu,
    /// Memory.
    Memory,
}

/// Something that replicas follow beside the use of CPU and memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Follow {
    /// `metric NAME N`: a metric of the pods, so many on average (`custom.metrics.k8s.io`).
    Pods {
        /// The metric's name.
        name: At<String>,
        /// So many for each replica.
        target: At<u32>,
    },
    /// `external NAME N`: a metric of something else, so many for each replica (`external.metrics.k8s.io`).
    External {
        /// The metric's name.
        name: At<String>,
        /// So many for each replica.
        target: At<u32>,
    },
    /// `trigger TYPE { … }`: a scaler of KEDA, with its metadata.
    Trigger {
        /// The scaler's type, such as `rabbitmq`.
        kind: At<String>,
        /// Its metadata, sorted by key. A value is a literal, or a secret and nothing else.
        metadata: Vec<(At<String>, At<Text>)>,
    },
    /// `schedule START until END replicas N [timezone ZONE]`: so many between two times.
    Schedule {
        /// When it begins.
        start: At<Schedule>,
        /// When it ends.
        end: At<Schedule>,
        /// So many meanwhile.
        replicas: At<u32>,
        /// The time zone of both.
        timezone: At<String>,
    },
}

/// How fast replicas come or go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    /// `up N every D`: at most so many in such a time, each; any of them is enough.
    pub steps: Vec<(At<Share>, At<Duration>)>,
    /// `settle up D`: how long the most (or the fewest) that was asked for lately holds.
    pub settle: Option<At<Duration>>,
}

impl Replicas {
    /// As many as the use of CPU and memory asks for, at the cluster's own pace.
    #[must_use]
    pub fn auto(min: u32, max: u32, metrics: Vec<(Metric, At<Percent>)>) -> Self {
        let (up, down) = (Pace::default(), Pace::default());
        Self::Auto(Box::new(Autoscale { min, max, metrics, follows: Vec::new(), up, down }))
    }

    /// The most there can be.
    #[must_use]
    pub fn max(&self) -> u32 {
        match self {
            Self::Fixed(n) => *n,
            Self::Auto(auto) => auto.max,
        }
    }

    /// The fewest there can be.
    #[must_use]
    pub fn min(&self) -> u32 {
        match self {
            Self::Fixed(n) => *n,
            Self::Auto(auto) => auto.min,
        }
    }
}

impl Autoscale {
    /// Whether Kubernetes' own autoscaler is not enough: it knows no schedules, no scalers and no zero.
    #[must_use]
    pub fn needs_keda(&self) -> bool {
        self.min == 0 || self.follows.iter().any(|f| matches!(f, Follow::Trigger { .. } | Follow::Schedule { .. }))
    }
}
