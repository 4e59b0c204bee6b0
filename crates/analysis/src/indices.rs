//! What stands in brackets behind a value: an item of a list, an entry of a map, a computed name.

use std::rc::Rc;

use wharf_diagnostics::Span;
use wharf_model::Name;
use wharf_syntax::tree::Word;

use crate::checker::Checker;
use crate::errors::{names, values};
use crate::refs::part_of;
use crate::scope::Declared;
use crate::types::{Kind, Type};
use crate::value::{Ref, Space, Val, Value};

impl Checker<'_> {
    pub(crate) fn index(&mut self, base: &Val, index: &Val, span: Span) -> Option<Val> {
        match (&base.value, &index.value) {
            (Value::Opaque(Type::List(t) | Type::Map(t)), _) => Some(Val::new(Value::Opaque((**t).clone()), span)),
            (Value::Opaque(Type::Any), _) | (Value::List(_) | Value::Map(_), Value::Opaque(_)) => {
                Some(Val::new(Value::Opaque(Type::Any), span))
            }
            (Value::List(items), Value::Int(n)) => match usize::try_from(*n).ok().and_then(|i| items.get(i)) {
                Some(v) => Some(part_of(base, v, span)),
                None => self.fail(values::no_such_item(*n, items.len(), index.span)),
            },
            (Value::Map(entries), Value::Text(_)) => {
                let key = self.literal(index, "the key")?.value;
                let key = key.as_str();
                match entries.iter().find(|(k, _, _)| k == key) {
                    Some((_, _, v)) => Some(part_of(base, v, span)),
                    None => self.fail(names::unknown_inside(
                        "the map",
                        "key",
                        key,
                        index.span,
                        entries.iter().map(|e| e.0.as_str()),
                        None,
                    )),
                }
            }
            (Value::Ref(Ref::Space(Space::Services)), Value::Text(_)) => {
                let key = self.literal(index, "the name of a service")?;
                let kind = self.scope.names.get(&key.value).map(|e| e.kind);
                match (kind, Name::new(&key.value)) {
                    (Some(Declared::Service), Ok(name)) => Some(Val::new(Value::Ref(Ref::Service(name)), span)),
                    _ if self.may_be_unfolded(&key.value) => {
                        Some(Val::new(Value::Opaque(Type::Ref(Kind::Service)), span))
                    }
                    _ => {
                        let scope = Rc::clone(&self.scope);
                        let known = scope.of_kind(&[Declared::Service]);
                        self.fail(names::unknown("service", &key.value, index.via.unwrap_or(index.span), known))
                    }
                }
            }
            (Value::Ref(Ref::Space(space)), Value::Text(_)) if *space != Space::Pod => {
                let key = self.literal(index, "the name")?;
                let word = Word { text: key.value, span: index.via.unwrap_or(index.span) };
                self.field(base.clone(), &word, span)
            }
            (Value::Ref(Ref::Space(_)), Value::Opaque(_)) => Some(Val::new(Value::Opaque(Type::Any), span)),
            (Value::Ref(Ref::Config(c)), Value::Text(_)) => {
                let key = self.literal(index, "the key")?.value;
                self.config_key(c, &key, index.span, span)
            }
            _ => self.fail(values::not_indexable(base, index)),
        }
    }
}
