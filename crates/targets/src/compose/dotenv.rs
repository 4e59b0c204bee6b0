//! `.env.example`: every variable that the Compose file reads.

use wharf_model::OriginId;

use super::context::{Context, default_fits};
use super::gateway::Gateway;
use super::lines::Lines;
use crate::File;

const PATH: &str = ".env.example";

/// The file; `None` where nothing is read.
pub(super) fn file(cx: &Context<'_>, gateway: Option<&Gateway>) -> Option<File> {
    let app = cx.app;
    let mut out = Lines::default();
    let origin = app.name.origin;
    let mut empty = true;
    out.push(origin, "# Copy this file to `.env`, where Compose reads it, and fill in what has no value.");
    for group in app.secrets().filter(|g| !g.keys.is_empty()) {
        empty = false;
        let origin = group.object.origin;
        out.push(origin, "");
        match &group.name {
            Some(name) => comment(&mut out, origin, &format!("Secrets: {}", name.value)),
            None => comment(&mut out, origin, "Secrets"),
        }
        document(&mut out, origin, group.doc.as_deref());
        for secret in &group.keys {
            out.push(secret.key.origin, "");
            document(&mut out, secret.key.origin, secret.doc.as_deref());
            let insisted_on = cx.set_if_only_to_nothing.contains(&secret.variable);
            if insisted_on {
                comment(&mut out, secret.key.origin, "Optional, but has to be here: leave it empty.");
            }
            variable(&mut out, secret.key.origin, secret.variable.as_str(), None, secret.optional && !insisted_on);
        }
    }
    for (index, setting) in app.settings().enumerate() {
        empty = false;
        if index == 0 {
            out.push(setting.name.origin, "");
            comment(&mut out, setting.name.origin, "Settings");
        }
        out.push(setting.name.origin, "");
        document(&mut out, setting.name.origin, setting.doc.as_deref());
        let default = setting.default.as_ref();
        if default.is_some_and(|d| !default_fits(d)) {
            comment(&mut out, setting.name.origin, "Has to be set, if only to this.");
        }
        let (origin, value) = default.map_or((setting.name.origin, None), |d| (d.origin, Some(d.value.as_str())));
        variable(&mut out, origin, setting.name.as_str(), value, setting.optional);
    }
    if let Some(gateway) = gateway {
        empty = false;
        out.push(gateway.origin, "");
        comment(&mut out, gateway.origin, "Where the routes are served on this machine");
        out.push(gateway.origin, "");
        for (name, port) in std::iter::once(&gateway.http).chain(&gateway.https) {
            variable(&mut out, gateway.origin, name, Some(&port.to_string()), false);
        }
    }
    (!empty).then(|| out.finish(PATH, cx.options.provenance))
}

fn document(out: &mut Lines, origin: OriginId, doc: Option<&str>) {
    if let Some(doc) = doc {
        comment(out, origin, doc);
    }
}

fn comment(out: &mut Lines, origin: OriginId, text: &str) {
    for line in text.lines() {
        out.push(origin, format!("# {line}").trim_end());
    }
}

fn variable(out: &mut Lines, origin: OriginId, name: &str, value: Option<&str>, optional: bool) {
    let value = value.map(quote).unwrap_or_default();
    if optional {
        comment(out, origin, "Optional.");
        out.push(origin, &format!("# {name}={value}"));
    } else {
        out.push(origin, &format!("{name}={value}"));
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
