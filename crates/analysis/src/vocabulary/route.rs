//! `route HOST { … }` and its rules.

use super::BlockKind::{App, Route, Rule};
use super::{BlockKind, Foreign, Form, Head, Key, Merge, Role, Sign, Slot, Ty, Word};

const TO: Sign = Sign::Arrow(Slot::expr("to", Ty::Any).takes("a port of a service: `api.http`"));

pub(super) static WORDS: &[Word] = &[
    Word::declares("route", &[App])
        .key(Key::Slot("host"))
        .forms(&[Form::new(&[Slot::expr("host", Ty::OneOf(&[Ty::String, Ty::List(&Ty::String)])).optional()])])
        .block(BlockKind::Route)
        .doc("how requests from outside reach services", "route \"shop.localhost\" { \"/\" -> web.http }")
        .foreign(&[
            Foreign {
                spelling: "ingress",
                hint: "requests from outside come in by a `route HOST { … }`",
                replace: true,
            },
            Foreign::new("gateway", "requests from outside come in by a `route HOST { … }`"),
        ]),
    Word::sets("tls", &[Route])
        .forms(&[
            Form::select("issuer", &[Slot::expr("issuer", Ty::String)]),
            Form::select("secret", &[Slot::expr("secret", Ty::String)]),
        ])
        .doc("encrypts it: by an issuer of cert-manager, or a TLS Secret that exists", "tls issuer \"letsencrypt\"")
        .also(&["tls secret \"shop-tls\""]),
    Word::new(Head::Path, &[Route], Role::Entry, Key::Head, Merge::Slots)
        .sign(TO)
        .optional_block(BlockKind::Rule)
        .doc("this path and all below it, to a port of a service", "\"/api\" -> api.http"),
    Word::new(Head::Word("exact"), &[Route], Role::Entry, Key::Slot("path"), Merge::Slots)
        .forms(&[Form::new(&[Slot::expr("path", Ty::String)])])
        .sign(TO)
        .optional_block(BlockKind::Rule)
        .doc("this path only, to a port of a service", "exact \"/healthz\" -> api.http"),
    Word::sets("timeout", &[Rule])
        .forms(&[Form::new(&[Slot::expr("timeout", Ty::Duration)])])
        .doc("how long the service may take to answer", "timeout 30s"),
];
