//! No arguments make a function or an operator panic, and what a function gives is within bounds.

use proptest::prelude::*;
use wharf_model::{EnvName, Name, PodFact, PortRef};
use wharf_syntax::tree::BinaryOp;

use super::*;
use crate::value::Space;

fn name() -> Name {
    Name::new("web").unwrap()
}

fn scalar() -> impl Strategy<Value = Value> {
    let amount = || prop_oneof![Just(0), Just(u64::MAX), any::<u64>(), 0..5000u64];
    prop_oneof![
        4 => prop_oneof![Just(String::new()), "[a-c,\n]{0,8}", any::<String>()].prop_map(|s| Value::Text(Text::literal(s))),
        1 => Just(Value::secret(None, String::from("token"))),
        1 => Just(Value::setting(EnvName::new("LEVEL").unwrap())),
        1 => Just(Value::pod(PodFact::Name)),
        3 => prop_oneof![Just(0), Just(i64::MIN), Just(i64::MAX), any::<i64>(), -5..20i64].prop_map(Value::Int),
        3 => prop_oneof![prop::num::f64::NORMAL, Just(f64::NAN), Just(f64::INFINITY), Just(-0.0), -10.0..10.0].prop_map(Value::Float),
        1 => any::<bool>().prop_map(Value::Bool),
        1 => amount().prop_map(Value::Bytes),
        1 => amount().prop_map(Value::Cpu),
        1 => amount().prop_map(Value::Duration),
        1 => amount().prop_map(Value::Percent),
        1 => (amount(), amount()).prop_map(|(count, per_millis)| Value::Rate { count, per_millis }),
        1 => Just(Value::Ref(Ref::Port(PortRef { service: name(), port: name() }))),
        1 => Just(Value::Ref(Ref::Space(Space::Secrets))),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let at = |v: Value| Val::new(v, Span::default());
    scalar().prop_recursive(3, 24, 6, move |inner| {
        let end = prop::option::of(inner.clone().prop_map(move |v| Box::new(at(v))));
        prop_oneof![
            prop::collection::vec(inner.clone().prop_map(at), 0..6).prop_map(Value::List),
            (inner.clone(), 0..6usize).prop_map(move |(v, n)| Value::List(vec![at(v); n])),
            prop::collection::btree_map("[a-c]{0,2}", inner, 0..4).prop_map(move |all| {
                Value::Map(all.into_iter().map(|(k, v)| (k, Span::default(), at(v))).collect())
            }),
            (end.clone(), end).prop_map(|(l, h)| Value::Range(l, h)),
        ]
    })
}

fn argument() -> impl Strategy<Value = Option<Val>> {
    prop::option::weighted(0.9, value().prop_map(|v| Val::new(v, Span::default())))
}

const ALL: [BinaryOp; 14] = [
    BinaryOp::Coalesce,
    BinaryOp::Or,
    BinaryOp::And,
    BinaryOp::Eq,
    BinaryOp::Ne,
    BinaryOp::Lt,
    BinaryOp::Le,
    BinaryOp::Gt,
    BinaryOp::Ge,
    BinaryOp::In,
    BinaryOp::Add,
    BinaryOp::Sub,
    BinaryOp::Mul,
    BinaryOp::Div,
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn functions_are_total(args in prop::collection::vec(argument(), 0..5)) {
        for f in functions() {
            if let Ok(value) = call(f, &args, Span::default(), &mut load) {
                match &value {
                    Value::Text(t) => prop_assert!(weight(t) <= MAX_TEXT),
                    Value::List(items) => prop_assert!(items.len() <= MAX_ITEMS),
                    _ => {}
                }
                carried(value, &args, Span::default());
            }
        }
    }

    /// A secret that goes in stays a secret, or the call is refused: no literal is made of it.
    #[test]
    fn no_function_writes_a_secret_down(args in prop::collection::vec(argument(), 1..4)) {
        for f in functions() {
            if let Ok(value) = call(f, &args, Span::default(), &mut load) {
                prop_assert!(!format!("{value:?}").contains("Literal(\"token"), "{}", f.name);
            }
        }
    }

    #[test]
    fn operators_are_total(l in value(), r in value()) {
        let (l, r) = (Val::new(l, Span::default()), Val::new(r, Span::default()));
        for op in ALL {
            let _ = ops::binary(op, &l, &r, Span::default());
        }
        let _ = (ops::negate(&l, Span::default()), ops::not(&l));
    }

    /// `a < b` is `b > a`, and `a == b` neither.
    #[test]
    fn there_is_one_order(l in scalar(), r in scalar()) {
        let (l, r) = (Val::new(l, Span::default()), Val::new(r, Span::default()));
        prop_assert_eq!(ops::order(&l, &r), ops::order(&r, &l).map(std::cmp::Ordering::reverse));
    }

    #[test]
    fn yaml_and_json_are_read_back(v in value()) {
        let arg = [Some(Val::new(v.clone(), Span::default()))];
        let made = |name: &str| match call(find(name).unwrap(), &arg, Span::default(), &mut load) {
            Ok(Value::Text(t)) => t.as_literal().map(str::to_owned),
            _ => None,
        };
        prop_assert_eq!(made("json").is_some(), made("yaml").is_some());
        if let (Some(json), Some(yaml)) = (made("json"), made("yaml")) {
            prop_assert!(reads_as(&v, &serde_json::from_str(&json).unwrap()), "{json}");
            prop_assert!(reads_as(&v, &serde_yaml::from_str(&yaml).unwrap()), "{yaml}");
        }
    }
}

fn reads_as(v: &Value, read: &serde_json::Value) -> bool {
    use serde_json::Value as Read;
    match (v, read) {
        (Value::Text(t), Read::String(s)) => t.as_literal() == Some(s),
        (Value::Int(n), Read::Number(m)) => m.as_i64() == Some(*n),
        // The reader of JSON is wrong in the last digit of some.
        (Value::Float(f), Read::Number(m)) => {
            m.is_f64() && m.as_f64().is_some_and(|g| f == &g || (f - g).abs() <= f.abs() * 1e-15)
        }
        (Value::Bool(a), Read::Bool(b)) => a == b,
        (Value::List(a), Read::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| reads_as(&a.value, b)),
        (Value::Map(a), Read::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(k, _, v)| b.get(k).is_some_and(|b| reads_as(&v.value, b)))
        }
        _ => false,
    }
}
