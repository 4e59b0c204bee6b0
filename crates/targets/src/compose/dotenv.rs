//! `.env.example`: every variable that the Compose file reads.

use wharf_model::OriginId;

use super::context::{Context, default_fits};
use super::gateway::Gateway;
use crate::File;
use crate::shared::GENERATED;
use crate::shared::lines::Lines;

const PATH: &str = ".env.example";

/// The file; `None` where nothing is read.
pub(super) fn file(cx: &Context<'_>, gateway: Option<&Gateway>) -> Option<File> {
    let app = cx.app;
    let mut out = Lines::new(cx.options.provenance);
    let origin = app.name.origin;
    let mut empty = true;
    out.comment(origin, GENERATED);
    out.line(origin, "# Copy this file to `.env`, where Compose reads it, and fill in what has no value.");
    for group in app.secrets().filter(|g| !g.keys.is_empty()) {
        empty = false;
        let origin = group.object.origin;
        out.line(origin, "");
        match &group.name {
            Some(name) => out.comment(origin, &format!("Secrets: {}", name.value)),
            None => out.comment(origin, "Secrets"),
        }
        document(&mut out, origin, group.doc.as_deref());
        for secret in &group.keys {
            out.line(secret.key.origin, "");
            document(&mut out, secret.key.origin, secret.doc.as_deref());
            let insisted_on = cx.set_if_only_to_nothing.contains(&secret.variable);
            if insisted_on {
                out.comment(secret.key.origin, "Optional, but has to be here: leave it empty.");
            }
            variable(&mut out, secret.key.origin, secret.variable.as_str(), None, secret.optional && !insisted_on);
        }
    }
    for (index, setting) in app.settings().enumerate() {
        empty = false;
        if index == 0 {
            out.line(setting.name.origin, "");
            out.comment(setting.name.origin, "Settings");
        }
        out.line(setting.name.origin, "");
        document(&mut out, setting.name.origin, setting.doc.as_deref());
        let default = setting.default.as_ref();
        if default.is_some_and(|d| !default_fits(d)) {
            out.comment(setting.name.origin, "Has to be set, if only to this.");
        }
        let (origin, value) = default.map_or((setting.name.origin, None), |d| (d.origin, Some(d.value.as_str())));
        variable(&mut out, origin, setting.name.as_str(), value, setting.optional);
    }
    if let Some(gateway) = gateway {
        empty = false;
        out.line(gateway.origin, "");
        out.comment(gateway.origin, "Where the routes are served on this machine");
        out.line(gateway.origin, "");
        for (name, port) in std::iter::once(&gateway.http).chain(&gateway.https) {
            variable(&mut out, gateway.origin, name, Some(&port.to_string()), false);
        }
    }
    (!empty).then(|| out.finish(PATH))
}

fn document(out: &mut Lines, origin: OriginId, doc: Option<&str>) {
    if let Some(doc) = doc {
        out.comment(origin, doc);
    }
}

fn variable(out: &mut Lines, origin: OriginId, name: &str, value: Option<&str>, optional: bool) {
    let value = value.map(quote).unwrap_or_default();
    if optional {
        out.comment(origin, "Optional.");
        out.line(origin, &format!("# {name}={value}"));
    } else {
        out.line(origin, &format!("{name}={value}"));
    }
}

/// A value as Compose's reader of `.env` files takes it: bare where nothing in it could mean
/// anything, else in single quotes, where nothing does, else in double quotes.
fn quote(value: &str) -> String {
    let harmless = |c: char| c.is_ascii_alphanumeric() || "_-./:@%+,".contains(c);
    if value.chars().all(harmless) {
        value.to_owned()
    } else if !value.contains(['\'', '\n', '\r', '\\']) {
        format!("'{value}'")
    } else {
        let mut out = String::from('"');
        for c in value.chars() {
            match c {
                '\n' => out.push_str(r"\n"),
                '\r' => out.push_str(r"\r"),
                '"' | '\\' | '$' => out.extend(['\\', c]),
                c => out.push(c),
            }
        }
        out.push('"');
        out
    }
}
