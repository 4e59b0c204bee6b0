//! `param` declarations: a value of a declared type, within declared bounds.

use wharf_syntax::tree::{ParamDecl, Type, TypeAlt, TypeAltKind};

use crate::checker::Checker;
use crate::errors::{names, values, words};
use crate::value::{Val, Value};
use crate::vocabulary::Ty;

/// The types that a `param` can have.
const TYPES: &[&str] = &["string", "int", "bool", "bytes", "cpu", "duration", "percent", "list"];

/// `int` of `list(int)`.
fn single_arg(kind: &TypeAltKind) -> Option<&str> {
    let TypeAltKind::Named { arg: Some(arg), .. } = kind else { return None };
    match arg.alternatives.as_slice() {
        [TypeAlt { kind: TypeAltKind::Named { name, arg: None }, .. }] => Some(&name.text),
        _ => None,
    }
}

impl<'t> Checker<'t> {
    /// The value of a param: its default.
    pub(crate) fn param(&mut self, p: &'t ParamDecl) -> Option<Val> {
        for alt in &p.ty.alternatives {
            self.known_type(alt)?;
        }
        let Some(default) = &p.default else {
            return self.fail(names::missing_param(&p.name.text, p.name.span));
        };
        let val = self.eval(default)?;
        let val = self.as_type(val, &p.ty)?;
        if let Some(bounds) = &p.bounds {
            let bounds = self.eval(bounds)?;
            self.within(&val, &bounds)?;
        }
        Some(val)
    }

    fn known_type(&mut self, alt: &TypeAlt) -> Option<()> {
        match &alt.kind {
            TypeAltKind::Word(_) => Some(()),
            TypeAltKind::Named { name, arg } => {
                if !TYPES.contains(&name.text.as_str()) {
                    return self.fail(words::unknown_choice(&name.text, TYPES, name.span, "type"));
                }
                match arg {
                    Some(arg) => arg.alternatives.iter().try_for_each(|a| self.known_type(a)),
                    None => Some(()),
                }
            }
        }
    }

    fn as_type(&mut self, val: Val, ty: &Type) -> Option<Val> {
        let choices: Vec<&str> = ty
            .alternatives
            .iter()
            .filter_map(|a| if let TypeAltKind::Word(s) = &a.kind { s.as_plain() } else { None })
            .collect();
        if !choices.is_empty() {
            let text = self.literal(&val, "the value")?;
            if choices.contains(&text.value.as_str()) {
                return Some(val);
            }
            return self.fail(values::not_one_of(&text.value, &choices, val.span));
        }
        let single = ty.alternatives.first()?;
        let TypeAltKind::Named { name, .. } = &single.kind else { return Some(val) };
        let due = match name.text.as_str() {
            "string" => Ty::String,
            "int" => Ty::Int,
            "bytes" => Ty::Bytes,
            "cpu" => Ty::Cpu,
            "duration" => Ty::Duration,
            "percent" => Ty::Percent,
            "list" => match single_arg(&single.kind) {
                Some("string") => Ty::List(&Ty::String),
                Some("int") => Ty::List(&Ty::Int),
                Some("bytes") => Ty::List(&Ty::Bytes),
                Some("cpu") => Ty::List(&Ty::Cpu),
                Some("duration") => Ty::List(&Ty::Duration),
                Some("percent") => Ty::List(&Ty::Percent),
                _ => Ty::List(&Ty::Any),
            },
            _ => Ty::Any,
        };
        if name.text == "bool" && !matches!(val.value, Value::Bool(_)) {
            return self.fail(values::not_one_of(self.source(val.span), &["true", "false"], val.span));
        }
        self.coerce(val, &due)
    }

    fn within(&mut self, val: &Val, bounds: &Val) -> Option<()> {
        let Value::Range(low, high) = &bounds.value else { return Some(()) };
        let outside = |end: &Option<Box<Val>>, op| {
            end.as_ref().is_some_and(|b| {
                matches!(crate::ops::binary(op, val, b, val.span).map(|v| v == Value::Bool(false)), Ok(true) | Err(_))
            })
        };
        use wharf_syntax::tree::BinaryOp::{Ge, Le};
        if outside(low, Ge) || outside(high, Le) {
            let (b, v) = (self.source(bounds.span).to_owned(), self.source(val.span).to_owned());
            return self.fail(
                values::out_of_bounds("the value", &format!("within `{b}`"), &format!("`{v}`"), val.span)
                    .also(bounds.span, "the bounds"),
            );
        }
        Some(())
    }
}
