//! `network`, and `permit`.

use super::BlockKind::App;
use super::types::PODS;
use super::{Form, Key, Label, RefKind, Slot, Ty, Word};

const NAMED: Slot = Slot::expr("which", Ty::String).optional();

/// Where the app is that is meant.
const IN: Label = Label::new("namespace", &[Slot::expr("namespace", Ty::String)]);

pub(super) static WORDS: &[Word] = &[
    Word::sets("network", &[App])
        .forms(&[Form::new(&[Slot::choice("mode", &["isolated", "open"])])])
        .doc("whether only those talk to each other whose references show it", "network isolated")
        .default("open"),
    Word::entry("permit", PODS, "direction")
        .key(Key::Whole)
        .forms(&[
            Form::select("from", &[Slot::choice("peer", &["app", "namespace", "cidr", "anywhere"]), NAMED])
                .labels(&[IN, Label::new("on", &[Slot::reference("port", RefKind::OwnPort)])]),
            Form::select("to", &[Slot::choice("peer", &["app", "namespace", "cidr", "internet"]), NAMED])
                .labels(&[IN, Label::new("port", &[Slot::expr("number", Ty::Int)])])
                .flags(&["udp"]),
        ])
        .doc("traffic that no reference shows, where the network is isolated", "permit from namespace \"monitoring\"")
        .also(&[
            "permit from cidr \"10.0.0.0/8\"",
            "permit from app \"other\"",
            "permit from app \"other\" namespace \"shared\"",
            "permit from anywhere",
            "permit to internet port 443",
            "permit to cidr \"192.0.2.0/24\" port 53 udp",
            "permit to namespace \"infra\"",
        ]),
];
