//! How much a run may evaluate: what grows by its own use reaches a bound, and never hangs.

use wharf_diagnostics::{Diagnostic, Span};
use wharf_model::Part;

use crate::checker::Checker;
use crate::errors::unfolding;
use crate::value::Value;

/// How much a run may evaluate: the parts of expressions, and what texts, lists and maps weigh. An
/// app of a thousand services takes less than a hundredth of it; all of it fits into half a gigabyte.
const MAX_EVALUATED: usize = 20_000_000;

/// What a value weighs that stands in another, for the memory that it takes.
const ITEM: usize = 8;

/// How deep values may stand in each other. What is done with values takes a level of the stack for
/// each of theirs, and a chain of `let`s makes them deep without one deep expression.
const MAX_NESTED: usize = 100;

/// Whether a value is nested deeper than the bound.
pub(crate) fn is_too_deep(value: &Value) -> bool {
    let mut todo = vec![(value, 0)];
    while let Some((v, depth)) = todo.pop() {
        if depth > MAX_NESTED {
            return true;
        }
        match v {
            Value::List(items) => todo.extend(items.iter().map(|i| (&i.value, depth + 1))),
            Value::Map(entries) => todo.extend(entries.iter().map(|(_, _, v)| (&v.value, depth + 1))),
            Value::Range(low, high) => {
                todo.extend([low, high].into_iter().flatten().map(|v| (&v.value, depth + 1)));
            }
            _ => {}
        }
    }
    false
}

/// What a value weighs: the bytes of its texts, and its items, about as they count in memory. More
/// than may be evaluated is not weighed.
pub(crate) fn weight(value: &Value) -> usize {
    let mut sum = 0_usize;
    let mut todo = vec![value];
    while let Some(v) = todo.pop() {
        if sum > MAX_EVALUATED {
            return sum;
        }
        sum = sum.saturating_add(ITEM);
        match v {
            Value::Text(t) => {
                let bytes = |p: &Part| if let Part::Literal(l) = p { l.len() / 8 } else { 8 };
                sum = sum.saturating_add(t.parts().iter().map(bytes).sum());
            }
            Value::List(items) => todo.extend(items.iter().map(|i| &i.value)),
            Value::Map(entries) => todo.extend(entries.iter().map(|(_, _, v)| &v.value)),
            Value::Range(low, high) => todo.extend([low, high].into_iter().flatten().map(|v| &v.value)),
            _ => {}
        }
    }
    sum
}

impl Checker<'_> {
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
}
