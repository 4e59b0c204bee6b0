//! Names, labels and annotations of objects.

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta};
use wharf_model::{At, OriginId};

use super::context::Context;
use super::{errors, keys, names};
use crate::yaml::Cursor;

const NAME: &str = "app.kubernetes.io/name";
const INSTANCE: &str = "app.kubernetes.io/instance";
const COMPONENT: &str = "app.kubernetes.io/component";
const PART_OF: &str = "app.kubernetes.io/part-of";
const MANAGED_BY: &str = "app.kubernetes.io/managed-by";

/// The kind of declaration that an object comes from: the label `component`.
#[derive(Clone, Copy)]
pub(super) enum Component {
    App,
    Settings,
    Config,
    Volume,
    Service,
    Daemon,
    Job,
    Cron,
    Route,
    Resource,
    Secrets,
}

impl Component {
    fn label(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Settings => "settings",
            Self::Config => "config",
            Self::Volume => "volume",
            Self::Service => "service",
            Self::Daemon => "daemon",
            Self::Job => "job",
            Self::Cron => "cron",
            Self::Route => "route",
            Self::Resource => "resource",
            Self::Secrets => "secrets",
        }
    }
}

/// What one declaration writes about itself on each of its objects.
#[derive(Clone, Copy)]
pub(super) struct Identity<'a> {
    /// The declaration's name.
    pub(super) name: &'a str,
    pub(super) component: Component,
    /// Labels of the source.
    pub(super) labels: &'a [(At<String>, At<String>)],
    /// Annotations of the source.
    pub(super) annotations: &'a [(At<String>, At<String>)],
}

impl<'a> Identity<'a> {
    /// A declaration without labels and annotations of its own.
    pub(super) fn plain(name: &'a str, component: Component) -> Self {
        Self { name, component, labels: &[], annotations: &[] }
    }

    /// What selects all pods of an app.
    pub(super) fn of_app(app: &str) -> LabelSelector {
        LabelSelector {
            match_labels: Some(BTreeMap::from([(INSTANCE.to_owned(), app.to_owned())])),
            ..LabelSelector::default()
        }
    }

    /// Without what the source adds: that goes to the workload and its pods.
    pub(super) fn bare(&self) -> Self {
        Self { labels: &[], annotations: &[], ..*self }
    }

    /// The pair of labels that selects the declaration's pods: they never change, and no other
    /// declaration of the app has the same name.
    pub(super) fn selecting(&self, cx: &Context<'_>) -> BTreeMap<String, String> {
        BTreeMap::from([(NAME.into(), names::fit(self.name, names::LABEL)), (INSTANCE.into(), cx.app.name.to_string())])
    }

    /// The selector of the declaration's pods.
    pub(super) fn selector(&self, cx: &Context<'_>) -> LabelSelector {
        LabelSelector { match_labels: Some(self.selecting(cx)), ..LabelSelector::default() }
    }

    /// Wharf's own labels: none of their values ever changes.
    pub(super) fn stable_labels(&self, cx: &Context<'_>) -> BTreeMap<String, String> {
        let mut labels = self.selecting(cx);
        labels.insert(COMPONENT.into(), self.component.label().into());
        labels.insert(PART_OF.into(), cx.app.name.to_string());
        labels.insert(MANAGED_BY.into(), "wharf".into());
        labels
    }

    /// Labels and annotations, for an object or a pod. `extra` annotations are Wharf's own.
    pub(super) fn describe<C: Cursor<OriginId>>(
        &self,
        cx: &Context<'_>,
        extra: BTreeMap<String, String>,
        at: C,
    ) -> ObjectMeta {
        let mut labels = self.stable_labels(cx);
        let mut annotations = extra;
        for (key, _) in self.labels.iter().filter(|(key, _)| keys::is_controllers(key)) {
            cx.report(errors::controllers_label(cx.app.span(key), key));
        }
        let size: usize = self.annotations.iter().map(|(key, value)| key.len() + value.len()).sum();
        if let Some((key, _)) = self.annotations.first().filter(|_| size > keys::MAX_ANNOTATIONS) {
            cx.report(errors::annotations_too_large(cx.app.span(key), size, keys::MAX_ANNOTATIONS));
        }
        add(cx, &mut labels, self.labels, keys::label_value, at.key("labels"));
        add(cx, &mut annotations, self.annotations, |_| None, at.key("annotations"));
        ObjectMeta {
            labels: Some(labels),
            annotations: (!annotations.is_empty()).then_some(annotations),
            ..ObjectMeta::default()
        }
    }

    /// The metadata of an object in the app's namespace.
    pub(super) fn object<C: Cursor<OriginId>>(&self, cx: &Context<'_>, name: &str, at: C) -> ObjectMeta {
        at.key("namespace").set(cx.app.namespace.origin);
        ObjectMeta {
            name: Some(name.to_owned()),
            namespace: Some(cx.app.namespace.to_string()),
            ..self.describe(cx, BTreeMap::new(), at)
        }
    }
}

fn add<C: Cursor<OriginId>>(
    cx: &Context<'_>,
    to: &mut BTreeMap<String, String>,
    entries: &[(At<String>, At<String>)],
    value_fault: impl Fn(&str) -> Option<String>,
    at: C,
) {
    for (key, value) in entries {
        if let Some(fault) = keys::qualified(key) {
            cx.report(errors::bad_text(cx.app.span(key), &fault));
        }
        if let Some(fault) = value_fault(value) {
            cx.report(errors::bad_text(cx.app.span(value), &fault));
        }
        at.key(key).set(value.origin);
        to.insert(key.value.clone(), value.value.clone());
    }
}
