//! `wharf::schema()` and the page that describes it say the same.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;

use serde_json::Value;
use wharf_analysis::vocabulary::words;

const PAGE: &str = include_str!("../../grammar/schema.md");

fn schema() -> Value {
    serde_json::from_str(&wharf::schema()).unwrap()
}

fn list<'v>(v: &'v Value, field: &str) -> &'v [Value] {
    v[field].as_array().unwrap_or_else(|| panic!("`{field}` is a list in {v}"))
}

#[test]
fn the_example_of_the_page_is_a_word_of_the_schema() {
    let shown = PAGE.split("```json\n").nth(1).unwrap().split("\n```").next().unwrap();
    let shown: Value = serde_json::from_str(shown).unwrap();
    let schema = schema();
    let same = list(&schema, "words").iter().find(|w| w["spelling"] == shown["spelling"]).unwrap();
    assert_eq!(*same, shown, "grammar/schema.md shows another word than\n{same:#}");
}

/// The names of all fields below a value, but for the names of blocks.
fn fields(v: &Value, out: &mut BTreeSet<String>) {
    match v {
        Value::Object(map) => {
            for (name, inner) in map {
                out.insert(name.clone());
                if name == "blocks" && inner.is_object() {
                    inner.as_object().unwrap().values().for_each(|b| fields(b, out));
                } else {
                    fields(inner, out);
                }
            }
        }
        Value::Array(all) => all.iter().for_each(|v| fields(v, out)),
        _ => {}
    }
}

#[test]
fn the_page_names_every_field_and_every_value() {
    let schema = schema();
    let mut names = BTreeSet::new();
    fields(&schema, &mut names);
    for w in list(&schema, "words") {
        let values = [&w["head"], &w["role"], &w["merge"], &w["key"]["by"]].map(|v| v.as_str().unwrap().to_owned());
        names.extend(values);
        for slot in list(w, "forms").iter().flat_map(|f| list(f, "slots")) {
            names.extend([&slot["mode"], &slot["type"]["kind"]].map(|v| v.as_str().unwrap().to_owned()));
        }
    }
    let absent = |n: &&String| !PAGE.contains(&format!("`{n}`")) && !PAGE.contains(&format!("\"{n}\": "));
    let missing: Vec<&String> = names.iter().filter(absent).collect();
    assert!(missing.is_empty(), "grammar/schema.md does not say what these are: {missing:?}");
}

#[test]
fn the_schema_holds_the_vocabulary() {
    let schema = schema();
    assert_eq!(list(&schema, "words").len(), words().count());
    let blocks = schema["blocks"].as_object().unwrap();
    for w in list(&schema, "words") {
        for block in list(w, "blocks") {
            let block = &blocks[block.as_str().unwrap()];
            assert!(list(block, "words").contains(&w["spelling"]), "{w}");
        }
    }
}
