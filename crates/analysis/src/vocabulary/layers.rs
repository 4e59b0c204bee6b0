//! The words that bring statements from elsewhere, change them, or silence what is said of them.

use super::BlockKind::{
    Account, App, Canary, Config, Cron, Daemon, Env, Environment, File, Healthcheck, Image, Init, Job, Probe, Route,
    Rule, Run, Scale, Secrets, Service, Sidecar, Stage, Trigger,
};
use super::{BlockKind, Form, Head, Key, Label, Merge, Role, Sign, Slot, Ty, Word};

/// Every block but a file's.
const BLOCKS: &[BlockKind] = &[
    App,
    Environment,
    Secrets,
    Config,
    Image,
    Stage,
    Run,
    Healthcheck,
    Service,
    Daemon,
    Job,
    Cron,
    Init,
    Sidecar,
    Canary,
    Account,
    Scale,
    Trigger,
    Env,
    Probe,
    Route,
    Rule,
];

const EVERYWHERE: &[BlockKind] = &[
    File,
    App,
    Environment,
    Secrets,
    Config,
    Image,
    Stage,
    Run,
    Healthcheck,
    Service,
    Daemon,
    Job,
    Cron,
    Init,
    Sidecar,
    Canary,
    Account,
    Scale,
    Trigger,
    Env,
    Probe,
    Route,
    Rule,
];

pub(super) static WORDS: &[Word] = &[
    Word::declares("environment", &[App])
        .forms(&[
            Form::new(&[Slot::NAME]).labels(&[Label::new("on", &[Slot::choice("target", &["compose", "kubernetes"])])])
        ])
        .block(BlockKind::Environment)
        .doc("what differs where the app is deployed", "environment prod { namespace \"prod\" }"),
    Word::own(Head::Key, &[Environment])
        .sign(Sign::Equals(Slot::expr("value of a param", Ty::Any).takes("a value of the param's type")))
        .doc("the value that a param has in the environment", "domain = \"example.com\""),
    Word::new(Head::Word("add"), &[Environment], Role::Entry, Key::None, Merge::Replace)
        .forms(&[Form::new(&[Slot::expr("statement", Ty::Any).takes("the rest of the statement").variadic()])])
        .doc("brings a new declaration in an environment, in any of its blocks", "add setting REGION string = \"eu\""),
    Word::new(Head::Word("remove"), &[Environment], Role::Entry, Key::None, Merge::Replace)
        .forms(&[Form::new(&[Slot::expr("statement", Ty::Any).takes("the rest of the statement").variadic()])])
        .doc("takes a statement away in an environment, in any of its blocks", "remove service web"),
    Word::new(Head::Word("extends"), BLOCKS, Role::Entry, Key::None, Merge::Replace)
        .forms(&[Form::new(&[Slot::expr("template", Ty::Any).takes("a template with its arguments")])])
        .doc("brings in the statements of a template", "extends standard(port: 8080)"),
    Word::entry("allow", EVERYWHERE, "code")
        .forms(&[Form::new(&[Slot::key("code"), Slot::expr("reason", Ty::String)])])
        .doc("silences a warning or a note in its block", "allow W0506 \"the vendor's image needs it\""),
];
