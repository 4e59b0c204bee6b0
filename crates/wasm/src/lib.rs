//! The browser's door: the front desk and the editor's engine, with sources and answers as JSON texts.
//!
//! Nothing is read but what is handed in, and nothing leaves but what is returned. [`check`] and [`compile`]
//! take the files of a project as a JSON object of paths and texts, and the paths to look at, once;
//! a [`Session`] is for a project that is edited.

mod session;
mod units;

use serde_json::{Map, Value, json};
use wasm_bindgen::prelude::wasm_bindgen;
use wharf::diagnostics::to_json;
use wharf::{Memory, Options, Report};

pub use session::Session;

/// Checks `entry`, one path or a JSON list of them.
///
/// Gives `{"diagnostics": […]}`, as `wharf check --format json` prints it; `{"error": "…"}` where
/// the arguments are not what is described here.
#[must_use]
#[wasm_bindgen]
pub fn check(sources: &str, entry: &str) -> String {
    answer(sources, entry, |files, entries| {
        let report = wharf::check(files, entries, &Options::default());
        json!({ "diagnostics": diagnostics(&report) })
    })
}

/// Compiles `entry`, one path or a JSON list of them.
///
/// Gives `{"files": {"<app>/<path>": "text"}, "diagnostics": […]}`, the files as `wharf build`
/// writes them into `dist`; `{"error": "…"}` where the arguments are not what is described here.
#[must_use]
#[wasm_bindgen]
pub fn compile(sources: &str, entry: &str) -> String {
    answer(sources, entry, |files, entries| {
        let compiled = wharf::compile(files, entries, &Options::default());
        let written = |app: &wharf::AppOutput| {
            let folder = app.folder.clone();
            let text = |f: &wharf::File| Value::from(String::from_utf8_lossy(&f.contents).into_owned());
            app.files.iter().map(|f| (format!("{folder}/{}", f.path), text(f))).collect::<Vec<_>>()
        };
        let files: Map<String, Value> = compiled.apps.iter().flat_map(written).collect();
        json!({ "files": files, "diagnostics": diagnostics(&compiled.report) })
    })
}

/// The formatted text of a file.
///
/// Gives `{"text": "…"}`, or `{"diagnostics": […]}` where the file does not parse.
#[must_use]
#[wasm_bindgen]
pub fn format(name: &str, text: &str) -> String {
    match wharf::format(name, text) {
        Ok(text) => json!({ "text": text }),
        Err(report) => json!({ "diagnostics": diagnostics(&report) }),
    }
    .to_string()
}

/// What a code such as `W0201` means, in Markdown.
#[must_use]
#[wasm_bindgen]
pub fn explain(code: &str) -> Option<String> {
    wharf::explain(wharf::diagnostics::Code::parse(code)?).map(str::to_owned)
}

fn diagnostics(report: &Report) -> Value {
    let all = report.diagnostics.iter().map(|d| serde_json::to_value(to_json(d, &report.sources)).unwrap_or_default());
    Value::Array(all.collect())
}

fn answer(sources: &str, entry: &str, f: impl FnOnce(&Memory, &[&str]) -> Value) -> String {
    let Ok(Value::Object(files)) = serde_json::from_str(sources) else {
        return json!({ "error": "the sources are a JSON object of paths and texts" }).to_string();
    };
    let texts = files.iter().map(|(path, text)| (path.clone(), text.as_str().unwrap_or_default()));
    let memory = Memory::new(texts);
    let list: Vec<String> = serde_json::from_str(entry).unwrap_or_else(|_| vec![entry.to_owned()]);
    f(&memory, &list.iter().map(String::as_str).collect::<Vec<_>>()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HELLO: &str =
        r#"{"hello.app": "app hello { service web { image \"nginx:1.29\"; user 101; port http 80 } }"}"#;

    #[test]
    fn files_and_diagnostics_come_out() {
        let compiled: Value = serde_json::from_str(&compile(HELLO, "hello.app")).unwrap();
        assert!(compiled["files"]["hello/compose.yaml"].as_str().unwrap().contains("nginx:1.29"));
        let checked: Value = serde_json::from_str(&check("{\"a.app\": \"app a {\"}", "[\"a.app\"]")).unwrap();
        assert_eq!(checked["diagnostics"][0]["code"], "W0006");
        let refused: Value = serde_json::from_str(&check("[]", "a.app")).unwrap();
        assert!(refused["error"].is_string());
    }

    #[test]
    fn a_text_is_formatted() {
        let formatted: Value = serde_json::from_str(&format("a.app", "app   a{}")).unwrap();
        assert_eq!(formatted["text"], "app a {}\n");
    }
}
