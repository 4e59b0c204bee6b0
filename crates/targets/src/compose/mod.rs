//! A Compose file.

use wharf_model::{App, Target};

use crate::{Lower, Lowered, Options};

/// The target.
pub(crate) struct Compose;

impl Lower for Compose {
    fn target(&self) -> Target {
        Target::Compose
    }

    fn lower(&self, _app: &App, _options: &Options) -> Lowered {
        Lowered::default()
    }
}
