//! Volumes that are declared at the app and mounted by name.

use crate::{At, Bytes, Name};

/// `volume NAME SIZE [access shared|single|pod|readonly] [class "…"] [external "…"]`
#[derive(Clone, Debug, PartialEq)]
pub struct Volume {
    /// Its name.
    pub name: At<Name>,
    /// Its documentation.
    pub doc: Option<String>,
    /// How much it holds. A target may round up, never down. `None` only with `external`.
    pub size: Option<At<Bytes>>,
    /// Who may mount it at the same time; [`Access::Single`] where nothing is said.
    pub access: Option<At<Access>>,
    /// The storage class to ask for; the cluster's default where absent.
    pub class: Option<At<Name>>,
    /// The name of a volume or claim that exists already, which Wharf then neither makes nor sizes.
    pub external: Option<At<Name>>,
}

impl Volume {
    /// Who may mount it at the same time.
    #[must_use]
    pub fn access(&self) -> Access {
        self.access.as_ref().map_or(Access::Single, |access| access.value)
    }
}

/// Who may mount a volume at the same time (Kubernetes: `accessModes`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// What runs on one node (`ReadWriteOnce`).
    Single,
    /// One pod (`ReadWriteOncePod`): the cluster itself keeps a second one waiting.
    Pod,
    /// Everything, on all nodes (`ReadWriteMany`).
    Shared,
    /// Everything, on all nodes, and nothing writes (`ReadOnlyMany`).
    ReadOnly,
}

impl Access {
    /// What the language calls it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Pod => "pod",
            Self::Shared => "shared",
            Self::ReadOnly => "readonly",
        }
    }

    /// The access with that word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::Single, Self::Pod, Self::Shared, Self::ReadOnly].into_iter().find(|access| access.word() == word)
    }

    /// Whether one service in one replica has it for itself.
    #[must_use]
    pub fn is_one_writer(self) -> bool {
        match self {
            Self::Single | Self::Pod => true,
            Self::Shared | Self::ReadOnly => false,
        }
    }
}
