//! `account`, and what it can do.

use super::BlockKind::Account;
use super::types::PODS;
use super::{BlockKind, Foreign, Form, Key, Label, Slot, Ty, Word};

pub(super) static WORDS: &[Word] = &[
    Word::sets("account", PODS)
        .forms(&[Form::new(&[Slot::key("account").optional()])
            .labels(&[Label::new("external", &[Slot::expr("external", Ty::String)])])])
        .optional_block(BlockKind::Account)
        .doc("who it is to the API server, and what it may do there", "account { can get, list pods }")
        .also(&["account external \"existing\""])
        .default("nobody: it gets no token")
        .foreign(&[Foreign::new("serviceAccount", "it is `account [NAME] { can VERB RESOURCE }`")]),
    Word::entry("can", &[Account], "what")
        .key(Key::None)
        .forms(&[Form::new(&[Slot::key("what").variadic()])
            .labels(&[Label::new("named", &[Slot::expr("named", Ty::OneOf(&[Ty::String, Ty::List(&Ty::String)]))])])])
        .doc("verbs, and the resource that they are for", "can get, list, watch pods")
        .also(&["can update, patch \"apps/deployments\" named \"api\""]),
];
