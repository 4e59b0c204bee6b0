//! Secrets that a cluster takes only with certain keys.

use wharf_diagnostics::Span;
use wharf_model::{App, Name, Tls};

use crate::checker::Checker;
use crate::errors::secrets as errors;

/// A Secret that is made, and that a registry is shown or a route is encrypted with, has the keys of its type:
/// the API server refuses it otherwise (`ValidateSecret`).
pub(super) fn of_types(c: &mut Checker<'_>, app: &App) {
    let pulls = app.pulls.iter().map(|p| (&p.secret.value, p.secret.origin, &[".dockerconfigjson"][..]));
    let certificates = app.routes().filter_map(|r| r.tls.as_ref()).filter_map(|tls| match &tls.value {
        Tls::Secret(name) => Some((name, tls.origin, &["tls.crt", "tls.key"][..])),
        Tls::Issuer(_) | Tls::NamespacedIssuer(_) => None,
    });
    let mut found: Vec<(&Name, Span, &str, Span)> = Vec::new();
    for (name, origin, keys) in pulls.chain(certificates) {
        let Some(group) = app.made_secret(name) else { continue };
        let lacks = |key: &&&str| !group.keys.iter().any(|k| k.key.value == **key && k.kept.is_some());
        if let Some(key) = keys.iter().find(lacks) {
            found.push((name, c.origins.span(origin), key, c.origins.span(group.object.origin)));
        }
    }
    for (name, used, key, declared) in found {
        c.report(errors::lacks_key(name.as_str(), key, declared, used));
    }
}
