//! The parser's error: what was due and what stood there, in a few bytes and without allocation,
//! because chumsky makes one for each branch it does not take.

use chumsky::{
    DefaultExpected,
    error::{Error, LabelError},
    util::MaybeRef,
};

use super::Input;
use crate::token::{Tok, TokSpan};

/// What can be due at a place. The parsers are labelled with these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Due {
    /// A name.
    Name,
    /// A value where an expression may stand.
    Value,
    /// An argument: a value without operators.
    Argument,
    /// A quoted string.
    String,
    /// A type.
    Type,
    /// A block.
    Block,
    /// An infix operator.
    Operator,
    /// `=`
    Equals,
    /// `->`
    Arrow,
    /// `as`
    As,
    /// `in`
    In,
    /// `then`
    Then,
    /// `else`
    Else,
    /// `template x` wants `( … )`.
    Params,
    /// A key of a map.
    Key,
    /// `.` `(` `[` without a space.
    Suffix,
    /// `..`
    Dots,
    /// `|`, `?`, `(`: more of a type.
    TypeMore,
    /// What begins a statement.
    Statement,
    /// Nothing more.
    End,
}

/// A set of [`Due`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct DueSet(u32);

impl DueSet {
    pub(crate) fn has(self, due: Due) -> bool {
        self.0 & (1 << due as u32) != 0
    }

    fn of(due: Due) -> Self {
        Self(1 << due as u32)
    }
}

/// A mistake that is understood, so that parsing goes on as if it were written right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slip {
    /// `:` for `=`.
    Colon,
    /// `==` for `=`.
    DoubleEquals,
    /// `=` for `==`.
    SingleEquals,
}

/// One syntax error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) span: TokSpan,
    pub(crate) found: Option<Tok>,
    pub(crate) due: DueSet,
    pub(crate) slip: Option<Slip>,
}

impl Fault {
    pub(crate) fn slip(slip: Slip, span: TokSpan) -> Self {
        Self { span, found: None, due: DueSet::default(), slip: Some(slip) }
    }
}

impl<'t> Error<'t, Input<'t>> for Fault {
    fn merge(mut self, other: Self) -> Self {
        self.due.0 |= other.due.0;
        self
    }
}

impl<'t> LabelError<'t, Input<'t>, DefaultExpected<'t, Tok>> for Fault {
    #[inline]
    fn expected_found<E: IntoIterator<Item = DefaultExpected<'t, Tok>>>(
        expected: E,
        found: Option<MaybeRef<'t, Tok>>,
        span: TokSpan,
    ) -> Self {
        let mut due = DueSet::default();
        for one in expected {
            if matches!(one, DefaultExpected::EndOfInput) {
                due.0 |= DueSet::of(Due::End).0;
            }
        }
        Self { span, found: found.map(|t| *t), due, slip: None }
    }
}

impl<'t> LabelError<'t, Input<'t>, Due> for Fault {
    #[inline]
    fn expected_found<E: IntoIterator<Item = Due>>(
        expected: E,
        found: Option<MaybeRef<'t, Tok>>,
        span: TokSpan,
    ) -> Self {
        let mut due = DueSet::default();
        for one in expected {
            due.0 |= DueSet::of(one).0;
        }
        Self { span, found: found.map(|t| *t), due, slip: None }
    }

    #[inline]
    fn label_with(&mut self, label: Due) {
        self.due = DueSet::of(label);
    }
}
