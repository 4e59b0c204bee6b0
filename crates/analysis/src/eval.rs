//! Expressions to values.

use wharf_diagnostics::{Diagnostic, Span, codes};
use wharf_syntax::tree::{BinaryOp, Expr, ExprKind, MapEntry, MapKey, Number, UnaryOp};

use crate::bounds::{is_too_deep, weight};
use crate::checker::Checker;
use crate::conditions::presence;
use crate::errors::{names, values};
use crate::frames::Term;
use crate::ops;
use crate::types::Type;
use crate::value::{Val, Value};
use crate::vocabulary::Ty;

/// How deep expressions may be nested, operators included.
const MAX_DEPTH: usize = 160;

impl<'t> Checker<'t> {
    /// The value of an expression; `None` where something is wrong, which is then reported.
    pub(crate) fn eval(&mut self, term: Term<'t>) -> Option<Val> {
        self.env = term.env;
        let within = self.within_of(term.env);
        let val = self.expr(term.expr)?;
        Some(Val { within: val.within.or(within), ..val })
    }

    /// The value of a part of an expression.
    pub(crate) fn expr(&mut self, e: &'t Expr) -> Option<Val> {
        if self.depth >= MAX_DEPTH {
            return self.fail(values::nested_too_deep(e.span));
        }
        self.spend(1, e.span)?;
        self.depth += 1;
        let due = self.due;
        self.due = match (&e.kind, due) {
            (ExprKind::Word(_) | ExprKind::Paren(_) | ExprKind::If { .. }, due) => due,
            (ExprKind::List(_), Some(Ty::List(inner))) => Some(*inner),
            _ => None,
        };
        let value = self.expr_kind(e);
        self.due = due;
        self.depth -= 1;
        value
    }

    /// One level. Each form has a function of its own, so that a level takes little of the stack.
    fn expr_kind(&mut self, e: &'t Expr) -> Option<Val> {
        match &e.kind {
            ExprKind::Error => None,
            ExprKind::Word(w) => self.word(w, e.span),
            ExprKind::String(s) => self.interpolate(s, e.span),
            ExprKind::Number(n) => Some(Val::new(number(n.value), e.span)),
            ExprKind::Paren(inner) => self.expr(inner),
            ExprKind::List(items) => self.list(items, e.span),
            ExprKind::Map(entries) => self.map(entries, e.span),
            ExprKind::Field { base, name } => self.field_expr(base, name, e.span),
            ExprKind::Index { base, index } => {
                let (base, index) = (self.expr(base)?, self.expr(index)?);
                self.index(&base, &index, e.span)
            }
            ExprKind::Call { callee, args } => self.call(callee, args, e.span),
            ExprKind::Unary { op, operand } => self.unary(*op, operand, e.span),
            ExprKind::Binary { op: BinaryOp::Coalesce, left, right, .. } => self.coalesce(left, right),
            ExprKind::Binary { op: op @ (BinaryOp::And | BinaryOp::Or), left, right, .. } => {
                self.logical(*op, left, right, e.span)
            }
            ExprKind::Binary { op, left, right, .. } => self.binary(*op, left, right, e.span),
            ExprKind::Range { low, high } => self.range_value(low.as_deref(), high.as_deref(), e.span),
            ExprKind::If { condition, then, otherwise } => self.chosen_value(condition, then, otherwise),
        }
    }

    fn list(&mut self, items: &'t [Expr], span: Span) -> Option<Val> {
        let all: Vec<_> = items.iter().map(|i| self.expr(i)).collect();
        let list = all.into_iter().collect::<Option<Vec<_>>>().map(Value::List)?;
        self.made(list, span)
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
            let value = self.expr(&entry.value);
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
        if !good {
            return None;
        }
        let map = Value::Map(out);
        self.made(map, span)
    }

    /// A value of several others.
    fn made(&mut self, value: Value, span: Span) -> Option<Val> {
        self.spend(weight(&value), span)?;
        if is_too_deep(&value) {
            return self.fail(values::nested_too_deep(span));
        }
        Some(Val::new(value, span))
    }

    fn unary(&mut self, op: UnaryOp, operand: &'t Expr, span: Span) -> Option<Val> {
        let v = self.expr(operand)?;
        let v = if op == UnaryOp::Not { presence(v) } else { v };
        let calculate = |v: &Val| match op {
            UnaryOp::Negate => ops::negate(v, span),
            UnaryOp::Not => ops::not(v),
        };
        let value = match &v.value {
            Value::Opaque(t) => {
                return self.opaque(t.sample().map(|s| calculate(&Val { value: s, ..v.clone() })), span);
            }
            _ => calculate(&v),
        };
        value.map_or_else(|d| self.fail(*d), |value| Some(Val::new(value, span)))
    }

    fn binary(&mut self, op: BinaryOp, left: &'t Expr, right: &'t Expr, span: Span) -> Option<Val> {
        let (l, r) = (self.expr(left), self.expr(right));
        self.combined(op, &l?, &r?, span)
    }

    /// What is known of a value that was calculated with samples in place of unknown values.
    fn opaque(&mut self, outcome: Option<Result<Value, Box<Diagnostic>>>, span: Span) -> Option<Val> {
        let ty = match outcome {
            Some(Ok(value)) => Type::of(&value),
            // Other faults depend on the values.
            Some(Err(d)) if matches!(d.code, codes::TYPE_MISMATCH | codes::UNIT_MISMATCH) => return self.fail(*d),
            Some(Err(_)) | None => Type::Any,
        };
        Some(Val::new(Value::Opaque(ty), span))
    }

    pub(crate) fn combined(&mut self, op: BinaryOp, l: &Val, r: &Val, span: Span) -> Option<Val> {
        for side in [l, r] {
            if matches!(side.value, Value::Absent | Value::Opaque(Type::Optional(_))) {
                let source = self.source(side.via.unwrap_or(side.span));
                return self.fail(values::may_be_absent("a value", side, source));
            }
        }
        if !l.value.is_known() || !r.value.is_known() {
            let sample = |v: &Val| v.value.sampled().map(|value| Val { value, ..v.clone() });
            let outcome = sample(l).zip(sample(r)).map(|(a, b)| ops::binary(op, &a, &b, span));
            return self.opaque(outcome, span);
        }
        let value = ops::binary(op, l, r, span).map_or_else(|d| self.fail(*d), Some)?;
        if matches!(value, Value::Text(_) | Value::List(_)) {
            self.spend(weight(&value), span)?;
        }
        let mut sum = Val::new(value, span);
        if matches!(sum.value, Value::Text(_)) {
            sum.lead = Some(l.lead.unwrap_or(l.span.file));
            sum.takes(l);
            sum.takes(r);
        }
        Some(sum)
    }

    fn range_value(&mut self, low: Option<&'t Expr>, high: Option<&'t Expr>, span: Span) -> Option<Val> {
        let (l, h) = (low.map(|x| self.expr(x)), high.map(|x| self.expr(x)));
        let flat = |x: Option<Option<Val>>| match x {
            Some(None) => None,
            Some(Some(v)) => Some(Some(Box::new(v))),
            None => Some(None),
        };
        let (l, h) = (flat(l), flat(h));
        self.made(Value::Range(l?, h?), span)
    }
}

pub(crate) fn number(n: Number) -> Value {
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
