//! `wharf check`

use std::path::Path;
use std::time::Instant;

use wharf::Options;

use crate::args::CheckArgs;
use crate::project::Project;
use crate::report::Report;
use crate::run::{Outcome, Stop};
use crate::terminal::{Terminal, count, took};
use crate::{form, output, previous, project};

/// Checks every app that the paths stand for.
pub(crate) fn run(args: &CheckArgs, terminal: &Terminal) -> Result<Outcome, Stop> {
    let start = Instant::now();
    let cwd = project::current()?;
    form::judge(&args.report.formats, None)?;
    let mut report = Report::new(&args.report, terminal);
    let (mut apps, mut files) = (0, 0);
    let mut mended: Vec<String> = Vec::new();
    if args.fix && args.inputs.paths.iter().any(|p| p.as_os_str() == "-") {
        return Err(Stop::Usage(String::from("`--fix` writes files, and the standard input is none")));
    }
    for project in project::find(&args.inputs, &cwd)? {
        let options = Options {
            targets: args.inputs.targets(),
            output: project.output(&project.dist),
            previous: previous::manifests(&project.dist),
            ..Options::default()
        };
        let options = args.values.options(&project, options)?;
        let checked = if args.fix {
            let fixed = wharf::fix(&project.loader(), &project.files(), &options);
            mended.extend(write(&project, &fixed, &cwd)?);
            fixed.report
        } else {
            wharf::check(&project.loader(), &project.files(), &options)
        };
        report.add(&checked.diagnostics, project.shown(&checked.sources, &cwd));
        apps += checked.apps.len();
        files += project.entries.len();
    }
    let took = took(start);
    if report.is_told() {
        mended.iter().for_each(|line| Terminal::say(line));
    }
    report.finish(&format!("checked {} in {} in {took}", count(apps, "app"), count(files, "file")))
}

/// Writes the files that were mended, each in one step, and gives a line for each fix.
fn write(project: &Project, fixed: &wharf::Fixed, cwd: &Path) -> Result<Vec<String>, Stop> {
    for (path, text) in &fixed.files {
        output::replace(&project.root.join(path), text.as_bytes())
            .map_err(|e| Stop::disk(format!("`{}` cannot be written", project.show(path, cwd)), &e))?;
    }
    let line = |a: &wharf::Applied| {
        let file = project.show(&a.file, cwd);
        format!("fixed {file}:{}:{}: {} {}", a.at.line, a.at.column, a.code, a.title)
    };
    Ok(fixed.applied.iter().map(line).collect())
}
