//! What a folder holds: the first of the ecosystems that knows it.

use super::folder::Folder;
use super::found::{Found, Image};
use super::{dockerfile, dotnet, golang, java, node, php, python, ruby, rust, site};

/// Says what a folder holds by one of its files, or that it is not for it.
type Detector = fn(&Folder) -> Result<Option<Found>, String>;

/// A Dockerfile wins: somebody has thought about it. What a server is written in comes before
/// `package.json`, which in such a folder is most often about its assets.
const DETECTORS: [Detector; 10] = [
    dockerfile::detect,
    rust::detect,
    golang::detect,
    python::detect,
    java::detect,
    dotnet::detect,
    php::detect,
    ruby::detect,
    node::detect,
    site::detect,
];

/// The manifests that are told of where another one won.
pub(super) const MANIFESTS: [&str; 13] = [
    "Cargo.toml",
    "go.mod",
    "pyproject.toml",
    "requirements.txt",
    "pom.xml",
    "build.gradle",
    "build.gradle.kts",
    "settings.gradle",
    "settings.gradle.kts",
    "composer.json",
    "Gemfile",
    "package.json",
    "index.html",
];

/// What the folder holds; an example where it holds nothing that is known.
///
/// # Errors
/// A file that says what the folder holds cannot be read, or says that there is nothing to run.
pub(super) fn detect(folder: &Folder) -> Result<Found, String> {
    for detector in DETECTORS {
        if let Some(mut found) = detector(folder)? {
            let is_other = |m: &&&str| folder.has(m) && **m != found.by && !found.belongs.contains(m);
            found.others = MANIFESTS.iter().filter(is_other).map(|m| (*m).to_owned()).collect();
            return Ok(found);
        }
    }
    Ok(Found {
        image: Image::Registry("nginxinc/nginx-unprivileged:1.30"),
        user: Some(101),
        ..Found::template("an example, since nothing here says what is to run", "", "", 8080)
    })
}
