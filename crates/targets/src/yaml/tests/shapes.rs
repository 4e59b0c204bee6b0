//! How collections, enums, documents and real objects look, and what is refused.

use std::collections::BTreeMap;

use k8s_openapi::ByteString;
use k8s_openapi::api::apps::v1::{Deployment, DeploymentSpec};
use k8s_openapi::api::core::v1::{
    Container, ContainerPort, EnvVar, HTTPGetAction, PodSpec, PodTemplateSpec, Probe,
    ResourceRequirements, Secret,
};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::json;

use super::super::ser::MAX_DEPTH;
use super::super::{Error, Writer};
use super::text;

#[test]
fn collections_nest() {
    let value = json!({
        "empty": {"list": [], "map": {}},
        "list": [1, [2, [3], []], {"a": 1, "b": {"c": [null]}}, {}],
    });
    let expected = "\
empty:
  list: []
  map: {}
list:
  - 1
  - - 2
    - - 3
    - []
  - a: 1
    b:
      c:
        - null
  - {}
";
    assert_eq!(text(&value), Ok(expected.to_owned()));
    assert_eq!(text(&json!({})), Ok("{}\n".to_owned()));
    assert_eq!(text(&json!([])), Ok("[]\n".to_owned()));
}

#[derive(Serialize)]
struct Unit;

#[derive(Serialize)]
struct Skipping {
    #[serde(skip_serializing_if = "Option::is_none")]
    skipped: Option<u8>,
}

#[derive(Serialize)]
enum Shape {
    Off,
    Wrapped(u8),
    Nested(Box<Shape>),
    Pair(u8, u8),
    Struct { field: u8, unit: Unit },
    Empty {},
}

#[test]
fn enums_and_structs() {
    for (shape, expected) in [
        (Shape::Off, "- \"Off\"\n"),
        (Shape::Wrapped(1), "- Wrapped: 1\n"),
        (
            Shape::Nested(Box::new(Shape::Wrapped(1))),
            "- Nested:\n    Wrapped: 1\n",
        ),
        (Shape::Pair(1, 2), "- Pair:\n    - 1\n    - 2\n"),
        (
            Shape::Struct {
                field: 1,
                unit: Unit,
            },
            "- Struct:\n    field: 1\n    unit: null\n",
        ),
        (Shape::Empty {}, "- Empty: {}\n"),
    ] {
        assert_eq!(text(&[shape]), Ok(expected.to_owned()));
    }
    assert_eq!(text(&[Skipping { skipped: None }]), Ok("- {}\n".to_owned()));
    assert_eq!(
        text(&[Skipping { skipped: Some(1) }]),
        Ok("- skipped: 1\n".to_owned())
    );
}

fn text_map(entries: &[(&str, &str)]) -> BTreeMap<String, String> {
    entries
        .iter()
        .map(|&(key, value)| (key.into(), value.into()))
        .collect()
}

#[test]
fn a_deployment() {
    let labels = text_map(&[("app.kubernetes.io/name", "api")]);
    let container = Container {
        name: "api".into(),
        image: Some("ghcr.io/acme/api:1.2.0".into()),
        args: Some(vec!["--verbose".into(), "on".into()]),
        env: Some(vec![EnvVar {
            name: "PORT".into(),
            value: Some("8080".into()),
            value_from: None,
        }]),
        ports: Some(vec![ContainerPort {
            name: Some("http".into()),
            container_port: 8080,
            ..ContainerPort::default()
        }]),
        readiness_probe: Some(Probe {
            http_get: Some(HTTPGetAction {
                path: Some("/".into()),
                port: IntOrString::String("http".into()),
                ..HTTPGetAction::default()
            }),
            ..Probe::default()
        }),
        resources: Some(ResourceRequirements {
            requests: Some(BTreeMap::from([
                ("cpu".into(), Quantity("1".into())),
                ("memory".into(), Quantity("128Mi".into())),
            ])),
            ..ResourceRequirements::default()
        }),
        ..Container::default()
    };
    let deployment = Deployment {
        metadata: ObjectMeta {
            name: Some("api".into()),
            annotations: Some(text_map(&[("note", "two\nlines\n")])),
            ..ObjectMeta::default()
        },
        spec: DeploymentSpec {
            replicas: Some(2),
            selector: LabelSelector {
                match_labels: Some(labels.clone()),
                ..LabelSelector::default()
            },
            template: PodTemplateSpec {
                metadata: Some(ObjectMeta {
                    labels: Some(labels),
                    ..ObjectMeta::default()
                }),
                spec: Some(PodSpec {
                    containers: vec![container],
                    ..PodSpec::default()
                }),
            },
            ..DeploymentSpec::default()
        },
        status: None,
    };
    let expected = "\
apiVersion: apps/v1
kind: Deployment
metadata:
  annotations:
    note: |
      two
      lines
  name: api
spec:
  replicas: 2
  selector:
    matchLabels:
      app.kubernetes.io/name: api
  template:
    metadata:
      labels:
        app.kubernetes.io/name: api
    spec:
      containers:
        - args:
            - --verbose
            - \"on\"
          env:
            - name: PORT
              value: \"8080\"
          image: ghcr.io/acme/api:1.2.0
          name: api
          ports:
            - containerPort: 8080
              name: http
          readinessProbe:
            httpGet:
              path: /
              port: http
          resources:
            requests:
              cpu: \"1\"
              memory: 128Mi
";
    let written = text(&deployment).unwrap();
    assert_eq!(written, expected);
    assert_eq!(
        serde_yaml::from_str::<Deployment>(&written).unwrap(),
        deployment
    );
}

#[test]
fn a_secret_encodes_itself() {
    let secret = Secret {
        data: Some(BTreeMap::from([(
            "key".into(),
            ByteString(b"\x00\xFF".to_vec()),
        )])),
        ..Secret::default()
    };
    assert_eq!(
        text(&secret),
        Ok("apiVersion: v1\nkind: Secret\ndata:\n  key: AP8=\nmetadata: {}\n".to_owned()),
    );
}

#[test]
fn documents_are_separated() {
    let mut file = Writer::<u32>::new();
    file.document(&1, &()).unwrap();
    file.document("a\n\n", &()).unwrap();
    file.document(&json!({"a": "b\n\n"}), &()).unwrap();
    file.document(&json!([]), &()).unwrap();
    let text = file.finish().text;
    assert_eq!(text, "1\n---\n\"a\\n\\n\"\n---\na: |+\n  b\n\n---\n[]\n");
    assert_eq!(Writer::<u32>::new().finish().text, "");
}

#[test]
fn a_refused_document_leaves_the_file_as_it_was() {
    let mut file = Writer::<u32>::new();
    file.document(&1, &()).unwrap();
    let refused = file.document(&("a", BTreeMap::from([((), 1)])), &());
    assert_eq!(refused, Err(Error::Key("null")));
    file.document(&2, &()).unwrap();
    assert_eq!(file.finish().text, "1\n---\n2\n");
}

struct Bytes;

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(b"a")
    }
}

struct Complaining;

impl Serialize for Complaining {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("not today"))
    }
}

struct ValueFirst;

impl Serialize for ValueFirst {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_value(&1)?;
        map.end()
    }
}

#[test]
fn what_has_no_form_is_refused() {
    assert_eq!(text(&Bytes), Err(Error::Bytes));
    assert_eq!(text(&ValueFirst), Err(Error::ValueBeforeKey));
    assert_eq!(text(&Complaining), Err(Error::Custom("not today".into())));
    assert_eq!(
        text(&BTreeMap::from([([1], 1)])),
        Err(Error::Key("a tuple"))
    );
    assert_eq!(
        text(&BTreeMap::from([(Some(1), 1)])),
        Err(Error::Key("an option"))
    );
}

/// Levels of each kind that serde has. Endless unless the writer stops it.
#[derive(Clone, Copy)]
enum Endless {
    List,
    Map,
    Variant,
    Option,
    Newtype,
}

impl Serialize for Endless {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::List => [self].serialize(serializer),
            Self::Map => BTreeMap::from([("k", self)]).serialize(serializer),
            Self::Variant => serializer.serialize_newtype_variant("", 0, "V", self),
            Self::Option => serializer.serialize_some(self),
            Self::Newtype => serializer.serialize_newtype_struct("", self),
        }
    }
}

#[test]
fn depth_is_bounded() {
    for kind in [
        Endless::List,
        Endless::Map,
        Endless::Variant,
        Endless::Option,
        Endless::Newtype,
    ] {
        assert_eq!(text(&kind), Err(Error::Depth(MAX_DEPTH)));
    }
}
