//! Secrets: as files, and what a cluster gets from elsewhere and Compose from who starts it.

use wharf_diagnostics::{Diagnostic, codes};
use wharf_model::{App, At, Container, EnvName, Mount, OriginId, PullSecret, SecretFiles, SecretGroup, SecretOrigin};

use super::context::Context;
use super::errors::folded;
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
            for key in ["uid", "gid", "mode"] {
                grant.key(key).set(mode.origin);
            }
            out.mode = Some(format!("{:04o}", mode.0));
            // The file would be root's.
            let user = container.known_user.filter(|user| *user != 0);
            out.uid = user.map(|user| user.to_string());
            let group = container.user.as_ref().and_then(|user| user.group);
            out.gid = group.filter(|group| *group != 0).map(|group| group.to_string());
        }
        service.secrets.push(out);
    }
}

/// A file is left out for an empty variable, not for an absent one.
fn empty_for_no_file(app: &App, secret: OriginId, variable: &EnvName) -> Diagnostic {
    let message = format!("Compose wants {variable} to be there, and leaves the file out where it is empty");
    Diagnostic::new(codes::EMULATED, app.origins.span(secret), message).label("optional")
}
