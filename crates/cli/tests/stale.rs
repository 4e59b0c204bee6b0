//! `wharf build --check`: it lists what a build would change, and changes nothing.

mod common;

use common::{Place, app};

#[test]
fn what_a_build_would_change_is_listed_and_nothing_is_written() {
    let p = Place::new();
    p.write("a.app", &app("a", "nginx:1.29"));
    let ran = p.wharf(&["build", "--check"]).ends(1).says("not current (`wharf build` writes what is due)");
    assert!(ran.out.contains("dist/a/compose.yaml: is missing\n"), "{}", ran.out);
    assert!(!p.exists("dist"));

    p.wharf(&["build"]).ends(0);
    let ran = p.wharf(&["build", "--check"]).ends(0).says("of 1 app current");
    assert_eq!(ran.out, "");

    p.write("a.app", &app("a", "nginx:1.30"));
    let before = p.tree("dist");
    let ran = p.wharf(&["build", "--check"]).ends(1);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines.contains(&"dist/a/compose.yaml: is of other sources"), "{lines:?}");
    assert!(p.read("dist/a/compose.yaml").contains("nginx:1.29"));
    assert_eq!(p.tree("dist"), before);
    // Only what was asked for.
    let ran = p.wharf(&["build", "--check", "-t", "compose"]).ends(1);
    assert_eq!(ran.out, "dist/a/compose.yaml: is of other sources\n");
    assert_eq!(p.wharf(&["build", "--check", "-t", "docker"]).ends(0).out, "");
}

#[test]
fn what_was_edited_removed_or_is_no_longer_made_is_told_apart() {
    let p = Place::new();
    p.write("a.app", &(app("a", "nginx:1.29").replace("user 101", "user 101\n    port http 8080")));
    p.wharf(&["build"]).ends(0);
    p.write("dist/a/compose.yaml", "mine");
    p.write("dist/a/own.txt", "not Wharf's");
    let ran = p.wharf(&["build", "--check"]).ends(1);
    assert_eq!(ran.out, "dist/a/compose.yaml: was edited, or is not Wharf's\n");
    assert_eq!(p.read("dist/a/compose.yaml"), "mine");

    p.wharf(&["build", "--force"]).ends(0);
    p.wharf(&["build", "--check"]).ends(0);
    let tree = p.tree("dist/a");
    let service = tree.iter().find(|f| f.starts_with("kubernetes/service-web")).unwrap();
    std::fs::remove_file(p.path("dist/a").join(service)).unwrap();
    let ran = p.wharf(&["build", "--check"]).ends(1);
    assert_eq!(ran.out, format!("dist/a/{service}: is missing\n"));

    p.wharf(&["build"]).ends(0);
    p.write("a.app", &app("a", "nginx:1.29").replace("service web", "service site"));
    let ran = p.wharf(&["build", "--check"]).ends(1);
    assert!(ran.out.contains(&format!("dist/a/{service}: is no longer made\n")), "{}", ran.out);

    std::fs::remove_file(p.path("dist/a/.wharf.json")).unwrap();
    p.write("a.app", &(app("a", "nginx:1.29").replace("user 101", "user 101\n    port http 8080")));
    let ran = p.wharf(&["build", "--check"]).ends(1);
    assert_eq!(ran.out, "dist/a/.wharf.json: does not list these files\n");
}

#[test]
fn an_error_is_told_first_and_wrong_uses_are_two() {
    let p = Place::new();
    p.write("a.app", "app bad {\n  nonsense 1\n}\n");
    let ran = p.wharf(&["build", "--check"]).ends(1).says("W0202");
    assert_eq!(ran.out, "");
    p.write("a.app", &app("a", "nginx:1.29"));
    p.wharf(&["build", "--check", "-t", "compose", "-o", "-"]).ends(2);
    p.wharf(&["build", "--check", "--force"]).ends(2);
    p.wharf(&["build", "--check", "--format", "json"]).ends(2).says("--check");
    // A document in a file does not stand in the way of the list.
    p.wharf(&["build", "--check", "--format", "json=a.json"]).ends(1);
}
