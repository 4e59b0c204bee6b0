//! Diagnostics for people and for programs.

use std::path::{Path, PathBuf};

use wharf::diagnostics::{Diagnostic, Severity, SourceMap};

use crate::args::ReportArgs;
use crate::form::{Form, Found, Kind};
use crate::project;
use crate::run::{Outcome, Stop};
use crate::terminal::{Terminal, count, print};

/// What CI services call the folder of the checkout, from which they take paths.
const CHECKOUT: [&str; 2] = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"];

/// Collects what was found, prints it, and knows what it amounts to.
pub(crate) struct Report<'a> {
    args: &'a ReportArgs,
    terminal: &'a Terminal,
    diagnostics: Vec<Diagnostic>,
    sources: SourceMap,
    told: bool,
}

impl<'a> Report<'a> {
    pub(crate) fn new(args: &'a ReportArgs, terminal: &'a Terminal) -> Self {
        Self { args, terminal, diagnostics: Vec::new(), sources: SourceMap::default(), told: false }
    }

    /// Adds what was found in some sources, whose names are as from the current folder.
    pub(crate) fn add(&mut self, diagnostics: &[Diagnostic], sources: SourceMap) {
        let by = self.sources.append(sources);
        self.diagnostics.extend(diagnostics.iter().cloned().map(|mut d| {
            d.shift_files(by);
            d
        }));
    }

    fn number(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|d| d.severity == severity).count()
    }

    /// Whether the run fails.
    pub(crate) fn outcome(&self) -> Outcome {
        let denied = self.args.deny_warnings && self.number(Severity::Warning) > 0;
        if denied || self.number(Severity::Error) > 0 { Outcome::Findings } else { Outcome::Clean }
    }

    /// Whether people read along.
    pub(crate) fn is_told(&self) -> bool {
        let forms = self.args.forms();
        forms.iter().any(Form::is_told) || forms.iter().all(|f| f.file.is_some())
    }

    /// Writes everything in every form that was asked for, once.
    pub(crate) fn tell(&mut self) -> Result<(), Stop> {
        if std::mem::replace(&mut self.told, true) {
            return Ok(());
        }
        let cwd = project::current()?;
        let base = checkout(&cwd);
        let based = named_from(&self.sources, &base, &cwd);
        for Form { kind, file } in self.args.forms() {
            let found = Found {
                diagnostics: &self.diagnostics,
                sources: &self.sources,
                based: &based,
                base: &base,
                args: self.args,
                color: self.terminal.color && file.is_none(),
            };
            let text = found.write(kind)?;
            match file {
                Some(file) => std::fs::write(&file, text)
                    .map_err(|e| Stop::Usage(format!("`{}` cannot be written: {e}", file.display())))?,
                None if text.is_empty() => {}
                None if kind == Kind::Full => Terminal::say(&text),
                None => print(text.as_bytes())?,
            }
        }
        Ok(())
    }

    /// Ends the report with the line that sums up. `clean` is what a run without findings says of itself.
    pub(crate) fn finish(mut self, clean: &str) -> Result<Outcome, Stop> {
        self.tell()?;
        let outcome = self.outcome();
        if self.is_told() {
            let summary = self.summary();
            match (summary.is_empty(), outcome) {
                (true, _) => Terminal::say(clean),
                (false, Outcome::Clean) => Terminal::say(&format!("{clean}: {summary}")),
                (false, Outcome::Findings) => Terminal::say(&summary),
            }
        }
        Ok(outcome)
    }

    /// `2 errors, 1 warning`; empty where there is nothing.
    fn summary(&self) -> String {
        let mut parts = Vec::new();
        for severity in [Severity::Error, Severity::Warning, Severity::Note] {
            let n = self.number(severity);
            if n > 0 {
                parts.push(count(n, severity.name()));
            }
        }
        let hint = if self.number(Severity::Note) > 0 && !self.args.notes { " (`--notes` shows them)" } else { "" };
        format!("{}{hint}", parts.join(", "))
    }
}

/// The folder of the checkout that the current one lies in; the current one where no service says.
fn checkout(cwd: &Path) -> PathBuf {
    let named = CHECKOUT.iter().filter_map(std::env::var_os).filter_map(|f| Path::new(&f).canonicalize().ok());
    named.into_iter().find(|f| cwd.starts_with(f)).unwrap_or_else(|| cwd.to_owned())
}

/// The sources with names from `base`; absolute ones where they lie outside.
fn named_from(sources: &SourceMap, base: &Path, cwd: &Path) -> SourceMap {
    let mut out = SourceMap::default();
    for (_, file) in sources.iter() {
        let name = match file.name() {
            name if project::is_no_file(name) => name.to_owned(),
            name => {
                let path = project::settle(Path::new(name), cwd);
                if path.starts_with(base) { project::relative(base, &path) } else { path.display().to_string() }
            }
        };
        out.add(name, file.text().clone());
    }
    out
}
