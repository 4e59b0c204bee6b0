//! Checks across the routes of one app or of several: the hosts and paths they answer to.

use std::collections::BTreeMap;

use wharf_diagnostics::{Diagnostic, Span};
use wharf_model::{App, PathMatch, Tls};

use super::network::{Claim, claims};
use crate::errors::network;

/// Routes, of all the apps given, that match the same requests, or encrypt one host in two ways.
/// Apps that are built into different environments are not to be given together.
#[must_use]
pub fn across(apps: &[&App]) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let mut taken: BTreeMap<Claim, Span> = BTreeMap::new();
    let mut tls: BTreeMap<String, (Option<Tls>, Span)> = BTreeMap::new();
    for app in apps {
        for (claim, span) in claims(app) {
            match taken.get(&claim) {
                Some(first) => {
                    let path = match &claim.path {
                        PathMatch::Exact(p) | PathMatch::Prefix(p) => p.as_str(),
                    };
                    out.push(network::routes_conflict(&claim.host, path, span, *first));
                }
                None => {
                    taken.insert(claim, span);
                }
            }
        }
        for route in app.routes() {
            for host in &route.hosts {
                let this = (route.tls.as_ref().map(|t| t.value.clone()), app.span(host));
                match tls.get(host.as_str()) {
                    Some((other, first)) if *other != this.0 => {
                        out.push(network::tls_conflict(host.as_str(), this.1, *first))
                    }
                    Some(_) => {}
                    None => {
                        tls.insert(host.to_string(), this);
                    }
                }
            }
        }
    }
    out
}
