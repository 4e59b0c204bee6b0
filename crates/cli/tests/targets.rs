//! `wharf targets`: what each target makes of each construct.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod common;

use common::{Place, Ran};

fn wharf(args: &[&str]) -> Ran {
    Place::new().wharf(args)
}

#[test]
fn the_table_has_a_row_for_each_construct_and_an_answer_of_each_target() {
    let ran = wharf(&["targets"]).ends(0);
    let row = ran.out.lines().find(|l| l.trim_start().starts_with("bind \"./src\" \"/src\"")).unwrap();
    assert!(row.contains("exact") && row.contains("refused"), "{row}");
    assert!(ran.out.lines().any(|l| l.starts_with("service ")), "{}", ran.out);
}

#[test]
fn a_word_is_told_at_length_with_the_lines_that_come_from_it() {
    let ran = wharf(&["targets", "scale"]).ends(0);
    assert!(ran.out.contains("maxReplicas: 10") && ran.out.contains("W0703: "), "{}", ran.out);
    assert!(!ran.out.contains("bind "), "{}", ran.out);
}

#[test]
fn programs_get_json_and_unknown_words_an_answer() {
    let rows: serde_json::Value = serde_json::from_str(&wharf(&["targets", "--format", "json"]).ends(0).out).unwrap();
    let scale = rows.as_array().unwrap().iter().find(|r| r["word"] == "scale").unwrap();
    assert_eq!(scale["targets"][1]["target"], "compose");
    assert_eq!(scale["targets"][1]["support"], "emulated");
    assert!(scale["targets"][1]["says"][0].as_str().unwrap().starts_with("W0703"));
    wharf(&["targets", "scaled"]).ends(2).says("no word `scaled`");
}
