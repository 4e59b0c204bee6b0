//! Who talks to whom, as a picture: Mermaid, DOT or SVG.

mod dot;
mod layout;
mod mermaid;
mod svg;

use std::collections::BTreeMap;

use wharf_model::{App, MountKind, Peer, PermitAt};

/// How a graph is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GraphFormat {
    /// A flowchart of Mermaid, which Markdown on many sites shows.
    Mermaid,
    /// Graphviz's language.
    Dot,
    /// A picture, for light and dark backgrounds.
    Svg,
}

/// What talks and is talked to in an app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graph {
    /// The app's name.
    pub app: String,
    /// The environment; none is the app as its own body says.
    pub environment: Option<String>,
    /// What there is, sorted by kind and name.
    pub nodes: Vec<GraphNode>,
    /// Who talks to whom, sorted.
    pub edges: Vec<GraphEdge>,
}

/// Something that talks, or is talked to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GraphNode {
    /// What it is.
    pub kind: NodeKind,
    /// What it is called.
    pub name: String,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NodeKind {
    /// A host of a route.
    Host,
    /// A service.
    Service,
    /// A daemon.
    Daemon,
    /// A job.
    Job,
    /// A cron job.
    Cron,
    /// A volume.
    Volume,
    /// Something outside of the app.
    Outside,
}

/// Who talks to whom: indices of nodes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GraphEdge {
    /// The one that begins.
    pub from: usize,
    /// The other.
    pub to: usize,
    /// What for: a port, a path; nothing for a volume and an order.
    pub label: String,
    /// What kind it is.
    pub kind: EdgeKind,
}

/// What an edge is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EdgeKind {
    /// Requests, or a connection.
    Talks,
    /// A volume is mounted.
    Mounts,
    /// One waits for the other to start, and does not talk to it.
    Waits,
}

impl Graph {
    /// The graph of an app.
    pub(crate) fn of(app: &App) -> Self {
        let mut build = Builder::default();
        for service in app.services() {
            let kind = if service.is_daemon() { NodeKind::Daemon } else { NodeKind::Service };
            build.node(kind, service.name.as_str());
        }
        app.jobs().for_each(|job| build.node(NodeKind::Job, job.name.as_str()));
        app.crons().for_each(|cron| build.node(NodeKind::Cron, cron.job.name.as_str()));
        app.externals().for_each(|external| build.node(NodeKind::Outside, external.name.as_str()));
        for route in app.routes() {
            let hosts: Vec<&str> = route.hosts.iter().map(|h| h.as_str()).collect();
            let host = if hosts.is_empty() { String::from("every host") } else { hosts.join(", ") };
            for rule in &route.rules {
                let path = rule.path.path();
                for backend in rule.backends() {
                    build.edge((NodeKind::Host, &host), backend.to.service.as_str(), path, EdgeKind::Talks);
                }
            }
        }
        for link in app.links() {
            build.talk(link.from.as_str(), link.to.service.as_str(), link.to.port.as_str(), EdgeKind::Talks);
        }
        for (name, pod) in app.pods() {
            for mount in pod.mounts() {
                if let MountKind::Volume { name: volume, .. } = &mount.kind {
                    build.out(name.as_str(), (NodeKind::Volume, volume.as_str()), "", EdgeKind::Mounts);
                }
            }
            for permit in &pod.permits {
                let peer = match &permit.peer.value {
                    Peer::App { app, .. } => format!("app {app}"),
                    Peer::Namespace(name) => format!("namespace {name}"),
                    Peer::Cidr(cidr) => cidr.clone(),
                    Peer::Anywhere => String::from("anywhere"),
                    Peer::Internet => String::from("internet"),
                };
                match &permit.at {
                    PermitAt::From(port) => {
                        let port = port.as_ref().map_or("", |p| p.as_str());
                        build.edge((NodeKind::Outside, &peer), name.as_str(), port, EdgeKind::Talks);
                    }
                    PermitAt::To { port, .. } => {
                        let port = port.as_ref().map_or_else(String::new, |n| n.to_string());
                        build.out(name.as_str(), (NodeKind::Outside, &peer), &port, EdgeKind::Talks);
                    }
                }
            }
        }
        // An order shows where nothing else is between the two.
        for (name, pod) in app.pods() {
            for need in &pod.needs {
                if !build.talks(name.as_str(), need.name.as_str()) {
                    build.talk(name.as_str(), need.name.as_str(), "", EdgeKind::Waits);
                }
            }
        }
        build.finish(app)
    }

    /// The graph as a text of that format, with a line break at its end.
    #[must_use]
    pub fn write(&self, format: GraphFormat) -> String {
        match format {
            GraphFormat::Mermaid => mermaid::write(self),
            GraphFormat::Dot => dot::write(self),
            GraphFormat::Svg => svg::write(self),
        }
    }

    /// What the picture is called.
    fn title(&self) -> String {
        match &self.environment {
            Some(environment) => format!("{} ({environment})", self.app),
            None => self.app.clone(),
        }
    }

    fn node(&self, index: usize) -> Option<&GraphNode> {
        self.nodes.get(index)
    }
}

/// Two nodes and the kind of their edge, by which labels are gathered.
type Between = (GraphNode, GraphNode, EdgeKind);

#[derive(Default)]
struct Builder {
    runs: BTreeMap<String, NodeKind>,
    edges: BTreeMap<Between, Vec<String>>,
}

impl Builder {
    fn node(&mut self, kind: NodeKind, name: &str) {
        self.runs.insert(name.to_owned(), kind);
    }

    fn runs(&self, name: &str) -> GraphNode {
        GraphNode { kind: self.runs.get(name).copied().unwrap_or(NodeKind::Service), name: name.to_owned() }
    }

    fn add(&mut self, from: GraphNode, to: GraphNode, label: &str, kind: EdgeKind) {
        let labels = self.edges.entry((from, to, kind)).or_default();
        if !label.is_empty() && !labels.iter().any(|l| l == label) {
            labels.push(label.to_owned());
        }
    }

    fn talk(&mut self, from: &str, to: &str, label: &str, kind: EdgeKind) {
        self.add(self.runs(from), self.runs(to), label, kind);
    }

    fn edge(&mut self, (kind, from): (NodeKind, &str), to: &str, label: &str, edge: EdgeKind) {
        self.add(GraphNode { kind, name: from.to_owned() }, self.runs(to), label, edge);
    }

    fn out(&mut self, from: &str, (kind, to): (NodeKind, &str), label: &str, edge: EdgeKind) {
        self.add(self.runs(from), GraphNode { kind, name: to.to_owned() }, label, edge);
    }

    fn talks(&self, from: &str, to: &str) -> bool {
        self.edges.contains_key(&(self.runs(from), self.runs(to), EdgeKind::Talks))
    }

    fn finish(self, app: &App) -> Graph {
        let mut nodes: Vec<GraphNode> = self.runs.keys().map(|name| self.runs(name)).collect();
        nodes.extend(self.edges.keys().flat_map(|(from, to, _)| [from.clone(), to.clone()]));
        nodes.sort();
        nodes.dedup();
        let index = |node: &GraphNode| nodes.binary_search(node).unwrap_or(0);
        let mut edges: Vec<GraphEdge> = self
            .edges
            .iter()
            .map(|((from, to, kind), labels)| GraphEdge {
                from: index(from),
                to: index(to),
                label: labels.join(", "),
                kind: *kind,
            })
            .collect();
        edges.sort();
        Graph { app: app.name.to_string(), environment: app.environment.clone(), nodes, edges }
    }
}
