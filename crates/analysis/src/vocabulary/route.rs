//! `route HOST { … }` and its rules.

use super::BlockKind::{App, Route, Rule};
use super::{BlockKind, Foreign, Form, Head, Key, Label, Merge, Role, Sign, Slot, Ty, Word};

const TO: Sign = Sign::Arrow(Slot::expr("to", Ty::Any).takes("a port of a service: `api.http`"));

/// A name, such as a header's.
const KEYED: &[Form] = &[Form::new(&[Slot::key("key")])];

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
    Word::sets("routing", &[App])
        .forms(&[
            Form::select("ingress", &[]).labels(&[Label::new("class", &[Slot::expr("class", Ty::String)])]),
            Form::select("gateway", &[]).labels(&[
                Label::new("class", &[Slot::expr("class", Ty::String)]),
                Label::new("use", &[Slot::expr("use", Ty::String)]),
                Label::new("namespace", &[Slot::expr("namespace", Ty::String)]),
                Label::new("section", &[Slot::expr("section", Ty::String)]),
            ]),
        ])
        .doc("what carries out routes in Kubernetes: an Ingress, or the Gateway API", "routing gateway class \"envoy\"")
        .also(&["routing gateway use \"shared\" namespace \"infra\"", "routing ingress class \"traefik\""])
        .default("ingress, of the cluster's default class"),
    Word::sets("tls", &[Route])
        .forms(&[
            Form::select("issuer", &[Slot::expr("issuer", Ty::String)]).flags(&["namespaced"]),
            Form::select("secret", &[Slot::expr("secret", Ty::String)]),
        ])
        .doc("encrypts it: by an issuer of cert-manager, or a TLS Secret that exists", "tls issuer \"letsencrypt\"")
        .also(&["tls issuer \"own\" namespaced", "tls secret \"shop-tls\""]),
    Word::sets("https", &[Route])
        .forms(&[Form::new(&[Slot::choice("https", &["only"])])])
        .doc("sends requests that are not encrypted to where they are", "https only"),
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
    Word::new(Head::Word("grpc"), &[Route], Role::Entry, Key::Slot("service"), Merge::Slots)
        .forms(&[Form::new(&[Slot::expr("service", Ty::String)])])
        .sign(TO)
        .optional_block(BlockKind::Rule)
        .doc(
            "the calls of a gRPC service, by its full name, or of one of its methods, to a port of a service",
            "grpc \"acme.v1.Orders\" -> api.http",
        )
        .also(&["grpc \"acme.v1.Orders/Create\" -> api.http"]),
    Word::new(Head::Word("redirect"), &[Route], Role::Entry, Key::Slot("path"), Merge::Slots)
        .forms(&[
            Form::new(REDIRECT).labels(STATUS).flags(&["permanent"]),
            Form::select("exact", REDIRECT).labels(STATUS).flags(&["permanent"]),
        ])
        .doc("answers this path and all below it, or it alone, with another address", "redirect \"/old\" \"/new\"")
        .also(&[
            "redirect \"/docs\" \"https://docs.example.com/\" permanent",
            "redirect exact \"/about\" \"/team\"",
            "redirect \"/forms\" \"/letters\" status 308",
        ])
        .default("the status 302, and 301 with `permanent`"),
    Word::sets("rewrite", &[Rule])
        .forms(&[Form::new(&[Slot::expr("rewrite", Ty::String).optional()])
            .labels(&[Label::new("host", &[Slot::expr("host", Ty::String)])])])
        .doc("what the service sees in the place of the matched path, and of the host", "rewrite \"/v1\"")
        .also(&["rewrite host \"api.example.com\""]),
    Word::new(Head::Word("split"), &[Rule], Role::Entry, Key::None, Merge::Replace)
        .forms(&[Form::new(&[
            Slot::expr("to", Ty::Any).takes("a port of a service: `api.http`"),
            Slot::expr("share", Ty::Percent),
        ])])
        .doc("sends a share of the requests to another service", "split api.http 10%"),
    condition("when-header", "holds only where a header has this value", "when-header \"x-beta\" = \"1\""),
    condition("when-query", "holds only where a parameter of the query has this value", "when-query \"beta\" = \"1\""),
    Word::sets("when-method", &[Rule])
        .forms(&[Form::new(&[Slot::choice(
            "method",
            &["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "CONNECT", "TRACE"],
        )])])
        .doc("holds only for this method", "when-method POST"),
    condition("set-request", "sets a header of the request that the service gets", "set-request \"X-From\" = \"web\""),
    condition("set-response", "sets a header of the answer", "set-response \"Cache-Control\" = \"no-store\""),
    Word::entry("remove-request", &[Rule], "key")
        .forms(KEYED)
        .doc("takes a header of the request away", "remove-request \"X-Debug\""),
    Word::entry("remove-response", &[Rule], "key")
        .forms(KEYED)
        .doc("takes a header of the answer away", "remove-response \"Server\""),
];

/// A path, and what it is answered with.
const REDIRECT: &[Slot] = &[Slot::expr("path", Ty::String), Slot::expr("to", Ty::String)];

const STATUS: &[Label] = &[Label::new("status", &[Slot::expr("status", Ty::Int).takes("301, 302, 303, 307 or 308")])];

/// A word with a name and its value.
const fn condition(spelling: &'static str, doc: &'static str, example: &'static str) -> Word {
    Word::entry(spelling, &[Rule], "key")
        .forms(KEYED)
        .sign(Sign::Equals(Slot::expr("value", Ty::String)))
        .doc(doc, example)
}
