//! `wharf explain`

mod common;

use common::Place;

#[test]
fn a_code_or_its_name_prints_its_page() {
    let p = Place::new();
    let by_code = p.wharf(&["explain", "W0201"]).ends(0);
    assert!(by_code.out.starts_with("# W0201: unknown-name\n\n"), "{}", by_code.out);
    assert_eq!(p.wharf(&["explain", "w0201"]).ends(0).out, by_code.out);
    assert_eq!(p.wharf(&["explain", "unknown-name"]).ends(0).out, by_code.out);
}

#[test]
fn what_is_no_code_is_wrong_use() {
    let p = Place::new();
    for text in ["W9999", "201", ""] {
        p.wharf(&["explain", text]).ends(2).says("W0201");
    }
}
