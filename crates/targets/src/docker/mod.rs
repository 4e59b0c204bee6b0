//! Dockerfiles.

use wharf_model::{App, Target};

use crate::{Lower, Lowered, Options};

/// The target.
pub(crate) struct Docker;

impl Lower for Docker {
    fn target(&self) -> Target {
        Target::Docker
    }

    fn lower(&self, _app: &App, _options: &Options) -> Lowered {
        Lowered::default()
    }
}
