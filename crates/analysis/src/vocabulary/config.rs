//! `config NAME { … }`, its entries, and `env { … }`'s.

use super::BlockKind::{App, Config, Env};
use super::{BlockKind, Foreign, Form, Head, Late, Sign, Slot, Ty, Word};

pub(super) static WORDS: &[Word] = &[
    Word::declares("config", &[App])
        .forms(&[Form::new(&[Slot::NAME])])
        .block(BlockKind::Config)
        .doc(
            "texts that services mount as files or read as variables",
            "config nginx { \"default.conf\" = \"server {}\" }",
        )
        .foreign(&[
            Foreign::new("configs", "each config is declared by itself: `config NAME { KEY = \"text\" }`"),
            Foreign::new("configmap", "texts for services stand in a `config NAME { KEY = \"text\" }`"),
        ]),
    Word::own(Head::Key, &[Config])
        .sign(Sign::Equals(Slot::expr("text of a config", Ty::Text).may_be_empty()))
        .doc("one text of a config", "\"default.conf\" = \"server {}\""),
    Word::own(Head::Key, &[Env])
        .sign(Sign::Equals(Slot::expr("variable", Ty::Text).may_be_empty().late(Late::ALL)))
        .doc("one environment variable", "LOG_LEVEL = \"info\""),
];
