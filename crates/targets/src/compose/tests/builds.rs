use wharf_diagnostics::codes;
use wharf_model::{
    BuildFrom, BuildMount, BuildMountKind, ExistingDockerfile, ImageSource, NeedUntil, RunCommand, Step, StepKind,
    Target,
};

use super::app::{app, at, built, image, job, need, secret_ref, secrets, service, source};
use super::{compose, lower, options, section};
use crate::{Lower, Placement};

fn debian() -> BuildFrom {
    BuildFrom::Registry("debian:bookworm-slim".into())
}

#[test]
fn one_service_builds_an_image_and_the_others_name_it() {
    let text = compose(&app(vec![
        image("api", debian(), |_| {}),
        service("api", "x:1", |s| {
            s.pod.container.image = built("api", None);
            s.pod.needs = vec![need("migrate", NeedUntil::Done)];
        }),
        service("worker", "x:1", |s| s.pod.container.image = built("api", None)),
        job("migrate", "x:1", |j| j.pod.container.image = built("api", None)),
    ]));
    assert_eq!(text.matches("build:\n").count(), 1);
    // `up api` starts the job too; `up` of the job would not start the API.
    assert_eq!(
        section(&text, "  migrate:").lines().take(6).collect::<Vec<_>>(),
        [
            "  migrate:",
            "    image: shop/api:1.0",
            "    build:",
            "      context: ../../examples/shop/api",
            "      dockerfile: ../../../dist/shop/images/api/Dockerfile",
            "    pull_policy: build",
        ]
    );
    assert!(section(&text, "  worker:").contains("pull_policy: never"));
}

#[test]
fn with_a_registry_compose_may_pull_what_it_could_build() {
    let mut app = app(vec![
        image("api", debian(), |i| {
            i.platform = Some(at("linux/amd64".into()));
            i.args = vec![(at("A".into()), at("$x".into()))];
        }),
        service("api", "x:1", |s| s.pod.container.image = built("api", None)),
    ]);
    app.registry = Some(at("ghcr.io/acme".into()));
    assert_eq!(
        section(&compose(&app), "  api:").lines().skip(1).take(9).collect::<Vec<_>>(),
        [
            "    image: ghcr.io/acme/api:1.0",
            "    build:",
            "      context: ../../examples/shop/api",
            "      dockerfile: ../../../dist/shop/images/api/Dockerfile",
            "      args:",
            "        A: $$x",
            "      platforms:",
            "        - linux/amd64",
            "    platform: linux/amd64",
        ]
    );
}

#[test]
fn a_stage_is_an_image_of_its_own() {
    let text = compose(&app(vec![
        image("api", debian(), |_| {}),
        service("api", "x:1", |s| s.pod.container.image = built("api", None)),
        service("dev", "x:1", |s| s.pod.container.image = built("api", Some("build"))),
    ]));
    let dev = section(&text, "  dev:");
    assert!(dev.contains("image: shop/api-build:1.0") && dev.contains("target: build"), "{dev}");
    assert!(!section(&text, "  api:").contains("target:"));
}

#[test]
fn an_existing_dockerfile_is_found_from_its_context() {
    let text = compose(&app(vec![
        image("web", debian(), |i| {
            i.context = source(".");
            i.source = ImageSource::Existing(ExistingDockerfile {
                dockerfile: source("web/Dockerfile"),
                target: Some(at("run".into())),
            });
        }),
        service("web", "x:1", |s| s.pod.container.image = built("web", None)),
    ]));
    let build = section(&text, "    build:");
    assert_eq!(build, "    build:\n      context: ../..\n      dockerfile: web/Dockerfile\n      target: run\n");
}

#[test]
fn an_image_that_others_are_built_from_is_built_and_not_started() {
    let text = compose(&app(vec![
        image("base", debian(), |_| {}),
        image("api", BuildFrom::Image(super::app::name("base")), |_| {}),
        service("api", "x:1", |s| s.pod.container.image = built("api", None)),
        service("base", "postgres:17", |_| {}),
    ]));
    assert!(
        section(&text, "  api:").contains("      additional_contexts:\n        shop/base:1.0: service:base-image\n")
    );
    let base = section(&text, "  base-image:");
    assert!(base.contains("deploy:\n      replicas: 0\n") && base.contains("image: shop/base:1.0"), "{base}");
}

#[test]
fn a_step_that_asks_for_ssh_gets_the_agent() {
    let text = compose(&app(vec![
        image("web", debian(), |i| {
            if let ImageSource::Build(build) = &mut i.source {
                let kind = StepKind::Run {
                    command: at(RunCommand::Line("git clone".into())),
                    mounts: vec![BuildMount { kind: at(BuildMountKind::Ssh) }],
                    network: None,
                };
                build.stages[0].steps = vec![Step { kind: at(kind), doc: None }];
            }
        }),
        service("web", "x:1", |s| s.pod.container.image = built("web", None)),
    ]));
    assert!(section(&text, "    build:").ends_with("      ssh:\n        - default\n"));
}

#[test]
fn build_secrets_are_read_from_variables() {
    let text = compose(&app(vec![
        secrets(None, &[("npm-token", false)]),
        image("web", debian(), |i| {
            if let ImageSource::Build(build) = &mut i.source {
                build.secrets = vec![at(secret_ref("npm-token"))];
            }
        }),
        service("web", "x:1", |s| s.pod.container.image = built("web", None)),
    ]));
    assert!(text.contains("      secrets:\n        - source: npm-token\n          target: npm-token\n"));
    assert!(text.ends_with("secrets:\n  npm-token:\n    environment: NPM_TOKEN\n"));
}

#[test]
fn absolute_placements_pass_through() {
    let app = app(vec![
        image("api", debian(), |_| {}),
        service("api", "x:1", |s| s.pod.container.image = built("api", None)),
    ]);
    let mut options = options();
    options.placement = Placement { project_from_output: "/src/p".into(), output_from_project: "/out/shop".into() };
    let lowered = super::Compose.lower(&app, &options);
    let text = super::file(&lowered, "compose.yaml");
    assert!(text.contains("context: /src/p/examples/shop/api\n"));
    assert!(text.contains("dockerfile: /out/shop/images/api/Dockerfile\n"));
}

#[test]
fn the_target_says_which_it_is() {
    assert_eq!(super::Compose.target(), Target::Compose);
    assert!(lower(&app(vec![])).diagnostics.iter().all(|d| d.code != codes::REFUSED));
}
