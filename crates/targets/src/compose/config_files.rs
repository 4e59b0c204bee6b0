//! Configs that are mounted as files: a file each beside `compose.yaml`.

use wharf_model::{At, Name, Part, Text};

use super::context::Context;
use super::types;
use crate::{File, LineOrigin};

/// The project's config for one key of a config; writes its file.
pub(super) fn config_file(cx: &mut Context<'_>, config: &At<Name>, key: &str) -> String {
    // A name has no dot, so that no two pairs make one.
    let name = format!("{}.{key}", config.value);
    let entries = cx.app.config(config).map(|c| c.entries.as_slice()).unwrap_or_default();
    if let Some((_, text)) = entries.iter().find(|(k, _)| k.value == key) {
        let path = path(config, key);
        let lines = if cx.options.provenance { vec![LineOrigin { line: 0, origin: text.origin }] } else { Vec::new() };
        let contents = contents(cx, text).into_bytes();
        let source = types::Source::File(super::format::literal(&format!("./{path}")));
        cx.configs.insert(name.clone(), (source, text.origin));
        cx.files.insert(path.clone(), File { path, contents, lines });
    }
    name
}

/// The file's path beside `compose.yaml`.
pub(super) fn path(config: &Name, key: &str) -> String {
    format!("configs/{config}/{key}")
}

/// The text as it is. Nothing interpolates a file.
fn contents(cx: &Context<'_>, text: &Text) -> String {
    let mut out = String::new();
    for part in text.parts() {
        match part {
            Part::Literal(literal) => out.push_str(literal),
            Part::Host(service) => out.push_str(&cx.app.host(service)),
            Part::Port(port) => out.push_str(&cx.port_number(port)),
            // The checker lets none of these into a config.
            Part::Secret(_) | Part::Setting(_) | Part::Pod(_) => {}
        }
    }
    out
}
