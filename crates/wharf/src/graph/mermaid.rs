//! Mermaid (<https://mermaid.js.org/syntax/flowchart.html>).

use std::fmt::Write as _;

use super::{EdgeKind, Graph, NodeKind};

pub(super) fn write(graph: &Graph) -> String {
    let mut out = format!("---\ntitle: {}\n---\nflowchart LR\n", graph.title());
    for (i, node) in graph.nodes.iter().enumerate() {
        let (open, close) = match node.kind {
            NodeKind::Host => ("([", "])"),
            NodeKind::Service => ("[", "]"),
            NodeKind::Daemon => ("[[", "]]"),
            NodeKind::Job => ("[/", "/]"),
            NodeKind::Cron => ("{{", "}}"),
            NodeKind::Volume => ("[(", ")]"),
            NodeKind::Outside => (">", "]"),
        };
        let _ = writeln!(out, "  n{i}{open}\"{}\"{close}", node.name);
    }
    for edge in &graph.edges {
        let arrow = match edge.kind {
            EdgeKind::Talks => "-->",
            EdgeKind::Mounts => "---",
            EdgeKind::Waits => "-.->",
        };
        let label = if edge.label.is_empty() { String::new() } else { format!("|\"{}\"|", edge.label) };
        let _ = writeln!(out, "  n{} {arrow}{label} n{}", edge.from, edge.to);
    }
    out
}
