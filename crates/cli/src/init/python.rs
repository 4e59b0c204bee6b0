//! pyproject.toml, or requirements.txt.

use toml::{Table, Value};

use super::folder::Folder;
use super::found::{Argument, Found, minor};

/// The minor version of the template's Python 3.
const NEWEST: u32 = 14;

/// The oldest that stands on the template's Debian.
const OLDEST: u32 = 10;

pub(super) fn detect(folder: &Folder) -> Result<Option<Found>, String> {
    let project = match folder.text("pyproject.toml")? {
        Some(text) => text.parse::<Table>().map_err(|e| format!("`pyproject.toml` cannot be read: {}", e.message()))?,
        None => Table::new(),
    };
    let listed = folder.text("requirements.txt")?;
    let own = project.get("project");
    let by_uv = folder.has("uv.lock") || (own.is_some() && listed.is_none());
    if !by_uv && listed.is_none() && project.is_empty() {
        return Ok(None);
    }
    let mut found = if by_uv {
        Found::template("a Python program with uv", "pyproject.toml", "python-uv", 8000)
    } else {
        Found::template("a Python program with pip", "requirements.txt", "python-pip", 8000)
    };
    found.belongs = &["pyproject.toml", "requirements.txt"];
    if by_uv && !folder.has("uv.lock") {
        found.first("there is no `uv.lock`, which says what is installed", "uv lock");
    } else if !by_uv && listed.is_none() {
        let command = if folder.has("poetry.lock") {
            "poetry export --output requirements.txt"
        } else {
            "python -m pip freeze >requirements.txt"
        };
        found.first("there is no `requirements.txt`, which says what is installed", command);
    }
    found.version = own.and_then(|p| p.get("version")).and_then(Value::as_str).map(str::to_owned);
    let names = packages(&project, &listed.unwrap_or_default());
    match command(folder, own, &names, found.port) {
        Some(words) => found.list("command", words.iter().map(String::as_str)),
        None => {
            found.list("command", ["python", "main.py"]);
            found.comment("`command` is a guess: nothing here says how the program is started.");
        }
    }
    if let Some(version) = version(folder, own) {
        found.text("version", version);
    }
    found.argument("port", Argument::Port);
    found.comment("The port is a guess: it is what the program should listen to.");
    Ok(Some(found))
}

/// The names of the packages that it needs, in lower case.
fn packages(project: &Table, listed: &str) -> Vec<String> {
    let declared = project.get("project").and_then(|p| p.get("dependencies")).and_then(Value::as_array);
    let lines = declared.into_iter().flatten().filter_map(Value::as_str).chain(listed.lines());
    // PEP 508: a name ends where its extras, its version, its marker or a blank begins.
    let name = |line: &str| {
        line.trim()
            .split(|c: char| !(c.is_alphanumeric() || "-_.".contains(c)))
            .next()
            .unwrap_or_default()
            .to_lowercase()
    };
    lines.map(name).filter(|n| !n.is_empty()).collect()
}

/// How it is started: its own script, a server that it depends on, or a usual file.
fn command(folder: &Folder, project: Option<&Value>, packages: &[String], port: u16) -> Option<Vec<String>> {
    let needs = |name: &str| packages.iter().any(|p| p == name);
    let words = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<String>>();
    let script = project.and_then(|p| p.get("scripts")).and_then(Value::as_table).and_then(|s| s.keys().next());
    let files = [("main.py", "main"), ("app.py", "app"), ("app/main.py", "app.main"), ("src/main.py", "src.main")];
    let file = files.into_iter().find(|(file, _)| folder.has(file));
    if needs("uvicorn")
        && let Some((_, module)) = file
    {
        return Some(words(&["uvicorn", &format!("{module}:app"), "--host", "0.0.0.0", "--port", &port.to_string()]));
    }
    if needs("gunicorn") {
        let bind = format!("0.0.0.0:{port}");
        let django = || folder.folders_in(".").into_iter().find(|f| folder.has(&format!("{f}/wsgi.py")));
        let module = match file {
            Some((_, module)) => Some(format!("{module}:app")),
            None => django().map(|f| format!("{}.wsgi", f.trim_start_matches("./"))),
        };
        if let Some(module) = module {
            // Its heartbeat is a file, which is slow on a disk, and impossible on a read-only one.
            return Some(words(&["gunicorn", "--bind", &bind, "--worker-tmp-dir", "/dev/shm", &module]));
        }
    }
    script.map(|s| words(&[s])).or_else(|| file.map(|(file, _)| words(&["python", file])))
}

/// The version that the project asks for, where it is not the template's.
fn version(folder: &Folder, project: Option<&Value>) -> Option<String> {
    let newest = format!("3.{NEWEST}");
    let asked = minor(&folder.hint(".python-version"));
    let range = || project.and_then(|p| p.get("requires-python")).and_then(Value::as_str).map(highest);
    asked.or_else(|| range().map(|m| format!("3.{m}"))).filter(|v| *v != newest)
}

/// The highest minor version of Python 3 that fits version specifiers (PEP 440), as far as they
/// speak of minor versions; the template's where they set no upper end.
fn highest(specifiers: &str) -> u32 {
    let mut out = NEWEST;
    for specifier in specifiers.split(',').map(str::trim) {
        let digits = specifier.trim_start_matches(['<', '>', '=', '~', '!', ' ']);
        let mut parts = digits.split('.');
        let (Some("3"), Some(minor)) = (parts.next(), parts.next().and_then(|m| m.parse::<u32>().ok())) else {
            continue;
        };
        let is_whole = parts.next().is_none();
        match specifier.trim_end_matches(|c: char| c != '<' && c != '=' && c != '~' && c != '>') {
            "<" => out = out.min(minor.saturating_sub(1)),
            "<=" | "==" => out = out.min(minor),
            // `~=3.12` lets 3.13 in, and `~=3.12.1` does not.
            "~=" if !is_whole => out = out.min(minor),
            ">=" | ">" if minor > out => out = minor,
            _ => {}
        }
    }
    out.max(OLDEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_python_that_fits() {
        for (specifiers, minor) in [
            (">=3.9", 14),
            (">=3.11,<3.13", 12),
            ("==3.12.*", 12),
            ("~=3.12", 14),
            ("~=3.12.1", 12),
            ("<=3.13", 13),
            ("<4", 14),
            (">= 3.15", 15),
            ("<3.9", 10),
        ] {
            assert_eq!(highest(specifiers), minor, "{specifiers}");
        }
    }
}
