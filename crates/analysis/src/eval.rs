//! Expressions to values.

use wharf_diagnostics::{Diagnostic, Span, codes};
use wharf_model::{Part, Text};
use wharf_syntax::tree::{BinaryOp, Expr, ExprKind, MapEntry, MapKey, Number, StringLit, StringPart, UnaryOp};

use crate::checker::{Checker, Evaluated};
use crate::errors::{names, unfolding, values};
use crate::frames::{Binding, Bound, Env, Term};
use crate::ops;
use crate::types::Type;
use crate::value::{Ref, Val, Value};
use crate::vocabulary::Ty;

/// How deep expressions may be nested, operators included.
const MAX_DEPTH: usize = 160;

/// How much a run may evaluate: the parts of expressions, and what texts, lists and maps weigh.
const MAX_EVALUATED: usize = 10_000_000;

/// What a value weighs: the bytes of its texts, and its items, about as they count in memory. More
/// than may be evaluated is not weighed.
pub(crate) fn weight(value: &Value) -> usize {
    let mut sum = 0_usize;
    let mut todo = vec![value];
    while let Some(v) = todo.pop() {
        if sum > MAX_EVALUATED {
            return sum;
        }
        sum = sum.saturating_add(8);
        match v {
            Value::Text(t) => {
                let bytes = |p: &Part| if let Part::Literal(l) = p { l.len() / 8 } else { 8 };
                sum = sum.saturating_add(t.parts().iter().map(bytes).sum());
            }
            Value::List(items) => todo.extend(items.iter().map(|i| &i.value)),
            Value::Map(entries) => todo.extend(entries.iter().map(|(_, _, v)| &v.value)),
            _ => {}
        }
    }
    sum
}

/// What a condition makes of a value that may be absent: whether it is there. A truth value that is
/// there stays what it is.
fn presence(val: Val) -> Val {
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

    /// Takes from what a run may evaluate; `None` where nothing is left, which is reported once.
    pub(crate) fn spend(&mut self, amount: usize, span: Span) -> Option<()> {
        if self.exhausted {
            return None;
        }
        self.spent = self.spent.saturating_add(amount);
        if self.spent > MAX_EVALUATED {
            self.exhaust(unfolding::too_much_to_evaluate(span));
            return None;
        }
        Some(())
    }

    /// Reports that a bound is reached. Nothing is evaluated any more.
    pub(crate) fn exhaust(&mut self, d: Diagnostic) {
        self.exhausted = true;
        self.hidden = true;
        // Also where one looks without a word: it is not looked again.
        self.reached.get_or_insert(d);
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

    fn chosen_value(&mut self, condition: &'t Expr, then: &'t Expr, otherwise: &'t Expr) -> Option<Val> {
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
    fn coalesce(&mut self, left: &'t Expr, right: &'t Expr) -> Option<Val> {
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
    fn logical(&mut self, op: BinaryOp, left: &'t Expr, right: &'t Expr, span: Span) -> Option<Val> {
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

    fn list(&mut self, items: &'t [Expr], span: Span) -> Option<Val> {
        let all: Vec<_> = items.iter().map(|i| self.expr(i)).collect();
        let list = all.into_iter().collect::<Option<Vec<_>>>().map(Value::List)?;
        self.spend(weight(&list), span)?;
        Some(Val::new(list, span))
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
        self.spend(weight(&map), span)?;
        Some(Val::new(map, span))
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

    fn combined(&mut self, op: BinaryOp, l: &Val, r: &Val, span: Span) -> Option<Val> {
        for side in [l, r] {
            if matches!(side.value, Value::Absent | Value::Opaque(Type::Optional(_))) {
                let source = self.source(side.via.unwrap_or(side.span));
                return self.fail(values::may_be_absent("a value", side, source));
            }
        }
        if matches!(l.value, Value::Opaque(_)) || matches!(r.value, Value::Opaque(_)) {
            let sample = |v: &Val| match &v.value {
                Value::Opaque(t) => t.sample().map(|value| Val { value, ..v.clone() }),
                _ => Some(v.clone()),
            };
            let outcome = sample(l).zip(sample(r)).map(|(a, b)| ops::binary(op, &a, &b, span));
            return self.opaque(outcome, span);
        }
        let value = ops::binary(op, l, r, span).map_or_else(|d| self.fail(*d), Some)?;
        if matches!(value, Value::Text(_) | Value::List(_)) {
            self.spend(weight(&value), span)?;
        }
        let mut sum = Val::new(value, span);
        if matches!(sum.value, Value::Text(_)) {
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
        Some(Val::new(Value::Range(l?, h?), span))
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

    /// The value of a `let` or `param` of a frame, evaluated once, where it is first used.
    pub(crate) fn definition(&mut self, name: &str, at: Env, binding: &Binding<'t>, used: Span) -> Option<Val> {
        // What counts for the user is the place where it ends up, however long the way.
        let through = |v: Val| Val { via: Some(used), ..v };
        let key = (at, name.to_owned());
        self.used_definitions.insert(key.clone());
        let known = match self.definitions.get(&key) {
            Some(Evaluated::Done(Some(v))) => weight(&v.value),
            Some(Evaluated::Done(None) | Evaluated::Running(..)) | None => 0,
        };
        self.spend(known, used)?;
        match self.definitions.get(&key) {
            Some(Evaluated::Done(v)) => return v.clone().map(through),
            Some(Evaluated::Running(..)) => {
                let chain = self.running_from(&key);
                let d = names::cycle(&chain);
                self.diagnostics.extend(d);
                return None;
            }
            None => {}
        }
        let order = self.definitions.len();
        self.definitions.insert(key.clone(), Evaluated::Running(binding.span, order));
        let (own, due, env) = (self.own.clone(), self.due.take(), self.env);
        // What stands in a service may be of that service; what stands outside is the same for all.
        if self.outer.contains(&at) || self.modules.values().any(|e| *e == at) {
            self.own = None;
        }
        let value = match &binding.bound {
            Bound::Let(e) => self.eval(Term { expr: e, env: at }),
            Bound::Param(p) => self.param(p, at),
            Bound::Value(v) => Some(v.clone()),
            Bound::Module(_) | Bound::Template(_) => None,
        };
        (self.own, self.due, self.env) = (own, due, env);
        self.definitions.insert(key, Evaluated::Done(value.clone()));
        value.map(through)
    }

    /// The definitions that are being evaluated, from one of them on, in the order of their needs. The
    /// first in the source comes first, so that a circle is the same wherever it is entered.
    fn running_from(&self, key: &(Env, String)) -> Vec<(String, Span)> {
        let mut all: Vec<(usize, String, Span)> = self
            .definitions
            .iter()
            .filter_map(
                |((_, n), e)| {
                    if let Evaluated::Running(at, order) = e { Some((*order, n.clone(), *at)) } else { None }
                },
            )
            .collect();
        all.sort();
        let from = match self.definitions.get(key) {
            Some(Evaluated::Running(_, order)) => *order,
            Some(Evaluated::Done(_)) | None => 0,
        };
        let mut circle: Vec<(String, Span)> =
            all.into_iter().filter(|(order, ..)| *order >= from).map(|(_, name, at)| (name, at)).collect();
        let first = circle.iter().enumerate().min_by_key(|(_, (_, at))| *at).map_or(0, |(i, _)| i);
        circle.rotate_left(first);
        circle
    }

    /// Evaluates every `let` and `param` of a file and an app, used or not, so that its faults are
    /// reported.
    pub(crate) fn all_definitions(&mut self) {
        let used = self.used_definitions.clone();
        for at in self.outer.clone() {
            let names: Vec<(String, Binding<'t>)> = self.frames.get(at).map_or_else(Vec::new, |f| {
                f.names.iter().filter(|(_, b)| b.bound.is_value()).map(|(n, b)| (n.clone(), b.clone())).collect()
            });
            for (name, binding) in names {
                self.definition(&name, at, &binding, binding.span);
            }
        }
        self.used_definitions = used;
    }

    pub(crate) fn interpolate(&mut self, s: &'t StringLit, span: Span) -> Option<Val> {
        let mut out = Val::new(Value::Text(Text::default()), span);
        let mut text = Text::default();
        let mut good = true;
        let mut unknown = false;
        for part in &s.parts {
            match part {
                StringPart::Text { text: t, span } => {
                    self.dollars(t, *span);
                    text.push(Part::Literal(t.clone()));
                }
                StringPart::Expr(e) => match self.expr(e) {
                    Some(v) if matches!(v.value, Value::Absent | Value::Opaque(Type::Optional(_))) => {
                        let source = self.source(v.via.unwrap_or(v.span));
                        self.report(values::may_be_absent("a text", &v, source));
                        good = false;
                    }
                    Some(Val { value: Value::Opaque(t), .. }) => {
                        unknown = true;
                        if t.sample().is_some_and(|s| printed(&s).is_none()) {
                            self.report(values::bad_interpolation(t.described(), e.span));
                            good = false;
                        }
                    }
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
        if !good {
            return None;
        }
        let value = if unknown { Value::Opaque(Type::Text) } else { Value::Text(text) };
        self.spend(weight(&value), span)?;
        Some(Val { value, ..out })
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
