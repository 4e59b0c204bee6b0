//! Inside of strings: paths, and the few texts of which it is known what they can be.

use wharf_analysis::fields;

use super::{Offer, Thing};
use crate::context::{Item, Wanted};
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

    /// What can be used: the files that come with the compiler.
    fn sources(&mut self) {
        self.add(
            Thing::new("wharf:images", CompletionKind::File, 90)
                .detail("templates of images that come with the compiler"),
        );
    }
}
