//! `wharf lsp`

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use wharf::diagnostics::Code;
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
    let ended = wharf_lsp::serve(&connection, &Disk::default());
    drop(connection);
    let broken = |e: &dyn std::fmt::Display| Stop::Refused(format!("the connection to the editor broke: {e}"));
    let clean = ended.map_err(|e| broken(&e))?;
    threads.join().map_err(|e| broken(&e))?;
    // The protocol asks for 1 where `exit` comes without `shutdown`.
    Ok(if clean { Outcome::Clean } else { Outcome::Findings })
}

/// The disk.
#[derive(Default)]
struct Disk {
    /// The pages of codes that were written, or could not be.
    pages: RefCell<BTreeMap<String, Option<PathBuf>>>,
}

/// Writes the page of a code to the user's cache, in a folder for each version, unless it is there.
fn write_page(code: &str) -> Option<PathBuf> {
    let text = wharf::explain(Code::parse(code)?)?;
    let folder = dirs::cache_dir()?.join("wharf").join(env!("CARGO_PKG_VERSION"));
    let page = folder.join(format!("{code}.md"));
    if fs::read_to_string(&page).is_ok_and(|there| there == text) {
        return Some(page);
    }
    fs::create_dir_all(&folder).ok()?;
    fs::write(&page, text).ok()?;
    Some(page)
}

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

    fn page(&self, code: &str) -> Option<PathBuf> {
        self.pages.borrow_mut().entry(code.to_owned()).or_insert_with(|| write_page(code)).clone()
    }
}
