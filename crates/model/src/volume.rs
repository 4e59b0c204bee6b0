//! Volumes that are declared at the app and mounted by name.

use crate::{At, Bytes, Name};

/// `volume NAME SIZE [access shared] [external "…"]`
#[derive(Clone, Debug, PartialEq)]
pub struct Volume {
    /// Its name.
    pub name: At<Name>,
    /// Its documentation.
    pub doc: Option<String>,
    /// How much it holds. A target may round up, never down. `None` only with `external`.
    pub size: Option<At<Bytes>>,
    /// Whether several writers on several nodes may mount it (`ReadWriteMany`).
    pub shared: Option<At<()>>,
    /// The storage class to ask for; the cluster's default where absent.
    pub class: Option<At<Name>>,
    /// The name of a volume or claim that exists already, which Wharf then neither makes nor sizes.
    pub external: Option<At<Name>>,
}
