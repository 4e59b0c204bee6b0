//! Whole files, from models built by hand.

use wharf_diagnostics::{Code, FileId, Span, codes};
use wharf_model::{
    Add, App, At, BuildFrom, BuildImage, BuildMount, BuildMountKind, Bytes, CopyOptions, Duration, EnvName,
    Healthcheck, Image, ImageSource, Kind, Name, Origin, OriginId, Origins, PortNumber, Protocol, RelativePath,
    RunCommand, SecretRef, Stage, Step, StepKind, Target, Targets, UserSpec,
};

use super::Docker;
use crate::{Lower, Lowered, Options, Placement};

/// Values with an origin; all tests share one arena, each line of the model its own origin.
struct Maker(Origins, usize);

impl Maker {
    fn id(&mut self) -> OriginId {
        self.1 += 1;
        self.0.add(Origin { span: Span::new(FileId(0), self.1, self.1 + 1), via: None, within: None })
    }

    fn at<T>(&mut self, value: T) -> At<T> {
        At::new(value, self.id())
    }

    fn s(&mut self, text: &str) -> At<String> {
        self.at(text.to_owned())
    }

    fn list(&mut self, items: &[&str]) -> At<Vec<At<String>>> {
        let items = items.iter().map(|i| self.s(i)).collect();
        self.at(items)
    }

    fn pairs(&mut self, pairs: &[(&str, &str)]) -> Vec<(At<String>, At<String>)> {
        pairs.iter().map(|(k, v)| (self.s(k), self.s(v))).collect()
    }

    fn step(&mut self, kind: StepKind) -> Step {
        Step { kind: self.at(kind), doc: None }
    }

    fn stage(&mut self, name: Option<&str>, from: &str, steps: Vec<StepKind>) -> Stage {
        let from = BuildFrom::Registry(from.to_owned());
        Stage {
            name: name.map(|n| self.at(Name::new(n).unwrap())),
            doc: None,
            from: self.at(from),
            platform: None,
            steps: steps.into_iter().map(|k| self.step(k)).collect(),
        }
    }

    fn run(&mut self, line: &str) -> StepKind {
        let command = self.at(RunCommand::Line(line.to_owned()));
        StepKind::Run { command, mounts: Vec::new(), network: None }
    }

    fn script(&mut self, text: &str) -> StepKind {
        let command = self.at(RunCommand::Script(text.to_owned()));
        StepKind::Run { command, mounts: Vec::new(), network: None }
    }

    fn copy(&mut self, sources: &[&str], destination: &str) -> StepKind {
        StepKind::Copy {
            sources: sources.iter().map(|s| self.s(s)).collect(),
            destination: self.s(destination),
            from: None,
            options: CopyOptions::default(),
        }
    }

    fn app(mut self, stages: Vec<Stage>, ignore: &[&str], args: &[(&str, &str)]) -> App {
        let ignore = ignore.iter().map(|i| self.s(i)).collect();
        let image = Image {
            name: self.at(Name::new("api").unwrap()),
            doc: None,
            context: self.at(RelativePath::new("", "api").unwrap()),
            tag: None,
            platform: None,
            args: self.pairs(args),
            source: ImageSource::Build(BuildImage { stages, ignore, secrets: Vec::new() }),
        };
        App {
            name: self.at(Name::new("shop").unwrap()),
            doc: None,
            environment: None,
            folder: String::from("."),
            namespace: self.at(Name::new("shop").unwrap()),
            registry: None,
            pulls: Vec::new(),
            security: None,
            routing: wharf_model::Routing::Ingress { class: None },
            network: self.at(wharf_model::NetworkMode::Open),
            targets: Targets(Target::ALL.to_vec()),
            kinds: vec![Kind::Image(image)],
            kubernetes_version: wharf_model::KubernetesVersion::NEWEST,
            patches: wharf_model::Patches::default(),
            origins: self.0,
        }
    }
}

fn maker() -> Maker {
    Maker(Origins::default(), 0)
}

fn lower(app: &App, provenance: bool) -> Lowered {
    let placement =
        Placement { project_from_output: String::from("../.."), output_from_project: String::from("dist/shop") };
    Docker.lower(app, &Options { placement, provenance, check: false, previous: Vec::new() })
}

/// The Dockerfile's text below its head, and the codes of the diagnostics.
fn body(app: &App) -> (String, Vec<Code>) {
    let out = lower(app, false);
    let text = String::from_utf8(out.files.first().unwrap().contents.clone()).unwrap();
    let (_, body) = text.split_once("\n\n").unwrap();
    (body.to_owned(), out.diagnostics.iter().map(|d| d.code).collect())
}

#[test]
fn a_whole_file() {
    let mut m = maker();
    let mut build_run = m.run("cargo build --release --locked");
    if let StepKind::Run { mounts, .. } = &mut build_run {
        for kind in [
            BuildMountKind::Cache {
                path: String::from("/usr/local/cargo/registry"),
                id: None,
                sharing: Some(String::from("locked")),
            },
            BuildMountKind::Secret {
                secret: SecretRef { group: None, key: String::from("token") },
                path: None,
                env: Some(EnvName::new("TOKEN").unwrap()),
            },
            BuildMountKind::Tmpfs { path: String::from("/t"), size: Some(Bytes(1 << 20)) },
            BuildMountKind::Ssh,
            BuildMountKind::Bind { source: String::from("."), path: String::from("/in"), from: None, readwrite: true },
        ] {
            mounts.push(BuildMount { kind: m.at(kind) });
        }
    }
    let steps = vec![StepKind::Workdir(m.s("/src")), m.copy(&["."], "."), build_run];
    let mut build = m.stage(Some("build"), "rust:1.90-slim", steps);
    build.doc = Some(String::from("Compiles\nthe server."));
    let mut from_build = m.copy(&["/src/target/release/api"], "/usr/local/bin/api");
    if let StepKind::Copy { from, options, .. } = &mut from_build {
        *from = Some(m.at(BuildFrom::Stage(Name::new("build").unwrap())));
        options.mode = Some(m.s("0755"));
        options.owner = Some(m.s("10001:10001"));
    }
    let run = m.script("apt-get update\ncat list | xargs apt-get install -y --no-install-recommends\n");
    let steps = vec![
        run,
        from_build,
        StepKind::Env(m.pairs(&[("A", "1"), ("B", "two \"words\" \\ x")])),
        StepKind::Env(m.pairs(&[("COST", "$5"), ("PRICE", "${COST}")])),
        StepKind::Path(vec![m.s("/opt/x/bin")]),
        StepKind::Label(m.pairs(&[("org.opencontainers.image.title", "The API")])),
        StepKind::Expose { port: m.at(PortNumber::new(8080).unwrap()), protocol: Protocol::Tcp },
        StepKind::Expose { port: m.at(PortNumber::new(53).unwrap()), protocol: Protocol::Udp },
        StepKind::Volume(m.s("/data")),
        StepKind::User(m.at(UserSpec { user: String::from("10001"), group: None })),
        StepKind::StopSignal(m.s("SIGQUIT")),
        StepKind::Healthcheck(Healthcheck::Exec {
            command: m.list(&["api", "--check"]),
            every: Some(m.at(Duration::seconds(600))),
            timeout: Some(m.at(Duration(1500))),
            grace: None,
            failures: Some(m.at(3)),
        }),
        StepKind::Entrypoint(m.list(&["api"])),
        StepKind::Args(m.list(&["serve", "$HOME"])),
    ];
    let run = m.stage(None, "debian:bookworm-slim", steps);
    let app = m.app(vec![build, run], &["*.md", "#x"], &[]);
    let out = lower(&app, true);
    assert_eq!(out.diagnostics, []);
    let text = |i: usize| String::from_utf8(out.files.get(i).unwrap().contents.clone()).unwrap();
    assert_eq!(
        text(0),
        r##"# syntax=docker/dockerfile:1
# Generated by Wharf; change the .app file instead.
#

# build Compiles the server.
FROM rust:1.90-slim AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry,sharing=locked \
    --mount=type=secret,id=token,env=TOKEN,required=true \
    --mount=type=tmpfs,target=/t,size=1048576 \
    --mount=type=ssh \
    --mount=type=bind,target=/in,rw=true \
    cargo build --release --locked

FROM debian:bookworm-slim
# A pipe fails where any part of it does.
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN <<'EOF'
set -e
apt-get update
cat list | xargs apt-get install -y --no-install-recommends
EOF

COPY --from=build --chown=10001:10001 --chmod=0755 /src/target/release/api /usr/local/bin/api
ENV A="1" \
    B="two \"words\" \\ x"
ENV COST="\$5"
ENV PRICE="\${COST}"
ENV PATH="/opt/x/bin:$PATH"
LABEL org.opencontainers.image.title="The API"
EXPOSE 8080
EXPOSE 53/udp
VOLUME ["/data"]
USER 10001
STOPSIGNAL SIGQUIT
HEALTHCHECK --interval=600s --timeout=1.5s --retries=3 \
    CMD ["api", "--check"]
ENTRYPOINT ["api"]
CMD ["serve", "$HOME"]
"##
    );
    assert_eq!(out.files.get(1).unwrap().path, "images/api/Dockerfile.dockerignore");
    assert_eq!(text(1), "# Generated by Wharf; change the .app file instead.\n**/.env\n**/.git\n*.md\n\\#x\n");

    let lines = &out.files.first().unwrap().lines;
    assert_eq!(lines.first().map(|l| l.line), Some(0));
    assert!(lines.is_sorted_by(|a, b| a.line < b.line && a.origin != b.origin));
    let count = u32::try_from(text(0).lines().count()).unwrap();
    assert!(lines.last().unwrap().line < count);
}

#[test]
fn pipes_on_an_unknown_base_try_what_is_there() {
    let mut m = maker();
    let steps = vec![m.run("curl -fsS https://x | tar x"), m.run("true"), m.script("a | b")];
    let stage = m.stage(None, "ghcr.io/acme/base:1", steps);
    let (text, codes) = body(&m.app(vec![stage], &[], &[]));
    assert_eq!(codes, []);
    assert_eq!(
        text,
        "FROM ghcr.io/acme/base:1
# A pipe fails where any part of it does, if the base's shell can tell.
# hadolint ignore=DL4006,SC3040
RUN if (set -o pipefail) 2>/dev/null; then set -o pipefail; fi; curl -fsS https://x | tar x
RUN true
# A pipe fails where any part of it does, if the base's shell can tell.
# hadolint ignore=DL4006,SC3040
RUN <<'EOF'
set -e
if (set -o pipefail) 2>/dev/null; then set -o pipefail; fi
a | b
EOF
"
    );
}

#[test]
fn a_shell_of_the_authors_is_left_alone() {
    let mut m = maker();
    let shell = StepKind::Shell(m.list(&["python3", "-c"]));
    let steps = vec![shell, m.script("import os\nos.mkdir('a|b')\n")];
    let stage = m.stage(Some("build"), "python:3.14", steps);
    let steps = vec![m.run("x | y")];
    let mut next = m.stage(None, "", steps);
    next.from.value = BuildFrom::Stage(Name::new("build").unwrap());
    let (text, _) = body(&m.app(vec![stage, next], &[], &[]));
    assert_eq!(
        text,
        "FROM python:3.14 AS build
SHELL [\"python3\", \"-c\"]
RUN <<'EOF'
import os
os.mkdir('a|b')
EOF

FROM build
RUN x | y
"
    );
}

#[test]
fn odd_words_survive() {
    let mut m = maker();
    let mut copy = m.copy(&["it's $here"], "/a b/");
    if let StepKind::Copy { options, .. } = &mut copy {
        options.exclude = vec![m.s("*.md"), m.s("a \"b\"")];
        options.link = true;
    }
    let mut run = m.run("cat <<X");
    if let StepKind::Run { mounts, .. } = &mut run {
        let kind = BuildMountKind::Cache { path: String::from("/b c$d"), id: None, sharing: None };
        mounts.push(BuildMount { kind: m.at(kind) });
    }
    let exec = RunCommand::Exec(vec![String::from("echo"), String::from("a\n\"b\"")]);
    let exec = StepKind::Run { command: m.at(exec), mounts: Vec::new(), network: Some(m.s("none")) };
    let steps = vec![copy, run, exec, StepKind::Workdir(m.s("/my dir"))];
    let stage = m.stage(None, "alpine:3.22", steps);
    let (text, codes) = body(&m.app(vec![stage], &[], &[]));
    assert_eq!(codes, []);
    assert_eq!(
        text,
        r#"FROM alpine:3.22
COPY --link --exclude=*.md --exclude="a \"b\"" ["it\\'s \\$here", "/a b/"]
RUN --mount=type=cache,target="/b c\\$d" \
    <<'EOF'
cat <<X
EOF

RUN --network=none \
    ["echo", "a\n\"b\""]
WORKDIR "/my dir"
"#
    );
}

#[test]
fn arguments_of_from_stand_before_it() {
    let mut m = maker();
    let mut stage = m.stage(Some("node"), "node:${V}-slim", Vec::new());
    stage.platform = Some(m.s("$BUILDPLATFORM"));
    let mut fixed = m.stage(Some("other"), "node", Vec::new());
    fixed.platform = Some(m.s("linux/arm64"));
    let mut last = m.stage(None, "x:$W", Vec::new());
    last.platform = Some(m.s("$TARGETPLATFORM"));
    let app = m.app(vec![stage, fixed, last], &[], &[("V", "24")]);
    let (text, codes) = body(&app);
    assert_eq!(codes, [codes::UNKNOWN_NAME]);
    assert_eq!(
        text,
        "ARG V=\"24\"

FROM --platform=$BUILDPLATFORM node:${V}-slim AS node

FROM --platform=linux/arm64 node:latest AS other

FROM x:$W
"
    );
    let all = String::from_utf8(lower(&app, false).files.first().unwrap().contents.clone()).unwrap();
    assert!(all.starts_with("# check=skip=FromPlatformFlagConstDisallowed\n"));
    assert!(all.contains("# hadolint global ignore=DL3029\n"));
}

#[test]
fn what_cannot_be_said_is_refused() {
    let mut m = maker();
    let mut copy = m.copy(&["a"], "b");
    if let StepKind::Copy { from, options, .. } = &mut copy {
        *from = Some(m.at(BuildFrom::Registry(String::from("x:$V"))));
        options.exclude = vec![m.s("ä")];
    }
    let add = StepKind::Add(Add {
        source: m.s("https://example.com/a"),
        destination: m.s("/a"),
        checksum: None,
        options: CopyOptions::default(),
    });
    let steps = vec![StepKind::Env(m.pairs(&[("A", "1\n2")])), StepKind::Label(m.pairs(&[("a=b", "c")])), copy, add];
    let stage = m.stage(Some("context"), "debian:13", steps);
    let (_, codes) = body(&m.app(vec![stage], &[], &[]));
    assert_eq!(codes, [codes::BAD_NAME, codes::REFUSED, codes::REFUSED, codes::REFUSED, codes::REFUSED]);
}
