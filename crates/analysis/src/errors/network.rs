//! Ports, the order of starts, routes.

use wharf_diagnostics::{Diagnostic, Span, codes};
use wharf_model::PortNumber;

use super::{at, circle, in_order};

pub(crate) fn tcp_and_udp(span: Span) -> Diagnostic {
    at(codes::WRONG_FORM, span, "a port has one protocol", "`tcp` or `udp`")
        .help("declare two ports of the same number")
}

pub(crate) fn port_twice(port: PortNumber, span: Span, first: Span) -> Diagnostic {
    at(codes::PORT_CONFLICT, span, format!("two ports of the service have the number {port}"), "again here")
        .also(first, "first here")
}

pub(crate) fn bad_publish(span: Span) -> Diagnostic {
    at(codes::BAD_TEXT, span, "the published address is malformed", "it is written `8080` or `\"127.0.0.1:8080\"`")
}

pub(crate) fn published_twice(port: PortNumber, span: Span, first: Span) -> Diagnostic {
    let (first, span) = in_order(first, span);
    at(codes::PORT_CONFLICT, span, format!("two ports are published as {port}"), "again here").also(first, "first here")
}

pub(crate) fn published_replicas(port: PortNumber, replicas: u32, span: Span, scale: Span) -> Diagnostic {
    at(
        codes::PUBLISHED_REPLICAS,
        span,
        "a fixed port of the machine is published by several replicas",
        format!("only one process can open {port}"),
    )
    .also(scale, format!("up to {replicas} replicas"))
    .help("a route reaches all replicas")
}

pub(crate) fn node_port_twice(port: PortNumber, span: Span, first: Span) -> Diagnostic {
    let (first, span) = in_order(first, span);
    at(codes::PORT_CONFLICT, span, format!("two services take the node port {port}"), "again here")
        .also(first, "first here")
}

pub(crate) fn low_port(port: PortNumber, user: u32, span: Span) -> Diagnostic {
    at(codes::LOW_PORT, span, format!("user {user} may not be able to open port {port}"), "below 1024")
        .note("ports below 1024 need a right that is taken away from users other than root")
        .help("let the process listen on a port above 1023")
}

pub(crate) fn not_ready(name: &str, span: Span, service: Span) -> Diagnostic {
    at(codes::NOT_READY, span, format!("`{name}` never says that it is ready"), "this waits for ever")
        .also(service, "it has no `ready`")
        .help(format!("give `{name}` a `ready`, or wait until it is `started`"))
}

pub(crate) fn start_cycle(chain: &[(String, Span)]) -> Option<Diagnostic> {
    let (_, span) = chain.first()?;
    let mut d = at(codes::START_CYCLE, *span, "none of these can start first", circle(chain));
    for (name, at) in chain.iter().skip(1) {
        d = d.also(*at, format!("`{name}` waits here"));
    }
    Some(d)
}

pub(crate) fn route_without_rules(span: Span) -> Diagnostic {
    at(codes::MISSING, span, "the route leads nowhere", "no path is given").help("for example: \"/\" -> web.http")
}

pub(crate) fn tls_without_host(span: Span) -> Diagnostic {
    at(codes::MISSING, span, "a route for every host cannot be encrypted", "a certificate is for a host")
        .help("name the host: `route \"shop.example.com\" { … }`")
}

pub(crate) fn peer_without_name(whom: &str, span: Span) -> Diagnostic {
    at(codes::WRONG_FORM, span, format!("`{whom}` has no name"), "nothing stands here")
}

pub(crate) fn peer_needs_name(whom: &str, span: Span) -> Diagnostic {
    let example = if whom == "cidr" { "cidr \"10.0.0.0/8\"".to_owned() } else { format!("{whom} \"name\"") };
    at(codes::WRONG_FORM, span, format!("it is not said which {whom}"), "a text is due behind it")
        .help(format!("for example: {example}"))
}

pub(crate) fn peer_in_namespace(whom: &str, span: Span) -> Diagnostic {
    at(codes::WRONG_FORM, span, format!("`{whom}` is in no namespace"), "only an app is in one")
        .help("for example: app \"other\" namespace \"shared\"")
}

pub(crate) fn bad_cidr(text: &str, span: Span) -> Diagnostic {
    at(
        codes::BAD_TEXT,
        span,
        format!("`{text}` is no range of addresses"),
        "an address, `/`, and how many of its bits count; the others are zero",
    )
    .help("for example: \"10.0.0.0/8\"; one address is \"192.0.2.1/32\"")
}

pub(crate) fn own_network_of_docker(name: &str, span: Span) -> Diagnostic {
    at(codes::BAD_TEXT, span, format!("`{name}` is Docker's own, and is not joined"), "a network that somebody made")
        .help("`docker network create NAME` makes one")
}

pub(crate) fn peer_without_addresses(whom: &str, span: Span) -> Diagnostic {
    at(codes::WRONG_FORM, span, format!("nothing is left out of `{whom}`"), "addresses are, of `cidr` and `internet`")
}

pub(crate) fn not_a_part(text: &str, span: Span) -> Diagnostic {
    at(codes::BAD_TEXT, span, format!("`{text}` is no part of what is permitted"), "outside of it, or all of it")
}

pub(crate) fn canary_name_taken(name: &str, span: Span, taken: Span) -> Diagnostic {
    at(codes::DUPLICATE, span, format!("the canary would be called `{name}`, as another declaration is"), "this canary")
        .also(taken, "called so")
}

pub(crate) fn canary_of_stateful(service: &str, span: Span, stateful: Span) -> Diagnostic {
    at(
        codes::WRONG_KIND,
        span,
        format!("`{service}` has replicas with identities, which a second version cannot take over"),
        "no canary here",
    )
    .also(stateful, "each replica has its own")
}

pub(crate) fn canary_of_all(span: Span) -> Diagnostic {
    at(codes::OUT_OF_BOUNDS, span, "a canary that gets all requests is the service itself", "from 1% to 99%")
}

pub(crate) fn canary_without_route(service: &str, span: Span) -> Diagnostic {
    at(
        codes::MISSING,
        span,
        format!("no route leads to `{service}`, so there is nothing to give its canary a share of"),
        "a share of no requests",
    )
    .help("services reach each other without a gateway; a `route` splits requests from outside")
}

pub(crate) fn https_without_tls(span: Span) -> Diagnostic {
    at(codes::MISSING, span, "a route without `tls` is not encrypted", "there is nowhere to send requests to")
        .help("for example: tls issuer \"letsencrypt\"")
}

pub(crate) fn which_gateway(span: Span) -> Diagnostic {
    at(
        codes::WRONG_FORM,
        span,
        "a gateway is either written, for a class, or is one that exists",
        "say one of `class` and `use`",
    )
    .help(
        "`routing gateway class \"envoy\"` writes one; `routing gateway use \"shared\" namespace \"infra\"` takes one",
    )
}

pub(crate) fn part_of_existing_gateway(span: Span) -> Diagnostic {
    at(
        codes::WRONG_FORM,
        span,
        "a gateway that is written stands in the app's namespace, and has all its listeners",
        "said of one that exists: `use`",
    )
}

pub(crate) fn grpc_is_not_rewritten(span: Span) -> Diagnostic {
    at(codes::WRONG_FORM, span, "the path of a gRPC call is its service and method, and stays", "no `rewrite` here")
}

pub(crate) fn permanent_and_status(span: Span, status: Span) -> Diagnostic {
    at(codes::WRONG_FORM, span, "a redirect has one status", "`permanent` is 301").also(status, "and this is another")
}

pub(crate) fn host_of_all(span: Span) -> Diagnostic {
    at(codes::BAD_TEXT, span, "a service is asked for one host", "a host without `*`")
}

pub(crate) fn shares_above_all(given: u32, span: Span) -> Diagnostic {
    at(codes::OUT_OF_BOUNDS, span, format!("the shares of a split add up to {given}%"), "nothing would be left")
}

pub(crate) fn split_twice(span: Span, first: Span) -> Diagnostic {
    at(codes::DUPLICATE, span, "requests are split to one port twice", "again here").also(first, "first here")
}

pub(crate) fn header_changed_twice(name: &str, span: Span, first: Span) -> Diagnostic {
    at(codes::DUPLICATE, span, format!("the header `{name}` is changed twice"), "again here").also(first, "first here")
}

pub(crate) fn bad_header_name(name: &str, span: Span) -> Diagnostic {
    at(codes::BAD_TEXT, span, format!("`{name}` is no name of a header"), "it has letters, digits and `-`")
}

pub(crate) fn grpc_condition(word: &str, span: Span) -> Diagnostic {
    at(
        codes::MISPLACED_WORD,
        span,
        format!("`{word}` does not hold of gRPC"),
        "a call has no query, and is always a POST",
    )
    .help("`when-header` looks at the metadata of a call")
}

pub(crate) fn https_conflict(host: &str, span: Span, first: Span) -> Diagnostic {
    let (first, span) = in_order(first, span);
    at(
        codes::ROUTE_CONFLICT,
        span,
        format!("one of two routes for `{host}` sends requests to HTTPS, and the other answers them"),
        "this way here",
    )
    .also(first, "another way here")
    .help("say `https only` in both")
}

pub(crate) fn of_a_balancer(span: Span) -> Diagnostic {
    at(codes::WRONG_FORM, span, "a node port is open to whoever reaches a node", "only a load balancer can be closed")
        .help("`expose PORT as load-balancer`; or a policy of the network")
}

pub(crate) fn bad_network(why: &str, span: Span) -> Diagnostic {
    at(codes::BAD_TEXT, span, "the network is malformed", why)
}

pub(crate) fn network_twice(network: &str, span: Span, first: Span) -> Diagnostic {
    at(codes::DUPLICATE, span, format!("`{network}` stands twice"), "again here").also(first, "first here")
}

pub(crate) fn kinds_conflict(host: &str, span: Span, first: Span) -> Diagnostic {
    let (first, span) = in_order(first, span);
    at(
        codes::ROUTE_CONFLICT,
        span,
        format!("one Gateway gets a GRPCRoute and an HTTPRoute for `{host}`, and would refuse one of them"),
        "gRPC alone in one of two apps",
    )
    .also(first, "and here")
    .help("give the calls a host of their own, or have both kinds in one app")
}

pub(crate) fn not_of_query(what: &str, span: Span) -> Diagnostic {
    at(
        codes::BAD_TEXT,
        span,
        format!("{what} of a query is compared as it is written"),
        "letters, digits, `-`, `.` and `_`; 256 characters at most",
    )
}

pub(crate) fn not_plain(what: &str, span: Span) -> Diagnostic {
    at(
        codes::BAD_TEXT,
        span,
        format!("{what} is malformed"),
        "it has the characters of ASCII but for `*{}\\` and backquotes",
    )
}

pub(crate) fn path_routed_twice(span: Span, first: Span) -> Diagnostic {
    at(codes::ROUTE_CONFLICT, span, "two rules match the same requests", "same path").also(first, "first here")
}

pub(crate) fn host_twice(host: &str, span: Span, first: Span) -> Diagnostic {
    at(codes::DUPLICATE, span, format!("the host `{host}` stands twice"), "again here").also(first, "first here")
}

pub(crate) fn bad_route_path(why: &str, span: Span) -> Diagnostic {
    at(codes::BAD_PATH, span, "the path of a route is malformed", why)
}

pub(crate) fn route_to_no_port(service: &str, span: Span, declared: Span) -> Diagnostic {
    at(codes::MISSING, span, format!("service `{service}` has no port that requests can go to"), "no port")
        .also(declared, "declared here")
        .help("for example: port http 8080")
}

pub(crate) fn route_to_udp(service: &str, port: &str, span: Span, declared: Span) -> Diagnostic {
    at(codes::WRONG_KIND, span, "a route leads to a UDP port", format!("`{service}.{port}` is UDP; HTTP is TCP"))
        .also(declared, "declared here")
}

pub(crate) fn routes_conflict(host: &str, path: &str, span: Span, first: Span) -> Diagnostic {
    let (first, span) = in_order(first, span);
    at(codes::ROUTE_CONFLICT, span, "two routes match the same requests", format!("`{host}{path}` again"))
        .also(first, "first here")
}

pub(crate) fn tls_conflict(host: &str, span: Span, first: Span) -> Diagnostic {
    let (first, span) = in_order(first, span);
    at(codes::ROUTE_CONFLICT, span, format!("two routes for `{host}` are encrypted in different ways"), "this way here")
        .also(first, "another way here")
}

pub(crate) fn routed_without_readiness(service: &str, span: Span, route: Span) -> Diagnostic {
    at(
        codes::ROUTED_WITHOUT_READINESS,
        span,
        format!("requests are routed to `{service}`, which does not say when it is ready"),
        "no `ready`",
    )
    .also(route, "routed here")
    .help("for example: ready http \"/\"")
}
