//! `wharf check`

use std::time::Instant;

use wharf::Options;

use crate::args::CheckArgs;
use crate::report::Report;
use crate::run::{Outcome, Stop};
use crate::terminal::{Terminal, count, took};
use crate::{form, previous, project};

/// Checks every app that the paths stand for.
pub(crate) fn run(args: &CheckArgs, terminal: &Terminal) -> Result<Outcome, Stop> {
    let start = Instant::now();
    let cwd = project::current()?;
    form::judge(&args.report.formats, None)?;
    let mut report = Report::new(&args.report, terminal);
    let (mut apps, mut files) = (0, 0);
    for project in project::find(&args.inputs, &cwd)? {
        let options = Options {
            targets: args.inputs.targets(),
            output: project.output(&project.dist),
            previous: previous::manifests(&project.dist),
            ..Options::default()
        };
        let options = args.values.options(&project, options)?;
        let checked = wharf::check(&project.loader(), &project.files(), &options);
        report.add(&checked.diagnostics, project.shown(&checked.sources, &cwd));
        apps += checked.apps.len();
        files += project.entries.len();
    }
    let took = took(start);
    report.finish(&format!("checked {} in {} in {took}", count(apps, "app"), count(files, "file")))
}
