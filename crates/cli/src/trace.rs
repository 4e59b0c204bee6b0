//! `wharf trace`

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args as ClapArgs, ValueEnum};
use serde::Serialize;
use wharf::diagnostics::{SourceMap, Span};
use wharf::{AppOutput, How, Options, Step, Tracer};

use crate::args::{Inputs, ReportArgs, Values};
use crate::output;
use crate::project;
use crate::report::Report;
use crate::run::{Outcome, Stop};
use crate::terminal::{Terminal, print};

/// `wharf trace`
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  \
    wharf trace dist/shop/compose.yaml:12\n  \
    wharf trace dist/shop.prod/kubernetes/service-api.yaml:40 shop.app --set version=1.4.0")]
pub(crate) struct TraceArgs {
    /// The output, as it was written, and a line of it
    #[arg(value_name = "FILE:LINE", value_parser = place)]
    pub(crate) place: (PathBuf, u32),
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    #[command(flatten)]
    pub(crate) values: Values,
    /// The folder that outputs were written to, if it is another
    #[arg(short, long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = As::Text, value_name = "FORMAT")]
    pub(crate) format: As,
}

/// How the way is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum As {
    /// For people
    Text,
    /// For programs
    Json,
}

/// `FILE:LINE`, and a column behind it, as many tools print it.
fn place(text: &str) -> Result<(PathBuf, u32), String> {
    let number = |t: &str| t.parse::<u32>().ok().filter(|n| *n > 0);
    let parts: Vec<&str> = text.rsplitn(3, ':').collect();
    match parts.as_slice() {
        [_, line, file] if number(line).is_some() => number(line).map(|n| (PathBuf::from(file), n)),
        [line, rest @ ..] if !rest.is_empty() => number(line)
            .map(|n| (PathBuf::from(text.strip_suffix(line).and_then(|t| t.strip_suffix(':')).unwrap_or(text)), n)),
        _ => None,
    }
    .ok_or_else(|| String::from("a line of an output is given as `dist/shop/compose.yaml:12`"))
}

/// An output and what its app became.
struct Hit<'a> {
    app: &'a AppOutput,
    /// Its path below the app's folder.
    path: &'a str,
    sources: SourceMap,
}

/// Compiles what the paths stand for, with the origin of each line, and tells that of one.
pub(crate) fn run(args: &TraceArgs, terminal: &Terminal) -> Result<Outcome, Stop> {
    let cwd = project::current()?;
    let (file, number) = &args.place;
    // Only errors are told: everything else is `check`'s to say.
    let told = ReportArgs::default();
    let mut report = Report::new(&told, terminal);
    let mut known = Vec::new();
    for project in project::find(&args.inputs, &cwd)? {
        let out = args.out.as_ref().map_or_else(|| project.dist.clone(), |out| project::settle(out, &cwd));
        let options = Options {
            targets: args.inputs.targets(),
            output: project.output(&out),
            all_environments: args.values.environment.is_none(),
            provenance: true,
            ..Options::default()
        };
        let options = args.values.options(&project, options)?;
        let compiled = wharf::compile(&project.loader(), &project.files(), &options);
        // From here, or from the folder of the outputs: what `build` prints, and what it holds.
        let candidates = [project::settle(file, &cwd), out.join(file)];
        for app in &compiled.apps {
            let folder = out.join(&app.folder);
            for candidate in &candidates {
                let Some(path) = candidate.strip_prefix(&folder).ok().and_then(Path::to_str) else { continue };
                if path == output::MANIFEST {
                    return manifest(args, &project::relative(&cwd, candidate));
                }
                if let Some(path) = app.files.iter().map(|f| f.path.as_str()).find(|p| *p == path) {
                    let sources = project.shown(&compiled.report.sources, &cwd);
                    return tell(args, &Hit { app, path, sources }, candidate, &cwd, terminal);
                }
            }
            known.push(project::relative(&cwd, &folder));
        }
        let errors: Vec<_> = compiled.report.diagnostics.iter().filter(|d| d.is_error()).cloned().collect();
        report.add(&errors, project.shown(&compiled.report.sources, &cwd));
    }
    report.tell()?;
    if report.outcome() == Outcome::Findings {
        return Err(Stop::Refused(format!(
            "line {number} of `{}` is traced when the errors are mended",
            file.display()
        )));
    }
    Err(Stop::Usage(format!(
        "`{}` is no output of these sources, which make files below {}",
        file.display(),
        wharf::diagnostics::list_some(known.iter().map(String::as_str))
    )))
}

#[derive(Serialize)]
struct Document<'a> {
    file: &'a str,
    line: u32,
    text: &'a str,
    /// Whether the line on disk is what the sources make now.
    current: bool,
    steps: Vec<Place<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    how: &'static str,
    /// The rule of a default, or the environment of an override.
    #[serde(skip_serializing_if = "Option::is_none")]
    what: Option<&'a str>,
    file: &'a str,
    start: u32,
    end: u32,
    line: u32,
    column: u32,
    text: &'a str,
    within: Vec<String>,
}

/// The list of outputs is of no source.
fn manifest(args: &TraceArgs, file: &str) -> Result<Outcome, Stop> {
    let line = args.place.1;
    let text = match args.format {
        As::Json => json(&Document { file, line, text: "", current: true, steps: Vec::new() })?,
        As::Text => {
            format!("{file}:{line}\ncomes from no source: the file lists what Wharf wrote, to know it again\n")
        }
    };
    print(text.as_bytes())?;
    Ok(Outcome::Clean)
}

fn tell(args: &TraceArgs, hit: &Hit<'_>, file: &Path, cwd: &Path, terminal: &Terminal) -> Result<Outcome, Stop> {
    let number = args.place.1;
    let shown = project::relative(cwd, file);
    let contents = hit.app.files.iter().find(|f| f.path == hit.path).map_or(&[][..], |f| &f.contents);
    let due = String::from_utf8_lossy(contents);
    let lines = due.lines().count();
    let index = usize::try_from(number).unwrap_or(usize::MAX).saturating_sub(1);
    let Some(text) = due.lines().nth(index) else {
        return Err(Stop::Usage(format!("`{shown}` has {lines} lines")));
    };
    let on_disk = std::fs::read_to_string(file).ok();
    let current = on_disk.as_ref().is_none_or(|d| d.lines().nth(index) == Some(text));
    let Some(trace) = Tracer::new(&hit.sources).trace(hit.app, hit.path, number) else {
        return Err(Stop::Refused(format!("it is not known where line {number} of `{shown}` comes from")));
    };
    if !current && args.format == As::Text {
        terminal.warning(&format!(
            "line {number} of `{shown}` is not what the sources make now: this is of the line that `wharf build` would write"
        ));
    }
    let out = match args.format {
        As::Json => {
            let steps = trace.steps.iter().map(|s| place_of(s, &hit.sources)).collect();
            json(&Document { file: &shown, line: number, text, current, steps })?
        }
        As::Text => {
            let mut out = format!("{shown}:{number}\n  {}\n", text.trim_end());
            for step in &trace.steps {
                out.push_str(&drawn(step, &hit.sources));
            }
            out
        }
    };
    print(out.as_bytes())?;
    Ok(Outcome::Clean)
}

fn json(document: &Document<'_>) -> Result<String, Stop> {
    serde_json::to_string(document).map(|t| format!("{t}\n")).map_err(|e| Stop::Refused(e.to_string()))
}

fn place_of<'a>(step: &'a Step, sources: &'a SourceMap) -> Place<'a> {
    let (how, what) = match &step.how {
        How::Written => ("written", None),
        How::Override(environment) => ("override", Some(environment.as_str())),
        How::Default(rule) => ("default", Some(*rule)),
        How::Reference => ("reference", None),
        How::Loop => ("loop", None),
        How::Template => ("template", None),
    };
    let file = sources.get(step.span.file);
    let at = file.map(|f| f.line_column(step.span.start));
    Place {
        how,
        what,
        file: file.map_or("", |f| f.name()),
        start: step.span.start,
        end: step.span.end,
        line: at.map_or(1, |a| a.line),
        column: at.map_or(1, |a| a.column),
        text: sources.slice(step.span),
        within: heads(step, sources),
    }
}

/// `app shop`, `service api`: the heads on one line each, as they are written.
fn heads(step: &Step, sources: &SourceMap) -> Vec<String> {
    let head = |span: &Span| sources.slice(*span).split_whitespace().collect::<Vec<_>>().join(" ");
    step.within.iter().map(head).collect()
}

/// A place with its first line and a mark below it.
fn drawn(step: &Step, sources: &SourceMap) -> String {
    let Some(file) = sources.get(step.span.file) else { return String::new() };
    let how = match &step.how {
        How::Written => String::from("written here"),
        How::Override(environment) => format!("said here for the environment `{environment}`"),
        How::Default(rule) => format!("nobody wrote it; what holds here is {rule}"),
        How::Reference => String::from("used here"),
        How::Loop => String::from("in the round of the loop for this item"),
        How::Template => String::from("through the template that is brought in here"),
    };
    let at = file.line_column(step.span.start);
    let within = heads(step, sources);
    let within = if within.is_empty() { String::new() } else { format!(", in {}", within.join(" › ")) };
    let mut out = format!("{}:{}:{}: {how}{within}\n", file.name(), at.line, at.column);
    let index = usize::try_from(at.line).unwrap_or(1).saturating_sub(1);
    let line = file.text().lines().nth(index).unwrap_or_default();
    let before: String = line.chars().take(usize::try_from(at.column).unwrap_or(1).saturating_sub(1)).collect();
    // A tab before the mark is one before it in the mark's line too.
    let gap: String = before.chars().map(|c| if c == '\t' { c } else { ' ' }).collect();
    let marked = sources.slice(step.span).lines().next().unwrap_or_default().chars().count().max(1);
    let number = at.line.to_string();
    let _ = writeln!(out, "  {number} │ {line}");
    let _ = writeln!(out, "  {} │ {gap}{}", " ".repeat(number.len()), "^".repeat(marked));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_file_and_a_line() {
        assert_eq!(place("a/b.yaml:12"), Ok((PathBuf::from("a/b.yaml"), 12)));
        assert_eq!(place("a/b.yaml:12:3"), Ok((PathBuf::from("a/b.yaml"), 12)));
        assert_eq!(place("C:\\a:7"), Ok((PathBuf::from("C:\\a"), 7)));
        assert_eq!(place("a:b:7"), Ok((PathBuf::from("a:b"), 7)));
        for wrong in ["a.yaml", "a.yaml:0", "a.yaml:x", ":", ""] {
            assert!(place(wrong).is_err(), "{wrong}");
        }
    }
}
