//! `wharf build --check`: are the outputs what the sources make now?

use std::path::Path;

use crate::build::BuiltApp;
use crate::output::Folder;
use crate::project;
use crate::run::Stop;
use crate::terminal::count;

/// A line for each output that a build would change, and for what stands in its way.
pub(crate) fn list(apps: &[BuiltApp], cwd: &Path) -> Result<Vec<String>, Stop> {
    let mut out = Vec::new();
    for app in apps {
        let folder = Folder::look(&app.out, &project::relative(cwd, &app.out));
        // As if by force, so that files that were edited are seen with the others.
        match folder.compare(&app.folder, &app.files, &|path| app.is_of_others(path), true) {
            Ok(plan) => out.extend(plan.changes().iter().map(|(path, why)| format!("{path}: {why}\n"))),
            Err(Stop::Refused(message)) => out.extend(message.lines().map(|l| format!("{}\n", l.replace('`', "")))),
            Err(other) => return Err(other),
        }
    }
    Ok(out)
}

/// What is said at the end.
pub(crate) fn sum(stale: &[String], apps: &[BuiltApp]) -> String {
    let files: usize = apps.iter().map(|a| a.files.len()).sum();
    match stale.len() {
        0 => format!("{} of {} current", count(files, "output"), count(apps.len(), "app")),
        n => format!("{} not current (`wharf build` writes what is due)", count(n, "output")),
    }
}
