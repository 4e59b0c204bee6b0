//! Gemfile, of whose lines a few facts are picked out.

use super::folder::Folder;
use super::found::{Found, minor};

pub(super) fn detect(folder: &Folder) -> Result<Option<Found>, String> {
    let Some(gems) = folder.text("Gemfile")? else { return Ok(None) };
    let mut found = Found::template("a Ruby program", "Gemfile", "ruby", 3000);
    if folder.has("config/application.rb") {
        found.kind = "a Rails application";
        if folder.has("app/assets") {
            found.text("prepare", "bin/rails assets:precompile");
        }
    } else if !folder.has("config.ru") {
        let file = ["app.rb", "main.rb", "server.rb"].into_iter().find(|f| folder.has(f)).unwrap_or("main.rb");
        found.list("command", ["bundle", "exec", "ruby", file]);
        found.comment("`command` is a guess: there is no `config.ru`.");
    }
    let line = gems.lines().map(str::trim).find_map(|l| l.strip_prefix("ruby "));
    let asked = minor(&folder.hint(".ruby-version").replace("ruby-", "")).or_else(|| {
        line.and_then(|l| l.split(['"', '\'']).nth(1)).and_then(|v| minor(v.trim_start_matches(['~', '>', ' '])))
    });
    if let Some(version) = asked.filter(|v| v != "4.0") {
        found.text("version", version);
    }
    if !folder.has("Gemfile.lock") {
        found.first("there is no `Gemfile.lock`, which says what is installed", "bundle lock");
    }
    Ok(Some(found))
}
