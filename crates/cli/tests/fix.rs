//! `wharf check --fix`, and `wharf completions`.

mod common;

use common::{Place, app};

const SLIPS: &str = "# a\napp a {\n  service web {\n    imgae \"nginx:1.29\"\n    user 101\n  }\n}\n";

#[test]
fn safe_fixes_are_applied_and_told() {
    let p = Place::new();
    p.write("d/a.app", SLIPS).write("b.app", &app("b", "nginx:1.29"));
    let time = p.modified("b.app");
    p.wharf(&["check", "--fix"])
        .ends(0)
        .says("fixed d/a.app:1:1: W0005 write `//`\n")
        .says("fixed d/a.app:4:5: W0202 `imgae` → `image`\n")
        .says("checked 2 apps in 2 files");
    assert_eq!(p.read("d/a.app"), SLIPS.replace("# a", "// a").replace("imgae", "image"));
    assert_eq!(p.modified("b.app"), time);
    assert_eq!(p.tree(""), ["b.app", "d/", "d/a.app"]);
    let time = p.modified("d/a.app");
    let ran = p.wharf(&["check", "--fix"]).ends(0);
    assert!(!ran.err.contains("fixed"), "{}", ran.err);
    assert_eq!(p.modified("d/a.app"), time);
}

#[test]
fn what_is_left_is_reported_and_fails() {
    let p = Place::new();
    let text = SLIPS.replace("user 101", "user 101\n    frobnicate 1");
    p.write("a.app", &text);
    p.wharf(&["check", "--fix"]).ends(1).says("fixed a.app:4:5").says("a.app:6:5").says("1 error");
    assert!(p.read("a.app").contains("    image \"nginx:1.29\"\n    user 101\n    frobnicate 1\n"));

    // Two ways: a person decides.
    let text = app("a", "nginx:1.29").replace("user 101", "user 0101");
    p.write("a.app", &text);
    p.wharf(&["check", "--fix"]).ends(1).says("fix (unsure): write `101`").says("fix (unsure): write `0o101`");
    assert_eq!(p.read("a.app"), text);
}

#[test]
fn programs_get_what_is_left_and_nothing_else() {
    let p = Place::new();
    p.write("a.app", SLIPS);
    let ran = p.wharf(&["check", "--fix", "--format", "json"]).ends(0);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("{\"diagnostics\":[]}\n", ""));
    assert!(p.read("a.app").contains("    image"));
}

#[test]
fn the_standard_input_is_no_file_to_be_fixed() {
    let p = Place::new();
    p.run_in("", &["check", "-", "--fix"], SLIPS).ends(2).says("--fix");
}

#[cfg(unix)]
#[test]
fn permissions_stay() {
    use std::os::unix::fs::PermissionsExt;
    let p = Place::new();
    p.write("a.app", SLIPS);
    std::fs::set_permissions(p.path("a.app"), std::fs::Permissions::from_mode(0o640)).unwrap();
    p.wharf(&["check", "--fix"]).ends(0);
    assert_eq!(p.path("a.app").metadata().unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn every_shell_gets_a_script() {
    let p = Place::new();
    for (shell, words) in [
        ("bash", "complete -F _wharf"),
        ("zsh", "#compdef wharf"),
        ("fish", "complete -c wharf"),
        ("powershell", "Register-ArgumentCompleter"),
        ("elvish", "edit:completion:arg-completer[wharf]"),
    ] {
        let ran = p.wharf(&["completions", shell]).ends(0);
        assert!(ran.out.contains(words), "{shell}");
        assert!(ran.out.contains("stdin-filename") && ran.out.contains("sarif"), "{shell}");
    }
    p.wharf(&["completions", "tcsh"]).ends(2);
}
