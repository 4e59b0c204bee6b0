//! What must hold of every text: parsing is total, and formatting changes nothing but white space.

use proptest::{collection::vec, prelude::*};

use super::{FILE, dump::dump};
use crate::{format, parse};

/// The texts of the comments, in order.
fn comments(text: &str) -> Vec<String> {
    let parsed = parse(FILE, text);
    parsed.tree.comments.iter().map(|c| text.get(c.span.range()).unwrap().trim_end().to_owned()).collect()
}

/// Every span lies in the text, on character boundaries, and every fix can be applied.
fn spans_are_sound(text: &str) -> Result<(), TestCaseError> {
    let parsed = parse(FILE, text);
    let sound = |s: wharf_diagnostics::Span| text.get(s.range()).is_some();
    for d in &parsed.diagnostics {
        prop_assert!(sound(d.span), "{} {:?}", d.code, d.span);
        prop_assert!(d.labels.iter().all(|l| sound(l.span)), "{} {:?}", d.code, d.labels);
        prop_assert!(d.fixes.iter().flat_map(|f| &f.edits).all(|e| sound(e.span)), "{} {:?}", d.code, d.fixes);
        prop_assert!(!d.message.is_empty());
    }
    for c in &parsed.tree.comments {
        prop_assert!(sound(c.span));
    }
    // Walks the whole tree.
    let _ = dump(&parsed.tree);
    Ok(())
}

pub(super) fn formats_well(text: &str) -> Result<(), TestCaseError> {
    let parsed = parse(FILE, text);
    prop_assert!(parsed.diagnostics.is_empty(), "{:?}\n{text}", parsed.diagnostics);
    let once = format(text).unwrap();
    let again = parse(FILE, &once);
    prop_assert!(again.diagnostics.is_empty(), "{:?}\nfrom\n{text}\nto\n{once}", again.diagnostics);
    prop_assert_eq!(dump(&parsed.tree), dump(&again.tree), "from\n{}\nto\n{}", text, once);
    prop_assert_eq!(comments(text), comments(&once), "from\n{}\nto\n{}", text, once);
    let twice = format(&once).unwrap();
    prop_assert_eq!(&once, &twice, "from\n{}", text);
    Ok(())
}

/// Tokens of all kinds, broken ones among them.
fn soup() -> impl Strategy<Value = String> {
    let token = prop::sample::select(vec![
        "a",
        "b-c",
        "if",
        "else",
        "for",
        "in",
        "let",
        "param",
        "template",
        "use",
        "as",
        "then",
        "and",
        "or",
        "not",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "\"",
        "\"\"\"",
        "#\"",
        "\"#",
        "\\(",
        "\\#(",
        "\"x\"",
        "\"a \\(b) c\"",
        "=",
        "==",
        "->",
        "=>",
        ":",
        ",",
        ";",
        "..",
        ".",
        "+",
        "-",
        "*",
        "/",
        "??",
        "?",
        "|",
        "||",
        "&&",
        "!",
        "<",
        ">=",
        "1",
        "0755",
        "5min",
        "1.2.3",
        "70%",
        "100/s",
        "5mib",
        "'",
        "‘",
        "é",
        "#",
        "//",
        "///",
        "/*",
        "*/",
        "\\",
        "\n",
        "\n",
        "\n  ",
        "\r\n",
        " ",
        " ",
        "\t",
        "\\u{1F600}",
        "\\q",
        "\u{feff}",
        "😀",
    ]);
    vec(token, 0..60).prop_map(|t| t.concat())
}

fn word() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["a", "web", "LOG_LEVEL", "db-password", "x1", "in_", "template", "use", "on"])
        .prop_map(str::to_owned)
}

fn atom() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => word(),
        2 => prop::sample::select(vec!["0", "1_000", "0x1f", "0.5Gi", "250m", "1h30min", "12.5%", "100/s", "1.50"])
            .prop_map(str::to_owned),
        2 => prop::sample::select(vec![
            "\"\"", "\"text\"", "\"a \\(b.c) \\u{e9}\"", "#\"\\d \\#(x)\"#", "\"\\(\"in \\(x)\")\"",
            "\"\"\"\n    two\n      lines\n    \"\"\"", "\"\"\"\none \\(x)\n  two\n\"\"\"", "\"\"\"\r\n\tcr\r\n\"\"\"",
        ]).prop_map(str::to_owned),
    ]
}

/// White space that may stand anywhere inside brackets.
fn gap() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["", " ", "  ", "\n", "\n    ", " // why\n", "\n// own line\n\n"]).prop_map(str::to_owned)
}

fn expr() -> impl Strategy<Value = String> {
    atom().prop_recursive(4, 24, 4, |inner| {
        let binary = prop::sample::select(vec!["+", "-", "*", "/", "??", "or", "and", "+\n", "??  // why\n"]);
        prop_oneof![
            (inner.clone(), binary, inner.clone()).prop_map(|(a, op, b)| format!("({a}) {op} ({b})")),
            (inner.clone(), prop::sample::select(vec!["==", "<", "in"]), inner.clone())
                .prop_map(|(a, op, b)| format!("({a}){op} ({b})")),
            inner.clone().prop_map(|e| format!("(not  ({e}))")),
            inner.clone().prop_map(|e| format!("(- ({e}))")),
            (inner.clone(), gap(), gap()).prop_map(|(e, x, y)| format!("({x}{e}{y})")),
            (vec(inner.clone(), 0..4), gap()).prop_map(|(es, g)| format!("[{g}{}]", es.join(&format!(",{g}")))),
            (vec(inner.clone(), 1..4), gap()).prop_map(|(es, g)| format!("f({g}{}{g})", es.join(&format!(",{g}")))),
            (word(), inner.clone()).prop_map(|(w, e)| format!("a.b({w} : {e}).c[0]")),
            (vec((word(), inner.clone()), 0..3), prop::sample::select(vec![", ", "; ", "\n", " // c\n"])).prop_map(
                |(es, s)| {
                    let es: Vec<String> = es.iter().map(|(k, v)| format!("{k} = {v}")).collect();
                    format!("({{{}}})", es.join(s))
                }
            ),
            (inner.clone(), inner.clone(), inner).prop_map(|(a, b, c)| format!("(if {a} then {b} else {c})")),
        ]
    })
}

fn argument() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => atom(),
        1 => expr().prop_map(|e| format!("({e})")),
        1 => (atom(), atom()).prop_map(|(a, b)| format!("{a} .. {b}")),
        1 => atom().prop_map(|a| format!("[ {a} ,{a}, ]")),
        1 => Just("-1".to_owned()),
    ]
}

fn stmt() -> impl Strategy<Value = String> {
    let head = prop_oneof![4 => prop::sample::select(vec!["port", "env", "x"]).prop_map(str::to_owned), 1 => Just("\"/\"".into())];
    let plain = (head, vec(argument(), 0..4)).prop_map(|(h, args)| format!("{h} {}", args.join("  "))).boxed();
    let leaf = prop_oneof![
        plain.clone(),
        (word(), expr()).prop_map(|(k, v)| format!("{k}={v}")),
        expr().prop_map(|v| format!("\"/\" -> {v}")),
        expr().prop_map(|v| format!("let  x = {v}")),
        Just("param p \"free\"|list( string? )? in 1 .. 5 =  3".to_owned()),
        Just("scale ..5".to_owned()),
    ];
    leaf.prop_recursive(3, 16, 4, move |inner| {
        let separator =
            prop::sample::select(vec!["\n", "\n\n\n", ";", "; ", " // c\n", "\n  // own\n\n", "\n/// doc\n"]);
        let body = (vec(inner, 0..4), separator).prop_map(|(b, s)| match b.is_empty() {
            true => "{ }".to_owned(),
            false => {
                format!("{{{s}{}{}}}", b.join(s), s.replace("; ", ";")).replace("{;", "{").replace("/// doc\n}", "}")
            }
        });
        prop_oneof![
            3 => (plain.clone(), body.clone()).prop_map(|(h, b)| format!("{h} {b}")),
            1 => (expr(), body.clone(), body.clone()).prop_map(|(c, a, b)| format!("if ({c}) {a}\nelse {b}")),
            1 => (expr(), body.clone()).prop_map(|(c, b)| format!("for k, v in ({c}) {b}")),
            1 => body.prop_map(|b| format!("template t(a int=1, b string) {b}")),
        ]
    })
}

fn program() -> impl Strategy<Value = String> {
    vec((prop::sample::select(vec!["", "\n", "// c\n", "/// doc\n", "  "]), stmt()), 0..5)
        .prop_map(|stmts| stmts.iter().map(|(before, s)| format!("{before}{s}\n")).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_parses(text in "\\PC{0,200}") {
        spans_are_sound(&text)?;
    }

    #[test]
    fn any_tokens_parse(text in soup()) {
        spans_are_sound(&text)?;
    }

    #[test]
    fn whatever_has_no_fault_formats(text in soup()) {
        if parse(FILE, &text).diagnostics.is_empty() {
            formats_well(&text)?;
        }
    }

    #[test]
    fn programs_parse_and_format_to_themselves(text in program()) {
        formats_well(&text)?;
    }

    #[test]
    fn a_torn_program_parses(text in program(), at in 0.0..1.0f64, len in 0usize..8) {
        let chars: Vec<char> = text.chars().collect();
        let from = (chars.len() as f64 * at) as usize;
        let torn: String = chars.iter().enumerate().filter(|(i, _)| *i < from || *i >= from + len).map(|(_, c)| c).collect();
        spans_are_sound(&torn)?;
    }

    #[test]
    fn crlf_files_are_the_same(text in program()) {
        let plain = text.replace("\r\n", "\n");
        let windows = plain.replace('\n', "\r\n");
        let (a, b) = (parse(FILE, &plain), parse(FILE, &windows));
        prop_assert_eq!(dump(&a.tree), dump(&b.tree));
        prop_assert!(b.diagnostics.is_empty(), "{:?}", b.diagnostics);
        prop_assert_eq!(format(&plain).unwrap(), format(&windows).unwrap());
    }
}
