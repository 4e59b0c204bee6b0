//! Volumes, files, configs, settings and secrets.

use wharf_diagnostics::codes;
use wharf_model::{Bytes, FileTree, Kind, Mount, MountKind, RelativePath, Replicas};

use super::build::{
    app, at, config, env, file, lower, mount, name, path, problems, secret_file, secrets, service, service_kind,
    setting, volume,
};
use super::shape::check;

fn files(at_path: &str, contents: &[(&str, &[u8])]) -> Mount {
    let contents = contents.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec())).collect();
    let source = at(RelativePath::new("", "files").unwrap());
    mount(at_path, MountKind::Files(FileTree { source, path: path(at_path), contents }))
}

fn own(called: &str, at_path: &str) -> Mount {
    mount(at_path, MountKind::Own { name: name(called), size: at(Bytes(10 << 30)), class: None, access: None })
}

#[test]
fn a_volume_with_one_writer_is_never_held_by_two_pods() {
    let strategy = |shared: bool| {
        let mut files = volume("files");
        files.access = shared.then(|| at(wharf_model::Access::Shared));
        let mut web = service("web", "x:1");
        web.pod.container.mounts = vec![
            mount("/a", MountKind::Volume { name: name("files"), readonly: false }),
            mount("/b", MountKind::Volume { name: name("files"), readonly: true }),
        ];
        let lowered = lower(&app(vec![Kind::Volume(files), service_kind(web)]));
        check(&lowered);
        (file(&lowered, "service-web.yaml").contains("type: Recreate"), file(&lowered, "volume-files.yaml"))
    };
    let (recreate, claim) = strategy(false);
    assert!(recreate && claim.contains("- ReadWriteOnce\n") && claim.contains("storage: 1Gi\n"), "{claim}");
    let (recreate, claim) = strategy(true);
    assert!(!recreate && claim.contains("- ReadWriteMany\n"), "{claim}");
}

#[test]
fn an_external_claim_is_only_named() {
    let mut files = volume("files");
    files.external = Some(name("old-claim"));
    files.size = None;
    let mut web = service("web", "x:1");
    web.pod.container.mounts = vec![mount("/a", MountKind::Volume { name: name("files"), readonly: true })];
    let lowered = lower(&app(vec![Kind::Volume(files), service_kind(web)]));
    assert!(file(&lowered, "service-web.yaml").contains("claimName: old-claim\n"));
    assert!(!lowered.files.iter().any(|f| f.path.contains("volume-")));
    assert!(file(&lowered, "00-namespace.yaml").contains("# PersistentVolumeClaim old-claim\n---\n"));
}

#[test]
fn each_replica_claims_its_own() {
    let mut db = service("db", "x:1");
    db.controller = at(wharf_model::Controller::StatefulSet(wharf_model::Stateful::default()));
    db.scale = at(Replicas::Fixed(3));
    db.pod.container.mounts = vec![
        mount("/cache", MountKind::Scratch { name: None, size: Some(at(Bytes(1 << 20))), memory: false }),
        own("scratch-cache", "/data"),
        own("data", "/x"),
    ];
    let lowered = lower(&app(vec![Kind::Volume(volume("data-db-0")), service_kind(db)]));
    check(&lowered);
    let text = file(&lowered, "service-db.yaml");
    assert!(text.contains("        name: data\n") && text.contains("sizeLimit: 1Mi\n"), "{text}");
    assert!(text.contains("emptyDir:\n            sizeLimit: 1Mi\n          name: scratch-cache-"), "{text}");
    assert_eq!(problems(&lowered).len(), 1, "{:?}", problems(&lowered));
}

#[test]
fn a_folder_of_files_is_the_same_tree() {
    let mut web = service("web", "x:1");
    let tree: [(&str, &[u8]); 5] =
        [(".env", b"A=1"), ("a/b", b"one"), ("a-b", b"two"), ("bin", &[0xFF, 0]), ("nul", b"a\0b")];
    web.pod.container.mounts = vec![files("/etc/web", &tree), files("/etc/web.conf", &[("", b"x\n")])];
    let lowered = lower(&app(vec![service_kind(web)]));
    check(&lowered);
    let text = file(&lowered, "service-web.yaml");
    for path in ["path: .env\n", "path: a/b\n", "path: a-b\n", "path: bin\n", "path: nul\n"] {
        assert!(text.contains(path), "{path}{text}");
    }
    assert_eq!(text.matches("binaryData:\n  bin: /wA=\n  nul: YQBi\n").count(), 1, "{text}");
    assert!(text.contains("mountPath: /etc/web.conf\n              name: files-etc-web-conf\n              readOnly: true\n              subPath: web.conf\n"), "{text}");
}

#[test]
fn changed_content_is_another_object() {
    let map = |content: &[u8]| {
        let mut web = service("web", "x:1");
        web.pod.container.mounts = vec![files("/f", &[("a", content)])];
        let lowered =
            lower(&app(vec![config("c", &[("K", std::str::from_utf8(content).unwrap())]), service_kind(web)]));
        let name = |called: &str| {
            let text = file(&lowered, called);
            text.lines().find(|l| l.starts_with("  name: ")).unwrap().to_owned()
        };
        (name("service-web.yaml"), name("config-c.yaml"))
    };
    assert_eq!(map(b"1"), map(b"1"));
    let (one, two) = (map(b"1"), map(b"2"));
    assert!(one.0 != two.0 && one.1 != two.1);
    assert!(one.1.starts_with("  name: c-") && one.1.len() == "  name: c-".len() + 10);
}

#[test]
fn sizes_that_the_server_or_kubectl_refuse_are_said() {
    let codes_of = |size: usize| {
        let mut web = service("web", "x:1");
        web.pod.container.mounts = vec![files("/f", &[("a", &vec![b'x'; size])])];
        let lowered = lower(&app(vec![service_kind(web)]));
        lowered.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>()
    };
    assert_eq!(codes_of(200 << 10), []);
    assert_eq!(codes_of(1 << 20), [codes::EMULATED]);
    assert_eq!(codes_of((1 << 20) + 1), [codes::CONFIG_TOO_LARGE]);
}

#[test]
fn reserved_paths_are_refused() {
    let mut web = service("web", "x:1");
    web.pod.container.mounts = vec![files("/f", &[("..a", b"1")]), files("/..b", &[("", b"1")])];
    let lowered = lower(&app(vec![service_kind(web)]));
    assert_eq!(lowered.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), [codes::REFUSED]);
    assert!(file(&lowered, "service-web.yaml").contains("subPath: file\n"));
}

#[test]
fn secrets_are_only_referred_to() {
    let mut web = service("web", "x:1");
    web.pod.container.mounts = vec![
        mount("/run/a", MountKind::Secret(at(secret_file("a-key")))),
        mount("/run/b", MountKind::Secret(at(secret_file("b-key")))),
    ];
    let kinds = vec![secrets(None, "shop-secrets", &["a-key", "b-key?"]), service_kind(web)];
    let lowered = lower(&app(kinds));
    check(&lowered);
    let text = file(&lowered, "service-web.yaml");
    assert!(!lowered.files.iter().any(|f| String::from_utf8_lossy(&f.contents).contains("kind: Secret")));
    assert!(text.contains("defaultMode: 292\n") && text.contains("optional: true\n"), "{text}");
    let namespace = file(&lowered, "00-namespace.yaml");
    assert!(namespace.contains("# Secret shop-secrets: a-key, b-key (optional)\n---\n"), "{namespace}");
    assert!(namespace.starts_with("# Generated by Wharf"), "{namespace}");
    assert_eq!(problems(&lowered).len(), 1);
}

#[test]
fn settings_roll_the_pods_that_read_them() {
    let checksum = |level: Option<&str>, other: &str| {
        let mut web = service("web", "x:1");
        web.pod.container.env = env(&[("L", "level {setting LEVEL}")]);
        let lowered =
            lower(&app(vec![setting("LEVEL", level, false), setting("OTHER", Some(other), false), service_kind(web)]));
        check(&lowered);
        let text = file(&lowered, "service-web.yaml");
        (text.lines().find(|l| l.contains("checksum/settings")).unwrap().to_owned(), problems(&lowered).len())
    };
    assert_eq!(checksum(Some("a"), "1"), checksum(Some("a"), "2"));
    assert_ne!(checksum(Some("a"), "1").0, checksum(Some("b"), "1").0);
    assert_ne!(checksum(Some(""), "1").0, checksum(None, "1").0);
    assert_eq!(checksum(None, "1").1, 1, "who sets it is told");
}

#[test]
fn settings_without_defaults_are_left_to_the_deployer() {
    let lowered = lower(&app(vec![setting("A", None, false), setting("B", None, true)]));
    let text = file(&lowered, "settings.yaml");
    assert!(
        text.contains("# A has to be set") && text.contains("# B may be set") && !text.contains("\ndata:"),
        "{text}"
    );
}

#[test]
fn what_a_config_cannot_hold_is_an_error() {
    let lowered = lower(&app(vec![secrets(None, "s", &["k"]), config("c", &[("A", "{secret k}"), ("B", "{pod ip}")])]));
    let codes: Vec<&str> = lowered.diagnostics.iter().map(|d| d.code.name()).collect();
    assert_eq!(codes, ["secret-in-plain-text", "not-known-yet"]);
}
