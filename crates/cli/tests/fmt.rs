//! `wharf fmt`

mod common;

use common::{Place, app};

const LOOSE: &str = "app   a  {\n  service web {\n    image   \"nginx:1.29\"\n    user 101\n  }\n}\n";

#[test]
fn files_are_brought_into_form_in_place() {
    let p = Place::new();
    p.write("a.app", LOOSE).write("d/b.app", &app("b", "nginx:1.29"));
    let time = p.modified("d/b.app");
    p.wharf(&["fmt"]).ends(0).says("1 of 2 files changed");
    assert_eq!(p.read("a.app"), app("a", "nginx:1.29"));
    assert_eq!(p.modified("d/b.app"), time);
    assert_eq!(p.tree(""), ["a.app", "d/", "d/b.app"]);
    p.wharf(&["fmt", "a.app"]).ends(0).says("0 of 1 file changed");
}

#[test]
fn check_and_diff_write_nothing() {
    let p = Place::new();
    p.write("a.app", LOOSE);
    let ran = p.wharf(&["fmt", "--check"]).ends(1);
    assert_eq!(ran.out, "a.app\n");
    let ran = p.wharf(&["fmt", "--diff"]).ends(1);
    assert!(ran.out.starts_with("--- a/a.app\n+++ b/a.app\n@@ "), "{}", ran.out);
    assert!(ran.out.contains("\n-app   a  {\n+app a {\n"), "{}", ran.out);
    assert_eq!(p.read("a.app"), LOOSE);
    p.write("a.app", &app("a", "nginx:1.29"));
    assert_eq!(p.wharf(&["fmt", "--check"]).ends(0).out, "");
    assert_eq!(p.wharf(&["fmt", "--diff"]).ends(0).out, "");
}

#[test]
fn the_standard_input_goes_to_the_standard_output() {
    let p = Place::new();
    let ran = p.run_in("", &["fmt", "-"], LOOSE).ends(0);
    assert_eq!(ran.out, app("a", "nginx:1.29"));
    assert_eq!(p.run_in("", &["fmt", "-", "--check"], LOOSE).ends(1).out, "");
    let ran = p.run_in("", &["fmt", "-"], "app a {\n").ends(1).says("error");
    assert_eq!(ran.out, "");
    p.run_in("", &["fmt", "-", "x"], "").ends(2);
}

#[test]
fn a_file_that_does_not_parse_is_left_alone() {
    let p = Place::new();
    p.write("bad.app", "app   a {\n").write("good.app", LOOSE);
    p.wharf(&["fmt"]).ends(1).says("bad.app").says("1 of 2 files changed, 1 with errors");
    assert_eq!(p.read("bad.app"), "app   a {\n");
    assert_eq!(p.read("good.app"), app("a", "nginx:1.29"));
}

#[cfg(unix)]
#[test]
fn permissions_stay_and_links_are_followed() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let p = Place::new();
    p.write("real.app", LOOSE);
    std::fs::set_permissions(p.path("real.app"), std::fs::Permissions::from_mode(0o640)).unwrap();
    std::fs::create_dir_all(p.path("d")).unwrap();
    symlink("../real.app", p.path("d/link.app")).unwrap();
    p.wharf(&["fmt", "d/link.app"]).ends(0);
    assert_eq!(p.read("real.app"), app("a", "nginx:1.29"));
    assert!(p.path("d/link.app").symlink_metadata().unwrap().is_symlink());
    assert_eq!(p.path("real.app").metadata().unwrap().permissions().mode() & 0o777, 0o640);
}
