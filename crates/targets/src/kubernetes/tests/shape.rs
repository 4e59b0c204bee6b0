//! What the API server checks across objects and beyond their schemas, asked of whole outputs.

use std::collections::BTreeSet;

use serde_yaml::Value;

use super::build::lower;
use super::shop::shop;
use crate::Lowered;

/// All objects, file after file, as `kubectl` reads the concatenated files.
pub(super) fn documents(lowered: &Lowered) -> Vec<Value> {
    let stream: String = lowered.files.iter().map(|f| String::from_utf8(f.contents.clone()).unwrap()).collect();
    serde_yaml::Deserializer::from_str(&stream)
        .map(|document| <Value as serde::Deserialize>::deserialize(document).unwrap())
        .filter(|value| !value.is_null())
        .collect()
}

fn each(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_sequence().into_iter().flatten()
}

fn names(value: &Value) -> BTreeSet<String> {
    each(value).map(|v| v["name"].as_str().unwrap().to_owned()).collect()
}

/// Checks an output; panics with what is wrong.
pub(super) fn check(lowered: &Lowered) {
    let all = documents(lowered);
    let object = |kind: &str, name: &Value| {
        all.iter()
            .find(|d| d["kind"] == kind && d["metadata"]["name"] == *name)
            .unwrap_or_else(|| panic!("no {kind} {name:?}"))
    };
    let mut seen = BTreeSet::new();
    for (i, document) in all.iter().enumerate() {
        let kind = document["kind"].as_str().unwrap();
        let metadata = &document["metadata"];
        let name = metadata["name"].as_str().unwrap();
        assert!(seen.insert((kind, name)), "{kind} {name} twice");
        assert_eq!(kind == "Namespace", i == 0);
        assert_eq!(metadata["namespace"].is_null(), i == 0, "{kind} {name}");
        for label in ["name", "instance", "component", "part-of", "managed-by"] {
            assert!(metadata["labels"][format!("app.kubernetes.io/{label}")].is_string(), "{kind} {name}: {label}");
        }
        let template = &document["spec"]["template"];
        if !template.is_null() {
            check_pod(document, &object);
        }
    }
    let pods: Vec<&Value> = all.iter().map(|d| &d["spec"]["template"]).filter(|t| !t.is_null()).collect();
    for service in all.iter().filter(|d| d["kind"] == "Service") {
        let selected = pods.iter().find(|pod| selects(&service["spec"]["selector"], pod)).unwrap();
        let ports = names(&selected["spec"]["containers"][0]["ports"]);
        for port in each(&service["spec"]["ports"]) {
            assert!(ports.contains(port["targetPort"].as_str().unwrap()));
        }
    }
    for ingress in all.iter().filter(|d| d["kind"] == "Ingress") {
        for path in each(&ingress["spec"]["rules"]).flat_map(|r| each(&r["http"]["paths"])) {
            let to = &path["backend"]["service"];
            assert!(
                names(&object("Service", &to["name"])["spec"]["ports"]).contains(to["port"]["name"].as_str().unwrap())
            );
        }
    }
    for scaler in all.iter().filter(|d| d["kind"] == "HorizontalPodAutoscaler") {
        let target = &scaler["spec"]["scaleTargetRef"];
        let target = object(target["kind"].as_str().unwrap(), &target["name"]);
        assert!(target["spec"]["replicas"].is_null());
    }
}

fn selects(selector: &Value, pod: &Value) -> bool {
    let labels = &pod["metadata"]["labels"];
    let selector = selector.as_mapping().unwrap();
    assert_eq!(selector.len(), 2);
    selector.iter().all(|(key, value)| labels.get(key) == Some(value))
}

fn check_pod<'a>(workload: &'a Value, object: &impl Fn(&str, &Value) -> &'a Value) {
    let template = &workload["spec"]["template"];
    let pod = &template["spec"];
    let container = &pod["containers"][0];
    if workload["kind"] != "Job" {
        assert!(selects(&workload["spec"]["selector"]["matchLabels"], template));
    }
    assert_eq!(pod["enableServiceLinks"], false);
    assert_eq!(pod["automountServiceAccountToken"], false);
    assert_eq!(pod["securityContext"]["seccompProfile"]["type"], "RuntimeDefault");
    assert_eq!(container["securityContext"]["allowPrivilegeEscalation"], false);
    assert!(container["resources"]["requests"]["cpu"].is_string());
    assert!(container["resources"]["limits"]["memory"].is_string());
    let claims =
        each(&workload["spec"]["volumeClaimTemplates"]).map(|c| c["metadata"]["name"].as_str().unwrap().to_owned());
    let volumes = names(&pod["volumes"]);
    assert_eq!(volumes.len(), each(&pod["volumes"]).count());
    let volumes: BTreeSet<String> = volumes.into_iter().chain(claims).collect();
    let mounted = names(&container["volumeMounts"]);
    assert_eq!(mounted, volumes, "what is mounted is there, and the other way round");
    for volume in each(&pod["volumes"]) {
        if let Some(map) = volume.get("configMap") {
            let found = object("ConfigMap", &map["name"]);
            for item in each(&map["items"]) {
                let key = item["key"].as_str().unwrap();
                assert!(!found["data"][key].is_null() || !found["binaryData"][key].is_null());
            }
        }
    }
    for source in each(&container["envFrom"]) {
        object("ConfigMap", &source["configMapRef"]["name"]);
    }
    let ports = names(&container["ports"]);
    for probe in ["startupProbe", "readinessProbe", "livenessProbe"] {
        let probe = &container[probe];
        for action in ["httpGet", "tcpSocket"] {
            if let Some(port) = probe[action]["port"].as_str() {
                assert!(ports.contains(port));
            }
        }
        if !probe.is_null() {
            for timing in ["periodSeconds", "timeoutSeconds", "failureThreshold"] {
                assert!(probe[timing].as_u64().unwrap() >= 1);
            }
        }
    }
}

#[test]
fn the_shop_holds_together() {
    check(&lower(&shop()));
}
