//! `environment NAME [on TARGET] { … }`: what differs where an app is deployed.

use wharf_diagnostics::{Diagnostic, Span};
use wharf_model::{Name, Target};
use wharf_syntax::tree::{Block, Stmt, StmtKind};

use crate::checker::Checker;
use crate::errors::{names, unfolding as errors, words};
use crate::frames::{Bound, Env, Term};
use crate::index::NameKind;
use crate::matching::{Reading, Said, statement, static_text};
use crate::unfold::is_param;
use crate::vocabulary::BlockKind;

/// One environment of an app.
#[derive(Clone, Debug)]
pub(crate) struct Environment<'t> {
    pub(crate) name: String,
    /// The one target that it is for.
    pub(crate) target: Option<Target>,
    pub(crate) block: &'t Block,
}

/// The environments that an app declares, and what is wrong with their heads.
pub(crate) fn environments<'t>(app: &'t Block, out: &mut Vec<Diagnostic>) -> Vec<Environment<'t>> {
    let mut all: Vec<(Environment<'t>, Span)> = Vec::new();
    for stmt in &app.stmts {
        let Some(said) = said(stmt).filter(|s| s.head.word() == Some("environment") && s.value.is_none()) else {
            continue;
        };
        let reading = Reading {
            kind: BlockKind::App,
            env: Env::default(),
            only: None,
            partial: false,
            layer: 0,
            overrides: false,
        };
        let Ok(m) = statement(reading, said, out) else { continue };
        let (Some((_, term)), Some(block)) = (m.slot("name"), said.block) else { continue };
        let Some(name) = static_text(&term) else {
            out.push(words::not_a_name("name", term.span));
            continue;
        };
        // It is a part of a folder's name, and stands on command lines.
        if let Err(why) = Name::new(&name) {
            out.push(names::bad_name(&name, &why, term.span, ""));
            continue;
        }
        let mut target = None;
        if let Some((slot, term)) = m.label("on") {
            let word = static_text(&term).unwrap_or_default();
            target = Target::parse(&word).filter(|t| *t != Target::Docker);
            if target.is_none() {
                let crate::vocabulary::Mode::Choice(all) = slot.mode else { continue };
                out.push(words::unknown_choice(&word, all, term.span, slot.name));
                continue;
            }
        }
        if let Some((_, first)) = all.iter().find(|(e, _)| e.name == name) {
            out.push(words::twice(m.word, &name, term.span, *first));
            continue;
        }
        all.push((Environment { name, target, block }, term.span));
    }
    all.into_iter().map(|(e, _)| e).collect()
}

fn said(stmt: &Stmt) -> Option<Said<'_>> {
    if let StmtKind::Plain(plain) = &stmt.kind { Some(Said::new(stmt, plain)) } else { None }
}

/// The params that an environment gives a value to: name, place of the name, value.
pub(crate) fn given<'t>(environment: &Environment<'t>) -> impl Iterator<Item = (&'t str, Span, Said<'t>)> {
    let all = environment.block.stmts.iter().filter_map(said).filter(|s| is_param(*s));
    all.filter_map(|s| s.head.word().map(|w| (w, s.head.span(), s)))
}

impl<'t> Checker<'t> {
    /// Takes the values that an environment gives to params. They are read where the params stand.
    pub(crate) fn override_params(&mut self, environment: &Environment<'t>, app: Env) {
        for (name, span, said) in given(environment) {
            let Some(value) = said.value else { continue };
            match self.frames.find(app, name).map(|(_, b)| (b.bound.clone(), b.span)) {
                Some((Bound::Param(_), declared)) => {
                    self.index.refers(span, declared, NameKind::Value);
                    let term = Term { expr: &value.value, env: app };
                    if self.overrides.contains_key(name) {
                        self.report(names::key_twice_in_environment(name, span));
                    } else {
                        self.overrides.insert(name.to_owned(), term);
                    }
                }
                Some((other, declared)) => {
                    self.report(errors::no_param(name, other.described(), span, declared));
                }
                None => {
                    let known = self.names_of(app, |b| matches!(b, Bound::Param(_)));
                    let known: Vec<&str> = known.iter().map(String::as_str).collect();
                    self.report(errors::unknown_param(name, span, &known));
                }
            }
        }
    }
}
