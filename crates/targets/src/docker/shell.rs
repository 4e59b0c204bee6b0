//! Which shell a RUN runs in, and whether it needs `pipefail` there.
//!
//! Without `pipefail` a pipe succeeds where its last command does, so a failed download is built
//! into an image. `/bin/sh` has the option in busybox and in bash, but not in the dash of Debian
//! 12 and before, where `set -o pipefail` ends the shell. Three forms follow:
//!
//! - a base that is known to hold bash, or busybox's ash: `SHELL […, "-o", "pipefail", "-c"]`
//!   before the first RUN of the stage that pipes;
//! - any other base: the command itself first tries the option in a subshell, and takes it where
//!   it is there. That is right in every POSIX shell and breaks in none;
//! - a `shell` of the author's: nothing. It is also the way out for a pipe whose early end is
//!   meant.

use wharf_model::{App, BuildFrom, BuildImage, ImageSource, Stage, StepKind};

/// What is known of a base's shells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    /// `/bin/bash` is there.
    Bash,
    /// `/bin/ash`, busybox's, is there.
    Ash,
    /// Only that `/bin/sh` is what RUN uses.
    Unknown,
}

impl Base {
    /// The instruction that gives the stage a shell with `pipefail`.
    pub(super) fn shell_instruction(self) -> Option<&'static str> {
        match self {
            Self::Bash => Some(r#"SHELL ["/bin/bash", "-o", "pipefail", "-c"]"#),
            Self::Ash => Some(r#"SHELL ["/bin/ash", "-o", "pipefail", "-c"]"#),
            Self::Unknown => None,
        }
    }

    /// What a reference says about the shells inside. Only the official images of Docker Hub are
    /// known; everything of theirs is built on Debian, Ubuntu or a relative of Fedora, all of
    /// which hold bash, unless the tag says Alpine.
    fn of_reference(reference: &str) -> Self {
        let reference = reference.split_once('@').map_or(reference, |(r, _)| r);
        let (path, tag) = match reference.rsplit_once(':') {
            Some((path, tag)) if !tag.contains('/') => (path, tag),
            _ => (reference, ""),
        };
        let (home, name) = path.rsplit_once('/').unwrap_or(("library", path));
        let official = home == "library" || home.ends_with("/library");
        let words = || tag.split(|c: char| !c.is_ascii_alphanumeric());
        let has = |prefix: &str| words().any(|w| w.starts_with(prefix));
        if !official || reference.contains('$') {
            return Self::Unknown;
        }
        if name == "alpine" || (OFFICIAL.contains(&name) && has("alpine")) {
            return Self::Ash;
        }
        let foreign = has("windowsservercore") || has("nanoserver") || has("busybox");
        if OFFICIAL.contains(&name) && !foreign { Self::Bash } else { Self::Unknown }
    }
}

/// Official images that are built on distributions with bash, sorted.
const OFFICIAL: &[&str] = &[
    "almalinux",
    "amazonlinux",
    "archlinux",
    "buildpack-deps",
    "debian",
    "eclipse-temurin",
    "elixir",
    "erlang",
    "fedora",
    "gcc",
    "golang",
    "gradle",
    "haskell",
    "httpd",
    "julia",
    "mariadb",
    "maven",
    "mongo",
    "mysql",
    "nginx",
    "node",
    "oraclelinux",
    "perl",
    "php",
    "postgres",
    "python",
    "redis",
    "rockylinux",
    "ruby",
    "rust",
    "swift",
    "ubuntu",
];

/// The shell of a stage as its next RUN finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shell {
    /// What the base holds.
    pub(super) base: Base,
    /// The author's own `shell`, of this stage or one below it.
    pub(super) own: Option<Vec<String>>,
}

impl Shell {
    /// Whether `set -e` means what it means in `sh`.
    pub(super) fn is_posix(&self) -> bool {
        let program = self.own.as_ref().and_then(|s| s.first()).map_or("/bin/sh", String::as_str);
        let name = program.rsplit('/').next().unwrap_or(program);
        ["sh", "ash", "bash", "dash", "ksh", "zsh"].contains(&name)
    }

    /// The shell that a stage of `build` begins with.
    pub(super) fn at_start(app: &App, build: &BuildImage, stage: &Stage) -> Self {
        // Stages and images can only refer back, so the way down ends; the bound is a belt.
        Self::of(app, build, &stage.from.value, 64)
    }

    fn of(app: &App, build: &BuildImage, from: &BuildFrom, depth: u8) -> Self {
        let end = |build: &BuildImage, stage: Option<&Stage>| {
            stage.filter(|_| depth > 0).map(|stage| {
                let shell = Self::of(app, build, &stage.from.value, depth - 1);
                stage.steps.iter().fold(shell, |shell, step| match &step.kind.value {
                    StepKind::Shell(own) => {
                        Self { own: Some(own.value.iter().map(|a| a.value.clone()).collect()), ..shell }
                    }
                    StepKind::Copy { .. }
                    | StepKind::Add(_)
                    | StepKind::Run { .. }
                    | StepKind::Env(_)
                    | StepKind::Path(_)
                    | StepKind::Arg { .. }
                    | StepKind::Workdir(_)
                    | StepKind::User(_)
                    | StepKind::Expose { .. }
                    | StepKind::Entrypoint(_)
                    | StepKind::Args(_)
                    | StepKind::Label(_)
                    | StepKind::Healthcheck(_)
                    | StepKind::StopSignal(_)
                    | StepKind::Volume(_) => shell,
                })
            })
        };
        let unknown = Self { base: Base::Unknown, own: None };
        match from {
            BuildFrom::Registry(reference) => Self { base: Base::of_reference(reference), own: None },
            BuildFrom::Scratch => unknown,
            BuildFrom::Stage(name) => {
                let stage = build.stages.iter().find(|s| s.name.as_ref().is_some_and(|n| n.value == *name));
                end(build, stage).unwrap_or(unknown)
            }
            BuildFrom::Image(name) => match app.image(name).map(|i| &i.source) {
                Some(ImageSource::Build(other)) => end(other, other.stages.last()).unwrap_or(unknown),
                Some(ImageSource::Existing(_)) | None => unknown,
            },
        }
    }
}

/// Takes `pipefail` where the shell has it.
pub(super) const TRY_PIPEFAIL: &str = "if (set -o pipefail) 2>/dev/null; then set -o pipefail; fi";

/// Whether a shell text pipes. It may say so of a `case` pattern or a here-document's text, which
/// costs no more than an option that changes nothing there.
pub(super) fn pipes(text: &str) -> bool {
    // What closes each bracket that is open: `"`, `)` or a backtick.
    let mut open: Vec<char> = Vec::new();
    let mut chars = text.chars().peekable();
    let mut before = '\n';
    while let Some(c) = chars.next() {
        let quoted = open.last() == Some(&'"');
        match c {
            '\\' => {
                chars.next();
            }
            '\'' if !quoted => {
                chars.by_ref().find(|c| *c == '\'');
            }
            '"' | '`' if open.last() == Some(&c) => {
                open.pop();
            }
            '"' | '`' => open.push(c),
            '$' if chars.peek() == Some(&'(') => {
                chars.next();
                open.push(')');
            }
            '(' if !quoted => open.push(')'),
            ')' if open.last() == Some(&')') => {
                open.pop();
            }
            '#' if !quoted && (before.is_whitespace() || before == ';') => {
                chars.by_ref().find(|c| *c == '\n');
            }
            '|' if !quoted && before != '>' && chars.next_if_eq(&'|').is_none() => return true,
            _ => {}
        }
        before = c;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn official_images_are_known_and_others_are_not() {
        for (reference, base) in [
            ("debian:bookworm-slim", Base::Bash),
            ("docker.io/library/rust:1.90-slim", Base::Bash),
            ("node:24-alpine3.22", Base::Ash),
            ("alpine:3.22", Base::Ash),
            ("alpine@sha256:01234567890123456789012345678901", Base::Ash),
            ("ghcr.io/acme/python:3", Base::Unknown),
            ("busybox:1.37", Base::Unknown),
            ("golang:1.26-nanoserver", Base::Unknown),
            ("localhost:5000/debian", Base::Unknown),
            ("node:${V}", Base::Unknown),
        ] {
            assert_eq!(Base::of_reference(reference), base, "{reference}");
        }
    }

    #[test]
    fn pipes_are_found_outside_quotes_only() {
        for yes in ["a | b", "a|b", "x=\"$(a | b)\"", "a |& b", "(a | b)", "`a | b`", "a\n# c\nb | c", "echo ')' | x"] {
            assert!(pipes(yes), "{yes}");
        }
        for no in ["a || b", "echo 'a | b'", "echo \"a | b\"", "a # b | c", "a \\| b", "a >| b", "echo \"'\" \"|\"", ""]
        {
            assert!(!pipes(no), "{no}");
        }
    }
}
