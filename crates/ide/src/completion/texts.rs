//! Inside of strings: paths, and the few texts of which it is known what they can be.

use wharf_analysis::fields;

use super::{Offer, Thing};
use crate::context::{Item, ItemKind, Row, Wanted, unquoted};
use crate::data::{CompletionKind, TextRange};

impl Offer<'_, '_> {
    /// The text of a string that begins at `inside`, behind the word `after`.
    pub(super) fn text(&mut self, wanted: Wanted, inside: u32, after: Option<Item<'_>>) {
        let rest = self.cursor.text.get(self.cursor.offset as usize..).unwrap_or_default();
        let end = rest.find(['"', '\n']).unwrap_or(rest.len());
        let end = self.cursor.offset.saturating_add(u32::try_from(end).unwrap_or(0));
        let typed = self.cursor.text.get(inside as usize..self.cursor.offset as usize).unwrap_or_default();
        // What is interpolated before makes it another text.
        if typed.contains(['\n', '"']) {
            return;
        }
        self.range = TextRange::new(inside, end);
        let slot = wanted.slot.map_or("", |s| s.name);
        match (wanted.word.map(|w| w.spelling()), slot) {
            (Some("copy"), "source") => self.files(typed),
            _ if after.is_some_and(|a| a.is("use")) && wanted.word.is_none() => self.sources(),
            (Some("edition"), _) => self.texts(&["2026"]),
            (Some("kubernetes"), "version") => {
                let all: Vec<&str> = fields::kubernetes().versions().collect();
                all.into_iter().rev().for_each(|v| self.text_of(v, ""));
            }
            (Some("resource"), "apiVersion") => {
                fields::kubernetes().kinds().iter().for_each(|k| self.text_of(k.api_version, ""));
            }
            (_, "platform") => self.texts(&["linux/amd64", "linux/arm64"]),
            (Some("pull"), "registry") => self.texts(&["ghcr.io", "docker.io", "quay.io"]),
            _ => {}
        }
    }

    fn texts(&mut self, all: &[&str]) {
        all.iter().for_each(|t| self.text_of(t, ""));
    }

    fn text_of(&mut self, text: &str, detail: &str) {
        let rank = u32::try_from(self.out.len()).unwrap_or(0);
        self.add(Thing::new(text, CompletionKind::Value, rank).detail(detail));
    }

    /// What can be copied into an image: files and folders of its context, one folder at a time.
    fn files(&mut self, typed: &str) {
        let rows = self.cursor.frames.iter().rev().flat_map(|f| f.rows.iter().chain(&f.following));
        let context = rows.filter_map(context).next().unwrap_or(".");
        let Some(folder) = resolved(self.view.source.path(), context) else { return };
        // The compiler lists the context of every image that it checks, so that this one is known.
        let Ok(all) = self.paths.files.list(&folder) else { return };
        let typed = typed.rsplit_once('/').map_or("", |(before, _)| typed.get(..=before.len()).unwrap_or_default());
        let below = typed.strip_prefix("./").unwrap_or(typed);
        let mut seen: Vec<String> = Vec::new();
        for rest in all.iter().filter_map(|file| file.strip_prefix(below)) {
            let next = rest.split_inclusive('/').next().unwrap_or(rest);
            if seen.last().is_none_or(|last| last != next) {
                seen.push(next.to_owned());
            }
        }
        for (rank, next) in (0..).zip(seen.into_iter().take(MOST)) {
            let detail = if next.ends_with('/') { "a folder of the context" } else { "of the context" };
            self.add(Thing::new(format!("{typed}{next}"), CompletionKind::File, rank).detail(detail));
        }
    }

    /// What can be used: the other sources of the project, and the files that come with the compiler.
    fn sources(&mut self) {
        let own = self.view.source.path();
        for path in self.paths.sources.iter().filter(|p| *p != own) {
            let shown = relative(own, path);
            self.add(Thing::new(shown, CompletionKind::File, 0).detail("of the project"));
        }
        self.add(
            Thing::new("wharf:images", CompletionKind::File, 90)
                .detail("templates of images that come with the compiler"),
        );
    }
}

/// How many files of a folder are offered at most.
const MOST: usize = 500;

/// The folder that `context "…"` says.
fn context<'t>(row: &Row<'t>) -> Option<&'t str> {
    match row.as_slice() {
        [word, text, ..] if word.is("context") && text.kind == ItemKind::Text => Some(unquoted(text.text)),
        _ => None,
    }
}

/// A path that a source says, from the project's folder. `None` where it leads out of that.
fn resolved(source: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = source.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(if parts.is_empty() { String::from(".") } else { parts.join("/") })
}

/// A path of the project as a source says it.
fn relative(source: &str, path: &str) -> String {
    let from: Vec<&str> = source.split('/').collect();
    let to: Vec<&str> = path.split('/').collect();
    let folders = from.len().saturating_sub(1);
    let same = from.iter().zip(&to).take(folders).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", folders.saturating_sub(same));
    up.chain(to.into_iter().skip(same)).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_go_from_a_source_and_back() {
        for (source, path, said) in [
            ("a.app", "b.app", "b.app"),
            ("x/a.app", "b.app", "../b.app"),
            ("x/a.app", "x/y/b.app", "y/b.app"),
            ("x/y/a.app", "x/z/b.app", "../z/b.app"),
        ] {
            assert_eq!(relative(source, path), said);
            assert_eq!(resolved(source, said).as_deref(), Some(path));
        }
        assert_eq!(resolved("a.app", "./"), Some(String::from(".")));
        assert_eq!(resolved("a.app", "../x"), None);
    }
}
