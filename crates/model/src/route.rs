//! Routes: how requests from outside reach services.

use crate::{At, Duration, HostName, Name, PortRef};

/// `route HOST { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// The hosts, sorted; none is every host.
    pub hosts: Vec<At<HostName>>,
    /// Its documentation.
    pub doc: Option<String>,
    /// How it is encrypted.
    pub tls: Option<At<Tls>>,
    /// The rules: exact paths first, then prefixes, longer ones first, then by text; so the first
    /// that matches is the one that is meant.
    pub rules: Vec<RouteRule>,
}

/// Where the certificate of a route comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tls {
    /// `tls issuer "NAME"`: cert-manager's ClusterIssuer of that name.
    Issuer(Name),
    /// `tls secret "NAME"`: a TLS Secret that exists in the namespace.
    Secret(Name),
}

/// `"/path" -> service.port { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct RouteRule {
    /// Which paths.
    pub path: At<PathMatch>,
    /// Where they go.
    pub to: At<PortRef>,
    /// How long the service may take to answer.
    pub timeout: Option<At<Duration>>,
}

/// Which paths a rule matches. Paths begin with `/` and end without one, but for the root.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PathMatch {
    /// This path only.
    Exact(String),
    /// This path and all below it, by whole elements: `/api` matches `/api/x`, not `/apix`.
    Prefix(String),
}
