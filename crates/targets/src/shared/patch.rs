//! Fields that the source sets itself, laid over what was lowered.

use serde_json::{Map, Value};
use wharf_model::{At, Bytes, Change, Cpu, Duration, Node, OriginId, Patch, Text};

use crate::yaml::Cursor;

/// How a target writes what is not the same in all of them.
pub(crate) trait Spell {
    /// A text.
    fn text(&mut self, text: &At<Text>) -> String;
    /// An amount of memory.
    fn bytes(&self, amount: Bytes) -> String;
    /// An amount of CPU.
    fn cpu(&self, amount: Cpu) -> String;
    /// Whether fields stand by name, so that a new one has its place among them; else it comes last.
    fn is_sorted(&self) -> bool;
}

/// Changes the fields of a map that are said; what is no map becomes one.
pub(crate) fn merge<C: Cursor<OriginId>>(to: &mut Value, fields: &[Patch], spell: &mut dyn Spell, at: C) {
    if !to.is_object() {
        *to = Value::Object(Map::new());
    }
    let Some(map) = to.as_object_mut() else { return };
    for patch in fields {
        let place = at.key(&patch.key.value);
        match &patch.change {
            Change::Set(node) => {
                let value = written(node, spell, place.clear());
                *slot(map, &patch.key.value, spell.is_sorted()) = value;
            }
            Change::Merge(inner) => {
                let slot = slot(map, &patch.key.value, spell.is_sorted());
                if !slot.is_object() {
                    *slot = Value::Object(Map::new());
                    place.clear().set(patch.key.origin);
                }
                merge(slot, inner, spell, place);
            }
            Change::MergeItems { by, items } => {
                let slot = slot(map, &patch.key.value, spell.is_sorted());
                if !slot.is_array() {
                    *slot = Value::Array(Vec::new());
                    place.clear().set(patch.key.origin);
                }
                let Value::Array(list) = slot else { continue };
                for (key, inner) in items {
                    let known = |v: &Value| v.get(by).is_some_and(|k| k.as_str() == Some(&key.value));
                    let index = list.iter().position(known).unwrap_or(list.len());
                    if index == list.len() {
                        place.index(index).set(key.origin);
                        list.push(Value::Object(Map::from_iter([(by.clone(), Value::String(key.value.clone()))])));
                    }
                    if let Some(item) = list.get_mut(index) {
                        merge(item, inner, spell, place.index(index));
                    }
                }
            }
        }
    }
}

/// A value as it is written, its places marked.
pub(crate) fn written<C: Cursor<OriginId>>(node: &At<Node>, spell: &mut dyn Spell, at: C) -> Value {
    at.set(node.origin);
    match &node.value {
        Node::Bool(b) => Value::Bool(*b),
        Node::Int(n) => Value::from(*n),
        Node::Float(f) => Value::from(*f),
        Node::Text(text) => Value::String(spell.text(&At::new(text.clone(), node.origin))),
        Node::Bytes(amount) => Value::String(spell.bytes(*amount)),
        Node::Cpu(amount) => Value::String(spell.cpu(*amount)),
        Node::Duration(time) => Value::String(go_duration(*time)),
        Node::List(items) => {
            Value::Array(items.iter().enumerate().map(|(i, item)| written(item, spell, at.index(i))).collect())
        }
        Node::Map(entries) => {
            let entry =
                |(key, value): &(At<String>, At<Node>)| (key.value.clone(), written(value, spell, at.key(&key.value)));
            Value::Object(entries.iter().map(entry).collect())
        }
    }
}

/// The value under a key, `null` where there was none.
fn slot<'v>(map: &'v mut Map<String, Value>, key: &str, is_sorted: bool) -> &'v mut Value {
    if is_sorted && !map.contains_key(key) {
        // What an object is stands before all others.
        let after = map.keys().position(|k| k.as_str() > key && !matches!(k.as_str(), "apiVersion" | "kind"));
        map.shift_insert(after.unwrap_or(map.len()), key.to_owned(), Value::Null);
    }
    map.entry(key).or_insert(Value::Null)
}

/// A time in the largest unit that divides it: Go's units, with `m` for minutes and none for days.
pub(crate) fn go_duration(time: Duration) -> String {
    let units = [(3_600_000, "h"), (60_000, "m"), (1000, "s")];
    match units.into_iter().find(|(millis, _)| time.0 != 0 && time.0.is_multiple_of(*millis)) {
        Some((millis, unit)) => format!("{}{unit}", time.0 / millis),
        None if time.0 == 0 => String::from("0s"),
        None => format!("{}ms", time.0),
    }
}
