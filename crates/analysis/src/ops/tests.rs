#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use wharf_diagnostics::codes;
use wharf_model::{Name, Text};

use super::*;
use crate::value::Ref;

fn val(value: Value) -> Val {
    Val::new(value, Span::default())
}

fn text(s: &str) -> Val {
    val(Value::Text(Text::literal(s)))
}

fn int(n: i64) -> Val {
    val(Value::Int(n))
}

fn list(items: &[Val]) -> Val {
    val(Value::List(items.to_vec()))
}

fn range(low: Option<Val>, high: Option<Val>) -> Val {
    val(Value::Range(low.map(Box::new), high.map(Box::new)))
}

fn map(entries: &[(&str, Val)]) -> Val {
    val(Value::Map(entries.iter().map(|(k, v)| ((*k).to_owned(), Span::default(), v.clone())).collect()))
}

fn secret() -> Val {
    val(Value::secret(None, String::from("token")))
}

const MI: u64 = 1 << 20;

/// One value of each type, and its letter.
fn all() -> Vec<(char, Val)> {
    vec![
        ('t', text("a")),
        ('i', int(2)),
        ('f', val(Value::Float(0.5))),
        ('b', val(Value::Bool(true))),
        ('B', val(Value::Bytes(512 * MI))),
        ('C', val(Value::Cpu(250))),
        ('D', val(Value::Duration(30_000))),
        ('P', val(Value::Percent(5_000))),
        ('R', val(Value::Rate { count: 100, per_millis: 1000 })),
        ('r', range(Some(int(1)), Some(int(3)))),
        ('l', list(&[int(2)])),
        ('m', map(&[("a", int(1))])),
        ('s', val(Value::Ref(Ref::Service(Name::new("web").unwrap())))),
    ]
}

fn letter(v: &Value) -> char {
    match v {
        Value::Text(_) => 't',
        Value::Int(_) => 'i',
        Value::Float(_) => 'f',
        Value::Bool(_) => 'b',
        Value::Bytes(_) => 'B',
        Value::Cpu(_) => 'C',
        Value::Duration(_) => 'D',
        Value::Percent(_) => 'P',
        Value::List(_) => 'l',
        _ => '?',
    }
}

/// What each operator gives for each pair of types: a row for each left one, a column for each right
/// one, in the order of [`all`]; `.` is refused, `!` has no exact result for these two values.
fn tables() -> Vec<(&'static [BinaryOp], [&'static str; 13])> {
    use BinaryOp::{Add, And, Div, Eq, Ge, Gt, In, Le, Lt, Mul, Ne, Or, Sub};
    vec![
        //             tifbBCDPRrlms
        (
            &[Add],
            [
                /* t */ "t............",
                /* i */ ".if..C.......",
                /* f */ ".ff..C.......",
                /* b */ ".............",
                /* B */ "....B........",
                /* C */ ".CC..C.......",
                /* D */ "......D......",
                /* P */ ".......P.....",
                /* R */ ".............",
                /* r */ ".............",
                /* l */ "..........l..",
                /* m */ ".............",
                /* s */ ".............",
            ],
        ),
        (
            &[Sub],
            [
                /* t */ ".............",
                /* i */ ".if..C.......",
                /* f */ ".ff..C.......",
                /* b */ ".............",
                /* B */ "....B........",
                /* C */ ".!!..C.......",
                /* D */ "......D......",
                /* P */ ".......P.....",
                /* R */ ".............",
                /* r */ ".............",
                /* l */ ".............",
                /* m */ ".............",
                /* s */ ".............",
            ],
        ),
        (
            &[Mul],
            [
                /* t */ ".............",
                /* i */ ".if.BCDP.....",
                /* f */ ".ff.BCDP.....",
                /* b */ ".............",
                /* B */ ".BB....B.....",
                /* C */ ".CC....C.....",
                /* D */ ".DD....D.....",
                /* P */ ".PP.BCD......",
                /* R */ ".............",
                /* r */ ".............",
                /* l */ ".............",
                /* m */ ".............",
                /* s */ ".............",
            ],
        ),
        (
            &[Div],
            [
                /* t */ ".............",
                /* i */ ".if..i.......",
                /* f */ ".ff..i.......",
                /* b */ ".............",
                /* B */ ".BB.i........",
                /* C */ ".CC..i.......",
                /* D */ ".DD...i......",
                /* P */ ".PP....i.....",
                /* R */ ".............",
                /* r */ ".............",
                /* l */ ".............",
                /* m */ ".............",
                /* s */ ".............",
            ],
        ),
        (
            &[Eq, Ne],
            [
                /* t */ "b............",
                /* i */ ".bb..b.......",
                /* f */ ".bb..b.......",
                /* b */ "...b.........",
                /* B */ "....b........",
                /* C */ ".bb..b.......",
                /* D */ "......b......",
                /* P */ ".......b.....",
                /* R */ "........b....",
                /* r */ ".........b...",
                /* l */ "..........b..",
                /* m */ "...........b.",
                /* s */ ".............",
            ],
        ),
        (
            &[Lt, Le, Gt, Ge],
            [
                /* t */ "b............",
                /* i */ ".bb..b.......",
                /* f */ ".bb..b.......",
                /* b */ ".............",
                /* B */ "....b........",
                /* C */ ".bb..b.......",
                /* D */ "......b......",
                /* P */ ".......b.....",
                /* R */ "........b....",
                /* r */ ".............",
                /* l */ ".............",
                /* m */ ".............",
                /* s */ ".............",
            ],
        ),
        (
            &[In],
            [
                /* t */ "...........b.",
                /* i */ ".........bb..",
                /* f */ ".........bb..",
                /* b */ ".............",
                /* B */ ".............",
                /* C */ ".........bb..",
                /* D */ ".............",
                /* P */ ".............",
                /* R */ ".............",
                /* r */ ".............",
                /* l */ ".............",
                /* m */ ".............",
                /* s */ ".............",
            ],
        ),
        (
            &[And, Or],
            [
                /* t */ ".............",
                /* i */ ".............",
                /* f */ ".............",
                /* b */ "...b.........",
                /* B */ ".............",
                /* C */ ".............",
                /* D */ ".............",
                /* P */ ".............",
                /* R */ ".............",
                /* r */ ".............",
                /* l */ ".............",
                /* m */ ".............",
                /* s */ ".............",
            ],
        ),
    ]
}

#[test]
fn every_operator_takes_the_pairs_of_its_table_and_no_others() {
    let all = all();
    for (ops, rows) in tables() {
        for op in ops {
            for ((l, left), row) in all.iter().zip(rows) {
                let got: String = all
                    .iter()
                    .map(|(_, right)| match binary(*op, left, right, Span::default()) {
                        Ok(v) => letter(&v),
                        Err(d) if d.code == codes::ARITHMETIC => '!',
                        Err(_) => '.',
                    })
                    .collect();
                assert_eq!(got, row, "`{}` with {l} on the left", sign(*op));
            }
        }
    }
}

fn ok(op: BinaryOp, l: &Val, r: &Val) -> Value {
    binary(op, l, r, Span::default()).unwrap_or_else(|d| panic!("{}: {}", d.message, d.label))
}

fn refused(op: BinaryOp, l: &Val, r: &Val) -> String {
    let d = binary(op, l, r, Span::default()).unwrap_err();
    format!("{} {}; {}", d.code, d.message, d.label)
}

#[test]
fn arithmetic_is_exact() {
    let (gi, ci) = (val(Value::Bytes(1024 * MI)), val(Value::Bytes(256 * MI)));
    let pct = |n: u64| val(Value::Percent(n * 100));
    let float = |f: f64| val(Value::Float(f));
    assert_eq!(ok(BinaryOp::Mul, &int(2), &ci), Value::Bytes(512 * MI));
    assert_eq!(ok(BinaryOp::Div, &gi, &ci), Value::Int(4));
    assert_eq!(ok(BinaryOp::Mul, &pct(50), &gi), Value::Bytes(512 * MI));
    assert_eq!(ok(BinaryOp::Mul, &val(Value::Bytes(10)), &float(0.1)), Value::Bytes(1));
    assert_eq!(ok(BinaryOp::Add, &int(1), &float(0.5)), Value::Float(1.5));
    assert_eq!(ok(BinaryOp::Add, &val(Value::Cpu(250)), &float(0.5)), Value::Cpu(750));
    assert_eq!(
        refused(BinaryOp::Div, &gi, &int(3)),
        "W0107 the result is no whole number; memory is counted in whole bytes"
    );
    assert_eq!(refused(BinaryOp::Div, &int(7), &int(2)), "W0107 the result is no whole number; 7 / 2 leaves a rest");
    assert_eq!(refused(BinaryOp::Div, &gi, &int(0)), "W0107 the calculation has no result; divided by zero");
    assert_eq!(refused(BinaryOp::Mul, &gi, &int(-1)), "W0107 the calculation has no result; below zero, or too small");
    assert_eq!(refused(BinaryOp::Sub, &ci, &gi), "W0107 the calculation has no result; below zero, or too small");
    assert_eq!(refused(BinaryOp::Mul, &int(i64::MAX), &int(2)), "W0107 the calculation has no result; too large");
    assert_eq!(refused(BinaryOp::Div, &int(i64::MIN), &int(-1)), "W0107 the calculation has no result; too large");
    assert_eq!(refused(BinaryOp::Add, &int(i64::MAX), &float(0.5)), "W0107 the calculation has no result; too large");
}

#[test]
fn two_types_are_refused_in_words() {
    let (gi, s) = (val(Value::Bytes(MI)), val(Value::Duration(1)));
    for (op, words) in [
        (BinaryOp::Add, "W0110 an amount of memory and a duration cannot be added; not these two"),
        (BinaryOp::Sub, "W0110 a duration cannot be subtracted from an amount of memory; not these two"),
        (BinaryOp::Mul, "W0110 an amount of memory and a duration cannot be multiplied; not these two"),
        (BinaryOp::Div, "W0110 an amount of memory cannot be divided by a duration; not these two"),
        (BinaryOp::Eq, "W0110 an amount of memory and a duration cannot be compared; not these two"),
        (BinaryOp::Lt, "W0110 an amount of memory and a duration cannot be compared; not these two"),
    ] {
        assert_eq!(refused(op, &gi, &s), words);
    }
    let yes = val(Value::Bool(true));
    assert_eq!(
        refused(BinaryOp::Lt, &yes, &yes),
        "W0101 a truth value and a truth value cannot be put in an order; not these two"
    );
    assert_eq!(
        refused(BinaryOp::And, &yes, &int(1)),
        "W0101 the right side of `and` is true or false, not a whole number; a whole number"
    );
    assert_eq!(
        refused(BinaryOp::In, &text("a"), &text("abc")),
        "W0101 `in` looks into a list, a map or a range, not into a text; not these two"
    );
    assert_eq!(
        refused(BinaryOp::In, &int(1), &list(&[text("a")])),
        "W0101 a whole number and a text cannot be compared; not these two"
    );
}

#[test]
fn lists_maps_and_ranges_are_compared_by_what_is_in_them() {
    let eq = |l: &Val, r: &Val| ok(BinaryOp::Eq, l, r) == Value::Bool(true);
    assert!(eq(&list(&[int(1), text("a")]), &list(&[int(1), text("a")])));
    assert!(!eq(&list(&[int(1)]), &list(&[int(1), int(2)])));
    assert!(!eq(&list(&[int(1)]), &list(&[int(2)])));
    assert!(eq(&map(&[("a", int(1)), ("b", int(2))]), &map(&[("b", int(2)), ("a", int(1))])));
    assert!(!eq(&map(&[("a", int(1))]), &map(&[("b", int(1))])));
    assert!(!eq(&map(&[("a", int(1))]), &map(&[("a", int(2))])));
    assert!(eq(&range(Some(int(1)), None), &range(Some(int(1)), None)));
    assert!(!eq(&range(Some(int(1)), None), &range(Some(int(1)), Some(int(2)))));
    assert!(eq(&val(Value::Rate { count: 60, per_millis: 60_000 }), &val(Value::Rate { count: 1, per_millis: 1000 })));
    assert!(eq(&int(1), &val(Value::Float(1.0))));
    assert!(!eq(&int((1 << 53) + 1), &val(Value::Float(9_007_199_254_740_992.0))));
    assert!(
        refused(BinaryOp::Eq, &list(&[int(1)]), &list(&[text("a")])).starts_with("W0101 a whole number and a text")
    );
}

#[test]
fn in_finds_items_keys_and_what_lies_between() {
    let is = |l: &Val, r: &Val| ok(BinaryOp::In, l, r) == Value::Bool(true);
    let ten = range(Some(int(1)), Some(int(10)));
    for (n, inside) in [(0, false), (1, true), (5, true), (10, true), (11, false)] {
        assert_eq!(is(&int(n), &ten), inside, "{n}");
    }
    assert!(is(&int(99), &range(Some(int(1)), None)));
    assert!(!is(&int(0), &range(Some(int(1)), None)));
    assert!(is(&int(0), &range(None, Some(int(1)))));
    assert!(is(&text("a"), &map(&[("a", int(1))])) && !is(&text("b"), &map(&[("a", int(1))])));
    assert!(is(&int(2), &list(&[int(1), int(2)])) && !is(&int(2), &list(&[])));
}

#[test]
fn secrets_are_added_and_never_compared() {
    let sum = ok(BinaryOp::Add, &text("x"), &secret());
    assert!(matches!(sum, Value::Text(t) if t.secret().is_some()));
    for op in [BinaryOp::Eq, BinaryOp::Ne, BinaryOp::Lt] {
        let words = refused(op, &text("x"), &secret());
        assert_eq!(words, format!("W0602 `{}` takes only what is known when compiling; `token` is a secret", sign(op)));
    }
    let hidden = list(&[map(&[("a", secret())])]);
    assert!(refused(BinaryOp::Eq, &hidden, &list(&[])).starts_with("W0602"));
    assert!(refused(BinaryOp::In, &text("x"), &list(&[secret()])).starts_with("W0602"));
}

#[test]
fn results_are_bounded() {
    let half = text(&"x".repeat(600_000));
    assert_eq!(refused(BinaryOp::Add, &half, &half), "W0102 the text gets too long; 1048576 bytes at most");
    let many = list(&vec![int(1); 6_000]);
    assert_eq!(refused(BinaryOp::Add, &many, &many), "W0102 the list gets too long; 10000 items at most");
    let deep = (0..1000).fold(int(1), |inner, _| list(&[inner]));
    assert!(refused(BinaryOp::Eq, &deep, &deep).starts_with("W0008"));
}

#[test]
fn numbers_of_all_kinds_have_one_order() {
    let float = |f: f64| val(Value::Float(f));
    // From the smallest, each below the next.
    let rising = [float(-1e300), int(i64::MIN), float(-0.5), int(0), float(0.5), int(1), int(i64::MAX), float(1e300)];
    for (i, a) in rising.iter().enumerate() {
        for (j, b) in rising.iter().enumerate() {
            assert_eq!(order(a, b), Some(i.cmp(&j)), "{a:?} {b:?}");
        }
    }
    let cpu = val(Value::Cpu(250));
    for (number, than) in [
        (float(-1.0), Ordering::Greater),
        (float(0.2), Ordering::Greater),
        (float(0.25), Ordering::Equal),
        (float(0.3), Ordering::Less),
        (int(-1), Ordering::Greater),
        (int(1), Ordering::Less),
    ] {
        assert_eq!(order(&cpu, &number), Some(than), "{number:?}");
    }
}
