//! The formatter, text in and text out.

use super::{properties::formats_well, shop::SHOP};
use crate::format;

#[track_caller]
fn check(text: &str, expected: &str) {
    formats_well(text).unwrap();
    assert_eq!(format(text).unwrap(), expected);
}

#[test]
fn white_space_has_one_form() {
    check("a   =  1+2*-3\r\n\r\n\r\n\r\nb{c;d}", "a = 1 + 2 * -3\n\nb { c; d }\n");
    check("cpu 250m .. 1\nscale ..5\nx -1 - 2\ny = 5 -1\n", "cpu 250m..1\nscale ..5\nx -1 -2\ny = 5 - 1\n");
    check("x = f( a ,b : 2 ) [0]".replace(" [", "[").as_str(), "x = f(a, b: 2)[0]\n");
    check(
        "param p  list( int ) ?|\"x\" in 1 .. 2=1\ntemplate t (a int){}",
        "param p list(int)? | \"x\" in 1..2 = 1\ntemplate t(a int) {}\n",
    );
    check("targets compose ,kubernetes\na 1,-2", "targets compose, kubernetes\na 1, -2\n");
    check("", "");
    check("\n\n// only\n", "// only\n");
}

#[test]
fn a_block_stays_on_its_line_if_it_fits() {
    check(
        "live http \"/\" {every 10s;timeout 2s ; failures 3}",
        "live http \"/\" { every 10s; timeout 2s; failures 3 }\n",
    );
    check("a { b\n}", "a {\n  b\n}\n");
    let long = format!("a {{ {}; {} }}", "b".repeat(50), "c".repeat(50));
    check(&long, &format!("a {{\n  {}\n  {}\n}}\n", "b".repeat(50), "c".repeat(50)));
    check("if a {b}\nelse\n{c}".replace("\n{", " {").as_str(), "if a { b } else { c }\n");
    check("if a {\nb }\nelse if c { d }", "if a {\n  b\n} else if c { d }\n");
}

#[test]
fn lists_and_calls_break_with_trailing_commas() {
    check("x = [\n1, 2\n]", "x = [\n  1,\n  2,\n]\n");
    check("x = f(a,\n b)", "x = f(\n  a,\n  b,\n)\n");
    check("x = f([\n1\n2])", "x = f([\n  1,\n  2,\n])\n");
    let item = "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"";
    check(&format!("x = [{item}, {item}, {item}]"), &format!("x = [\n  {item},\n  {item},\n  {item},\n]\n"));
    check("x = {\na = 1, b { c = 2 }}", "x = {\n  a = 1\n  b { c = 2 }\n}\n");
}

#[test]
fn comments_stay_where_they_are() {
    check(
        "a // one\n\n\n  // two\n/// doc\nb { // three\n  c; // four\n  // five\n}\n// six",
        "a // one\n\n// two\n/// doc\nb { // three\n  c // four\n  // five\n}\n// six\n",
    );
    check("x = [ // a\n1, // b\n// c\n\n2 // d\n// e\n]", "x = [ // a\n  1, // b\n  // c\n\n  2, // d\n  // e\n]\n");
    check("x = a + // why\n b", "x = a + // why\n  b\n");
    check("x = f( // why\na)", "x = f( // why\n  a,\n)\n");
    check("x = (// why\na)", "x = ( // why\n  a\n)\n");
}

#[test]
fn strings_and_numbers_stay_as_written() {
    check("x \"\\u{41} \\( a )\" 1_000 0x1F 0.50Gi #\"\\\"#", "x \"\\u{41} \\( a )\" 1_000 0x1F 0.50Gi #\"\\\"#\n");
    check("a {\nx \"\"\"\nb\n  c\n\n\"\"\"\n}", "a {\n  x \"\"\"\n    b\n      c\n\n    \"\"\"\n}\n");
    // Moving these lines would change the value, or touch an interpolation.
    check("a {\nx \"\"\"\n\\(b)\n\"\"\"\n}", "a {\n  x \"\"\"\n\\(b)\n\"\"\"\n}\n");
}

#[test]
fn long_expressions_keep_their_breaks() {
    let (a, b) = ("a".repeat(60), "b".repeat(60));
    check(&format!("x = {a} +\n{b}"), &format!("x = {a} +\n  {b}\n"));
    check("x = a +\n b", "x = a + b\n");
}

#[test]
fn broken_files_are_refused() {
    let diagnostics = format("a = \nb { ]").unwrap_err();
    assert!(!diagnostics.is_empty());
}

#[test]
fn the_example_formats() {
    formats_well(SHOP).unwrap();
    let formatted = format(SHOP).unwrap();
    assert!(
        formatted.contains("\n  param domain string = \"shop.localhost\" // known when compiling\n"),
        "{formatted}"
    );
    assert!(formatted.contains("\n    live http \"/healthz\" { every 10s; timeout 2s; failures 3 }\n"), "{formatted}");
}

/// Every `.app` file of the repository's examples parses, and its formatted text formats to itself.
#[test]
fn the_examples_of_the_repository_format() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for path in entries.map(|e| e.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "app") {
                let text = std::fs::read_to_string(&path).unwrap();
                formats_well(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            }
        }
    }
}
