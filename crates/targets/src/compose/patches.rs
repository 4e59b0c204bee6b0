//! Fields that the source sets itself: `compose { … }`.

use wharf_model::{At, Bytes, Cpu, OriginId, Text};

use super::context::Context;
use super::{format, types};
use crate::shared::patch::{Spell, merge};
use crate::yaml::{self, Cursor, Record};

/// Compose's spellings.
struct Spelling<'c, 'a>(&'c mut Context<'a>);

impl Spell for Spelling<'_, '_> {
    fn text(&mut self, text: &At<Text>) -> String {
        self.0.text(text)
    }

    fn bytes(&self, amount: Bytes) -> String {
        format::bytes(amount)
    }

    fn is_sorted(&self) -> bool {
        false
    }

    fn cpu(&self, amount: Cpu) -> String {
        format::cpus(amount)
    }
}

/// Writes the project, with the fields laid over it.
///
/// # Errors
///
/// What the YAML writer refuses.
pub(super) fn write<R: Record<OriginId>>(
    cx: &mut Context<'_>,
    project: &types::Project,
    marks: &R,
) -> Result<yaml::Document<OriginId>, yaml::Error> {
    let app = cx.app;
    let services = app.services().map(|s| (&s.name, &s.patches));
    let owned = services.chain(app.jobs().chain(app.crons().map(|c| &c.job)).map(|j| (&j.name, &j.patches)));
    let owned: Vec<_> = owned.filter(|(_, p)| !p.compose.is_empty()).collect();
    let Some(mut value) =
        (!owned.is_empty() || !app.patches.compose.is_empty()).then(|| serde_json::to_value(project).ok()).flatten()
    else {
        // What our own types hold can be written.
        return if cx.options.check { Ok(yaml::Document::default()) } else { yaml::write(project, marks) };
    };
    let root = marks.root();
    for (name, patches) in owned {
        if let Some(service) = value.get_mut("services").and_then(|s| s.get_mut(name.as_str())) {
            merge(service, &patches.compose, &mut Spelling(cx), root.key("services").key(name.as_str()));
        }
    }
    merge(&mut value, &app.patches.compose, &mut Spelling(cx), root);
    yaml::write(&value, marks)
}
