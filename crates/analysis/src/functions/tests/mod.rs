#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::string_slice)]

mod behaviour;
mod page;
mod total;

use wharf_diagnostics::{Diagnostic, FileId, Span};
use wharf_model::Text;
use wharf_syntax::tree::{Expr, ExprKind, MapKey, StmtKind, StringPart, UnaryOp};

use super::*;
use crate::ops;
use crate::value::Ref;

/// The files that `file` finds.
fn load(path: &str, span: Span) -> Result<Vec<u8>, Box<Diagnostic>> {
    match path {
        "./VERSION" => Ok(b"1.4.0\n".to_vec()),
        "./logo.png" => Ok(vec![0x89, b'P', 0xff]),
        "./big" => Ok(vec![b'x'; MAX_TEXT + 1]),
        _ => Err(Box::new(crate::errors::functions::refused("no such file", "not here", span))),
    }
}

/// The value of an expression that names nothing but functions and these: `token`, a secret,
/// `LEVEL`, a setting, and `port`.
fn eval(source: &str) -> Result<Val, Box<Diagnostic>> {
    let parsed = wharf_syntax::parse(FileId(0), &format!("let x = {source}"));
    assert_eq!(parsed.diagnostics, [], "{source}");
    let [stmt] = parsed.tree.stmts.as_slice() else { panic!("{source}") };
    let StmtKind::Let { value, .. } = &stmt.kind else { panic!("{source}") };
    expr(value)
}

fn expr(e: &Expr) -> Result<Val, Box<Diagnostic>> {
    let all = |items: &[Expr]| items.iter().map(expr).collect::<Result<Vec<_>, _>>();
    let value = match &e.kind {
        ExprKind::Word(w) => match w.as_str() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "token" => Value::secret(None, String::from("token")),
            "LEVEL" => Value::setting(wharf_model::EnvName::new("LEVEL").unwrap()),
            "port" => Value::Ref(Ref::Port(wharf_model::PortRef {
                service: wharf_model::Name::new("web").unwrap(),
                port: wharf_model::Name::new("http").unwrap(),
            })),
            _ => panic!("{w}"),
        },
        ExprKind::String(s) => {
            let mut text = Text::default();
            for part in &s.parts {
                match part {
                    StringPart::Text { text: t, .. } => text.push(Part::Literal(t.clone())),
                    StringPart::Expr(e) => text.extend(&crate::texts::printed(&expr(e)?.value).unwrap()),
                }
            }
            Value::Text(text)
        }
        ExprKind::Number(n) => crate::eval::number(n.value),
        ExprKind::Paren(inner) => return expr(inner),
        ExprKind::List(items) => Value::List(all(items)?),
        ExprKind::Map(entries) => {
            let mut out = Vec::new();
            for entry in entries {
                let key = match &entry.key {
                    MapKey::Word(w) => w.text.clone(),
                    MapKey::String(s) => match s.parts.as_slice() {
                        [StringPart::Text { text, .. }] => text.clone(),
                        _ => panic!("a computed key"),
                    },
                };
                out.push((key, e.span, expr(&entry.value)?));
            }
            Value::Map(out)
        }
        ExprKind::Range { low, high } => {
            let end = |e: &Option<Box<Expr>>| e.as_ref().map(|e| expr(e).map(Box::new)).transpose();
            Value::Range(end(low)?, end(high)?)
        }
        ExprKind::Unary { op: UnaryOp::Not, operand } => ops::not(&expr(operand)?)?,
        ExprKind::Unary { operand, .. } => ops::negate(&expr(operand)?, e.span)?,
        ExprKind::Binary { op, left, right, .. } => ops::binary(*op, &expr(left)?, &expr(right)?, e.span)?,
        ExprKind::Call { callee, args } => {
            let ExprKind::Word(name) = &callee.kind else { panic!("a call of no word") };
            let Some(f) = find(name) else {
                return Err(Box::new(crate::errors::functions::unknown(name, callee.span)));
            };
            let places = arrange(&format!("`{name}`"), e.span, &f.names(), args)
                .map_err(|all| Box::new(all.into_iter().next().unwrap()))?;
            let mut given = Vec::new();
            for place in places {
                given.push(place.map(|i| expr(&args[i].value)).transpose()?);
            }
            let value = call(f, &given, e.span, &mut load)?;
            return Ok(carried(value, &given, e.span));
        }
        other => panic!("{other:?}"),
    };
    Ok(Val::new(value, e.span))
}

/// The value without where it stands.
fn bare(v: &Val) -> Value {
    let item = |v: &Val| Val::new(bare(v), Span::default());
    let end = |e: &Option<Box<Val>>| e.as_ref().map(|e| Box::new(item(e)));
    match &v.value {
        Value::List(items) => Value::List(items.iter().map(item).collect()),
        Value::Map(all) => Value::Map(all.iter().map(|(k, _, v)| (k.clone(), Span::default(), item(v))).collect()),
        Value::Range(low, high) => Value::Range(end(low), end(high)),
        other => other.clone(),
    }
}

#[track_caller]
fn gives(source: &str, result: &str) {
    let found = eval(source).unwrap_or_else(|d| panic!("{source}: {} ({})", d.message, d.label));
    let due = eval(result).unwrap();
    assert_eq!(bare(&found), bare(&due), "{source}");
}

/// The code, the title, the words under the place, and the place itself.
#[track_caller]
fn refuses(source: &str, words: &str) {
    let Err(d) = eval(source) else { panic!("{source} gives {:?}", eval(source).unwrap().value) };
    let text = format!("let x = {source}");
    let place = &text[d.span.range()];
    assert_eq!(format!("{} {}; {} @ {place}", d.code, d.message, d.label), words, "{source}");
}
