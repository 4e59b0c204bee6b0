//! `--format`: every form, files for them, and what goes to which stream.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "what is missing fails the test")]

mod common;

use common::{Place, app};
use serde_json::Value;

/// A port that is not there, behind a letter of two bytes, in a folder.
fn bad(p: &Place) {
    p.write(
        "d/b d.app",
        "app bad {\n  service web { image \"nginx:1.29\"; user 101; port http 8080; ready tcp on http }\n  \
         setting E string = \"é\"; route \"x.localhost\" { \"/\" -> web.htp }\n}\n",
    );
}

#[test]
fn concise_is_a_line_each_on_the_standard_output() {
    let p = Place::new();
    bad(&p);
    let ran = p.wharf(&["check", "--format", "concise"]).ends(1).says("1 error");
    let due = "d/b d.app:3:60: error[W0201] service `web` has no port `htp`: did you mean `http`?\n";
    assert_eq!(ran.out, due);
    assert!(!ran.err.contains("W0201"));
}

#[test]
fn a_form_may_have_a_file_and_several_may_be_asked_for() {
    let p = Place::new();
    bad(&p);
    let ran = p
        .wharf(&[
            "check",
            "--format",
            "full",
            "--format",
            "full=a.txt",
            "--format",
            "json=a.json",
            "--format=github",
            "--format=sarif=a.sarif",
            "--format=junit=a.xml",
            "--format=gitlab=g.json",
        ])
        .ends(1)
        .says("╭─[ d/b d.app:3:60 ]")
        .says("1 error");
    assert!(
        ran.out.starts_with("::error file=d/b d.app,line=3,endLine=3,col=60,endColumn=63,title=W0201"),
        "{}",
        ran.out
    );
    assert_eq!(ran.out.lines().count(), 1);
    assert!(p.read("a.txt").starts_with("error[W0201]: service `web` has no port `htp`\n"));
    assert!(p.read("a.xml").contains("failures=\"1\""));
    let json: Value = serde_json::from_str(&p.read("a.json")).unwrap();
    assert_eq!(json["diagnostics"][0]["code"], "W0201");
    let gitlab: Value = serde_json::from_str(&p.read("g.json")).unwrap();
    assert_eq!(gitlab[0]["location"]["path"], "d/b d.app");
    assert_eq!(gitlab[0]["location"]["lines"]["begin"], 3);
    assert_eq!(gitlab[0]["severity"], "major");

    // Where all goes to files, people read the sum.
    let ran = p.wharf(&["check", "--format", "json=a.json"]).ends(1).says("1 error");
    assert_eq!(ran.out, "");
}

#[test]
fn sarif_has_rules_places_and_fixes() {
    let p = Place::new();
    bad(&p);
    let ran = p.wharf(&["check", "--format", "sarif"]).ends(1);
    assert_eq!(ran.err, "");
    let log: Value = serde_json::from_str(&ran.out).unwrap();
    let run = &log["runs"][0];
    assert_eq!((&log["version"], &run["columnKind"]), (&Value::from("2.1.0"), &Value::from("unicodeCodePoints")));
    let base = run["originalUriBaseIds"]["%SRCROOT%"]["uri"].as_str().unwrap();
    assert!(base.starts_with("file:///") && base.ends_with('/'), "{base}");
    let rule = &run["tool"]["driver"]["rules"][0];
    assert_eq!((&rule["id"], &rule["name"]), (&Value::from("W0201"), &Value::from("unknown-name")));
    assert!(rule["help"]["markdown"].as_str().unwrap().starts_with("# W0201"));
    assert!(!rule["shortDescription"]["text"].as_str().unwrap().is_empty());
    assert!(rule["fullDescription"]["text"].as_str().unwrap().starts_with("A reference names something"));
    let found = &run["results"][0];
    assert_eq!((&found["ruleIndex"], &found["level"]), (&Value::from(0), &Value::from("error")));
    let place = &found["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "d/b%20d.app");
    assert_eq!(place["artifactLocation"]["uriBaseId"], "%SRCROOT%");
    let region = serde_json::json!({"startLine": 3, "startColumn": 60, "endLine": 3, "endColumn": 63});
    assert_eq!(place["region"], region);
    assert_eq!(found["relatedLocations"][0]["message"]["text"], "declared here");
    let change = &found["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!((&change["deletedRegion"], &change["insertedContent"]["text"]), (&region, &Value::from("http")));
    assert!(!found["partialFingerprints"]["wharf/v1"].as_str().unwrap().is_empty());
}

/// GitHub refuses a whole log for one result without a place.
#[test]
fn what_is_said_of_a_flag_has_a_place_in_a_file() {
    let p = Place::new();
    p.write("d/b d.app", &app("a", "nginx:1.29"));
    p.wharf(&["check", "--set", "nosuch=1", "--format", "sarif=a.sarif", "--format", "gitlab=g.json"]).ends(1);
    let log: Value = serde_json::from_str(&p.read("a.sarif")).unwrap();
    let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "d/b%20d.app");
    let region = serde_json::json!({"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1});
    assert_eq!(place["region"], region);
    let gitlab: Value = serde_json::from_str(&p.read("g.json")).unwrap();
    assert_eq!(gitlab[0]["location"]["path"], "d/b d.app");
}

#[test]
fn fingerprints_outlive_lines_above() {
    let p = Place::new();
    bad(&p);
    let print = |p: &Place| {
        let log: Value = serde_json::from_str(&p.wharf(&["check", "--format", "sarif"]).out).unwrap();
        log["runs"][0]["results"][0]["partialFingerprints"]["wharf/v1"].clone()
    };
    let before = print(&p);
    let text = p.read("d/b d.app");
    p.write("d/b d.app", &format!("// a line\n{text}"));
    assert_eq!(print(&p), before);
    p.write("d/b d.app", &text.replace("htp", "hpt"));
    assert_ne!(print(&p), before);
}

#[test]
fn code_hosts_get_paths_from_the_checkout() {
    let p = Place::new();
    bad(&p);
    let top = p.path("");
    let variables = [("GITHUB_WORKSPACE", top.to_str().unwrap())];
    let ran = p.run_with("d", &["check", "--format", "github"], "", &variables).ends(1);
    assert!(ran.out.starts_with("::error file=d/b d.app,line=3,"), "{}", ran.out);
    let ran = p.run_with("d", &["check", "--format", "concise"], "", &variables).ends(1);
    assert!(ran.out.starts_with("b d.app:3:"), "{}", ran.out);
    // One that lies elsewhere says nothing.
    let ran = p.run_with("d", &["check", "--format", "github"], "", &[("GITHUB_WORKSPACE", "/none")]).ends(1);
    assert!(ran.out.starts_with("::error file=b d.app,line=3,"), "{}", ran.out);
}

#[test]
fn notes_are_shown_where_they_are_asked_for() {
    let p = Place::new();
    p.write("a.app", &app("a", "nginx:1.29").replace("user 101", "user 101\n    cpu 100m\n    scale 1..3 on cpu 70%"));
    let concise = |args: &[&str]| p.wharf(&[&["check", "--format", "concise"], args].concat()).ends(0).out;
    let (without, with) = (concise(&[]), concise(&["--notes"]));
    assert!(!without.contains("note["), "{without}");
    assert!(with.contains("note["), "{with}");
}

#[test]
fn wrong_uses_are_two() {
    let p = Place::new();
    bad(&p);
    p.wharf(&["check", "--format", "json", "--format", "sarif"]).ends(2).says("`sarif=out.sarif`");
    p.wharf(&["check", "--format", "yaml"]).ends(2).says("full, concise, json, sarif");
    p.wharf(&["check", "--format", "json="]).ends(2);
    p.wharf(&["check", "--format", "json=no/such/folder.json"]).ends(2).says("no/such/folder.json");
    p.wharf(&["build", "-t", "compose", "-o", "-", "--format", "concise"]).ends(2).says("--out -");
    assert_eq!(p.wharf(&["check", "--format", "json=-"]).ends(1).out, p.wharf(&["check", "--format", "json"]).out);
}

#[test]
fn build_writes_its_documents_even_where_it_writes_no_outputs() {
    let p = Place::new();
    bad(&p);
    p.wharf(&["build", "--format", "sarif=a.sarif"]).ends(1).says("1 error");
    assert!(p.read("a.sarif").contains("W0201"));
    assert!(!p.exists("dist"));
}
