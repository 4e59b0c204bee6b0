//! `live`, `ready`, `startup`, and what stands in their blocks.

use super::BlockKind::Probe;
use super::types::PROBED;
use super::{BlockKind, Form, Label, Late, RefKind, Sign, Slot, Ty, Word};

const ON: Label = Label::new("on", &[Slot::reference("port", RefKind::OwnPort)]);

const FORMS: &[Form] = &[
    Form::select("http", &[Slot::expr("path", Ty::String)])
        .labels(&[ON, Label::new("with", &[Slot::choice("with", &["curl", "wget"])])]),
    Form::select("tcp", &[]).labels(&[ON]),
    Form::select("grpc", &[]).labels(&[ON, Label::new("service", &[Slot::expr("service", Ty::String)])]),
    Form::select("exec", &[Slot::expr("command", Ty::List(&Ty::Text)).late(Late::ALL)]),
    Form::select("shell", &[Slot::expr("shell line", Ty::Text).late(Late::SETTINGS)]),
];

pub(super) static WORDS: &[Word] = &[
    Word::sets("live", PROBED)
        .forms(FORMS)
        .optional_block(BlockKind::Probe)
        .doc("it is restarted when this fails", "live http \"/healthz\" { every 10s; failures 3 }"),
    Word::sets("ready", PROBED)
        .forms(FORMS)
        .optional_block(BlockKind::Probe)
        .doc("requests are sent to it only while this succeeds", "ready http \"/ready\" on http")
        .also(&[
            "ready http \"/ready\" on http with curl",
            "ready tcp on http",
            "ready grpc on http",
            "ready exec [\"pg_isready\"]",
            "ready shell \"test -e /ready\"",
        ]),
    Word::sets("startup", PROBED)
        .forms(FORMS)
        .optional_block(BlockKind::Probe)
        .doc("the other probes wait until this has succeeded", "startup tcp on http { failures 30 }"),
    Word::sets("every", &[Probe])
        .forms(&[Form::new(&[Slot::expr("every", Ty::Duration)])])
        .doc("from one question to the next; 10 s where nothing is said", "every 5s")
        .default("10s"),
    Word::sets("timeout", &[Probe])
        .forms(&[Form::new(&[Slot::expr("timeout", Ty::Duration)])])
        .doc("how long an answer may take; 1 s where nothing is said", "timeout 2s")
        .default("1s"),
    Word::sets("failures", &[Probe])
        .forms(&[Form::new(&[Slot::expr("failures", Ty::Int)])])
        .doc("how many failures in a row count; 3 where nothing is said", "failures 5")
        .default("3"),
    Word::sets("grace", &[Probe])
        .forms(&[Form::new(&[Slot::expr("grace", Ty::Duration)])])
        .doc("how long after the start failures do not count", "grace 30s"),
    Word::entry("header", &[Probe], "name")
        .forms(&[Form::new(&[Slot::key("name")])])
        .sign(Sign::Equals(Slot::expr("header", Ty::String).may_be_empty()))
        .doc("a header of an HTTP probe", "header \"Accept\" = \"text/plain\""),
];
