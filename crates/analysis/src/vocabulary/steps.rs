//! The steps of an image: Dockerfile's instructions in the language's words.

use super::BlockKind::{Healthcheck, Image, Run, Stage};
use super::{BlockKind, Foreign, Form, Key, Label, RefKind, Sign, Slot, Ty, Word};

const STEPS: &[BlockKind] = &[Image, Stage];
const TEXTS: Ty = Ty::OneOf(&[Ty::String, Ty::List(&Ty::String)]);
const LIST: Ty = Ty::List(&Ty::String);
const STRING: Ty = Ty::String;
const FROM: Slot = Slot::expr("from", Ty::Any)
    .takes("a stage, `images.NAME`, or a text: an image of a registry; a step `from` takes `scratch` too");
const OWNER: Label = Label::new("owner", &[Slot::expr("owner", STRING)]);
const MODE: Label = Label::new("mode", &[Slot::expr("mode", Ty::OneOf(&[Ty::Int, Ty::String]))]);
const EXCLUDE: Label = Label::new("exclude", &[Slot::expr("exclude", TEXTS)]);

pub(super) static WORDS: &[Word] = &[
    Word::step("from", STEPS)
        .forms(&[Form::new(&[FROM]).labels(&[Label::new("platform", &[Slot::expr("platform", STRING)])])])
        .doc("what the stage starts from: an image, `scratch`, an earlier stage", "from \"debian:13-slim\""),
    Word::step("copy", STEPS)
        .forms(&[Form::new(&[Slot::expr("source", TEXTS), Slot::expr("destination", STRING)])
            .labels(&[Label::new("from", &[FROM]), OWNER, MODE, EXCLUDE])
            .flags(&["link"])])
        .doc("copies files from the context, a stage or an image", "copy \".\" \"/src\""),
    Word::step("add", STEPS)
        .forms(&[Form::new(&[Slot::expr("source", STRING), Slot::expr("destination", STRING)])
            .labels(&[Label::new("checksum", &[Slot::expr("checksum", STRING)]), OWNER, MODE, EXCLUDE])
            .flags(&["link"])])
        .doc(
            "adds a file of the network, or unpacks an archive",
            "add \"https://example.com/tool\" \"/usr/local/bin/tool\"",
        ),
    Word::step("run", STEPS)
        .forms(&[Form::new(&[Slot::expr("command", TEXTS)])])
        .optional_block(BlockKind::Run)
        .doc("runs a command while building", "run \"cargo build --release\" { cache \"/usr/local/cargo/registry\" }"),
    Word::step("env", STEPS).block(BlockKind::Env).doc("variables of the image", "env { LANG = \"C.UTF-8\" }"),
    Word::step("path", STEPS)
        .forms(&[Form::new(&[Slot::expr("folder", STRING).variadic()])])
        .doc("puts folders in front of PATH", "path \"/opt/venv/bin\""),
    Word::step("arg", STEPS)
        .forms(&[Form::new(&[Slot::key("name")])])
        .sign(Sign::OptionalEquals(Slot::expr("argument", STRING).may_be_empty()))
        .doc("an argument of the build, with its default; with `dockerfile`, its value", "arg VERSION = \"1.0\""),
    Word::step("workdir", STEPS)
        .forms(&[Form::new(&[Slot::expr("folder", STRING)])])
        .doc("the folder of the steps that follow and of the process", "workdir \"/src\""),
    Word::step("user", STEPS)
        .forms(&[Form::new(&[Slot::expr("user", Ty::OneOf(&[Ty::Int, Ty::String]))])
            .labels(&[Label::new("group", &[Slot::expr("group", Ty::OneOf(&[Ty::Int, Ty::String]))])])])
        .doc("the user of the steps that follow and of the process", "user 10001"),
    Word::step("expose", STEPS)
        .forms(&[Form::new(&[Slot::expr("port", Ty::Int)]).flags(&["tcp", "udp"])])
        .doc("says which port the process listens on", "expose 8080"),
    Word::step("entrypoint", STEPS)
        .forms(&[Form::new(&[Slot::expr("command", LIST)])])
        .doc("the program that the image runs", "entrypoint [\"api\"]"),
    Word::step("args", STEPS)
        .forms(&[Form::new(&[Slot::expr("arguments", LIST)])])
        .doc("the arguments of the entrypoint", "args [\"--port\", \"8080\"]")
        .foreign(&[Foreign::new("cmd", "arguments are `args [..]`, the program is `entrypoint [..]`")]),
    Word::step("label", STEPS)
        .forms(&[Form::new(&[Slot::key("key")])])
        .sign(Sign::Equals(Slot::expr("label", STRING).may_be_empty()))
        .doc("a label of the image", "label \"org.opencontainers.image.source\" = \"https://example.com\""),
    Word::step("healthcheck", STEPS)
        .forms(&[Form::new(&[Slot::expr("command", LIST)]), Form::select("none", &[])])
        .optional_block(BlockKind::Healthcheck)
        .doc("how the image says that it is healthy", "healthcheck [\"api\", \"--check\"] { every 10s }"),
    Word::step("stop", STEPS)
        .forms(&[Form::new(&[]).labels(&[Label::new("signal", &[super::workload::SIGNAL]).required()])])
        .doc("the signal that asks the process to stop", "stop signal SIGQUIT"),
    Word::step("shell", STEPS)
        .forms(&[Form::new(&[Slot::expr("command", LIST)])])
        .doc("the shell of the `run` lines that follow", "shell [\"/bin/bash\", \"-c\"]"),
    Word::step("volume", STEPS)
        .forms(&[Form::new(&[Slot::expr("path", STRING)])])
        .doc("a path whose contents outlive the container", "volume \"/data\""),
    Word::entry("cache", &[Run], "path")
        .forms(&[Form::new(&[Slot::expr("path", STRING)]).labels(&[
            Label::new("id", &[Slot::expr("id", STRING)]),
            Label::new("sharing", &[Slot::choice("sharing", &["shared", "private", "locked"])]),
        ])])
        .doc("a folder that is kept between builds", "cache \"/root/.cache\""),
    Word::entry("secret", &[Run], "key")
        .forms(&[Form::new(&[Slot::reference("key", RefKind::SecretKey)])
            .labels(&[Label::new("at", &[Slot::expr("path", STRING)]), Label::new("env", &[Slot::key("env")])])])
        .doc("a secret that is there for this step only", "secret token"),
    Word::sets("ssh", &[Run]).doc("the developer's SSH agent, for this step only", "ssh"),
    Word::entry("bind", &[Run], "path")
        .forms(&[Form::new(&[Slot::expr("source", STRING), Slot::expr("path", STRING)])
            .labels(&[Label::new("from", &[FROM])])
            .flags(&["readwrite"])])
        .doc("files of the context or of a stage, for this step only", "bind \".\" \"/src\""),
    Word::entry("tmpfs", &[Run], "path")
        .forms(&[Form::new(&[Slot::expr("path", STRING), Slot::expr("size", Ty::Bytes).optional()])])
        .doc("a folder in memory, for this step only", "tmpfs \"/tmp\""),
    Word::sets("network", &[Run])
        .forms(&[Form::new(&[Slot::choice("network", &["none", "host", "default"])])])
        .doc("the network of this step", "network none"),
    Word::sets("every", &[Healthcheck])
        .forms(&[Form::new(&[Slot::expr("every", Ty::Duration)])])
        .doc("from one question to the next", "every 10s"),
    Word::sets("timeout", &[Healthcheck])
        .forms(&[Form::new(&[Slot::expr("timeout", Ty::Duration)])])
        .doc("how long an answer may take", "timeout 2s"),
    Word::sets("failures", &[Healthcheck])
        .forms(&[Form::new(&[Slot::expr("failures", Ty::Int)])])
        .doc("how many failures in a row count", "failures 3"),
    Word::sets("grace", &[Healthcheck])
        .forms(&[Form::new(&[Slot::expr("grace", Ty::Duration)])])
        .key(Key::Word)
        .doc("how long after the start failures do not count", "grace 30s"),
];
