//! What a process may do beyond what every process may.

use crate::At;

/// The levels of Kubernetes' Pod Security Standards, the strictest first
/// (<https://kubernetes.io/docs/concepts/security/pod-security-standards/>).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SecurityLevel {
    /// Hardened: a user other than root, and no rights. It is checked that all containers of the pod are so.
    Restricted,
    /// What no container needs to get at its host is taken away.
    Baseline,
    /// Everything that root of the host may.
    Privileged,
}

impl SecurityLevel {
    /// What the language and Kubernetes call it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Restricted => "restricted",
            Self::Baseline => "baseline",
            Self::Privileged => "privileged",
        }
    }
}

/// What a container says of its rights.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    /// `capability NAME`: Linux capabilities to add, without `CAP_`, sorted by name.
    pub capabilities: Vec<At<&'static str>>,
    /// `filesystem readonly|writable`: whether the root is read-only, where it does not follow from the user.
    pub readonly_root: Option<At<bool>>,
}
