//! Dockerfiles, for BuildKit.
//!
//! Each image that is built gives `images/<name>/Dockerfile` and, where something is left out of
//! its context, `images/<name>/Dockerfile.dockerignore`: BuildKit prefers a file of that name
//! beside the Dockerfile to the context's own. An image with a Dockerfile of its own gives
//! nothing. Clean under hadolint and BuildKit's checks as far as the author's own words allow.
//!
//! The texts of the model are literal: `$` is escaped wherever BuildKit would expand it. The
//! exceptions are `from` and its platform, which may hold `${ARG}`, and what `run` hands to a
//! shell, where the arguments of a build are variables anyway.

mod dockerfile;
mod errors;
mod ignore;
mod instruction;
mod quote;
mod run;
mod shell;
mod variables;

#[cfg(test)]
mod tests;

use wharf_model::{App, ImageSource, Kind, Target};

use crate::{Lower, Lowered, Options};

/// The target.
pub(crate) struct Docker;

impl Lower for Docker {
    fn target(&self) -> Target {
        Target::Docker
    }

    fn lower(&self, app: &App, options: &Options) -> Lowered {
        let mut out = Lowered::default();
        for kind in &app.kinds {
            match kind {
                Kind::Image(image) => match &image.source {
                    ImageSource::Build(build) => {
                        out.files.push(dockerfile::write(app, image, build, options, &mut out.diagnostics));
                        out.files.push(ignore::write(image, build, options));
                    }
                    ImageSource::Existing(_) => {}
                },
                // Images are built without a cluster or a Compose project: nothing of these has
                // a place in a Dockerfile.
                Kind::Setting(_)
                | Kind::Secrets(_)
                | Kind::Config(_)
                | Kind::Volume(_)
                | Kind::Service(_)
                | Kind::Job(_)
                | Kind::Cron(_)
                | Kind::External(_)
                | Kind::Route(_)
                | Kind::Resource(_) => {}
            }
        }
        out.files.sort_by(|a, b| a.path.cmp(&b.path));
        out
    }
}
