//! The table: one row for each function, by subject.

use super::read::Call;
use super::{Function, Gives, Param, Takes, amount, encode, list, number, text};
use crate::ops::Outcome;
use crate::vocabulary::Ty;

const fn one(name: &'static str, takes: Takes) -> Param {
    Param { name, takes, optional: false }
}

const fn maybe(name: &'static str, takes: Takes) -> Param {
    Param { name, takes, optional: true }
}

const TEXT: Param = one("text", Takes::Text);
const GIVES_TEXT: Gives = Gives::Type(Ty::String);
const GIVES_TEXTS: Gives = Gives::Type(Ty::List(&Ty::String));
const GIVES_INT: Gives = Gives::Type(Ty::Int);

const fn row(
    name: &'static str,
    params: &'static [Param],
    gives: Gives,
    doc: &'static str,
    example: (&'static str, &'static str),
    run: fn(&mut Call<'_>) -> Outcome,
) -> Function {
    Function { name, params, gives, doc, example, run }
}

pub(super) static FUNCTIONS: &[Function] = &[
    // Texts.
    row("upper", &[TEXT], GIVES_TEXT, "the text in capital letters", (r#"upper("prod")"#, r#""PROD""#), text::upper),
    row("lower", &[TEXT], GIVES_TEXT, "the text in small letters", (r#"lower("Prod")"#, r#""prod""#), text::lower),
    row(
        "trim",
        &[TEXT],
        GIVES_TEXT,
        "the text without white space at its ends",
        (r#"trim(" 1.4.0\n")"#, r#""1.4.0""#),
        text::trim,
    ),
    row(
        "trim-prefix",
        &[TEXT, one("prefix", Takes::Text)],
        GIVES_TEXT,
        "the text without that beginning, if it has it",
        (r#"trim-prefix("v1.4.0", "v")"#, r#""1.4.0""#),
        text::trim_prefix,
    ),
    row(
        "trim-suffix",
        &[TEXT, one("suffix", Takes::Text)],
        GIVES_TEXT,
        "the text without that end, if it has it",
        (r#"trim-suffix("shop.app", ".app")"#, r#""shop""#),
        text::trim_suffix,
    ),
    row(
        "replace",
        &[TEXT, one("old", Takes::Text), one("new", Takes::Text)],
        GIVES_TEXT,
        "the text with `new` wherever it has `old`",
        (r#"replace("a.b.c", ".", "-")"#, r#""a-b-c""#),
        text::replace,
    ),
    row(
        "split",
        &[TEXT, one("separator", Takes::Text)],
        GIVES_TEXTS,
        "the pieces of the text between the separators",
        (r#"split("a,b,c", ",")"#, r#"["a", "b", "c"]"#),
        text::split,
    ),
    row(
        "lines",
        &[TEXT],
        GIVES_TEXTS,
        "the lines of the text, without their ends",
        (r#"lines("a\nb\n")"#, r#"["a", "b"]"#),
        text::lines,
    ),
    row(
        "indent",
        &[TEXT, one("by", Takes::Int)],
        GIVES_TEXT,
        "the text with so many spaces before each line that is not empty",
        (r#"indent("a\nb", 2)"#, r#""  a\n  b""#),
        text::indent,
    ),
    row(
        "slug",
        &[TEXT],
        GIVES_TEXT,
        "the text as a name: small ASCII letters and digits, a hyphen for anything between them",
        (r#"slug("Feature/Login Page")"#, r#""feature-login-page""#),
        text::slug,
    ),
    row(
        "contains",
        &[TEXT, one("part", Takes::Text)],
        Gives::Bool,
        "whether the part stands in the text; `in` looks into lists, maps and ranges",
        (r#"contains("1.4.0-rc.1", "-rc")"#, "true"),
        text::contains,
    ),
    row(
        "starts-with",
        &[TEXT, one("prefix", Takes::Text)],
        Gives::Bool,
        "whether the text begins so",
        (r#"starts-with("v1.4.0", "v")"#, "true"),
        text::starts_with,
    ),
    row(
        "ends-with",
        &[TEXT, one("suffix", Takes::Text)],
        Gives::Bool,
        "whether the text ends so",
        (r#"ends-with("shop.localhost", ".com")"#, "false"),
        text::ends_with,
    ),
    // Lists and maps.
    row(
        "join",
        &[one("list", Takes::Texts), maybe("separator", Takes::AnyText)],
        Gives::Type(Ty::Text),
        "one text of many, with the separator between them; secrets and settings stay what they are",
        (r#"join(["a", "b", 3], separator: ", ")"#, r#""a, b, 3""#),
        list::join,
    ),
    row(
        "len",
        &[one("value", Takes::Sized)],
        GIVES_INT,
        "how many characters, items or entries a text, a list or a map has",
        (r#"len(["a", "b"])"#, "2"),
        list::len,
    ),
    row(
        "slice",
        &[one("value", Takes::Sequence), one("from", Takes::Int), maybe("to", Takes::Int)],
        Gives::Like(0),
        "the characters or items from one position, counted from 0, up to but not including the other, or the end",
        (r#"slice("3f9ac21d", 0, 4)"#, r#""3f9a""#),
        list::slice,
    ),
    row(
        "first",
        &[one("list", Takes::List)],
        Gives::ItemOf(0),
        "the first item; an empty list has none, which is an error",
        (r#"first(["a", "b"])"#, r#""a""#),
        list::first,
    ),
    row(
        "last",
        &[one("list", Takes::List)],
        Gives::ItemOf(0),
        "the last item; an empty list has none, which is an error",
        (r#"last(["a", "b"])"#, r#""b""#),
        list::last,
    ),
    row(
        "reverse",
        &[one("list", Takes::List)],
        Gives::Like(0),
        "the items from the last to the first",
        ("reverse([1, 2, 3])", "[3, 2, 1]"),
        list::reverse,
    ),
    row(
        "sort",
        &[one("list", Takes::OrderedList)],
        Gives::Like(0),
        "the items, which are of one type, from the smallest; texts by their code points",
        (r#"sort(["b", "B", "a"])"#, r#"["B", "a", "b"]"#),
        list::sort,
    ),
    row(
        "unique",
        &[one("list", Takes::ScalarList)],
        Gives::Like(0),
        "the items, which are of one type, each once, where it first stands",
        (r#"unique(["b", "a", "b"])"#, r#"["b", "a"]"#),
        list::unique,
    ),
    row(
        "numbers",
        &[one("range", Takes::IntRange)],
        Gives::Type(Ty::List(&Ty::Int)),
        "the whole numbers of a range, both ends included; none where it ends before it begins",
        ("numbers(1..3)", "[1, 2, 3]"),
        number::numbers,
    ),
    row(
        "keys",
        &[one("map", Takes::Map)],
        GIVES_TEXTS,
        "the keys of a map, in their order",
        ("keys({ b = 1, a = 2 })", r#"["b", "a"]"#),
        list::keys,
    ),
    row(
        "values",
        &[one("map", Takes::Map)],
        Gives::ValuesOf(0),
        "the values of a map, in their order",
        ("values({ b = 1, a = 2 })", "[1, 2]"),
        list::values,
    ),
    row(
        "merge",
        &[one("map", Takes::Map), one("over", Takes::Map)],
        Gives::Like(0),
        "one map of two; where both have a key, the second's value",
        ("merge({ a = 1, b = 2 }, { b = 3 })", "{ a = 1, b = 3 }"),
        list::merge,
    ),
    // Numbers and amounts.
    row(
        "min",
        &[one("a", Takes::Ordered), one("b", Takes::Ordered)],
        Gives::Like(0),
        "the smaller of two numbers, amounts or texts",
        ("min(512Mi, 1Gi)", "512Mi"),
        number::min,
    ),
    row(
        "max",
        &[one("a", Takes::Ordered), one("b", Takes::Ordered)],
        Gives::Like(0),
        "the larger of two numbers, amounts or texts",
        ("max(2, 3)", "3"),
        number::max,
    ),
    row(
        "floor",
        &[one("number", Takes::Number)],
        GIVES_INT,
        "the largest whole number that is not above it",
        ("floor(7.0 / 2)", "3"),
        number::floor,
    ),
    row(
        "ceil",
        &[one("number", Takes::Number)],
        GIVES_INT,
        "the smallest whole number that is not below it",
        ("ceil(7.0 / 2)", "4"),
        number::ceil,
    ),
    row(
        "format",
        &[one("value", Takes::Scalar), maybe("unit", Takes::Text)],
        GIVES_TEXT,
        "a number or amount as a text, in the largest unit that is exact; with a unit, how many of it",
        (r#"format(1536Mi, "Mi")"#, r#""1536""#),
        amount::format,
    ),
    // Other forms.
    row(
        "base64",
        &[TEXT],
        GIVES_TEXT,
        "the text in Base64, with padding",
        (r#"base64("shop:1")"#, r#""c2hvcDox""#),
        encode::base64,
    ),
    row(
        "sha256",
        &[TEXT],
        GIVES_TEXT,
        "the SHA-256 of the text, in hexadecimal digits",
        (r#"slice(sha256("shop"), 0, 12)"#, r#""8d9001d32c6a""#),
        encode::sha256,
    ),
    row(
        "json",
        &[one("value", Takes::Data)],
        GIVES_TEXT,
        "the value in JSON, on one line",
        (r#"json({ debug = false, hosts = ["a"] })"#, r##"#"{"debug":false,"hosts":["a"]}"#"##),
        encode::json,
    ),
    row(
        "yaml",
        &[one("value", Takes::Data)],
        GIVES_TEXT,
        "the value in YAML, on lines of its own",
        (r#"yaml({ debug = "no", hosts = ["a"] })"#, r#""debug: \"no\"\nhosts:\n  - a\n""#),
        encode::yaml,
    ),
    row(
        "file",
        &[one("path", Takes::Text)],
        GIVES_TEXT,
        "the text of a file of the project, in UTF-8",
        (r#"trim(file("./VERSION"))"#, r#""1.4.0""#),
        encode::file,
    ),
];
