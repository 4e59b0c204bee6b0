//! A picture that stands by itself, on a light or a dark background.

use std::fmt::Write as _;

use super::layout::columns;
use super::{EdgeKind, Graph, GraphEdge, NodeKind};

const ROW: i64 = 58;
const BOX: i64 = 34;
const GAP: i64 = 150;
const MARGIN: i64 = 28;
const HEAD: i64 = 56;
/// A letter's width, about.
const LETTER: i64 = 8;

const STYLE: &str = "
  text { font: 13px ui-sans-serif, system-ui, sans-serif; fill: #1f2937 }
  .title { font-size: 17px; font-weight: 600 }
  .kind, .label { font-size: 10.5px; fill: #6b7280 }
  .back { fill: #ffffff }
  .node { fill: #f8fafc; stroke: #94a3b8; stroke-width: 1.2 }
  .host { fill: #eff6ff; stroke: #3b82f6 }
  .job, .cron { fill: #fefce8; stroke: #ca8a04 }
  .volume { fill: #f0fdf4; stroke: #16a34a }
  .outside { fill: none; stroke-dasharray: 4 3 }
  .edge { fill: none; stroke: #94a3b8; stroke-width: 1.3 }
  .mounts { stroke: #16a34a; stroke-dasharray: 5 4 }
  .waits { stroke-dasharray: 1.5 4; stroke-linecap: round }
  .tip { fill: #94a3b8 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e5e7eb }
    .kind, .label { fill: #9ca3af }
    .back { fill: #0f172a }
    .node { fill: #1e293b; stroke: #64748b }
    .host { fill: #172554; stroke: #60a5fa }
    .job, .cron { fill: #2d2607; stroke: #eab308 }
    .volume { fill: #052e16; stroke: #22c55e }
    .outside { fill: none }
    .edge { stroke: #64748b }
    .mounts { stroke: #22c55e }
    .tip { fill: #64748b }
  }
";

/// Where a node stands.
#[derive(Clone, Copy, Default)]
struct Place {
    x: i64,
    y: i64,
    width: i64,
}

pub(super) fn write(graph: &Graph) -> String {
    let columns = columns(graph);
    let tallest = columns.iter().map(Vec::len).max().unwrap_or(0);
    let rows = |n: usize| i64::try_from(n).unwrap_or(0).saturating_mul(ROW);
    let mut places = vec![Place::default(); graph.nodes.len()];
    let mut x = MARGIN;
    for column in &columns {
        let width = column.iter().filter_map(|n| graph.node(*n)).map(|n| width(&n.name)).max().unwrap_or(0);
        let top = HEAD.saturating_add(rows(tallest).saturating_sub(rows(column.len())) / 2);
        for (i, node) in column.iter().enumerate() {
            if let Some(place) = places.get_mut(*node) {
                *place = Place { x, y: top.saturating_add(rows(i)), width };
            }
        }
        x = x.saturating_add(width).saturating_add(GAP);
    }
    let wide = x.saturating_sub(GAP).saturating_add(MARGIN).max(width(&graph.title()).saturating_add(2 * MARGIN));
    let high = HEAD.saturating_add(rows(tallest)).saturating_add(MARGIN);
    let title = escaped(&graph.title());
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{high}\" viewBox=\"0 0 {wide} {high}\" \
         role=\"img\" aria-label=\"{title}\">\n<style>{STYLE}</style>\n<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" \
         refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path class=\"tip\" \
         d=\"M0 0 8 4 0 8z\"/></marker></defs>\n<rect class=\"back\" width=\"100%\" height=\"100%\"/>\n\
         <text class=\"title\" x=\"{MARGIN}\" y=\"32\">{title}</text>\n"
    );
    graph.edges.iter().for_each(|edge| self::edge(&mut out, edge, &places));
    for (node, place) in graph.nodes.iter().zip(&places) {
        let (class, kind) = match node.kind {
            NodeKind::Host => ("node host", "host"),
            NodeKind::Service => ("node", ""),
            NodeKind::Daemon => ("node", "daemon"),
            NodeKind::Job => ("node job", "job"),
            NodeKind::Cron => ("node cron", "cron"),
            NodeKind::Volume => ("node volume", "volume"),
            NodeKind::Outside => ("node outside", "outside"),
        };
        let Place { x, y, width } = *place;
        let round = if matches!(node.kind, NodeKind::Host | NodeKind::Volume) { BOX / 2 } else { 6 };
        let middle = x.saturating_add(width / 2);
        let _ = writeln!(
            out,
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{BOX}\" rx=\"{round}\"/>\
             <text x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            y.saturating_add(22),
            escaped(&node.name)
        );
        if !kind.is_empty() {
            let _ = writeln!(
                out,
                "<text class=\"kind\" x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">{kind}</text>",
                y.saturating_add(BOX).saturating_add(12)
            );
        }
    }
    out.push_str("</svg>\n");
    out
}

fn edge(out: &mut String, edge: &GraphEdge, places: &[Place]) {
    let (Some(from), Some(to)) = (places.get(edge.from), places.get(edge.to)) else { return };
    let (x1, y1) = (from.x.saturating_add(from.width), from.y.saturating_add(BOX / 2));
    let (x2, y2) = (to.x, to.y.saturating_add(BOX / 2));
    // What leads back, or to its own column, goes around.
    let reach = if x2 > x1 { x2.saturating_sub(x1) / 2 } else { 70 };
    let class = match edge.kind {
        EdgeKind::Talks => "edge",
        EdgeKind::Mounts => "edge mounts",
        EdgeKind::Waits => "edge waits",
    };
    let tip = if edge.kind == EdgeKind::Mounts { "" } else { " marker-end=\"url(#tip)\"" };
    let _ = writeln!(
        out,
        "<path class=\"{class}\" d=\"M{x1} {y1}C{} {y1} {} {y2} {x2} {y2}\"{tip}/>",
        x1.saturating_add(reach),
        x2.saturating_sub(reach)
    );
    if !edge.label.is_empty() {
        // Near the end that answers: many edges leave from one place, and few arrive at one.
        let part = |a: i64, b: i64| a.saturating_add(b.saturating_sub(a).saturating_mul(3) / 4);
        let _ = writeln!(
            out,
            "<text class=\"label\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            part(x1, x2),
            part(y1, y2).saturating_sub(5),
            escaped(&shortened(&edge.label))
        );
    }
}

fn width(text: &str) -> i64 {
    i64::try_from(text.chars().count()).unwrap_or(0).saturating_mul(LETTER).saturating_add(28)
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= 18 {
        return text.to_owned();
    }
    text.chars().take(17).chain(['…']).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
