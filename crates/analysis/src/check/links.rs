//! What the fields of Compose refer to.

use wharf_model::{App, At, Change, Fields, Node, OriginId, Patches};

use crate::checker::Checker;
use crate::errors::fields as errors;

/// Every network that a service or a job names is one of the app's.
pub(super) fn networks(c: &mut Checker<'_>, app: &App) {
    let declared: Vec<String> = names(&app.patches.compose).into_iter().map(|(n, _)| n).collect();
    let all = app.services().map(|s| &s.patches).chain(app.jobs().map(|j| &j.patches));
    for (name, origin) in all.flat_map(|p: &Patches| names(&p.compose)) {
        if name != "default" && !declared.contains(&name) {
            let span = app.origins.get(origin).map_or_else(|| c.origins.span(origin), |o| o.span);
            c.report(errors::unknown_network(&name, span, &declared));
        }
    }
}

/// What stands below `networks`: the keys of a block or a map, the texts of a list.
fn names(fields: &Fields) -> Vec<(String, OriginId)> {
    let key = |k: &At<String>| (k.value.clone(), k.origin);
    let of_node = |n: &At<Node>| match &n.value {
        Node::List(items) => items
            .iter()
            .filter_map(|i| match &i.value {
                Node::Text(t) => t.as_literal().map(|t| (t.to_owned(), i.origin)),
                Node::Bool(_)
                | Node::Int(_)
                | Node::Float(_)
                | Node::Bytes(_)
                | Node::Cpu(_)
                | Node::Duration(_)
                | Node::List(_)
                | Node::Map(_) => None,
            })
            .collect(),
        Node::Map(entries) => entries.iter().map(|(k, _)| key(k)).collect(),
        Node::Bool(_)
        | Node::Int(_)
        | Node::Float(_)
        | Node::Text(_)
        | Node::Bytes(_)
        | Node::Cpu(_)
        | Node::Duration(_) => Vec::new(),
    };
    let networks = fields.iter().filter(|p| p.key.value == "networks");
    networks
        .flat_map(|p| match &p.change {
            Change::Merge(inner) => inner.iter().map(|f| key(&f.key)).collect(),
            Change::MergeItems { items, .. } => items.iter().map(|(k, _)| key(k)).collect(),
            Change::Set(node) => of_node(node),
        })
        .collect()
}
