//! Whatever goes in comes out of a reader again, whichever schema the reader follows.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use proptest::prelude::{Just, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof};
use proptest::proptest;
use regex::Regex;
use serde_json::Value;

use super::super::scalar::Style;
use super::{nasty_string, text};

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<u64>().prop_map(Value::from),
        2 => any::<f64>().prop_filter_map("JSON has no such number", |float| {
            serde_json::Number::from_f64(float).map(Value::Number)
        }),
        8 => nasty_string().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(nasty_string(), inner, 0..5)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// YAML 1.1's types by their spelling, as yaml.org/type gives them, and YAML 1.2's core
/// schema (§10.3.2). Written apart from the writer's own rule.
static TYPED: LazyLock<Vec<(&str, Regex)>> = LazyLock::new(|| {
    let types = [
        ("null", r"~|null|Null|NULL|"),
        ("bool", r"y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF"),
        ("int base 2", r"[-+]?0b[0-1_]+"),
        ("int base 8", r"[-+]?0[0-7_]+"),
        ("int base 10", r"[-+]?(0|[1-9][0-9_]*)"),
        ("int base 16", r"[-+]?0x[0-9a-fA-F_]+"),
        ("int base 60", r"[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+"),
        ("float base 10", r"[-+]?([0-9][0-9_]*)?\.[0-9.]*([eE][-+][0-9]+)?"),
        ("float base 60", r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*"),
        ("float infinity", r"[-+]?\.(inf|Inf|INF)"),
        ("float nan", r"\.(nan|NaN|NAN)"),
        ("date", r"[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"),
        (
            "timestamp",
            r"[0-9][0-9][0-9][0-9]-[0-9][0-9]?-[0-9][0-9]?([Tt]|[ \t]+)[0-9][0-9]?:[0-9][0-9]:[0-9][0-9](\.[0-9]*)?(([ \t]*)Z|[-+][0-9][0-9]?(:[0-9][0-9])?)?",
        ),
        ("merge", r"<<"),
        ("value", r"="),
        ("1.2 null", r"null|Null|NULL|~|"),
        ("1.2 bool", r"true|True|TRUE|false|False|FALSE"),
        ("1.2 int base 10", r"[-+]?[0-9]+"),
        ("1.2 int base 8", r"0o[0-7]+"),
        ("1.2 int base 16", r"0x[0-9a-fA-F]+"),
        ("1.2 float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"),
        ("1.2 infinity", r"[-+]?(\.inf|\.Inf|\.INF)"),
        ("1.2 nan", r"\.nan|\.NaN|\.NAN"),
    ];
    types.into_iter().map(|(name, pattern)| (name, Regex::new(&format!("^(?:{pattern})$")).unwrap())).collect()
});

fn types_of(scalar: &str) -> Vec<&'static str> {
    let matching = TYPED.iter().filter(|(_, pattern)| pattern.is_match(scalar));
    matching.map(|(name, _)| *name).collect()
}

proptest! {
    #[test]
    fn values_read_back(value in value()) {
        let written = text(&value).unwrap();
        let read: Value = serde_yaml::from_str(&written)
            .map_err(|error| proptest::test_runner::TestCaseError::fail(format!("{error}\n{written}")))?;
        prop_assert_eq!(read, value, "{}", written);
    }

    #[test]
    fn strings_read_back_in_every_place(string in nasty_string()) {
        let value = serde_json::json!([string, [string, string], {"k": string, &string: [string]}, string]);
        let written = text(&value).unwrap();
        prop_assert_eq!(&serde_yaml::from_str::<Value>(&written).unwrap(), &value, "{}", written);
        // The text as one string inside another document.
        let outer = BTreeMap::from([("file", &written)]);
        let read: BTreeMap<String, String> = serde_yaml::from_str(&text(&outer).unwrap()).unwrap();
        prop_assert_eq!(&read["file"], &written);
    }

    #[test]
    fn plain_strings_have_no_other_type(string in nasty_string()) {
        if Style::of(&string) == Style::Plain {
            prop_assert_eq!(types_of(&string), Vec::<&str>::new());
        }
    }

    #[test]
    fn typed_spellings_are_quoted(string in prop_oneof![
        "[-+]?0b[0-1_]{1,5}",
        "[-+]?0[0-7_]{1,5}",
        "[-+]?0x[0-9a-fA-F_]{1,5}",
        "[-+]?[1-9][0-9_]{0,3}(:[0-5]?[0-9]){1,3}",
        "[-+]?([0-9][0-9_]{0,3})?\\.[0-9.]{0,4}([eE][-+][0-9]{1,3})?",
        "[-+]?[0-9][0-9_]{0,3}(:[0-5]?[0-9]){1,3}\\.[0-9_]{0,3}",
        "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt]|[ \\t]{1,2})[0-9]{1,2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{0,2})?([ \\t]?Z|[-+][0-9]{1,2}(:[0-9]{2})?)?",
        "[-+]?(\\.[0-9]{1,3}|[0-9]{1,3}(\\.[0-9]{0,3})?)([eE][-+]?[0-9]{1,3})?",
    ]) {
        prop_assert!(!types_of(&string).is_empty());
        prop_assert_eq!(Style::of(&string), Style::Quoted);
    }

    #[test]
    fn floats_are_floats_in_both_versions(float in any::<f64>()) {
        let written = text(&float).unwrap();
        let types = types_of(written.trim_end());
        if float.is_finite() {
            prop_assert!(types.contains(&"float base 10"), "{}: {:?}", written, types);
            prop_assert!(types.contains(&"1.2 float"), "{}: {:?}", written, types);
            prop_assert_eq!(written.trim_end().parse(), Ok(float));
        } else {
            prop_assert!(types.len() == 2, "{}: {:?}", written, types);
        }
    }
}
