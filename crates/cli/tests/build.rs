//! `wharf build`: what is written, and above all what is not.

mod common;

use common::{Place, app};

#[test]
fn the_first_build_writes_a_folder_and_the_second_nothing() {
    let p = Place::new();
    p.write("a.app", &app("a", "nginx:1.29"));
    p.wharf(&["build", "a.app"]).ends(0).says("dist/a: ").says(" changed)").says("built 1 app in ");
    assert!(p.read("dist/a/compose.yaml").contains("nginx:1.29"));
    assert!(p.tree("dist/a").iter().any(|f| f.starts_with("kubernetes/") && f.ends_with(".yaml")));
    assert_eq!(p.tree("dist").iter().filter(|f| f.contains("wharf-")).count(), 0);

    let times = (p.modified("dist/a"), p.modified("dist/a/compose.yaml"), p.modified("dist/a/.wharf.json"));
    let manifest = p.read("dist/a/.wharf.json");
    p.wharf(&["build", "a.app"]).ends(0).says("(unchanged)");
    assert_eq!(times, (p.modified("dist/a"), p.modified("dist/a/compose.yaml"), p.modified("dist/a/.wharf.json")));
    assert_eq!(manifest, p.read("dist/a/.wharf.json"));
}

#[test]
fn the_manifest_names_every_file_with_its_hash() {
    let p = Place::new();
    p.write("a.app", &app("a", "nginx:1.29"));
    p.wharf(&["build"]).ends(0);
    let manifest: serde_json::Value = serde_json::from_str(&p.read("dist/a/.wharf.json")).unwrap();
    let files = manifest.get("files").unwrap().as_object().unwrap();
    let mut written = p.tree("dist/a");
    written.retain(|f| !f.ends_with('/') && f != ".wharf.json");
    assert_eq!(files.keys().cloned().collect::<Vec<_>>(), written);
    assert!(files.values().all(|h| h.as_str().unwrap().len() == 64));
}

#[test]
fn what_is_not_wharfs_stays() {
    let p = Place::new();
    p.write("a.app", &app("a", "nginx:1.29"));
    p.write("dist/a/.env", "SECRET=1").write("dist/a/mine/deep/x", "y").write("dist/a/kubernetes/mine.txt", "z");
    std::fs::create_dir_all(p.path("dist/a/empty")).unwrap();
    p.wharf(&["build"]).ends(0);
    let time = p.modified("dist/a/.env");
    p.write("a.app", &app("a", "nginx:1.30"));
    p.wharf(&["build"]).ends(0).says(" changed)");
    assert!(p.read("dist/a/compose.yaml").contains("nginx:1.30"));
    assert_eq!(p.read("dist/a/.env"), "SECRET=1");
    assert_eq!(p.modified("dist/a/.env"), time);
    assert_eq!(p.read("dist/a/mine/deep/x"), "y");
    assert_eq!(p.read("dist/a/kubernetes/mine.txt"), "z");
    assert!(p.path("dist/a/empty").is_dir());
    assert_eq!(p.tree("dist").iter().filter(|f| f.contains("wharf-")).count(), 0);
}

#[test]
fn unchanged_files_keep_their_time_when_others_change() {
    let p = Place::new();
    p.write("a.app", &app("a", "nginx:1.29"));
    p.wharf(&["build"]).ends(0);
    let time = p.modified("dist/a/compose.yaml");
    std::fs::remove_dir_all(p.path("dist/a/kubernetes")).unwrap();
    p.wharf(&["build"]).ends(0).says(" changed)");
    assert!(p.path("dist/a/kubernetes").is_dir());
    assert_eq!(p.modified("dist/a/compose.yaml"), time);
}

#[test]
fn an_edited_file_stops_the_build_before_anything_is_touched() {
    let p = Place::new();
    p.write("a.app", &app("a", "nginx:1.29")).write("b.app", &app("b", "nginx:1.29"));
    p.wharf(&["build"]).ends(0);
    p.write("dist/b/compose.yaml", "mine");
    p.write("a.app", &app("a", "nginx:1.30")).write("b.app", &app("b", "nginx:1.30"));
    p.wharf(&["build"]).ends(1).says("`dist/b/compose.yaml` was edited").says("--force");
    assert!(p.read("dist/a/compose.yaml").contains("nginx:1.29"));
    assert_eq!(p.read("dist/b/compose.yaml"), "mine");
    p.wharf(&["build", "--force"]).ends(0);
    assert!(p.read("dist/b/compose.yaml").contains("nginx:1.30"));
}

#[test]
fn a_file_that_wharf_did_not_write_is_not_overwritten() {
    let p = Place::new();
    p.write("a.app", &app("a", "nginx:1.29")).write("dist/a/compose.yaml", "mine");
    p.wharf(&["build"]).ends(1).says("`dist/a/compose.yaml` was not written by Wharf");
    assert_eq!(p.tree("dist/a"), ["compose.yaml"]);
    assert_eq!(p.read("dist/a/compose.yaml"), "mine");
}

#[test]
fn files_that_are_not_made_any_more_go_unless_they_were_edited() {
    let p = Place::new();
    let (all, compose) = (app("a", "nginx:1.29"), app("a", "nginx:1.29").replacen('{', "{\n  targets compose\n", 1));
    p.write("a.app", &all);
    p.wharf(&["build"]).ends(0);
    let kubernetes: Vec<String> =
        p.tree("dist/a").into_iter().filter(|f| f.starts_with("kubernetes/") && !f.ends_with('/')).collect();
    assert!(!kubernetes.is_empty());
    p.write("a.app", &compose);
    p.wharf(&["build"]).ends(0).says("removed");
    assert!(p.exists("dist/a/compose.yaml") && !p.exists("dist/a/kubernetes"));

    p.write("a.app", &all);
    p.wharf(&["build"]).ends(0);
    let edited = format!("dist/a/{}", kubernetes.first().unwrap());
    p.write(&edited, "mine");
    p.write("a.app", &compose);
    p.wharf(&["build"]).ends(0).says("is no longer made, but was edited");
    assert_eq!(p.read(&edited), "mine");
    p.write("a.app", &all);
    p.wharf(&["build"]).ends(1).says("was not written by Wharf");
}

#[test]
fn one_target_alone_leaves_the_others_outputs_as_they_are() {
    let p = Place::new();
    p.write("a.app", &app("a", "nginx:1.29"));
    p.wharf(&["build"]).ends(0);
    let before = p.tree("dist/a");
    p.wharf(&["build", "-t", "compose"]).ends(0).says("unchanged");
    assert_eq!(p.tree("dist/a"), before);
    // They are still Wharf's: the next whole build replaces them.
    p.write("a.app", &app("a", "nginx:1.30"));
    p.wharf(&["build", "-t", "kubernetes"]).ends(0);
    assert!(p.read("dist/a/compose.yaml").contains("nginx:1.29"));
    p.wharf(&["build"]).ends(0);
    assert!(p.read("dist/a/compose.yaml").contains("nginx:1.30"));
}

#[test]
fn nothing_is_written_where_anything_has_an_error() {
    let p = Place::new();
    p.write("good.app", &app("good", "nginx:1.29")).write("bad.app", "app bad {\n  nonsense 1\n}\n");
    p.wharf(&["build", "."]).ends(1).says("1 error");
    assert!(!p.exists("dist"));
}

#[test]
fn two_apps_of_one_name_are_an_error_that_names_both() {
    let p = Place::new();
    p.write("x/one.app", &app("same", "nginx:1.29")).write("two.app", &app("same", "nginx:1.29"));
    p.wharf(&["build", "."]).ends(1).says("`same`").says("x/one.app").says("two.app");
    assert!(!p.exists("dist"));
}

#[test]
fn the_outputs_stand_beside_the_nearest_marker() {
    let p = Place::new();
    p.write("repo/wharf.toml", "").write("repo/apps/a.app", &app("a", "nginx:1.29"));
    p.run_in("repo/apps", &["build", "a.app"], "").ends(0).says("../dist/a: ");
    assert!(p.exists("repo/dist/a/compose.yaml"));
    p.wharf(&["build", "repo/apps/a.app", "--out", "elsewhere"]).ends(0).says("elsewhere/a: ");
    assert!(p.exists("elsewhere/a/compose.yaml"));

    p.write("loose/b.app", &app("b", "nginx:1.29"));
    std::fs::create_dir_all(p.path("here")).unwrap();
    p.run_in("here", &["build", "../loose/b.app"], "").ends(0);
    assert!(p.exists("here/dist/b/compose.yaml"));
}

#[test]
fn one_target_goes_to_the_standard_output() {
    let p = Place::new();
    p.write("a.app", &app("a", "nginx:1.29")).write("b.app", &app("b", "nginx:1.29"));
    let ran = p.wharf(&["build", "-t", "kubernetes", "--out", "-"]).ends(0);
    assert!(ran.out.starts_with("---\n") && ran.out.matches("nginx:1.29").count() >= 2, "{}", ran.out);
    let ran = p.wharf(&["build", "a.app", "-t", "compose", "-o", "-"]).ends(0);
    assert!(ran.out.contains("nginx:1.29"));
    assert!(!p.exists("dist"));

    p.wharf(&["build", "-t", "compose", "-o", "-"]).ends(2).says("name the file of one app");
    p.wharf(&["build", "-o", "-"]).ends(2).says("-t kubernetes");
    p.wharf(&["build", "-t", "compose", "-t", "docker", "-o", "-"]).ends(2);
    p.wharf(&["build", "-t", "compose", "-o", "-", "--format", "json"]).ends(2);
}

#[test]
fn what_dead_runs_left_is_mended() {
    let p = Place::new();
    p.write("a.app", &app("a", "nginx:1.29"));
    // Died between the two renames of a platform that cannot exchange.
    p.write("dist/.a.wharf-old-99/.env", "SECRET=1").write("dist/.a.wharf-tmp-99/.wharf.json", "{\"files\": {}}");
    p.wharf(&["build"]).ends(0);
    assert_eq!(p.read("dist/a/.env"), "SECRET=1");
    // Died after the exchange: the predecessor still holds a file of the user's that came late.
    p.write("dist/.a.wharf-tmp-99/.wharf.json", "{\"files\": {\"old.yaml\": \"00\"}}")
        .write("dist/.a.wharf-tmp-99/old.yaml", "generated")
        .write("dist/.a.wharf-tmp-99/late/note", "mine");
    p.wharf(&["build"]).ends(0).says("(unchanged)");
    assert_eq!(p.read("dist/a/late/note"), "mine");
    assert!(!p.exists("dist/a/old.yaml"));
    assert_eq!(p.tree("dist").iter().filter(|f| f.contains("wharf-")).count(), 0);
}

#[test]
fn a_damaged_manifest_is_not_trusted() {
    let p = Place::new();
    p.write("a.app", &app("a", "nginx:1.29")).write("victim", "x");
    p.wharf(&["build"]).ends(0);
    p.write("dist/a/.wharf.json", "{\"files\": {\"../../victim\": \"00\"}}");
    p.wharf(&["build"]).ends(1).says("is damaged");
    assert!(p.exists("victim"));
    p.wharf(&["build", "--force"]).ends(0);
    p.wharf(&["build"]).ends(0).says("(unchanged)");
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;
    let p = Place::new();
    p.write("a.app", &app("a", "nginx:1.29")).write("outside/compose.yaml", "mine");
    std::fs::create_dir_all(p.path("dist/a")).unwrap();
    symlink(p.path("outside/compose.yaml"), p.path("dist/a/compose.yaml")).unwrap();
    p.wharf(&["build"]).ends(1).says("has a link in its way");
    p.wharf(&["build", "--force"]).ends(1).says("has a link in its way");
    std::fs::remove_dir_all(p.path("dist/a")).unwrap();
    symlink(p.path("outside"), p.path("dist/a")).unwrap();
    p.wharf(&["build", "--force"]).ends(1).says("not a folder");
    assert_eq!(p.read("outside/compose.yaml"), "mine");
    assert_eq!(p.tree("outside"), ["compose.yaml"]);

    std::fs::remove_file(p.path("dist/a")).unwrap();
    p.wharf(&["build"]).ends(0);
    symlink("nowhere", p.path("dist/a/mine")).unwrap();
    p.write("a.app", &app("a", "nginx:1.30"));
    p.wharf(&["build"]).ends(0);
    assert_eq!(std::fs::read_link(p.path("dist/a/mine")).unwrap().to_str(), Some("nowhere"));
}

#[test]
fn an_environment_of_another_target_is_left_out_unless_it_is_asked_for() {
    let p = Place::new();
    let local = "environment local on compose { service s { memory 1Gi } }";
    p.write("a.app", &format!("app a {{\n  service s {{ image \"x:1\"; user 5 }}\n  {local}\n}}\n"));
    p.wharf(&["check", "-t", "kubernetes"]).ends(0);
    p.wharf(&["build", "--all-envs", "-t", "kubernetes"]).ends(0).says("built 1 app");
    assert!(p.exists("dist/a") && !p.exists("dist/a.local"));
    p.wharf(&["build", "--env", "local", "-t", "kubernetes"]).ends(1).says("W0701");
}

/// An app with a volume of its own, and one of a service.
fn volumes(shared: &str, own: &str) -> String {
    format!(
        "app a {{\n  volume files {shared} access shared\n  service web {{ image \"nginx:1.29\"; user 101; mount files \"/f\" }}\n  \
         service db {{ image \"postgres:17.2\"; user 999; volume data {own} at \"/data\" }}\n}}\n"
    )
}

#[test]
fn volumes_are_compared_with_what_was_built_last() {
    let p = Place::new();
    p.write("a.app", &volumes("10Gi", "10Gi"));
    let build: &[&str] = &["build", "a.app", "-t", "kubernetes", "--notes"];
    assert!(!p.wharf(build).ends(0).err.contains("W034"));
    // As it is, nothing is said.
    assert!(!p.wharf(build).ends(0).err.contains("W034"));

    // What shrinks is not written, and the outputs stay.
    p.write("a.app", &volumes("5Gi", "10Gi"));
    p.wharf(&["check", "a.app"]).ends(1).says("W0341").says("from 10Gi to 5Gi");
    p.wharf(build).ends(1).says("W0341");
    assert!(p.read("dist/a/kubernetes/volume-files.yaml").contains("storage: 10Gi"));
    // Other outputs are another matter, and so is a stream.
    p.wharf(&["build", "a.app", "-t", "kubernetes", "--out", "other"]).ends(0);
    p.wharf(&["build", "a.app", "-t", "kubernetes", "--out", "-"]).ends(0);
    std::fs::remove_file(p.path("dist/a/kubernetes/volume-files.yaml")).unwrap();
    assert!(!p.wharf(build).ends(0).err.contains("W034"));

    // What grows is, and is told of once.
    p.write("a.app", &volumes("6Gi", "20Gi"));
    p.wharf(build)
        .ends(0)
        .says("W0344")
        .says("W0343")
        .says("kubectl delete statefulset db --cascade=orphan --namespace a");
    assert!(!p.wharf(build).ends(0).err.contains("W034"));
}
