//! A project that is edited: the whole engine of the editor, with offsets as JavaScript counts them.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde::Serialize;
use serde_json::{Map, Value, json};
use wasm_bindgen::prelude::wasm_bindgen;
use wharf_ide::{Memory, OutputFile, Outputs, Place, TextRange, Workspace};

use crate::units::Units;

/// A project, open in an editor.
///
/// Answers are JSON texts of the plain data that `wharf-ide` describes. A range counts UTF-16 code units, as
/// JavaScript's strings do; it is of the file whose `path` stands beside or around it, else of the file that was
/// asked about. What has not changed between two questions is not checked again.
#[wasm_bindgen]
pub struct Session {
    workspace: Workspace,
    /// The units of the files asked about at this revision.
    units: BTreeMap<String, Units>,
}

impl Default for Session {
    fn default() -> Self {
        Self::new()
    }
}

#[wasm_bindgen]
impl Session {
    /// A project without files.
    #[must_use]
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self { workspace: Workspace::new(Rc::new(Memory::default())), units: BTreeMap::new() }
    }

    /// Gives a file a text; one that is not there comes. Paths are relative to the project's folder.
    pub fn open(&mut self, path: &str, text: &str) {
        self.workspace.open(path, text);
        self.units.clear();
    }

    /// Replaces the units from `start` to `end` of a file's text. Gives whether it could be done: the file is
    /// there and has such a range.
    pub fn edit(&mut self, path: &str, start: u32, end: u32, text: &str) -> bool {
        let range = TextRange::new(self.byte(path, start), self.byte(path, end));
        self.units.clear();
        self.workspace.edit(path, range, text)
    }

    /// Takes a file away.
    pub fn close(&mut self, path: &str) {
        self.workspace.close(path);
        self.units.clear();
    }

    /// The text of a file, of one that comes with the compiler, too.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<String> {
        self.workspace.text(path).map(|text| text.to_string())
    }

    /// What is wrong in all files: `[["path", [Problem…]]…]`.
    pub fn problems(&mut self) -> String {
        let all = self.workspace.all_problems();
        let all = all.into_iter().map(|(path, problems)| {
            let problems = self.value(&path, &problems);
            json!([path, problems])
        });
        Value::Array(all.collect()).to_string()
    }

    /// What may be written at an offset: `[Completion…]`.
    pub fn completions(&mut self, path: &str, offset: u32) -> String {
        let at = self.byte(path, offset);
        let all = self.workspace.completions(path, at);
        self.json(path, &all)
    }

    /// What is known of the thing at an offset: `Hover` or `null`.
    pub fn hover(&mut self, path: &str, offset: u32) -> String {
        let at = self.byte(path, offset);
        let found = self.workspace.hover(path, at);
        self.json(path, &found)
    }

    /// Where the thing at an offset is declared: `[Place…]`.
    pub fn definition(&mut self, path: &str, offset: u32) -> String {
        let at = self.byte(path, offset);
        let found = self.workspace.definition(path, at);
        self.json(path, &found)
    }

    /// Where the thing at an offset stands, its declaration included: `[Place…]`.
    pub fn references(&mut self, path: &str, offset: u32) -> String {
        let at = self.byte(path, offset);
        let found = self.workspace.references(path, at, true);
        self.json(path, &found)
    }

    /// The edits that give the thing at an offset another name: `{"edits": [TextEdit…]}`, or `{"error": "why"}`.
    pub fn rename(&mut self, path: &str, offset: u32, name: &str) -> String {
        let at = self.byte(path, offset);
        match self.workspace.rename(path, at, name) {
            Ok(edits) => json!({ "edits": self.value(path, &edits) }),
            Err(why) => json!({ "error": why }),
        }
        .to_string()
    }

    /// The name at an offset that could be changed: `{"name": "…", "range": …}`, or `{"error": "why"}`.
    #[wasm_bindgen(js_name = prepareRename)]
    pub fn prepare_rename(&mut self, path: &str, offset: u32) -> String {
        let at = self.byte(path, offset);
        match self.workspace.prepare_rename(path, at) {
            Ok((range, name)) => json!({ "name": name, "range": self.value(path, &range) }),
            Err(why) => json!({ "error": why }),
        }
        .to_string()
    }

    /// What each piece of a file's text is: `{"kinds": ["keyword"…], "data": [start, end, kind…]}`, three numbers a
    /// token.
    pub fn tokens(&mut self, path: &str) -> String {
        let tokens = self.workspace.tokens(path);
        let mut kinds: Vec<Value> = Vec::new();
        let mut data: Vec<u32> = Vec::with_capacity(tokens.len() * 3);
        for token in tokens {
            let kind = json!(token.kind);
            let number = kinds.iter().position(|k| *k == kind).unwrap_or_else(|| {
                kinds.push(kind);
                kinds.len() - 1
            });
            let units = self.units(path);
            data.extend([units.unit(token.range.start), units.unit(token.range.end)]);
            data.push(u32::try_from(number).unwrap_or_default());
        }
        json!({ "kinds": kinds, "data": data }).to_string()
    }

    /// The declarations of a file: `[Symbol…]`.
    pub fn symbols(&mut self, path: &str) -> String {
        let all = self.workspace.symbols(path);
        self.json(path, &all)
    }

    /// What can be folded in a file: `[Fold…]`.
    pub fn folds(&mut self, path: &str) -> String {
        let all = self.workspace.folds(path);
        self.json(path, &all)
    }

    /// The edits that format a file: `[TextEdit…]`, or `null` where it does not parse.
    pub fn format(&mut self, path: &str) -> String {
        let edits = self.workspace.format(path);
        self.json(path, &edits)
    }

    /// The edits that apply all safe fixes of a file: `[TextEdit…]`.
    #[wasm_bindgen(js_name = fixAll)]
    pub fn fix_all(&mut self, path: &str) -> String {
        let edits = self.workspace.fix_all(path);
        self.json(path, &edits)
    }

    /// The environments that the apps of a file declare: `["prod"…]`.
    pub fn environments(&mut self, path: &str) -> String {
        let all = self.workspace.environments(path);
        self.json(path, &all)
    }

    /// The outputs of a file's apps, as their own bodies say or in an environment.
    ///
    /// Gives `{"failed": false, "apps": [{"name", "folder", "environment", "files": [{"path", "text", "places":
    /// [Place…], "lines": [n…]}…]}…]}`; `lines` has for each line of the text the number of its place, or -1.
    pub fn outputs(&mut self, path: &str, environment: Option<String>) -> String {
        let Outputs { failed, apps } = self.workspace.outputs(path, environment.as_deref());
        let mut all = Vec::new();
        for app in apps {
            let files: Vec<Value> = app.files.iter().map(|f| self.output(f)).collect();
            all.push(json!({ "name": app.name, "folder": app.folder, "environment": app.environment, "files": files }));
        }
        json!({ "failed": failed, "apps": all }).to_string()
    }
}

impl Session {
    fn output(&mut self, file: &OutputFile) -> Value {
        let mut numbers: BTreeMap<&Place, usize> = BTreeMap::new();
        let mut places = Vec::new();
        let mut lines = Vec::with_capacity(file.lines.len());
        for line in &file.lines {
            let Some(place) = line else {
                lines.push(-1);
                continue;
            };
            let next = places.len();
            let number = *numbers.entry(place).or_insert(next);
            if number == next {
                places.push(self.value(&place.path, place));
            }
            lines.push(i64::try_from(number).unwrap_or(-1));
        }
        json!({ "path": file.path, "text": file.text, "places": places, "lines": lines })
    }

    fn units(&mut self, path: &str) -> &Units {
        if !self.units.contains_key(path) {
            let text = self.workspace.text(path).unwrap_or_default();
            self.units.insert(path.to_owned(), Units::new(&text));
        }
        self.units.entry(path.to_owned()).or_insert_with(|| Units::new(""))
    }

    fn byte(&mut self, path: &str, unit: u32) -> u32 {
        self.units(path).byte(unit)
    }

    fn json(&mut self, path: &str, of: &impl Serialize) -> String {
        self.value(path, of).to_string()
    }

    /// As JSON, with ranges in units. Those without a path around them are of `path`.
    fn value(&mut self, path: &str, of: &impl Serialize) -> Value {
        let mut value = serde_json::to_value(of).unwrap_or_default();
        self.convert(path, &mut value);
        value
    }

    fn convert(&mut self, path: &str, value: &mut Value) {
        match value {
            Value::Array(all) => all.iter_mut().for_each(|v| self.convert(path, v)),
            Value::Object(map) => {
                if let Some((start, end)) = range(map) {
                    let units = self.units(path);
                    let (start, end) = (units.unit(start), units.unit(end));
                    map.insert(String::from("start"), json!(start));
                    map.insert(String::from("end"), json!(end));
                    return;
                }
                let own = map.get("path").and_then(Value::as_str).map(str::to_owned);
                let path = own.as_deref().unwrap_or(path);
                map.iter_mut().for_each(|(_, v)| self.convert(path, v));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

/// What [`TextRange`] is in JSON.
fn range(map: &Map<String, Value>) -> Option<(u32, u32)> {
    let number = |key: &str| map.get(key).and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok());
    Some((number("start")?, number("end")?)).filter(|_| map.len() == 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHOP: &str = "/// 🛳 → shop\napp shop {\n  service web { image \"nginx:1.29\"; user 101; port http 8080 }\n  route \"x.localhost\" { \"/\" -> web.htp }\n}\n";

    fn asked(text: &str) -> Value {
        serde_json::from_str(text).unwrap()
    }

    fn unit(text: &str, of: &str) -> u64 {
        text.split_once(of).unwrap().0.encode_utf16().count() as u64
    }

    fn session(text: &str) -> Session {
        let mut session = Session::new();
        session.open("shop.app", text);
        session
    }

    #[test]
    fn problems_and_their_fixes_count_as_javascript_does() {
        let mut session = session(SHOP);
        let all = asked(&session.problems());
        let problem = &all[0][1][0];
        assert_eq!((&all[0][0], &problem["code"]), (&json!("shop.app"), &json!("W0201")));
        let at = unit(SHOP, "htp");
        assert_eq!(problem["range"], json!({ "start": at, "end": at + 3 }));
        let edit = &problem["fixes"][0]["edits"][0];
        assert_eq!(edit, &json!({ "path": "shop.app", "range": { "start": at, "end": at + 3 }, "text": "http" }));
        let at = u32::try_from(at).unwrap();
        assert!(session.edit("shop.app", at, at + 3, "http"));
        assert_eq!(session.text("shop.app").unwrap(), SHOP.replace("htp", "http"));
        assert_eq!(asked(&session.fix_all("shop.app")), json!([]));
        assert!(!session.edit("none.app", 0, 0, "x"));
    }

    #[test]
    fn lines_of_outputs_lead_to_ranges_of_the_source() {
        let mut session = session(&SHOP.replace("htp", "http"));
        let outputs = asked(&session.outputs("shop.app", None));
        assert_eq!(outputs["failed"], false);
        let files = outputs["apps"][0]["files"].as_array().unwrap();
        let compose = files.iter().find(|f| f["path"] == "compose.yaml").unwrap();
        let line = compose["text"].as_str().unwrap().lines().position(|l| l.contains("nginx:1.29")).unwrap();
        let place = &compose["places"][usize::try_from(compose["lines"][line].as_u64().unwrap()).unwrap()];
        let (text, start) = (SHOP.replace("htp", "http"), place["range"]["start"].as_u64().unwrap());
        let units: Vec<u16> = text.encode_utf16().skip(usize::try_from(start).unwrap()).collect();
        assert!(String::from_utf16(&units).unwrap().starts_with("\"nginx:1.29\""), "{place}");
    }

    #[test]
    fn questions_at_an_offset_are_of_the_thing_there() {
        let mut session = session(&SHOP.replace("htp", "http"));
        let at = u32::try_from(unit(SHOP, "web.")).unwrap() + 1;
        assert!(asked(&session.hover("shop.app", at))["markdown"].as_str().unwrap().contains("web"));
        let declared = unit(SHOP, "web {");
        assert_eq!(asked(&session.definition("shop.app", at))[0]["range"]["start"], declared);
        assert_eq!(asked(&session.references("shop.app", at)).as_array().unwrap().len(), 2);
        assert_eq!(asked(&session.prepare_rename("shop.app", at))["name"], "web");
        assert_eq!(asked(&session.rename("shop.app", at, "site"))["edits"].as_array().unwrap().len(), 2);
        assert!(asked(&session.rename("shop.app", at, "x y"))["error"].is_string());
        let all = asked(&session.completions("shop.app", at + 3));
        assert!(all.as_array().unwrap().iter().any(|c| c["label"] == "http"), "{all}");
        let tokens = asked(&session.tokens("shop.app"));
        let data: Vec<u64> = tokens["data"].as_array().unwrap().iter().filter_map(Value::as_u64).collect();
        let web = data.chunks(3).find(|t| t[0] == declared).unwrap();
        assert_eq!(tokens["kinds"][usize::try_from(web[2]).unwrap()], "declaration");
    }
}
