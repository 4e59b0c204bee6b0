//! `wharf build`

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use wharf::{Options, Target};

use crate::args::BuildArgs;
use crate::output::{self, Folder};
use crate::report::Report;
use crate::run::{Outcome, Stop};
use crate::terminal::{Terminal, count, print, took};
use crate::{form, previous, project, stale};

/// An app with its outputs, and where they go.
pub(crate) struct BuiltApp {
    /// Its folder below the one of the outputs.
    pub(crate) folder: String,
    /// What a message calls it.
    name: String,
    /// The source, as the user would write it.
    pub(crate) source: String,
    pub(crate) files: Vec<wharf::File>,
    /// The folder that its folder stands in.
    pub(crate) out: PathBuf,
    /// The targets that the command line asks for, if it does.
    asked: Option<Vec<Target>>,
}

impl BuiltApp {
    /// Whether a path belongs to a target that was not asked for.
    pub(crate) fn is_of_others(&self, path: &str) -> bool {
        self.asked.as_ref().is_some_and(|asked| !asked.contains(&wharf::owner(path)))
    }
}

/// Compiles everything, and writes all of it or nothing.
pub(crate) fn run(args: &BuildArgs, terminal: &Terminal) -> Result<Outcome, Stop> {
    let start = Instant::now();
    let cwd = project::current()?;
    let stream = stream_target(args)?;
    form::judge(&args.report.formats, stream.map(|_| "--out -").or(args.check.then_some("--check")))?;
    let mut report = Report::new(&args.report, terminal);
    let mut apps: Vec<BuiltApp> = Vec::new();
    for project in project::find(&args.inputs, &cwd)? {
        let out = match &args.out {
            Some(out) if stream.is_none() => project::settle(out, &cwd),
            Some(_) | None => project.dist.clone(),
        };
        let options = Options {
            targets: args.inputs.targets(),
            output: project.output(&out),
            all_environments: args.all_envs,
            previous: if stream.is_none() { previous::manifests(&out) } else { BTreeMap::new() },
            ..Options::default()
        };
        let options = args.values.options(&project, options)?;
        let compiled = wharf::compile(&project.loader(), &project.files(), &options);
        report.add(&compiled.report.diagnostics, project.shown(&compiled.report.sources, &cwd));
        apps.extend(compiled.apps.into_iter().map(|app| BuiltApp {
            source: project.show(&app.source, &cwd),
            folder: app.folder,
            name: app.name,
            files: app.files,
            out: out.clone(),
            asked: args.inputs.targets(),
        }));
    }
    if report.outcome() == Outcome::Findings {
        return report.finish("");
    }
    report.tell()?;
    if args.check {
        let stale = unique(&apps).and_then(|()| stale::list(&apps, &cwd))?;
        print(stale.concat().as_bytes())?;
        let outcome = report.finish(&stale::sum(&stale, &apps))?;
        return Ok(if stale.is_empty() { outcome } else { Outcome::Findings });
    }
    if let Some(target) = stream {
        print(&output::stream(target, &apps)?)?;
        return report.finish(&format!("printed {}", count(apps.len(), "app")));
    }
    unique(&apps)?;
    let said = write(&apps, args.force, &cwd, terminal)?;
    let took = took(start);
    if report.is_told() {
        for line in said {
            Terminal::say(&line);
        }
    }
    report.finish(&format!("built {} in {took}", count(apps.len(), "app")))
}

/// The target of `--out -`.
fn stream_target(args: &BuildArgs) -> Result<Option<Target>, Stop> {
    if args.out.as_deref() != Some(Path::new("-")) {
        return Ok(None);
    }
    if args.check {
        return Err(Stop::Usage(String::from("`--out -` writes no file that `--check` could look at")));
    }
    match args.inputs.targets().unwrap_or_default().as_slice() {
        [target] => Ok(Some(*target)),
        [] => Err(Stop::Usage(String::from("`--out -` prints one target: add `-t kubernetes`, say"))),
        [..] => Err(Stop::Usage(String::from("`--out -` prints one target: give `-t` once"))),
    }
}

/// Two apps of one name would share a folder.
fn unique(apps: &[BuiltApp]) -> Result<(), Stop> {
    let mut seen: BTreeMap<PathBuf, &str> = BTreeMap::new();
    for app in apps {
        if let Some(first) = seen.insert(app.out.join(&app.folder), &app.source) {
            return Err(Stop::Refused(format!(
                "two apps are called `{}`: one in {first}, one in {}; rename one, or build them with different `--out` folders",
                app.name, app.source
            )));
        }
    }
    Ok(())
}

/// Plans every folder before the first is touched, then replaces them one by one.
fn write(apps: &[BuiltApp], force: bool, cwd: &Path, terminal: &Terminal) -> Result<Vec<String>, Stop> {
    let mut folders: BTreeMap<&Path, Folder> = BTreeMap::new();
    for app in apps {
        if !folders.contains_key(app.out.as_path()) {
            let shown = project::relative(cwd, &app.out);
            folders.insert(&app.out, Folder::open(&app.out, &shown)?);
        }
    }
    let mut plans = Vec::new();
    let mut refused = Vec::new();
    for app in apps {
        let Some(folder) = folders.get(app.out.as_path()) else { continue };
        match folder.plan(&app.folder, &app.files, &|path| app.is_of_others(path), force) {
            Ok(plan) => plans.push(plan),
            Err(Stop::Refused(message)) => refused.push(message),
            Err(other) => return Err(other),
        }
    }
    if !refused.is_empty() {
        return Err(Stop::Refused(refused.join("\n")));
    }
    let mut said = Vec::new();
    for plan in plans {
        for kept in plan.released() {
            terminal.warning(&format!("`{kept}` is no longer made, but was edited: it stays, and is yours now"));
        }
        said.push(plan.to_string());
        plan.carry_out()?;
    }
    Ok(said)
}
