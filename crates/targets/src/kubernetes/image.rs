//! What is known of the images that the app builds.

use wharf_model::{App, BuildFrom, ImageRef, ImageSource, StepKind, UserSpec};

/// How many images may be built on each other: a bound, because nothing here checks for circles.
const DEPTH: usize = 64;

/// What the last step that `pick` takes says, of the stage that runs and of those it comes from.
fn last_step<'a, T>(app: &'a App, image: &ImageRef, pick: impl Fn(&'a StepKind) -> Option<T>) -> Option<T> {
    let (mut image, mut stage) = match image {
        ImageRef::Built { name, stage, .. } => (app.image(name)?, stage.as_ref()),
        ImageRef::Registry(_) => return None,
    };
    for _ in 0..DEPTH {
        let build = match &image.source {
            ImageSource::Build(build) => build,
            ImageSource::Existing(_) => return None,
        };
        let found = build.stages.iter().rev().find(|s| s.name.as_ref().map(|n| &n.value) == stage)?;
        if let Some(value) = found.steps.iter().rev().find_map(|step| pick(&step.kind.value)) {
            return Some(value);
        }
        match &found.from.value {
            BuildFrom::Stage(name) => stage = Some(name),
            BuildFrom::Image(name) => (image, stage) = (app.image(name)?, None),
            BuildFrom::Registry(_) | BuildFrom::Scratch => return None,
        }
    }
    None
}

/// The signal that the image names.
pub(super) fn stop_signal<'a>(app: &'a App, image: &ImageRef) -> Option<&'a str> {
    last_step(app, image, |step| if let StepKind::StopSignal(s) = step { Some(s.value.as_str()) } else { None })
}

/// The numeric group that the image's processes run as. It is lost where a pod names the user, and
/// has to be named with it.
pub(super) fn group(app: &App, image: &ImageRef) -> Option<u32> {
    let user = |step: &StepKind| if let StepKind::User(user) = step { Some(user.value.clone()) } else { None };
    last_step(app, image, user).and_then(|user: UserSpec| user.group?.parse().ok())
}
