//! `wharf check`, and what all commands share: exit codes, formats, colours, the walk.

mod common;

use common::{Place, app};

#[test]
fn a_clean_check_sums_up() {
    let p = Place::new();
    p.write("a.app", &app("a", "nginx:1.29")).write("d/b.app", &(app("b", "nginx:1.29") + &app("c", "nginx:1.29")));
    let ran = p.wharf(&["check"]).ends(0).says("checked 3 apps in 2 files in ").says(" ms");
    assert_eq!(ran.out, "");
    assert!(!p.exists("dist"));
}

#[test]
fn errors_and_warnings_are_counted_and_only_errors_fail() {
    let p = Place::new();
    p.write("warn.app", &app("a", "nginx"));
    p.wharf(&["check", "warn.app"]).ends(0).says("warning").says("1 warning");
    p.wharf(&["check", "warn.app", "--deny-warnings"]).ends(1);
    p.wharf(&["build", "warn.app", "--deny-warnings"]).ends(1);
    assert!(!p.exists("dist"));
    p.write("bad.app", "app bad {\n  nonsense 1\n}\n");
    p.wharf(&["check", "."]).ends(1).says("bad.app:2").says("1 error, 1 warning");
}

#[test]
fn json_goes_to_the_standard_output_alone() {
    let p = Place::new();
    p.write("d/bad.app", "app bad {\n  nonsense 1\n}\n");
    let ran = p.wharf(&["check", "--format", "json"]).ends(1);
    assert_eq!(ran.err, "");
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let d = json.get("diagnostics").unwrap().get(0).unwrap();
    for key in ["code", "severity", "message", "file", "start", "end", "labels", "notes", "fixes"] {
        assert!(d.get(key).is_some(), "{key} in {d}");
    }
    assert_eq!(d.get("file").unwrap(), "d/bad.app");
    assert_eq!(d.get("severity").unwrap(), "error");

    p.write("d/bad.app", &app("good", "nginx:1.29"));
    let ran = p.wharf(&["check", "--format", "json"]).ends(0);
    assert!(serde_json::from_str::<serde_json::Value>(&ran.out).unwrap().get("diagnostics").unwrap().is_array());
}

#[test]
fn wrong_use_is_two() {
    let p = Place::new();
    p.wharf(&["check", "none.app"]).ends(2).says("there is no `none.app`");
    p.wharf(&["check"]).ends(2).says("no `.app` file");
    p.write("compose.yaml", "services: {}\n");
    p.wharf(&["check", "compose.yaml"]).ends(2).says("no `.app` file");
    p.wharf(&["frobnicate"]).ends(2);
    p.wharf(&["check", "-t", "nomad"]).ends(2).says("docker, compose, kubernetes");
    p.wharf(&["--help"]).ends(0);
    assert!(p.wharf(&["--version"]).ends(0).out.starts_with("wharf "));
}

#[test]
fn files_that_cannot_be_read_are_diagnostics() {
    let p = Place::new();
    std::fs::write(p.path("latin.app"), b"app a {}\n// \xe9\n").unwrap();
    p.wharf(&["check"]).ends(1).says("UTF-8").says("1 error");
}

#[test]
fn the_walk_leaves_out_what_is_not_the_users() {
    let p = Place::new();
    for folder in ["node_modules/x", "target", "dist/a", ".hidden"] {
        p.write(&format!("{folder}/bad.app"), "app bad {\n  nonsense 1\n}\n");
    }
    p.write("ok/a.app", &app("a", "nginx:1.29")).write("ok/a.app.txt", "no");
    #[cfg(unix)]
    std::os::unix::fs::symlink("..", p.path("ok/loop")).unwrap();
    p.wharf(&["check"]).ends(0).says("checked 1 app in 1 file");
    p.wharf(&["check", "target"]).ends(1);
}

#[test]
fn colours_follow_the_flag_and_no_color() {
    let p = Place::new();
    p.write("bad.app", "app bad {\n  nonsense 1\n}\n");
    assert!(!p.wharf(&["check"]).err.contains('\x1b'));
    assert!(p.wharf(&["check", "--color", "always"]).err.contains('\x1b'));
    assert!(!p.wharf(&["check", "--color", "never"]).err.contains('\x1b'));
}
