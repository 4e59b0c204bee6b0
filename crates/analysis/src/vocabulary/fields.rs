//! The words of the escape hatch: `kubernetes`, `compose`, `resource`, and the fields in them.

use super::BlockKind::{App, Cron, Daemon, Fields, Job, Service};
use super::{BlockKind, Form, Head, Key, Label, Merge, Role, Sign, Slot, Ty, Word};

/// A word whose block is of fields.
const fn fields(spelling: &'static str, within: &'static [BlockKind]) -> Word {
    Word::new(Head::Word(spelling), within, Role::Sets, Key::Word, Merge::Fields)
}

pub(super) static WORDS: &[Word] = &[
    fields("kubernetes", &[App])
        .forms(&[Form::new(&[]).labels(&[Label::new("version", &[Slot::expr("version", Ty::String)])])])
        .optional_block(Fields)
        .doc(
            "the version of Kubernetes to write for, and fields of the objects that are the app's own",
            "kubernetes version \"1.36\" { namespace { metadata { labels { \"example.com/team\" = \"shop\" } } } }",
        ),
    fields("kubernetes", &[Service, Daemon, Job, Cron]).block(Fields).doc(
        "fields of its Kubernetes objects, each by its kind",
        "kubernetes { deployment { spec { template { spec { schedulerName = \"binpacking\" } } } } }",
    ),
    fields("compose", &[App])
        .block(Fields)
        .doc("fields at the top of the Compose file", "compose { networks { default { attachable = true } } }"),
    fields("compose", &[Service, Daemon, Job, Cron])
        .block(Fields)
        .doc("fields of its Compose service", "compose { shm_size = 64Mi }"),
    Word::declares("resource", &[App])
        .key(Key::Pair("kind", "name"))
        .forms(&[Form::new(&[Slot::expr("apiVersion", Ty::String), Slot::key("kind"), Slot::key("name")])
            .flags(&["cluster"])])
        .block(Fields)
        .doc(
            "an object of Kubernetes, written out as it stands",
            "resource \"v1\" ConfigMap extra { data { greeting = \"hello\" } }",
        ),
    Word::new(Head::Key, &[Fields], Role::Entry, Key::Head, Merge::Fields)
        .sign(Sign::OptionalEquals(
            Slot::expr("field", Ty::Any).takes("a text, a number, a truth value, an amount, a list or a map"),
        ))
        .optional_block(Fields)
        .doc("a field: `= value` replaces what is there, a block changes parts of it", "priorityClassName = \"high\""),
];
