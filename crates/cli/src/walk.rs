//! Which files a folder stands for.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use crate::run::Stop;

/// Folders that hold no sources of the user's own: what package managers, compilers and Wharf
/// itself fill. Hidden ones are left out too.
const SKIPPED: [&str; 3] = ["node_modules", "target", "dist"];

/// Every `.app` file below a folder, sorted. Links to folders are not followed, so there are no
/// loops.
pub(crate) fn apps(folder: &Path) -> Result<Vec<PathBuf>, Stop> {
    let mut walk = WalkBuilder::new(folder);
    walk.standard_filters(false).hidden(true).filter_entry(|entry| {
        let is_folder = entry.file_type().is_some_and(|t| t.is_dir());
        let skipped = is_folder && entry.file_name().to_str().is_some_and(|name| SKIPPED.contains(&name));
        entry.depth() == 0 || !skipped
    });
    let mut files = Vec::new();
    for entry in walk.build() {
        let entry = entry.map_err(|e| Stop::Refused(e.to_string()))?;
        let path = entry.path();
        if path.extension().is_some_and(|e| e == "app") && path.is_file() {
            files.push(path.to_owned());
        }
    }
    files.sort();
    Ok(files)
}
