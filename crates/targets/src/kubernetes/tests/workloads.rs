//! Deployments and stateful sets: rights, scale, stopping.

use wharf_diagnostics::codes;
use wharf_model::{
    BuildFrom, BuildImage, Duration, Image, ImageRef, ImageSource, Kind, Metric, Name, Need, NeedUntil, Percent,
    RelativePath, Replicas, Service, Stage, Step, StepKind, UserGroup, UserSpec,
};

use super::build::{alone, app, at, file, lower, mount, name, port, problems, service, service_kind, texts, volume};
use super::shape::check;

fn scaled(replicas: Replicas) -> String {
    let mut web = service("web", "x:1");
    web.scale = at(replicas);
    let lowered = lower(&app(vec![service_kind(web)]));
    check(&lowered);
    file(&lowered, "service-web.yaml")
}

#[test]
fn a_stock_image_keeps_the_rights_it_needs_to_start() {
    let text = alone(service("db", "postgres:17.2"));
    for absent in ["runAs", "readOnlyRootFilesystem", "capabilities", "fsGroup", "emptyDir", "replicas: 0"] {
        assert!(!text.contains(absent), "{absent} in {text}");
    }
    assert!(text.contains("allowPrivilegeEscalation: false") && text.contains("type: RuntimeDefault"));
}

#[test]
fn a_known_user_gets_the_restricted_profile() {
    let mut web = service("web", "x:1");
    web.pod.container.known_user = Some(10001);
    web.ports = vec![port("http", 80)];
    let text = alone(web);
    let pod = "
      securityContext:
        runAsNonRoot: true
        runAsUser: 10001
        seccompProfile:
          type: RuntimeDefault
        sysctls:
          - name: net.ipv4.ip_unprivileged_port_start
            value: \"0\"
";
    let container = "
          securityContext:
            allowPrivilegeEscalation: false
            capabilities:
              drop:
                - ALL
            readOnlyRootFilesystem: true
          volumeMounts:
            - mountPath: /tmp
              name: tmp
";
    assert!(text.contains(pod) && text.contains(container), "{text}");
    assert!(text.contains("        - emptyDir: {}\n          name: tmp\n"), "{text}");
}

#[test]
fn root_that_is_asked_for_is_root() {
    let mut web = service("web", "x:1");
    web.pod.container.user = Some(at(UserGroup { user: 0, group: None, groups: Vec::new() }));
    web.pod.container.known_user = Some(0);
    let text = alone(web);
    assert!(text.contains("runAsUser: 0\n") && !text.contains("runAsNonRoot"), "{text}");
}

#[test]
fn a_users_own_tmp_stays_and_kept_volumes_get_its_group() {
    let mut web = service("web", "x:1");
    web.pod.container.known_user = Some(10001);
    web.pod.container.mounts = vec![
        mount("/data", wharf_model::MountKind::Volume { name: name("files"), readonly: false }),
        mount("/tmp", wharf_model::MountKind::Scratch { name: None, size: None, memory: true }),
    ];
    let lowered = lower(&app(vec![Kind::Volume(volume("files")), service_kind(web)]));
    check(&lowered);
    let text = file(&lowered, "service-web.yaml");
    assert_eq!(text.matches("emptyDir").count(), 1);
    assert!(text.contains("        fsGroup: 10001\n        fsGroupChangePolicy: OnRootMismatch\n"), "{text}");
}

#[test]
fn the_group_of_a_built_image_is_not_lost() {
    let user = UserSpec { user: "10001".into(), group: Some("20002".into()) };
    let stage = |called: Option<&str>, from, steps| Stage {
        name: called.map(name),
        doc: None,
        from: at(from),
        platform: None,
        steps,
    };
    let steps = vec![
        Step { kind: at(StepKind::User(at(user))), doc: None },
        Step { kind: at(StepKind::StopSignal(at("SIGQUIT".into()))), doc: None },
    ];
    let image = Image {
        name: name("api"),
        doc: None,
        context: at(RelativePath::new("", ".").unwrap()),
        tag: None,
        platform: None,
        args: Vec::new(),
        source: ImageSource::Build(BuildImage {
            stages: vec![
                stage(Some("base"), BuildFrom::Registry("debian".into()), steps),
                stage(None, BuildFrom::Stage(Name::new("base").unwrap()), Vec::new()),
            ],
            ignore: Vec::new(),
            secrets: Vec::new(),
        }),
    };
    let mut api = service("api", "x:1");
    api.pod.container.image = at(ImageRef::Built { name: image.name.value.clone(), stage: None, tag: None });
    api.pod.container.known_user = Some(10001);
    api.pod.stop.signal = Some(at("SIGQUIT".into()));
    let lowered = lower(&app(vec![Kind::Image(image), service_kind(api)]));
    let text = file(&lowered, "service-api.yaml");
    assert!(text.contains("runAsGroup: 20002\n"), "{text}");
    assert!(text.contains("image: shop/api:latest\n          imagePullPolicy: IfNotPresent\n"), "{text}");
    assert!(problems(&lowered).is_empty(), "the image's own signal is what Kubernetes sends");
}

#[test]
fn budgets_and_spread_come_above_one_replica() {
    let has = |text: &str| (text.contains("PodDisruptionBudget"), text.contains("topologySpread"));
    assert_eq!(has(&scaled(Replicas::Fixed(1))), (false, false));
    assert_eq!(has(&scaled(Replicas::Fixed(2))), (true, true));
    let metrics = || vec![(Metric::Cpu, at(Percent(7050))), (Metric::Memory, at(Percent(8000)))];
    assert_eq!(has(&scaled(Replicas::auto(1, 3, metrics()))), (false, true));
    let text = scaled(Replicas::auto(2, 3, metrics()));
    assert_eq!(has(&text), (true, true));
    assert!(!text.contains("\n  replicas:") && text.contains("averageUtilization: 71\n"), "{text}");
    let none = scaled(Replicas::Fixed(0));
    assert_eq!(has(&none), (false, false));
    assert!(none.contains("\n  replicas: 0\n"));
}

#[test]
fn the_process_keeps_its_whole_grace_after_the_drain() {
    let mut web = service("web", "x:1");
    web.pod.stop.grace = at(Duration(1500));
    assert!(alone(web.clone()).contains("terminationGracePeriodSeconds: 2\n"));
    web.ports = vec![port("http", 80)];
    let text = alone(web);
    assert!(text.contains("terminationGracePeriodSeconds: 7\n"), "{text}");
    assert!(text.contains("            preStop:\n              sleep:\n                seconds: 5\n"), "{text}");
}

#[test]
fn what_kubernetes_cannot_do_is_said() {
    let mut web: Service = service("web", "x:1");
    web.pod.stop.signal = Some(at("SIGQUIT".into()));
    web.pod.needs = vec![
        Need { name: name("a"), until: NeedUntil::Started },
        Need { name: name("b"), until: NeedUntil::Ready },
        Need { name: name("c"), until: NeedUntil::Done },
    ];
    web.pod.container.args = Some(texts(&[]));
    web.pod.container.mounts = vec![mount(
        "/src",
        wharf_model::MountKind::Bind { source: at(RelativePath::new("", "src").unwrap()), readonly: true },
    )];
    let lowered = lower(&app(vec![service_kind(web)]));
    let count = |code| lowered.diagnostics.iter().filter(|d| d.code == code).count();
    assert_eq!((count(codes::LOST), count(codes::EMULATED), count(codes::REFUSED)), (2, 3, 1));
    assert!(!file(&lowered, "service-web.yaml").contains("args"));
}

#[test]
fn names_that_grow_have_a_tighter_limit() {
    let long = "a".repeat(53);
    let mut db = service(&long, "x:1");
    db.controller = at(wharf_model::Controller::StatefulSet(wharf_model::Stateful::default()));
    let job = super::build::job(&"b".repeat(53), "x:1");
    let lowered =
        lower(&app(vec![service_kind(db), Kind::Job(Box::new(job)), service_kind(service(&"c".repeat(63), "x:1"))]));
    assert_eq!(lowered.diagnostics.iter().filter(|d| d.code == codes::NAME_TOO_LONG).count(), 2);
}

#[test]
fn values_that_the_server_refuses_are_errors() {
    let mut web = service("web", "x:1");
    web.pod.labels = vec![(at("team".into()), at("a b".into()))];
    web.pod.annotations = vec![(at("a/b/c".into()), at("any text at all".into()))];
    web.ports = vec![port("a--b", 80)];
    web.pod.container.user = Some(at(UserGroup { user: u32::MAX, group: None, groups: Vec::new() }));
    web.pod.container.known_user = Some(u32::MAX);
    let lowered = lower(&app(vec![service_kind(web)]));
    let mut codes: Vec<String> = lowered.diagnostics.iter().map(|d| d.code.name().to_owned()).collect();
    codes.sort();
    assert_eq!(codes, ["bad-name", "bad-text", "bad-text", "out-of-bounds"]);
}
