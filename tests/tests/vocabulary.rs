//! The vocabulary is true: every example of a word is right where the word may stand, and every
//! slot, label and flag is read by the word's builder.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use wharf::{Memory, Options};
use wharf_analysis::vocabulary::{BlockKind, words};

/// What the examples refer to, less what the example declares itself.
const AROUND: &[(&str, &str)] = &[
    ("secrets {", "secrets { db-password; token; }"),
    ("volume uploads", "volume uploads 1Gi access shared"),
    ("service web", "service web { image \"nginx:1.29\"; port http 8080 }"),
    ("service api", "service api { image \"api:1\"; port http 8080; ready tcp }"),
    ("service db", "service db { image \"postgres:17.2\"; port sql 5432; ready tcp }"),
];

/// Words whose arguments the unfolding reads in their order, without names.
const READ_WHOLE: &[&str] = &["extends", "add", "remove", "allow"];

fn program(block: BlockKind, example: &str) -> String {
    let mut around: String =
        AROUND.iter().filter(|(own, _)| !example.starts_with(own)).map(|(_, text)| format!("{text}\n")).collect();
    let image = "from \"debian:13-slim\"\n";
    let inside = match block {
        BlockKind::File => {
            return if example.starts_with("app ") {
                example.to_owned()
            } else {
                format!("{example}\napp a {{ service w {{ image \"x:1\" }} }}\n")
            };
        }
        BlockKind::App => example.to_owned(),
        BlockKind::Environment => {
            format!(
                "param domain string = \"x.localhost\"\nenvironment prod {{ {example} }}\nroute domain {{ \"/\" -> api.http }}"
            )
        }
        BlockKind::Secrets => {
            around = around.replace("secrets { db-password; token; }\n", "");
            format!("secrets {{ {example} }}")
        }
        BlockKind::Config => format!("config texts {{ {example} }}"),
        BlockKind::Image if ["dockerfile", "target"].iter().any(|w| example.starts_with(w)) => {
            let other = if example.starts_with("target") { "dockerfile \"./Dockerfile\"" } else { "" };
            format!("image x {{ {example}\n{other} }}")
        }
        BlockKind::Image | BlockKind::Stage if example.starts_with("from ") => format!("image x {{ {example} }}"),
        BlockKind::Image if example.starts_with("stage ") => format!("image x {{ {example}\n{image} }}"),
        BlockKind::Image => format!("image x {{ {image}{example} }}"),
        BlockKind::Stage => format!("image x {{ stage s {{ {image}{example} }}\n{image} }}"),
        BlockKind::Run => format!("image x {{ {image}run \"true\" {{ {example} }} }}"),
        BlockKind::Healthcheck => format!("image x {{ {image}healthcheck [\"true\"] {{ {example} }} }}"),
        BlockKind::Service | BlockKind::Job => {
            let kind = if block == BlockKind::Service { "service" } else { "job" };
            let own = if example.starts_with("image ") { "" } else { "image \"x:1\"" };
            let port = if block == BlockKind::Service && !example.starts_with("port ") { "port http 8080" } else { "" };
            let cpu = if example.starts_with("scale ") { "cpu 100m.." } else { "" };
            format!("{kind} x {{ {own}\n{port}\n{cpu}\n{example} }}")
        }
        BlockKind::Env => format!("service x {{ image \"x:1\"; env {{ {example} }} }}"),
        BlockKind::Probe => format!("service x {{ image \"x:1\"; port http 8080; ready http \"/\" {{ {example} }} }}"),
        BlockKind::Route if example.starts_with("tls ") => {
            format!("route \"x.localhost\" {{ {example}\n\"/\" -> web.http }}")
        }
        BlockKind::Route if ["extends", "allow"].iter().any(|w| example.starts_with(w)) => {
            format!("route \"x.localhost\" {{ {example}\n\"/\" -> web.http }}")
        }
        BlockKind::Route => format!("route \"x.localhost\" {{ {example} }}"),
        BlockKind::Fields => format!(
            "service x {{ image \"x:1\"; kubernetes {{ deployment {{ spec {{ template {{ spec {{ {example} }} }} }} }} }} }}"
        ),
        BlockKind::Rule => format!("route \"x.localhost\" {{ \"/\" -> web.http {{ {example} }} }}"),
    };
    format!("template standard(port int) {{ }}\napp a {{\n{around}{inside}\n}}\n")
}

#[test]
fn every_example_is_right_where_its_word_may_stand() {
    let mut wrong = Vec::new();
    let mut tried = 0;
    for word in words() {
        for block in word.within {
            tried += 1;
            let source = program(*block, word.example);
            let files = ["main.app", "api/main.rs", "src/x", "conf/x", "app.conf", "Dockerfile"];
            let texts = files.map(|f| (f, if f == "main.app" { source.as_str() } else { "x" }));
            let report = wharf::check(
                &Memory::new(texts),
                &["main.app"],
                &Options { targets: Some(Vec::new()), ..Options::default() },
            );
            for d in report.diagnostics.iter().filter(|d| d.is_error()) {
                wrong.push(format!(
                    "`{}` in {}: {}: {}\n{source}",
                    word.spelling(),
                    block.described(),
                    d.code,
                    d.message
                ));
            }
        }
    }
    assert!(tried > 80, "only {tried} examples");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_slot_label_and_flag_is_read_by_a_builder() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/analysis/src");
    let mut code: String = ["scope.rs", "analysis.rs", "environments.rs"]
        .iter()
        .map(|f| fs::read_to_string(folder.join(f)).unwrap())
        .collect();
    for file in fs::read_dir(folder.join("build")).unwrap() {
        code.push_str(&fs::read_to_string(file.unwrap().path()).unwrap());
    }
    let mut unread = Vec::new();
    for word in words().filter(|w| !READ_WHOLE.contains(&w.spelling())) {
        for form in word.forms {
            let slots = form.slots.iter().chain(form.labels.iter().flat_map(|l| l.slots)).map(|s| s.name);
            let names = slots.chain(form.labels.iter().map(|l| l.word)).chain(form.flags.iter().copied());
            unread.extend(
                names
                    .filter(|n| !code.contains(&format!("\"{n}\"")))
                    .map(|n| format!("`{n}` of `{}`", word.spelling())),
            );
        }
    }
    unread.sort();
    unread.dedup();
    assert!(unread.is_empty(), "no builder reads {}", unread.join(", "));
}
