//! Kubernetes manifests.

use wharf_model::{App, Target};

use crate::{Lower, Lowered, Options};

/// The target.
pub(crate) struct Kubernetes;

impl Lower for Kubernetes {
    fn target(&self) -> Target {
        Target::Kubernetes
    }

    fn lower(&self, _app: &App, _options: &Options) -> Lowered {
        Lowered::default()
    }
}
