//! `init` and `sidecar`: further containers of a pod.

use super::types::PODS;
use super::{BlockKind, Foreign, Form, Slot, Word};

pub(super) static WORDS: &[Word] = &[
    Word::declares("init", PODS)
        .forms(&[Form::new(&[Slot::NAME])])
        .block(BlockKind::Init)
        .doc(
            "a container that has to end well before the process starts",
            "init prepare { image \"busybox:1.37.0\"; args [\"true\"] }",
        )
        .foreign(&[Foreign::new("initContainers", "each stands by itself: `init NAME { … }`")]),
    Word::declares("sidecar", PODS)
        .forms(&[Form::new(&[Slot::NAME])])
        .block(BlockKind::Sidecar)
        .doc(
            "a container that runs beside the process, in its network",
            "sidecar proxy { image \"envoyproxy/envoy:v1.35.0\" }",
        )
        .foreign(&[Foreign::new("containers", "what runs beside the process is a `sidecar NAME { … }`")]),
];
