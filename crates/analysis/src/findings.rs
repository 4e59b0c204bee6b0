//! The diagnostics of several looks at one source: one fault is one diagnostic.

use std::collections::{BTreeMap, BTreeSet};

use wharf_diagnostics::{Code, Diagnostic, Span, codes};

type Fault = (Code, Span, String);

fn fault(d: &Diagnostic) -> Fault {
    (d.code, d.span, d.message.clone())
}

/// What was found so far.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    seen: BTreeSet<Fault>,
    all: Vec<Diagnostic>,
    /// How many looks found something unused, of all that could have.
    unused: BTreeMap<Fault, (usize, Diagnostic)>,
    looks: BTreeMap<Span, usize>,
}

impl Findings {
    /// Adds what one look found. `scope` is the app that was looked at; `environment` is said of what
    /// no earlier look found.
    pub(crate) fn add(&mut self, found: Vec<Diagnostic>, scope: Span, environment: Option<&str>) {
        *self.looks.entry(scope).or_default() += 1;
        let mut own = BTreeSet::new();
        for d in found {
            let key = fault(&d);
            if d.code == codes::UNUSED {
                if own.insert(key.clone()) {
                    self.unused.entry(key).or_insert((0, d)).0 += 1;
                }
                continue;
            }
            if !self.seen.insert(key) {
                continue;
            }
            self.all.push(match environment {
                Some(name) => d.note(format!("this is so in the environment `{name}`")),
                None => d,
            });
        }
    }

    /// Adds what was found outside of any app.
    pub(crate) fn outside(&mut self, found: Vec<Diagnostic>) {
        for d in found {
            if self.seen.insert(fault(&d)) {
                self.all.push(d);
            }
        }
    }

    /// All of it. What some look uses is not unused: those that stand in an app are looked at by
    /// that app alone, others by every app.
    pub(crate) fn finish(self) -> Vec<Diagnostic> {
        let Self { mut all, unused, looks, .. } = self;
        for (_, (count, d)) in unused {
            let own: usize = looks.iter().filter(|(s, _)| s.contains(d.span)).map(|(_, n)| n).sum();
            let due = if own > 0 { own } else { looks.values().sum() };
            if count >= due {
                all.push(d);
            }
        }
        all
    }
}
