//! The file as a whole: its head, and the stages one after the other.

use std::collections::BTreeSet;

use wharf_diagnostics::{Diagnostic, Span};
use wharf_model::{App, BuildFrom, BuildImage, BuildMountKind, OriginId, Stage, StepKind};

use super::shell::Shell;
use super::{errors, instruction, quote, variables};
use crate::shared::lines::Lines;
use crate::shared::{GENERATED, names};
use crate::{File, Options};

/// The image that is being written.
pub(super) struct Image<'a> {
    pub(super) app: &'a App,
    pub(super) out: Lines,
    build: &'a BuildImage,
    diagnostics: &'a mut Vec<Diagnostic>,
}

/// What later steps of a stage have to know of earlier ones.
pub(super) struct StageState {
    /// The shell of the next RUN.
    pub(super) shell: Shell,
    /// Whether a shell with `pipefail` was set.
    pub(super) piping: bool,
}

/// Writes the Dockerfile of an image.
pub(super) fn write(
    app: &App,
    image: &wharf_model::Image,
    build: &BuildImage,
    options: &Options,
    diagnostics: &mut Vec<Diagnostic>,
) -> File {
    let origin = image.name.origin;
    let mut file = Image { app, out: Lines::new(options.provenance), build, diagnostics };
    head(&mut file, image);
    arguments(&mut file, image);
    for stage in &build.stages {
        file.stage(stage, origin);
    }
    file.out.finish(format!("images/{}/Dockerfile", image.name.value))
}

/// Parser directives, then who made the file. No time and no version: the same source gives the
/// same bytes.
fn head(file: &mut Image<'_>, image: &wharf_model::Image) {
    let origin = image.name.origin;
    let build = file.build;
    if needs_newer_frontend(build) {
        file.out.line(origin, "# syntax=docker/dockerfile:1");
    }
    let mut ignored = Vec::new();
    if build.stages.iter().any(has_fixed_platform) {
        // The source asks for a platform; both linters would rather it did not.
        file.out.line(origin, "# check=skip=FromPlatformFlagConstDisallowed");
        ignored.push("DL3029");
    }
    if build.stages.iter().any(has_runs_in_a_row) {
        // Each `run` of the source is a layer of its own: merging them is the author's choice.
        ignored.push("DL3059");
    }
    file.out.comment(origin, GENERATED);
    file.out.comment(origin, image.doc.as_deref().unwrap_or_default());
    if !ignored.is_empty() {
        file.out.comment(origin, &format!("hadolint global ignore={}", ignored.join(",")));
    }
    // BuildKit would take the block for the description of what follows, if that has a name (its
    // check InvalidDefinitionDescription): an empty comment ends it, which an empty line does not.
    let named = |s: &Stage| s.name.is_some() || matches!(&s.from.value, BuildFrom::Registry(r) if r.contains('$'));
    if file.build.stages.first().is_some_and(named) {
        file.out.line(origin, "#");
    }
    file.out.blank();
}

/// The arguments that a FROM expands have to stand before the first one.
fn arguments(file: &mut Image<'_>, image: &wharf_model::Image) {
    let mut declared = BTreeSet::new();
    for stage in &file.build.stages {
        let BuildFrom::Registry(reference) = &stage.from.value else { continue };
        let platform = stage.platform.as_ref().map(|p| (p.origin, p.value.as_str()));
        for (origin, text) in [(stage.from.origin, reference.as_str())].into_iter().chain(platform) {
            for name in variables::used(text) {
                match image.args.iter().find(|(n, _)| n.value == name) {
                    Some((_, value)) if declared.insert(name) => {
                        file.one_line(value.origin, "an ARG", &value.value);
                        file.out.line(value.origin, &format!("ARG {name}={}", quote::quoted(&value.value)));
                    }
                    Some(_) => {}
                    None => file.report(origin, |span| errors::unknown_arg(span, name)),
                }
            }
        }
    }
    if !declared.is_empty() {
        file.out.blank();
    }
}

impl Image<'_> {
    fn stage(&mut self, stage: &Stage, image: OriginId) {
        self.out.blank();
        let origin = stage.name.as_ref().map_or(image, |n| n.origin);
        match (&stage.doc, &stage.name) {
            (Some(doc), Some(name)) => self.describe(origin, name.value.as_str(), doc),
            (Some(doc), None) => self.out.comment(origin, doc),
            (None, _) => {}
        }
        let mut line = String::from("FROM ");
        if let Some(platform) = &stage.platform
            // It is the default, and BuildKit's check RedundantTargetPlatform says so.
            && !["$TARGETPLATFORM", "${TARGETPLATFORM}"].contains(&platform.value.as_str())
        {
            line.push_str(&format!("--platform={} ", self.flag(platform.origin, &platform.value)));
        }
        line.push_str(&self.reference(&stage.from.value));
        if let Some(name) = &stage.name {
            if ["scratch", "context"].contains(&name.value.as_str()) {
                self.report(name.origin, |span| errors::reserved_stage(span, name.value.as_str()));
            }
            line.push_str(&format!(" AS {}", name.value));
        }
        self.out.line(stage.from.origin, &line);
        let shell = Shell::at_start(self.app, self.build, stage);
        let mut state = StageState { shell, piping: false };
        for step in &stage.steps {
            instruction::write(self, step, &mut state);
        }
    }

    /// How a Dockerfile refers to a base or a source.
    pub(super) fn reference(&self, from: &BuildFrom) -> String {
        match from {
            // A bare name that a stage has too would be the stage.
            BuildFrom::Registry(name) if self.is_stage(name) => format!("{name}:latest"),
            BuildFrom::Registry(reference) => reference.clone(),
            BuildFrom::Scratch => String::from("scratch"),
            BuildFrom::Stage(name) => name.to_string(),
            BuildFrom::Image(name) => {
                self.app.image(name).map_or_else(|| name.to_string(), |image| names::built_image(self.app, image, None))
            }
        }
    }

    fn is_stage(&self, name: &str) -> bool {
        self.build.stages.iter().any(|s| s.name.as_ref().is_some_and(|n| n.value.as_str() == name))
    }

    /// A comment that BuildKit shows as the description of a stage or an argument: one line,
    /// beginning with the name.
    pub(super) fn describe(&mut self, origin: OriginId, name: &str, doc: &str) {
        let words: Vec<&str> = doc.split_whitespace().collect();
        self.out.comment(origin, &format!("{name} {}", words.join(" ")));
    }

    /// The value of a flag, quoted where needed.
    pub(super) fn flag(&mut self, origin: OriginId, text: &str) -> String {
        self.check_flag(origin, text);
        quote::flag(text)
    }

    /// Refuses what no flag can hold.
    pub(super) fn check_flag(&mut self, origin: OriginId, text: &str) {
        if !text.is_ascii() {
            self.report(origin, |span| errors::flag_not_ascii(span, text));
        }
        self.one_line(origin, "a flag", text);
    }

    /// Refuses a text that would break the line it is written on.
    pub(super) fn one_line(&mut self, origin: OriginId, what: &str, text: &str) {
        if text.contains(['\n', '\0']) {
            self.report(origin, |span| errors::line_break(span, what));
        }
    }

    pub(super) fn report(&mut self, origin: OriginId, word: impl FnOnce(Span) -> Diagnostic) {
        self.diagnostics.push(word(self.app.origins.span(origin)));
    }
}

/// Whether the file needs a newer frontend than builders bring. Docker Engine 23, the first whose
/// default builder is BuildKit, brings 1.5 (here-documents and `--link` are of 1.4); a `syntax`
/// line makes it pull the newest 1.x as an image. Since then came ADD `--checksum` (1.6), secrets
/// as variables (1.10) and `--exclude` (1.19).
fn needs_newer_frontend(build: &BuildImage) -> bool {
    let secret_env = |k: &BuildMountKind| matches!(k, BuildMountKind::Secret { env: Some(_), .. });
    build.stages.iter().flat_map(|s| &s.steps).any(|step| match &step.kind.value {
        StepKind::Copy { options, .. } => !options.exclude.is_empty(),
        StepKind::Add(add) => add.checksum.is_some() || !add.options.exclude.is_empty(),
        StepKind::Run { mounts, .. } => mounts.iter().any(|m| secret_env(&m.kind.value)),
        StepKind::Env(_)
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
        | StepKind::Shell(_)
        | StepKind::Volume(_) => false,
    })
}

fn has_fixed_platform(stage: &Stage) -> bool {
    stage.platform.as_ref().is_some_and(|p| !p.value.contains('$'))
}

fn has_runs_in_a_row(stage: &Stage) -> bool {
    let is_run = |step: &wharf_model::Step| matches!(&step.kind.value, StepKind::Run { .. });
    stage.steps.iter().zip(stage.steps.iter().skip(1)).any(|(a, b)| is_run(a) && is_run(b))
}
