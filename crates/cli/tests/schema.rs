//! `wharf schema`

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod common;

use common::Place;

#[test]
fn the_vocabulary_is_printed_as_json() {
    let ran = Place::new().wharf(&["schema"]).ends(0);
    let all: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(all["version"], 1);
    assert!(all["words"].as_array().unwrap().iter().any(|w| w["spelling"] == "memory"), "{}", ran.out);
    assert!(ran.out.ends_with("}\n"));
}
