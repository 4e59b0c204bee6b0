//! `network`, and `permit`.

use super::BlockKind::App;
use super::types::PODS;
use super::{Foreign, Form, Key, Label, RefKind, Slot, Ty, Word};

const NAMED: Slot = Slot::expr("which", Ty::String).optional();

/// Where the app is that is meant.
const IN: Label = Label::new("namespace", &[Slot::expr("namespace", Ty::String)]);

/// Which of the addresses are not meant.
const EXCEPT: Label = Label::new(
    "except",
    &[Slot::expr("except", Ty::OneOf(&[Ty::String, Ty::List(&Ty::String)]))
        .takes("addresses, or a list of them: `\"10.1.0.0/16\"`")],
);

pub(super) static WORDS: &[Word] = &[
    Word::sets("network", &[App])
        .forms(&[Form::new(&[Slot::choice("mode", &["isolated", "open"])])])
        .doc("whether only those talk to each other whose references show it", "network isolated")
        .default("open"),
    Word::entry("permit", PODS, "direction")
        .key(Key::Whole)
        .forms(&[
            Form::select("from", &[Slot::choice("peer", &["app", "namespace", "cidr", "anywhere"]), NAMED]).labels(&[
                IN,
                EXCEPT,
                Label::new("on", &[Slot::reference("port", RefKind::OwnPort)]),
            ]),
            Form::select("to", &[Slot::choice("peer", &["app", "namespace", "cidr", "internet"]), NAMED])
                .labels(&[IN, EXCEPT, Label::new("port", &[Slot::expr("number", Ty::Int)])])
                .flags(&["udp"]),
        ])
        .doc("traffic that no reference shows, where the network is isolated", "permit from namespace \"monitoring\"")
        .also(&[
            "permit from cidr \"10.0.0.0/8\"",
            "permit to cidr \"10.0.0.0/8\" except [\"10.1.0.0/16\", \"10.2.0.0/16\"] port 443",
            "permit from app \"other\"",
            "permit from app \"other\" namespace \"shared\"",
            "permit from anywhere",
            "permit to internet port 443",
            "permit to cidr \"192.0.2.0/24\" port 53 udp",
            "permit to namespace \"infra\"",
        ]),
    Word::entry("join", PODS, "network")
        .forms(&[Form::new(&[Slot::expr("network", Ty::String)])])
        .doc("a network of Docker that exists, and that it is in as well (Compose only)", "join \"proxy\"")
        .foreign(&[Foreign::new(
            "networks",
            "a network that exists is joined by `join \"NAME\"`; the app's own come by themselves",
        )]),
];
