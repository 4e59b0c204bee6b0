//! The outputs on disk: one folder for each app.
//!
//! What must hold, whatever happens between two system calls:
//!
//! - a folder is the old one or the new one, never a mixture: the new one is made beside it, under
//!   a name that nobody reads, and the two change places in one step;
//! - a file that Wharf did not write, or that was edited since, is never overwritten or deleted
//!   without `--force`, and never lost: it stands in both folders while they change places;
//! - what did not change is not written: not a byte, not a time;
//! - links are not followed: outputs are never written through one.
//!
//! `.wharf.json` in the folder says what Wharf wrote ([`manifest`]); [`folder`] compares it with
//! what is there and with what is due, and [`swap`] makes it so.

mod folder;
mod manifest;
mod stream;
mod swap;

use std::fs;
use std::io::{self, Write};
use std::path::Path;

pub(crate) use folder::Folder;
pub(crate) use manifest::NAME as MANIFEST;
pub(crate) use stream::stream;

/// Replaces a file in one step, through a new one beside it. A link is followed, and its end is
/// replaced; permissions stay.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let permissions = fs::metadata(&path)?.permissions();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.wharf-tmp-{}", std::process::id()));
    let written = fs::File::create_new(&beside)
        .and_then(|mut file| {
            file.set_permissions(permissions)?;
            file.write_all(bytes)?;
            file.sync_data()
        })
        .and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        // The first error is the one to tell of.
        let _ = fs::remove_file(&beside);
    }
    written
}
