//! `secrets { … }` and its keys.

use super::BlockKind::{App, Secrets};
use super::{BlockKind, Foreign, Form, Head, Label, Slot, Ty, Word};

pub(super) static WORDS: &[Word] = &[
    Word::entry("pull", &[App], "registry")
        .forms(&[Form::new(&[Slot::expr("registry", Ty::String)]).labels(&[Label::new(
            "secret",
            &[Slot::expr("secret", Ty::String)],
        )
        .required()])])
        .doc("the Secret that a cluster shows to a private registry", "pull \"ghcr.io/acme\" secret \"regcred\"")
        .foreign(&[Foreign::new(
            "imagePullSecrets",
            "each registry has its own: `pull \"ghcr.io/acme\" secret \"NAME\"`",
        )]),
    Word::declares("secrets", &[App])
        .forms(&[Form::new(&[Slot::NAME.optional()])
            .labels(&[Label::new("external", &[Slot::expr("external", Ty::String)])])])
        .block(BlockKind::Secrets)
        .doc(
            "secret keys: known when deploying, never shown; with a name, a group",
            "secrets { db-password; stripe-key optional }",
        )
        .foreign(&[Foreign::new("secret", "secrets are declared together: `secrets { db-password }`")]),
    Word::own(Head::Key, &[Secrets])
        .forms(&[Form::new(&[]).flags(&["optional"])])
        .doc("one secret, read from the variable of its name in Compose", "db-password"),
];
