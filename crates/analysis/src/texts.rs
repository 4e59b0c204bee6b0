//! Strings: their texts and what is interpolated.

use wharf_diagnostics::Span;
use wharf_model::{Part, Text};
use wharf_syntax::tree::{StringLit, StringPart};

use crate::bounds::weight;
use crate::checker::Checker;
use crate::errors::{operators, values};
use crate::functions::{self, MAX_TEXT};
use crate::types::Type;
use crate::value::{Ref, Val, Value};

impl<'t> Checker<'t> {
    pub(crate) fn interpolate(&mut self, s: &'t StringLit, span: Span) -> Option<Val> {
        let mut out = Val::new(Value::Text(Text::default()), span);
        let mut text = Text::default();
        let mut lead = None;
        let mut good = true;
        let mut unknown = false;
        let mut bytes = 0_usize;
        for part in &s.parts {
            if bytes > MAX_TEXT {
                return self.fail(operators::too_much("the text", &format!("{MAX_TEXT} bytes"), span));
            }
            match part {
                StringPart::Text { text: t, span } => {
                    bytes = bytes.saturating_add(t.len());
                    self.dollars(t, *span);
                    text.push(Part::Literal(t.clone()));
                }
                StringPart::Expr(e) => match self.expr(e).inspect(|v| {
                    if text.parts().is_empty() && lead.is_none() {
                        lead = Some(v.lead.unwrap_or(v.span.file));
                    }
                }) {
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
                            bytes = bytes.saturating_add(functions::weight(&t));
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
        if bytes > MAX_TEXT {
            return self.fail(operators::too_much("the text", &format!("{MAX_TEXT} bytes"), span));
        }
        let value = if unknown { Value::Opaque(Type::Text) } else { Value::Text(text) };
        self.spend(weight(&value), span)?;
        Some(Val { value, lead, ..out })
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
