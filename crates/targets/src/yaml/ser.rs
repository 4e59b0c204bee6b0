//! From serde's data model to block style.

use serde::Serialize;
use serde::ser::Serializer;

use super::block::Block;
use super::error::Error;
use super::output::Output;
use super::position::{Before, Position};
use super::scalar;

/// How deep values may nest, counting each `Option` and newtype too. Far more than any
/// manifest has, and far less than what fills a stack.
pub(super) const MAX_DEPTH: usize = 256;

/// Writes one value, and ends its last line.
pub(super) struct Node<'w, 't, O> {
    pub(super) output: &'w mut Output<O>,
    pub(super) position: Position<'t, O>,
    pub(super) before: Before,
}

impl<'w, 't, O: Copy + Eq> Node<'w, 't, O> {
    pub(super) fn root(output: &'w mut Output<O>, position: Position<'t, O>) -> Self {
        Self { output, position, before: Before::Nothing }
    }

    /// One level further in without a line of its own.
    fn wrapped(mut self) -> Result<Self, Error> {
        self.position.depth += 1;
        self.within_depth()
    }

    fn within_depth(self) -> Result<Self, Error> {
        if self.position.depth > MAX_DEPTH {
            return Err(Error::Depth(MAX_DEPTH));
        }
        Ok(self)
    }

    fn space(&mut self) {
        if self.before != Before::Nothing {
            self.output.text.push(' ');
        }
    }

    pub(super) fn literal(mut self, text: &str) -> Result<(), Error> {
        self.space();
        self.output.text.push_str(text);
        self.output.newline();
        Ok(())
    }

    fn display(mut self, value: impl std::fmt::Display) -> Result<(), Error> {
        self.space();
        self.output.display(value);
        self.output.newline();
        Ok(())
    }

    fn float(mut self, value: f64, shortest: &str) -> Result<(), Error> {
        self.space();
        scalar::float(self.output, value, shortest);
        self.output.newline();
        Ok(())
    }

    fn block(self, empty: &'static str) -> Result<Block<'w, 't, O>, Error> {
        Ok(Block::new(self.within_depth()?, empty))
    }

    /// The only value of a map with this one key, as enum variants are written.
    fn variant(self, variant: &'static str) -> Result<Self, Error> {
        self.block("{}")?.only(variant)
    }
}

macro_rules! written_by_display {
    ($($method:ident: $type:ty,)*) => {
        $(fn $method(self, value: $type) -> Result<(), Error> {
            self.display(value)
        })*
    };
}

impl<'w, 't, O: Copy + Eq> Serializer for Node<'w, 't, O> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Block<'w, 't, O>;
    type SerializeTuple = Block<'w, 't, O>;
    type SerializeTupleStruct = Block<'w, 't, O>;
    type SerializeTupleVariant = Block<'w, 't, O>;
    type SerializeMap = Block<'w, 't, O>;
    type SerializeStruct = Block<'w, 't, O>;
    type SerializeStructVariant = Block<'w, 't, O>;

    written_by_display! {
        serialize_bool: bool,
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i64: i64,
        serialize_u8: u8,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64,
    }

    fn serialize_f32(self, value: f32) -> Result<(), Error> {
        self.float(value.into(), &format!("{value:?}"))
    }

    fn serialize_f64(self, value: f64) -> Result<(), Error> {
        self.float(value, &format!("{value:?}"))
    }

    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(mut self, value: &str) -> Result<(), Error> {
        self.space();
        let indent = (self.before != Before::Nothing).then_some(self.position.indent);
        scalar::string(self.output, value, indent);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Error> {
        Err(Error::Bytes)
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self.wrapped()?)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.literal("null")
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Error> {
        value.serialize(self.wrapped()?)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self.variant(variant)?)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, Error> {
        self.block("[]")
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Error> {
        self.block("[]")
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Error> {
        self.block("[]")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Error> {
        self.variant(variant)?.block("[]")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Error> {
        self.block("{}")
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct, Error> {
        self.block("{}")
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Error> {
        self.variant(variant)?.block("{}")
    }
}
