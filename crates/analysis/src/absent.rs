//! An optional slot whose value is absent is left out.

use wharf_syntax::tree::ExprKind;

use crate::checker::Checker;
use crate::frames::Term;
use crate::matching::Matched;
use crate::value::Value;
use crate::vocabulary::{Mode, Sign};

impl<'t> Checker<'t> {
    /// Leaves out the optional slots and the labels of a statement whose values are absent.
    pub(crate) fn leave_out_absent(&mut self, m: &mut Matched<'t>) {
        let slots = std::mem::take(&mut m.slots);
        m.slots =
            slots.into_iter().filter(|(s, t)| !(s.optional && s.mode == Mode::Expr && self.is_absent(*t))).collect();
        let labels = std::mem::take(&mut m.labels);
        m.labels = labels
            .into_iter()
            .filter(|l| {
                let mut slots = l.args.iter();
                l.label.required || !slots.any(|(s, t)| s.mode == Mode::Expr && self.is_absent(*t))
            })
            .collect();
        if matches!(m.word.sign, Sign::OptionalEquals(_))
            && let Some((_, term)) = m.value
            && self.is_absent(term)
        {
            m.value = None;
        }
    }

    fn is_absent(&mut self, term: Term<'t>) -> bool {
        // Nothing else can be.
        let may_be = matches!(
            term.expr.kind,
            ExprKind::Word(_)
                | ExprKind::Paren(_)
                | ExprKind::Field { .. }
                | ExprKind::Index { .. }
                | ExprKind::If { .. }
                | ExprKind::Binary { .. }
        );
        may_be && self.quietly(|c| c.eval(term)).is_some_and(|v| v.value == Value::Absent)
    }
}
