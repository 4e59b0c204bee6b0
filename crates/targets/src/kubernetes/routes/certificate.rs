//! cert-manager's Certificate.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;
use wharf_model::{Name, OriginId, Route};

use super::super::context::Context;
use super::super::metadata::{Component, Identity};
use crate::yaml::Cursor;

/// The Secret that cert-manager keeps a route's certificate in.
pub(super) fn secret(name: &str) -> String {
    format!("{name}-tls")
}

/// cert-manager's Certificate (`cert-manager.io/v1`), as far as routes need it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Certificate {
    api_version: &'static str,
    kind: &'static str,
    metadata: ObjectMeta,
    spec: CertificateSpec,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CertificateSpec {
    dns_names: Vec<String>,
    issuer_ref: IssuerRef,
    secret_name: String,
}

#[derive(Serialize)]
struct IssuerRef {
    group: &'static str,
    kind: &'static str,
    name: String,
}

/// The certificate of a route's hosts, by an issuer of that kind.
pub(super) fn object<C: Cursor<OriginId>>(
    cx: &Context<'_>,
    route: &Route,
    (kind, issuer): (&'static str, &Name),
    name: &str,
    at: C,
) -> Certificate {
    let dns_names = at.key("spec").key("dnsNames");
    Certificate {
        api_version: "cert-manager.io/v1",
        kind: "Certificate",
        metadata: Identity::plain(name, Component::Route).object(cx, name, at.key("metadata")),
        spec: CertificateSpec {
            dns_names: route
                .hosts
                .iter()
                .enumerate()
                .map(|(i, host)| {
                    dns_names.index(i).set(host.origin);
                    host.to_string()
                })
                .collect(),
            issuer_ref: IssuerRef { group: "cert-manager.io", kind, name: issuer.to_string() },
            secret_name: secret(name),
        },
    }
}
