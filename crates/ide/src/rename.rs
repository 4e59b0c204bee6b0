//! Giving a thing another name everywhere, where that changes nothing else.

use wharf::diagnostics::{FileId, Severity, Span};
use wharf::{Index, Overlay, Project, Report};

use crate::data::{TextEdit, TextRange};
use crate::names;
use crate::workspace::{Checked, Workspace};

impl Workspace {
    /// The name at an offset, and where it stands, if it can be changed.
    ///
    /// # Errors
    /// A sentence that says why not.
    pub fn prepare_rename(&mut self, path: &str, offset: u32) -> Result<(TextRange, String), String> {
        let Checked { index, .. } = self.check();
        let found = self.project.id(path).and_then(|id| names::find(&index, id, offset));
        let found = found.ok_or_else(|| String::from("there is no name here that can be changed"))?;
        let sources = self.project.sources();
        let at = names::inner(sources, found.at);
        let old = sources.slice(at);
        names::renamed(sources, &names::all(&index, &found.declarations), old, old)?;
        Ok((at.into(), old.to_owned()))
    }

    /// The edits that give the thing at an offset another name, everywhere. They are checked: nothing that was
    /// right becomes wrong by them, and no name means another thing than before.
    ///
    /// # Errors
    /// A sentence that says why the name cannot be given.
    pub fn rename(&mut self, path: &str, offset: u32, new: &str) -> Result<Vec<TextEdit>, String> {
        let (_, old) = self.prepare_rename(path, offset)?;
        let Checked { report, index } = self.check();
        let nothing = || String::from("there is no name here that can be changed");
        let found = self.project.id(path).and_then(|id| names::find(&index, id, offset)).ok_or_else(nothing)?;
        if old == new {
            return Ok(Vec::new());
        }
        let places = names::all(&index, &found.declarations);
        let edits = names::renamed(self.project.sources(), &places, &old, new)?;
        let mut files: Vec<(String, String)> = Vec::new();
        for source in self.paths() {
            let Some(text) = self.text(&source) else { continue };
            files.push((source.clone(), edited(&text, edits.iter().filter(|e| e.path == source))));
        }
        let after = Overlay::new(files, &self.files);
        let mut project = Project::new();
        let paths = self.paths();
        let again = project.check(&after, &paths.iter().map(String::as_str).collect::<Vec<_>>());
        let errors = |r: &Report| r.diagnostics.iter().filter(|d| d.severity == Severity::Error).count();
        if errors(&again) > errors(&report) {
            let why = again.diagnostics.iter().filter(|d| d.is_error());
            let new_one = why.max_by_key(|d| !report.diagnostics.iter().any(|o| o.message == d.message));
            let why = new_one.map_or("", |d| d.message.as_str());
            return Err(format!("`{old}` cannot be called `{new}`: {why}"));
        }
        let meanings = |i: &Index| i.uses().filter(|u| u.span != u.declaration).count();
        let same = names::all(
            &project.index(),
            &moved(&found.declarations, &places, &old, new, |f| project.id(self.project.sources().get(f)?.name())),
        );
        if same.len() != places.len() || meanings(&project.index()) != meanings(&index) {
            return Err(format!("`{new}` would mean something else in some places"));
        }
        Ok(edits)
    }
}

/// A text with edits, which do not overlap.
fn edited<'a>(text: &str, edits: impl Iterator<Item = &'a TextEdit>) -> String {
    let mut all: Vec<&TextEdit> = edits.collect();
    all.sort_by_key(|e| e.range);
    let (mut out, mut at) = (String::new(), 0);
    for e in all {
        out.push_str(text.get(at..e.range.start as usize).unwrap_or_default());
        out.push_str(&e.text);
        at = e.range.end as usize;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// Where declarations stand once all places have another name. `id` gives the id of a file there.
fn moved(
    declarations: &[Span],
    places: &[Span],
    old: &str,
    new: &str,
    id: impl Fn(FileId) -> Option<FileId>,
) -> Vec<Span> {
    let clip = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let moved = declarations.iter().filter_map(|d| {
        let before = clip(places.iter().filter(|p| p.file == d.file && p.start < d.start).count());
        let start = (d.start + before * clip(new.len())).checked_sub(before * clip(old.len()))?;
        let end = (d.end - d.start + clip(new.len())).checked_sub(clip(old.len()))? + start;
        Some(Span { file: id(d.file)?, start, end })
    });
    moved.collect()
}
