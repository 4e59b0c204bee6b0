//! Graphviz (<https://graphviz.org/doc/info/lang.html>).

use std::fmt::Write as _;

use super::{EdgeKind, Graph, NodeKind};

pub(super) fn write(graph: &Graph) -> String {
    let title = quoted(&graph.title());
    let mut out = format!(
        "digraph {title} {{\n  label={title}\n  rankdir=LR\n  \
         node [fontname=\"Helvetica\" fontsize=11]\n  edge [fontname=\"Helvetica\" fontsize=9]\n"
    );
    for (i, node) in graph.nodes.iter().enumerate() {
        let shape = match node.kind {
            NodeKind::Host => "oval",
            NodeKind::Service => "box",
            NodeKind::Daemon => "box3d",
            NodeKind::Job => "parallelogram",
            NodeKind::Cron => "hexagon",
            NodeKind::Volume => "cylinder",
            NodeKind::Outside => "plaintext",
        };
        let _ = writeln!(out, "  n{i} [label={} shape={shape}]", quoted(&node.name));
    }
    for edge in &graph.edges {
        let style = match edge.kind {
            EdgeKind::Talks => "",
            EdgeKind::Mounts => " style=dashed arrowhead=none",
            EdgeKind::Waits => " style=dotted",
        };
        let _ = writeln!(out, "  n{} -> n{} [label={}{style}]", edge.from, edge.to, quoted(&edge.label));
    }
    out.push_str("}\n");
    out
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
