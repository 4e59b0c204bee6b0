//! `-`: the standard input in place of a file.

mod common;

use common::{Place, app};

const BAD: &str = "app bad {\n  nonsense 1\n}\n";

#[test]
fn a_text_is_checked_as_if_it_stood_in_the_named_file() {
    let p = Place::new();
    p.write("d/base.app", "template small(size bytes) {\n  memory size\n}\n");
    let text = "use \"base.app\" as base\n".to_owned()
        + &app("a", "nginx:1.29").replace("user 101", "user 101\n    extends base.small(64Mi)");
    p.run_in("", &["check", "-", "--stdin-filename", "d/a.app"], &text).ends(0).says("checked 1 app in 1 file");
    // From elsewhere the used file is not found.
    p.run_in("", &["check", "-"], &text).ends(1).says("stdin.app:1:5");
    // What is on disk under the name is not read.
    p.write("d/a.app", BAD);
    p.run_in("", &["check", "-", "--stdin-filename", "d/a.app"], &text).ends(0);
    p.write("d/a.app", &text);
    let ran = p.run_in("", &["check", "-", "--stdin-filename", "d/a.app", "--format", "concise"], BAD).ends(1);
    assert!(ran.out.starts_with("d/a.app:2:3: error[W0202]"), "{}", ran.out);
    assert_eq!(p.read("d/a.app"), text);
}

#[test]
fn build_takes_it_too() {
    let p = Place::new();
    let ran = p.run_in("", &["build", "-", "-t", "compose", "-o", "-"], &app("a", "nginx:1.29")).ends(0);
    assert!(ran.out.contains("image: nginx:1.29"), "{}", ran.out);
}

#[test]
fn wrong_uses_are_two_and_a_text_that_is_none_is_a_fault() {
    let p = Place::new();
    p.write("a.app", BAD);
    p.run_in("", &["check", "-", "a.app"], "").ends(2).says("alone");
    p.run_in("", &["check", "a.app", "--stdin-filename", "b.app"], "").ends(2).says("give `-`");
    p.run_in("", &["check", "-", "--stdin-filename", "b.yaml"], "").ends(2).says("no `.app` file");
    p.run_in("", &["check", "-", "--stdin-filename", "b.app"], "app a {").ends(1).says("b.app:1");
}

#[test]
fn fmt_calls_it_as_it_is_told() {
    let p = Place::new();
    p.run_in("", &["fmt", "-", "--stdin-filename", "d/x.app"], "app a {\n").ends(1).says("d/x.app:1");
    let ran = p.run_in("", &["fmt", "-", "--diff", "--stdin-filename", "d/x.app"], "app   a { }\n").ends(1);
    assert!(ran.out.starts_with("--- a/d/x.app\n"), "{}", ran.out);
    p.run_in("", &["fmt", "--stdin-filename", "d/x.app"], "").ends(2);
}
