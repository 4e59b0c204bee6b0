//! Secrets: as files, and what a cluster gets from elsewhere and Compose from who starts it.

use wharf_diagnostics::{Diagnostic, codes};
use wharf_model::{
    App, At, Container, EnvName, FileMode, Mount, OriginId, PullSecret, SecretFiles, SecretGroup, SecretOrigin,
};

use super::context::Context;
use super::errors::emulated::folded;
use super::format::literal;
use super::types;
use crate::yaml::Cursor;

/// Docker has logins of its own.
pub(super) fn pulled_by_login(app: &App) -> Option<Diagnostic> {
    let login = |p: &PullSecret| (p.registry.origin, format!("`docker login {}`, once", p.host()));
    let places: Vec<_> = app.pulls.iter().map(login).collect();
    folded(app, "Compose shows a registry what `docker login` has stored, and no secret of a cluster", &places)
}

/// Nobody asks a store.
pub(super) fn no_store(app: &App) -> Option<Diagnostic> {
    let message = "Compose asks no store for secrets: it reads them from variables";
    let places = kept_elsewhere(app, |origin| match origin {
        SecretOrigin::Store { store, .. } => Some(store.origin),
        SecretOrigin::Deployer | SecretOrigin::Sealed { .. } => None,
    });
    folded(app, message, &places)
}

/// Nobody can open what is sealed.
pub(super) fn not_opened(app: &App) -> Option<Diagnostic> {
    let message = "Compose cannot open what is sealed for a cluster: it reads these secrets from variables";
    let places = kept_elsewhere(app, |origin| match origin {
        SecretOrigin::Sealed { scope } => Some(scope.origin),
        SecretOrigin::Deployer | SecretOrigin::Store { .. } => None,
    });
    folded(app, message, &places)
}

/// The groups of an origin, each with its variables.
fn kept_elsewhere(app: &App, of: fn(&SecretOrigin) -> Option<OriginId>) -> Vec<(OriginId, String)> {
    let place = |group: &SecretGroup| {
        let variables: Vec<&str> = group.keys.iter().map(|k| k.variable.as_str()).collect();
        let origin = of(&group.origin).filter(|_| !variables.is_empty())?;
        Some((origin, format!("from {}", variables.join(", "))))
    };
    app.secrets().filter_map(place).collect()
}

/// The mode of a file that its process could not read otherwise. The file is root's: Compose can say of whom it
/// is, and the engine then looks the container's user up among those of its own machine, and starts nothing where
/// it is not one of them (moby, `tarCopyOptions`; measured).
fn readable(container: &Container, mount: &Mount) -> Option<FileMode> {
    let said = mount.closed()?;
    let others = ((said.0 >> 6) | (said.0 >> 3)) & 0o5;
    container.known_user.filter(|user| *user != 0).map(|_| FileMode(said.0 | others))
}

/// A secret as a file, or all of a group. Compose copies them into the container before it starts. It leaves a
/// file out where the variable is empty, but a variable that is not there at all is an error. (A config with an
/// empty `content` is no way out: Compose mounts the folder of the project in its place.)
pub(super) fn files<C: Cursor<OriginId>>(
    cx: &mut Context<'_>,
    container: &Container,
    (mount, files): (&Mount, &At<SecretFiles>),
    at: C,
    service: &mut types::Service,
) {
    let Some(group) = cx.app.secret_group(files.group.as_ref()) else { return };
    if let (Some(mode), Some(said)) = (readable(container, mount), &mount.mode) {
        cx.repeated.opened_modes.push((said.origin, format!("the mode is {mode} here")));
    }
    for secret in group.keys.iter().filter(|k| files.key.as_ref().is_none_or(|key| k.key.value == *key)) {
        if secret.optional {
            cx.set_if_only_to_nothing.insert(secret.variable.clone());
            cx.problem(empty_for_no_file(cx.app, files.origin, &secret.variable));
        }
        let grant = at.key("secrets").index(service.secrets.len()).set(mount.path.origin);
        let target = match &files.key {
            Some(_) => mount.path.to_string(),
            None => format!("{}/{}", mount.path.as_str().trim_end_matches('/'), secret.key.value),
        };
        let source = cx.environment_secret(secret);
        let mut out = types::Grant::plain(source, literal(&target));
        if let Some(mode) = &mount.mode {
            grant.key("mode").set(mode.origin);
            out.mode = Some(format!("{:04o}", readable(container, mount).unwrap_or(mode.value).0));
        }
        service.secrets.push(out);
    }
}

/// A file is left out for an empty variable, not for an absent one.
fn empty_for_no_file(app: &App, secret: OriginId, variable: &EnvName) -> Diagnostic {
    let message = format!("Compose wants {variable} to be there, and leaves the file out where it is empty");
    Diagnostic::new(codes::EMULATED, app.origins.span(secret), message).label("optional")
}

/// Files belong to root.
pub(super) fn opened(app: &App, places: &[(OriginId, String)]) -> Option<Diagnostic> {
    folded(app, "secrets that are files belong to root in Compose: whoever is not root reads them as others do", places)
}
