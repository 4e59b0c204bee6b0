//! `wharf fmt`

use std::path::{Path, PathBuf};

use similar::TextDiff;
use wharf::diagnostics::{self, Diagnostic, SourceMap, Span, Style, codes};

use crate::args::FmtArgs;
use crate::run::{Outcome, Stop};
use crate::terminal::{Terminal, count, print};
use crate::{output, project};

/// Formats every file that the paths stand for.
pub(crate) fn run(args: &FmtArgs, terminal: &Terminal) -> Result<Outcome, Stop> {
    if project::is_stdin(&args.paths, args.stdin_filename.as_deref())? {
        return stdin(args, terminal);
    }
    let cwd = project::current()?;
    let mut files: Vec<PathBuf> = Vec::new();
    for path in &args.paths {
        files.extend(project::files(path)?);
    }
    files.sort();
    files.dedup();
    let (mut changed, mut broken) = (0, 0);
    for path in &files {
        let name = project::relative(&cwd, path);
        let text = match std::fs::read(path).map_err(|e| e.to_string()).and_then(text) {
            Ok(text) => text,
            Err(why) => {
                unreadable(&name, &why, terminal);
                broken += 1;
                continue;
            }
        };
        let Some(new) = format(&name, &text, terminal) else {
            broken += 1;
            continue;
        };
        if new == text {
            continue;
        }
        changed += 1;
        if args.diff {
            print(diff(&name, &text, &new).as_bytes())?;
        } else if args.check {
            print(format!("{name}\n").as_bytes())?;
        } else {
            output::replace(path, new.as_bytes()).map_err(|e| Stop::disk(format!("`{name}` cannot be written"), &e))?;
        }
    }
    let dry = args.check || args.diff;
    let done = if dry { "would change" } else { "changed" };
    let not_read = if broken > 0 { format!(", {broken} with errors") } else { String::new() };
    Terminal::say(&format!("{} of {} {done}{not_read}", changed, count(files.len(), "file")));
    Ok(if broken > 0 || (dry && changed > 0) { Outcome::Findings } else { Outcome::Clean })
}

fn stdin(args: &FmtArgs, terminal: &Terminal) -> Result<Outcome, Stop> {
    let name = args.stdin_filename.as_ref().map_or_else(|| project::STDIN.into(), |n| n.display().to_string());
    let name = name.as_str();
    let text = match text(project::read_stdin()?) {
        Ok(text) => text,
        Err(why) => {
            unreadable(name, &why, terminal);
            return Ok(Outcome::Findings);
        }
    };
    let Some(new) = format(name, &text, terminal) else { return Ok(Outcome::Findings) };
    if args.diff {
        print(diff(name, &text, &new).as_bytes())?;
    } else if !args.check {
        print(new.as_bytes())?;
        return Ok(Outcome::Clean);
    }
    Ok(if new == text { Outcome::Clean } else { Outcome::Findings })
}

/// The text in the one form there is; where it does not parse, its problems are printed.
fn format(name: &str, text: &str, terminal: &Terminal) -> Option<String> {
    wharf::format(name, text).map_err(|report| show(&report.diagnostics, &report.sources, terminal)).ok()
}

fn text(bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|_| String::from("it is not UTF-8"))
}

fn unreadable(name: &str, why: &str, terminal: &Terminal) {
    let mut sources = SourceMap::default();
    let span = Span::new(sources.add(name, ""), 0, 0);
    let problem = Diagnostic::new(codes::FILE_NOT_FOUND, span, format!("cannot read `{name}`: {why}"));
    show(&[problem], &sources, terminal);
}

fn show(problems: &[Diagnostic], sources: &SourceMap, terminal: &Terminal) {
    Terminal::say(&diagnostics::terminal(problems, sources, Style { color: terminal.color }));
}

fn diff(name: &str, old: &str, new: &str) -> String {
    let (from, to) = (Path::new("a").join(name), Path::new("b").join(name));
    TextDiff::from_lines(old, new)
        .unified_diff()
        .header(&from.display().to_string(), &to.display().to_string())
        .to_string()
}
