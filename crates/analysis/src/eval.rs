//! Expressions to values.

use std::rc::Rc;

use wharf_diagnostics::Span;
use wharf_model::{Part, Text};
use wharf_syntax::tree::{BinaryOp, Expr, ExprKind, MapEntry, MapKey, Number, StringLit, StringPart, UnaryOp};

use crate::checker::{Checker, Evaluated};
use crate::errors::{names, values};
use crate::ops;
use crate::scope::{Definition, Entry};
use crate::value::{Ref, Val, Value};
use crate::vocabulary::Ty;

/// How deep expressions may be nested, operators included.
const MAX_DEPTH: usize = 160;

impl<'t> Checker<'t> {
    /// The value of an expression; `None` where something is wrong, which is then reported.
    pub(crate) fn eval(&mut self, e: &'t Expr) -> Option<Val> {
        if self.depth >= MAX_DEPTH {
            return self.fail(values::nested_too_deep(e.span));
        }
        self.depth += 1;
        let due = self.due;
        self.due = match (&e.kind, due) {
            (ExprKind::Word(_) | ExprKind::Paren(_) | ExprKind::If { .. }, due) => due,
            (ExprKind::List(_), Some(Ty::List(inner))) => Some(*inner),
            _ => None,
        };
        let value = self.eval_kind(e);
        self.due = due;
        self.depth -= 1;
        value
    }

    /// One level. Each form has a function of its own, so that a level takes little of the stack.
    fn eval_kind(&mut self, e: &'t Expr) -> Option<Val> {
        match &e.kind {
            ExprKind::Error => None,
            ExprKind::Word(w) => self.word(w, e.span),
            ExprKind::String(s) => self.interpolate(s, e.span),
            ExprKind::Number(n) => Some(Val::new(number(n.value), e.span)),
            ExprKind::Paren(inner) => self.eval(inner),
            ExprKind::List(items) => self.list(items, e.span),
            ExprKind::Map(entries) => self.map(entries, e.span),
            ExprKind::Field { base, name } => {
                let base = self.eval(base)?;
                self.field(base, name, e.span)
            }
            ExprKind::Index { base, index } => {
                let (base, index) = (self.eval(base)?, self.eval(index)?);
                self.index(&base, &index, e.span)
            }
            ExprKind::Call { callee, .. } => self.call(callee.span),
            ExprKind::Unary { op, operand } => self.unary(*op, operand, e.span),
            ExprKind::Binary { op: BinaryOp::Coalesce, left, .. } => self.eval(left),
            ExprKind::Binary { op, left, right, .. } => self.binary(*op, left, right, e.span),
            ExprKind::Range { low, high } => self.range_value(low.as_deref(), high.as_deref(), e.span),
            ExprKind::If { condition, then, otherwise } => {
                if self.condition(condition)? {
                    self.eval(then)
                } else {
                    self.eval(otherwise)
                }
            }
        }
    }

    fn list(&mut self, items: &'t [Expr], span: Span) -> Option<Val> {
        let all: Vec<_> = items.iter().map(|i| self.eval(i)).collect();
        all.into_iter().collect::<Option<_>>().map(|v| Val::new(Value::List(v), span))
    }

    fn map(&mut self, entries: &'t [MapEntry], span: Span) -> Option<Val> {
        let mut out: Vec<(String, Span, Val)> = Vec::new();
        let mut good = true;
        for entry in entries {
            let (key, at) = match &entry.key {
                MapKey::Word(w) => (Some(w.text.clone()), w.span),
                MapKey::String(s) => {
                    let key = self.interpolate(s, s.span);
                    (key.and_then(|k| self.literal(&k, "the key of a map")).map(|k| k.value), s.span)
                }
            };
            let value = self.eval(&entry.value);
            let (Some(k), Some(v)) = (key, value) else {
                good = false;
                continue;
            };
            if let Some((_, first, _)) = out.iter().find(|(o, _, _)| *o == k) {
                let first = *first;
                self.report(names::key_twice(&k, at, first));
                good = false;
                continue;
            }
            out.push((k, at, v));
        }
        good.then(|| Val::new(Value::Map(out), span))
    }

    fn call(&mut self, callee: Span) -> Option<Val> {
        let name = self.source(callee);
        self.fail(values::unknown_function(name, callee))
    }

    fn unary(&mut self, op: UnaryOp, operand: &'t Expr, span: Span) -> Option<Val> {
        let v = self.eval(operand)?;
        let value = match op {
            UnaryOp::Negate => ops::negate(&v, span),
            UnaryOp::Not => ops::not(&v),
        };
        value.map_or_else(|d| self.fail(*d), |value| Some(Val::new(value, span)))
    }

    fn binary(&mut self, op: BinaryOp, left: &'t Expr, right: &'t Expr, span: Span) -> Option<Val> {
        let (l, r) = (self.eval(left), self.eval(right));
        self.combined(op, &l?, &r?, span)
    }

    fn combined(&mut self, op: BinaryOp, l: &Val, r: &Val, span: Span) -> Option<Val> {
        let value = ops::binary(op, l, r, span).map_or_else(|d| self.fail(*d), Some)?;
        let mut sum = Val::new(value, span);
        if matches!(sum.value, Value::Text(_)) {
            sum.takes(l);
            sum.takes(r);
        }
        Some(sum)
    }

    fn range_value(&mut self, low: Option<&'t Expr>, high: Option<&'t Expr>, span: Span) -> Option<Val> {
        let (l, h) = (low.map(|x| self.eval(x)), high.map(|x| self.eval(x)));
        let flat = |x: Option<Option<Val>>| match x {
            Some(None) => None,
            Some(Some(v)) => Some(Some(Box::new(v))),
            None => Some(None),
        };
        let (l, h) = (flat(l), flat(h));
        Some(Val::new(Value::Range(l?, h?), span))
    }

    fn condition(&mut self, condition: &'t Expr) -> Option<bool> {
        let c = self.eval(condition)?;
        match c.value {
            Value::Bool(b) => Some(b),
            _ => self.fail(values::not_a_truth("a condition", &c)),
        }
    }

    /// The value of a `let` or `param`, evaluated once, where it is first used.
    pub(crate) fn definition(&mut self, name: &str, entry: &Entry<'t>, used: Span) -> Option<Val> {
        let through = |v: Val| Val { via: v.via.or(Some(used)), ..v };
        self.mark_used(entry.kind, name, "");
        match self.definitions.get(name) {
            Some(Evaluated::Done(v)) => return v.clone().map(through),
            Some(Evaluated::Running(_)) => {
                let chain: Vec<(String, Span)> = self
                    .definitions
                    .iter()
                    .filter_map(|(n, s)| if let Evaluated::Running(at) = s { Some((n.clone(), *at)) } else { None })
                    .collect();
                let d = names::cycle(&chain);
                self.diagnostics.extend(d);
                return None;
            }
            None => {}
        }
        self.definitions.insert(name.to_owned(), Evaluated::Running(entry.span));
        let (own, due) = (self.own.take(), self.due.take());
        let value = match entry.value {
            Definition::Let(e) => self.eval(e),
            Definition::Param(p) => self.param(p),
            Definition::Object => None,
        };
        (self.own, self.due) = (own, due);
        self.definitions.insert(name.to_owned(), Evaluated::Done(value.clone()));
        value.map(through)
    }

    /// Evaluates every `let` and `param`, used or not, so that its faults are reported.
    pub(crate) fn all_definitions(&mut self) {
        let scope = Rc::clone(&self.scope);
        let used = self.used.clone();
        for (name, entry) in &scope.names {
            if !matches!(entry.value, Definition::Object) {
                self.definition(name, entry, entry.span);
            }
        }
        self.used = used;
    }

    pub(crate) fn interpolate(&mut self, s: &'t StringLit, span: Span) -> Option<Val> {
        let mut out = Val::new(Value::Text(Text::default()), span);
        let mut text = Text::default();
        let mut good = true;
        for part in &s.parts {
            match part {
                StringPart::Text { text: t, span } => {
                    self.dollars(t, *span);
                    text.push(Part::Literal(t.clone()));
                }
                StringPart::Expr(e) => match self.eval(e) {
                    Some(v) => match printed(&v.value) {
                        Some(t) => {
                            text.extend(&t);
                            out.takes(&Val { value: Value::Text(t), ..v });
                        }
                        None => {
                            self.report(values::bad_interpolation(v.value.described(), e.span));
                            good = false;
                        }
                    },
                    None => good = false,
                },
            }
        }
        good.then_some(Val { value: Value::Text(text), ..out })
    }
}

/// How a value is written into a text, where it is.
pub(crate) fn printed(value: &Value) -> Option<Text> {
    match value {
        Value::Text(t) => Some(t.clone()),
        Value::Int(n) => Some(Text::literal(n.to_string())),
        Value::Bool(b) => Some(Text::literal(b.to_string())),
        Value::Ref(Ref::Port(p)) => {
            let mut t = Text::default();
            t.push(Part::Port(p.clone()));
            Some(t)
        }
        _ => None,
    }
}

fn number(n: Number) -> Value {
    match n {
        Number::Int(n) => Value::Int(n),
        Number::Float(f) => Value::Float(f),
        Number::Bytes(n) => Value::Bytes(n),
        Number::MilliCpu(n) => Value::Cpu(n),
        Number::Millis(n) => Value::Duration(n),
        Number::Percent(n) => Value::Percent(n),
        Number::Rate { count, per_millis } => Value::Rate { count, per_millis },
    }
}
