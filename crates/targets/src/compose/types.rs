//! The part of the Compose specification that Wharf writes, in the order in which people write
//! it (<https://github.com/compose-spec/compose-spec/blob/main/spec.md>).
//!
//! Strings are what the file holds: whoever fills them in has escaped `$` already.

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap, Serializer};

/// A whole file.
#[derive(serde::Serialize)]
pub(super) struct Project {
    pub(super) name: String,
    #[serde(skip_serializing_if = "Entries::is_empty")]
    pub(super) services: Entries<Service>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) networks: BTreeMap<String, Network>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) volumes: BTreeMap<String, Volume>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) configs: BTreeMap<String, Source>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) secrets: BTreeMap<String, Source>,
}

/// A map in an order of our own.
pub(super) struct Entries<T>(pub(super) Vec<(String, T)>);

impl<T> Entries<T> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Serialize> Serialize for Entries<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

/// A service of a project.
#[derive(Default, serde::Serialize)]
pub(super) struct Service {
    pub(super) image: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) build: Option<Build>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) pull_policy: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) platform: Option<String>,
    /// With none, it is started with the others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) profiles: Vec<&'static str>,
    /// The networks that it is in; the project's own where it says none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) networks: Vec<String>,
    /// Whose network it is in, where it has none of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) network_mode: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) user: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) group_add: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) working_dir: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) entrypoint: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) command: Option<Vec<String>>,
    /// A variable without a value is the host's of the same name, and absent where the host has
    /// none.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) environment: BTreeMap<String, Option<String>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) depends_on: BTreeMap<String, Dependency>,
    /// `[ADDRESS:[HOST]:]CONTAINER[/udp]`
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) ports: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) expose: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) volumes: Vec<Mount>,
    /// `PATH:OPTIONS`
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) tmpfs: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) configs: Vec<Grant>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) secrets: Vec<Grant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) healthcheck: Option<Healthcheck>,
    /// In microseconds, like the quota: 100000 of each is one core.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cpu_period: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cpu_quota: Option<u64>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) ulimits: BTreeMap<&'static str, u64>,
    #[serde(skip_serializing_if = "Deploy::is_empty")]
    pub(super) deploy: Deploy,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) restart: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) stop_grace_period: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) stop_signal: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) privileged: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) read_only: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) cap_drop: Vec<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) cap_add: Vec<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) security_opt: Vec<&'static str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) labels: BTreeMap<String, String>,
}

/// How an image is built.
#[derive(serde::Serialize)]
pub(super) struct Build {
    /// Relative to the Compose file.
    pub(super) context: String,
    /// Relative to the context.
    pub(super) dockerfile: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) target: Option<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) args: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) additional_contexts: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) platforms: Vec<String>,
    /// Granted under the id that the Dockerfile knows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) secrets: Vec<Grant>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) ssh: Vec<&'static str>,
}

/// What another service is waited for.
#[derive(Clone, serde::Serialize)]
pub(super) struct Dependency {
    pub(super) condition: Condition,
}

/// Until when it is waited for.
#[derive(Clone, Copy, serde::Serialize)]
pub(super) enum Condition {
    #[serde(rename = "service_started")]
    Started,
    #[serde(rename = "service_healthy")]
    Healthy,
    #[serde(rename = "service_completed_successfully")]
    Completed,
}

/// Something of the host, or a volume, at a path of the container.
#[derive(serde::Serialize)]
#[serde(untagged)]
pub(super) enum Mount {
    /// `NAME:PATH[:ro]` of a named volume, `PATH` of an anonymous one.
    Volume(String),
    Bind(Bind),
}

/// A file or folder of the host. It has to be there: a folder that Docker makes in its place is
/// empty and root's.
#[derive(serde::Serialize)]
pub(super) struct Bind {
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) source: String,
    pub(super) target: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) read_only: bool,
    pub(super) bind: BindOptions,
}

#[derive(serde::Serialize)]
pub(super) struct BindOptions {
    pub(super) create_host_path: bool,
}

/// A config or a secret of the project, at a path of the container or under an id of a build.
#[derive(serde::Serialize)]
pub(super) struct Grant {
    pub(super) source: String,
    pub(super) target: String,
    /// In octal digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) mode: Option<String>,
}

impl Grant {
    /// As Compose gives it: root's, and everybody reads.
    pub(super) fn plain(source: String, target: String) -> Self {
        Self { source, target, mode: None }
    }
}

#[derive(serde::Serialize)]
pub(super) struct Healthcheck {
    pub(super) test: Vec<String>,
    pub(super) interval: String,
    pub(super) timeout: String,
    pub(super) retries: u32,
    pub(super) start_period: String,
}

#[derive(Default, serde::Serialize)]
pub(super) struct Deploy {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) replicas: Option<u32>,
    #[serde(skip_serializing_if = "Resources::is_empty")]
    pub(super) resources: Resources,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) update_config: Option<UpdateConfig>,
}

impl Deploy {
    fn is_empty(&self) -> bool {
        self.replicas.is_none() && self.resources.is_empty() && self.update_config.is_none()
    }
}

/// How replicas are replaced, by those that read it: Swarm.
#[derive(Default, PartialEq, Eq, serde::Serialize)]
pub(super) struct UpdateConfig {
    /// How many at the same time; 0 is all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) parallelism: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) delay: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) order: Option<&'static str>,
}

/// A device of the machine.
#[derive(serde::Serialize)]
pub(super) struct Device {
    pub(super) driver: &'static str,
    pub(super) count: u32,
    pub(super) capabilities: Vec<&'static str>,
}

#[derive(Default, serde::Serialize)]
pub(super) struct Resources {
    #[serde(skip_serializing_if = "Amounts::is_empty")]
    pub(super) limits: Amounts,
    #[serde(skip_serializing_if = "Amounts::is_empty")]
    pub(super) reservations: Amounts,
}

impl Resources {
    fn is_empty(&self) -> bool {
        self.limits.is_empty() && self.reservations.is_empty()
    }
}

#[derive(Default, serde::Serialize)]
pub(super) struct Amounts {
    /// Cores, as a decimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cpus: Option<String>,
    /// With a binary unit: `512m`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) memory: Option<String>,
    /// Of reservations only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) devices: Vec<Device>,
}

impl Amounts {
    fn is_empty(&self) -> bool {
        self.cpus.is_none() && self.memory.is_none() && self.devices.is_empty()
    }
}

/// A network of the project.
#[derive(Default, serde::Serialize)]
pub(super) struct Network {
    /// Whether nothing outside of it can be reached, nor its members from there.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) internal: bool,
    /// What it is called, where it is not of the project.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) external: bool,
}

/// A named volume of the project: one that Compose makes (all fields absent) or finds.
#[derive(Default, serde::Serialize)]
pub(super) struct Volume {
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) driver_opts: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) external: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
}

/// Where a config or a secret of the project comes from.
#[derive(serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Source {
    /// A path relative to the Compose file.
    File(String),
    /// The name of a variable.
    Environment(String),
}
