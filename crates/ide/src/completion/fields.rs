//! Fields of Kubernetes' objects and of Compose, from the tables that check them.

use wharf_analysis::fields::{self, Field, ObjectId, Tables, Type, described};
use wharf_analysis::vocabulary::BlockKind;

use super::{Offer, Thing};
use crate::context::Around;
use crate::data::CompletionKind;

/// The fields that may stand where a cursor is: their table, and the object that has them.
pub(crate) fn objects(around: &Around<'_>) -> Vec<(&'static Tables, ObjectId)> {
    let of_app = around.fields_of == Some(BlockKind::App);
    let (tables, root, path) = match around.path.as_slice() {
        ["compose", path @ ..] => {
            let kind = fields::compose().kind("-", if of_app { "File" } else { "Service" });
            (fields::compose(), kind, path)
        }
        ["kubernetes", word, path @ ..] => {
            let found = fields::object_word(word);
            (fields::kubernetes(), found.and_then(|o| fields::kubernetes().kind(o.api_version, o.kind)), path)
        }
        ["resource", path @ ..] => {
            let found = around.resource.and_then(|(version, kind)| fields::kubernetes().kind(version, kind));
            (fields::kubernetes(), found, path)
        }
        _ => return Vec::new(),
    };
    let Some(root) = root else { return Vec::new() };
    if path.is_empty() {
        return vec![(tables, root.object)];
    }
    let types = tables.find(root.object, path).map(|f| f.types.as_slice()).unwrap_or_default();
    types.iter().flat_map(held).map(|id| (tables, id)).collect()
}

/// The field at the path of a cursor's block, with this name.
pub(crate) fn field(around: &Around<'_>, name: &str) -> Option<&'static Field> {
    objects(around).into_iter().find_map(|(tables, id)| tables.field(id, name))
}

fn held(ty: &Type) -> Vec<ObjectId> {
    match ty {
        Type::Object(id) => vec![*id],
        Type::List { of, .. } => of.iter().flat_map(held).collect(),
        _ => Vec::new(),
    }
}

impl Offer<'_, '_> {
    /// The fields that may stand at the cursor, and the objects of Kubernetes by their words.
    pub(super) fn fields(&mut self) {
        if self.around.path == ["kubernetes"] {
            for o in fields::OBJECTS {
                let thing =
                    Thing::new(o.word, CompletionKind::Field, 0).detail(format!("{} {}", o.api_version, o.kind));
                self.add(if self.cursor.more { thing } else { thing.snippet(format!("{} {{\n  $0\n}}", o.word)) });
            }
            return;
        }
        for (tables, id) in objects(self.around) {
            for f in tables.object(id).into_iter().flat_map(|o| &o.fields) {
                let nested = f.types.iter().any(|t| matches!(t, Type::Object(_) | Type::Map(_)));
                let text = match (nested, f.types.first()) {
                    (true, _) => format!("{} {{\n  $0\n}}", f.name),
                    (_, Some(Type::List { .. })) => format!("{} = [$0]", f.name),
                    (_, Some(Type::Text)) => format!("{} = \"$0\"", f.name),
                    _ => format!("{} = ", f.name),
                };
                let thing = Thing::new(f.name, CompletionKind::Field, u32::from(!f.required))
                    .detail(described(&f.types))
                    .doc(f.doc);
                self.add(if self.cursor.more { thing } else { thing.snippet(text) });
            }
        }
    }

    /// A key of a map: a field where the map is one of fields.
    pub(super) fn key(&mut self) {
        if self.around.kind == Some(BlockKind::Fields) {
            self.fields();
        }
    }
}
