//! Which service builds which image, and how.
//!
//! Compose builds an image for each service that says `build`, all at once; two that export one
//! tag at the same time fail on a first build ("already exists", docker/compose with bake). So
//! one service builds, and the others that run the image name it, with `pull_policy: never`:
//! otherwise Compose asks the registry for it before anything is built.

use std::collections::{BTreeMap, BTreeSet};

use wharf_model::{App, BuildImage, Image, ImageRef, ImageSource, Name, OriginId};

use super::build_uses::BuildUses;
use super::context::Context;
use super::format::literal;
use super::{errors, parts, types};
use crate::shared::{names, paths};
use crate::yaml::Cursor;

/// An image, and the stage that is run where it is not the last.
type Built = (Name, Option<Name>);

/// Who builds what.
pub(super) struct Builders {
    owners: BTreeMap<Built, String>,
    /// Images that no service runs but others are built from, with the service that builds each.
    bases: Vec<(Name, String)>,
}

impl Builders {
    /// Of the services and jobs that run an image, the one that most others need is its builder:
    /// to start any of those is to start it. Among equals it is the first by kind and name.
    pub(super) fn of(app: &App) -> Self {
        let mut users: BTreeMap<Built, Vec<String>> = BTreeMap::new();
        for (user, container) in parts::containers(app) {
            match &container.image.value {
                ImageRef::Registry(_) | ImageRef::Built { tag: Some(_), .. } => {}
                ImageRef::Built { name, stage, tag: None } => {
                    users.entry((name.clone(), stage.clone())).or_default().push(user);
                }
            }
        }
        let order = parts::order(app);
        let mut owners = BTreeMap::new();
        for (built, users) in users {
            let mut best: Option<(usize, &String)> = None;
            for user in &users {
                let needed = users.iter().filter(|other| is_needed_by(&order, user, other)).count();
                if best.is_none_or(|(most, _)| needed > most) {
                    best = Some((needed, user));
                }
            }
            if let Some((_, owner)) = best {
                owners.insert(built, owner.clone());
            }
        }
        let mut this = Self { owners, bases: Vec::new() };
        this.add_bases(app);
        this
    }

    /// Adds a builder for each image that another is built from and nobody runs.
    fn add_bases(&mut self, app: &App) {
        let taken: BTreeSet<String> = parts::containers(app).into_iter().map(|(name, _)| name).collect();
        let mut open: Vec<Name> = self.owners.keys().map(|(name, _)| name.clone()).collect();
        while let Some(name) = open.pop() {
            for base in app.image(&name).map(|i| BuildUses::of(i).images).unwrap_or_default() {
                if self.owners.contains_key(&(base.clone(), None)) {
                    continue;
                }
                let mut service = base.to_string();
                while taken.contains(&service) {
                    service.push_str("-image");
                }
                self.owners.insert((base.clone(), None), service.clone());
                self.bases.push((base.clone(), service));
                open.push(base);
            }
        }
        self.bases.sort();
    }

    /// The images that are built and not run, with the service that builds each.
    pub(super) fn bases(&self) -> &[(Name, String)] {
        &self.bases
    }

    fn owner(&self, name: &Name, stage: Option<&Name>) -> Option<&str> {
        self.owners.get(&(name.clone(), stage.cloned())).map(String::as_str)
    }
}

/// Whether `other` starts after `this`, directly or not.
fn is_needed_by(order: &BTreeMap<String, Vec<String>>, this: &str, other: &str) -> bool {
    let mut seen = BTreeSet::from([other]);
    let mut open = vec![other];
    while let Some(name) = open.pop() {
        for before in order.get(name).into_iter().flatten() {
            if before == this {
                return true;
            }
            if seen.insert(before) {
                open.push(before);
            }
        }
    }
    false
}

/// Says what `service` runs, and builds it where that is its part.
pub(super) fn image<C: Cursor<OriginId>>(
    cx: &mut Context<'_>,
    name: &str,
    image: &wharf_model::At<ImageRef>,
    at: C,
    service: &mut types::Service,
) {
    at.key("image").set(image.origin);
    service.image = literal(&names::image_reference(cx.app, image));
    match &image.value {
        ImageRef::Registry(_) => {}
        ImageRef::Built { name: image_name, stage, tag } => {
            let Some(built) = cx.app.image(image_name) else { return };
            if tag.is_none() {
                return build_or_name(cx, name, built, stage.as_ref(), at, service);
            }
            of_platform(built, at, service);
            if cx.app.registry.is_none() {
                // The reference is a name on Docker Hub, and Compose would ask there.
                service.pull_policy = Some("never");
                cx.problem(errors::emulated::version_on_this_machine(cx.app, image.origin, &service.image));
            }
        }
    }
}

/// A service that is never started: it builds an image that others are built from. A profile would
/// not do: Compose finds no context in a service that is switched off.
pub(super) fn base<C: Cursor<OriginId>>(cx: &mut Context<'_>, name: &str, image: &Image, at: C) -> types::Service {
    at.set(image.name.origin);
    let mut service = types::Service {
        image: literal(&names::built_image(cx.app, image, None)),
        deploy: types::Deploy { replicas: Some(0), ..types::Deploy::default() },
        ..types::Service::default()
    };
    build_or_name(cx, name, image, None, at, &mut service);
    service
}

fn build_or_name<C: Cursor<OriginId>>(
    cx: &mut Context<'_>,
    name: &str,
    image: &Image,
    stage: Option<&Name>,
    at: C,
    service: &mut types::Service,
) {
    of_platform(image, at, service);
    if cx.builders.owner(&image.name, stage) != Some(name) {
        service.pull_policy = Some("never");
        return;
    }
    // Without a registry the reference is a name on Docker Hub that somebody else may own, and
    // Compose asks there first.
    service.pull_policy = cx.app.registry.is_none().then_some("build");
    at.key("build").set(image.name.origin);
    service.build = Some(build(cx, image, stage, at.key("build")));
}

/// The platform that an image is built for is the one that it runs on.
fn of_platform<C: Cursor<OriginId>>(image: &Image, at: C, service: &mut types::Service) {
    if let Some(platform) = &image.platform {
        at.key("platform").set(platform.origin);
        service.platform = Some(literal(platform));
    }
}

fn build<C: Cursor<OriginId>>(cx: &mut Context<'_>, image: &Image, stage: Option<&Name>, at: C) -> types::Build {
    let placement = &cx.options.placement;
    at.key("context").set(image.context.origin);
    let context = image.context.as_str();
    let (dockerfile, target) = match &image.source {
        ImageSource::Build(_) => {
            let file = format!("images/{}/Dockerfile", image.name.value);
            (paths::join(&placement.output_from_project, &file), None)
        }
        ImageSource::Existing(existing) => {
            at.key("dockerfile").set(existing.dockerfile.origin);
            let target = existing.target.as_ref();
            target.inspect(|t| {
                at.key("target").set(t.origin);
            });
            (existing.dockerfile.to_string(), target.map(|t| t.value.clone()))
        }
    };
    let mut args = BTreeMap::new();
    for (key, value) in &image.args {
        at.key("args").key(key).set(value.origin);
        args.insert(key.value.clone(), literal(value));
    }
    let secrets = match &image.source {
        ImageSource::Build(build) => build_secrets(cx, build, at),
        ImageSource::Existing(_) => Vec::new(),
    };
    let uses = BuildUses::of(image);
    let contexts = uses.images.into_iter().filter_map(|base| {
        let reference = names::built_image(cx.app, cx.app.image(&base)?, None);
        Some((reference, format!("service:{}", cx.builders.owner(&base, None)?)))
    });
    types::Build {
        context: literal(&cx.beside(context)),
        dockerfile: literal(&paths::relative(context, &dockerfile)),
        target: stage.map(ToString::to_string).or(target).map(|t| literal(&t)),
        args,
        additional_contexts: contexts.collect(),
        platforms: image.platform.iter().map(|p| literal(p)).collect(),
        secrets,
        ssh: if uses.ssh { vec!["default"] } else { Vec::new() },
    }
}

fn build_secrets<C: Cursor<OriginId>>(cx: &mut Context<'_>, build: &BuildImage, at: C) -> Vec<types::Grant> {
    let mut grants = Vec::new();
    for secret in &build.secrets {
        if let Some(declared) = cx.secret(secret) {
            at.key("secrets").index(grants.len()).set(secret.origin);
            let source = cx.environment_secret(declared);
            grants.push(types::Grant::plain(source, secret.key.clone()));
        }
    }
    grants
}
