//! `wharf graph`: who talks to whom.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod common;

use common::Place;

const SHOP: &str = r#"
app shop {
  volume uploads 1Gi access shared
  service api { image "x:1"; user 1; port http 8080; ready exec ["true"]; mount uploads "/u"; env { DB = db.sql.address } }
  service db { image "x:1"; user 1; port sql 5432; ready exec ["true"]; permit from namespace "ops" on sql }
  job migrate { image "x:1"; user 1; env { DB = db.host }; needs db ready }
  cron clean "@daily" { image "x:1"; user 1; needs api started }
  route "shop.localhost" { "/" -> api.http; "/api" -> api.http }
}
"#;

#[test]
fn mermaid_has_a_line_for_each_pair() {
    let place = Place::new();
    let ran = place.write("shop.app", SHOP).wharf(&["graph", "shop.app"]).ends(0);
    let node = |name: &str| {
        let line = ran.out.lines().find(|l| l.contains(&format!("\"{name}\""))).unwrap();
        line.trim_start().split(|c: char| !c.is_alphanumeric()).next().unwrap().to_owned()
    };
    for (from, arrow, to) in [
        ("shop.localhost", "-->|\"/api, /\"|", "api"),
        ("api", "-->|\"sql\"|", "db"),
        ("migrate", "-->|\"sql\"|", "db"),
        ("clean", "-.->", "api"),
        ("api", "---", "uploads"),
        ("namespace ops", "-->|\"sql\"|", "db"),
    ] {
        let line = format!("  {} {arrow} {}", node(from), node(to));
        assert!(ran.out.lines().any(|l| l == line), "no `{line}` in\n{}", ran.out);
    }
}

#[test]
fn pictures_are_of_one_app_and_well_formed() {
    let place = Place::new();
    let svg = place.write("shop.app", SHOP).wharf(&["graph", "shop.app", "--as", "svg"]).ends(0).out;
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"), "{svg}");
    assert_eq!(svg.matches("<rect class=\"node").count(), 7, "{svg}");
    let dot = place.wharf(&["graph", "shop.app", "--as", "dot"]).ends(0).out;
    assert!(dot.starts_with("digraph \"shop\" {") && dot.contains("shape=cylinder"), "{dot}");
    place.write("other.app", &common::app("other", "x:1"));
    place.wharf(&["graph", "shop.app", "other.app", "--as", "svg"]).ends(2).says("several: other, shop");
}

#[test]
fn an_app_with_an_error_is_told_and_not_drawn() {
    let place = Place::new();
    let ran = place.write("a.app", "app a { service s { image 1 } }").wharf(&["graph", "a.app"]).ends(1);
    assert_eq!(ran.out, "");
}

#[test]
fn an_edge_that_passes_a_column_has_a_lane_in_it() {
    let place = Place::new();
    let app = r#"
app a {
  service c { image "x:1"; user 1; port sql 5432; ready exec ["true"] }
  service b { image "x:1"; user 1; port http 8080; ready exec ["true"]; env { C = c.sql.address } }
  service a1 { image "x:1"; user 1; env { B = b.http.address; C = c.sql.address } }
}
"#;
    let svg = place.write("a.app", app).wharf(&["graph", "a.app", "--as", "svg"]).ends(0).out;
    let lines: Vec<&str> = svg.lines().filter(|l| l.starts_with("<path class=\"edge\"")).collect();
    assert_eq!(lines.len(), 3, "{svg}");
    assert_eq!(lines.iter().filter(|l| l.contains('L')).count(), 1, "{svg}");
    // What arrives at one node says the same thing once.
    assert_eq!(svg.matches(">sql</text>").count(), 1, "{svg}");
}
