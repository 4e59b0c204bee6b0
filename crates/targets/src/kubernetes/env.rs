//! Variables: those of the source, and helpers for texts that only the running pod knows.
//!
//! A text such as `postgres://app:\(secrets.db-password)@db` has no field of its own. A helper
//! variable takes the secret, and the text names it: `postgres://app:$(HELPER)@db`. Kubernetes
//! reads variables from the first to the last and only knows those that it has read, so helpers
//! come first; no other variable refers to one.

use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::api::core::v1::{
    ConfigMapEnvSource, ConfigMapKeySelector, EnvFromSource, EnvVar, EnvVarSource, ObjectFieldSelector,
    SecretKeySelector,
};
use wharf_model::{At, EnvName, EnvSource, OriginId, PodFact, ProbeAction, SecretRef, Service, Text};

use super::bundle::{self, Bundle};
use super::context::Context;
use super::process::Process;
use super::text::{Piece, Runtime, pieces};
use super::{expand, settings};
use crate::yaml::Cursor;

/// The variables of a container.
pub(super) struct Variables<'a> {
    cx: &'a Context<'a>,
    process: Process<'a>,
    helpers: BTreeMap<Runtime, EnvName>,
    settings: BTreeSet<EnvName>,
}

impl<'a> Variables<'a> {
    pub(super) fn of(cx: &'a Context<'a>, process: Process<'a>) -> Self {
        let mut needed = BTreeSet::new();
        let mut settings = BTreeSet::new();
        let mut meet = |text: &At<Text>, whole_is_free: bool| {
            let pieces = pieces(cx, process.service, text);
            let is_whole = whole_is_free && matches!(pieces.as_slice(), [Piece::Runtime(_)]);
            for piece in pieces {
                if let Piece::Runtime(runtime) = piece {
                    if let Runtime::Setting(name) = &runtime {
                        settings.insert(name.clone());
                    }
                    if !is_whole {
                        needed.insert(runtime);
                    }
                }
            }
        };
        let container = process.container;
        container.env.iter().for_each(|v| meet(&v.value, true));
        container.entrypoint.iter().chain(&container.args).flat_map(|list| &list.value).for_each(|t| meet(t, false));
        for probe in process.probes() {
            match &probe.action.value {
                ProbeAction::Exec(words) => words.iter().for_each(|t| meet(t, false)),
                ProbeAction::Shell(line) => meet(line, false),
                ProbeAction::Http { .. } | ProbeAction::Tcp { .. } | ProbeAction::Grpc { .. } => {}
            }
        }
        let mut taken: BTreeSet<EnvName> = container.env.iter().map(|v| v.name.value.clone()).collect();
        taken.extend(container.env_from.iter().flat_map(|source| names_of(cx, &source.value)));
        let mut helpers = BTreeMap::new();
        for runtime in needed {
            let mut name = helper_name(cx, &runtime);
            while !taken.insert(name.clone()) {
                name = EnvName::of(&format!("{name}_"));
            }
            helpers.insert(runtime, name);
        }
        Self { cx, process, helpers, settings }
    }

    /// A text where Kubernetes expands `$(NAME)`.
    pub(super) fn expanded(&self, text: &At<Text>) -> String {
        self.join(&pieces(self.cx, self.process.service, text))
    }

    fn join(&self, pieces: &[Piece]) -> String {
        let mut out = String::new();
        for (i, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Literal(literal) => {
                    // What follows a literal is a reference, or nothing.
                    out.push_str(&expand::escape(literal, pieces.get(i + 1).map(|_| '$')));
                }
                Piece::Runtime(runtime) => {
                    out.extend(self.helper(runtime).map(expand::reference));
                }
            }
        }
        out
    }

    /// The helper that holds a value.
    pub(super) fn helper(&self, runtime: &Runtime) -> Option<&EnvName> {
        self.helpers.get(runtime)
    }

    /// The service that the texts stand in.
    pub(super) fn service(&self) -> Option<&'a Service> {
        self.process.service
    }

    /// The settings that are read.
    pub(super) fn settings(&self) -> impl Iterator<Item = &EnvName> {
        self.settings.iter()
    }

    /// Helpers may be absent where what they hold is optional, and `$(HELPER)` would then stay as
    /// it is. This ConfigMap comes before them and makes them empty, as `${NAME:-}` does in Compose.
    pub(super) fn blanks(&self) -> Option<Bundle> {
        let blank: Vec<&EnvName> =
            self.helpers.iter().filter(|(r, _)| self.is_optional(r)).map(|(_, name)| name).collect();
        (!blank.is_empty()).then(|| bundle::of_blanks(&self.process, blank))
    }

    fn is_optional(&self, runtime: &Runtime) -> bool {
        match runtime {
            Runtime::Secret(secret) => self.cx.secret(secret).1,
            Runtime::Setting(name) => self.cx.app.setting(name).is_some_and(|s| s.optional),
            Runtime::Pod(_) => false,
        }
    }

    /// `env`: helpers, then all others by name.
    pub(super) fn env<C: Cursor<OriginId>>(&self, at: C) -> Vec<EnvVar> {
        let mut variables: BTreeMap<EnvName, (OriginId, EnvVar)> = BTreeMap::new();
        for source in &self.process.container.env_from {
            for (name, runtime) in self.listed(&source.value) {
                variables.insert(name.clone(), (source.origin, self.variable(&name, &[Piece::Runtime(runtime)])));
            }
        }
        for var in &self.process.container.env {
            let pieces = pieces(self.cx, self.process.service, &var.value);
            variables.insert(var.name.value.clone(), (var.value.origin, self.variable(&var.name, &pieces)));
        }
        let helpers = self.helpers.iter().map(|(runtime, name)| {
            let variable = self.variable(name, &[Piece::Runtime(runtime.clone())]);
            (self.process.container.image.origin, variable)
        });
        let all: Vec<(OriginId, EnvVar)> = helpers.chain(variables.into_values()).collect();
        all.into_iter()
            .enumerate()
            .map(|(i, (origin, variable))| {
                at.index(i).set(origin);
                variable
            })
            .collect()
    }

    /// The variables that a group of secrets gives. They are listed one by one, and not taken by
    /// `envFrom`, because a key (`db-password`) is not the variable (`DB_PASSWORD`) that Compose
    /// gives, because a missing key has to be noticed, and because the Secret may hold more.
    fn listed(&self, source: &EnvSource) -> Vec<(EnvName, Runtime)> {
        match source {
            EnvSource::Config(_) => Vec::new(),
            EnvSource::Secrets(group) => {
                let keys = self.cx.app.secret_group(group.as_ref()).map(|g| g.keys.as_slice()).unwrap_or_default();
                let of = |key: &str| Runtime::Secret(SecretRef { group: group.clone(), key: key.to_owned() });
                keys.iter().map(|k| (EnvName::of(&k.key), of(&k.key))).collect()
            }
        }
    }

    /// `envFrom`: empty defaults first, because later sources win.
    pub(super) fn sources<C: Cursor<OriginId>>(&self, at: C) -> Vec<EnvFromSource> {
        let mut maps: Vec<(OriginId, String)> =
            self.blanks().into_iter().map(|b| (self.process.origin(), b.name)).collect();
        for source in &self.process.container.env_from {
            match &source.value {
                EnvSource::Config(name) => {
                    maps.extend(self.cx.config(name).map(|b| (source.origin, b.name.clone())));
                }
                EnvSource::Secrets(_) => {}
            }
        }
        maps.into_iter()
            .enumerate()
            .map(|(i, (origin, name))| {
                at.index(i).set(origin);
                EnvFromSource {
                    config_map_ref: Some(ConfigMapEnvSource { name, optional: None }),
                    ..EnvFromSource::default()
                }
            })
            .collect()
    }

    fn variable(&self, name: &EnvName, pieces: &[Piece]) -> EnvVar {
        let name = name.to_string();
        match pieces {
            [Piece::Runtime(runtime)] => EnvVar { name, value: None, value_from: Some(self.source(runtime)) },
            pieces => EnvVar { name, value: Some(self.join(pieces)), value_from: None },
        }
    }

    fn source(&self, runtime: &Runtime) -> EnvVarSource {
        let optional = self.is_optional(runtime).then_some(true);
        match runtime {
            Runtime::Secret(secret) => EnvVarSource {
                secret_key_ref: Some(SecretKeySelector {
                    name: self.cx.secret(secret).0,
                    key: secret.key.clone(),
                    optional,
                }),
                ..EnvVarSource::default()
            },
            Runtime::Setting(name) => EnvVarSource {
                config_map_key_ref: Some(ConfigMapKeySelector {
                    name: settings::object_name(self.cx.app),
                    key: name.to_string(),
                    optional,
                }),
                ..EnvVarSource::default()
            },
            Runtime::Pod(fact) => EnvVarSource {
                field_ref: Some(ObjectFieldSelector { field_path: field(*fact).into(), api_version: None }),
                ..EnvVarSource::default()
            },
        }
    }
}

fn names_of(cx: &Context<'_>, source: &EnvSource) -> Vec<EnvName> {
    match source {
        EnvSource::Config(name) => {
            let entries = cx.app.config(name).map(|c| c.entries.as_slice()).unwrap_or_default();
            entries.iter().filter_map(|(key, _)| EnvName::new(key).ok()).collect()
        }
        EnvSource::Secrets(group) => {
            let keys = cx.app.secret_group(group.as_ref()).map(|g| g.keys.as_slice()).unwrap_or_default();
            keys.iter().map(|k| EnvName::of(&k.key)).collect()
        }
    }
}

fn helper_name(cx: &Context<'_>, runtime: &Runtime) -> EnvName {
    match runtime {
        Runtime::Secret(secret) => {
            let key = cx.secret_group(secret).and_then(|g| g.keys.iter().find(|k| k.key.value == secret.key));
            let variable = key.map_or_else(|| EnvName::of(&secret.key), |k| k.variable.clone());
            EnvName::of(&format!("WHARF_SECRET_{variable}"))
        }
        Runtime::Setting(name) => EnvName::of(&format!("WHARF_SETTING_{name}")),
        Runtime::Pod(PodFact::Name) => EnvName::of("WHARF_POD_NAME"),
        Runtime::Pod(PodFact::Ip) => EnvName::of("WHARF_POD_IP"),
        Runtime::Pod(PodFact::Namespace) => EnvName::of("WHARF_POD_NAMESPACE"),
        Runtime::Pod(PodFact::Node) => EnvName::of("WHARF_POD_NODE"),
    }
}

fn field(fact: PodFact) -> &'static str {
    match fact {
        PodFact::Name => "metadata.name",
        PodFact::Ip => "status.podIP",
        PodFact::Namespace => "metadata.namespace",
        PodFact::Node => "spec.nodeName",
    }
}
