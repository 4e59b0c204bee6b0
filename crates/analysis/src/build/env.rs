//! `env`: entries, configs, groups of secrets, maps.

use std::collections::BTreeMap;

use wharf_model::{At, EnvName, EnvSource, EnvVar, Text};

use crate::checker::Checker;
use crate::errors::{names, values, words, workloads};
use crate::matching::{Body, Matched};
use crate::value::{Ref, Space, Value};
use crate::vocabulary::{BlockKind, Ty};

/// A variable, and what it holds against: what an environment says before the rest, what is said by its
/// name before what a map brings.
struct Ranked {
    var: EnvVar,
    rank: (bool, bool),
}

type Variables = BTreeMap<EnvName, Ranked>;

/// The variables of a service or job: single ones by name, and sources of many.
pub(super) fn env<'t>(c: &mut Checker<'t>, body: &Body<'t>) -> (Vec<EnvVar>, Vec<At<EnvSource>>) {
    let mut vars: Variables = BTreeMap::new();
    let mut sources: Vec<At<EnvSource>> = Vec::new();
    for m in body.all("env") {
        if let Some(slot) = m.slot("source") {
            source(c, slot, m.overrides, &mut vars, &mut sources);
        } else if m.block().is_none() {
            c.report(words::block_due(m.word, m.said.span));
        }
        for entry in c.body(BlockKind::Env, m).words {
            if let Some(var) = variable(c, &entry) {
                add(c, &mut vars, Ranked { var, rank: (entry.overrides, true) });
            }
        }
    }
    sources.sort();
    (vars.into_values().map(|r| r.var).collect(), sources)
}

fn add(c: &mut Checker<'_>, vars: &mut Variables, new: Ranked) {
    let key = new.var.name.value.clone();
    match vars.get(&key) {
        Some(first) if first.rank > new.rank => {}
        Some(first) if first.rank == new.rank => {
            let (again, first) = (c.origins.span(new.var.name.origin), c.origins.span(first.var.name.origin));
            // Twice in one block is reported where the block was laid.
            if !c.diagnostics.iter().any(|d| d.span == again && d.code == wharf_diagnostics::codes::DUPLICATE) {
                c.report(workloads::variable_twice(key.as_str(), again, first));
            }
        }
        Some(_) | None => {
            vars.insert(key, new);
        }
    }
}

fn name(c: &mut Checker<'_>, text: &str, span: wharf_diagnostics::Span) -> Option<At<EnvName>> {
    match EnvName::new(text) {
        Ok(n) => Some(c.at(n, span)),
        Err(why) => c.fail(names::bad_name(text, &why, span, c.source(span))),
    }
}

fn variable<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<EnvVar> {
    let key = c.head_key(m, "the name of a variable");
    let name = key.and_then(|k| {
        let span = c.origins.span(k.origin);
        name(c, &k.value, span)
    });
    let value = c.text(m.value?);
    Some(EnvVar { name: name?, value: value? })
}

fn source<'t>(
    c: &mut Checker<'t>,
    slot: crate::matching::Filled<'t>,
    overrides: bool,
    vars: &mut Variables,
    sources: &mut Vec<At<EnvSource>>,
) {
    let Some(val) = c.eval(slot.1) else { return };
    match &val.value {
        Value::Ref(Ref::Config(name)) => {
            let origin = c.origin_of(&val);
            let scope = std::rc::Rc::clone(&c.scope);
            let keys = scope.names.get(name.as_str()).into_iter().flat_map(|e| &e.inner);
            for (key, at) in keys {
                if let Err(why) = EnvName::new(key) {
                    c.report(
                        names::bad_name(key, &why, *at, c.source(*at)).also(slot.1.span, "used as variables here"),
                    );
                }
            }
            sources.push(At::new(EnvSource::Config(name.clone()), origin));
        }
        Value::Ref(Ref::SecretGroup(_) | Ref::Space(Space::Secrets)) => {
            let group = if let Value::Ref(Ref::SecretGroup(g)) = &val.value { g.clone() } else { None };
            let origin = c.origin_of(&val);
            if c.use_group(group.as_ref(), slot.1.span).is_none() {
                return;
            }
            sources.push(At::new(EnvSource::Secrets(group), origin));
        }
        Value::Map(entries) => {
            for (key, span, v) in entries.clone() {
                let Some(name) = name(c, &key, span) else { continue };
                let Some(v) = c.coerce(v, &Ty::Text) else { continue };
                let origin = c.origin_of(&v);
                let Value::Text(text) = v.value else { continue };
                let var = EnvVar { name, value: At::<Text>::new(text, origin) };
                add(c, vars, Ranked { var, rank: (overrides, false) });
            }
        }
        _ => {
            let source = c.source(val.span);
            c.report(values::not_a_source(&val, source));
        }
    }
}
