//! Cargo.toml.

use toml::{Table, Value};

use super::folder::Folder;
use super::found::{Argument, Found, minor};

pub(super) fn detect(folder: &Folder) -> Result<Option<Found>, String> {
    let Some(manifest) = read(folder, "Cargo.toml")? else { return Ok(None) };
    let own = manifest.get("package").and_then(|p| binary(folder, p, &manifest));
    let program = match own {
        Some(name) => Some((name, version(&manifest, &manifest))),
        None => members(folder, &manifest).into_iter().find_map(|path| {
            let member = folder.below(&path);
            let text = read(&member, "Cargo.toml").ok().flatten()?;
            Some((binary(&member, text.get("package")?, &text)?, version(&text, &manifest)))
        }),
    };
    let Some((bin, version)) = program else {
        return Err(String::from(
            "`Cargo.toml` describes no program: there is no `src/main.rs` and no `[[bin]]`; add \
             one, or begin with an example elsewhere: `wharf init shop --dir shop`",
        ));
    };
    let mut found = Found::template("a Rust program", "Cargo.toml", "rust", 8080);
    found.version = version;
    found.text("bin", bin);
    if let Some(version) = toolchain(folder) {
        found.text("version", version);
    }
    found.argument("port", Argument::Port);
    found.comment("The port is a guess: it is what the program should listen to. It finds it in `PORT`.");
    if !folder.has("Cargo.lock") {
        found.first("there is no `Cargo.lock`, which says what is built", "cargo generate-lockfile");
    }
    Ok(Some(found))
}

fn read(folder: &Folder, name: &str) -> Result<Option<Table>, String> {
    let Some(text) = folder.text(name)? else { return Ok(None) };
    text.parse::<Table>().map(Some).map_err(|e| format!("`{name}` cannot be read: {}", e.message()))
}

/// The binary that `cargo run` would choose, or the first.
fn binary(folder: &Folder, package: &Value, manifest: &Table) -> Option<String> {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let listed = || {
        let first = manifest.get("bin").and_then(Value::as_array).and_then(|bins| bins.first());
        text(first.and_then(|bin| bin.get("name")))
    };
    let usual = || if folder.has("src/main.rs") { text(package.get("name")) } else { None };
    let beside = || {
        let files = folder.below("src/bin").files_with(&["rs"]);
        files.first().and_then(|f| f.strip_suffix(".rs")).map(str::to_owned)
    };
    text(package.get("default-run")).or_else(listed).or_else(usual).or_else(beside)
}

/// The package's version, or the workspace's where that is inherited.
fn version(manifest: &Table, workspace: &Table) -> Option<String> {
    let own = manifest.get("package").and_then(|p| p.get("version"));
    let shared = || workspace.get("workspace").and_then(|w| w.get("package")).and_then(|p| p.get("version"));
    own.and_then(Value::as_str).or_else(|| shared().and_then(Value::as_str)).map(str::to_owned)
}

/// The folders of a workspace's members; a `*` stands at the end of a path, if anywhere.
fn members(folder: &Folder, manifest: &Table) -> Vec<String> {
    let listed = manifest.get("workspace").and_then(|w| w.get("members")).and_then(Value::as_array);
    let mut out = Vec::new();
    for member in listed.into_iter().flatten().filter_map(Value::as_str) {
        match member.strip_suffix("/*") {
            Some(parent) => out.extend(folder.folders_in(parent)),
            None => out.push(member.to_owned()),
        }
    }
    out
}

/// The release that a toolchain file asks for, where the template's Debian has it: since 1.89. With
/// any other channel, rustup brings that channel in the build.
fn toolchain(folder: &Folder) -> Option<String> {
    let file = folder.hint("rust-toolchain.toml").parse::<Table>().ok();
    let channel = file.as_ref().and_then(|t| t.get("toolchain")).and_then(|t| t.get("channel")).and_then(Value::as_str);
    let release = channel.and_then(minor).or_else(|| minor(&folder.hint("rust-toolchain")))?;
    let number: u32 = release.strip_prefix("1.")?.parse().ok()?;
    (number >= 89).then_some(release)
}
