//! The words of a service alone.

use super::BlockKind::Service;
use super::types::SERVICES;
use super::{BlockKind, Foreign, Form, Key, Label, RefKind, Slot, Ty, Word};

/// Words of other tools that have no single counterpart in a service.
pub static FOREIGN_SERVICE_WORDS: &[Foreign] = &[
    Foreign::new("restart", "services are always restarted, and jobs are by `retries`; there is nothing to say"),
    Foreign::new("healthcheck", "there are `ready` (send it requests), `live` (restart it) and `startup`"),
    Foreign::new("container_name", "a service is known by its own name"),
    Foreign::new("hostname", "a service is reached by its own name"),
    Foreign::new("links", "services of an app reach each other by name"),
    Foreign::new("build", "what is built is an `image NAME { … }` of the app; the service says `image NAME`"),
    Foreign::new("deploy", "there are `scale`, `cpu` and `memory`"),
    Foreign::new("configs", "a config's text is mounted by `file PATH from CONFIG.KEY`"),
    Foreign::new("secrets", "a secret is used as `secrets.KEY`, in `env` or by `file PATH from secrets.KEY`"),
    Foreign::new("extra_hosts", "services of an app reach each other by name"),
    Foreign::new("profiles", "everything that an app declares is started"),
    Foreign::new("pull_policy", "it follows from the image's tag"),
    Foreign::new("imagePullSecrets", "the app says what a registry is shown: `pull \"ghcr.io/acme\" secret \"NAME\"`"),
    Foreign::new("volumeMounts", "a volume of the app is mounted by `mount NAME PATH`"),
    Foreign::new("initContainers", "what runs before the process is an `init NAME { … }`"),
    Foreign::new("daemonset", "what runs on every node is a `daemon NAME { … }` of the app"),
    Foreign::new("on", "what runs on every node is a `daemon NAME { … }` of the app"),
    Foreign::new("livenessProbe", "it is `live http \"/path\"`"),
    Foreign::new("readinessProbe", "it is `ready http \"/path\"`"),
    Foreign::new("startupProbe", "it is `startup http \"/path\"`"),
];

pub(super) static WORDS: &[Word] = &[
    Word::declares("port", SERVICES)
        .forms(&[Form::new(&[Slot::NAME, Slot::expr("number", Ty::Int)])
            .labels(&[
                Label::new("publish", &[Slot::expr("publish", Ty::OneOf(&[Ty::String, Ty::Int]))]),
                Label::new("service", &[Slot::expr("service", Ty::Int)]),
            ])
            .flags(&["tcp", "udp"])])
        .doc("a port that the process listens on", "port http 8080")
        .also(&["port http 8080 publish 8080", "port http 8080 service 80", "port dns 5353 udp"])
        .foreign(&[Foreign::new("ports", "each port has a name: `port http 8080 [publish \"127.0.0.1:8080\"]`")]),
    Word::entry("expose", SERVICES, "port")
        .key(Key::Pair("port", "kind"))
        .forms(&[Form::new(&[Slot::reference("port", RefKind::OwnPort)])
            .labels(&[
                Label::new(
                    "as",
                    &[Slot::choice("kind", &["load-balancer", "node-port"]), Slot::expr("number", Ty::Int).optional()],
                )
                .required(),
                Label::new(
                    "from",
                    &[Slot::expr("from", Ty::OneOf(&[Ty::String, Ty::List(&Ty::String)]))
                        .takes("a network, or a list of them: `\"10.0.0.0/8\"`")],
                ),
            ])
            .flags(&["internal", "keep-source"])])
        .doc("opens a port to the outside of the cluster", "expose http as load-balancer 80")
        .also(&[
            "expose http as node-port 30080",
            "expose http as load-balancer internal",
            "expose http as load-balancer from [\"10.0.0.0/8\", \"2001:db8::/32\"] keep-source",
        ]),
    Word::declares("volume", &[Service])
        .forms(&[Form::new(&[Slot::NAME, Slot::expr("size", Ty::Bytes)]).labels(&[
            Label::new("at", &[Slot::expr("path", Ty::String)]).required(),
            Label::new("class", &[Slot::expr("class", Ty::String)]),
            Label::new("access", &[Slot::choice("access", &["single", "pod"])]),
        ])])
        .doc("storage of its own, one for each replica", "volume data 10Gi at \"/var/lib/postgresql/data\""),
    Word::sets("canary", &[Service])
        .forms(&[Form::new(&[Slot::expr("share", Ty::Percent)])])
        .block(BlockKind::Canary)
        .doc("a second version that gets a share of the requests", "canary 10% { image \"nginx:1.30\" }"),
    Word::sets("scale", &[Service, BlockKind::Canary])
        .forms(&[Form::new(&[Slot::expr("scale", Ty::Range(&Ty::Int))]).labels(&[Label::new(
            "on",
            &[Slot::choice("metric", &["cpu", "memory"]), Slot::expr("target", Ty::Percent)],
        )
        .many()])])
        .optional_block(BlockKind::Scale)
        .doc("how many replicas run, or between how many, following what", "scale 2..10 on cpu 70%")
        .also(&["scale 3"])
        .default("1")
        .foreign(&[
            Foreign { spelling: "replicas", hint: "the number of replicas is `scale`", replace: true },
            Foreign { spelling: "instances", hint: "the number of replicas is `scale`", replace: true },
        ]),
    Word::sets("stateful", &[Service])
        .forms(&[Form::new(&[])
            .labels(&[
                Label::new("start", &[Slot::expr("start", Ty::Int)]),
                Label::new("volumes", &[Slot::choice("volumes", &["keep", "delete"])]),
            ])
            .flags(&["parallel"])])
        .doc("each replica has an identity of its own", "stateful")
        .also(&["stateful start 1", "stateful volumes delete", "stateful parallel"]),
];

/// Words of the design that this release does not carry out yet, with what to do until then.
pub static COMING: &[(BlockKind, &str, &str)] = &[
    (BlockKind::App, "alert", "write it beside the outputs"),
    (BlockKind::Service, "metrics", "an `annotation` can say it to Prometheus"),
];
