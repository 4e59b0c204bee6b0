//! What a kubelet makes of a container's variables, commands and arguments, to compare with what
//! the source says.

use std::collections::BTreeMap;

use serde_yaml::Value;
use wharf_model::EnvSource;

use super::build::{app, at, config, container, env, file, job, lower, secrets, service, service_kind, setting, texts};
use super::shape::documents;

/// Kubernetes' expansion (`third_party/forked/golang/expansion`), written from its description and
/// on bytes, as it is there.
pub(in crate::kubernetes) fn expand(input: &str, value: impl Fn(&str) -> Option<String>) -> Vec<u8> {
    let bytes = input.as_bytes();
    let mut out = Vec::new();
    let mut i = 0;
    while i < bytes.len() {
        match (bytes[i], bytes.get(i + 1)) {
            (b'$', Some(b'$')) => {
                out.push(b'$');
                i += 2;
            }
            (b'$', Some(b'(')) => match bytes[i + 2..].iter().position(|&b| b == b')') {
                Some(length) => {
                    let name = input.get(i + 2..i + 2 + length).unwrap();
                    out.extend(value(name).unwrap_or_else(|| format!("$({name})")).bytes());
                    i += length + 3;
                }
                None => {
                    out.extend(b"$(");
                    i += 2;
                }
            },
            // Go's `string(b)` of a byte is the character with that number.
            (b'$', Some(&other)) => {
                out.push(b'$');
                out.extend(char::from(other).to_string().bytes());
                i += 2;
            }
            (byte, _) => {
                out.push(byte);
                i += 1;
            }
        }
    }
    out
}

/// The variables of the first container of a workload, in a cluster where each secret `K` of the
/// object `O` is `<O/K$$>`, and those in `absent` are not there.
fn variables(documents: &[Value], workload: &Value, absent: &[&str]) -> BTreeMap<String, String> {
    let container = &workload["spec"]["template"]["spec"]["containers"][0];
    let config_map = |name: &Value, key: Option<&str>| -> BTreeMap<String, String> {
        let found = documents.iter().find(|d| d["kind"] == "ConfigMap" && d["metadata"]["name"] == *name);
        let data: BTreeMap<String, String> = serde_yaml::from_value(found.unwrap()["data"].clone()).unwrap();
        data.into_iter().filter(|(k, _)| key.is_none_or(|key| key == k)).collect()
    };
    let mut known = BTreeMap::new();
    for source in container["envFrom"].as_sequence().into_iter().flatten() {
        known.extend(config_map(&source["configMapRef"]["name"], None));
    }
    for entry in container["env"].as_sequence().into_iter().flatten() {
        let name = entry["name"].as_str().unwrap().to_owned();
        let from = &entry["valueFrom"];
        let value = if let Some(value) = entry["value"].as_str() {
            Some(String::from_utf8(expand(value, |n| known.get(n).cloned())).unwrap())
        } else if let Some(field) = from["fieldRef"]["fieldPath"].as_str() {
            Some(format!("<{field}>"))
        } else if let Some(key) = from["secretKeyRef"]["key"].as_str() {
            let object = from["secretKeyRef"]["name"].as_str().unwrap();
            (!absent.contains(&key)).then(|| format!("<{object}/{key}$$>"))
        } else {
            let reference = &from["configMapKeyRef"];
            config_map(&reference["name"], reference["key"].as_str()).into_values().next()
        };
        match value {
            Some(value) => {
                known.insert(name, value);
            }
            None => {
                let optional = [&from["secretKeyRef"]["optional"], &from["configMapKeyRef"]["optional"]];
                assert!(optional.iter().any(|o| **o == true), "{name} would keep the pod from starting");
            }
        }
    }
    known
}

fn words(list: &Value, known: &BTreeMap<String, String>) -> Vec<String> {
    let words = list.as_sequence().cloned().unwrap_or_default();
    words.iter().map(|w| String::from_utf8(expand(w.as_str().unwrap(), |n| known.get(n).cloned())).unwrap()).collect()
}

#[test]
fn variables_and_arguments_hold_what_the_source_says() {
    let mut api = service("api", "x:1");
    api.ports = vec![super::build::port("http", 8080)];
    api.pod.container.env = env(&[
        ("A", "$(B) $$ $( {host api}:{port api.http} é$é"),
        ("B", "postgres://{secret pass}$({setting LEVEL})${pod ip}"),
        ("C", "{secret pass}"),
        ("WHARF_SECRET_PASS", "taken"),
        ("Z", "{secret gone}|{setting unset}|{secret gone}"),
        ("Y", "{secret gone}"),
        ("SMTP_USER", "mine"),
    ]);
    api.pod.container.env_from = vec![
        at(EnvSource::Config(wharf_model::Name::new("flags").unwrap())),
        at(EnvSource::Secrets(Some(wharf_model::Name::new("mail").unwrap()))),
    ];
    api.pod.container.entrypoint = Some(texts(&["run", "$(C)", "--pass={secret pass}"]));
    api.pod.container.args = Some(texts(&["{pod name}", "", "$$(X)"]));
    let app = app(vec![
        setting("LEVEL", Some("info"), false),
        setting("unset", None, true),
        secrets(None, "shop-secrets", &["gone?", "pass"]),
        secrets(Some("mail"), "mail-object", &["smtp-host", "smtp-user"]),
        config("flags", &[("FLAG", "$(C)"), ("WHARF_POD_IP", "taken too")]),
        service_kind(api),
    ]);
    let documents = documents(&lower(&app));
    let workload = documents.iter().find(|d| d["kind"] == "Deployment").unwrap();
    let known = variables(&documents, workload, &["gone"]);
    let expected = [
        ("A", "$(B) $$ $( api:8080 é$é"),
        ("B", "postgres://<shop-secrets/pass$$>$(info)$<status.podIP>"),
        ("C", "<shop-secrets/pass$$>"),
        ("FLAG", "$(C)"),
        ("SMTP_HOST", "<mail-object/smtp-host$$>"),
        ("SMTP_USER", "mine"),
        ("WHARF_POD_IP", "taken too"),
        ("WHARF_SECRET_PASS", "taken"),
        ("Z", "||"),
    ];
    for (name, value) in expected {
        assert_eq!(known.get(name).map(String::as_str), Some(value), "{name}");
    }
    assert_eq!(known.get("Y"), None, "an absent variable stays absent");
    let container = &workload["spec"]["template"]["spec"]["containers"][0];
    assert_eq!(words(&container["command"], &known), ["run", "$(C)", "--pass=<shop-secrets/pass$$>"]);
    assert_eq!(words(&container["args"], &known), ["<metadata.name>", "", "$$(X)"]);
}

#[test]
fn a_port_of_its_own_is_the_containers_and_others_reach_the_services() {
    let (mut api, mut web) = (service("api", "x:1"), service("web", "x:1"));
    api.ports = vec![super::build::port("http", 8080)];
    api.ports[0].service = Some(at(wharf_model::PortNumber::new(80).unwrap()));
    let values = [("LISTEN", "0.0.0.0:{port api.http}"), ("URL", "http://{host api}:{port api.http}/")];
    api.pod.container.env = env(&values);
    web.pod.container.env = env(&values[1..]);
    let lowered = lower(&app(vec![service_kind(api), service_kind(web)]));
    let api = file(&lowered, "service-api.yaml");
    assert!(api.contains("value: 0.0.0.0:8080\n") && api.contains("value: http://api:80/\n"), "{api}");
    assert!(file(&lowered, "service-web.yaml").contains("value: http://api:80/\n"));
}

#[test]
fn a_job_rolls_with_its_content_and_with_nothing_else() {
    let name = |level: &str, args: &[&str]| {
        let mut cleanup = job("cleanup", "x:1");
        cleanup.pod.container = container("x:1");
        cleanup.pod.container.env = env(&[("L", "{setting LEVEL}")]);
        cleanup.pod.container.args = Some(texts(args));
        let lowered = lower(&app(vec![
            setting("LEVEL", Some(level), false),
            setting("OTHER", Some(&args.len().to_string()), false),
            wharf_model::Kind::Job(Box::new(cleanup)),
        ]));
        let text = file(&lowered, "job-cleanup.yaml");
        text.lines().find(|l| l.starts_with("  name: ")).unwrap().to_owned()
    };
    assert_eq!(name("info", &["a"]), name("info", &["a"]));
    assert_ne!(name("info", &["a"]), name("debug", &["a"]));
    assert_ne!(name("info", &["a"]), name("info", &["b"]));
    assert!(name("info", &["a"]).starts_with("  name: cleanup-"));
}
