//! The functions of the language, as data and as pure code.
//!
//! Every function is total: it gives a value or a diagnostic for any arguments, in bounded time and
//! space, and it reads nothing but its arguments and, for `file`, a file of the project. A function
//! that looks into a text takes only what is known when compiling; one that only moves values about
//! (`join`, `first`, `merge`) lets secrets and settings through, and they stay what they are.
//!
//! [`arrange`] brings the arguments of a call into the order of the parameters, for templates too.
//! Evaluating them is not this folder's business.

mod amount;
mod arrange;
mod encode;
mod known;
mod list;
mod number;
mod read;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod yaml;

use wharf_diagnostics::{Diagnostic, Span};
use wharf_model::{Part, Text};

use crate::errors::functions as errors;
use crate::ops::Outcome;
use crate::texts::printed;
use crate::value::{Val, Value};
use crate::vocabulary::Ty;
use read::Call;

pub(crate) use arrange::arrange;
pub(crate) use known::known;

/// How many bytes a text may have that a function or an operator makes, and a file that is read.
pub(crate) const MAX_TEXT: usize = 1 << 20;

/// How many items a list may have that a function or an operator makes.
pub(crate) const MAX_ITEMS: usize = 10_000;

/// What a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// A text that is known when compiling.
    Text,
    /// Any text: secrets and settings stay what they are.
    AnyText,
    /// A list of what interpolation takes.
    Texts,
    /// A whole number.
    Int,
    /// A whole number, or one with a fraction.
    Number,
    /// A text, a truth value, a number or an amount.
    Scalar,
    /// What has an order: a number, an amount or a text.
    Ordered,
    /// A list whose items have an order.
    OrderedList,
    /// A list of anything.
    List,
    /// A list of texts, truth values, numbers or amounts.
    ScalarList,
    /// A map of anything.
    Map,
    /// A text, a list or a map.
    Sized,
    /// A text or a list.
    Sequence,
    /// A range of whole numbers, both ends given.
    IntRange,
    /// A text, a whole number, a number, a truth value, or a list or map of these.
    Data,
}

/// The type of what a function gives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Gives {
    /// Always this.
    Type(Ty),
    /// A truth value.
    Bool,
    /// The type of that argument.
    Like(usize),
    /// The type of the items of that argument, a list.
    ItemOf(usize),
    /// A list of the values of that argument, a map.
    ValuesOf(usize),
}

/// A parameter of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Param {
    /// Its name, which may label the argument.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// Whether it may be left out.
    pub optional: bool,
}

/// A function of the language.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// Its parameters; the optional ones are last.
    pub params: &'static [Param],
    /// What it gives.
    pub gives: Gives,
    /// What it does, in one line.
    pub doc: &'static str,
    /// A call, and its value as the language writes it.
    pub example: (&'static str, &'static str),
    run: fn(&mut Call<'_>) -> Outcome,
}

impl Function {
    /// How it is called: `join(list, separator)`. What may be left out stands in brackets.
    #[must_use]
    pub fn signature(&self) -> String {
        let mut out = format!("{}(", self.name);
        for (i, p) in self.params.iter().enumerate() {
            let comma = if i == 0 { "" } else { ", " };
            out += &if p.optional { format!("{comma}[{}]", p.name) } else { format!("{comma}{}", p.name) };
        }
        out + ")"
    }

    /// The names of the parameters, and whether they are required: what [`arrange`] takes.
    pub(crate) fn names(&self) -> Vec<(&'static str, bool)> {
        self.params.iter().map(|p| (p.name, !p.optional)).collect()
    }
}

impl Takes {
    /// What it takes, with its article, for a message.
    #[must_use]
    pub fn described(self) -> &'static str {
        match self {
            Self::Text | Self::AnyText => "a text",
            Self::Texts => "a list of texts",
            Self::Int => "a whole number",
            Self::Number => "a number",
            Self::Scalar => "a text, a truth value, a number or an amount",
            Self::Ordered => "numbers, amounts or texts",
            Self::OrderedList => "a list of numbers, amounts or texts",
            Self::List => "a list",
            Self::ScalarList => "a list of texts, truth values, numbers or amounts",
            Self::Map => "a map",
            Self::Sized => "a text, a list or a map",
            Self::Sequence => "a text or a list",
            Self::IntRange => "a range of whole numbers with both ends",
            Self::Data => "texts, numbers, truth values, and lists and maps of them",
        }
    }
}

/// Every function, in the order of the reference: by subject.
#[must_use]
pub fn functions() -> &'static [Function] {
    table::FUNCTIONS
}

/// The function of that name.
pub(crate) fn find(name: &str) -> Option<&'static Function> {
    functions().iter().find(|f| f.name == name)
}

/// Reads a file of the project, for `file`: the path as it is written, and where.
pub(crate) type Load<'a> = &'a mut dyn FnMut(&str, Span) -> Result<Vec<u8>, Box<Diagnostic>>;

/// The value of a call that stands at `span`. The arguments are in the order of the parameters; an
/// optional one that is left out is `None`.
///
/// # Errors
/// W0101 for an argument of another type, W0106 and W0602 for one that is not known yet, W0102 where
/// a result would be too large, and what the function itself has to say.
pub(crate) fn call(f: &'static Function, args: &[Option<Val>], span: Span, load: Load<'_>) -> Outcome {
    let mut call = Call { function: f, args, span, load };
    for (i, param) in f.params.iter().enumerate() {
        match args.get(i).and_then(Option::as_ref) {
            Some(val) => read::check(f, param, val)?,
            None if param.optional => {}
            None => return Err(Box::new(errors::missing(&format!("`{}`", f.name), &[param.name], span))),
        }
    }
    (f.run)(&mut call)
}

/// Whether a value is one that a parameter takes, as far as its type tells.
///
/// # Errors
/// W0101, W0106 or W0602.
pub(crate) fn takes(f: &'static Function, param: &Param, val: &Val) -> Result<(), Box<Diagnostic>> {
    read::check(f, param, val)
}

/// The value of a call with the places at which secrets, and what else is not known yet, came into
/// it with the arguments.
pub(crate) fn carried(value: Value, args: &[Option<Val>], span: Span) -> Val {
    let mut out = Val::new(value, span);
    let Value::Text(made) = &out.value else { return out };
    let made = made.clone();
    for arg in args.iter().flatten() {
        let items = if let Value::List(items) = &arg.value { items.as_slice() } else { std::slice::from_ref(arg) };
        for item in items {
            let Some(text) = printed(&item.value) else { continue };
            // What is left out of the result did not come into it.
            let kept = |p: &Part| !matches!(p, Part::Literal(_)) && made.parts().contains(p);
            if text.parts().iter().any(kept) {
                let spot = known::spot_in(arg, item);
                let via = spot.from.map(|_| spot.at);
                let span = spot.from.unwrap_or(spot.at);
                out.takes(&Val { value: Value::Text(text), span, via, ..Val::new(Value::Absent, span) });
            }
        }
    }
    out
}

/// How much a text counts towards [`MAX_TEXT`]: its literal bytes, and something for each other part.
pub(crate) fn weight(text: &Text) -> usize {
    let part = |p: &Part| if let Part::Literal(s) = p { s.len() } else { 32 };
    text.parts().iter().map(part).sum()
}
