//! Where the nodes of a picture stand: in columns, from those that begin to those that only answer, each as
//! near as it goes to those that it talks to (after Sugiyama, Tagawa and Toda).

use super::{Graph, GraphEdge};

/// How often the columns are sorted anew.
const SWEEPS: usize = 8;

/// The nodes of each column, from top to bottom.
pub(super) fn columns(graph: &Graph) -> Vec<Vec<usize>> {
    let ranks = ranks(graph);
    let mut columns: Vec<Vec<usize>> = vec![Vec::new(); ranks.iter().max().map_or(0, |m| m.saturating_add(1))];
    for (node, rank) in ranks.iter().enumerate() {
        if let Some(column) = columns.get_mut(*rank) {
            column.push(node);
        }
    }
    for sweep in 0..SWEEPS {
        let place = places(&columns, graph.nodes.len());
        for column in &mut columns {
            column.sort_by_key(|node| (middle(graph, *node, &place, sweep % 2 == 0), *node));
        }
    }
    columns
}

/// The column of each node: one behind all that talk to it. Edges that close a circle do not count.
fn ranks(graph: &Graph) -> Vec<usize> {
    let forward: Vec<&GraphEdge> = acyclic(graph);
    let mut ranks = vec![0_usize; graph.nodes.len()];
    for _ in 0..graph.nodes.len() {
        let mut moved = false;
        for edge in &forward {
            let least = ranks.get(edge.from).map_or(0, |r| r.saturating_add(1));
            if let Some(rank) = ranks.get_mut(edge.to).filter(|r| **r < least) {
                *rank = least;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    ranks
}

/// The edges without those that lead back to where a walk came from.
fn acyclic(graph: &Graph) -> Vec<&GraphEdge> {
    #[derive(Clone, Copy, PartialEq)]
    enum Seen {
        No,
        Open,
        Done,
    }
    let mut seen = vec![Seen::No; graph.nodes.len()];
    let mut back: Vec<&GraphEdge> = Vec::new();
    for start in 0..graph.nodes.len() {
        if seen.get(start) != Some(&Seen::No) {
            continue;
        }
        let mut stack = vec![(start, 0_usize)];
        while let Some((node, next)) = stack.pop() {
            if let Some(s) = seen.get_mut(node) {
                *s = Seen::Open;
            }
            let Some(edge) = graph.edges.iter().filter(|e| e.from == node).nth(next) else {
                if let Some(s) = seen.get_mut(node) {
                    *s = Seen::Done;
                }
                continue;
            };
            stack.push((node, next.saturating_add(1)));
            match seen.get(edge.to) {
                Some(Seen::No) => stack.push((edge.to, 0)),
                Some(Seen::Open) => back.push(edge),
                Some(Seen::Done) | None => {}
            }
        }
    }
    graph.edges.iter().filter(|e| !back.iter().any(|b| std::ptr::eq(*b, *e))).collect()
}

/// How far from the middle of its column each node stands, in half places.
fn places(columns: &[Vec<usize>], nodes: usize) -> Vec<i64> {
    let mut out = vec![0_i64; nodes];
    for column in columns {
        let height = i64::try_from(column.len()).unwrap_or(0);
        for (i, node) in column.iter().enumerate() {
            if let Some(place) = out.get_mut(*node) {
                *place = i64::try_from(i).unwrap_or(0).saturating_mul(2).saturating_sub(height);
            }
        }
    }
    out
}

/// The middle of those that a node talks to, or that talk to it, in hundredths.
fn middle(graph: &Graph, node: usize, place: &[i64], before: bool) -> i64 {
    let others: Vec<i64> = graph
        .edges
        .iter()
        .filter_map(|e| match (before, e.from == node, e.to == node) {
            (true, _, true) => place.get(e.from),
            (false, true, _) => place.get(e.to),
            _ => None,
        })
        .copied()
        .collect();
    match i64::try_from(others.len()) {
        Ok(0) | Err(_) => place.get(node).copied().unwrap_or(0).saturating_mul(100),
        Ok(count) => others.iter().sum::<i64>().saturating_mul(100) / count,
    }
}
