//! How single scalars look.

use std::collections::BTreeMap;

use super::super::scalar::Style;
use super::text;

#[track_caller]
fn check_styles(style: Style, strings: &[&str]) {
    for string in strings {
        assert_eq!(Style::of(string), style, "{string:?}");
    }
}

#[test]
fn ordinary_strings_are_plain() {
    check_styles(
        Style::Plain,
        &[
            "api",
            "a b",
            "nginx:1.27-alpine",
            "ghcr.io/acme/api@sha256:0a1b",
            "http://db.internal:5432/shop?sslmode=disable#x",
            "--port=80",
            "-c",
            "/var/lib",
            "./data",
            "10.0.0.0/8",
            "500m",
            "128Mi",
            "5E",
            "1.2.3-rc1",
            "v1",
            "2001:db8::1",
            "2026-01",
            "2026-01-01-backup",
            "12345-01-01",
            "0xyz",
            "1_a",
            "_1",
            "_",
            "+",
            "nope",
            "yesterday",
            "<<<",
            "==",
            "$(HOME)",
            "a#b",
            "a:b",
            "a\"b'c",
            "a, b [c] {d}",
            "über 😀",
            "non\u{A0}breaking",
        ],
    );
}

#[test]
fn strings_that_a_reader_would_retype_are_quoted() {
    let words = [
        "y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", "<<", "=", "", ".inf", "-.inf", "+.inf",
        ".nan", "inf", "NaN",
    ];
    for word in words {
        let mut capital = word.to_owned();
        if let Some(first) = capital.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        let forms = [word.to_owned(), word.to_uppercase(), word.to_lowercase(), capital];
        for form in forms {
            check_styles(Style::Quoted, &[&form]);
        }
    }
    check_styles(
        Style::Quoted,
        &[
            "0",
            "7",
            "-7",
            "+1",
            "017",
            "0o17",
            "0O17",
            "0x1f",
            "0X1F",
            "0b1",
            "-0b1",
            "0x",
            "1_000",
            "1,000",
            "-_1",
            "0_x1f",
            "1.",
            ".5",
            "-.5",
            "1.5",
            "1e3",
            "1E+3",
            "1.e-3",
            ".",
            "..",
            "1.2.3",
            "10.0.0.1",
            "22:22",
            "8080:80",
            "1:2:3",
            "-1:30",
            "1:30.5",
            "00:11:22:33:44:55",
            "2026-01-01",
            "2026-1-1",
            "2026-01-01T10:00:00Z",
            "2026-01-01t10",
            "2026-01-01 10:00:00 +1",
        ],
    );
}

#[test]
fn strings_that_would_break_the_syntax_are_quoted() {
    check_styles(
        Style::Quoted,
        &[
            " a",
            "a ",
            "\ta",
            "a\t",
            "a\tb",
            "a: b",
            "a:",
            ":",
            ": a",
            ":a",
            "a #b",
            "#a",
            "# a",
            "- a",
            "-",
            "? a",
            "?",
            "?a",
            ",a",
            "[a",
            "]",
            "{{ .Values }}",
            "}",
            "&a",
            "*",
            "!a",
            "|",
            ">",
            "'a'",
            "\"a\"",
            "%a",
            "@a",
            "`a`",
            "---",
            "--- a",
            "---a",
            "...",
            "...a",
            "a\r",
            "a\r\nb",
            "a\0",
            "a\u{7F}",
            "a\u{85}b",
            "a\u{2028}b",
            "\u{FEFF}a",
            "a\u{202E}b",
            "a\u{9B}b\nc",
        ],
    );
}

#[test]
fn lines_make_a_block_where_a_block_is_exact() {
    check_styles(
        Style::Literal,
        &["a\n", "a\nb", "\na", " a\n", "\ta\nb", "a\n\tb", "a \nb", "a\n\n\n", "---\na", "# a\n"],
    );
    check_styles(Style::Quoted, &["\n", "\n\n", "a\n ", "a\n \nb", " \na", "\t\na", "a\n\t\n"]);
}

#[test]
fn every_string_escapes_to_one_line() {
    for (string, expected) in [
        ("", r#""""#),
        ("no", r#""no""#),
        ("a\"b\\: c", r#""a\"b\\: c""#),
        (" \t\r\n", r#"" \t\r\n""#),
        ("\0\u{7F}\u{85}", r#""\u0000\u007F\u0085""#),
        ("\u{2028}\u{FEFF} é😀", r#""\u2028\uFEFF é😀""#),
    ] {
        assert_eq!(text(string), Ok(format!("{expected}\n")));
    }
}

#[test]
fn blocks() {
    for (string, expected) in [
        ("a\nb", "k: |-\n  a\n  b\n"),
        ("a\n\nb\n", "k: |\n  a\n\n  b\n"),
        ("a\n\n\n", "k: |+\n  a\n\n\n"),
        ("  a\nb\n", "k: |2\n    a\n  b\n"),
        ("\ta\nb", "k: |2-\n  \ta\n  b\n"),
        ("\n\na\n", "k: |2\n\n\n  a\n"),
    ] {
        assert_eq!(text(&BTreeMap::from([("k", string)])), Ok(expected.to_owned()));
    }
    assert_eq!(text(&[["a\nb\n"]]), Ok("- - |\n    a\n    b\n".to_owned()));
    // No column to count an indicator from.
    assert_eq!(text("a\nb"), Ok("\"a\\nb\"\n".to_owned()));
}

#[test]
fn keys_are_quoted_like_values() {
    let keys = BTreeMap::from([("a b", 1), ("no", 2), ("a\nb", 3), ("80", 4), ("", 5)]);
    assert_eq!(text(&keys), Ok("\"\": 5\n\"80\": 4\n\"a\\nb\": 3\na b: 1\n\"no\": 2\n".to_owned()),);
    assert_eq!(text(&BTreeMap::from([(80, 'a')])), Ok("80: a\n".to_owned()));
    assert_eq!(text(&BTreeMap::from([(true, ())])), Ok("true: null\n".to_owned()));
}

#[test]
fn long_keys_are_explicit() {
    let longest = "k".repeat(128);
    assert_eq!(text(&BTreeMap::from([(&longest, 1)])), Ok(format!("{longest}: 1\n")));
    let long = "k".repeat(129);
    let nested = [BTreeMap::from([(&long, BTreeMap::from([(&long, [1])]))])];
    assert_eq!(text(&nested), Ok(format!("- ? {long}\n  :\n    ? {long}\n    :\n      - 1\n")),);
    assert_eq!(text(&BTreeMap::from([(&long, "a\nb\n")])), Ok(format!("? {long}\n: |\n  a\n  b\n")),);
}

#[test]
fn numbers() {
    let written = |value: f64| text(&value).unwrap();
    for (value, expected) in [
        (0.0, "0.0\n"),
        (-0.0, "-0.0\n"),
        (1.0, "1.0\n"),
        (-1.5, "-1.5\n"),
        (1e300, "1.0e+300\n"),
        (1.25e-7, "1.25e-7\n"),
        (f64::INFINITY, ".inf\n"),
        (f64::NEG_INFINITY, "-.inf\n"),
        (f64::NAN, ".nan\n"),
    ] {
        assert_eq!(written(value), expected);
    }
    assert_eq!(text(&0.1_f32), Ok("0.1\n".to_owned()));
    assert_eq!(
        text(&(u64::MAX, i64::MIN, -1_i8)),
        Ok("- 18446744073709551615\n- -9223372036854775808\n- -1\n".to_owned()),
    );
}
