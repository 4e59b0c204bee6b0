use wharf_diagnostics::codes;
use wharf_model::{Bytes, Config, FileTree, Kind, MountKind, Part, Replicas, Volume};

use super::app::{app, at, mount, name, port, secret_file, secrets, service, source, text};
use super::{codes, compose, file, lower, section};

fn own(volume: &str) -> MountKind {
    MountKind::Own { name: at(name(volume)), size: at(Bytes(1 << 30)), class: None, access: None }
}

fn volume(called: &str, external: Option<&str>) -> Kind {
    Kind::Volume(Volume {
        name: at(name(called)),
        doc: None,
        size: external.is_none().then(|| at(Bytes(1 << 30))),
        access: None,
        class: None,
        external: external.map(|e| at(name(e))),
    })
}

fn with(mounts: Vec<wharf_model::Mount>) -> Kind {
    service("a", "x:1", |s| s.pod.container.mounts = mounts)
}

#[test]
fn volumes_are_named_and_folders_are_bound() {
    let mounts = vec![
        mount("/app", MountKind::Bind { source: source("examples/shop/api"), readonly: false }),
        mount("/data", own("data")),
        mount(
            "/etc/a.conf",
            MountKind::Files(FileTree {
                source: source("a.conf"),
                path: super::app::path("/etc/a.conf"),
                contents: vec![],
            }),
        ),
        mount("/media", MountKind::Volume { name: at(name("media")), readonly: true }),
        mount("/old", MountKind::Volume { name: at(name("old")), readonly: false }),
    ];
    let text = compose(&app(vec![volume("media", None), volume("old", Some("claim")), with(mounts)]));
    assert_eq!(
        section(&text, "    volumes:"),
        "    volumes:
      - type: bind
        source: ../../examples/shop/api
        target: /app
        bind:
          create_host_path: false
      - a-data:/data
      - type: bind
        source: ../../a.conf
        target: /etc/a.conf
        read_only: true
        bind:
          create_host_path: false
      - media:/media:ro
      - old:/old
"
    );
    assert_eq!(
        section(&text, "volumes:"),
        "volumes:\n  a-data: {}\n  media: {}\n  old:\n    external: true\n    name: claim\n"
    );
}

#[test]
fn a_volume_of_each_replica_is_refused() {
    let lowered = lower(&app(vec![service("db", "x:1", |s| {
        s.pod.container.mounts = vec![mount("/data", own("data"))];
        s.controller = at(wharf_model::Controller::StatefulSet(wharf_model::Stateful::default()));
        s.scale = at(Replicas::Fixed(3));
    })]));
    assert_eq!(lowered.diagnostics.iter().filter(|d| d.is_error()).count(), 1);
    assert!(codes(&lowered).contains(&codes::REPLICAS_WITH_OWN_VOLUMES));
}

#[test]
fn two_volumes_of_one_name_are_refused() {
    let lowered = lower(&app(vec![volume("a-data", None), with(vec![mount("/data", own("data"))])]));
    assert!(codes(&lowered).contains(&codes::REFUSED));
}

#[test]
fn scratch_space_is_in_memory() {
    let lowered = lower(&app(vec![with(vec![
        mount("/cache", MountKind::Scratch { name: None, size: None, memory: true }),
        mount("/work", MountKind::Scratch { name: None, size: Some(at(Bytes(64 << 20))), memory: false }),
    ])]));
    let expected = "    tmpfs:\n      - /cache:exec,mode=1777\n      - /work:exec,mode=1777,size=67108864\n";
    assert_eq!(section(&file(&lowered, "compose.yaml"), "    tmpfs:"), expected);
    assert_eq!(codes(&lowered), [codes::EMULATED]);
}

#[test]
fn configs_are_files_as_they_are() {
    let entry = (at("app.ini".into()), at(text(vec![Part::Literal("$a\r\nhost=".into()), Part::Host(name("a"))])));
    let config = Config { name: at(name("web")), doc: None, entries: vec![entry, (at("rest".into()), at("x".into()))] };
    let lowered = lower(&app(vec![
        Kind::Config(config),
        with(vec![mount("/etc/app.ini", MountKind::Config { config: at(name("web")), key: Some("app.ini".into()) })]),
    ]));
    let text = file(&lowered, "compose.yaml");
    assert_eq!(
        section(&text, "    configs:"),
        "    configs:\n      - source: web.app.ini\n        target: /etc/app.ini\n"
    );
    assert_eq!(section(&text, "configs:"), "configs:\n  web.app.ini:\n    file: ./configs/web/app.ini\n");
    assert_eq!(file(&lowered, "configs/web/app.ini"), "$a\r\nhost=a");
    assert!(lowered.files.iter().all(|f| f.path != "configs/web/rest"));
}

#[test]
fn secrets_are_copied_in_and_need_a_writable_root() {
    let app = app(vec![
        secrets(None, &[("key", false), ("maybe", true)]),
        service("a", "x:1", |s| {
            s.pod.container.known_user = Some(1000);
            s.ports = vec![port("http", 80)];
            s.pod.container.mounts = vec![
                mount("/run/key", MountKind::Secret(at(secret_file("key")))),
                mount("/run/maybe", MountKind::Secret(at(secret_file("maybe")))),
            ];
        }),
    ]);
    let lowered = lower(&app);
    let text = file(&lowered, "compose.yaml");
    let granted = "    secrets:\n      - source: key\n        target: /run/key\n      - source: maybe\n        target: /run/maybe\n";
    assert_eq!(section(&text, "    secrets:"), granted);
    assert_eq!(
        section(&text, "secrets:"),
        "secrets:\n  key:\n    environment: KEY\n  maybe:\n    environment: MAYBE\n"
    );
    // A variable that is not there is an error, an empty one is no file.
    assert!(file(&lowered, ".env.example").ends_with("leave it empty.\nMAYBE=\n"));
    assert!(!text.contains("read_only") && text.contains("cap_drop"));
    assert_eq!(codes(&lowered), [codes::EMULATED, codes::EMULATED]);
}

#[test]
fn a_secret_under_a_mount_is_refused() {
    let lowered = lower(&app(vec![
        secrets(None, &[("key", false)]),
        with(vec![
            mount("/run", MountKind::Scratch { name: None, size: None, memory: true }),
            mount("/run/key", MountKind::Secret(at(secret_file("key")))),
        ]),
    ]));
    assert_eq!(codes(&lowered), [codes::REFUSED]);
}

#[test]
fn a_new_volume_may_be_root_s() {
    let notes = |known| {
        let lowered = lower(&app(vec![
            volume("media", None),
            volume("old", Some("claim")),
            service("a", "x:1", |s| {
                s.pod.container.known_user = known;
                s.pod.container.mounts = vec![
                    mount("/media", MountKind::Volume { name: at(name("media")), readonly: false }),
                    mount("/old", MountKind::Volume { name: at(name("old")), readonly: false }),
                    mount("/read", MountKind::Volume { name: at(name("media")), readonly: true }),
                ];
            }),
        ]));
        lowered.diagnostics.iter().filter(|d| d.message.starts_with("a new volume belongs")).count()
    };
    assert_eq!((notes(Some(10001)), notes(Some(0)), notes(None)), (1, 0, 0));
}

#[test]
fn a_known_user_gets_everything_that_is_safe() {
    let hardened = compose(&app(vec![service("a", "x:1", |s| s.pod.container.known_user = Some(1000))]));
    assert!(hardened.contains("read_only: true") && hardened.contains("- /tmp:exec,mode=1777"));
    for known in [None, Some(0)] {
        let text = compose(&app(vec![service("a", "x:1", |s| s.pod.container.known_user = known)]));
        assert!(!text.contains("read_only") && !text.contains("cap_drop"));
        assert!(text.contains("security_opt:\n      - no-new-privileges:true\n"));
    }
    let own_tmp = compose(&app(vec![service("a", "x:1", |s| {
        s.pod.container.known_user = Some(1000);
        s.pod.container.mounts = vec![mount("/tmp", own("tmp"))];
    })]));
    assert!(!own_tmp.contains("tmpfs"));
}
