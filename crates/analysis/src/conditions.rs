//! Conditions, and what may be absent: `if`, `??`, `and`, `or`.

use wharf_diagnostics::Span;
use wharf_syntax::tree::{BinaryOp, Expr, ExprKind};

use crate::checker::Checker;
use crate::errors::values;
use crate::frames::{Bound, Env, Term};
use crate::types::Type;
use crate::value::{Val, Value};

/// What a condition makes of a value that may be absent: whether it is there. A truth value that is
/// there stays what it is.
pub(crate) fn presence(val: Val) -> Val {
    let value = match &val.value {
        Value::Absent => Value::Bool(false),
        Value::Opaque(Type::Optional(_)) => Value::Opaque(Type::Bool),
        Value::Bool(_) | Value::Opaque(_) => return val,
        _ if val.optional => Value::Bool(true),
        _ => return val,
    };
    Val { value, optional: false, ..val }
}

/// The type of a value that is one of two.
fn either(a: &Value, b: &Value) -> Type {
    let (a, b) = (Type::of(a), Type::of(b));
    if a == b { a } else { Type::Any }
}

impl<'t> Checker<'t> {
    pub(crate) fn chosen_value(&mut self, condition: &'t Expr, then: &'t Expr, otherwise: &'t Expr) -> Option<Val> {
        match self.holds(condition)? {
            Some(true) => self.expr(then),
            Some(false) => self.expr(otherwise),
            None => {
                let (a, b) = (self.narrowed(condition, |c| c.expr(then)), self.expr(otherwise));
                let (a, b) = (a?, b?);
                Some(Val { value: Value::Opaque(either(&a.value, &b.value)), ..a })
            }
        }
    }

    /// The left side, unless it is absent.
    pub(crate) fn coalesce(&mut self, left: &'t Expr, right: &'t Expr) -> Option<Val> {
        let val = self.expr(left)?;
        match &val.value {
            Value::Absent => self.expr(right),
            Value::Opaque(Type::Optional(t)) => {
                let other = self.expr(right)?;
                let value = Value::Opaque(either(&Value::Opaque((**t).clone()), &other.value));
                Some(Val { value, optional: false, ..val })
            }
            _ => Some(Val { optional: false, ..val }),
        }
    }

    /// `and` and `or`: the right side counts only where the left one leaves it open.
    pub(crate) fn logical(&mut self, op: BinaryOp, left: &'t Expr, right: &'t Expr, span: Span) -> Option<Val> {
        let l = presence(self.expr(left)?);
        match (&l.value, op) {
            (Value::Bool(false), BinaryOp::And) | (Value::Bool(true), BinaryOp::Or) => Some(Val { span, ..l }),
            _ => {
                let r = match op {
                    BinaryOp::And => self.narrowed(left, |c| c.expr(right))?,
                    _ => self.expr(right)?,
                };
                self.combined(op, &l, &presence(r), span)
            }
        }
    }

    /// Whether a condition holds; `None` where that is not known, or it is no condition.
    pub(crate) fn condition(&mut self, condition: Term<'t>) -> Option<bool> {
        self.env = condition.env;
        self.holds(condition.expr)?
    }

    /// Whether a condition holds, if that is known: it is true, or a value that may be absent is
    /// there.
    fn holds(&mut self, condition: &'t Expr) -> Option<Option<bool>> {
        let c = self.expr(condition)?;
        match &c.value {
            Value::Bool(b) => Some(Some(*b)),
            Value::Absent => Some(Some(false)),
            Value::Opaque(Type::Bool | Type::Any | Type::Optional(_)) => Some(None),
            _ if c.optional => Some(Some(true)),
            _ => self.fail(values::not_a_truth("a condition", &c)),
        }
    }

    /// Does something in a frame in which what the condition found to be there is there.
    pub(crate) fn narrowed<T>(&mut self, condition: &'t Expr, f: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.env;
        self.env = self.narrow(condition, outer);
        let done = f(self);
        self.env = outer;
        done
    }

    /// The frame in which a name that a condition found to be there has a value.
    pub(crate) fn narrow(&mut self, condition: &'t Expr, env: Env) -> Env {
        let mut inner = env;
        let mut todo = vec![condition];
        while let Some(e) = todo.pop() {
            match &e.kind {
                ExprKind::Paren(e) => todo.push(e),
                ExprKind::Binary { op: BinaryOp::And, left, right, .. } => todo.extend([&**left, &**right]),
                ExprKind::Word(w) => {
                    let Some((_, b)) = self.frames.find(env, w) else { continue };
                    let span = b.span;
                    let Some(val) = self.quietly(|c| c.eval(Term { expr: e, env })) else { continue };
                    if let Value::Opaque(Type::Optional(t)) = val.value {
                        if inner == env {
                            inner = self.frames.inside(env, None);
                        }
                        let there = Val::new(Value::Opaque((*t).clone()), span);
                        self.frames.bind(inner, w, span, Bound::Value(there));
                    }
                }
                _ => {}
            }
        }
        inner
    }
}
