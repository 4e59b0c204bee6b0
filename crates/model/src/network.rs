//! Who talks to whom: what the references of an app show, and what the source adds to it.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    App, At, Container, EnvSource, MountKind, Name, OriginId, Part, Pod, PortNumber, PortRef, ProbeAction, Probes,
    Protocol, Text,
};

/// `network isolated|open`: whether only those talk whose references show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetworkMode {
    /// Everybody may talk to everybody.
    Open,
    /// Who refers to a port may reach it, and nobody else.
    Isolated,
}

/// `permit from …`, `permit to …`: traffic that no reference shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permit {
    /// With whom.
    pub peer: At<Peer>,
    /// Addresses that are not meant: parts of those of the peer, which has some.
    pub except: Vec<At<String>>,
    /// In which direction, and at which port.
    pub at: PermitAt,
}

/// Where permitted traffic goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PermitAt {
    /// In, to a port of the service, or to all of them.
    From(Option<At<Name>>),
    /// Out, to a port of the other side, or to all of them.
    To {
        /// The port.
        port: Option<At<PortNumber>>,
        /// The protocol; without a port and a protocol, whatever is sent may leave.
        protocol: Option<Protocol>,
    },
}

/// The other side of permitted traffic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Peer {
    /// The pods of another app, and the namespace that they are in.
    App {
        /// The app.
        app: Name,
        /// Its namespace: called like the app, unless the source says otherwise.
        namespace: Name,
    },
    /// The pods of a namespace.
    Namespace(Name),
    /// Addresses, such as `10.0.0.0/8`.
    Cidr(String),
    /// Everybody.
    Anywhere,
    /// All addresses but those that are private (RFC 1918, RFC 6598, RFC 4193) or of a link.
    Internet,
}

/// A reference from what runs to a port of a service.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// What runs: a service, a job or a cron job.
    pub from: Name,
    /// The port that it may reach, of a service of the app or elsewhere.
    pub to: PortRef,
    /// Where that is said.
    pub origin: At<()>,
}

impl App {
    /// Who refers to which port, sorted, each pair once. A host alone stands for all ports of its service.
    /// `needs` is an order, and no link. The replicas of a stateful service find each other.
    #[must_use]
    pub fn links(&self) -> Vec<Link> {
        let mut out: BTreeMap<(Name, PortRef), OriginId> = BTreeMap::new();
        for (name, pod) in self.pods() {
            let probes = self.service(name).map(|s| &s.probes);
            for text in self.texts(pod, probes) {
                for to in self.ports_of(name, text) {
                    out.entry((name.value.clone(), to)).or_insert(text.origin);
                }
            }
            let Some(service) = self.service(name).filter(|s| s.stateful().is_some() && s.scale.max() > 1) else {
                continue;
            };
            for port in &service.ports {
                let to = PortRef { service: name.value.clone(), port: port.name.value.clone() };
                out.entry((name.value.clone(), to)).or_insert(service.controller.origin);
            }
        }
        out.into_iter().map(|((from, to), origin)| Link { from, to, origin: At::new((), origin) }).collect()
    }

    /// The texts that a pod gets to read, in any of its containers. `probes` are those of its process.
    fn texts<'a>(&'a self, pod: &'a Pod, probes: Option<&'a Probes>) -> Vec<&'a At<Text>> {
        let mut configs: BTreeSet<&Name> = BTreeSet::new();
        let mut out: Vec<&At<Text>> = Vec::new();
        for container in pod.containers() {
            out.extend(own_texts(container));
            configs.extend(container.env_from.iter().filter_map(|source| match &source.value {
                EnvSource::Config(name) => Some(name),
                EnvSource::Secrets(_) => None,
            }));
            configs.extend(container.mounts.iter().filter_map(|mount| match &mount.kind {
                MountKind::Config { config, .. } => Some(&config.value),
                MountKind::Own { .. }
                | MountKind::Volume { .. }
                | MountKind::Shared { .. }
                | MountKind::Bind { .. }
                | MountKind::Scratch { .. }
                | MountKind::Secret(_)
                | MountKind::Files(_) => None,
            }));
        }
        // They run inside the containers, so that a policy holds them back as it does the process.
        for probes in pod.sidecars().map(|(_, probes)| probes).chain(probes) {
            let all = [&probes.startup, &probes.ready, &probes.live].into_iter().flatten();
            out.extend(all.flat_map(|p| match &p.action.value {
                ProbeAction::Exec(words) => words.iter().collect(),
                ProbeAction::Shell(line) => vec![line],
                ProbeAction::Http { .. } | ProbeAction::Tcp { .. } | ProbeAction::Grpc { .. } => Vec::new(),
            }));
        }
        let of_configs = configs.into_iter().filter_map(|name| self.config(name));
        out.extend(of_configs.flat_map(|c| c.entries.iter().map(|(_, text)| text)));
        out
    }

    /// The ports that a text of `own` leads to. Those of a service whose host stands in it alone are all of
    /// them. Its own port without its host is what it listens at, and leads nowhere.
    fn ports_of(&self, own: &Name, text: &Text) -> Vec<PortRef> {
        let mut out = Vec::new();
        let listens = |port: &PortRef| {
            port.service == *own && !text.parts().iter().any(|p| matches!(p, Part::Host(host) if host == own))
        };
        for part in text.parts() {
            match part {
                Part::Port(port) if listens(port) => {}
                Part::Port(port) => out.push(port.clone()),
                Part::Host(host) => {
                    let named = |p: &Part| matches!(p, Part::Port(port) if port.service == *host);
                    if !text.parts().iter().any(named) {
                        out.extend(
                            self.ports(host)
                                .iter()
                                .map(|p| PortRef { service: host.clone(), port: p.name.value.clone() }),
                        );
                    }
                }
                Part::Literal(_) | Part::Secret(_) | Part::Setting(_) | Part::Pod(_) => {}
            }
        }
        out
    }
}

fn own_texts(container: &Container) -> impl Iterator<Item = &At<Text>> {
    let words = container.entrypoint.iter().chain(&container.args).flat_map(|list| &list.value);
    container.env.iter().map(|v| &v.value).chain(words)
}
