//! The whole lowering, on apps made by hand. `judge` hands outputs to the real tools.

mod app;
mod builds;
mod environment;
mod gateway;
mod health;
mod judge;
mod mounts;
mod origins;
mod samples;
mod services;

use wharf_diagnostics::Code;
use wharf_model::App;

use super::Compose;
use crate::{Lower, Lowered, Options, Placement};

/// The options of a build into `dist/shop`.
fn options() -> Options {
    let placement =
        Placement { project_from_output: String::from("../.."), output_from_project: String::from("dist/shop") };
    Options { placement, provenance: false, check: false, previous: Vec::new() }
}

fn lower(app: &App) -> Lowered {
    Compose.lower(app, &options())
}

fn file(lowered: &Lowered, path: &str) -> String {
    let file = lowered.files.iter().find(|f| f.path == path);
    String::from_utf8(file.unwrap_or_else(|| panic!("no {path}")).contents.clone()).unwrap()
}

fn compose(app: &App) -> String {
    file(&lower(app), "compose.yaml")
}

fn codes(lowered: &Lowered) -> Vec<Code> {
    lowered.diagnostics.iter().map(|d| d.code).collect()
}

/// The part of a Compose file under a key of the given indent, with that line.
fn section(text: &str, key: &str) -> String {
    let indent = key.len() - key.trim_start().len();
    let mut lines = text.lines().skip_while(|l| !l.starts_with(key));
    let first = lines.next().unwrap_or_else(|| panic!("no `{key}` in\n{text}"));
    let rest = lines.take_while(|l| l.len() - l.trim_start().len() > indent || l.starts_with(&" ".repeat(indent + 1)));
    std::iter::once(first).chain(rest).map(|l| format!("{l}\n")).collect()
}
