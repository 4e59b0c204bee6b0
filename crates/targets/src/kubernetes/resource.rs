//! `resource-KIND-NAME.yaml`: an object that the source writes out.

use serde_json::{Map, Value};
use wharf_model::{Controller, OriginId, Replicas, Resource, SecretOrigin, Service};

use super::context::Context;
use super::manifest::Manifest;
use super::metadata::{Component, Identity};
use super::{errors, patches::Spelling};
use crate::File;
use crate::shared::patch::merge;
use crate::yaml::{Cursor, Record};

/// The file of a resource: what is said, with the name, the namespace and the labels of all objects.
pub(super) fn file<R: Record<OriginId> + 'static>(cx: &Context<'_>, resource: &Resource) -> File {
    let (kind, name) = (resource.kind.value.as_str(), resource.name.value.as_str());
    let path = format!("resource-{}-{name}", kind.to_lowercase());
    check(cx, resource);
    let mut manifest = Manifest::<R>::new(&path, resource.name.origin);
    manifest.add_said(cx, resource.name.origin, |at| {
        at.key("apiVersion").set(resource.api_version.origin);
        at.key("kind").set(resource.kind.origin);
        let mut metadata = Identity::plain(name, Component::Resource).object(cx, name, at.key("metadata"));
        if resource.of_cluster {
            metadata.namespace = None;
        }
        let mut object = Value::Object(Map::from_iter([
            (String::from("apiVersion"), Value::from(resource.api_version.value.as_str())),
            (String::from("kind"), Value::from(kind)),
            // Labels and two names: nothing in them that JSON cannot hold.
            (String::from("metadata"), serde_json::to_value(&metadata).unwrap_or_default()),
        ]));
        merge(&mut object, &resource.fields, &mut Spelling(cx), at);
        object
    });
    manifest.finish()
}

/// Reports an object that Wharf writes itself: the second to be applied would overwrite the first.
fn check(cx: &Context<'_>, resource: &Resource) {
    let name = resource.name.value.as_str();
    let service = |has: fn(&Service) -> bool| {
        cx.app.services().find(|s| s.name.as_str() == name && has(s)).map(|s| s.name.origin)
    };
    let group = |is: fn(&SecretOrigin) -> bool| {
        let mut all = cx.app.secrets().filter(|g| g.object.as_str() == name && is(&g.origin));
        all.find(|g| g.is_made()).map(|g| g.object.origin)
    };
    let own = match resource.kind.value.as_str() {
        "Deployment" => service(|s| s.controller.value == Controller::Deployment),
        "StatefulSet" => service(|s| s.stateful().is_some()),
        "DaemonSet" => service(Service::is_daemon),
        "CronJob" => cx.app.crons().find(|c| c.job.name.as_str() == name).map(|c| c.job.name.origin),
        "Service" => service(|s| !s.ports.is_empty()),
        "HorizontalPodAutoscaler" => service(|s| matches!(&s.scale.value, Replicas::Auto(auto) if !auto.needs_keda())),
        "ScaledObject" => service(|s| matches!(&s.scale.value, Replicas::Auto(auto) if auto.needs_keda())),
        "PodDisruptionBudget" => service(|s| s.scale.min() > 1 || s.budget.is_some()),
        "PersistentVolumeClaim" => cx.app.volumes().find(|v| v.name.as_str() == name).map(|v| v.name.origin),
        "ExternalSecret" => group(|origin| matches!(origin, SecretOrigin::Store { .. })),
        "SealedSecret" => group(|origin| matches!(origin, SecretOrigin::Sealed { .. })),
        "Namespace" => (cx.app.namespace.as_str() == name).then_some(cx.app.namespace.origin),
        _ => None,
    };
    if let Some(own) = own {
        let (again, first) = (cx.app.span(&resource.name), cx.app.origins.span(own));
        cx.report(errors::written_twice(&resource.kind, name, again, first));
    }
}
