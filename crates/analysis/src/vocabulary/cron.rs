//! `cron`: the words that jobs do not have.

use super::BlockKind::{App, Cron};
use super::{BlockKind, Foreign, Form, Label, Slot, Ty, Word};

pub(super) static WORDS: &[Word] = &[
    Word::declares("cron", &[App])
        .forms(&[Form::new(&[Slot::NAME, Slot::expr("schedule", Ty::String)])])
        .block(BlockKind::Cron)
        .doc(
            "a job that is started at times",
            "cron cleanup \"0 3 * * *\" { image \"acme/api:1\"; args [\"cleanup\"] }",
        )
        .foreign(&[
            Foreign { spelling: "cronjob", hint: "it is `cron NAME \"SCHEDULE\"`", replace: true },
            Foreign { spelling: "schedule", hint: "it is `cron NAME \"SCHEDULE\"`", replace: true },
        ]),
    Word::sets("timezone", &[Cron])
        .forms(&[Form::new(&[Slot::expr("timezone", Ty::String)])])
        .doc("the time zone of the schedule, by its name in the IANA database", "timezone \"Europe/Berlin\"")
        .default("Etc/UTC"),
    Word::sets("concurrency", &[Cron])
        .forms(&[Form::new(&[Slot::choice("concurrency", &["forbid", "allow", "replace"])])])
        .doc("what happens where the last run has not ended yet", "concurrency replace")
        .also(&["concurrency allow"])
        .default("forbid: the next run does not start"),
    Word::sets("history", &[Cron])
        .forms(&[Form::new(&[Slot::expr("history", Ty::Int)])
            .labels(&[Label::new("failed", &[Slot::expr("failed", Ty::Int)])])])
        .doc("how many runs that ended well, and that failed, are kept", "history 5 failed 2")
        .default("3 failed 1"),
    Word::sets("deadline", &[Cron])
        .forms(&[Form::new(&[Slot::expr("deadline", Ty::Duration)])])
        .doc("how late a run may still start", "deadline 10min")
        .default("as late as it has to; where more than 100 were missed, none starts"),
    Word::sets("suspended", &[Cron]).doc("no run starts for now", "suspended"),
];
