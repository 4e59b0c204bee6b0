//! `account`.

use wharf_model::{Account, AccountRule, At, Name};

use super::mounts::flat;
use crate::checker::Checker;
use crate::errors::account as errors;
use crate::matching::{Body, Matched};
use crate::vocabulary::BlockKind;

/// What the API server lets one do with objects (Kubernetes, "Request verbs").
const VERBS: &[&str] = &["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];

/// The account of a pod.
pub(super) fn account<'t>(c: &mut Checker<'t>, body: &Body<'t>) -> Option<Option<Account>> {
    let Some(m) = body.one("account") else { return Some(None) };
    let why = "a ServiceAccount's name is a DNS label here";
    let external = flat(m.label("external").map(|s| {
        let text = c.string(s)?;
        c.name_of(&text, Name::MAX, why)
    }))?;
    let said = flat(m.slot("account").map(|s| c.name(s, Name::MAX, why)))?;
    let inside = c.body(BlockKind::Account, m);
    let rules: Option<Vec<AccountRule>> =
        inside.all("can").map(|m| rule(c, m)).collect::<Vec<_>>().into_iter().collect();
    let rules = rules?;
    if let Some(name) = external {
        if let Some(rule) = rules.first() {
            let span = c.origins.span(rule.resource.origin);
            return c.fail(errors::external_with_rules(name.as_str(), span));
        }
        return Some(Some(Account { name, external: true, rules }));
    }
    if rules.is_empty() && !inside.is_any_wrong() {
        return c.fail(errors::account_without_rules(m.head()));
    }
    let name = match said {
        Some(name) => name,
        None => At::new(c.own.clone()?, c.at((), m.head()).origin),
    };
    Some(Some(Account { name, external: false, rules }))
}

/// `can get, list pods`: the last is the resource.
fn rule<'t>(c: &mut Checker<'t>, m: &Matched<'t>) -> Option<AccountRule> {
    let words: Option<Vec<At<String>>> = m.slots("what").map(|s| c.key(s)).collect::<Vec<_>>().into_iter().collect();
    let mut words = words?;
    let resource = words.pop()?;
    let span = c.origins.span(resource.origin);
    if words.is_empty() {
        return c.fail(errors::verb_or_resource(&resource.value, VERBS, span));
    }
    let mut verbs = Vec::new();
    for word in &words {
        let span = c.origins.span(word.origin);
        let Some(verb) = VERBS.iter().find(|v| **v == word.value) else {
            return c.fail(errors::unknown_verb(&word.value, VERBS, span));
        };
        if verbs.contains(verb) {
            return c.fail(errors::verb_twice(verb, span));
        }
        verbs.push(*verb);
    }
    // Of a group with a dot in it, or one of Kubernetes' own old groups; `pods/log` is a part of a pod.
    let old = ["apps", "batch", "autoscaling", "policy", "extensions"];
    let (group, plural) = match resource.value.split_once('/') {
        Some((group, rest)) if group.contains('.') || old.contains(&group) => (group, rest),
        _ => ("", resource.value.as_str()),
    };
    let good =
        |w: &str| !w.is_empty() && w.chars().all(|ch| ch.is_ascii_lowercase() || ch.is_ascii_digit() || ch == '-');
    if !plural.split('/').all(good) || plural.split('/').count() > 2 {
        return c.fail(errors::bad_resource(&resource.value, span));
    }
    if plural == "secrets" && group.is_empty() {
        c.report(errors::reads_secrets(span));
    }
    let names = match m.label("named") {
        Some(slot) => c.strings(slot)?.value,
        None => Vec::new(),
    };
    let cannot = ["create", "list", "watch", "deletecollection"];
    if let Some(verb) = verbs.iter().find(|v| cannot.contains(*v)).filter(|_| !names.is_empty()) {
        return c.fail(errors::verb_without_names(verb, span));
    }
    let (group, plural) = (group.to_owned(), plural.to_owned());
    Some(AccountRule { verbs, group, resource: resource.map(|_| plural), names })
}
