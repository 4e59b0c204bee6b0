//! go.mod, whose lines are words (Go Modules Reference, "go.mod files").

use super::folder::Folder;
use super::found::{Argument, Found};

pub(super) fn detect(folder: &Folder) -> Result<Option<Found>, String> {
    if folder.text("go.mod")?.is_none() {
        return Ok(None);
    }
    let mut packages: Vec<String> = Vec::new();
    if is_program(folder) {
        packages.push(String::from("."));
    }
    let below = folder.folders_in("cmd");
    packages.extend(below.into_iter().filter(|f| is_program(&folder.below(f))).map(|f| format!("./{f}")));
    let Some((package, others)) = packages.split_first() else {
        return Err(String::from(
            "`go.mod` is here, but no `package main`, neither in this folder nor below `cmd/`; add \
             one, or begin with an example elsewhere: `wharf init shop --dir shop`",
        ));
    };
    let mut found = Found::template("a Go program", "go.mod", "go", 8080);
    if package != "." {
        found.text("package", package.as_str());
    }
    found.argument("port", Argument::Port);
    found.comment("The port is a guess: it is what the program should listen to. It finds it in `PORT`.");
    if !others.is_empty() {
        found.comment(format!("Other programs of this module: {}", others.join(", ")));
    }
    Ok(Some(found))
}

fn is_program(folder: &Folder) -> bool {
    folder
        .files_with(&["go"])
        .iter()
        .filter(|file| !file.ends_with("_test.go"))
        .any(|file| folder.hint(file).lines().any(|line| line.trim() == "package main"))
}
