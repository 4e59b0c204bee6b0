//! Model to files.
//!
//! One trait ([`Lower`]), one registry ([`lowering`]), a folder for each target, one YAML writer.
//! Every construct is lowered exactly, emulated (with a note) or refused (an error, or a warning
//! that names what is lost); nothing is dropped in silence. Targets match every
//! [`wharf_model::Kind`] without a `_` arm, so that a new kind does not compile until each has
//! said which of the three it is.
//!
//! A target never sees source text, never reads a disk and never meets a hole: the model is
//! complete. The same model and placement give the same bytes.

mod compose;
mod docker;
mod kubernetes;
mod shared;
pub mod yaml;

use wharf_diagnostics::Diagnostic;
use wharf_model::{App, OriginId, Target};

/// Where the outputs of an app stand in relation to its project's folder. Both paths have `/`
/// between their parts; either may be absolute where no relative path exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// From the app's output folder to the project's folder: `../..` for `dist/shop`.
    pub project_from_output: String,
    /// From the project's folder to the app's output folder: `dist/shop`.
    pub output_from_project: String,
}

/// What a target is given beside the app.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where the outputs will stand.
    pub placement: Placement,
    /// Whether to record which source each line of an output comes from. Costs time; a plain
    /// build leaves it off.
    pub provenance: bool,
    /// Whether nothing but the diagnostics is wanted: what the files hold may then be left out, as far as
    /// nothing is found by writing it. An editor asks so at every key.
    pub check: bool,
    /// What stands now where the files of this app will: paths below the app's output folder, and texts. A
    /// target may tell of changes that cannot be carried out. Empty where nothing is known.
    pub previous: Vec<(String, String)>,
}

/// A line of an output where the origin changes. It holds until the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineOrigin {
    /// The line, from 0.
    pub line: u32,
    /// Where it comes from.
    pub origin: OriginId,
}

/// One file that a target wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path below the app's output folder, with `/` between its parts.
    pub path: String,
    /// Its bytes; text files are UTF-8 with a final newline.
    pub contents: Vec<u8>,
    /// Where its lines come from, by ascending line; empty unless provenance was asked for.
    pub lines: Vec<LineOrigin>,
}

/// What a target made of an app.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lowered {
    /// The files, by ascending path. Complete only where no diagnostic is an error.
    pub files: Vec<File>,
    /// What was emulated, lost or refused.
    pub diagnostics: Vec<Diagnostic>,
}

/// A target.
pub trait Lower {
    /// Which one it is.
    fn target(&self) -> Target;

    /// Writes `app` in its terms.
    fn lower(&self, app: &App, options: &Options) -> Lowered;
}

/// The target that an output file belongs to, by its path below the app's output folder.
#[must_use]
pub fn owner(path: &str) -> Target {
    match path.split_once('/') {
        Some(("images", _)) => Target::Docker,
        Some(("kubernetes", _)) => Target::Kubernetes,
        // The Compose file, its variables, its gateway and the texts it mounts.
        _ => Target::Compose,
    }
}

/// The lowering of a target.
#[must_use]
pub fn lowering(target: Target) -> &'static dyn Lower {
    match target {
        Target::Docker => &docker::Docker,
        Target::Compose => &compose::Compose,
        Target::Kubernetes => &kubernetes::Kubernetes,
    }
}
