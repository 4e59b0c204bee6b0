//! Which user a container is known to run as.

use std::collections::BTreeMap;

use wharf_model::{
    App, BuildFrom, BuildImage, Image, ImageRef, ImageSource, Kind, Name, Pod, Stage, StepKind, UserSpec,
};

use crate::checker::Checker;
use crate::errors::lints;

/// Fills in `known_user` of every container whose image the app builds.
pub(crate) fn known_users(app: &mut App) {
    let images: BTreeMap<Name, Image> = app.images().map(|i| (i.name.value.clone(), i.clone())).collect();
    for kind in &mut app.kinds {
        let pod = match kind {
            Kind::Service(s) => &mut s.pod,
            Kind::Job(j) => &mut j.pod,
            Kind::Cron(c) => &mut c.job.pod,
            Kind::Setting(_)
            | Kind::Secrets(_)
            | Kind::Config(_)
            | Kind::Volume(_)
            | Kind::Image(_)
            | Kind::External(_)
            | Kind::Route(_)
            | Kind::Resource(_) => continue,
        };
        for container in std::iter::once(&mut pod.container).chain(pod.helpers.iter_mut().map(|h| &mut h.container)) {
            if container.known_user.is_none()
                && let ImageRef::Built { name, stage, .. } = &container.image.value
            {
                container.known_user = of_image(&images, name, stage.as_ref(), images.len() + 1);
            }
        }
    }
}

fn of_image(images: &BTreeMap<Name, Image>, name: &Name, stage: Option<&Name>, bound: usize) -> Option<u32> {
    let ImageSource::Build(build) = &images.get(name)?.source else { return None };
    let stage = match stage {
        Some(s) => named(build, s)?,
        None => build.stages.last()?,
    };
    of_stage(images, build, stage, bound, build.stages.len() + 1)
}

fn named<'a>(build: &'a BuildImage, name: &Name) -> Option<&'a Stage> {
    build.stages.iter().find(|s| s.name.as_ref().is_some_and(|n| n.value == *name))
}

/// The user that a stage ends with: its own last `user`, else its base's.
fn of_stage(
    images: &BTreeMap<Name, Image>,
    build: &BuildImage,
    stage: &Stage,
    images_left: usize,
    stages_left: usize,
) -> Option<u32> {
    let own = stage
        .steps
        .iter()
        .rev()
        .find_map(|s| if let StepKind::User(u) = &s.kind.value { Some(&u.value) } else { None });
    if let Some(user) = own {
        return UserSpec::uid(user);
    }
    match &stage.from.value {
        // The empty image has no user; the runtime's default is root.
        BuildFrom::Scratch => Some(0),
        BuildFrom::Registry(_) => None,
        BuildFrom::Stage(name) if stages_left > 0 => {
            of_stage(images, build, named(build, name)?, images_left, stages_left - 1)
        }
        BuildFrom::Image(name) if images_left > 0 => of_image(images, name, None, images_left - 1),
        BuildFrom::Stage(_) | BuildFrom::Image(_) => None,
    }
}

/// Says how to get to the restricted profile where the user is not known, or is root.
pub(super) fn lints(c: &mut Checker<'_>, app: &App) {
    // Who says a level knows: what does not keep to it is an error.
    let unsaid = |(_, pod): &(_, &Pod)| pod.security.is_none();
    let own = app.pods().filter(unsaid).map(|(name, pod)| (name, &pod.container));
    let helpers = app.pods().filter(unsaid).flat_map(|(_, pod)| pod.helpers.iter().map(|h| (&h.name, &h.container)));
    for (name, container) in own.chain(helpers) {
        let at = c.origins.span(container.image.origin);
        match (container.known_user, &container.image.value) {
            (Some(0), _) => {
                let at = container.user.as_ref().map_or(at, |u| c.origins.span(u.origin));
                c.report(lints::root_user(name.as_str(), at));
            }
            (Some(_), _) => {}
            (None, ImageRef::Registry(r)) => c.report(lints::unknown_user(name.as_str(), r.as_str(), at)),
            (None, ImageRef::Built { name: image, .. }) => {
                c.report(lints::unknown_user(name.as_str(), image.as_str(), at))
            }
        }
    }
}
