//! The seam to the front desk. Nothing else in this room calls it.
//!
//! Until the front desk is there, what stands below its types is a stand-in that knows just
//! enough of an `.app` file for the disk's side to be built and tested against it.

use wharf_diagnostics::{Diagnostic, SourceMap, Span, codes};
use wharf_model::Target;
use wharf_targets::{File, Placement};

/// Why a file could not be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LoadError {
    /// There is none.
    NotFound,
    /// It lies outside of the project's folder, or leads there.
    Outside,
    /// The disk said this.
    Unreadable(String),
}

#[allow(dead_code, reason = "the stand-in below reads no other files than the sources")]
/// Files by their path relative to the project's folder, with `/` between its parts.
pub(crate) trait Loader {
    /// The bytes of a file.
    fn read(&self, path: &str) -> Result<Vec<u8>, LoadError>;
    /// The files below a folder, at any depth, relative to it, sorted.
    fn list(&self, folder: &str) -> Result<Vec<String>, LoadError>;
    /// Whether there is a file or folder.
    fn exists(&self, path: &str) -> bool;
}

/// What to answer for.
#[derive(Clone, Debug)]
pub(crate) struct CheckOptions {
    /// The targets; where empty, those that each app is for.
    pub(crate) targets: Vec<Target>,
}

/// An app that was looked at.
#[derive(Clone, Debug)]
pub(crate) struct CheckedApp;

/// What was found.
pub(crate) struct Checked {
    pub(crate) sources: SourceMap,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) apps: Vec<CheckedApp>,
}

/// An app with its outputs; only apps without an error are there.
pub(crate) struct CompiledApp {
    pub(crate) name: String,
    /// The source, relative to the project's folder.
    pub(crate) file: String,
    pub(crate) files: Vec<File>,
}

/// What was found and made.
pub(crate) struct Compiled {
    pub(crate) sources: SourceMap,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) apps: Vec<CompiledApp>,
}

/// A file's text in the one form there is; `None` where it does not parse.
pub(crate) struct Formatted {
    pub(crate) sources: SourceMap,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) text: Option<String>,
}

/// Checks every app of the entries.
pub(crate) fn check(loader: &dyn Loader, entries: &[String], options: &CheckOptions) -> Checked {
    let nowhere = |_: &str| Placement { project_from_output: String::new(), output_from_project: String::new() };
    let compiled = compile(loader, entries, options, &nowhere);
    let apps = compiled.apps.iter().map(|_| CheckedApp).collect();
    Checked { sources: compiled.sources, diagnostics: compiled.diagnostics, apps }
}

/// Checks and compiles every app of the entries. `placement` says where an app's outputs will
/// stand.
pub(crate) fn compile(
    loader: &dyn Loader,
    entries: &[String],
    options: &CheckOptions,
    placement: &dyn Fn(&str) -> Placement,
) -> Compiled {
    let mut out = Compiled { sources: SourceMap::default(), diagnostics: Vec::new(), apps: Vec::new() };
    for entry in entries {
        let text = match loader.read(entry).map(String::from_utf8) {
            Ok(Ok(text)) => text,
            problem => {
                let id = out.sources.add(entry.clone(), "");
                out.diagnostics.push(unreadable(Span::new(id, 0, 0), entry, &problem));
                continue;
            }
        };
        let id = out.sources.add(entry.clone(), text.as_str());
        let mut at = 0;
        let mut app: Option<(String, Vec<String>)> = None;
        for line in text.split_inclusive('\n') {
            let span = Span::new(id, at, at + line.trim_end().len());
            at += line.len();
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                ["app", name, "{"] => app = Some(((*name).to_owned(), Vec::new())),
                ["nonsense", ..] => {
                    out.diagnostics.push(Diagnostic::new(codes::UNKNOWN_WORD, span, "there is no word `nonsense`"));
                }
                ["image", reference] => {
                    if !reference.contains(':') {
                        out.diagnostics.push(Diagnostic::new(codes::UNPINNED_IMAGE, span, "an image without a tag"));
                    }
                    if let Some((_, images)) = &mut app {
                        images.push((*reference).to_owned());
                    }
                }
                ["}"] if !line.starts_with(' ') => {
                    if let Some((name, images)) = app.take() {
                        let place = placement(&name);
                        let files = stand_in(&name, &images, &place, options);
                        out.apps.push(CompiledApp { name, file: entry.clone(), files });
                    }
                }
                _ => {}
            }
        }
    }
    out
}

fn stand_in(name: &str, images: &[String], place: &Placement, options: &CheckOptions) -> Vec<File> {
    let wants = |t: Target| options.targets.is_empty() || options.targets.contains(&t);
    let mut files = Vec::new();
    let mut file = |path: &str, text: String| {
        files.push(File { path: path.to_owned(), contents: text.into_bytes(), lines: Vec::new() });
    };
    if wants(Target::Compose) {
        let image = images.first().map_or("", String::as_str);
        let project = &place.project_from_output;
        file("compose.yaml", format!("name: {name}\nservices:\n  web:\n    image: {image}\n# {project}\n"));
    }
    if wants(Target::Kubernetes) {
        for (i, image) in images.iter().enumerate() {
            file(&format!("kubernetes/web-{i}.yaml"), format!("kind: Pod\nimage: {image}\n"));
        }
    }
    files
}

/// Brings a text into the one form there is.
pub(crate) fn format(name: &str, text: &str) -> Formatted {
    let mut sources = SourceMap::default();
    let id = sources.add(name, text);
    if text.matches('{').count() != text.matches('}').count() {
        let span = Span::new(id, text.len(), text.len());
        let diagnostics = vec![Diagnostic::new(codes::UNCLOSED_BRACKET, span, "a bracket is never closed")];
        return Formatted { sources, diagnostics, text: None };
    }
    let line = |l: &str| {
        let indent = l.len() - l.trim_start().len();
        format!("{}{}\n", " ".repeat(indent), l.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    Formatted { sources, diagnostics: Vec::new(), text: Some(text.lines().map(line).collect()) }
}

fn unreadable(
    span: Span,
    name: &str,
    problem: &Result<Result<String, std::string::FromUtf8Error>, LoadError>,
) -> Diagnostic {
    let why = match problem {
        Ok(_) => String::from("it is not UTF-8"),
        Err(LoadError::NotFound) => String::from("there is no such file"),
        Err(LoadError::Outside) => String::from("it lies outside of the project's folder"),
        Err(LoadError::Unreadable(why)) => why.clone(),
    };
    Diagnostic::new(codes::FILE_NOT_FOUND, span, format!("cannot read `{name}`: {why}"))
}
