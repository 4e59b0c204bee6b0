//! What was built before, for the compiler to compare with.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Larger files are nobody's manifests.
const MAX_BYTES: u64 = 4 << 20;

/// The manifests in each app's folder below the one of the outputs. What cannot be read says nothing: it is
/// only compared with, and a build that has to replace it says why it can't.
pub(crate) fn manifests(out: &Path) -> BTreeMap<String, Vec<(String, String)>> {
    let mut apps = BTreeMap::new();
    for app in fs::read_dir(out).into_iter().flatten().flatten() {
        let Ok(folder) = app.file_name().into_string() else { continue };
        let files = of_app(&app.path().join("kubernetes"));
        if !files.is_empty() {
            apps.insert(folder, files);
        }
    }
    apps
}

fn of_app(folder: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for file in fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(name) = file.file_name().into_string() else { continue };
        let small = file.metadata().is_ok_and(|m| m.is_file() && m.len() <= MAX_BYTES);
        if !small || !name.ends_with(".yaml") {
            continue;
        }
        if let Ok(text) = fs::read_to_string(file.path()) {
            files.push((format!("kubernetes/{name}"), text));
        }
    }
    files.sort();
    files
}
