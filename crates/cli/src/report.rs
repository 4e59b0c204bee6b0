//! Diagnostics for people and for programs.

use serde::Serialize;
use wharf::diagnostics::{Diagnostic, JsonDiagnostic, Severity, SourceMap, Style, terminal, to_json};

use crate::args::{Format, ReportArgs};
use crate::run::{Outcome, Stop};
use crate::terminal::{Terminal, count, print};

/// Collects what was found, prints it, and knows what it amounts to.
pub(crate) struct Report<'a> {
    args: &'a ReportArgs,
    terminal: &'a Terminal,
    json: Vec<JsonDiagnostic>,
    errors: usize,
    warnings: usize,
    notes: usize,
}

#[derive(Serialize)]
struct Document<'a> {
    diagnostics: &'a [JsonDiagnostic],
}

impl<'a> Report<'a> {
    pub(crate) fn new(args: &'a ReportArgs, terminal: &'a Terminal) -> Self {
        Self { args, terminal, json: Vec::new(), errors: 0, warnings: 0, notes: 0 }
    }

    /// Adds what was found in some sources; text is printed at once.
    pub(crate) fn add(&mut self, diagnostics: &[Diagnostic], sources: &SourceMap) {
        for d in diagnostics {
            match d.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Note => self.notes += 1,
            }
        }
        match self.args.format {
            Format::Json => self.json.extend(diagnostics.iter().map(|d| to_json(d, sources))),
            Format::Text => {
                let shown: Vec<Diagnostic> =
                    diagnostics.iter().filter(|d| self.args.notes || d.severity != Severity::Note).cloned().collect();
                if !shown.is_empty() {
                    let style = Style { color: self.terminal.color };
                    Terminal::say(&terminal(&shown, sources, style));
                }
            }
        }
    }

    /// Whether the run fails.
    pub(crate) fn outcome(&self) -> Outcome {
        if self.errors > 0 || (self.args.deny_warnings && self.warnings > 0) {
            Outcome::Findings
        } else {
            Outcome::Clean
        }
    }

    /// Ends the report: the JSON document, or the line that sums up. `clean` is what a run
    /// without findings says of itself.
    pub(crate) fn finish(self, clean: &str) -> Result<Outcome, Stop> {
        let outcome = self.outcome();
        match self.args.format {
            Format::Json => {
                let text = serde_json::to_string(&Document { diagnostics: &self.json })
                    .map_err(|e| Stop::Refused(e.to_string()))?;
                print(format!("{text}\n").as_bytes())?;
            }
            Format::Text => {
                let summary = self.summary();
                match (summary.is_empty(), outcome) {
                    (true, _) => Terminal::say(clean),
                    (false, Outcome::Clean) => Terminal::say(&format!("{clean}: {summary}")),
                    (false, Outcome::Findings) => Terminal::say(&summary),
                }
            }
        }
        Ok(outcome)
    }

    /// `2 errors, 1 warning`; empty where there is nothing.
    fn summary(&self) -> String {
        let mut parts = Vec::new();
        for (n, thing) in [(self.errors, "error"), (self.warnings, "warning"), (self.notes, "note")] {
            if n > 0 {
                parts.push(count(n, thing));
            }
        }
        let hint = if self.notes > 0 && !self.args.notes { " (`--notes` shows them)" } else { "" };
        format!("{}{hint}", parts.join(", "))
    }
}
