//! Accounts: a ServiceAccount, and a Role that is bound to it.

use k8s_openapi::api::core::v1::ServiceAccount;
use k8s_openapi::api::rbac::v1::{PolicyRule, Role, RoleBinding, RoleRef, Subject};
use wharf_model::{Account, AccountRule, OriginId};

use super::context::Context;
use super::manifest::Manifest;
use super::process::Process;
use crate::yaml::{Cursor, Record};

/// Adds the objects of a pod's account, if it has one that does not exist yet.
pub(super) fn add<R: Record<OriginId> + 'static>(cx: &Context<'_>, manifest: &mut Manifest<R>, process: &Process<'_>) {
    let Some(account) = process.pod.account.as_ref().filter(|a| !a.external) else { return };
    let (origin, name) = (account.name.origin, account.name.as_str());
    let identity = process.identity.bare();
    manifest.add(cx, origin, |at| ServiceAccount {
        automount_service_account_token: Some(false),
        metadata: identity.object(cx, name, at.key("metadata")),
        ..ServiceAccount::default()
    });
    manifest.add(cx, origin, |at| Role {
        metadata: identity.object(cx, name, at.key("metadata")),
        rules: Some(rules(account, at.key("rules"))),
    });
    manifest.add(cx, origin, |at| RoleBinding {
        metadata: identity.object(cx, name, at.key("metadata")),
        role_ref: RoleRef {
            api_group: Some("rbac.authorization.k8s.io".into()),
            kind: "Role".into(),
            name: name.into(),
        },
        subjects: Some(vec![Subject {
            api_group: None,
            kind: "ServiceAccount".into(),
            name: name.into(),
            namespace: Some(cx.app.namespace.to_string()),
        }]),
    });
}

fn rules<C: Cursor<OriginId>>(account: &Account, at: C) -> Vec<PolicyRule> {
    let rule = |(i, rule): (usize, &AccountRule)| {
        at.index(i).set(rule.resource.origin);
        PolicyRule {
            api_groups: Some(vec![rule.group.clone()]),
            resource_names: (!rule.names.is_empty()).then(|| rule.names.iter().map(|n| n.value.clone()).collect()),
            resources: Some(vec![rule.resource.value.clone()]),
            verbs: rule.verbs.iter().map(|v| (*v).to_owned()).collect(),
            ..PolicyRule::default()
        }
    };
    account.rules.iter().enumerate().map(rule).collect()
}
