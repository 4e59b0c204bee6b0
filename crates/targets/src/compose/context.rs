//! What the parts of the lowering share: the app, the project's own tables as they fill, and the
//! problems met on the way.

use std::collections::{BTreeMap, BTreeSet};

use wharf_diagnostics::Diagnostic;
use wharf_model::{
    AbsolutePath, App, At, EnvName, Name, OriginId, Part, ProbeAction, Secret, SecretRef, Setting, Text,
};

use super::builds::Builders;
use super::host_ports::HostPorts;
use super::{errors, format, types};
use crate::shared::paths;
use crate::{File, Options};

/// A lowering under way.
pub(super) struct Context<'a> {
    pub(super) app: &'a App,
    pub(super) options: &'a Options,
    /// Which service builds which image.
    pub(super) builders: Builders,
    /// Where ports appear on the developer's machine.
    pub(super) host_ports: HostPorts,
    /// The project's named volumes.
    pub(super) volumes: Table<types::Volume>,
    /// The project's configs.
    pub(super) configs: Table<types::Source>,
    /// The project's secrets.
    pub(super) secrets: Table<types::Source>,
    /// Optional secrets whose variables Compose insists on.
    pub(super) set_if_only_to_nothing: BTreeSet<EnvName>,
    /// The files beside `compose.yaml`, by path.
    pub(super) files: BTreeMap<String, File>,
    pub(super) problems: Vec<Diagnostic>,
    /// What many services have in common, and is said once for all of them.
    pub(super) repeated: Repeated,
}

/// The places of what is said once for an app.
#[derive(Default)]
pub(super) struct Repeated {
    /// Probes that nobody waits for and that can't be asked, with their services.
    pub(super) lost_probes: Vec<(At<ProbeAction>, Name)>,
    /// Ports that a cluster would open to the outside, with where they are opened.
    pub(super) exposed: Vec<(OriginId, String)>,
    /// Scales that follow the load, with what a cluster would do.
    pub(super) autoscaled: Vec<(OriginId, String)>,
    /// Scratch space that is not said to be in memory.
    pub(super) scratch: Vec<OriginId>,
    /// Scratch space that has a name.
    pub(super) kept_scratch: Vec<OriginId>,
    /// Rollouts, with what is done instead.
    pub(super) rollouts: Vec<(OriginId, String)>,
    /// Cron jobs, with how each is started.
    pub(super) crons: Vec<(OriginId, String)>,
    /// Daemons, with what a cluster does.
    pub(super) daemons: Vec<(OriginId, String)>,
    /// Init containers, with their services.
    pub(super) inits: Vec<(OriginId, String)>,
    /// Sidecars, with their services.
    pub(super) sidecars: Vec<(OriginId, String)>,
    /// Volumes of processes that are not root's, with their users.
    pub(super) volumes_of_root: Vec<(At<AbsolutePath>, u32)>,
    /// Modes of secrets that only their owner or his group may read, with what they are here.
    pub(super) opened_modes: Vec<(OriginId, String)>,
    /// Modes of files that are mounted as they are on disk.
    pub(super) modes: Vec<OriginId>,
    /// Secrets that are files of containers that would be read-only.
    pub(super) writable_roots: Vec<OriginId>,
}

/// A part of the project that services fill, with the origin of each entry.
pub(super) type Table<T> = BTreeMap<String, (T, OriginId)>;

impl<'a> Context<'a> {
    pub(super) fn new(app: &'a App, options: &'a Options) -> Self {
        Self {
            app,
            options,
            builders: Builders::of(app),
            host_ports: HostPorts::of(app),
            volumes: Table::new(),
            configs: Table::new(),
            secrets: Table::new(),
            set_if_only_to_nothing: BTreeSet::new(),
            files: BTreeMap::new(),
            problems: Vec::new(),
            repeated: Repeated::default(),
        }
    }

    pub(super) fn problem(&mut self, problem: Diagnostic) {
        self.problems.push(problem);
    }

    /// A text in a place that Compose interpolates.
    pub(super) fn text(&mut self, text: &At<Text>) -> String {
        let mut out = String::new();
        for part in text.parts() {
            match part {
                Part::Literal(l) => out.push_str(&format::literal(l)),
                Part::Secret(secret) => out.push_str(&self.secret_variable(secret)),
                Part::Setting(name) => match self.app.setting(name) {
                    Some(setting) => out.push_str(&setting_variable(setting)),
                    None => out.push_str(&required(name.as_str())),
                },
                Part::Host(service) => out.push_str(&self.app.host(service)),
                Part::Port(port) => out.push_str(&self.port_number(port)),
                Part::Pod(fact) => self.problem(errors::pod_fact(self.app, text, *fact)),
            }
        }
        out
    }

    /// Several texts, one after the other.
    pub(super) fn texts(&mut self, texts: &[At<Text>]) -> Vec<String> {
        texts.iter().map(|t| self.text(t)).collect()
    }

    /// The number of a port. In Compose services are reached at their containers' own ports.
    pub(super) fn port_number(&self, port: &wharf_model::PortRef) -> String {
        let found = self.app.port(port);
        found.map_or_else(String::new, |p| p.number.to_string())
    }

    /// The declaration of a secret.
    pub(super) fn secret(&self, secret: &SecretRef) -> Option<&'a Secret> {
        self.app.secret_group(secret.group.as_ref())?.keys.iter().find(|k| k.key.value == secret.key)
    }

    /// The project's secret that holds the variable of this one.
    pub(super) fn environment_secret(&mut self, secret: &Secret) -> String {
        let variable = secret.variable.as_str();
        let name = variable.to_ascii_lowercase().replace('_', "-");
        let source = types::Source::Environment(variable.to_owned());
        self.secrets.insert(name.clone(), (source, secret.key.origin));
        name
    }

    /// A path of the project as `compose.yaml` has to say it: relative to itself, and beginning
    /// so that nobody takes it for the name of a volume.
    pub(super) fn beside(&self, path: &str) -> String {
        let joined = paths::join(&self.options.placement.project_from_output, path);
        if joined.starts_with("../") || matches!(joined.as_str(), "." | "..") || paths::is_absolute(&joined) {
            joined
        } else {
            format!("./{joined}")
        }
    }

    fn secret_variable(&self, secret: &SecretRef) -> String {
        self.secret(secret).map_or_else(String::new, variable_of_secret)
    }
}

/// How the value of a secret is read.
pub(super) fn variable_of_secret(secret: &Secret) -> String {
    if secret.optional { optional(secret.variable.as_str()) } else { required(secret.variable.as_str()) }
}

/// How the value of a setting is read.
pub(super) fn setting_variable(setting: &Setting) -> String {
    let name = setting.name.as_str();
    match &setting.default {
        Some(default) if default_fits(default) => format!("${{{name}:-{}}}", format::literal(default)),
        Some(_) => required(name),
        None if setting.optional => optional(name),
        None => required(name),
    }
}

/// Whether a default can stand inside `${NAME:-…}`. Compose ends it at a `}` that no `{` opened,
/// counts braces in a way of its own, knows no escape, and takes no line breaks.
pub(super) fn default_fits(default: &str) -> bool {
    !default.contains(['{', '}', '\n', '\r'])
}

fn required(name: &str) -> String {
    format!("${{{name}:?set {name}}}")
}

fn optional(name: &str) -> String {
    format!("${{{name}:-}}")
}
