//! `wharf trace`

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "what is missing fails the test")]

mod common;

use common::{Place, app};

/// The number of the line that ends so.
fn line(text: &str, end: &str) -> usize {
    text.lines().position(|l| l.ends_with(end)).unwrap() + 1
}

#[test]
fn a_line_of_an_output_leads_to_its_source() {
    let p = Place::new();
    p.write("a.app", &app("a", "nginx:1.29"));
    p.wharf(&["build"]).ends(0);
    let compose = p.read("dist/a/compose.yaml");
    let place = format!("dist/a/compose.yaml:{}", line(&compose, "image: nginx:1.29"));
    let ran = p.wharf(&["trace", &place]).ends(0);
    assert!(ran.out.contains("a.app:3:11: written here, in app a › service web\n"), "{}", ran.out);
    assert!(ran.out.ends_with("  3 │     image \"nginx:1.29\"\n    │           ^^^^^^^^^^^^\n"), "{}", ran.out);
    assert_eq!(ran.err, "");
    // From the folder of the outputs, and with a column, as tools print it.
    let place = place.strip_prefix("dist/").unwrap();
    assert!(p.wharf(&["trace", &format!("{place}:9")]).ends(0).out.contains("a.app:3:11"));

    let ran = p.wharf(&["trace", place, "--format", "json"]).ends(0);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["current"], true);
    assert_eq!(json["steps"][0]["how"], "written");
    assert_eq!(json["steps"][0]["text"], "\"nginx:1.29\"");
    assert_eq!(json["steps"][0]["within"], serde_json::json!(["app a", "service web"]));
}

#[test]
fn every_line_that_is_written_has_an_answer() {
    let p = Place::new();
    p.write("a.app", &app("a", "nginx:1.29").replace("user 101", "user 101\n    port http 8080"));
    p.wharf(&["build"]).ends(0);
    for file in p.tree("dist/a").iter().filter(|f| !f.ends_with('/')) {
        let lines = p.read(&format!("dist/a/{file}")).lines().count();
        for number in [1, lines.div_ceil(2), lines] {
            let ran = p.wharf(&["trace", &format!("dist/a/{file}:{number}")]).ends(0);
            assert!(ran.out.contains("a.app:") || file == ".wharf.json", "{}", ran.out);
        }
    }
}

#[test]
fn an_environments_folder_names_the_environment() {
    let p = Place::new();
    let text = "app a {\n  service web {\n    image \"nginx:1.29\"\n    user 101\n  }\n  environment prod { service web { memory 99Mi } }\n}\n";
    p.write("a.app", text);
    p.wharf(&["build", "--all-envs"]).ends(0);
    let tree = p.tree("dist/a.prod/kubernetes");
    let file = tree.iter().find(|f| f.contains("web")).unwrap();
    let number = line(&p.read(&format!("dist/a.prod/kubernetes/{file}")), "memory: 99Mi");
    let ran = p.wharf(&["trace", &format!("dist/a.prod/kubernetes/{file}:{number}")]).ends(0);
    assert!(ran.out.contains("said here for the environment `prod`"), "{}", ran.out);
}

#[test]
fn what_is_not_current_is_said() {
    let p = Place::new();
    p.write("a.app", &app("a", "nginx:1.29"));
    p.wharf(&["build"]).ends(0);
    let number = line(&p.read("dist/a/compose.yaml"), "image: nginx:1.29");
    p.write("a.app", &app("a", "nginx:1.30"));
    p.wharf(&["trace", &format!("dist/a/compose.yaml:{number}")]).ends(0).says("is not what the sources make now");
}

#[test]
fn wrong_uses_are_two_and_errors_one() {
    let p = Place::new();
    p.write("a.app", &app("a", "nginx:1.29"));
    p.wharf(&["trace", "dist/a/compose.yaml"]).ends(2).says("compose.yaml:12");
    p.wharf(&["trace", "dist/a/none.yaml:1"]).ends(2).says("no output of these sources").says("dist/a");
    p.wharf(&["trace", "dist/a/compose.yaml:9999"]).ends(2).says("lines");
    p.write("a.app", "app a {\n  nonsense 1\n}\n");
    p.wharf(&["trace", "dist/a/compose.yaml:1"]).ends(1).says("W0202");
}
