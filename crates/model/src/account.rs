//! Accounts: who a process is to the API server, and what it may do there.

use crate::{At, Name};

/// `account [NAME] { can … }`, `account external "NAME"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The ServiceAccount's name; its owner's where nothing is said.
    pub name: At<Name>,
    /// Whether it exists already, with permissions of its own.
    pub external: bool,
    /// What it may do, in the order written.
    pub rules: Vec<AccountRule>,
}

/// `can VERB, … RESOURCE [named NAME …]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRule {
    /// What it may do, each once.
    pub verbs: Vec<&'static str>,
    /// The API group; empty is the core's.
    pub group: String,
    /// The resource, in the plural: `pods`, `pods/log`.
    pub resource: At<String>,
    /// The objects that it may do so with; all where there are none.
    pub names: Vec<At<String>>,
}
