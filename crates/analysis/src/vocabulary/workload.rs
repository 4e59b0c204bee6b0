//! The words that services, daemons, jobs and cron jobs share, most of them with init containers and
//! sidecars.

use super::types::{CONTAINERS, JOBS, PODS, VERSIONS};
use super::{BlockKind, Foreign, Form, Key, Label, Late, RefKind, Sign, Slot, Ty, Word};

const LIST: Ty = Ty::List(&Ty::Text);

/// A signal that a process can be stopped with.
pub(super) const SIGNAL: Slot =
    Slot::choice("signal", &["SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGWINCH", "SIGKILL"]);

/// Who may read what is mounted.
const MODE: Label = Label::new("mode", &[Slot::expr("mode", Ty::Int).takes("permissions in octal digits: `0o440`")]);

pub(super) static WORDS: &[Word] = &[
    Word::sets("image", VERSIONS)
        .forms(&[Form::new(&[Slot::expr("image", Ty::Any).takes("the name of an image of the app, `NAME.STAGE`, or a text: an image of a registry")])
            .labels(&[Label::new("tag", &[Slot::expr("tag", Ty::String).takes("the tag of another version of an image of the app")])])])
        .doc("what it runs: an image of the app, a stage of one, or an image of a registry", "image \"postgres:17.2\"")
        .also(&["image own tag \"1.5.0-rc1\""]),
    Word::sets("entrypoint", VERSIONS)
        .forms(&[Form::new(&[Slot::expr("command", LIST).late(Late::ALL)])])
        .doc("the program, in place of the image's (Kubernetes: `command`)", "entrypoint [\"api\"]"),
    Word::sets("args", VERSIONS)
        .forms(&[Form::new(&[Slot::expr("arguments", LIST).late(Late::ALL)])])
        .doc("the arguments, in place of the image's (Compose: `command`)", "args [\"serve\"]")
        .foreign(&[
            Foreign::new("command", "`entrypoint [..]` is the program (Compose's entrypoint, Kubernetes' command), `args [..]` its arguments (Compose's command, Kubernetes' args)"),
            Foreign::new("cmd", "`entrypoint [..]` is the program, `args [..]` its arguments"),
        ]),
    Word::sets("workdir", CONTAINERS)
        .forms(&[Form::new(&[Slot::expr("folder", Ty::String)])])
        .doc("the folder that the process starts in", "workdir \"/srv\"")
        .foreign(&[Foreign { spelling: "working_dir", hint: "it is `workdir`", replace: true }]),
    Word::sets("user", CONTAINERS)
        .forms(&[Form::new(&[Slot::expr("user", Ty::Int)]).labels(&[
            Label::new("group", &[Slot::expr("group", Ty::Int)]),
            Label::new("groups", &[Slot::expr("groups", Ty::List(&Ty::Int)).takes("a list of numbers: `[2000, 2001]`")]),
        ])])
        .doc("the user, by number, in place of the image's, and its groups", "user 10001")
        .also(&["user 10001 group 10001 groups [2000, 2001]"])
        .foreign(&[
            Foreign::new("group_add", "further groups are `user 10001 groups [2000]`"),
            Foreign::new("fsGroup", "volumes are given to the group of `user 10001 group 10001`"),
        ]),
    Word::entry("env", VERSIONS, "source")
        .key(Key::None)
        .forms(&[Form::new(&[Slot::expr("source", Ty::Any).optional().takes("a config, `secrets.GROUP`, or a map that a `let` holds")])])
        .optional_block(BlockKind::Env)
        .doc("environment variables: entries, a config, a group of secrets or a map", "env { LOG_LEVEL = \"info\" }")
        .foreign(&[
            Foreign { spelling: "environment", hint: "variables stand in `env { NAME = \"value\" }`", replace: true },
            Foreign::new("env_file", "variables stand in `env { NAME = \"value\" }`; values known when deploying are settings and secrets"),
        ]),
    Word::entry("file", CONTAINERS, "path")
        .forms(&[Form::new(&[Slot::expr("path", Ty::String)]).labels(&[Label::new("from", &[Slot::expr("from", Ty::Any).takes("`CONFIG.KEY`, `CONFIG[\"key.with.dots\"]`, `secrets.KEY`, or a path of the project: `\"./app.conf\"`")]).required(), MODE])])
        .doc("one file: a key of a config, a secret, or a file of the project", "file \"/etc/app.conf\" from \"./app.conf\"")
        .also(&["file \"/etc/app.conf\" from \"./app.conf\" mode 0o444", "file \"/run/token\" from secrets.token mode 0o400"])
        .default("files of the project keep their modes in Compose; all others can be read by everybody in the container"),
    Word::entry("files", CONTAINERS, "path")
        .forms(&[Form::new(&[Slot::expr("path", Ty::String)]).labels(&[Label::new("from", &[Slot::expr("from", Ty::Any).takes("a config, `secrets.GROUP`, or a folder of the project: `\"./conf\"`")]).required(), MODE])])
        .doc("a folder of files: a config, a group of secrets, or a folder of the project", "files \"/etc/app\" from \"./conf\"")
        .also(&["files \"/run/keys\" from secrets", "files \"/run/keys\" from secrets mode 0o440"]),
    Word::entry("mount", CONTAINERS, "path")
        .forms(&[Form::new(&[Slot::reference("volume", RefKind::Volume), Slot::expr("path", Ty::String)]).flags(&["readonly"])])
        .doc("a volume of the app; in an init container or a sidecar also one of its owner's", "mount uploads \"/srv/uploads\"")
        .foreign(&[
            Foreign::new("volumes", "a volume of its own is `volume NAME SIZE at PATH`; one of the app's is `mount NAME PATH`; a folder of this machine is `bind SRC PATH`"),
            Foreign::new("mounts", "a volume of the app is mounted by `mount NAME PATH`"),
        ]),
    Word::entry("bind", CONTAINERS, "path")
        .forms(&[Form::new(&[Slot::expr("source", Ty::String), Slot::expr("path", Ty::String)]).flags(&["readonly"])])
        .doc("a folder of the developer's machine (Compose only)", "bind \"./src\" \"/src\""),
    Word::entry("scratch", CONTAINERS, "path")
        .forms(&[Form::new(&[Slot::expr("path", Ty::String), Slot::expr("size", Ty::Bytes).optional()]).labels(&[Label::new("as", &[Slot::key("name")])]).flags(&["memory"])])
        .doc("an empty folder at every start", "scratch \"/var/cache/nginx\"")
        .also(&["scratch \"/var/cache/nginx\" 64Mi memory", "scratch \"/work\" as work"])
        .foreign(&[Foreign::new("tmpfs", "an empty folder in memory is `scratch PATH [SIZE] memory`")]),
    Word::sets("cpu", VERSIONS)
        .forms(&[Form::new(&[Slot::expr("cpu", Ty::Range(&Ty::Cpu))])])
        .doc("CPU: what is set aside, and what may not be exceeded", "cpu 250m..1")
        .default("a request of 100m and no limit; with a limit alone, the request is the lower of the two")
        .foreign(&[
            Foreign { spelling: "cpus", hint: "it is `cpu REQUEST..LIMIT`", replace: true },
            Foreign::new("resources", "amounts are `cpu REQUEST..LIMIT` and `memory REQUEST..LIMIT`"),
        ]),
    Word::sets("memory", VERSIONS)
        .forms(&[Form::new(&[Slot::expr("memory", Ty::Range(&Ty::Bytes))])])
        .doc("memory: what is set aside, and what may not be exceeded", "memory 256Mi..512Mi")
        .default("128Mi..512Mi; a limit is always written: `256Mi..` gets 512Mi, or its request where that is more")
        .foreign(&[Foreign { spelling: "mem_limit", hint: "it is `memory REQUEST..LIMIT`", replace: true }]),
    Word::entry("needs", PODS, "name")
        .forms(&[Form::new(&[
            Slot::reference("name", RefKind::ServiceOrJob),
            Slot::choice("condition", &["ready", "started", "done", "wait"]).optional(),
        ])])
        .doc("starts after another service has started, is ready or takes connections, or a job is done", "needs db ready")
        .also(&["needs db started", "needs db wait"])
        .foreign(&[Foreign { spelling: "depends_on", hint: "the order of starts is `needs NAME ready|started|done|wait`", replace: false }]),
    Word::sets("stop", PODS)
        .forms(&[Form::new(&[Slot::expr("grace", Ty::Duration).optional()]).labels(&[
            Label::new("signal", &[SIGNAL]),
            Label::new("drain", &[Slot::expr("drain", Ty::Duration)]),
        ])])
        .doc("how long it may take to stop, and which signal asks for it", "stop 1min")
        .also(&["stop signal SIGQUIT", "stop drain 20s"])
        .default("30s")
        .foreign(&[
            Foreign::new("stop_grace_period", "it is `stop 30s`"),
            Foreign::new("stop_signal", "it is `stop signal SIGINT`"),
        ]),
    Word::entry("label", PODS, "key")
        .forms(&[Form::new(&[Slot::key("key")])])
        .sign(Sign::Equals(Slot::expr("label", Ty::String).may_be_empty()))
        .doc("a label of its own objects", "label \"example.com/team\" = \"shop\"")
        .foreign(&[Foreign::new("labels", "each label stands by itself: `label \"key\" = \"value\"`")]),
    Word::entry("annotation", PODS, "key")
        .forms(&[Form::new(&[Slot::key("key")])])
        .sign(Sign::Equals(Slot::expr("annotation", Ty::String).may_be_empty()))
        .doc("an annotation of its own objects", "annotation \"example.com/owner\" = \"shop\"")
        .foreign(&[Foreign::new("annotations", "each annotation stands by itself: `annotation \"key\" = \"value\"`")]),
    Word::sets("retries", JOBS)
        .forms(&[Form::new(&[Slot::expr("retries", Ty::Int)])])
        .doc("how often it is tried again after a failure", "retries 3")
        .default("6"),
    Word::sets("timeout", JOBS)
        .forms(&[Form::new(&[Slot::expr("timeout", Ty::Duration)])])
        .doc("how long all tries together may take", "timeout 15min"),
    Word::sets("ttl", JOBS)
        .forms(&[Form::new(&[Slot::expr("ttl", Ty::Duration)])])
        .doc("how long it is kept after it has ended; the next apply then runs it again", "ttl 1d")
        .default("it is kept"),
    Word::sets("completions", JOBS)
        .forms(&[Form::new(&[Slot::expr("completions", Ty::Int)])
            .labels(&[Label::new("parallel", &[Slot::expr("parallel", Ty::Int)])])])
        .doc("how often it has to end well, and how many run at the same time", "completions 5 parallel 2")
        .default("once"),
];
