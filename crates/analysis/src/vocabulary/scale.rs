//! What stands in the block of a `scale`.

use super::BlockKind::{Scale, Trigger};
use super::{BlockKind, Form, Head, Key, Label, Late, Sign, Slot, Ty, Word};

const SHARE: Ty = Ty::OneOf(&[Ty::Int, Ty::Percent]);

const STEP: &[Form] =
    &[Form::new(&[Slot::expr("step", SHARE)])
        .labels(&[Label::new("every", &[Slot::expr("every", Ty::Duration)]).required()])];

const MEASURED: &[Form] = &[Form::new(&[Slot::expr("metric name", Ty::String), Slot::expr("target", Ty::Int)])];

pub(super) static WORDS: &[Word] = &[
    Word::entry("metric", &[Scale], "metric name")
        .forms(MEASURED)
        .doc("follows a metric of the pods: so many for each replica", "metric \"queue_depth\" 30"),
    Word::entry("external", &[Scale], "metric name")
        .forms(MEASURED)
        .doc("follows a metric of something else: so many for each replica", "external \"sqs_messages\" 30"),
    Word::entry("trigger", &[Scale], "type")
        .key(Key::None)
        .forms(&[Form::new(&[Slot::key("type")])])
        .block(BlockKind::Trigger)
        .doc(
            "follows a scaler of KEDA, by its type, with its metadata",
            "trigger rabbitmq { queueName = \"jobs\"; mode = \"QueueLength\"; value = \"20\"; host = secrets.token }",
        ),
    Word::entry("schedule", &[Scale], "start")
        .key(Key::None)
        .forms(&[Form::new(&[Slot::expr("start", Ty::String)]).labels(&[
            Label::new("until", &[Slot::expr("until", Ty::String)]).required(),
            Label::new("replicas", &[Slot::expr("replicas", Ty::Int)]).required(),
            Label::new("timezone", &[Slot::expr("timezone", Ty::String)]),
        ])])
        .doc(
            "so many replicas between two times, by KEDA",
            "schedule \"0 8 * * 1-5\" until \"0 18 * * 1-5\" replicas 5",
        ),
    Word::entry("up", &[Scale], "step")
        .key(Key::None)
        .forms(STEP)
        .doc("how many replicas may come in a time", "up 4 every 1min")
        .also(&["up 100% every 15s"]),
    Word::entry("down", &[Scale], "step")
        .key(Key::None)
        .forms(STEP)
        .doc("how many replicas may go in a time", "down 1 every 2min"),
    Word::entry("settle", &[Scale], "direction")
        .forms(&[Form::new(&[Slot::choice("direction", &["up", "down"]), Slot::expr("settle", Ty::Duration)])])
        .doc("how long what was asked for lately holds", "settle down 10min")
        .default("up 0s, down 5min"),
    Word::own(Head::Key, &[Trigger])
        .sign(Sign::Equals(Slot::expr("metadata", Ty::Text).late(Late { secrets: true, settings: false })))
        .doc("a field of the scaler's metadata; a secret goes to the scaler by reference", "queueName = \"jobs\""),
];
