//! Lines lead back to where they came from.

use proptest::prelude::{Strategy, any, prop, prop_assert_eq, prop_oneof};
use proptest::proptest;
use serde::Serialize;
use serde_json::{Value, json};

use super::super::{Cursor, Document, LineOrigin, Record, Trie, Writer, write};

/// The text with each line's origin in front, `.` where there is none.
fn annotated(document: &Document<u32>) -> String {
    let lines = document.text.lines().zip(0..);
    lines
        .map(|(line, number)| {
            let origin = document.origin_at(number).map(|origin| origin.to_string());
            format!("{} {line}\n", origin.as_deref().unwrap_or("."))
        })
        .collect()
}

#[test]
fn a_parent_s_origin_comes_back_after_its_child() {
    let value = json!({
        "kind": "Pod",
        "spec": {
            "containers": [
                {"image": "api", "name": "api", "script": "a\nb\n"},
                {"args": ["x", "y"], "name": "web"},
            ],
            "restartPolicy": "Always",
        },
        "status": {},
    });
    let marks = Trie::default();
    let spec = marks.root().key("spec").set(1);
    let containers = spec.key("containers");
    let api = containers.index(0).set(2);
    api.key("script").set(3);
    containers.index(1).key("args").index(1).set(4);
    spec.key("missing").key("deeper").set(5);

    let document = write(&value, &marks).unwrap();
    let expected = "\
. kind: Pod
1 spec:
1   containers:
2     - image: api
2       name: api
3       script: |
3         a
3         b
1     - args:
1         - x
4         - \"y\"
1       name: web
1   restartPolicy: Always
. status: {}
";
    assert_eq!(annotated(&document), expected);
    let changes = document.lines.iter().map(|entry| (entry.line, entry.origin));
    assert_eq!(
        changes.collect::<Vec<_>>(),
        [(1, Some(1)), (3, Some(2)), (5, Some(3)), (8, Some(1)), (10, Some(4)), (11, Some(1)), (13, None),],
    );
    assert_eq!(document.origin_at(u32::MAX), None);
}

#[test]
fn a_line_belongs_to_the_innermost_path_that_it_opens() {
    let marks = Trie::default();
    let outer = marks.root().set(1).index(0).set(2).index(0).set(3);
    outer.key("a").set(4);
    let document = write(&json!([[{"a": 1, "b": 2}, 3], 4]), &marks).unwrap();
    assert_eq!(annotated(&document), "4 - - a: 1\n3     b: 2\n2   - 3\n1 - 4\n");
}

#[test]
fn a_later_mark_overrides_and_equal_neighbours_merge() {
    let marks = Trie::default();
    marks.root().key("a").set(9).set(1);
    marks.root().key("b").set(1);
    let document = write(&json!({"a": 1, "b": 2}), &marks).unwrap();
    let whole = LineOrigin { line: 0, origin: Some(1) };
    assert_eq!(document.lines, [whole]);
}

#[test]
fn a_place_can_be_visited_again() {
    let marks = Trie::default();
    let root = marks.root();
    root.key("a").index(0).set(1);
    root.key("a").index(0).key("b").set(2);
    root.key("a").index(1).set(3);
    let document = write(&json!({"a": [{"a": 1, "b": 2}, 3]}), &marks).unwrap();
    assert_eq!(annotated(&document), ". a:\n1   - a: 1\n2     b: 2\n3   - 3\n");
}

#[test]
fn each_document_has_its_own_marks() {
    let (first, second) = (Trie::default(), Trie::default());
    first.root().set(1).key("a").set(2);
    second.root().key("a").set(3);
    let mut file = Writer::new();
    file.document(&json!({"a": 1}), &first).unwrap();
    file.document(&json!({"a": 1, "b": 1}), &first).unwrap();
    file.document(&json!({"a": 1, "b": 1}), &second).unwrap();
    file.document(&json!(1), &()).unwrap();
    assert_eq!(annotated(&file.finish()), "2 a: 1\n1 ---\n2 a: 1\n1 b: 1\n. ---\n3 a: 1\n. b: 1\n. ---\n. 1\n",);
}

#[test]
fn a_refused_document_takes_its_origins_along() {
    let marks = Trie::default();
    marks.root().set(1).index(0).set(2);
    let mut file = Writer::new();
    file.document(&1, &()).unwrap();
    file.document(&json!([0, 0]), &marks).unwrap();
    let before = file.output.checkpoint();
    let nested = (0..1000).fold(json!(1), |inner, _| json!([inner]));
    file.document(&nested, &marks).unwrap_err();
    assert_eq!(file.output.checkpoint(), before);
}

#[derive(Serialize)]
enum Variant {
    Pair(u8, u8),
    Struct { field: u8 },
    Whole(u8),
}

#[test]
fn a_variant_is_a_key() {
    let marks = Trie::default();
    marks.root().index(0).key("Pair").index(1).set(1);
    marks.root().index(1).key("Struct").key("field").set(2);
    marks.root().index(2).key("Whole").set(3);
    let variants = [Variant::Pair(1, 2), Variant::Struct { field: 1 }, Variant::Whole(1)];
    assert_eq!(
        annotated(&write(&variants, &marks).unwrap()),
        ". - Pair:\n.     - 1\n1     - 2\n. - Struct:\n2     field: 1\n3 - Whole: 1\n",
    );
}

#[test]
fn numbers_and_long_strings_are_keys_too() {
    let long = "k".repeat(200);
    let marks = Trie::default();
    marks.root().index(0).key("80").set(1);
    marks.root().index(1).key(&long).set(2).index(0).set(3);
    let value = (std::collections::BTreeMap::from([(80, 1)]), std::collections::BTreeMap::from([(&long, [1])]));
    let document = write(&value, &marks).unwrap();
    assert_eq!(annotated(&document), format!("1 - 80: 1\n2 - ? {long}\n2   :\n3     - 1\n"));
}

/// A tree, and at each node whether it is marked.
#[derive(Clone, Debug)]
struct Marked {
    marked: bool,
    content: Content,
}

#[derive(Clone, Debug)]
enum Content {
    Leaf { lines: usize },
    List(Vec<Marked>),
    Map(Vec<Marked>),
}

fn marked() -> impl Strategy<Value = Marked> {
    let leaf =
        (any::<bool>(), 1..4_usize).prop_map(|(marked, lines)| Marked { marked, content: Content::Leaf { lines } });
    leaf.prop_recursive(5, 40, 4, |inner| {
        let children = prop::collection::vec(inner, 1..4);
        let content = prop_oneof![children.clone().prop_map(Content::List), children.prop_map(Content::Map),];
        (any::<bool>(), content).prop_map(|(marked, content)| Marked { marked, content })
    })
}

/// Builds the value, marks the trie, and collects what the lines of each leaf must say.
///
/// A leaf is a string that holds nothing but its number, once on each of its lines.
struct Builder {
    origins: u32,
    leaves: Vec<Option<u32>>,
}

impl Builder {
    fn build(&mut self, tree: &Marked, at: impl Cursor<u32>, around: Option<u32>) -> Value {
        let mut origin = around;
        if tree.marked {
            self.origins += 1;
            origin = Some(self.origins);
            at.set(self.origins);
        }
        match &tree.content {
            Content::Leaf { lines } => {
                let line = format!("leaf {} leaf", self.leaves.len());
                self.leaves.push(origin);
                Value::from(vec![line; *lines].join("\n"))
            }
            Content::List(children) => {
                let items = children.iter().enumerate();
                items.map(|(index, child)| self.build(child, at.index(index), origin)).collect()
            }
            Content::Map(children) => {
                let fields = children.iter().enumerate();
                let fields = fields.map(|(index, child)| {
                    let key = format!("k{index}");
                    let value = self.build(child, at.key(&key), origin);
                    (key, value)
                });
                Value::Object(fields.collect())
            }
        }
    }
}

proptest! {
    #[test]
    fn leaves_have_the_origin_of_the_innermost_mark(tree in marked()) {
        let marks = Trie::default();
        let mut builder = Builder { origins: 0, leaves: Vec::new() };
        let value = builder.build(&tree, marks.root(), None);
        let document = write(&value, &marks).unwrap();
        for (line, number) in document.text.lines().zip(0..) {
            if let Some(leaf) = line.split(" leaf").next().and_then(|line| line.split("leaf ").nth(1)) {
                let leaf: usize = leaf.parse().unwrap();
                prop_assert_eq!(document.origin_at(number), builder.leaves[leaf], "{}", document.text);
            }
        }
        prop_assert_eq!(
            document.lines.is_sorted_by(|a, b| a.line < b.line && a.origin != b.origin),
            true,
        );
        prop_assert_eq!(document.text, super::text(&value).unwrap());
    }
}
