//! Secrets never leave as text. Random programs carry secrets through everything that carries a
//! value, to places where a secret may be and to places where it may not: the first give outputs
//! that refer to the secret in the way of their target and no other, the second give an error.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use proptest::prelude::*;
use serde_yaml::Value;
use wharf::{Compiled, Memory, Options};
use wharf_tests::{Dice, errors, outputs};

/// The secrets of every program. No other name looks like theirs, in either spelling.
const SECRETS: &[&str] = &[
    "secrets.zzmark-a",
    "secrets.zzmark-b",
    "secrets.vault.ZZMARK_C",
    "secrets.stored.zzmark-d",
    "secrets.closed.zzmark-e",
];

/// What no output holds, whatever is done.
const PLAIN: &str = "s3cr3t-MARKER";

/// What stands beside the statement under test.
struct Around {
    /// Before the app.
    file: String,
    /// In the app.
    app: String,
}

/// An expression that a secret is in.
fn tainted(dice: &mut Dice, depth: usize, around: &mut Around) -> String {
    if depth == 0 {
        return (*dice.pick(SECRETS)).to_owned();
    }
    let e = tainted(dice, depth - 1, around);
    match dice.roll(16) {
        0 => format!("\"a\\({e})b\""),
        1 => format!("join([\"x\", {e}, \"y\"], \",\")"),
        2 => format!("join([\"x\", \"y\"], {e})"),
        3 => format!("[{e}, \"x\"][0]"),
        4 => format!("first([{e}])"),
        5 => format!("({{ k = {e}; l = \"x\" }}).k"),
        6 => format!("values({{ k = {e} }})[0]"),
        7 => format!("(if flag then {e} else {e})"),
        8 => format!("({e} + \"x\")"),
        9 => format!("(nothing ?? {e})"),
        10 => format!("last(reverse([{e}, \"x\"]))"),
        11 => format!("(\"x\" + {e})"),
        12 => format!("slice([\"x\", {e}], 1)[0]"),
        13 => format!("merge({{ a = \"x\" }}, {{ a = {e} }}).a"),
        14 => format!("reverse([{e}, \"x\"])[1]"),
        _ => {
            let n = around.app.lines().count();
            around.app.push_str(&format!("  let v{n} = {e}\n"));
            format!("v{n}")
        }
    }
}

/// The ways in which a statement of a service comes into it. `around` gets what that needs.
fn placed(statement: &str, e: &str, dice: &mut Dice, around: &mut Around) -> (String, String) {
    let with = |what: &str| statement.replace("@", what);
    match dice.roll(6) {
        0 => (with(e), String::new()),
        1 => {
            around.app.push_str(&format!("  template carries(arg string) {{ {} }}\n", with("arg")));
            (format!("extends carries({e})"), String::new())
        }
        2 => {
            around.file.push_str(&format!("template carries(arg string = \"x\") {{ {} }}\n", with("arg")));
            (format!("extends carries(arg: {e})"), String::new())
        }
        3 => (format!("for item in [{e}] {{ {} }}", with("item")), String::new()),
        4 => (format!("if flag {{ {} }}", with(e)), String::new()),
        _ => {
            let new = ["port", "volume"].iter().any(|w| statement.starts_with(w));
            let add = if new { "add " } else { "" };
            let environment = format!("  environment other {{ service web {{ {add}{} }} }}\n", with(e));
            (String::from("stop 5s"), environment)
        }
    }
}

fn program(around: &Around, inside: &str, app: &str) -> String {
    format!(
        "{}app a {{\n  param flag bool = true\n  param nothing string?\n  \
         secrets {{ zzmark-a; zzmark-b optional }}\n  secrets vault {{ ZZMARK_C }}\n  \
         secrets stored from store \"s\" {{ zzmark-d \"a/b\" property \"p\" }}\n  \
         secrets closed sealed {{ zzmark-e \"AgBy3i4OJSWK+PiTySYZZA==\" }}\n{}  \
         service web {{\n    image \"acme/web:1\"\n    user 10001\n    port http 8080\n    {inside}\n  }}\n{app}}}\n",
        around.file, around.app,
    )
}

fn compile(text: &str) -> Compiled {
    let options = Options { all_environments: true, ..Options::default() };
    wharf::compile(&Memory::new([("main.app", text), ("x.txt", PLAIN)]), &["main.app"], &options)
}

/// Where secrets may be. `@` is the secret.
const ALLOWED: &[&str] = &[
    "env { A = @ }",
    "env { A = \"x\\(@)y\" }",
    "env { (lower(\"B\")) = @ }",
    "env ({ A = @ })",
    "args [\"run\", @]",
    "entrypoint [\"run\", \"--with=\\(@)\"]",
    "ready exec [\"ask\", @]",
];

/// What carries whole secrets and groups of them beside that.
const CARRIERS: &[&str] = &[
    "",
    "env secrets.closed",
    "env secrets.stored",
    "file \"/run/one\" from secrets.zzmark-a",
    "file \"/run/one\" from secrets.closed.zzmark-e mode 0o400",
    "files \"/run/all\" from secrets",
    "files \"/run/all\" from secrets.vault mode 0o440",
    "files \"/run/all\" from secrets.stored",
    "files \"/run/all\" from secrets.closed",
];

/// Where they may not. `@` is the secret, and each stands in a service.
const FORBIDDEN: &[&str] = &[
    "label \"example.com/x\" = @",
    "label (@) = \"x\"",
    "annotation \"example.com/x\" = \"v\\(@)\"",
    "annotation \"x\\(@)\" = \"v\"",
    "ready http @",
    "ready http \"/x\\(@)\"",
    "ready shell \"ask \\(@)\"",
    "live http \"/\" { header \"X-Key\" = @ }",
    "live http \"/\" { header (@) = \"x\" }",
    "ready grpc on http service @",
    "workdir @",
    "scratch @",
    "scratch \"/x\\(@)\"",
    "file @ from \"./x.txt\"",
    "files @ from secrets",
    "scratch \"/x\" as (@)",
    "bind @ \"/src\"",
    "bind \"./src\" @",
    "volume (@) 1Gi at \"/data\"",
    "volume data 1Gi at @",
    "volume data 1Gi at \"/data\" class @",
    "port (@) 9000",
    "port other 9000 publish @",
    "env { (@) = \"x\" }",
    "env { \"\\(@)\" = \"x\" }",
    "env { A = upper(@) }",
    "env { A = sha256(@) }",
    "env { A = base64(@) }",
    "env { A = trim(\"x\\(@)\") }",
    "env { A = json([@]) }",
    "env { A = yaml({ a = @ }) }",
    "env { A = replace(@, \"a\", \"b\") }",
    "env { A = split(@, \",\")[0] }",
    "env { A = \"\\(len(@))\" }",
    "env { A = if @ == \"x\" then \"1\" else \"2\" }",
    "env { A = if \"x\" in [@] then \"1\" else \"2\" }",
    "env { A = if contains(@, \"x\") then \"1\" else \"2\" }",
    "env { A = if @ < \"x\" then \"1\" else \"2\" }",
    "env { A = ({ k = \"x\" })[@] }",
    "env { A = ({ \"\\(@)\" = \"x\" })[\"k\"] }",
    "env { A = file(@) }",
    "if @ == \"x\" { stop 5s }",
    "if starts-with(@, \"x\") { stop 5s }",
    "for k, v in ({ \"\\(@)\" = \"x\" }) { env { (k) = v } }",
    "let hidden = @; label \"example.com/x\" = hidden",
];

/// Where they may not, beside the service.
const FORBIDDEN_IN_APP: &[&str] = &[
    "image i { from \"alpine:3.22.1\"; user 1; run \"echo \\(@)\" }",
    "image i { from \"alpine:3.22.1\"; user 1; run [\"echo\", @] }",
    "image i { from \"alpine:3.22.1\"; user 1; env { A = @ } }",
    "image i { from \"alpine:3.22.1\"; user 1; label \"a\" = @ }",
    "image i { from \"alpine:3.22.1\"; user 1; workdir @ }",
    "image i { from \"alpine:3.22.1\"; user 1; copy \"x.txt\" @ }",
    "image i { from \"alpine:3.22.1\"; user 1; entrypoint [\"a\", @] }",
    "image i { from \"alpine:3.22.1\"; user 1; args [@] }",
    "image i { from \"alpine:\\(@)\"; user 1 }",
    "image i { tag @; from \"alpine:3.22.1\"; user 1 }",
    "config c { text = @ }",
    "config c { text = \"a\\(@)\" }",
    "config c { (@) = \"a\" }",
    "config (@) { text = \"a\" }",
    "route @ { \"/\" -> web.http }",
    "route \"\\(@).example.com\" { \"/\" -> web.http }",
    "route \"a.example.com\" { (@) -> web.http }",
    "route \"a.example.com\" { \"/x\\(@)\" -> web.http }",
    "route \"a.example.com\" { tls issuer @; \"/\" -> web.http }",
    "route \"a.example.com\" { tls secret @; \"/\" -> web.http }",
    "service (@) { image \"acme/web:1\"; user 1 }",
    "service other { image @; user 1 }",
    "service other { image \"acme/web:\\(@)\"; user 1 }",
    "job \"x\\(@)\" { image \"acme/web:1\"; user 1 }",
    "volume (@) 1Gi",
    "volume x 1Gi class @",
    "namespace @",
    "registry \"r\\(@)\"",
    "setting S string = @",
    "secrets (@) { k }",
    "secrets more external @ { k }",
    "secrets more from store @ { k \"x\" }",
    "secrets more from store \"vault\" key @ { k }",
    "secrets more from store \"vault\" { k @ }",
    "secrets more from store \"vault\" { k \"x\" property @ }",
    "secrets more from store \"vault\" { k \"x\" version @ }",
    "secrets more sealed { k @ }",
    "secrets more { k @ }",
    "pull @ secret \"regcred\"",
    "pull \"ghcr.io\" secret @",
    "if @ == \"x\" { namespace \"x\" }",
    "environment e { namespace @ }",
];

/// A secret's name stands only where an output refers to it; every other text is free of it.
fn marked(text: &str) -> bool {
    text.to_lowercase().replace('_', "-").contains("zzmark")
}

/// The text without `open…close`.
fn without(text: &str, open: &str, close: char) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(open) {
        out.push_str(before);
        rest = after.split_once(close).map_or("", |(_, r)| r);
    }
    out + rest
}

/// Every text of a document with the path to it; keys are texts too.
fn texts(value: &Value, path: &str, out: &mut Vec<(String, String)>) {
    match value {
        Value::String(s) => out.push((path.to_owned(), s.clone())),
        Value::Sequence(items) => {
            for item in items {
                texts(item, &format!("{path}[]"), out);
            }
        }
        Value::Mapping(entries) => {
            for (key, value) in entries {
                let key = key.as_str().unwrap_or("?");
                out.push((format!("{path}.<key>"), key.to_owned()));
                texts(value, &format!("{path}.{key}"), out);
            }
        }
        _ => {}
    }
}

/// How often a file refers to a secret; where it shows one in any other way, it says where.
fn references(path: &str, text: &str) -> Result<usize, String> {
    if text.contains(PLAIN) {
        return Err(format!("{path} holds the text itself"));
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    let mut found = 0;
    if name == ".env.example" {
        let bad = text.lines().find(|l| {
            marked(l)
                && !l.starts_with('#')
                && ["ZZMARK_", "VAULT_", "STORED_", "CLOSED_"].iter().all(|v| !l.starts_with(v))
        });
        let given = text.lines().find(|l| marked(l) && !l.starts_with('#') && !l.ends_with('=') && !l.ends_with("=''"));
        return bad.or(given).map_or(Ok(0), |l| Err(format!("{path}: {l}")));
    }
    if !path.contains("/kubernetes/") && name != "compose.yaml" {
        return if marked(text) { Err(format!("{path}: {text}")) } else { Ok(0) };
    }
    for document in serde_yaml::Deserializer::from_str(text) {
        let document: Value = serde::Deserialize::deserialize(document).unwrap();
        let mut all = Vec::new();
        texts(&document, "", &mut all);
        let compose = name == "compose.yaml";
        for (at, text) in all.iter().filter(|(_, t)| marked(t)) {
            // A shell line of a probe reads the variable, too.
            let own =
                if at.ends_with(".exec.command[]") { without(text, "${WHARF_SECRET_", '}') } else { text.clone() };
            let rest = if compose { without(text, "${", '}') } else { without(&own, "$(", ')') };
            let holds = |suffixes: &[&str]| suffixes.iter().any(|s| at.ends_with(s));
            let refers = if compose {
                !marked(&rest)
                    || at.starts_with(".secrets.")
                    || holds(&[".secrets[].source", ".secrets[].target", ".environment.<key>"])
            } else {
                let variable = at.contains("ontainers[].env[]");
                let key = variable && holds(&[".valueFrom.secretKeyRef.key"]);
                let own_name = variable && holds(&[".name"]);
                let run = holds(&[".value", ".command[]", ".args[]", ".exec.command[]"]) && !marked(&rest);
                // What an optional one is where it is not set: an empty text.
                let default = text.starts_with("WHARF_SECRET_")
                    && (holds(&[".valueFrom.configMapKeyRef.key"])
                        || at == ".data.<key>" && document["data"][text.as_str()].as_str() == Some(""));
                // What a controller makes the Secret from.
                let made = [".spec.data[].secretKey", ".spec.encryptedData.<key>"].contains(&at.as_str());
                let file = holds(&[".secret.items[].key", ".secret.items[].path", ".volumeMounts[].subPath"]);
                key || own_name || run || default || made || file
            };
            if !refers {
                return Err(format!("{path}: {at}: {text}"));
            }
            found += 1;
        }
    }
    Ok(found)
}

/// The codes that say that a secret stands where none may.
const REFUSALS: &[&str] = &["W0601", "W0602", "W0106"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Where secrets may be, outputs refer to them, and show them nowhere else.
    #[test]
    fn outputs_refer_to_secrets(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let mut around = Around { file: String::new(), app: String::new() };
        let depth = dice.roll(5);
        let e = tainted(&mut dice, depth, &mut around);
        let statement = *dice.pick(ALLOWED);
        let (inside, app) = placed(statement, &e, &mut dice, &mut around);
        let inside = format!("{inside}\n    {}", dice.pick(CARRIERS));
        let text = program(&around, &inside, &app);
        let compiled = compile(&text);
        let wrong = errors(&compiled);
        prop_assert!(wrong.is_empty(), "{}\n{text}", wrong.join("\n"));
        let (mut compose, mut kubernetes) = (0, 0);
        for (path, contents) in outputs(&compiled) {
            let found = references(&path, &contents).map_err(|at| TestCaseError::fail(format!("{at}\n{text}")))?;
            *(if path.contains("/kubernetes/") { &mut kubernetes } else { &mut compose }) += found;
        }
        prop_assert!(compose > 0 && kubernetes > 0, "compose {compose}, kubernetes {kubernetes}\n{text}");
    }

    /// Where they may not be, there is an error that says so, and no output.
    #[test]
    fn secrets_in_other_places_are_refused(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let mut around = Around { file: String::new(), app: String::new() };
        let depth = dice.roll(4);
        let e = tainted(&mut dice, depth, &mut around);
        let in_app = dice.roll(3) == 0;
        let (inside, app) = if in_app {
            (String::from("stop 5s"), format!("  {}\n", dice.pick(FORBIDDEN_IN_APP).replace('@', &e)))
        } else {
            let statement = *dice.pick(FORBIDDEN);
            placed(statement, &e, &mut dice, &mut around)
        };
        let text = program(&around, &inside, &app);
        let compiled = compile(&text);
        let wrong = errors(&compiled);
        let refused = wrong.iter().any(|w| REFUSALS.iter().any(|r| w.starts_with(r)));
        prop_assert!(refused, "{}\n{text}", if wrong.is_empty() { String::from("silence") } else { wrong.join("\n") });
        for app in &compiled.apps {
            // In an environment alone, what is outside of it may be built: it has no secret at all, but for
            // the objects that say where secrets are kept.
            prop_assert!(app.environment.is_none() && app.files.iter().all(|f| {
                let found = references(&format!("{}/{}", app.folder, f.path), &String::from_utf8_lossy(&f.contents));
                found.is_ok_and(|n| n == 0 || f.path.starts_with("kubernetes/secrets-"))
            }), "{text}");
        }
    }
}

/// A value for a secret cannot be said, in no way that the compiler is given anything.
#[test]
fn no_value_can_be_given_for_a_secret() {
    let around = Around { file: String::new(), app: String::new() };
    let good = program(&around, "env { A = secrets.zzmark-a }", "");
    let files = |text: &str| Memory::new([("main.app", text.to_owned())]);
    for name in ["zzmark-a", "secrets.zzmark-a", "ZZMARK_A", "vault.ZZMARK_C"] {
        let set = vec![(name.to_owned(), PLAIN.to_owned())];
        let file = vec![(String::from("p.json"), format!("{{\"{name}\": \"{PLAIN}\"}}"))];
        for options in [Options { set, ..Options::default() }, Options { params: file, ..Options::default() }] {
            let compiled = wharf::compile(&files(&good), &["main.app"], &options);
            assert!(!errors(&compiled).is_empty(), "{name}");
            assert!(outputs(&compiled).iter().all(|(_, text)| !text.contains(PLAIN)), "{name}");
        }
    }
    for text in [
        good.replace("zzmark-a;", &format!("zzmark-a = \"{PLAIN}\";")),
        good.replace("zzmark-a;", &format!("zzmark-a string = \"{PLAIN}\";")),
        good.replace("zzmark-a;", &format!("zzmark-a \"{PLAIN}\";")),
        good.replace("  service", &format!("  environment e {{ secrets.zzmark-a = \"{PLAIN}\" }}\n  service")),
        good.replace("  service", &format!("  environment e {{ zzmark-a = \"{PLAIN}\" }}\n  service")),
        good.replace("  service", &format!("  environment e {{ secrets {{ zzmark-a = \"{PLAIN}\" }} }}\n  service")),
    ] {
        assert_ne!(text, good);
        assert!(!errors(&compile(&text)).is_empty(), "{text}");
    }
}
