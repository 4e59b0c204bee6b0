//! Where pods run, how they are replaced and spread, and what of a machine they get.

use super::BlockKind::Service;
use super::types::{PODS, SERVICES};
use super::{Foreign, Form, Label, Sign, Slot, Ty, Word};

const SHARE: Ty = Ty::OneOf(&[Ty::Int, Ty::Percent]);

const DEADLINE: Label = Label::new("deadline", &[Slot::expr("deadline", Ty::Duration)]);
const HISTORY: Label = Label::new("history", &[Slot::expr("history", Ty::Int)]);
const PAUSE: Label = Label::new("pause", &[Slot::expr("pause", Ty::Duration)]);

pub(super) static WORDS: &[Word] = &[
    Word::sets("rollout", SERVICES)
        .forms(&[
            Form::select("rolling", &[]).labels(&[
                Label::new("surge", &[Slot::expr("surge", SHARE)]),
                Label::new("unavailable", &[Slot::expr("unavailable", SHARE)]),
                Label::new("partition", &[Slot::expr("partition", Ty::Int)]),
                PAUSE,
                DEADLINE,
                HISTORY,
            ]),
            Form::select("recreate", &[]).labels(&[PAUSE, DEADLINE, HISTORY]),
            Form::select("on-delete", &[]).labels(&[PAUSE, HISTORY]),
        ])
        .doc("how a new version takes the place of the old one", "rollout rolling unavailable 0")
        .default("rolling, by a quarter; recreate where a volume has one writer"),
    Word::sets("budget", &[Service])
        .forms(&[
            Form::select("unavailable", &[Slot::expr("share", SHARE)]),
            Form::select("available", &[Slot::expr("share", SHARE)]),
        ])
        .doc("how many replicas may be away while nodes are worked on", "budget unavailable 25%")
        .also(&["budget available 50%"])
        .default("one at most, above one replica"),
    Word::entry("spread", &[Service], "place")
        .forms(&[Form::new(&[Slot::choice("place", &["zone", "host"])])
            .labels(&[Label::new("skew", &[Slot::expr("skew", Ty::Int)])])
            .flags(&["strict"])])
        .doc("what replicas are spread over", "spread zone")
        .also(&["spread host strict skew 2"])
        .default("hosts, as far as it goes"),
    Word::sets("priority", PODS)
        .forms(&[Form::new(&[Slot::expr("priority", Ty::String)])])
        .doc("who goes first where there is not enough room: a PriorityClass that exists", "priority \"high\""),
    Word::entry("node", PODS, "key")
        .forms(&[Form::new(&[Slot::key("key")])])
        .sign(Sign::Equals(Slot::expr("node", Ty::String).may_be_empty()))
        .doc("a label that the node has to have", "node \"disktype\" = \"ssd\"")
        .foreign(&[Foreign::new("nodeSelector", "each label stands by itself: `node \"key\" = \"value\"`")]),
    Word::entry("tolerate", PODS, "key")
        .forms(&[Form::new(&[Slot::key("key")])
            .labels(&[Label::new("for", &[Slot::expr("for", Ty::Duration)])])
            .flags(&["no-schedule", "prefer-no-schedule", "no-execute"])])
        .sign(Sign::OptionalEquals(Slot::expr("toleration", Ty::String).may_be_empty()))
        .doc("a taint of nodes that does not keep it away", "tolerate \"dedicated\" no-schedule = \"batch\"")
        .also(&["tolerate \"node.kubernetes.io/unreachable\" no-execute for 30s"])
        .foreign(&[Foreign::new("tolerations", "each stands by itself: `tolerate \"key\"`")]),
    Word::sets("arch", PODS)
        .forms(&[Form::new(&[Slot::choice("arch", &["amd64", "arm64"])])])
        .doc("the architecture of the node", "arch arm64"),
    Word::sets("gpu", PODS)
        .forms(&[Form::new(&[Slot::expr("gpu", Ty::Int)]).labels(&[Label::new("of", &[Slot::expr("of", Ty::String)])])])
        .doc("graphics processors, which it has for itself", "gpu 1")
        .also(&["gpu 2 of \"amd.com/gpu\""])
        .default("none; of `nvidia.com/gpu`"),
    Word::entry("device", PODS, "key")
        .forms(&[Form::new(&[Slot::key("key"), Slot::expr("count", Ty::Int)])])
        .doc("an extended resource of the node, which it has for itself", "device \"squat.ai/fuse\" 1"),
    Word::entry("ulimit", PODS, "key")
        .key(super::Key::Slot("name"))
        .forms(&[Form::new(&[
            Slot::choice("name", &["core", "memlock", "nofile", "nproc", "rtprio", "stack"]),
            Slot::expr("limit", Ty::Int),
        ])])
        .doc("a limit of the process that the kernel holds", "ulimit nofile 65536"),
];
