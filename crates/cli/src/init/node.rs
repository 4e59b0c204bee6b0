//! package.json, and the lockfile beside it.

use serde_json::Value;

use super::folder::Folder;
use super::found::{Argument, Found, major};

/// The Nodes that stand on the template's Debian, less those without long support; the last is the
/// template's.
const VERSIONS: [u32; 4] = [20, 22, 24, NEWEST];
const NEWEST: u32 = 26;

pub(super) fn detect(folder: &Folder) -> Result<Option<Found>, String> {
    let Some(text) = folder.text("package.json")? else { return Ok(None) };
    let package: Value = serde_json::from_str(&text).map_err(|e| format!("`package.json` cannot be read: {e}"))?;
    let script = |name: &str| package.get("scripts").and_then(|s| s.get(name)).and_then(Value::as_str);
    let main = main(folder, &package, script("start"));
    let mut found = match (main, script("build")) {
        (Some(main), build) => program(folder, &main, build.is_some()),
        (None, Some(_)) => site(&package),
        // `package.json` is there for tools only.
        (None, None) if folder.has("index.html") => return Ok(None),
        (None, None) => {
            let mut found = program(folder, "server.js", false);
            found.comment("`main` is a guess: `package.json` names no file that Node could run.");
            found
        }
    };
    found.belongs = &["index.html"];
    found.version = package.get("version").and_then(Value::as_str).map(str::to_owned);
    manager(folder, &package, &mut found);
    if let Some(version) = version(folder, &package) {
        let param = if found.kind == SITE { "node" } else { "version" };
        found.text(param, version.to_string());
    }
    Ok(Some(found))
}

const SITE: &str = "a site that Node builds";

fn program(folder: &Folder, main: &str, builds: bool) -> Found {
    let mut found = Found::template("a Node program", "package.json", "node", 3000);
    found.text("main", main);
    let top = main.split('/').next().unwrap_or_default();
    if builds && !folder.has(main) && top != main {
        found.text("script", "build");
        if top != "dist" {
            found.text("output", top);
        }
    }
    found.argument("port", Argument::Port);
    found.comment("The port is a guess: it is what the program should listen to. It finds it in `PORT`.");
    found
}

fn site(package: &Value) -> Found {
    let mut found = Found::template(SITE, "package.json", "static-site", 8080);
    found.text("script", "build");
    if depends(package, "react-scripts") {
        found.text("root", "build");
    }
    let in_browser = ["react-router", "react-router-dom", "vue-router", "react-scripts", "@angular/router"];
    if in_browser.iter().any(|name| depends(package, name)) {
        found.argument("single-page", Argument::True);
    }
    found
}

fn depends(package: &Value, name: &str) -> bool {
    ["dependencies", "devDependencies"].iter().any(|kind| package.get(kind).is_some_and(|d| d.get(name).is_some()))
}

/// The file that Node runs: what `npm start` does, `main`, or a usual name.
fn main(folder: &Folder, package: &Value, start: Option<&str>) -> Option<String> {
    let plain = |file: &str| file.trim_start_matches("./").to_owned();
    let started = start.and_then(|line| {
        let mut words = line.split_whitespace();
        words.by_ref().find(|w| *w == "node")?;
        words.find(|w| !w.starts_with('-')).map(plain)
    });
    let named = package.get("main").and_then(Value::as_str).map(plain);
    let usual =
        ["server.js", "index.js", "app.js", "main.js", "server.mjs", "index.mjs", "src/server.js", "src/index.js"];
    let builds = package.get("scripts").is_some_and(|s| s.get("build").is_some());
    started
        // What `npm init` writes there, whether there is such a file or not.
        .or_else(|| named.filter(|file| folder.has(file) || (builds && file.contains('/'))))
        .or_else(|| usual.into_iter().find(|file| folder.has(file)).map(str::to_owned))
}

fn manager(folder: &Folder, package: &Value, found: &mut Found) {
    let asked = package.get("packageManager").and_then(Value::as_str).and_then(|m| m.split('@').next());
    let (manager, lockfile, command) = if folder.has("pnpm-lock.yaml") || asked == Some("pnpm") {
        ("pnpm", "pnpm-lock.yaml", "pnpm install --lockfile-only")
    } else if folder.has("yarn.lock") || asked == Some("yarn") {
        ("yarn", "yarn.lock", "yarn install --mode=update-lockfile")
    } else {
        ("npm", "package-lock.json", "npm install --package-lock-only")
    };
    if manager != "npm" {
        found.text("manager", manager);
    }
    if !folder.has(lockfile) {
        found.first(format!("there is no `{lockfile}`, which says what is installed"), command);
    } else if manager == "yarn" && folder.hint(lockfile).contains("# yarn lockfile v1") {
        found.first("the template takes the lockfile of Yarn 4", "yarn set version stable && yarn install");
    }
}

/// The major version that the project asks for, where it is not the template's.
fn version(folder: &Folder, package: &Value) -> Option<u32> {
    let files = [".nvmrc", ".node-version"].into_iter().find_map(|file| major(&folder.hint(file)));
    let engine = || package.get("engines").and_then(|e| e.get("node")).and_then(Value::as_str).and_then(engine);
    let asked = files.or_else(engine)?;
    let version = VERSIONS.into_iter().find(|v| *v >= asked).unwrap_or(asked);
    (version != NEWEST).then_some(version)
}

/// The version of a range; the template's is as good as any where it has no upper end.
fn engine(range: &str) -> Option<u32> {
    match range.trim().strip_prefix(">=") {
        Some(lower) if lower.contains(['<', '|', ' ']) => major(lower),
        Some(lower) => major(lower).filter(|v| *v > NEWEST),
        None => major(range),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_asks_for_a_version_or_for_none() {
        for (range, version) in [
            ("22", Some(22)),
            ("22.x", Some(22)),
            ("^22.1.0", Some(22)),
            (">=20", None),
            (">=28", Some(28)),
            (">=20 <23", Some(20)),
            ("*", None),
        ] {
            assert_eq!(engine(range), version, "{range}");
        }
    }
}
