use wharf_diagnostics::codes;
use wharf_model::{Duration, Kind, PortNumber, PublishAddress, Replicas, Tls};

use super::app::{app, at, name, port, route, service, setting};
use super::{codes, file, lower, section};

fn api() -> Kind {
    service("api", "x:1", |s| s.ports = vec![port("http", 8080)])
}

#[test]
fn requests_go_where_the_ingress_sends_them() {
    let lowered = lower(&app(vec![
        api(),
        service("web", "x:1", |s| {
            s.ports = vec![port("http", 80)];
            s.scale = at(Replicas::Fixed(2));
        }),
        route(&["shop.localhost"], &[("=/healthz", "api.http"), ("/api", "api.http"), ("/", "web.http")], |r| {
            r.rules[1].timeout = Some(at(Duration::seconds(30)));
        }),
        route(&[], &[("/x y{z}.`$a", "api.http")], |_| {}),
    ]));
    assert_eq!(codes(&lowered), []);
    assert_eq!(
        file(&lowered, "gateway/Caddyfile"),
        r"{
	admin off
	auto_https off
}

http://shop.localhost {
	route {
		@rule0 path_regexp `^/healthz$`
		reverse_proxy @rule0 api:8080
		@rule1 path_regexp `^/api(/|$)`
		reverse_proxy @rule1 api:8080 {
			transport http {
				response_header_timeout 30s
			}
		}
		reverse_proxy {
			dynamic a web 80 {
				refresh 2s
			}
			lb_policy round_robin
		}
	}
}

http://:80 {
	route {
		@rule0 path_regexp `^/x\x20y\x7bz\x7d\.\x60\x24a(/|$)`
		reverse_proxy @rule0 api:8080
		respond 404
	}
}
"
    );
    assert_eq!(
        section(&file(&lowered, "compose.yaml"), "  gateway:"),
        "  gateway:
    image: caddy:2.10.2-alpine
    depends_on:
      api:
        condition: service_started
      web:
        condition: service_started
    ports:
      - 127.0.0.1:${GATEWAY_HTTP_PORT:-8080}:80
    volumes:
      - type: bind
        source: ./gateway/Caddyfile
        target: /etc/caddy/Caddyfile
        read_only: true
        bind:
          create_host_path: false
    tmpfs:
      - /config:mode=0755
      - /data:mode=0755
    restart: unless-stopped
    stop_grace_period: 30s
    read_only: true
    cap_drop:
      - ALL
    cap_add:
      - NET_BIND_SERVICE
    security_opt:
      - no-new-privileges:true
"
    );
    assert!(file(&lowered, ".env.example").ends_with("\nGATEWAY_HTTP_PORT=8080\n"));
}

#[test]
fn what_a_host_leaves_open_its_wildcard_and_every_host_answer() {
    let lowered = lower(&app(vec![
        api(),
        route(&["a.x.test", "b.x.test"], &[("/a", "api.http")], |_| {}),
        route(&["a.x.test"], &[("/longer", "api.http")], |_| {}),
        route(&["*.x.test"], &[("/w", "api.http"), ("/a", "api.http")], |_| {}),
        route(&[], &[("/every", "api.http")], |_| {}),
    ]));
    let text = file(&lowered, "gateway/Caddyfile");
    let paths = |site: &str| -> Vec<String> {
        let site = text.split("\n\n").find(|s| s.starts_with(site)).unwrap_or_else(|| panic!("{text}"));
        site.lines().filter_map(|l| l.split("`^").nth(1)).map(|p| p.replace("(/|$)`", "")).collect()
    };
    assert_eq!(paths("http://a.x.test {"), ["/longer", "/a", "/w", "/every"]);
    assert_eq!(paths("http://b.x.test {"), ["/a", "/w", "/every"]);
    assert_eq!(
        paths("http://*.x.test {"),
        ["/a", "/w", "/every"].map(|p| p.to_owned()).into_iter().collect::<Vec<_>>()
    );
    assert_eq!(paths("http://:80 {"), ["/every"]);
}

#[test]
fn hosts_that_are_answered_alike_share_a_site() {
    let lowered = lower(&app(vec![api(), route(&["a.test", "b.test"], &[("/", "api.http")], |_| {})]));
    let text = file(&lowered, "gateway/Caddyfile");
    assert!(text.contains("http://a.test, http://b.test {\n\troute {\n\t\treverse_proxy api:8080\n\t}\n}\n"), "{text}");
    assert!(text.ends_with("\nhttp://:80 {\n\troute {\n\t\trespond 404\n\t}\n}\n"), "{text}");
}

#[test]
fn encrypted_routes_are_served_both_ways() {
    let lowered = lower(&app(vec![
        api(),
        route(&["a.test"], &[("/", "api.http")], |r| r.tls = Some(at(Tls::Issuer(name("le"))))),
        route(&["b.test"], &[("/", "api.http")], |r| r.tls = Some(at(Tls::Secret(name("b-tls"))))),
        route(&["c.test"], &[("/", "api.http")], |_| {}),
    ]));
    let text = file(&lowered, "gateway/Caddyfile");
    assert!(text.contains("\nhttp://a.test, https://a.test {\n\ttls internal\n"), "{text}");
    assert!(text.contains("\nhttp://c.test {\n\troute"), "{text}");
    assert!(text.contains("\nhttp://:80, https://:443 {\n\ttls internal {\n\t\ton_demand\n\t}\n"), "{text}");
    assert_eq!(codes(&lowered), [codes::EMULATED]);
    let compose = file(&lowered, "compose.yaml");
    assert!(compose.contains("- 127.0.0.1:${GATEWAY_HTTPS_PORT:-8443}:443\n"));
    assert!(compose.ends_with("volumes:\n  gateway-data: {}\n"));
}

#[test]
fn the_gateway_gives_way_to_what_the_app_has() {
    let lowered = lower(&app(vec![
        setting("GATEWAY_HTTP_PORT", Some("1"), false),
        service("gateway", "x:1", |s| {
            let mut p = port("http", 80);
            p.publish = Some(at(PublishAddress { address: "127.0.0.1".into(), port: PortNumber::new(8080).unwrap() }));
            s.ports = vec![p];
        }),
        route(&["a.test"], &[("/", "gateway.http")], |_| {}),
    ]));
    let text = section(&file(&lowered, "compose.yaml"), "  wharf-gateway:");
    assert!(text.contains("- 127.0.0.1:${WHARF_GATEWAY_HTTP_PORT:-8081}:80\n"), "{text}");
}
