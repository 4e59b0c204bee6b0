//! What the steps of an image take from outside of its context.

use std::collections::BTreeSet;

use wharf_model::{BuildFrom, BuildMountKind, Image, ImageSource, Name, StepKind};

/// What a build has to be given.
#[derive(Default)]
pub(super) struct BuildUses {
    /// Other images of the app.
    pub(super) images: BTreeSet<Name>,
    /// The developer's SSH agent.
    pub(super) ssh: bool,
}

impl BuildUses {
    /// What an image uses. Of a Dockerfile that is kept as it is nothing is known.
    pub(super) fn of(image: &Image) -> Self {
        let build = match &image.source {
            ImageSource::Existing(_) => return Self::default(),
            ImageSource::Build(build) => build,
        };
        let image_of = |from: &BuildFrom| if let BuildFrom::Image(name) = from { Some(name.clone()) } else { None };
        let mut steps = build.stages.iter().flat_map(|s| &s.steps);
        Self {
            images: build.sources().into_iter().filter_map(|from| image_of(from.value)).collect(),
            ssh: steps.any(|s| uses_ssh(&s.kind.value)),
        }
    }
}

fn uses_ssh(step: &StepKind) -> bool {
    let StepKind::Run { mounts, .. } = step else { return false };
    mounts.iter().any(|m| m.kind.value == BuildMountKind::Ssh)
}
