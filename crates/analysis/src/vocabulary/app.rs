//! The words of a file and of an app that have no table of their own.

use super::BlockKind::{App, File};
use super::{BlockKind, Foreign, Form, Label, Sign, Slot, Ty, Word};

pub(super) static WORDS: &[Word] = &[
    Word::sets("edition", &[File])
        .forms(&[Form::new(&[Slot::expr("year", Ty::String)])])
        .doc("the edition of the language that the file is written in", "edition \"2026\"")
        .default("the newest"),
    Word::declares("app", &[File])
        .forms(&[Form::new(&[Slot::NAME])])
        .block(BlockKind::App)
        .doc("an application: one folder of outputs", "app shop { service web { image \"nginx:1.29\" } }"),
    Word::sets("namespace", &[App])
        .forms(&[Form::new(&[Slot::expr("namespace", Ty::String)])])
        .doc("the Kubernetes namespace; the app's name where nothing is said", "namespace \"shop\"")
        .default("the app's name"),
    Word::sets("registry", &[App])
        .forms(&[Form::new(&[Slot::expr("registry", Ty::String)])])
        .doc("where the images that the app builds are pushed", "registry \"ghcr.io/acme\""),
    Word::sets("targets", &[App])
        .forms(&[Form::new(&[Slot::choice("target", &["docker", "compose", "kubernetes"]).variadic()])])
        .doc("what `check` answers for and `build` writes; all where nothing is said", "targets compose, kubernetes")
        .default("all targets"),
    Word::declares("setting", &[App])
        .forms(&[Form::new(&[Slot::NAME, Slot::choice("type", &["string"])]).flags(&["optional"])])
        .sign(Sign::OptionalEquals(Slot::expr("default", Ty::String).may_be_empty()))
        .doc("a text that is known when deploying", "setting LOG_LEVEL string = \"info\"")
        .foreign(&[
            Foreign::new("variable", "a text known when deploying is a `setting NAME string`"),
            Foreign::new("variables", "a text known when deploying is a `setting NAME string`"),
        ]),
    Word::declares("volume", &[App])
        .forms(&[Form::new(&[Slot::NAME, Slot::expr("size", Ty::Bytes).optional()]).labels(&[
            Label::new("access", &[Slot::choice("access", &["shared", "single", "pod", "readonly"])]),
            Label::new("class", &[Slot::expr("class", Ty::String)]),
            Label::new("external", &[Slot::expr("external", Ty::String)]),
        ])])
        .doc("storage that services mount by name", "volume uploads 10Gi access shared")
        .also(&["volume ledger 10Gi access pod", "volume maps 10Gi access readonly class \"maps\""])
        .foreign(&[Foreign::new("volumes", "each volume is declared by itself: `volume NAME SIZE`")]),
    Word::declares("service", &[App])
        .forms(&[Form::new(&[Slot::NAME]).labels(&[Label::new(
            "external",
            &[Slot::expr("external", Ty::String).takes("where it lives: `\"db.example.com\"`, `\"192.0.2.7\"`")],
        )])])
        .block(BlockKind::Service)
        .doc("a process that runs until it is stopped, here or elsewhere", "service web { image \"nginx:1.29\" }")
        .also(&["service ledger external \"ledger.example.com\" { port https 443 }"])
        .foreign(&[
            Foreign::new("services", "each service is declared by itself: `service NAME { … }`"),
            Foreign::new("deployment", "a process that runs until it is stopped is a `service`"),
            Foreign::new("container", "a container runs in a `service` or a `job`"),
        ]),
    Word::declares("job", &[App])
        .forms(&[Form::new(&[Slot::NAME])])
        .block(BlockKind::Job)
        .doc("a process that runs once and ends", "job migrate { image \"acme/migrate:1\" }"),
    Word::declares("daemon", &[App])
        .forms(&[Form::new(&[Slot::NAME])])
        .block(BlockKind::Daemon)
        .doc("a process that runs on every node", "daemon logs { image \"fluent/fluent-bit:4.0\" }")
        .foreign(&[Foreign { spelling: "daemonset", hint: "it is a `daemon NAME { … }`", replace: true }]),
];
