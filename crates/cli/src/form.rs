//! The forms that problems are printed in: `--format FORM[=FILE]`.

use std::path::{Path, PathBuf};

use clap::builder::{PossibleValue, TypedValueParser};
use serde::Serialize;
use wharf::diagnostics::{self, Diagnostic, Severity, SourceMap, Style};

use crate::args::ReportArgs;
use crate::run::Stop;

/// How problems are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Full,
    Concise,
    Json,
    Sarif,
    Github,
    Gitlab,
    Junit,
}

impl Kind {
    const ALL: [Self; 7] =
        [Self::Full, Self::Concise, Self::Json, Self::Sarif, Self::Github, Self::Gitlab, Self::Junit];

    fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Concise => "concise",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Junit => "junit",
        }
    }

    fn help(self) -> &'static str {
        match self {
            Self::Full => "for people, with the source",
            Self::Concise => "a line each",
            Self::Json => "for programs: `{\"diagnostics\": [...]}`",
            Self::Sarif => "SARIF 2.1.0, for code hosts and editors",
            Self::Github => "workflow commands of GitHub Actions",
            Self::Gitlab => "a Code Quality report of GitLab",
            Self::Junit => "JUnit's XML",
        }
    }

    /// `text` is what `full` was called first.
    fn parse(name: &str) -> Option<Self> {
        if name == "text" { Some(Self::Full) } else { Self::ALL.into_iter().find(|k| k.name() == name) }
    }
}

/// A form, and where it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Form {
    pub(crate) kind: Kind,
    /// A file; without one, `full` goes to the standard error, and others to the standard output.
    pub(crate) file: Option<PathBuf>,
}

impl Form {
    /// Whether the standard output gets it.
    pub(crate) fn is_printed(&self) -> bool {
        self.file.is_none() && self.kind != Kind::Full
    }

    /// Whether a person at the terminal sees what is found. The other forms are whole documents, beside
    /// which nothing is said.
    pub(crate) fn is_told(&self) -> bool {
        self.file.is_none() && matches!(self.kind, Kind::Full | Kind::Concise | Kind::Github)
    }
}

/// Reads `FORM[=FILE]`. The names are known to the help and to completions.
#[derive(Clone)]
pub(crate) struct FormParser;

impl TypedValueParser for FormParser {
    type Value = Form;

    fn parse_ref(
        &self,
        _: &clap::Command,
        _: Option<&clap::Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<Form, clap::Error> {
        let text = value.to_string_lossy();
        let (name, file) = text.split_once('=').map_or((text.as_ref(), None), |(n, f)| (n, Some(f)));
        match (Kind::parse(name), file) {
            (Some(kind), None | Some("-")) => Ok(Form { kind, file: None }),
            (Some(kind), Some(file)) if !file.is_empty() => Ok(Form { kind, file: Some(PathBuf::from(file)) }),
            _ => {
                let names: Vec<&str> = Kind::ALL.into_iter().map(Kind::name).collect();
                let what = format!(
                    "`{text}` is no format: write one of {}, and a file behind `=` if you like\n",
                    names.join(", ")
                );
                Err(clap::Error::raw(clap::error::ErrorKind::InvalidValue, what))
            }
        }
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(Kind::ALL.into_iter().map(|k| PossibleValue::new(k.name()).help(k.help()))))
    }
}

/// At most one form can have the standard output, and it must be free.
pub(crate) fn judge(forms: &[Form], taken: Option<&str>) -> Result<(), Stop> {
    let mut printed = forms.iter().filter(|f| f.is_printed()).map(|f| f.kind.name());
    match (printed.next(), printed.next(), taken) {
        (Some(a), Some(b), _) => Err(Stop::Usage(format!(
            "`--format {a}` and `--format {b}` both write to the standard output: give one a file, such as `{b}=out.{b}`"
        ))),
        (Some(a), None, Some(taken)) => Err(Stop::Usage(format!(
            "`{taken}` and `--format {a}` both write to the standard output: leave one out, or give the format a file, such as `{a}=out.{a}`"
        ))),
        _ => Ok(()),
    }
}

#[derive(Serialize)]
struct Document<'a> {
    diagnostics: &'a [diagnostics::JsonDiagnostic],
}

/// What is to be written.
pub(crate) struct Found<'a> {
    pub(crate) diagnostics: &'a [Diagnostic],
    /// With names from the current folder.
    pub(crate) sources: &'a SourceMap,
    /// With names from `base`.
    pub(crate) based: &'a SourceMap,
    /// The folder that a code host takes paths from.
    pub(crate) base: &'a Path,
    pub(crate) args: &'a ReportArgs,
    pub(crate) color: bool,
}

impl Found<'_> {
    /// The text of a form. Notes are left out unless they were asked for; JSON, where programs choose for
    /// themselves, always has them.
    pub(crate) fn write(&self, kind: Kind) -> Result<String, Stop> {
        let wanted = |d: &&Diagnostic| self.args.notes || kind == Kind::Json || d.severity != Severity::Note;
        let shown: Vec<Diagnostic> = self.diagnostics.iter().filter(wanted).cloned().collect();
        let deny = self.args.deny_warnings;
        let fails = move |d: &Diagnostic| d.is_error() || (deny && d.severity == Severity::Warning);
        Ok(match kind {
            Kind::Full if shown.is_empty() => String::new(),
            Kind::Full => diagnostics::terminal(&shown, self.sources, Style { color: self.color }),
            Kind::Concise => diagnostics::concise(&shown, self.sources),
            Kind::Json => {
                let all: Vec<_> = shown.iter().map(|d| diagnostics::to_json(d, self.sources)).collect();
                json(&Document { diagnostics: &all })?
            }
            Kind::Sarif => {
                let (version, base) = (env!("CARGO_PKG_VERSION"), self.base.display().to_string());
                json(&diagnostics::sarif(&shown, self.based, version, &base, &wharf::explain))?
            }
            Kind::Github => diagnostics::github(&shown, self.based),
            Kind::Gitlab => json(&diagnostics::gitlab(&shown, self.based))?,
            Kind::Junit => diagnostics::junit(&shown, self.sources, &fails),
        })
    }
}

fn json(value: &impl Serialize) -> Result<String, Stop> {
    serde_json::to_string(value).map(|text| format!("{text}\n")).map_err(|e| Stop::Refused(e.to_string()))
}
