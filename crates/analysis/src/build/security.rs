//! What a process may do.

use wharf_model::{At, Rights, SecurityLevel};

use crate::checker::Checker;
use crate::matching::Body;

/// The level that a pod asks for. The outer `None`: it could not be read.
pub(super) fn level<'t>(c: &mut Checker<'t>, body: &Body<'t>) -> Option<Option<At<SecurityLevel>>> {
    let Some(m) = body.one("security") else { return Some(None) };
    let said = c.choice(m.slot("level")?)?;
    Some(Some(said.map(|word| match word {
        "restricted" => SecurityLevel::Restricted,
        "baseline" => SecurityLevel::Baseline,
        _ => SecurityLevel::Privileged,
    })))
}

/// What a container says of its rights.
pub(super) fn rights<'t>(c: &mut Checker<'t>, body: &Body<'t>) -> Option<Rights> {
    let mut capabilities = Vec::new();
    for m in body.all("capability") {
        capabilities.push(c.choice(m.slot("capability")?)?);
    }
    capabilities.sort_by(|a, b| a.value.cmp(b.value));
    let readonly_root = match body.one("filesystem") {
        Some(m) => Some(c.choice(m.slot("root")?)?.map(|word| word == "readonly")),
        None => None,
    };
    Some(Rights { capabilities, readonly_root })
}
