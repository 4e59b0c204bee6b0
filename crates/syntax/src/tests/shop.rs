//! The example of the language's design, whole.

use super::{FILE, check, problems};
use crate::parse;

pub(super) const SHOP: &str = include_str!("shop.app");

#[test]
fn the_whole_example_parses() {
    let parsed = parse(FILE, SHOP);
    assert_eq!(problems(SHOP, &parsed.diagnostics), "");
    check(SHOP, include_str!("shop.tree"));
}
