//! What has to change in a folder, and whether it may.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use wharf::File as Output;

use super::manifest::{self, Manifest};
use super::swap;
use crate::run::Stop;
use crate::terminal::count;

/// The folder that holds the folders of apps. As long as this lives, no other run of Wharf
/// writes below it.
pub(crate) struct Folder {
    path: PathBuf,
    /// As the user would write it.
    shown: String,
    // Held for its lock, which ends with it.
    _lock: Option<File>,
}

/// What carrying out means for one app.
pub(crate) struct Plan<'a> {
    folder: &'a Folder,
    app: String,
    pub(super) files: BTreeMap<&'a str, &'a [u8]>,
    /// Of those, the ones that are there already.
    pub(super) same: BTreeSet<&'a str>,
    /// What was written before and goes or is replaced now: nothing of it is carried over.
    pub(super) gone: BTreeSet<String>,
    /// What was written before and is not made any more, but was edited.
    released: Vec<String>,
    /// What would be replaced although it was edited, or is not Wharf's.
    edited: BTreeSet<&'a str>,
    /// What is not there yet.
    missing: BTreeSet<&'a str>,
    pub(super) manifest: Vec<u8>,
    manifest_is_same: bool,
}

impl Folder {
    /// Makes the folder, if need be, and waits until no other run writes below it.
    pub(crate) fn open(path: &Path, shown: &str) -> Result<Self, Stop> {
        fs::create_dir_all(path).map_err(|e| Stop::disk(format!("`{shown}` cannot be made"), &e))?;
        // The folder itself is the lock, so that none is left lying about. Where a file system
        // or platform has no such locks, two runs at once are the user's affair.
        let lock = File::open(path).ok().filter(|f| f.lock().is_ok());
        Ok(Self { path: path.to_owned(), shown: shown.to_owned(), _lock: lock })
    }

    /// The folder as it is: nothing is made, and no other run is waited for.
    pub(crate) fn look(path: &Path, shown: &str) -> Self {
        Self { path: path.to_owned(), shown: shown.to_owned(), _lock: None }
    }

    /// Compares what is due with what is there, after mending what an interrupted run left.
    ///
    /// `others` says of a path that it belongs to a target that was not asked for: what Wharf wrote
    /// there earlier stays, and stays Wharf's.
    pub(crate) fn plan<'a>(
        &'a self,
        app: &str,
        outputs: &'a [Output],
        others: &dyn Fn(&str) -> bool,
        force: bool,
    ) -> Result<Plan<'a>, Stop> {
        swap::recover(&self.path, app).map_err(|e| {
            Stop::disk(format!("what an interrupted run left of `{}` cannot be mended", self.show(app)), &e)
        })?;
        self.compare(app, outputs, others, force)
    }

    /// Compares what is due with what is there, and touches nothing.
    pub(crate) fn compare<'a>(
        &'a self,
        app: &str,
        outputs: &'a [Output],
        others: &dyn Fn(&str) -> bool,
        force: bool,
    ) -> Result<Plan<'a>, Stop> {
        let folder = self.path.join(app);
        let files: BTreeMap<&str, &[u8]> = outputs
            .iter()
            .map(|f| (f.path.as_str(), f.contents.as_slice()))
            .filter(|(p, _)| manifest::is_inside(p))
            .collect();
        let mut plan = Plan {
            folder: self,
            app: app.to_owned(),
            files,
            same: BTreeSet::new(),
            gone: BTreeSet::new(),
            released: Vec::new(),
            edited: BTreeSet::new(),
            missing: BTreeSet::new(),
            manifest: Vec::new(),
            manifest_is_same: false,
        };
        match fs::symlink_metadata(&folder) {
            Ok(m) if m.is_dir() => plan.read(&folder, others, force)?,
            Ok(_) => return Err(self.refuse(app, "is a file or a link, not a folder: move it away")),
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                plan.missing = plan.files.keys().copied().collect();
                plan.manifest = plan.made().to_bytes();
            }
            Err(e) => return Err(Stop::disk(format!("`{}` cannot be read", self.show(app)), &e)),
        }
        Ok(plan)
    }

    fn show(&self, below: &str) -> String {
        if self.shown == "." { below.to_owned() } else { format!("{}/{below}", self.shown) }
    }

    fn refuse(&self, below: &str, why: &str) -> Stop {
        Stop::Refused(format!("`{}` {why}", self.show(below)))
    }
}

impl<'a> Plan<'a> {
    fn read(&mut self, folder: &Path, others: &dyn Fn(&str) -> bool, force: bool) -> Result<(), Stop> {
        let (mut old, bytes) = self.read_manifest(folder, force)?;
        let mut new = self.made();
        old.files.retain(|path, hash| {
            let stays = others(path) && !self.files.contains_key(path.as_str());
            if stays {
                new.files.insert(path.clone(), hash.clone());
            }
            !stays
        });
        self.manifest = new.to_bytes();
        self.manifest_is_same = bytes.is_some_and(|b| b == self.manifest);
        let mut refused = Vec::new();
        for (path, bytes) in &self.files {
            let below = format!("{}/{path}", self.app);
            match look(folder, path) {
                Ok(Found::Nothing) => {
                    self.missing.insert(path);
                }
                Ok(Found::File(there)) if there == *bytes => {
                    self.same.insert(path);
                }
                Ok(Found::File(there)) => match old.files.get(*path) {
                    Some(hash) if *hash == manifest::hash(&there) => {}
                    _ if force => {
                        self.edited.insert(path);
                    }
                    Some(_) => refused.push(self.folder.refuse(
                        &below,
                        "was edited since Wharf wrote it: move your changes to the source, or replace it with `--force`",
                    )),
                    None => refused.push(self.folder.refuse(
                        &below,
                        "was not written by Wharf: move it away, or replace it with `--force`",
                    )),
                },
                Ok(Found::Other(what)) => {
                    refused.push(self.folder.refuse(&below, &format!("has {what} in its way: move it away")));
                }
                Err(e) => return Err(Stop::disk(format!("`{}` cannot be read", self.folder.show(&below)), &e)),
            }
        }
        for (path, hash) in &old.files {
            if self.files.contains_key(path.as_str()) {
                self.gone.insert(path.clone());
                continue;
            }
            match look(folder, path) {
                Ok(Found::File(there)) if *hash == manifest::hash(&there) => {
                    self.gone.insert(path.clone());
                }
                Ok(Found::File(_) | Found::Other(_)) => self.released.push(path.clone()),
                Ok(Found::Nothing) => {}
                Err(e) => {
                    return Err(Stop::disk(format!("`{}/{path}` cannot be read", self.folder.show(&self.app)), &e));
                }
            }
        }
        if refused.is_empty() {
            return Ok(());
        }
        let messages: Vec<String> = refused
            .into_iter()
            .filter_map(|stop| match stop {
                Stop::Refused(message) => Some(message),
                Stop::Usage(_) | Stop::Deaf => None,
            })
            .collect();
        Err(Stop::Refused(messages.join("\n")))
    }

    /// The manifest of what is made now.
    fn made(&self) -> Manifest {
        Manifest::of(self.files.iter().map(|(p, b)| (*p, *b)))
    }

    /// What an earlier run wrote, and the bytes that say so.
    fn read_manifest(&self, folder: &Path, force: bool) -> Result<(Manifest, Option<Vec<u8>>), Stop> {
        let below = format!("{}/{}", self.app, manifest::NAME);
        match look(folder, manifest::NAME) {
            Ok(Found::Nothing) => Ok((Manifest::default(), None)),
            Ok(Found::File(bytes)) => match Manifest::parse(&bytes) {
                Some(manifest) => Ok((manifest, Some(bytes))),
                None if force => Ok((Manifest::default(), None)),
                None => Err(self.folder.refuse(&below, "is damaged: delete it, or replace it with `--force`")),
            },
            Ok(Found::Other(what)) => Err(self.folder.refuse(&below, &format!("has {what} in its way: move it away"))),
            Err(e) => Err(Stop::disk(format!("`{}` cannot be read", self.folder.show(&below)), &e)),
        }
    }

    /// Files that were edited and are not made any more, as the user would write them. They stay.
    pub(crate) fn released(&self) -> impl Iterator<Item = String> {
        self.released.iter().map(|path| self.folder.show(&format!("{}/{path}", self.app)))
    }

    /// Every path that carrying out would change, as the user would write it, and why; sorted by path.
    pub(crate) fn changes(&self) -> Vec<(String, &'static str)> {
        let why = |path: &str| match path {
            p if self.missing.contains(p) => "is missing",
            p if self.edited.contains(p) => "was edited, or is not Wharf's",
            _ => "is of other sources",
        };
        let written = self.files.keys().filter(|p| !self.same.contains(*p)).map(|p| (*p, why(p)));
        let gone = self.gone.iter().map(String::as_str).filter(|p| !self.files.contains_key(p));
        let gone = gone
            .map(|p| (p, "is no longer made"))
            .chain(self.released.iter().map(|p| (p.as_str(), "is no longer made, but was edited")));
        let mut all: Vec<_> = written.chain(gone).collect();
        if all.is_empty() && !self.manifest_is_same {
            all.push((manifest::NAME, "does not list these files"));
        }
        all.sort_unstable();
        all.into_iter().map(|(path, why)| (self.folder.show(&format!("{}/{path}", self.app)), why)).collect()
    }

    /// How many files are written or replaced.
    fn changed(&self) -> usize {
        self.files.len() - self.same.len()
    }

    /// How many files are deleted.
    fn removed(&self) -> usize {
        self.gone.iter().filter(|p| !self.files.contains_key(p.as_str())).count()
    }

    /// Makes the folder what it has to be. Where nothing changed, nothing is touched.
    pub(crate) fn carry_out(&self) -> Result<(), Stop> {
        if self.changed() == 0 && self.removed() == 0 && self.manifest_is_same {
            return Ok(());
        }
        swap::replace(&self.folder.path, &self.app, self)
            .map_err(|e| Stop::disk(format!("`{}` cannot be written", self.folder.show(&self.app)), &e))
    }
}

impl fmt::Display for Plan<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let changed = match (self.changed(), self.removed()) {
            (0, 0) => String::from("unchanged"),
            (n, 0) => format!("{n} changed"),
            (0, r) => format!("{r} removed"),
            (n, r) => format!("{n} changed, {r} removed"),
        };
        write!(f, "{}: {} ({changed})", self.folder.show(&self.app), count(self.files.len(), "file"))
    }
}

/// What stands at a path.
enum Found {
    Nothing,
    File(Vec<u8>),
    /// Something that a file cannot simply take the place of.
    Other(&'static str),
}

/// Looks at `path` below `folder` without following a link on the way.
fn look(folder: &Path, path: &str) -> io::Result<Found> {
    let mut at = folder.to_owned();
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        at.push(part);
        let last = parts.peek().is_none();
        let kind = match fs::symlink_metadata(&at) {
            Ok(m) => m.file_type(),
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
            Err(e) => return Err(e),
        };
        if kind.is_symlink() {
            return Ok(Found::Other("a link"));
        }
        match (last, kind.is_dir(), kind.is_file()) {
            (true, true, _) => return Ok(Found::Other("a folder")),
            (true, _, true) => return fs::read(&at).map(Found::File),
            (false, true, _) => {}
            (false, _, true) => return Ok(Found::Other("a file")),
            (_, false, false) => return Ok(Found::Other("something that is no file")),
        }
    }
    Ok(Found::Nothing)
}
