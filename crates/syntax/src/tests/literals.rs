//! Every literal, and every way to get one wrong.

use super::{FILE, check, dump, problems};
use crate::parse;

/// The value of a literal, as the argument of a statement.
#[track_caller]
fn value(literal: &str, expected: &str) {
    check(&format!("x {literal}"), &format!("x {expected}"));
}

/// The code and title of the one fault of a literal, and its fixes.
#[track_caller]
fn bad(literal: &str, expected: &str, fixed: &[&str]) {
    let text = format!("x {literal}");
    let parsed = parse(FILE, &text);
    assert_eq!(problems(&text, &parsed.diagnostics).trim(), expected);
    let fixes = parsed.diagnostics.iter().flat_map(|d| &d.fixes);
    let fixes: Vec<String> = fixes.map(|f| super::apply(&text, f)).collect();
    let expected: Vec<String> = fixed.iter().map(|f| format!("x {f}")).collect();
    assert_eq!(fixes, expected);
}

#[test]
fn numbers() {
    for (literal, expected) in [
        ("0", "0"),
        ("8080", "8080"),
        ("1_000", "1000"),
        ("0o755", "493"),
        ("0x1f", "31"),
        ("0b101", "5"),
        ("9223372036854775807", "9223372036854775807"),
        ("0.5", "0.5"),
        ("1.50", "1.5"),
        ("-3", "<- 3>"),
    ] {
        value(literal, expected);
    }
}

#[test]
fn amounts_are_exact_in_their_smallest_unit() {
    for (literal, expected) in [
        ("0B", "0B"),
        ("64KB", "64000B"),
        ("64Ki", "65536B"),
        ("64KiB", "65536B"),
        ("1MB", "1000000B"),
        ("512Mi", "536870912B"),
        ("1_024Mi", "1073741824B"),
        ("0.5Gi", "536870912B"),
        ("2TB", "2000000000000B"),
        ("250m", "250m"),
        ("5m", "5m"),
        ("500ms", "500ms"),
        ("30s", "30000ms"),
        ("5min", "300000ms"),
        ("1.5h", "5400000ms"),
        ("2d", "172800000ms"),
        ("1h30min", "5400000ms"),
        ("1d2h3min4s5ms", "93784005ms"),
        ("70%", "7000%%"),
        ("12.5%", "1250%%"),
        ("100/s", "100/1000ms"),
        ("5/min", "5/60000ms"),
        ("1/h", "1/3600000ms"),
        ("10/d", "10/86400000ms"),
    ] {
        value(literal, expected);
    }
}

#[test]
fn ranges_touch_their_numbers() {
    for (literal, expected) in [
        ("2..10", "2..10"),
        ("250m..1", "250m..1"),
        ("250m..", "250m.."),
        ("..1", "..1"),
        ("2 .. 10", "2..10"),
        ("0.5..1.5", "0.5..1.5"),
        ("-1..1", "<- 1>..1"),
        ("1..a.b", "1..a.b"),
        ("..", "<error>"),
    ] {
        if expected == "<error>" {
            bad(literal, "W0005@1:3 expected a value on one side of `..`", &[]);
        } else {
            value(literal, expected);
        }
    }
}

#[test]
fn bad_numbers_say_what_is_wrong() {
    bad("0755", "W0004@1:3 `0755` begins with a zero", &["0o755", "755"]);
    bad("0899", "W0004@1:3 `0899` begins with a zero", &["899"]);
    bad("05min", "W0004@1:3 `05min` begins with a zero", &["5min"]);
    bad("5mib", "W0004@1:4 `mib` is not a unit", &["5MiB"]);
    bad("1gb", "W0004@1:4 `gb` is not a unit", &["1GB"]);
    bad("3MI", "W0004@1:4 `MI` is not a unit", &["3Mi"]);
    bad("3k", "W0004@1:4 `k` is not a unit", &["3Ki"]);
    bad("3K", "W0004@1:4 `K` is not a unit", &["3Ki"]);
    bad("10sec", "W0004@1:5 `sec` is not a unit", &["10s"]);
    bad("8x", "W0004@1:4 `x` is not a unit", &[]);
    bad("17.2.1", "W0004@1:3 `17.2.1` is no number", &["\"17.2.1\""]);
    bad("0.3B", "W0004@1:3 `0.3B` is no whole number of bytes", &[]);
    bad("0.5m", "W0004@1:3 `0.5m` is no whole number of thousandths of a CPU", &[]);
    bad("30min1h", "W0004@1:3 `30min1h` is no number with a unit", &[]);
    bad("1h1h", "W0004@1:3 `1h1h` is no number with a unit", &[]);
    bad("12.345%", "W0004@1:3 a percentage has at most two digits after the point", &[]);
    bad("10/m", "W0004@1:3 `m` is no period of a rate", &["10/min"]);
    bad("10/x", "W0004@1:3 `x` is no period of a rate", &["10 / x"]);
    bad("1.5/s", "W0004@1:3 a rate begins with a whole number", &[]);
    bad("0xfg", "W0004@1:3 after `0x` stand the digits `0` to `9` and `a` to `f`", &[]);
    bad("9223372036854775808", "W0004@1:3 `9223372036854775808` is too large", &[]);
    bad("99999999Ti", "W0004@1:3 `99999999Ti` is too large", &[]);
    bad("1_", "W0004@1:3 a number does not end with `_`", &["1"]);
}

#[test]
fn words_hold_hyphens_between_letters() {
    check("a-1 b_c-d _e", "a-1 b_c-d _e");
    check("x = a-1", "x = a-1");
    check("x = a - 1", "x = <Sub a 1>");
    check("a->b", "a -> b");
    check("x = 5-3", "x = <Sub 5 3>");
}

#[test]
fn strings() {
    value(r#""""#, r#""""#);
    value(r#""a b""#, r#""a b""#);
    value(r#""\n\t\r\\\"\u{1F600}""#, r#""\n\t\r\\\"😀""#);
    value(r#""$HOME ${X} {{ y }} %""#, r#""$HOME ${X} {{ y }} %""#);
    value(r#""a \(x) b""#, r#"<"a " \x " b">"#);
    value(r#""\(a)\(b)""#, r#"<\a \b>"#);
    value(r#""\(f("in \(x) \(")")"))""#, r#"\f(<"in " \x " " \")">)"#);
    value(r##"#"\d "quoted" \(no)"#"##, r##"raw:"\\d \"quoted\" \\(no)""##);
    value(r##"#"\#(x)"#"##, r"raw:\x");
    value(r###"##"a "# \##(x)"##"###, r##"raw:<"a \"# " \x>"##);
}

#[test]
fn block_strings_lose_their_common_indentation() {
    value("\"\"\"\n    a\n      b\n    \"\"\"", r#"block:"a\n  b\n""#);
    value("\"\"\"\n    a\n      b\n  \"\"\"", r#"block:"  a\n    b\n""#);
    value("\"\"\"\n    a\n      b\n            \"\"\"", r#"block:"a\n  b\n""#);
    value("\"\"\"\n  a\n\n \n  b\"\"\"", r#"block:"a\n\n\nb""#);
    value("\"\"\"a\n  b\n  \"\"\"", r#"block:"a\nb\n""#);
    value("\"\"\"\n\"\"\"", r#"block:"""#);
    value("\"\"\"\r\n\ta\r\n\t\tb\r\n\t\"\"\"", r#"block:"a\n\tb\n""#);
    value("\"\"\"\n  \\(x) a\\n\n  \"q\" \\\"\"\" \n  \"\"\"", r#"block:<\x " a\n\n\"q\" \"\"\" \n">"#);
    value("\"\"\"\n  a \\(f(\n1,\n2)) b\n  \"\"\"", r#"block:<"a " \f(1, 2) " b\n">"#);
}

#[test]
fn bad_strings_say_what_is_wrong() {
    bad("\"abc", "W0002@1:3 this string is not closed on its line", &["\"abc\""]);
    bad("\"\"\"abc", "W0002@1:3 this block string is not closed", &[]);
    bad("#\"abc\"", "W0002@1:3 this string is not closed on its line", &["#\"abc\"\"#"]);
    bad("\"a \\(b", "W0002@1:3 this string is not closed: an interpolation in it is still open", &[]);
    bad("\"a \\(\"b\" c", "W0002@1:3 this string is not closed: an interpolation in it is still open", &[]);
    bad("\"\\q\"", "W0003@1:4 strings have no escape `\\q`", &["\"\\\\q\""]);
    bad("\"\\$\"", "W0003@1:4 strings have no escape `\\$`", &["\"$\""]);
    bad("\"\\u{110000}\"", "W0003@1:4 no character has this number", &[]);
    bad("\"\\u12\"", "W0003@1:4 `\\u` takes one to six hexadecimal digits in braces", &[]);
    bad("\"\\()\"", "W0005@1:4 nothing stands in this interpolation", &[]);
    bad("'it'", "W0005@1:3 strings stand in straight double quotes", &["\"it\""]);
    bad("“it”", "W0005@1:3 strings stand in straight double quotes", &["\"it\""]);
}

#[test]
fn an_unterminated_string_ends_with_its_line() {
    let text = "a \"b\nc \"\\(d\ne f";
    let parsed = parse(FILE, text);
    assert_eq!(parsed.diagnostics.len(), 2);
    assert_eq!(dump::dump(&parsed.tree), "a <error>\nc <error>\ne f\n");
}

#[test]
fn interpolations_have_the_spans_of_the_file() {
    let text = "x \"a \\(b.c)\"";
    let parsed = parse(FILE, text);
    let shown = format!("{:?}", parsed.tree);
    assert!(shown.contains("start: 7, end: 10"), "{shown}");
}

#[test]
fn a_number_of_hashes_and_odd_characters() {
    bad("@", "W0001@1:3 unexpected `@`", &[]);
    bad("a\u{a0}b", "W0001@1:4 a special space, U+00A0", &["a b"]);
    bad("größe", "W0001@1:5 `öße` has letters that names cannot have", &[]);
    bad("über", "W0001@1:3 `über` has letters that names cannot have", &[]);
}
