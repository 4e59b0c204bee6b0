//! `wharf lsp`

use std::path::{Path, PathBuf};
use std::rc::Rc;

use wharf_lsp::{Connection, Host, Loader};

use crate::loader::{DiskLoader, slashed};
use crate::run::{Outcome, Stop};
use crate::{project, walk};

/// `wharf lsp`
#[derive(Debug, clap::Args)]
pub(crate) struct LspArgs {
    /// Says what holds anyway: some editors name the way to talk
    #[arg(long)]
    stdio: bool,
}

/// Serves one editor on the standard input and output, until it says so or goes away.
pub(crate) fn run(_: &LspArgs) -> Result<Outcome, Stop> {
    let (connection, threads) = Connection::stdio();
    let ended = wharf_lsp::serve(&connection, &Disk);
    drop(connection);
    let broken = |e: &dyn std::fmt::Display| Stop::Refused(format!("the connection to the editor broke: {e}"));
    let clean = ended.map_err(|e| broken(&e))?;
    threads.join().map_err(|e| broken(&e))?;
    // The protocol asks for 1 where `exit` comes without `shutdown`.
    Ok(if clean { Outcome::Clean } else { Outcome::Findings })
}

/// The disk.
struct Disk;

impl Host for Disk {
    fn root(&self, file: &Path, open: &[PathBuf]) -> PathBuf {
        let folder = file.parent().unwrap_or(file);
        let inside = open.iter().filter(|f| folder.starts_with(f)).max_by_key(|f| f.components().count());
        project::marked(folder).or(inside.map(PathBuf::as_path)).unwrap_or(folder).to_owned()
    }

    fn loader(&self, root: &Path) -> Rc<dyn Loader> {
        let real = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        Rc::new(DiskLoader::new(real))
    }

    fn sources(&self, root: &Path) -> Vec<String> {
        let real = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let found = walk::apps(&real).unwrap_or_default();
        found.iter().filter_map(|f| f.strip_prefix(&real).ok().and_then(slashed)).collect()
    }
}
