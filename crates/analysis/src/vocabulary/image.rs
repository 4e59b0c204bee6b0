//! `image NAME { … }` beside its steps.

use super::BlockKind::{App, Image};
use super::{BlockKind, Foreign, Form, Slot, Ty, Word};

pub(super) static WORDS: &[Word] = &[
    Word::declares("image", &[App])
        .forms(&[Form::new(&[Slot::NAME])])
        .block(BlockKind::Image)
        .doc("an image that is built", "image api { from \"debian:13-slim\"; copy \"api\" \"/usr/local/bin/api\" }")
        .foreign(&[
            Foreign::new("images", "each image is declared by itself: `image NAME { … }`"),
            Foreign::new("build", "what is built is an `image NAME { … }`, which services refer to"),
        ]),
    Word::sets("context", &[Image])
        .forms(&[Form::new(&[Slot::expr("folder", Ty::String)])])
        .doc("the folder that is sent to the builder; the file's own where nothing is said", "context \"./api\"")
        .default("the folder of the `.app` file"),
    Word::sets("tag", &[Image])
        .forms(&[Form::new(&[Slot::expr("tag", Ty::String)])])
        .doc("the tag that the built image gets", "tag \"1.4.0\""),
    Word::sets("platform", &[Image])
        .forms(&[Form::new(&[Slot::expr("platform", Ty::String)])])
        .doc("the platform that the image is built for", "platform \"linux/amd64\""),
    Word::sets("ignore", &[Image])
        .forms(&[Form::new(&[Slot::expr("patterns", Ty::OneOf(&[Ty::String, Ty::List(&Ty::String)]))])])
        .doc(
            "what is left out of the context; its `.dockerignore` where nothing is said",
            "ignore [\"target\", \"*.md\"]",
        )
        .default("the context's own `.dockerignore`"),
    Word::sets("dockerfile", &[Image])
        .forms(&[Form::new(&[Slot::expr("file", Ty::String)])])
        .doc("a Dockerfile that is kept as it is", "dockerfile \"./Dockerfile\""),
    Word::sets("target", &[Image])
        .forms(&[Form::new(&[Slot::expr("stage", Ty::String)])])
        .doc("the stage of an existing Dockerfile that is built", "target \"run\""),
    Word::declares("stage", &[Image])
        .forms(&[Form::new(&[Slot::NAME])])
        .block(BlockKind::Stage)
        .doc("an earlier stage, from which later ones copy", "stage build { from \"rust:1.90\"; run \"cargo build\" }"),
];
