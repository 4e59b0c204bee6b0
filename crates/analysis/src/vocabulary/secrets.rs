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
        .forms(&[Form::new(&[Slot::NAME.optional()]).labels(&[
            Label::new("external", &[Slot::expr("external", Ty::String)]),
            Label::new("from", &[Slot::choice("kind", &["store", "cluster-store"]), Slot::expr("store", Ty::String)]),
            Label::new("key", &[Slot::expr("path", Ty::String)]),
            Label::new("refresh", &[Slot::expr("refresh", Ty::Duration)]),
            Label::new("sealed", &[Slot::choice("scope", &["strict", "namespace-wide", "cluster-wide"]).optional()]),
        ])])
        .block(BlockKind::Secrets)
        .doc(
            "secret keys: known when deploying, never shown; with a name, a group",
            "secrets { db-password; stripe-key optional }",
        )
        .also(&[
            "secrets mail external \"smtp\" { user; password }",
            "secrets mail from store \"vault\" { password \"shop/mail\" property \"password\" }",
            "secrets mail from cluster-store \"vault\" key \"shop/mail\" refresh 15min { user; password }",
            "secrets mail sealed { password \"AgBy3i4OJSWK+PiTySYZZA==\" }",
            "secrets mail sealed namespace-wide { password \"AgBy3i4OJSWK+PiTySYZZA==\" }",
        ])
        .foreign(&[Foreign::new("secret", "secrets are declared together: `secrets { db-password }`")]),
    Word::own(Head::Key, &[Secrets])
        .forms(&[Form::new(&[Slot::expr("value", Ty::String)
            .takes("a text: the path in the store, or what is sealed")
            .optional()])
        .labels(&[
            Label::new("property", &[Slot::expr("property", Ty::String)]),
            Label::new("version", &[Slot::expr("version", Ty::String)]),
        ])
        .flags(&["optional"])])
        .doc("one secret, read from the variable of its name in Compose", "db-password")
        .also(&["db-password optional", "db-password \"shop/db\" property \"password\" version \"3\""]),
];
