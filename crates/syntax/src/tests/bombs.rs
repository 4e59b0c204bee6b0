//! Hostile texts are read in time linear in their length, and their trees can be walked and
//! dropped on a small stack.

use std::time::{Duration, Instant};

use super::{FILE, dump};
use crate::{MAX_DEPTH, MAX_FILE_LEN, format, parse};

const MANY: usize = 100_000;

#[test]
fn bombs_are_safe_and_fast() {
    let units = [
        "(",
        "{",
        "[",
        "a {",
        "\"\\(",
        "\"\"\"\\(\n",
        "x = not ",
        "if a {} else ",
        "x = 1 + ",
        "x.",
        "x[",
        "f(",
        "- ",
        "..",
        "x = if ",
        "x = if a then ",
        "x = if a then b else ",
        "/*\n",
        "/* */ ",
        "#\"",
        "'",
        "}",
        ")",
        "\\(",
        "x = {a ",
        "param x list(",
        "template t(",
        "for a in ",
        "\n",
        "///\n",
        "a\n",
        "let ",
        ",",
        "; ",
        "\"",
        "a ?? ",
        "a:",
        "#",
    ];
    for unit in units {
        for prefix in ["", "x = "] {
            let text = format!("{prefix}{}", unit.repeat(MANY));
            let start = Instant::now();
            let parsed = parse(FILE, &text);
            let taken = start.elapsed();
            // Generous: a debug build on a busy machine. Quadratic time would be minutes.
            assert!(taken < Duration::from_secs(20), "{unit:?} took {taken:?}");
            let _ = dump::dump(&parsed.tree);
            if parsed.diagnostics.is_empty() {
                format(&text).unwrap();
            }
        }
    }
}

#[test]
fn the_bound_on_nesting_is_exact() {
    for (open, close) in [("(", ")"), ("[", "]"), ("[(", ")]")] {
        let nested = |n: usize| format!("x {}{}{}", open.repeat(n), "1", close.repeat(n));
        let most = MAX_DEPTH / open.len();
        assert!(parse(FILE, &nested(most)).diagnostics.is_empty(), "{open}");
        let codes: Vec<String> =
            parse(FILE, &nested(most + 1)).diagnostics.iter().map(|d| d.code.to_string()).collect();
        assert_eq!(codes, ["W0008"], "{open}");
    }
    let chain = |n: usize| format!("x = 1{}", " + 1".repeat(n));
    assert!(parse(FILE, &chain(MAX_DEPTH - 2)).diagnostics.is_empty());
    assert_eq!(parse(FILE, &chain(MAX_DEPTH)).diagnostics.len(), 1);
    // The parser recurses for these, on the small stack of a test's thread.
    for n in [60, 100, 250, 300] {
        for text in ["if ", "if a then ", "if a then b else "] {
            let _ = parse(FILE, &format!("x = {}", text.repeat(n)));
        }
    }
    let choice = |n: usize| format!("x = {}c", "if a then b else ".repeat(n));
    assert!(parse(FILE, &choice(30)).diagnostics.is_empty());
    let branches = |n: usize| format!("if a {{ }} {}", "else if b { } ".repeat(n));
    assert!(parse(FILE, &branches(60)).diagnostics.is_empty());
    // Many arguments, items and statements side by side are no depth.
    assert!(parse(FILE, &format!("x {}", "a.b 1..2 ".repeat(1000))).diagnostics.is_empty());
    assert!(parse(FILE, &format!("x [{}]", "a.b + 1,".repeat(1000))).diagnostics.is_empty());
}

#[test]
fn a_huge_file_is_not_read() {
    let parsed = parse(FILE, &"a".repeat(MAX_FILE_LEN + 1));
    assert_eq!(parsed.diagnostics.len(), 1);
    assert_eq!(parsed.diagnostics[0].code.to_string(), "W0010");
    assert!(parse(FILE, &"a\n".repeat(100)).diagnostics.is_empty());
}
