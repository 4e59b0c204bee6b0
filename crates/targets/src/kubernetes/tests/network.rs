//! Services and routes: names, ports, hosts.

use wharf_diagnostics::codes;
use wharf_model::{Duration, Expose, ExposeAs, Kind, Name, PortNumber, Protocol, Service, Tls};

use super::build::{app, at, env, file, lower, name, port, problems, route, service, service_kind};
use super::shape::{check, documents};

fn ported(called: &str, ports: &[(&str, i64)]) -> Service {
    let mut service = service(called, "x:1");
    service.ports = ports.iter().map(|(name, number)| port(name, *number)).collect();
    service
}

fn exposed(called: &str, ports: &[(&str, i64)], port: &str, kind: ExposeAs) -> Service {
    let mut service = ported(called, ports);
    service.expose = vec![Expose::new(name(port), kind)];
    service
}

fn number(n: i64) -> PortNumber {
    PortNumber::new(n).unwrap()
}

fn names(lowered: &crate::Lowered, kind: &str) -> Vec<String> {
    let of_kind = documents(lowered).into_iter().filter(|d| d["kind"] == kind);
    of_kind.map(|d| d["metadata"]["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn without_ports_there_is_no_service_and_no_name() {
    let mut web = ported("web", &[("http", 80)]);
    web.pod.container.env = env(&[("W", "{host worker}")]);
    let lowered = lower(&app(vec![service_kind(web), service_kind(service("worker", "x:1"))]));
    assert_eq!(names(&lowered, "Service"), ["web"]);
    assert_eq!(lowered.diagnostics.first().map(|d| d.code), Some(codes::REFUSED));
}

#[test]
fn a_stateful_service_is_reached_by_its_name_and_its_pods_by_theirs() {
    let mut db = ported("db", &[("sql", 5432)]);
    db.ports[0].service = Some(at(number(5433)));
    db.controller = at(wharf_model::Controller::StatefulSet(wharf_model::Stateful::default()));
    let lowered = lower(&app(vec![service_kind(db)]));
    check(&lowered);
    assert_eq!(names(&lowered, "Service"), ["db", "db-pods"]);
    let text = file(&lowered, "service-db.yaml");
    assert!(text.contains("      port: 5433\n") && text.contains("      port: 5432\n"), "{text}");
    assert!(text.contains("  serviceName: db-pods\n") && text.contains("  publishNotReadyAddresses: true\n"));
}

#[test]
fn derived_names_never_meet() {
    let balancer = ExposeAs::LoadBalancer(None);
    let mut db = ported("db", &[("pods", 80)]);
    db.controller = at(wharf_model::Controller::StatefulSet(wharf_model::Stateful::default()));
    db.expose = vec![Expose::new(name("pods"), balancer)];
    let services = vec![
        service_kind(exposed("a", &[("b-c", 80)], "b-c", balancer)),
        service_kind(exposed("a-b", &[("c", 80)], "c", balancer)),
        service_kind(ported("a-b-c", &[("x", 80)])),
        service_kind(db),
    ];
    let lowered = lower(&app(services));
    check(&lowered);
    assert_eq!(names(&lowered, "Service").len(), 4 + 4);
}

#[test]
fn exposed_ports_have_services_of_their_own() {
    let mut web = ported("web", &[("http", 8080)]);
    web.pod.annotations = vec![(at("cloud.example/scheme".into()), at("internet-facing".into()))];
    web.expose = vec![
        Expose::new(name("http"), ExposeAs::LoadBalancer(Some(number(443)))),
        Expose::new(name("http"), ExposeAs::NodePort(Some(number(30080)))),
    ];
    let lowered = lower(&app(vec![service_kind(web)]));
    check(&lowered);
    let text = file(&lowered, "service-web.yaml");
    assert!(text.contains("      nodePort: 30080\n      port: 8080\n"), "{text}");
    assert!(text.contains("      port: 443\n") && text.contains("  type: LoadBalancer\n"), "{text}");
    // The workload, its pods, and the two.
    assert_eq!(text.matches("internet-facing").count(), 4, "{text}");
}

#[test]
fn numbers_that_meet_or_are_out_of_range_are_errors() {
    let mut web = ported("web", &[("a", 80), ("b", 8080)]);
    web.ports[1].service = Some(at(number(80)));
    let low = exposed("low", &[("x", 80)], "x", ExposeAs::NodePort(Some(number(80))));
    let one = exposed("one", &[("x", 80)], "x", ExposeAs::NodePort(Some(number(30000))));
    let two = exposed("two", &[("x", 80)], "x", ExposeAs::NodePort(Some(number(30000))));
    let lowered = lower(&app([web, low, one, two].into_iter().map(service_kind).collect()));
    let mut codes: Vec<&str> = lowered.diagnostics.iter().map(|d| d.code.name()).collect();
    codes.sort_unstable();
    assert_eq!(codes, ["out-of-bounds", "port-conflict", "port-conflict"]);
}

#[test]
fn routes_are_called_by_their_first_host() {
    let web = || service_kind(ported("web", &[("http", 80)]));
    let rules = [("/", "web.http")];
    let hosts: [&[&str]; 5] = [&["a.b"], &["a-b", "x.y"], &["*.a.c"], &["any-a.c"], &[]];
    let mut kinds = vec![web()];
    kinds.extend(hosts.iter().map(|h| Kind::Route(route(h, &rules))));
    let lowered = lower(&app(kinds));
    check(&lowered);
    let mut found = names(&lowered, "Ingress");
    assert_eq!(found.pop().as_deref(), Some("shop-any-host"));
    assert!(found[..2].iter().all(|n| n.starts_with("shop-a-b-")), "{found:?}");
    assert!(found[2..].iter().all(|n| n.starts_with("shop-any-a-c-")), "{found:?}");
    let alone = lower(&app(vec![web(), Kind::Route(route(&["very.long.".repeat(10).trim_end_matches('.')], &rules))]));
    assert_eq!(names(&alone, "Ingress")[0].len(), 63);
}

#[test]
fn certificates_come_from_the_issuer_or_exist() {
    let web = || service_kind(ported("web", &[("http", 80)]));
    let with = |hosts: &[&str], tls: Tls| {
        let mut route = route(hosts, &[("=/x", "web.http"), ("/", "web.http")]);
        route.tls = Some(at(tls));
        route.rules[0].timeout = Some(at(Duration::seconds(3)));
        lower(&app(vec![web(), Kind::Route(route)]))
    };
    let issued = with(&["a.b", "c.d"], Tls::Issuer(Name::new("le").unwrap()));
    let text = file(&issued, "routes.yaml");
    assert!(
        text.contains("      secretName: shop-a-b-tls\n") && text.contains("  secretName: shop-a-b-tls\n"),
        "{text}"
    );
    assert!(text.contains("  dnsNames:\n    - a.b\n    - c.d\n"), "{text}");
    assert!(text.contains("            path: /x\n            pathType: Exact\n"), "{text}");
    assert!(problems(&issued).iter().any(|p| p.starts_with("W0702 an Ingress has no timeout")));
    let existing = with(&["a.b"], Tls::Secret(Name::new("mine").unwrap()));
    assert_eq!(names(&existing, "Certificate"), Vec::<String>::new());
    assert!(file(&existing, "00-namespace.yaml").contains("# Secret mine: tls.crt, tls.key\n"));
    assert!(file(&issued, "00-namespace.yaml").contains("# ClusterIssuer le, of cert-manager\n"));
    let nobody = with(&[], Tls::Issuer(Name::new("le").unwrap()));
    assert!(nobody.diagnostics.iter().any(|d| d.code == codes::REFUSED));
}

#[test]
fn routes_that_an_ingress_cannot_have_are_errors() {
    let mut dns = ported("dns", &[("dns", 53)]);
    dns.ports[0].protocol = Protocol::Udp;
    let bad = route(&["a.b"], &[("/x/../y", "dns.dns")]);
    let lowered = lower(&app(vec![service_kind(dns), Kind::Route(bad), Kind::Route(route(&["c.d"], &[]))]));
    let mut codes: Vec<&str> = lowered.diagnostics.iter().map(|d| d.code.name()).collect();
    codes.sort_unstable();
    assert_eq!(codes, ["bad-path", "missing", "refused"]);
}
