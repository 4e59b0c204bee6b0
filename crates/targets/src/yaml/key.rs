//! Map keys: scalars on one line.

use serde::Serialize;
use serde::ser::{Impossible, Serializer};

use super::error::Error;
use super::marks::At;
use super::output::Output;
use super::scalar::{self, Style};

/// The most bytes of a key's written form that are followed by its colon. Readers look for
/// the colon within 1024 characters (YAML 1.2 §7.4.2); libyaml and all that grew from it
/// write longer keys than this one in the explicit form, so that is what tools have met.
pub(super) const MAX_IMPLICIT: usize = 128;

/// Writes a key, and finds the mark of its value.
pub(super) struct Key<'w, 't, O> {
    output: &'w mut Output<O>,
    /// The mark of the map.
    mark: Option<At<'t, O>>,
}

impl<'w, 't, O: Copy + Eq> Key<'w, 't, O> {
    pub(super) fn new(output: &'w mut Output<O>, mark: Option<At<'t, O>>) -> Self {
        Self { output, mark }
    }

    fn number(self, value: impl std::fmt::Display) -> Result<Option<At<'t, O>>, Error> {
        let mark = self.mark.and_then(|at| at.find_key(&value.to_string()));
        self.output.display(value);
        Ok(mark)
    }
}

macro_rules! written_by_display {
    ($($method:ident: $type:ty,)*) => {
        $(fn $method(self, value: $type) -> Result<Self::Ok, Error> {
            self.number(value)
        })*
    };
}

impl<'t, O: Copy + Eq> Serializer for Key<'_, 't, O> {
    type Ok = Option<At<'t, O>>;
    type Error = Error;
    type SerializeSeq = Impossible<Self::Ok, Error>;
    type SerializeTuple = Impossible<Self::Ok, Error>;
    type SerializeTupleStruct = Impossible<Self::Ok, Error>;
    type SerializeTupleVariant = Impossible<Self::Ok, Error>;
    type SerializeMap = Impossible<Self::Ok, Error>;
    type SerializeStruct = Impossible<Self::Ok, Error>;
    type SerializeStructVariant = Impossible<Self::Ok, Error>;

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

    fn serialize_str(self, value: &str) -> Result<Self::Ok, Error> {
        scalar::inline(self.output, value, Style::of(value));
        Ok(self.mark.and_then(|at| at.find_key(value)))
    }

    fn serialize_char(self, value: char) -> Result<Self::Ok, Error> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Self::Ok, Error> {
        self.serialize_str(variant)
    }

    // No depth is counted here: a key can't hold a collection, so only a chain of newtypes
    // that ends in a scalar gets through, and such a type has a finite name.
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<Self::Ok, Error> {
        value.serialize(self)
    }

    fn serialize_f32(self, _: f32) -> Result<Self::Ok, Error> {
        Err(Error::Key("a float"))
    }

    fn serialize_f64(self, _: f64) -> Result<Self::Ok, Error> {
        Err(Error::Key("a float"))
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<Self::Ok, Error> {
        Err(Error::Bytes)
    }

    fn serialize_none(self) -> Result<Self::Ok, Error> {
        Err(Error::Key("an option"))
    }

    fn serialize_some<T: Serialize + ?Sized>(self, _: &T) -> Result<Self::Ok, Error> {
        Err(Error::Key("an option"))
    }

    fn serialize_unit(self) -> Result<Self::Ok, Error> {
        Err(Error::Key("null"))
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Self::Ok, Error> {
        Err(Error::Key("null"))
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<Self::Ok, Error> {
        Err(Error::Key("an enum with fields"))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, Error> {
        Err(Error::Key("a sequence"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Error> {
        Err(Error::Key("a tuple"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Error> {
        Err(Error::Key("a tuple"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Error> {
        Err(Error::Key("an enum with fields"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Error> {
        Err(Error::Key("a map"))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct, Error> {
        Err(Error::Key("a struct"))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Error> {
        Err(Error::Key("an enum with fields"))
    }
}
