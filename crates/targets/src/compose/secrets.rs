//! What a cluster gets from elsewhere, and Compose from who starts it: notes, one for each kind.

use wharf_diagnostics::Diagnostic;
use wharf_model::{App, OriginId, PullSecret, SecretGroup, SecretOrigin};

use super::errors::folded;

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
