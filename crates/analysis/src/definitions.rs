//! The values of `let`s and `param`s: each evaluated once, where it is first used.

use wharf_diagnostics::Span;

use crate::bounds::weight;
use crate::checker::{Checker, Evaluated};
use crate::errors::names;
use crate::frames::{Binding, Bound, Env, Term};
use crate::value::Val;

impl<'t> Checker<'t> {
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
        let value = value.filter(|v| self.spend(weight(&v.value), used).is_some());
        if let Some(value) = &value {
            self.note_value(binding.span, value);
        }
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
}
