use super::*;

#[test]
fn texts() {
    gives(r#"upper("straße")"#, r#""STRASSE""#);
    gives(r#"trim-prefix("vv1", "v")"#, r#""v1""#);
    gives(r#"split("a", ",")"#, r#"["a"]"#);
    gives(r#"split("", ",")"#, r#"[""]"#);
    gives(r#"lines("a\r\nb\n\nc")"#, r#"["a", "b", "", "c"]"#);
    gives(r#"lines("")"#, "[]");
    gives(r#"indent("a\n\nb\n", 2)"#, r#""  a\n\n  b\n""#);
    gives(r#"slug("--A  b_c!")"#, r#""a-b-c""#);
    gives(r#"slug("…")"#, r#""""#);
    gives(r#"len("häß")"#, "3");
    gives(r#"slice("häß", 1, 2)"#, r#""ä""#);
    gives(r#"slice("abc", 1)"#, r#""bc""#);
    gives(r#"slice("abc", 2, 1)"#, r#""""#);
    gives(r#"slice("abc", 0, 99)"#, r#""abc""#);
    gives("slice([1, 2, 3], 1)", "[2, 3]");
    refuses(r#"split("a", "")"#, r#"W0109 `split` needs a separator; nothing in it @ """#);
    refuses(r#"replace("a", "", "b")"#, r#"W0109 `replace` needs a text to look for; nothing in it @ """#);
    refuses(r#"slice("abc", -1)"#, "W0102 the start is 0 or more; -1 is not @ -1");
    refuses(r#"indent("a", 101)"#, "W0109 `indent` puts at most 100 spaces before a line; more than that @ 101");
}

#[test]
fn lists_maps_and_numbers() {
    gives("join([])", r#""""#);
    gives(r#"join(["a", true, 1])"#, r#""atrue1""#);
    gives("sort([30s, 1min, 500ms])", "[500ms, 30s, 1min]");
    gives("sort([2/s, 60/min])", "[60/min, 2/s]");
    gives("unique([60/min, 1/s, 2/s])", "[60/min, 2/s]");
    gives("unique([0.0, -0.0])", "[0.0]");
    gives("unique([true, false, true])", "[true, false]");
    gives("numbers(3..1)", "[]");
    gives("min(1, 0.5)", "0.5");
    gives(r#"max("a", "b")"#, r#""b""#);
    gives("floor(-0.5)", "-1");
    gives("ceil(3)", "3");
    refuses("first([])", "W0109 an empty list has no first item; nothing in it @ []");
    refuses(r#"sort([1, "a"])"#, r#"W0109 `sort` takes items of one type; a whole number and a text @ [1, "a"]"#);
    refuses(
        "numbers(1..)",
        "W0101 `numbers` takes a range of whole numbers with both ends, and this is a range; a range @ 1..",
    );
    refuses(
        "min(1Gi, 30s)",
        "W0110 an amount of memory and a duration cannot be compared; not these two @ min(1Gi, 30s)",
    );
    refuses(
        "ceil(5000000000.0 * 5000000000.0)",
        "W0107 the calculation has no result; too large for a whole number @ ceil(5000000000.0 * 5000000000.0)",
    );
    refuses(
        "json(1Mi)",
        "W0101 `json` takes texts, numbers, truth values, and lists and maps of them, and this is an amount of memory; an amount of memory @ 1Mi",
    );
}

#[test]
fn formats() {
    for (call, text) in [
        ("format(1.10)", "1.1"),
        ("format(2.0)", "2.0"),
        ("format(0.1)", "0.1"),
        ("format(-3)", "-3"),
        ("format(true)", "true"),
        (r#"format("x")"#, "x"),
        ("format(512Mi)", "512Mi"),
        ("format(1536Mi)", "1536Mi"),
        ("format(1GiB)", "1Gi"),
        ("format(64KB)", "64KB"),
        ("format(7B)", "7B"),
        ("format(0B)", "0B"),
        ("format(250m)", "250m"),
        ("format(2000m)", "2"),
        ("format(90s)", "90s"),
        ("format(1h30min)", "90min"),
        ("format(12.5%)", "12.5%"),
        ("format(100/s)", "100/s"),
        ("format(5/min)", "5/min"),
        (r#"format(512Mi, "Mi")"#, "512"),
        (r#"format(512Mi, "KiB")"#, "524288"),
        (r#"format(90s, "ms")"#, "90000"),
        (r#"format(2000m, "cpu")"#, "2"),
        (r#"format(70%, unit: "%")"#, "70"),
        (r#"format(100/s, "min")"#, "6000"),
        (r#"format(120/min, "s")"#, "2"),
    ] {
        gives(call, &format!("{text:?}"));
    }
    refuses(r#"format(1500ms, "s")"#, r#"W0107 `1500ms` is no whole number of `s`; a rest is left @ "s""#);
    refuses(r#"format(30s, "sec")"#, r#"W0109 a duration is not counted in `sec`; did you mean `s`? @ "sec""#);
    refuses(r#"format(30s, "Mi")"#, r#"W0109 a duration is not counted in `Mi`; did you mean `min`? @ "Mi""#);
    refuses(
        r#"format(30s, "fortnight")"#,
        r#"W0109 a duration is not counted in `fortnight`; its units are `ms`, `s`, `min`, `h`, `d` @ "fortnight""#,
    );
    refuses(
        r#"format(30, "s")"#,
        r#"W0109 `format` takes a unit for amounts only, and this is a whole number; no unit here @ "s""#,
    );
    let d = eval(r#"format(90min, "h")"#).unwrap_err();
    assert_eq!(d.notes[0].message, "in `min` it is 90");
    let d = eval(r#"format(1536Mi, "Gi")"#).unwrap_err();
    assert_eq!(d.fixes[0].edits[0].text, "\"Mi\"");
}

#[test]
fn other_forms() {
    gives(r#"base64("")"#, r#""""#);
    gives(r#"base64("ä")"#, r#""w6Q=""#);
    gives(r#"sha256("")"#, r#""e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855""#);
    gives(
        r#"json({ b = [1, 2.5, 1.0, true, "a\"\n"], "a b" = {} })"#,
        r##"#"{"b":[1,2.5,1.0,true,"a\"\n"],"a b":{}}"#"##,
    );
    refuses(
        r#"json([1, 512Mi])"#,
        "W0101 `json` takes texts, numbers, truth values, and lists and maps of them, not an amount of memory; \
         an amount of memory @ 512Mi",
    );
    gives(r#"file("./VERSION")"#, r#""1.4.0\n""#);
    refuses(
        r#"file("./logo.png")"#,
        r#"W0112 the file `./logo.png` is not a text; byte 0 is not UTF-8 @ "./logo.png""#,
    );
    refuses(r#"file("./big")"#, r#"W0102 the file `./big` is too long; it has 1048577 bytes @ "./big""#);
    refuses(r#"file("./none")"#, r#"W0109 no such file; not here @ "./none""#);
}

#[test]
fn yaml_is_read_as_what_it_is() {
    gives("yaml({})", r#""{}\n""#);
    gives(r#"yaml("a")"#, r#""a\n""#);
    gives("yaml([[1, [2]], { a = 1, b = [] }, [{ c = 1 }]])", r#""- - 1\n  - - 2\n- a: 1\n  b: []\n- - c: 1\n""#);
    gives("yaml({ a { b = [1], c { d = 1.0 } } })", r#""a:\n  b:\n    - 1\n  c:\n    d: 1.0\n""#);
    for text in [
        "no",
        "Y",
        "on",
        "null",
        "~",
        "1.10",
        "0755",
        "1e3",
        "12:30:00",
        "2024-01-01",
        ".inf",
        "- a",
        "a: b",
        "#a",
        "",
        " a",
        "=",
        "<<",
    ] {
        gives(&format!("yaml({text:?})"), &format!("{:?}", format!("\"{text}\"\n")));
    }
    let odd = "\u{0}\u{7f}\u{85}\u{2028}\u{feff}\t\r\n\"\\é🦀";
    let val = Val::new(
        Value::Map(vec![(odd.to_owned(), Span::default(), Val::new(Value::Text(odd.into()), Span::default()))]),
        Span::default(),
    );
    let written = call(find("yaml").unwrap(), &[Some(val)], Span::default(), &mut load).unwrap();
    let Value::Text(written) = written else { panic!() };
    let read: std::collections::BTreeMap<String, String> = serde_yaml::from_str(written.as_literal().unwrap()).unwrap();
    assert_eq!(read.into_iter().next().unwrap(), (odd.to_owned(), odd.to_owned()));
}

#[test]
fn calls_that_are_wrong() {
    refuses(r#"uper("a")"#, "W0109 there is no function `uper`; did you mean `upper`? @ uper");
    refuses(r#"toUpper("a")"#, "W0109 there is no function `toUpper`; did you mean `upper`? @ toUpper");
    refuses(
        "now()",
        "W0109 there is no function `now`; there are `base64`, `ceil`, `contains`, `ends-with`, `file` and 30 more @ now",
    );
    refuses("upper()", "W0109 `upper` is not given `text`; an argument is missing @ upper()");
    refuses(
        r#"replace("a")"#,
        r#"W0109 `replace` is not given `old` and `new`; an argument is missing @ replace("a")"#,
    );
    refuses(r#"upper("a", "b", "c")"#, r#"W0109 `upper` takes one argument; 3 are given @ "b""#);
    refuses(r#"join(["a"], ",", ";")"#, r#"W0109 `join` takes at most 2 arguments; 3 are given @ ";""#);
    refuses(
        r#"join(["a"], seperator: ",")"#,
        "W0109 `join` has no argument `seperator`; did you mean `separator`? @ seperator",
    );
    refuses(r#"join(["a"], sep: ",", by: 1)"#, "W0109 `join` has no argument `sep`; did you mean `separator`? @ sep");
    refuses(r#"upper("a", text: "b")"#, "W0109 `upper` is given `text` twice; again here @ text");
    refuses(
        r#"replace(text: "a", "b", "c")"#,
        r#"W0109 an argument of `replace` without a name stands after one with; which one is it? @ "b""#,
    );
    refuses("upper(5)", "W0101 `upper` takes a text, and this is a whole number; a whole number @ 5");
    refuses("join([1, 30s])", "W0101 `join` takes a list of texts, not a duration; a duration @ 30s");
    refuses(r#"join("a")"#, r#"W0101 `join` takes a list of texts, and this is a text; a text @ "a""#);
    refuses("len(5)", "W0101 `len` takes a text, a list or a map, and this is a whole number; a whole number @ 5");
}

#[test]
fn every_fault_of_a_call_is_found() {
    let parsed = wharf_syntax::parse(FileId(0), "let x = f(a: 1, b: 2, a: 3, zz: 4)");
    let StmtKind::Let { value, .. } = &parsed.tree.stmts[0].kind else { panic!() };
    let ExprKind::Call { args, .. } = &value.kind else { panic!() };
    let wrong = arrange("`f`", value.span, &[("a", true), ("c", true)], args).unwrap_err();
    let words: Vec<&str> = wrong.iter().map(|d| d.message.as_str()).collect();
    assert_eq!(words, ["`f` has no argument `b`", "`f` is given `a` twice", "`f` has no argument `zz`"]);
    let found = arrange("`f`", value.span, &[("b", true), ("c", false), ("a", true), ("zz", false)], &args[..2]);
    assert_eq!(found.unwrap(), [Some(1), None, Some(0), None]);
}

#[test]
fn what_is_not_known_yet_goes_through_and_is_not_looked_at() {
    let joined = eval(r#"join(["a", token, LEVEL, port], separator: "-")"#).unwrap();
    let Value::Text(t) = &joined.value else { panic!() };
    assert_eq!(t.parts().len(), 6);
    assert_eq!(t.secret().unwrap().key, "token");
    let source = r#"let x = join(["a", token, LEVEL, port], separator: "-")"#;
    assert_eq!(&source[joined.secret.unwrap().at.range()], "token");
    assert_eq!(&source[joined.late.unwrap().at.range()], "LEVEL");
    let taken = eval("first([LEVEL, token])").unwrap();
    assert!(taken.secret.is_none() && taken.late.is_some());
    gives(r#"len([token, "a"])"#, "2");
    gives("first(reverse([1, token, LEVEL]))", "LEVEL");
    gives("values(merge({ a = token }, { b = LEVEL }))", "[token, LEVEL]");
    let (secret, late) = ("`token` is a secret", "is known only when deploying");
    for (call, name) in [
        (r#"upper("a\(token)")"#, "upper"),
        ("json({ a = [token] })", "json"),
        ("yaml(token)", "yaml"),
        ("len(token)", "len"),
        ("sort([token])", "sort"),
        ("base64(token)", "base64"),
        ("format(token)", "format"),
    ] {
        let d = eval(call).unwrap_err();
        assert_eq!(
            format!("{} {}; {}", d.code, d.message, d.label),
            format!("W0602 `{name}` takes only what is known when compiling; {secret}")
        );
    }
    refuses("sort([token])", "W0602 `sort` takes only what is known when compiling; `token` is a secret @ token");
    refuses(
        "upper(LEVEL)",
        &format!("W0106 `upper` takes only what is known when compiling; a setting {late} @ LEVEL"),
    );
    refuses(
        "upper(port)",
        &format!("W0106 `upper` takes only what is known when compiling; the port of a service {late} @ port"),
    );
}

#[test]
fn a_secret_that_came_through_a_name_is_shown_there() {
    let at = |n: usize| Span::new(FileId(0), n, n + 1);
    let item = Val::new(Value::secret(None, String::from("token")), at(1));
    let list = Val { via: Some(at(9)), ..Val::new(Value::List(vec![item]), at(0)) };
    let d = call(find("json").unwrap(), &[Some(list.clone())], at(8), &mut load).unwrap_err();
    assert_eq!((d.span, d.labels[0].span), (at(9), at(1)));
    let joined = call(find("join").unwrap(), &[Some(list.clone()), None], at(8), &mut load).unwrap();
    let spot = carried(joined, &[Some(list), None], at(8)).secret.unwrap();
    assert_eq!((spot.at, spot.from), (at(9), Some(at(1))));
}

#[test]
fn results_are_bounded() {
    let big = "x".repeat(MAX_TEXT / 2 + 1);
    for call in [
        format!("json([{big:?}, {big:?}])"),
        format!("yaml([{big:?}, {big:?}])"),
        format!("join([{big:?}, {big:?}])"),
        format!("base64({:?})", "x".repeat(MAX_TEXT)),
        format!("upper({:?})", "ß".repeat(MAX_TEXT / 2) + "ŉ"),
        format!("indent({:?}, 100)", "x\n".repeat(MAX_TEXT / 100)),
        format!("replace({:?}, \"x\", {:?})", "x".repeat(2000), "y".repeat(2000)),
    ] {
        let d = eval(&call).unwrap_err();
        let name = call.split('(').next().unwrap();
        assert_eq!(d.message, format!("the text that `{name}` makes is too long"));
        assert_eq!((d.code.to_string().as_str(), d.label.as_str()), ("W0102", "1048576 bytes at most"));
    }
    for call in ["numbers(0..9223372036854775807)".to_owned(), format!("split({:?}, \",\")", ",".repeat(MAX_ITEMS))] {
        let d = eval(&call).unwrap_err();
        assert_eq!(d.label, "10000 items at most");
    }
    assert!(eval(&format!("split({:?}, \",\")", ",".repeat(MAX_ITEMS - 1))).is_ok());
    // To the byte: two halves, with and without a separator.
    let half = "x".repeat(MAX_TEXT / 2);
    assert!(eval(&format!("join([{half:?}, {half:?}])")).is_ok());
    assert!(eval(&format!("join([{half:?}, {half:?}], \" \")")).is_err());
    let most = "x".repeat(MAX_TEXT);
    assert!(eval(&format!("join([{most:?}], \" \")")).is_ok());
    let deep = (0..1000)
        .fold(Val::new(Value::Int(1), Span::default()), |v, _| Val::new(Value::List(vec![v]), Span::default()));
    for name in ["json", "yaml"] {
        let d = call(find(name).unwrap(), &[Some(deep.clone())], Span::default(), &mut load).unwrap_err();
        assert_eq!(d.code.to_string(), "W0008");
    }
}
