//! A picture that stands by itself, on a light or a dark background.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::layout::{Layout, layout};
use super::{EdgeKind, Graph, GraphEdge, NodeKind};

const ROW: i64 = 58;
const BOX: i64 = 34;
/// The height of a lane, in which an edge passes a column.
const LANE: i64 = 16;
const GAP: i64 = 150;
const MARGIN: i64 = 28;
const HEAD: i64 = 56;
/// The distance of two labels.
const LINE: i64 = 13;
/// A letter's width, about.
const LETTER: i64 = 8;

const STYLE: &str = "
  text { font: 13px ui-sans-serif, system-ui, sans-serif; fill: #1f2937 }
  .title { font-size: 17px; font-weight: 600 }
  .kind, .label { font-size: 10.5px; fill: #6b7280 }
  .label { stroke: #ffffff; stroke-width: 4px; stroke-linejoin: round; paint-order: stroke }
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
    .label { stroke: #0f172a }
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

/// Where a node or a lane stands; `y` is its middle.
#[derive(Clone, Copy, Default)]
struct Place {
    x: i64,
    y: i64,
    width: i64,
}

/// Where everything stands, and how wide and high that is.
fn places(graph: &Graph, layout: &Layout) -> (Vec<Place>, i64, i64) {
    let height = |item: &usize| if *item < graph.nodes.len() { ROW } else { LANE };
    let tallest = layout.columns.iter().map(|c| c.iter().map(height).sum::<i64>()).max().unwrap_or(0);
    let mut places = vec![Place::default(); layout.items];
    let mut x = MARGIN;
    for column in &layout.columns {
        let width = column.iter().filter_map(|n| graph.node(*n)).map(|n| width(&n.name)).max().unwrap_or(0);
        let high: i64 = column.iter().map(height).sum();
        let mut top = HEAD.saturating_add(tallest.saturating_sub(high) / 2);
        for item in column {
            if let Some(place) = places.get_mut(*item) {
                *place = Place { x, y: top.saturating_add(height(item) / 2), width };
            }
            top = top.saturating_add(height(item));
        }
        x = x.saturating_add(width).saturating_add(GAP);
    }
    (places, x.saturating_sub(GAP).saturating_add(MARGIN), HEAD.saturating_add(tallest).saturating_add(MARGIN))
}

pub(super) fn write(graph: &Graph) -> String {
    let layout = layout(graph);
    let (places, wide, high) = places(graph, &layout);
    let wide = wide.max(width(&graph.title()).saturating_add(2 * MARGIN));
    let title = escaped(&graph.title());
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{high}\" viewBox=\"0 0 {wide} {high}\" \
         role=\"img\" aria-label=\"{title}\">\n<style>{STYLE}</style>\n<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" \
         refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path class=\"tip\" \
         d=\"M0 0 8 4 0 8z\"/></marker></defs>\n<rect class=\"back\" width=\"100%\" height=\"100%\"/>\n\
         <text class=\"title\" x=\"{MARGIN}\" y=\"32\">{title}</text>\n"
    );
    let mut labels: BTreeMap<usize, BTreeMap<String, Vec<(i64, i64)>>> = BTreeMap::new();
    for (edge, lanes) in graph.edges.iter().zip(&layout.lanes) {
        let stops: Vec<Place> = [&[edge.from], lanes.as_slice(), &[edge.to]]
            .concat()
            .into_iter()
            .filter_map(|item| places.get(item).copied())
            .collect();
        out.push_str(&line(edge, &stops));
        if let [.., from, to] = stops.as_slice()
            && !edge.label.is_empty()
        {
            let spot = (near(from.x.saturating_add(from.width), to.x), near(from.y, to.y));
            labels.entry(edge.to).or_default().entry(shortened(&edge.label)).or_default().push(spot);
        }
    }
    labels.values().for_each(|of_node| write_labels(&mut out, of_node));
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
        let Place { x, y: centre, width } = *place;
        let y = centre.saturating_sub(BOX / 2);
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

/// The line through its stops.
fn line(edge: &GraphEdge, stops: &[Place]) -> String {
    let class = match edge.kind {
        EdgeKind::Talks => "edge",
        EdgeKind::Mounts => "edge mounts",
        EdgeKind::Waits => "edge waits",
    };
    let tip = if edge.kind == EdgeKind::Mounts { "" } else { " marker-end=\"url(#tip)\"" };
    let mut path = String::new();
    for pair in stops.windows(2) {
        let [from, to] = pair else { continue };
        let (x1, y1, x2, y2) = (from.x.saturating_add(from.width), from.y, to.x, to.y);
        // What leads back, or to its own column, goes around.
        let reach = if x2 > x1 { x2.saturating_sub(x1) / 2 } else { 70 };
        let begin = if path.is_empty() { "M" } else { "L" };
        let (out, into) = (x1.saturating_add(reach), x2.saturating_sub(reach));
        let _ = write!(path, "{begin}{x1} {y1}C{out} {y1} {into} {y2} {x2} {y2}");
    }
    format!("<path class=\"{class}\" d=\"{path}\"{tip}/>\n")
}

/// Near the end that answers: many edges leave from one place, and few arrive at one.
fn near(from: i64, to: i64) -> i64 {
    from.saturating_add(to.saturating_sub(from).saturating_mul(3) / 4)
}

/// The labels of what arrives at one node: each text once, amid its edges, and none over another.
fn write_labels(out: &mut String, of_node: &BTreeMap<String, Vec<(i64, i64)>>) {
    let mean = |all: &mut dyn Iterator<Item = i64>, count: usize| {
        all.sum::<i64>().checked_div(i64::try_from(count).unwrap_or(1)).unwrap_or(0)
    };
    let mut spots: Vec<(i64, i64, &String)> = of_node
        .iter()
        .map(|(text, at)| {
            let y = mean(&mut at.iter().map(|(_, y)| *y), at.len());
            (y, mean(&mut at.iter().map(|(x, _)| *x), at.len()), text)
        })
        .collect();
    spots.sort();
    let mut least = i64::MIN;
    for (y, x, text) in spots {
        let y = y.max(least);
        least = y.saturating_add(LINE);
        let _ = writeln!(
            out,
            "<text class=\"label\" x=\"{x}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            y.saturating_add(3),
            escaped(text)
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
