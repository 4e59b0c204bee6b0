use wharf_diagnostics::codes;
use wharf_model::{At, Config, EnvName, EnvSource, Kind, Part, PodFact, PortRef};

use super::app::{app, at, env, name, port, secret_ref, secrets, service, setting, text};
use super::{codes, compose, file, lower, section};

fn setting_part(name: &str) -> Part {
    Part::Setting(EnvName::new(name).unwrap())
}

#[test]
fn a_dollar_is_a_dollar_and_values_are_strings() {
    let text = compose(&app(vec![service("a", "x:1", |s| {
        s.pod.container.env = vec![env("A", "$HOME ${X}"), env("B", "yes"), env("C", "a: b")];
        s.pod.container.args = Some(at(vec![at("$1".into()), at("no".into())]));
        s.pod.container.entrypoint = Some(at(vec![]));
        s.pod.labels = vec![(at("a/b".into()), at("$x".into()))];
        s.pod.annotations = vec![(at("a/b".into()), at("lost".into())), (at("n".into()), at("1".into()))];
    })]));
    assert_eq!(
        section(&text, "    environment:"),
        "    environment:\n      A: $$HOME $${X}\n      B: \"yes\"\n      C: \"a: b\"\n"
    );
    assert_eq!(section(&text, "    command:"), "    command:\n      - $$1\n      - \"no\"\n");
    assert_eq!(section(&text, "    entrypoint:"), "    entrypoint: []\n");
    assert_eq!(section(&text, "    labels:"), "    labels:\n      a/b: $$x\n      \"n\": \"1\"\n");
}

#[test]
fn deploy_time_values_are_variables() {
    let text = compose(&app(vec![
        secrets(None, &[("db-password", false), ("key", true)]),
        setting("MODE", Some("a$b"), false),
        setting("REQUIRED", None, false),
        setting("MAYBE", None, true),
        service("db", "x:1", |s| s.ports = vec![port("sql", 5432)]),
        service("a", "x:1", |s| {
            s.pod.container.env = vec![
                env(
                    "ALL",
                    text(vec![
                        Part::Literal("$".into()),
                        Part::Secret(secret_ref("db-password")),
                        setting_part("MODE"),
                        setting_part("REQUIRED"),
                        setting_part("MAYBE"),
                        Part::Secret(secret_ref("key")),
                    ]),
                ),
                env(
                    "WHERE",
                    text(vec![
                        Part::Host(name("db")),
                        Part::Literal(":".into()),
                        Part::Port(PortRef { service: name("db"), port: name("sql") }),
                    ]),
                ),
            ];
        }),
    ]));
    assert_eq!(
        section(&text, "    environment:"),
        "    environment:\n      \
         ALL: $$${DB_PASSWORD:?set DB_PASSWORD}${MODE:-a$$b}${REQUIRED:?set REQUIRED}${MAYBE:-}${KEY:-}\n      \
         WHERE: db:5432\n"
    );
}

#[test]
fn optional_values_are_absent_under_their_own_name_and_empty_under_another() {
    let lowered = lower(&app(vec![
        secrets(None, &[("stripe-key", true)]),
        setting("MAYBE", None, true),
        service("a", "x:1", |s| {
            s.pod.container.env = vec![
                env("MAYBE", text(vec![setting_part("MAYBE")])),
                env("OTHER", text(vec![Part::Secret(secret_ref("stripe-key"))])),
                env("STRIPE_KEY", text(vec![Part::Secret(secret_ref("stripe-key"))])),
            ];
        }),
    ]));
    let environment = section(&file(&lowered, "compose.yaml"), "    environment:");
    assert_eq!(
        environment,
        "    environment:\n      MAYBE: null\n      OTHER: ${STRIPE_KEY:-}\n      STRIPE_KEY: null\n"
    );
    assert_eq!(codes(&lowered), [codes::EMULATED]);
}

#[test]
fn groups_give_all_their_keys_and_variables_win() {
    let entry = |key: &str, value: &str| -> (At<String>, At<wharf_model::Text>) { (at(key.into()), at(value.into())) };
    let config = Config { name: at(name("flags")), doc: None, entries: vec![entry("A", "1"), entry("B", "$")] };
    let text = compose(&app(vec![
        Kind::Config(config),
        secrets(Some("api"), &[("token", false)]),
        service("a", "x:1", |s| {
            s.pod.container.env_from =
                vec![at(EnvSource::Config(name("flags"))), at(EnvSource::Secrets(Some(name("api"))))];
            s.pod.container.env = vec![env("A", "own")];
        }),
    ]));
    let expected = "    environment:\n      A: own\n      B: $$\n      TOKEN: ${API_TOKEN:?set API_TOKEN}\n";
    assert_eq!(section(&text, "    environment:"), expected);
}

#[test]
fn there_are_no_pods() {
    let app = app(vec![service("a", "x:1", |s| {
        s.pod.container.env = vec![env("NODE", text(vec![Part::Pod(PodFact::Node)]))];
    })]);
    let lowered = lower(&app);
    assert_eq!(codes(&lowered), [codes::REFUSED]);
    assert_eq!(lowered.diagnostics[0].message, "Compose has no pods, and so no `pod.node`");
}

#[test]
fn a_default_with_braces_goes_to_the_example_file() {
    let lowered = lower(&app(vec![
        setting("FORMAT", Some("{a}\n'$x'"), false),
        setting("SPACE", Some("a 'b"), false),
        setting("WORDS", Some("a b"), false),
        secrets(None, &[("db-password", false), ("stripe-key", true)]),
        service("a", "x:1", |s| s.pod.container.env = vec![env("F", text(vec![setting_part("FORMAT")]))]),
    ]));
    assert!(file(&lowered, "compose.yaml").contains("F: ${FORMAT:?set FORMAT}"));
    assert_eq!(codes(&lowered), [codes::EMULATED]);
    assert_eq!(
        file(&lowered, ".env.example"),
        r#"# Generated by Wharf; change the .app file instead.
# Copy this file to `.env`, where Compose reads it, and fill in what has no value.

# Secrets

# The db-password.
DB_PASSWORD=

# The stripe-key.
# Optional.
# STRIPE_KEY=

# Settings

# Has to be set, if only to this.
FORMAT="{a}\n'\$x'"

SPACE="a 'b"

WORDS='a b'
"#
    );
}

#[test]
fn nothing_to_set_is_no_file() {
    assert!(lower(&app(vec![service("a", "x:1", |_| {})])).files.iter().all(|f| f.path == "compose.yaml"));
}
