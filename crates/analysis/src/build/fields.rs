//! Fields and their values, checked against what the object has.

use wharf_diagnostics::Span;
use wharf_model::{At, Bytes, Change, Cpu, Duration, Fields, KubernetesVersion, Node, Part, Patch, Percent, Text};

use crate::checker::Checker;
use crate::errors::fields as errors;
use crate::fields::{self, Field, OF_COMPOSE_FILE, OF_COMPOSE_SERVICE, ObjectId, Protected, Tables, Type, described};
use crate::matching::{Body, Matched};
use crate::texts::printed;
use crate::value::{Ref, Val, Value};
use crate::vocabulary::BlockKind;

/// Whose fields are read, and how far in.
pub(super) struct Walk {
    tables: &'static Tables,
    /// The chosen version, in Kubernetes' objects.
    version: Option<KubernetesVersion>,
    /// What cannot be set.
    kept: Vec<&'static Protected>,
    /// The object that the path begins at, where it is known.
    pub(super) root: Option<ObjectId>,
    /// How messages call it.
    title: String,
    /// Nothing is there beside what is said, so that what must be there must be said.
    complete: bool,
    path: Vec<String>,
}

impl Walk {
    pub(super) fn of_object(api_version: &str, kind: &str, title: &str, own: bool, version: KubernetesVersion) -> Self {
        let tables = fields::kubernetes();
        Self {
            tables,
            version: Some(version),
            kept: fields::protected(api_version, kind, own).collect(),
            root: tables.kind(api_version, kind).map(|k| k.object),
            title: title.to_owned(),
            complete: !own,
            path: Vec::new(),
        }
    }

    pub(super) fn of_compose(kind: &str) -> Self {
        let tables = fields::compose();
        Self {
            tables,
            version: None,
            kept: if kind == "File" { OF_COMPOSE_FILE } else { OF_COMPOSE_SERVICE }.iter().collect(),
            root: tables.kind("-", kind).map(|k| k.object),
            title: String::from(if kind == "File" { "a Compose file" } else { "a Compose service" }),
            complete: false,
            path: Vec::new(),
        }
    }

    pub(super) fn types(&self) -> Vec<Type> {
        vec![self.root.map_or(Type::Any, Type::Object)]
    }

    fn shown(&self) -> String {
        self.path.join(".")
    }

    /// How a message calls what has the field that the path ends with.
    fn owner(&self, id: ObjectId) -> String {
        let name = self.tables.object(id).map_or("", |o| o.name);
        let inner = self.path.split_last().map(|(_, before)| before.join(".")).unwrap_or_default();
        match (self.version, inner.is_empty()) {
            (_, true) => self.title.clone(),
            (Some(_), false) => format!("{} {name}", article(name)),
            (None, false) => format!("`{inner}` of {}", self.title),
        }
    }

    fn has(&self, field: &Field) -> bool {
        self.version.is_none_or(|v| field.versions.has(v))
    }
}

pub(super) fn article(name: &str) -> &'static str {
    if name.starts_with(['A', 'E', 'I', 'O']) { "an" } else { "a" }
}

/// The fields of one block. `types` is what it may be; `span` is where it is named.
pub(super) fn fields<'t>(
    c: &mut Checker<'t>,
    body: &Body<'t>,
    walk: &mut Walk,
    types: &[Type],
    span: Span,
) -> Option<Fields> {
    let mut good = body.is_whole();
    let mut out = Vec::new();
    for m in &body.words {
        // Its value is absent, and so is the field.
        if m.value.is_none() && m.pieces.is_empty() && m.said.value.is_some() {
            continue;
        }
        let Some(key) = c.head_key(m, "the name of a field") else {
            good = false;
            continue;
        };
        walk.path.push(key.value.clone());
        match field(c, m, walk, types) {
            Some(change) => out.push(Patch { key, change }),
            None => good = false,
        }
        walk.path.pop();
    }
    let named: Vec<&str> = out.iter().map(|p| p.key.value.as_str()).collect();
    good &= !(good && walk.complete && misses(c, walk, types, &named, span));
    out.sort_by(|a, b| a.key.cmp(&b.key));
    good.then_some(out)
}

/// Whether something that must be there is not; reported.
fn misses(c: &mut Checker<'_>, walk: &Walk, types: &[Type], named: &[&str], span: Span) -> bool {
    let [Type::Object(id)] = types else { return false };
    let Some(object) = walk.tables.object(*id) else { return false };
    // Those of the outermost object are written by Wharf.
    let written = |f: &Field| walk.path.is_empty() && matches!(f.name, "apiVersion" | "kind" | "metadata");
    let missing = object.fields.iter().find(|f| f.required && walk.has(f) && !written(f) && !named.contains(&f.name));
    let Some(missing) = missing else { return false };
    let owner = if walk.path.is_empty() { walk.title.clone() } else { format!("`{}`", walk.shown()) };
    c.report(errors::required_field(&owner, missing.name, missing.doc, span));
    true
}

/// One statement of a block of fields; the path ends with its name.
fn field<'t>(c: &mut Checker<'t>, m: &Matched<'t>, walk: &mut Walk, types: &[Type]) -> Option<Change> {
    let span = m.head();
    let name = walk.path.last().cloned().unwrap_or_default();
    kept(c, walk, m.value.is_some(), span)?;
    let (types, doc) = member(c, walk, types, span)?;
    match (m.value, (!m.pieces.is_empty()).then_some(())) {
        (Some(_), Some(_)) => c.fail(errors::value_and_block(&name, span)),
        (None, None) => c.fail(errors::nothing_said(&name, span)),
        (Some(filled), None) => {
            let val = c.filled(filled)?;
            node(c, walk, &val, &types, doc).map(Change::Set)
        }
        (None, Some(_)) => {
            let maps: Vec<Type> =
                types.iter().filter(|t| matches!(t, Type::Object(_) | Type::Map(_) | Type::Any)).cloned().collect();
            if !maps.is_empty() {
                let inside = c.body(BlockKind::Fields, m);
                return fields(c, &inside, walk, &maps, span).map(Change::Merge);
            }
            if let [Type::List { of, by: Some(by) }] = types.as_slice() {
                return items(c, m, walk, of, by);
            }
            let list = types.iter().any(|t| matches!(t, Type::List { .. }));
            c.fail(errors::no_map(&walk.shown(), &described(&types), list, span))
        }
    }
}

/// `containers { api { … } }`: the items of a list that are known by a field.
fn items<'t>(c: &mut Checker<'t>, m: &Matched<'t>, walk: &mut Walk, of: &[Type], by: &str) -> Option<Change> {
    let inside = c.body(BlockKind::Fields, m);
    let mut good = inside.is_whole();
    let mut items = Vec::new();
    for entry in &inside.words {
        let Some(key) = c.head_key(entry, "the item of a list") else {
            good = false;
            continue;
        };
        if entry.pieces.is_empty() || entry.value.is_some() {
            c.report(errors::object_without_block(&key.value, entry.head()));
            good = false;
            continue;
        }
        let block = c.body(BlockKind::Fields, entry);
        // It may be there already.
        let complete = std::mem::replace(&mut walk.complete, false);
        walk.path.push(key.value.clone());
        let found = fields(c, &block, walk, of, entry.head());
        walk.path.pop();
        walk.complete = complete;
        match found {
            Some(found) => items.push((key, found)),
            None => good = false,
        }
    }
    items.sort_by(|a, b| a.0.cmp(&b.0));
    good.then(|| Change::MergeItems { by: by.to_owned(), items })
}

/// Reports a field that Wharf keeps to itself, or one that would be replaced with such a field in it.
fn kept(c: &mut Checker<'_>, walk: &Walk, replaced: bool, span: Span) -> Option<()> {
    for kept in &walk.kept {
        let inside = kept.path.len() >= walk.path.len() && kept.path.iter().zip(&walk.path).all(|(a, b)| a == b);
        let exact = inside && kept.path.len() == walk.path.len();
        if exact && matches!(kept.path, ["data" | "stringData"]) {
            return c.fail(errors::written_secret(&walk.shown(), span));
        }
        if exact {
            return c.fail(errors::not_settable(&walk.shown(), kept, span));
        }
        // An object that is written out has no more than what is said.
        if inside && replaced && !walk.complete {
            let name = walk.path.last().map_or("", String::as_str);
            return c.fail(errors::replaces_kept(&walk.shown(), name, kept, span));
        }
    }
    Some(())
}

/// What the field at the end of the path may be, and its documentation.
fn member(c: &mut Checker<'_>, walk: &Walk, types: &[Type], span: Span) -> Option<(Vec<Type>, &'static str)> {
    let name = walk.path.last().map_or("", String::as_str);
    let mut out: Vec<Type> = Vec::new();
    let mut doc = "";
    let mut elsewhen: Option<(ObjectId, &'static Field)> = None;
    for t in types {
        match t {
            Type::Map(inner) => out.extend(inner.iter().cloned()),
            Type::Object(_) if walk.version.is_none() && name.starts_with("x-") => out.push(Type::Any),
            Type::Object(id) => match walk.tables.field(*id, name) {
                Some(field) if walk.has(field) => {
                    out.extend(field.types.iter().cloned());
                    doc = field.doc;
                }
                Some(field) => elsewhen = Some((*id, field)),
                None => {}
            },
            _ => out.push(Type::Any),
        }
    }
    if !out.is_empty() {
        return Some((out, doc));
    }
    let id = types.iter().find_map(|t| if let Type::Object(id) = t { Some(*id) } else { None })?;
    let owner = walk.owner(id);
    if let (Some((_, field)), Some(version)) = (elsewhen, walk.version) {
        let what = format!("the field `{name}` of {owner}");
        return c.fail(errors::not_in_version(&what, field.versions, version, span));
    }
    let object = walk.tables.object(id)?;
    let known: Vec<&str> = object.fields.iter().filter(|f| walk.has(f)).map(|f| f.name).collect();
    let below = walk.version.and_then(|v| walk.tables.below(id, name, v));
    c.fail(errors::unknown_field(&owner, name, span, &known, below.as_deref()))
}

/// A value as one of the types of the field at the path.
fn node(c: &mut Checker<'_>, walk: &mut Walk, val: &Val, types: &[Type], doc: &str) -> Option<At<Node>> {
    let is = |wanted: &[Type]| types.iter().any(|t| *t == Type::Any || wanted.contains(t));
    let node = match &val.value {
        Value::Text(text) => text_node(c, walk, val, text, types, doc)?,
        Value::Ref(Ref::Port(_)) => {
            let text = printed(&val.value)?;
            text_node(c, walk, val, &text, types, doc)?
        }
        Value::Int(n) if is(&[Type::Int, Type::Number, Type::IntOrText, Type::Quantity]) => Node::Int(*n),
        Value::Float(f) if is(&[Type::Number, Type::Quantity]) => Node::Float(*f),
        Value::Bool(b) if is(&[Type::Bool]) => Node::Bool(*b),
        Value::Bytes(n) if is(&[Type::Quantity, Type::Memory]) => Node::Bytes(Bytes(*n)),
        Value::Cpu(n) if is(&[Type::Quantity, Type::Cores]) => Node::Cpu(Cpu(*n)),
        Value::Duration(n) if is(&[Type::Duration]) => Node::Duration(Duration(*n)),
        Value::Percent(n) if is(&[Type::IntOrText]) => Node::Text(Text::literal(Percent(*n).to_string())),
        Value::List(items) => {
            let of = types.iter().find_map(|t| match t {
                Type::List { of, .. } => Some(of.clone()),
                Type::Any => Some(vec![Type::Any]),
                _ => None,
            });
            let Some(of) = of else { return mismatch(c, walk, val, types, doc) };
            let all: Vec<_> = items.iter().map(|i| node(c, walk, i, &of, "")).collect();
            Node::List(all.into_iter().collect::<Option<_>>()?)
        }
        Value::Map(entries) => {
            let maps: Vec<Type> =
                types.iter().filter(|t| matches!(t, Type::Object(_) | Type::Map(_) | Type::Any)).cloned().collect();
            if maps.is_empty() {
                return mismatch(c, walk, val, types, doc);
            }
            map_node(c, walk, entries, &maps, val.span)?
        }
        _ => return mismatch(c, walk, val, types, doc),
    };
    let origin = c.origin_of(val);
    Some(At::new(node, origin))
}

fn mismatch<T>(c: &mut Checker<'_>, walk: &Walk, val: &Val, types: &[Type], doc: &str) -> Option<T> {
    let source = c.source(val.span);
    c.fail(errors::mismatch(&walk.shown(), &described(types), val, source, doc))
}

fn map_node(
    c: &mut Checker<'_>,
    walk: &mut Walk,
    entries: &[(String, Span, Val)],
    types: &[Type],
    span: Span,
) -> Option<Node> {
    let mut out = Vec::new();
    let mut good = true;
    for (key, at, val) in entries {
        walk.path.push(key.clone());
        let found = kept(c, walk, false, *at).and_then(|()| member(c, walk, types, *at));
        match found.and_then(|(types, doc)| node(c, walk, val, &types, doc)) {
            Some(node) => {
                let key = c.at(key.clone(), *at);
                out.push((key, node));
            }
            None => good = false,
        }
        walk.path.pop();
    }
    let named: Vec<&str> = entries.iter().map(|(k, _, _)| k.as_str()).collect();
    good &= !(good && misses(c, walk, types, &named, span));
    out.sort_by(|a, b| a.0.cmp(&b.0));
    good.then_some(Node::Map(out))
}

fn text_node(c: &mut Checker<'_>, walk: &Walk, val: &Val, text: &Text, types: &[Type], doc: &str) -> Option<Node> {
    let path = walk.shown();
    let known = |p: &Part| matches!(p, Part::Literal(_) | Part::Host(_) | Part::Port(_));
    if !text.parts().iter().all(known) {
        // It is no literal, which is said on the part that makes it none.
        return c.literal(val, &format!("the field `{path}`")).map(|_| Node::Text(text.clone()));
    }
    let mut fits = false;
    for t in types {
        match (t, text.as_literal()) {
            (Type::Words(words), Some(given)) if words.contains(&given) => fits = true,
            (Type::Quantity, Some(given)) if is_quantity(given) => fits = true,
            (
                Type::Any
                | Type::Text
                | Type::Base64
                | Type::Time
                | Type::IntOrText
                | Type::Memory
                | Type::Cores
                | Type::Duration,
                _,
            ) => fits = true,
            _ => {}
        }
    }
    if fits {
        return Some(Node::Text(text.clone()));
    }
    let span = val.via.unwrap_or(val.span);
    match (types.iter().find(|t| matches!(t, Type::Quantity | Type::Words(_))), text.as_literal()) {
        (Some(Type::Words(words)), Some(given)) => c.fail(errors::not_a_word(&path, given, words, span)),
        (Some(Type::Quantity), Some(_)) => c.fail(errors::bad_quantity(&path, span)),
        _ => mismatch(c, walk, val, types, doc),
    }
}

/// Whether Kubernetes reads the text as a quantity (`resource.Quantity`: a decimal with a suffix of
/// ten, of two, or an exponent).
fn is_quantity(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let end = unsigned.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(unsigned.len());
    let Some((number, suffix)) = unsigned.split_at_checked(end) else { return false };
    let decimal = number.bytes().any(|b| b.is_ascii_digit()) && number.matches('.').count() <= 1;
    let suffixes = ["", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    let exponent = suffix.strip_prefix(['e', 'E']).map(|e| e.strip_prefix(['+', '-']).unwrap_or(e));
    let exponent = exponent.is_some_and(|e| !e.is_empty() && e.bytes().all(|b| b.is_ascii_digit()));
    decimal && (suffixes.contains(&suffix) || exponent)
}

#[cfg(test)]
mod tests {
    use super::is_quantity;

    #[test]
    fn quantities_are_those_of_kubernetes() {
        for good in ["1", "1.5", "500m", "2Gi", "1e3", "1E-3", "-1", "100k", ".5"] {
            assert!(is_quantity(good), "{good}");
        }
        for bad in ["", "Gi", "1 Gi", "1GB", "1.2.3", "1e", "1K", "ten"] {
            assert!(!is_quantity(bad), "{bad}");
        }
    }
}
