//! Block sequences and mappings, entry by entry.

use serde::Serialize;
use serde::ser;

use super::error::Error;
use super::key::{self, Key};
use super::position::{Before, Position};
use super::ser::Node;

/// A block sequence or mapping being written (YAML 1.2 §8.2).
pub(super) struct Block<'w, 't, O> {
    node: Node<'w, 't, O>,
    /// What is written when no entry comes.
    empty: &'static str,
    entries: usize,
    /// In a map: the position of the value whose key has been written.
    value: Option<Position<'t, O>>,
}

impl<'w, 't, O: Copy + Eq> Block<'w, 't, O> {
    pub(super) fn new(node: Node<'w, 't, O>, empty: &'static str) -> Self {
        Self { node, empty, entries: 0, value: None }
    }

    /// Writes a key, and hands over the place of its value. No other entry follows.
    pub(super) fn only(mut self, key: &'static str) -> Result<Node<'w, 't, O>, Error> {
        let position = self.key(key)?;
        Ok(Node { output: self.node.output, position, before: Before::Colon })
    }

    /// Goes to where the next entry's dash or key stands.
    fn entry(&mut self) {
        let Node { output, position, before } = &mut self.node;
        match (self.entries, before) {
            (0, Before::Nothing) => {}
            // §8.2.1, §8.2.2: the compact form, where a collection begins beside a dash.
            (0, Before::Dash) => output.text.push(' '),
            (0, Before::Colon) => {
                output.newline();
                output.indent(position.indent);
            }
            _ => output.indent(position.indent),
        }
        self.entries += 1;
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        let index = self.entries;
        self.entry();
        let Node { output, position, .. } = &mut self.node;
        let child = position.child(position.mark.and_then(|at| at.find_index(index)));
        output.note(child.origin);
        output.text.push('-');
        value.serialize(Node { output, position: child, before: Before::Dash })
    }

    /// Writes a key and its colon, and returns the position of its value.
    fn key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<Position<'t, O>, Error> {
        self.entry();
        let Node { output, position, .. } = &mut self.node;
        let start = output.text.len();
        let mark = key.serialize(Key::new(output, position.mark))?;
        let child = position.child(mark);
        output.note(child.origin);
        if output.text.len() - start > key::MAX_IMPLICIT {
            // §8.2.2: the explicit form of an entry, `? key` above `: value`.
            output.text.insert_str(start, "? ");
            output.newline();
            output.indent(position.indent);
        }
        output.text.push(':');
        Ok(child)
    }

    fn value<T: Serialize + ?Sized>(&mut self, position: Position<'t, O>, value: &T) -> Result<(), Error> {
        value.serialize(Node { output: &mut *self.node.output, position, before: Before::Colon })
    }

    fn field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        let position = self.key(key)?;
        self.value(position, value)
    }

    fn finish(self) -> Result<(), Error> {
        if self.entries == 0 {
            self.node.literal(self.empty)?;
        }
        Ok(())
    }
}

macro_rules! writes_items {
    ($($trait:ident::$method:ident,)*) => {
        $(impl<O: Copy + Eq> ser::$trait for Block<'_, '_, O> {
            type Ok = ();
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                self.item(value)
            }

            fn end(self) -> Result<(), Error> {
                self.finish()
            }
        })*
    };
}

writes_items! {
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field,
}

macro_rules! writes_fields {
    ($($trait:ident,)*) => {
        $(impl<O: Copy + Eq> ser::$trait for Block<'_, '_, O> {
            type Ok = ();
            type Error = Error;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                key: &'static str,
                value: &T,
            ) -> Result<(), Error> {
                self.field(key, value)
            }

            fn end(self) -> Result<(), Error> {
                self.finish()
            }
        })*
    };
}

writes_fields! {
    SerializeStruct,
    SerializeStructVariant,
}

impl<O: Copy + Eq> ser::SerializeMap for Block<'_, '_, O> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.value = Some(self.key(key)?);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        let position = self.value.take().ok_or(Error::ValueBeforeKey)?;
        self.value(position, value)
    }

    fn end(self) -> Result<(), Error> {
        self.finish()
    }
}
