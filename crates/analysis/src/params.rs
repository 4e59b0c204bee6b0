//! `param` declarations: a value of a declared type, within declared bounds. It is what `--set` says,
//! else what a file of `--params` says, else what the environment says, else the default.

use wharf_diagnostics::Span;
use wharf_syntax::tree::{BinaryOp, Expr, ParamDecl};

use crate::checker::Checker;
use crate::errors::values;
use crate::frames::{Env, Term};
use crate::given::Source;
use crate::types::Type;
use crate::value::{Val, Value};

impl<'t> Checker<'t> {
    /// The value of a param, of which `prefix` is the name of its file where that is a used one.
    pub(crate) fn param(&mut self, p: &'t ParamDecl, env: Env) -> Option<Val> {
        let prefix = self.frames.get(env).map_or_else(String::new, |f| f.prefix.clone());
        let ty = self.type_of(&p.ty)?;
        if self.surveying {
            if let Some(default) = &p.default {
                let val = self.eval(Term { expr: default, env });
                val.and_then(|v| self.as_type(v, &ty));
            }
            return Some(Val::new(Value::Opaque(ty), p.name.span));
        }
        let name = format!("{prefix}{}", p.name.text);
        match self.given_for(&name, &ty, prefix.is_empty()) {
            Some(val) => {
                // What the default needs is not unused because another value is given today.
                if let Some(default) = &p.default {
                    self.quietly(|c| c.eval(Term { expr: default, env }));
                }
                self.accepted(p, &ty, val?, env)
            }
            None if p.default.is_none() && !matches!(ty, Type::Optional(_)) => {
                self.missing.insert((p.name.span, name));
                Some(Val::new(Value::Opaque(ty), p.name.span))
            }
            None => self.default_of(p, &ty, env),
        }
    }

    /// The value of a param that nobody gives; `None` where it has no default either.
    pub(crate) fn default_of(&mut self, p: &'t ParamDecl, ty: &Type, env: Env) -> Option<Val> {
        let val = match &p.default {
            Some(e) => self.eval(Term { expr: e, env })?,
            None if matches!(ty, Type::Optional(_)) => Val::new(Value::Absent, p.name.span),
            None => return None,
        };
        self.accepted(p, ty, val, env)
    }

    /// A value as that of a param: of its type, and within its bounds.
    pub(crate) fn accepted(&mut self, p: &'t ParamDecl, ty: &Type, val: Val, env: Env) -> Option<Val> {
        let mut val = self.as_type(val, ty)?;
        val.optional = matches!(ty, Type::Optional(_));
        self.in_bounds(p, &val, env)?;
        Some(val)
    }

    /// The value of a param lies within its declared bounds.
    fn in_bounds(&mut self, p: &'t ParamDecl, val: &Val, env: Env) -> Option<()> {
        match &p.bounds {
            Some(bounds) if !matches!(val.value, Value::Absent | Value::Opaque(_)) => {
                let bounds = self.eval(Term { expr: bounds, env })?;
                self.within(val, &bounds)
            }
            _ => Some(()),
        }
    }

    /// What is given from outside of the declaration.
    fn given_for(&mut self, name: &str, ty: &Type, own: bool) -> Option<Option<Val>> {
        let given = self.given;
        if let Some(found) = given.and_then(|g| g.find(name)) {
            return Some(match found {
                Source::Text { text, span, tree } => self.given_text(text, *span, tree.as_ref(), ty),
                Source::Value(value) => self.given_value(value, ty),
            });
        }
        let term = self.overrides.get(name).filter(|_| own).copied()?;
        Some(self.eval(term))
    }

    /// What `--set` gives: the text itself where a text is due, a literal of the language elsewhere.
    fn given_text(&mut self, text: &str, span: Span, tree: Option<&'t Expr>, ty: &Type) -> Option<Val> {
        let ty = if let Type::Optional(t) = ty { t } else { ty };
        let quoted = text.len() >= 2 && text.starts_with('"') && text.ends_with('"');
        if matches!(ty, Type::Text | Type::Words(_)) && !quoted {
            return Some(Val::text(text, span));
        }
        let root = Env::default();
        match tree {
            Some(expr) if self.is_literal(expr) => self.eval(Term { expr, env: root }),
            _ => self.fail(values::not_a_literal(text, &ty.to_string(), span)),
        }
    }

    /// The value of a file of params: amounts are texts there.
    fn given_value(&mut self, value: &'t crate::given::Literal, ty: &Type) -> Option<Val> {
        use crate::given::LiteralKind as L;
        let due = if let Type::Optional(t) = ty { t.as_ref() } else { ty };
        let span = value.span;
        let val = |v| Some(Val::new(v, span));
        match (&value.kind, due) {
            (L::Null, _) => val(Value::Absent),
            (L::Text { text, tree }, _) => self.given_text(text, span, tree.as_ref(), due),
            (L::Bool(b), _) => val(Value::Bool(*b)),
            (L::Int(n), Type::Text | Type::Words(_)) => Some(Val::text(&n.to_string(), span)),
            (L::Int(n), _) => val(Value::Int(*n)),
            (L::Float(f), _) => val(Value::Float(*f)),
            (L::List(items), _) => {
                let inner = if let Type::List(t) = due { t.as_ref() } else { &Type::Any };
                let all: Option<Vec<Val>> = items.iter().map(|i| self.given_value(i, inner)).collect();
                val(Value::List(all?))
            }
            (L::Map(entries), _) => {
                let inner = if let Type::Map(t) = due { t.as_ref() } else { &Type::Any };
                let mut all = Vec::new();
                for (key, v) in entries {
                    all.push((key.clone(), v.span, self.given_value(v, inner)?));
                }
                val(Value::Map(all))
            }
        }
    }

    /// Whether an expression needs no name.
    fn is_literal(&self, e: &Expr) -> bool {
        use wharf_syntax::tree::ExprKind as E;
        match &e.kind {
            E::Number(_) => true,
            E::String(s) => s.as_plain().is_some(),
            E::Word(w) => w == "true" || w == "false",
            E::Paren(inner) => self.is_literal(inner),
            E::List(items) => items.iter().all(|i| self.is_literal(i)),
            E::Map(entries) => entries.iter().all(|m| self.is_literal(&m.value)),
            E::Unary { operand, .. } => self.is_literal(operand),
            E::Range { low, high } => [low, high].into_iter().flatten().all(|e| self.is_literal(e)),
            E::Field { .. } | E::Call { .. } | E::Index { .. } | E::Binary { .. } | E::If { .. } | E::Error => false,
        }
    }

    fn within(&mut self, val: &Val, bounds: &Val) -> Option<()> {
        let Value::Range(low, high) = &bounds.value else { return Some(()) };
        for end in [low, high].into_iter().flatten() {
            if crate::ops::binary(BinaryOp::Le, val, end, val.span).is_err() {
                return self.fail(values::bad_bound(val, end));
            }
        }
        let outside = |end: &Option<Box<Val>>, op| {
            end.as_ref().is_some_and(|b| {
                matches!(crate::ops::binary(op, val, b, val.span).map(|v| v == Value::Bool(false)), Ok(true) | Err(_))
            })
        };
        if outside(low, BinaryOp::Ge) || outside(high, BinaryOp::Le) {
            let (b, v) = (self.source(bounds.span).to_owned(), self.source(val.span).to_owned());
            return self.fail(
                values::out_of_bounds(
                    "the value",
                    &format!("within `{b}`"),
                    &format!("`{v}`"),
                    val.via.unwrap_or(val.span),
                )
                .also(bounds.span, "the bounds"),
            );
        }
        Some(())
    }
}
