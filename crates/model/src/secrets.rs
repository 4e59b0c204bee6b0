//! Secrets: known when deploying, never shown.

use crate::{App, At, Duration, EnvName, Name};

/// A group of secrets: one Secret object in Kubernetes, variables in Compose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretGroup {
    /// Its name; `None` is the app's own group, `secrets { … }`.
    pub name: Option<At<Name>>,
    /// Its documentation.
    pub doc: Option<String>,
    /// The name of the Secret object in Kubernetes: what `external "…"` says; else the group's
    /// own name; else `<app>-secrets`.
    pub object: At<Name>,
    /// Who makes the Secret object in Kubernetes.
    pub origin: SecretOrigin,
    /// Its keys, sorted.
    pub keys: Vec<Secret>,
}

impl SecretGroup {
    /// Whether its Secret is made by a controller, out of what the source says.
    #[must_use]
    pub fn is_made(&self) -> bool {
        self.origin != SecretOrigin::Deployer && self.keys.iter().any(|k| k.kept.is_some())
    }
}

impl App {
    /// The group whose Secret a controller makes under that name.
    #[must_use]
    pub fn made_secret(&self, name: &Name) -> Option<&SecretGroup> {
        self.secrets().find(|g| g.object.value == *name && g.is_made())
    }
}

/// Who makes the Secret object of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretOrigin {
    /// Whoever deploys the app.
    Deployer,
    /// `from store NAME`, `from cluster-store NAME`: the External Secrets Operator, out of a store.
    Store {
        /// The name of the store's object.
        store: At<Name>,
        /// Whether the store is the whole cluster's, and not the namespace's.
        of_cluster: bool,
        /// How often the store is asked; never again where it is 0.
        refresh: At<Duration>,
    },
    /// `sealed`: the controller of Sealed Secrets, which alone can open what the source holds.
    Sealed {
        /// Where it may be opened.
        scope: At<SealScope>,
    },
}

/// Where a sealed secret may be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealScope {
    /// In the namespace and under the name that it was sealed for.
    Strict,
    /// In the namespace that it was sealed for, under any name.
    Namespace,
    /// Anywhere in the cluster.
    Cluster,
}

/// One key of a group of secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    /// The key, as the source writes it.
    pub key: At<String>,
    /// Its documentation.
    pub doc: Option<String>,
    /// Whether it may be absent.
    pub optional: bool,
    /// The variable it is read from where there are only variables: `db-password` is
    /// `DB_PASSWORD`, and in a group `api` it is `API_DB_PASSWORD`.
    pub variable: EnvName,
    /// Where its value is kept, where the group's origin has a place for it.
    pub kept: Option<Kept>,
}

/// Where the value of a secret is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// In a store. The group's origin is [`SecretOrigin::Store`].
    Remote {
        /// What the store knows it by: a path or a name.
        key: At<String>,
        /// The part of it, where it has several.
        property: Option<At<String>>,
        /// Its version, where it is not the newest.
        version: Option<At<String>>,
    },
    /// Here, sealed: base64 of what only a cluster's controller can open. The group's origin is
    /// [`SecretOrigin::Sealed`].
    Sealed(At<String>),
}
