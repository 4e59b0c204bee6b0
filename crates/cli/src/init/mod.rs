//! `wharf init`
//!
//! Looks at a folder, takes what its manifest says for certain, and writes one commented file that
//! checks clean. It asks nothing and overwrites nothing. What it can't know stands in the file as a
//! guess that is called one.
//!
//! [`detect`] says what the folder holds, a file for each ecosystem; [`render`] writes it down.

mod detect;
mod dockerfile;
mod dotnet;
mod folder;
mod found;
mod golang;
mod java;
mod node;
mod php;
mod python;
mod render;
mod ruby;
mod rust;
mod site;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;
use wharf::Name;

use crate::project;
use crate::run::{Outcome, Stop};
use crate::terminal::Terminal;
use folder::Folder;

/// `wharf init`
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  \
    wharf init              # named like the folder\n  \
    wharf init shop --dir services/shop")]
pub(crate) struct InitArgs {
    /// The app's name, and the file's; the folder's unless said
    #[arg(value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// The folder to look at, and to write to; made where there is none
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) dir: PathBuf,
}

/// Writes `NAME.app`.
pub(crate) fn run(args: &InitArgs) -> Result<Outcome, Stop> {
    let cwd = project::current()?;
    let path = project::settle(&args.dir, &cwd);
    let name = match &args.name {
        Some(name) => given(name)?,
        None => derived(&path)?,
    };
    let folder = Folder::new(path.clone());
    let others = folder.files_with(&["app"]);
    if args.name.is_none()
        && let Some(other) = others.first()
    {
        return Err(Stop::Refused(format!(
            "`{other}` is here already, so nothing was written: `wharf check {}` checks it, and `wharf init NAME` \
             adds a second app",
            shown(&path.join(other), &cwd),
        )));
    }
    let found = detect::detect(&folder).map_err(Stop::Refused)?;
    let text = render::render(name.as_str(), &found);
    let text = wharf::format("init.app", &text).unwrap_or(text);
    let file = path.join(format!("{name}.app"));
    write(&path, &file, &text, &cwd)?;
    report(name.as_str(), &found, &file, &cwd);
    Ok(Outcome::Clean)
}

fn given(name: &str) -> Result<Name, Stop> {
    Name::new(name).map_err(|why| {
        let title = if name.is_empty() {
            String::from("an app needs a name")
        } else {
            format!("`{name}` cannot be an app's name: {}", why.reason)
        };
        let way = match why.suggestion {
            Some(better) => format!("wharf init {better}"),
            None => String::from("wharf init shop"),
        };
        Stop::Usage(format!("{title}\ntry: {way}"))
    })
}

/// The folder's name, as near as a name may be to it.
fn derived(path: &Path) -> Result<Name, Stop> {
    let folder = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let legal = match Name::new(&folder) {
        Ok(name) => Some(name),
        Err(why) => why.suggestion.and_then(|s| Name::new(&s).ok()),
    };
    legal.ok_or_else(|| {
        let of = if folder.is_empty() {
            String::from("this folder has no name that an app could have")
        } else {
            format!("an app cannot be named like this folder, `{folder}`")
        };
        Stop::Usage(format!("{of}\ntry: wharf init shop"))
    })
}

/// Writes the file where there is none. `create_new` looks and writes in one step.
fn write(folder: &Path, file: &Path, text: &str, cwd: &Path) -> Result<(), Stop> {
    let name = shown(file, cwd);
    fs::create_dir_all(folder).map_err(|e| Stop::disk(format!("`{}` cannot be made", shown(folder, cwd)), &e))?;
    let written = fs::File::create_new(file).and_then(|mut f| f.write_all(text.as_bytes()));
    written.map_err(|e| match e.kind() {
        std::io::ErrorKind::AlreadyExists => Stop::Refused(format!(
            "`{name}` is there already, so nothing was written: `wharf check {name}` checks it, and another NAME \
             writes an app beside it"
        )),
        _ => Stop::disk(format!("`{name}` cannot be written"), &e),
    })
}

fn report(app: &str, found: &found::Found, file: &Path, cwd: &Path) {
    let name = shown(file, cwd);
    Terminal::say(&format!("wrote {name}: {}", found.what()));
    for other in &found.others {
        Terminal::say(&format!("  left out: {other}"));
    }
    for first in &found.first {
        Terminal::say(&format!("first, as {}:\n  {}", first.why, first.command));
    }
    Terminal::say(&format!("next:\n  wharf build {name}\n  docker compose -f dist/{app}/compose.yaml up --build",));
}

fn shown(path: &Path, cwd: &Path) -> String {
    project::relative(cwd, path)
}
