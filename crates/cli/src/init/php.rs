//! composer.json.

use serde_json::Value;

use super::folder::Folder;
use super::found::Found;

/// Extensions that PHP's image compiles with nothing but itself, sorted.
const PLAIN: [&str; 12] = [
    "bcmath",
    "calendar",
    "exif",
    "mysqli",
    "pcntl",
    "pdo_mysql",
    "shmop",
    "sockets",
    "sysvmsg",
    "sysvsem",
    "sysvshm",
    "tokenizer",
];

/// Extensions that need Debian packages too, sorted, with those.
const WITH_PACKAGES: [(&str, &str); 6] = [
    ("gd", "libpng-dev"),
    ("gmp", "libgmp-dev"),
    ("intl", "libicu-dev"),
    ("pdo_pgsql", "libpq-dev"),
    ("pgsql", "libpq-dev"),
    ("zip", "libzip-dev"),
];

pub(super) fn detect(folder: &Folder) -> Result<Option<Found>, String> {
    let Some(text) = folder.text("composer.json")? else { return Ok(None) };
    let composer: Value = serde_json::from_str(&text).map_err(|e| format!("`composer.json` cannot be read: {e}"))?;
    let mut found = Found::template("a PHP program", "composer.json", "php", 8080);
    found.version = composer.get("version").and_then(Value::as_str).map(str::to_owned);
    if !folder.has("public") {
        let root = if folder.has("web/index.php") { "web" } else { "." };
        found.text("root", root);
    }
    let required = composer.get("require").and_then(Value::as_object);
    let mut wanted: Vec<&str> =
        required.into_iter().flat_map(|r| r.keys()).filter_map(|name| name.strip_prefix("ext-")).collect();
    wanted.sort_unstable();
    let plain: Vec<&str> = wanted.iter().copied().filter(|e| PLAIN.contains(e)).collect();
    if !plain.is_empty() {
        found.list("extensions", plain);
    }
    for (extension, package) in WITH_PACKAGES.into_iter().filter(|(e, _)| wanted.contains(e)) {
        found.comment(format!("`{extension}` needs `{package}` too: name both, in `extensions` and `packages`."));
    }
    if !folder.has("composer.lock") {
        found.first("there is no `composer.lock`, which says what is installed", "composer update --no-install");
    }
    Ok(Some(found))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted() {
        assert!(PLAIN.is_sorted() && WITH_PACKAGES.is_sorted());
    }
}
