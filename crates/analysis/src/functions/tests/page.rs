//! The page of the reference is the table's.

use std::fmt::Write as _;

use super::*;

const HEAD: &str = "# The functions of the language

<!-- Written by `UPDATE=1 cargo test -p wharf-analysis functions` from the table in
crates/analysis/src/functions/table.rs; each example is run by the tests. -->

A call is a name with its arguments in parentheses, without a space between them: `upper(stage)`. Arguments
stand in the order of the parameters or have their names: `join(hosts, separator: \",\")`. Parameters in
brackets may be left out.

Functions are total: each gives a value or an error, always the same for the same sources. None reads the
clock, the network or the process's environment; `file` reads a file of the project.

A function that looks into a text takes only what is known when compiling, so no secret, no setting and no
port of a service. Those that only move values about take anything: in `join`, `first`, `last`, `reverse`,
`slice` of a list, `keys`, `values` and `merge` a secret stays a secret.

A text that a function or `+` makes has at most 1 MiB, a list at most 10,000 items.
";

/// How the result is shown: as the language writes it.
fn page() -> String {
    let mut out = String::from(HEAD);
    let subjects =
        [("upper", "Texts"), ("join", "Lists and maps"), ("min", "Numbers and amounts"), ("base64", "Other forms")];
    for f in functions() {
        if let Some((_, title)) = subjects.iter().find(|(first, _)| *first == f.name) {
            write!(out, "\n## {title}\n\n| call | gives | example |\n|---|---|---|\n").unwrap();
        }
        let (call, value) = f.example;
        writeln!(out, "| `{}` | {} | `{call}` is `{value}` |", f.signature(), f.doc).unwrap();
    }
    out += TAIL;
    for (call, value, doc) in OPERATORS {
        writeln!(out, "| `{call}` | `{value}` | {doc} |").unwrap();
    }
    out
}

const TAIL: &str = "
## What they take

- `join` takes a list of what interpolation takes: texts, whole numbers, truth values and ports.
- `json` and `yaml` take texts, numbers, truth values, and lists and maps of them. An amount has no form there:
  `format` says which text it becomes. YAML is written so that readers of YAML 1.1 take no text for a number or a
  truth value.
- `format` without a unit writes an amount in the largest unit that divides it (`64KB`, `1536Mi`, `90s`), and a
  number with a fraction never as a whole one (`2.0`). `1.10` is the number 1.1: what must keep its digits is a text.
- `format` with a unit gives the number alone. What is no whole number of the unit is an error that names a unit
  of which it is. CPU is counted in `m` and `cpu`, a rate in the period's unit, a percentage in `%`.
- `min`, `max`, `sort` and `unique` compare as `<` and `==` do.
- `file` takes the path of a UTF-8 file of the project, of at most 1 MiB.

## Operators

Arithmetic is exact: what is no whole number of bytes, of thousandths of a CPU, of milliseconds or of hundredths
of a per cent is an error, and so is a whole number divided by one that leaves a rest. Two quantities never mix.
`==`, `<` and `in` compare what is known when compiling and of one type; `+` takes texts with secrets too.

| | gives | |
|---|---|---|
";

/// Examples of operators, with what they show.
const OPERATORS: &[(&str, &str, &str)] = &[
    ("7 - 2 * 3", "1", "whole numbers"),
    ("1 + 0.5", "1.5", "one with a fraction makes the result one"),
    (r#""a" + "b""#, r#""ab""#, "texts"),
    ("[1] + [2, 3]", "[1, 2, 3]", "lists"),
    ("30s + 1min", "90s", "amounts of one quantity: also `-`"),
    ("2 * 256Mi", "512Mi", "an amount and a number: also `/`"),
    ("512Mi * 1.5", "768Mi", "as it is written in decimal, not as a computer's float"),
    ("250m + 1", "1250m", "beside CPU a number is CPU"),
    ("50% * 1Gi", "512Mi", "a share of an amount"),
    ("50% * 3", "150%", "a percentage is an amount too"),
    ("1Gi / 256Mi", "4", "how often one amount is in another"),
    ("512Mi < 1Gi", "true", "amounts of one quantity; texts are ordered by their code points"),
    ("60/min == 1/s", "true", "rates are compared and nothing else"),
    ("{ a = 1, b = 2 } == { b = 2, a = 1 }", "true", "lists, maps and ranges by what is in them; maps in any order"),
    ("5 in 1..10", "true", "ranges with their ends; an open end is no bound"),
    (r#""b" in ["a", "b"]"#, "true", "lists, by their items"),
    (r#""a" in { a = 1 }"#, "true", "maps, by their keys"),
    ("not (true and false)", "true", "truth values: also `or`"),
];

#[test]
fn the_page_of_the_reference_is_the_tables() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../grammar/functions.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, page()).unwrap();
    }
    let found = std::fs::read_to_string(path).unwrap();
    assert_eq!(found, page(), "`UPDATE=1 cargo test -p wharf-analysis functions` writes it");
    // A `|` would end the cell.
    assert!(functions().iter().all(|f| !format!("{}{:?}", f.doc, f.example).contains('|')));
}

#[test]
fn every_example_gives_its_value() {
    for f in functions() {
        let (call, value) = f.example;
        assert!(call.contains(&format!("{}(", f.name)), "{call} does not call `{}`", f.name);
        gives(call, value);
    }
    for (call, value, _) in OPERATORS {
        gives(call, value);
    }
}

#[test]
fn the_table_is_in_order() {
    for (i, f) in functions().iter().enumerate() {
        assert!(functions().iter().skip(i + 1).all(|g| g.name != f.name), "`{}` stands twice", f.name);
        let required = f.params.iter().take_while(|p| !p.optional).count();
        assert!(f.params.iter().skip(required).all(|p| p.optional), "`{}`: optional ones are last", f.name);
        assert!(!f.doc.is_empty() && !f.doc.ends_with('.'), "`{}`", f.name);
        let of = match f.gives {
            Gives::Like(i) | Gives::ItemOf(i) | Gives::ValuesOf(i) => i,
            Gives::Type(_) | Gives::Bool => 0,
        };
        assert!(of < f.params.len(), "`{}`", f.name);
    }
}
