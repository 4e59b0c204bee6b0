//! Where the nodes of a picture stand: in columns, from those that begin to those that only answer, each as
//! near as it goes to those that it talks to (after Sugiyama, Tagawa and Toda). An edge that passes a column
//! has a lane in it, so that it runs behind nobody's box.

use super::{Graph, GraphEdge};

/// How often the columns are sorted anew.
const SWEEPS: usize = 16;

/// The columns, and how the edges go through them.
pub(super) struct Layout {
    /// What stands in each column, from top to bottom: nodes by their index, and lanes behind them.
    pub(super) columns: Vec<Vec<usize>>,
    /// The lanes of each edge, in its direction.
    pub(super) lanes: Vec<Vec<usize>>,
    /// How many nodes and lanes there are.
    pub(super) items: usize,
}

pub(super) fn layout(graph: &Graph) -> Layout {
    let ranks = ranks(graph);
    let mut columns: Vec<Vec<usize>> = vec![Vec::new(); ranks.iter().max().map_or(0, |m| m.saturating_add(1))];
    for (node, rank) in ranks.iter().enumerate() {
        if let Some(column) = columns.get_mut(*rank) {
            column.push(node);
        }
    }
    let mut items = graph.nodes.len();
    let mut lanes = Vec::new();
    let mut steps: Vec<(usize, usize)> = Vec::new();
    for edge in &graph.edges {
        let rank = |node: usize| ranks.get(node).copied().unwrap_or(0);
        let mut own = Vec::new();
        let mut last = edge.from;
        // What leads back, or to its own column, goes around, and has none.
        for column in columns.iter_mut().take(rank(edge.to)).skip(rank(edge.from).saturating_add(1)) {
            column.push(items);
            own.push(items);
            steps.push((last, items));
            last = items;
            items = items.saturating_add(1);
        }
        steps.push((last, edge.to));
        lanes.push(own);
    }
    for sweep in 0..SWEEPS {
        let forward = sweep % 2 == 0;
        let order: Vec<usize> = if forward { (0..columns.len()).collect() } else { (0..columns.len()).rev().collect() };
        for i in order {
            let place = places(&columns, items);
            if let Some(column) = columns.get_mut(i) {
                column.sort_by_key(|item| (middle(&steps, *item, &place, forward), *item));
            }
        }
    }
    Layout { columns, lanes, items }
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

/// How far from the middle of its column each item stands, in half places.
fn places(columns: &[Vec<usize>], items: usize) -> Vec<i64> {
    let mut out = vec![0_i64; items];
    for column in columns {
        let height = i64::try_from(column.len()).unwrap_or(0);
        for (i, item) in column.iter().enumerate() {
            if let Some(place) = out.get_mut(*item) {
                *place = i64::try_from(i).unwrap_or(0).saturating_mul(2).saturating_sub(height);
            }
        }
    }
    out
}

/// The middle of those that an item leads to, or that lead to it, in hundredths.
fn middle(steps: &[(usize, usize)], item: usize, place: &[i64], before: bool) -> i64 {
    let others: Vec<i64> = steps
        .iter()
        .filter_map(|(from, to)| match (before, *from == item, *to == item) {
            (true, _, true) => place.get(*from),
            (false, true, _) => place.get(*to),
            _ => None,
        })
        .copied()
        .collect();
    match i64::try_from(others.len()) {
        Ok(0) | Err(_) => place.get(item).copied().unwrap_or(0).saturating_mul(100),
        Ok(count) => others.iter().sum::<i64>().saturating_mul(100) / count,
    }
}
