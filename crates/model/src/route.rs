//! Routes: how requests from outside reach services.

use crate::{At, Duration, HostName, Name, PortRef};

/// `routing ingress|gateway …`: what carries out routes in Kubernetes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Routing {
    /// An Ingress for each route.
    Ingress {
        /// Its class; the cluster's default where nothing is said.
        class: Option<At<Name>>,
    },
    /// Routes of the Gateway API, at a Gateway that Wharf writes.
    Gateway {
        /// The GatewayClass.
        class: At<Name>,
    },
    /// Routes of the Gateway API, at a Gateway that exists.
    Existing {
        /// The Gateway's name.
        name: At<Name>,
        /// Its namespace; the app's where nothing is said.
        namespace: Option<At<Name>>,
        /// The listener that the routes attach to; all where nothing is said.
        section: Option<At<Name>>,
    },
}

/// `route HOST { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// The hosts, sorted; none is every host.
    pub hosts: Vec<At<HostName>>,
    /// Its documentation.
    pub doc: Option<String>,
    /// How it is encrypted.
    pub tls: Option<At<Tls>>,
    /// `https only`: requests that are not encrypted are sent to where they would be. It has a `tls`.
    pub https_only: Option<At<()>>,
    /// The rules, in the order of [`RouteRule::rank`]; so the first that matches is the one that is meant.
    pub rules: Vec<RouteRule>,
}

/// Where the certificate of a route comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tls {
    /// `tls issuer "NAME"`: cert-manager's ClusterIssuer of that name.
    Issuer(Name),
    /// `tls issuer "NAME" namespaced`: cert-manager's Issuer of that name, in the app's namespace.
    NamespacedIssuer(Name),
    /// `tls secret "NAME"`: a TLS Secret that exists in the namespace.
    Secret(Name),
}

/// `"/path" -> service.port { … }`, `exact …`, `grpc …`, `redirect …`
#[derive(Clone, Debug, PartialEq)]
pub struct RouteRule {
    /// Which paths.
    pub path: At<PathMatch>,
    /// What else has to hold of a request.
    pub when: When,
    /// What is done with it.
    pub action: Action,
    /// How long the service may take to answer.
    pub timeout: Option<At<Duration>>,
}

impl RouteRule {
    /// The rule that sends all requests for a path to one port.
    #[must_use]
    pub fn new(path: At<PathMatch>, to: At<PortRef>) -> Self {
        let share = At::new(100, to.origin);
        let forward = Forward { backends: vec![Backend { to, share }], ..Forward::default() };
        Self { path, when: When::default(), action: Action::Forward(forward), timeout: None }
    }

    /// Where requests go, with their shares.
    #[must_use]
    pub fn backends(&self) -> &[Backend] {
        match &self.action {
            Action::Forward(forward) => &forward.backends,
            Action::Redirect(_) => &[],
        }
    }

    /// The key that rules are sorted by, as the Gateway API has it (`HTTPRouteRule.matches`): exact paths,
    /// longer ones, a method, more headers, more of the query. A gRPC call is always a POST. What is equal up
    /// to there stands by its text.
    #[must_use]
    pub fn rank(&self) -> impl Ord + use<> {
        let (kind, path) = match &self.path.value {
            PathMatch::Exact(path) | PathMatch::GrpcMethod(path) => (0, path.clone()),
            PathMatch::Prefix(path) | PathMatch::Grpc(path) => (1, path.clone()),
        };
        let method = self.when.method.is_some() || self.path.is_grpc();
        let more = |n: usize| std::cmp::Reverse(n);
        let when = (more(usize::from(method)), more(self.when.headers.len()), more(self.when.query.len()));
        (kind, more(path.len()), path, when, self.when.clone())
    }
}

/// Conditions on a request beside its path; all of them have to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct When {
    /// `when-header`: headers by name, in lower case, with the values that they have.
    pub headers: Vec<(At<String>, At<String>)>,
    /// `when-query`: parameters of the query, with the values that they have.
    pub query: Vec<(At<String>, At<String>)>,
    /// `when-method`
    pub method: Option<At<&'static str>>,
}

impl When {
    /// How many conditions there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.headers.len().saturating_add(self.query.len()).saturating_add(usize::from(self.method.is_some()))
    }
}

/// What is done with a request.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// A service answers it.
    Forward(Forward),
    /// It is answered with another address.
    Redirect(Redirect),
}

/// How a request gets to services.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forward {
    /// The services; the first is the one that the arrow names. Their shares add up to 100.
    pub backends: Vec<Backend>,
    /// `rewrite`: what stands in the place of the matched path.
    pub rewrite: Option<At<String>>,
    /// `rewrite host`: the host that the services are asked for. It has no `*`.
    pub host: Option<At<HostName>>,
    /// Headers of the request that are set, by name, or taken away.
    pub request: Vec<HeaderChange>,
    /// The same for those of the answer.
    pub response: Vec<HeaderChange>,
}

/// The name of a header, and its new value; none takes it away.
pub type HeaderChange = (At<String>, Option<At<String>>);

/// A service that gets a share of the requests.
#[derive(Clone, Debug, PartialEq)]
pub struct Backend {
    /// Its port.
    pub to: At<PortRef>,
    /// Its share, in per cent, from 0 to 100.
    pub share: At<u32>,
}

/// `redirect [exact] PATH TO [permanent|status N]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// `http` or `https`, where it is said.
    pub scheme: Option<&'static str>,
    /// The other host, where it is said.
    pub host: Option<HostName>,
    /// What stands in the place of the matched path.
    pub path: At<String>,
    /// One of [`Redirect::STATUSES`].
    pub status: At<u16>,
}

impl Redirect {
    /// The statuses that a redirect can have (RFC 9110, section 15.4).
    pub const STATUSES: [u16; 5] = [301, 302, 303, 307, 308];
}

/// Which paths a rule matches. Paths begin with `/` and end without one, but for the root.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PathMatch {
    /// This path only.
    Exact(String),
    /// This path and all below it, by whole elements: `/api` matches `/api/x`, not `/apix`.
    Prefix(String),
    /// The calls of a gRPC service, by its full name: the paths below `/NAME`.
    Grpc(String),
    /// The calls of one method of a gRPC service: the path `/NAME/METHOD`.
    GrpcMethod(String),
}

impl PathMatch {
    /// The path itself.
    #[must_use]
    pub fn path(&self) -> &str {
        let (Self::Exact(path) | Self::Prefix(path) | Self::Grpc(path) | Self::GrpcMethod(path)) = self;
        path
    }

    /// Whether it matches calls of gRPC.
    #[must_use]
    pub fn is_grpc(&self) -> bool {
        matches!(self, Self::Grpc(_) | Self::GrpcMethod(_))
    }
}
