//! index.html: a site of files.

use super::folder::Folder;
use super::found::Found;

pub(super) fn detect(folder: &Folder) -> Result<Option<Found>, String> {
    let places = [".", "public", "site", "dist", "www"];
    let Some(root) = places.into_iter().find(|p| folder.below(p).has("index.html")) else { return Ok(None) };
    let file = if root == "." { String::from("index.html") } else { format!("{root}/index.html") };
    let mut found = Found::template("a static site", file, "static-site", 8080);
    if root != "." {
        found.text("root", root);
    }
    Ok(Some(found))
}
