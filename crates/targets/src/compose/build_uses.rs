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
        let mut out = Self::default();
        match &image.source {
            ImageSource::Existing(_) => {}
            ImageSource::Build(build) => {
                for stage in &build.stages {
                    out.source(&stage.from);
                    for step in &stage.steps {
                        out.step(&step.kind.value);
                    }
                }
            }
        }
        out
    }

    fn source(&mut self, from: &BuildFrom) {
        match from {
            BuildFrom::Image(name) => {
                self.images.insert(name.clone());
            }
            BuildFrom::Registry(_) | BuildFrom::Scratch | BuildFrom::Stage(_) => {}
        }
    }

    fn step(&mut self, step: &StepKind) {
        match step {
            StepKind::Copy { from: Some(from), .. } => self.source(from),
            StepKind::Run { mounts, .. } => mounts.iter().for_each(|m| self.mount(&m.kind)),
            StepKind::Copy { from: None, .. }
            | StepKind::Add(_)
            | StepKind::Env(_)
            | StepKind::Path(_)
            | StepKind::Arg { .. }
            | StepKind::Workdir(_)
            | StepKind::User(_)
            | StepKind::Expose { .. }
            | StepKind::Entrypoint(_)
            | StepKind::Args(_)
            | StepKind::Label(_)
            | StepKind::Healthcheck(_)
            | StepKind::StopSignal(_)
            | StepKind::Shell(_)
            | StepKind::Volume(_) => {}
        }
    }

    fn mount(&mut self, mount: &BuildMountKind) {
        match mount {
            BuildMountKind::Bind { from: Some(from), .. } => self.source(from),
            BuildMountKind::Ssh => self.ssh = true,
            BuildMountKind::Bind { from: None, .. }
            | BuildMountKind::Cache { .. }
            | BuildMountKind::Secret { .. }
            | BuildMountKind::Tmpfs { .. } => {}
        }
    }
}
