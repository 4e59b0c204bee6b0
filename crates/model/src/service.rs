//! Services: processes that run until they are stopped.

use crate::{At, Budget, EnvName, Name, Patches, Pod, PortNumber, Probes, Replicas, Rollout, Spread};

/// `service NAME { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// Its name, which is its DNS name in every target.
    pub name: At<Name>,
    /// Its documentation.
    pub doc: Option<String>,
    /// Its processes, and what holds for each replica.
    pub pod: Pod,
    /// What keeps its replicas. Its origin is what asks for it: `stateful`, a volume of its own, `daemon`;
    /// else the service's name.
    pub controller: At<Controller>,
    /// Its ports, sorted by number, then protocol. Names and (number, protocol) are unique.
    pub ports: Vec<Port>,
    /// Ports opened to the outside of the cluster.
    pub expose: Vec<Expose>,
    /// How many replicas.
    pub scale: At<Replicas>,
    /// How a new version takes the place of the old one.
    pub rollout: Rollout,
    /// What a cluster keeps up while its nodes are worked on; one replica at most is away where nothing is
    /// said and there are several.
    pub budget: Option<At<Budget>>,
    /// What its replicas are spread over, each once; over hosts, as far as it goes, where nothing is said.
    pub spread: Vec<Spread>,
    /// When it is alive, ready, started.
    pub probes: Probes,
    /// Fields of its outputs.
    pub patches: Patches,
    /// Whether some route leads to it.
    pub routed: bool,
}

/// What keeps the replicas of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Controller {
    /// They are all alike and come and go.
    Deployment,
    /// Each has an identity of its own: `stateful` is said, or the service has a volume of its own.
    StatefulSet(Stateful),
    /// One runs on every node: `daemon`. Its scale is one.
    DaemonSet,
}

/// `stateful [start N] [volumes keep|delete] [parallel]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stateful {
    /// The number of the first replica; 0 where nothing is said.
    pub start: Option<At<u32>>,
    /// Whether the volumes of replicas that are gone for good are deleted. They are kept where nothing is
    /// said.
    pub delete_volumes: Option<At<bool>>,
    /// Whether replicas start and stop all at once, and not one after the other.
    pub parallel: Option<At<()>>,
}

/// `port NAME N [tcp|udp] [publish "ADDR:N"] [service N]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Port {
    /// Its name: 15 characters at most (RFC 6335, as Kubernetes takes it).
    pub name: At<Name>,
    /// The number the process listens on.
    pub number: At<PortNumber>,
    /// TCP or UDP.
    pub protocol: Protocol,
    /// Where it is published on the developer's machine. Compose only.
    pub publish: Option<At<PublishAddress>>,
    /// The number of the Kubernetes Service's port, where it differs from `number`.
    pub service: Option<At<PortNumber>>,
}

/// A transport protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Protocol {
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
}

/// Where a port appears on the developer's machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishAddress {
    /// The address to listen on; `127.0.0.1` unless the source says otherwise.
    pub address: String,
    /// The port.
    pub port: PortNumber,
}

/// `expose PORT as load-balancer|node-port [N] [internal] [from "CIDR"] [keep-source]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expose {
    /// The port's name, of this service.
    pub port: At<Name>,
    /// In which way.
    pub kind: ExposeAs,
    /// Whether the load balancer is for the cloud's own network only.
    pub internal: Option<At<()>>,
    /// The networks that the load balancer takes requests from, in CIDR notation, sorted; none is all.
    pub from: Vec<At<String>>,
    /// Whether the process sees where requests come from: only nodes that run it take them.
    pub keep_source: Option<At<()>>,
}

impl Expose {
    /// Open to all, in the way of the kind.
    #[must_use]
    pub fn new(port: At<Name>, kind: ExposeAs) -> Self {
        Self { port, kind, internal: None, from: Vec::new(), keep_source: None }
    }
}

/// How a port is opened to the outside of a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExposeAs {
    /// A Service of type LoadBalancer, listening on this number (the port's own by default).
    LoadBalancer(Option<PortNumber>),
    /// A Service of type NodePort, on this number (30000 to 32767) or one that the cluster picks.
    NodePort(Option<PortNumber>),
}

impl Service {
    /// What a stateful service says of its replicas.
    #[must_use]
    pub fn stateful(&self) -> Option<&Stateful> {
        if let Controller::StatefulSet(said) = &self.controller.value { Some(said) } else { None }
    }

    /// Whether one runs on every node.
    #[must_use]
    pub fn is_daemon(&self) -> bool {
        self.controller.value == Controller::DaemonSet
    }

    /// The port with that name.
    #[must_use]
    pub fn port(&self, name: &Name) -> Option<&Port> {
        self.ports.iter().find(|p| p.name.value == *name)
    }

    /// The variable with that name, of `pod.container.env`.
    #[must_use]
    pub fn env(&self, name: &EnvName) -> Option<&crate::EnvVar> {
        self.pod.container.env.iter().find(|e| e.name.value == *name)
    }
}
