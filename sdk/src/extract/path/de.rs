//! The deserializer of path parameters.

use std::any::type_name;

use serde_core::Deserializer;
use serde_core::de::value::{BorrowedStrDeserializer, MapDeserializer, SeqDeserializer};
use serde_core::de::{DeserializeSeed, IntoDeserializer, SeqAccess, Visitor};

use super::Param;
use super::de_error::Error;
use super::error::{ErrorKind, FailedToDeserializePathParams};

/// All parameters.
pub(super) struct Params<'de>(pub(super) &'de [Param<'de>]);

impl<'de> Params<'de> {
    fn expect(&self, expected: usize) -> Result<(), Error> {
        if self.0.len() == expected { Ok(()) } else { Err(wrong_number(self.0.len(), expected)) }
    }

    fn only(&self) -> Result<Value<'de>, Error> {
        match self.0 {
            [param] => Ok(Value { param, place: Place::Only }),
            params => Err(wrong_number(params.len(), 1)),
        }
    }

    fn values(self) -> impl Iterator<Item = Value<'de>> {
        let params = self.0.iter().enumerate();
        params.map(|(index, param)| Value { param, place: Place::At(index) })
    }
}

fn wrong_number(got: usize, expected: usize) -> Error {
    Error(FailedToDeserializePathParams::new(ErrorKind::WrongNumberOfParameters { got, expected }))
}

fn unsupported(name: &'static str) -> Error {
    Error(FailedToDeserializePathParams::new(ErrorKind::UnsupportedType { name }))
}

macro_rules! of_the_only_one {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.only()?.$method(visitor)
        }
    )*};
}

macro_rules! unsupported {
    ($($method:ident($($argument:ty),*))*) => {$(
        fn $method<V: Visitor<'de>>(self, $(_: $argument,)* _: V) -> Result<V::Value, Error> {
            Err(unsupported(type_name::<V::Value>()))
        }
    )*};
}

/// The methods that all parameters and a single one have in common.
macro_rules! of_either {
    () => {
        fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.visit_unit()
        }

        fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.visit_unit()
        }

        fn deserialize_unit_struct<V: Visitor<'de>>(
            self,
            _: &'static str,
            visitor: V,
        ) -> Result<V::Value, Error> {
            visitor.visit_unit()
        }

        fn deserialize_newtype_struct<V: Visitor<'de>>(
            self,
            _: &'static str,
            visitor: V,
        ) -> Result<V::Value, Error> {
            visitor.visit_newtype_struct(self)
        }
    };
}

impl<'de> Deserializer<'de> for Params<'de> {
    type Error = Error;

    of_either!();
    of_the_only_one! {
        deserialize_any deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf
        deserialize_bool deserialize_char deserialize_f32 deserialize_f64
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
        deserialize_identifier
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.is_empty() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(SeqDeserializer::new(self.values()))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Error> {
        self.expect(len)?;
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_tuple(len, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let params =
            self.0.iter().map(|param| (param.name(), Value { param, place: Place::Named }));
        visitor.visit_map(MapDeserializer::new(params))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.only()?.deserialize_enum(name, variants, visitor)
    }
}

/// One parameter.
#[derive(Clone, Copy)]
pub(super) struct Value<'de> {
    param: &'de Param<'de>,
    place: Place,
}

/// The way in which a parameter is deserialized.
#[derive(Clone, Copy)]
enum Place {
    Only,
    At(usize),
    Named,
}

impl<'de> Value<'de> {
    fn cannot_parse(self, expected_type: &'static str) -> Error {
        let value = self.param.value.clone().into_owned();
        let key = self.param.name();
        Error(match self.place {
            Place::Only => {
                let kind = ErrorKind::ParseError { value, expected_type };
                FailedToDeserializePathParams::new(kind).named(key)
            }
            Place::At(index) => {
                let kind = ErrorKind::ParseErrorAtIndex { index, value, expected_type };
                FailedToDeserializePathParams::new(kind).named(key)
            }
            Place::Named => {
                let key = key.to_owned();
                let kind = ErrorKind::ParseErrorAtKey { key, value, expected_type };
                FailedToDeserializePathParams::new(kind)
            }
        })
    }

    fn refused(self, error: Error) -> Error {
        Error(error.0.of(self.param.name(), &self.param.value))
    }
}

macro_rules! parsed {
    ($($method:ident $visit:ident $ty:literal)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match self.param.value.parse() {
                Ok(value) => visitor.$visit(value).map_err(|error| self.refused(error)),
                Err(_) => Err(self.cannot_parse($ty)),
            }
        }
    )*};
}

macro_rules! text {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            let value = visitor.visit_borrowed_str(&self.param.value);
            value.map_err(|error| self.refused(error))
        }
    )*};
}

impl<'de> Deserializer<'de> for Value<'de> {
    type Error = Error;

    of_either!();
    text! { deserialize_any deserialize_str deserialize_string deserialize_identifier }
    parsed! {
        deserialize_bool visit_bool "bool"
        deserialize_char visit_char "char"
        deserialize_f32 visit_f32 "f32"
        deserialize_f64 visit_f64 "f64"
        deserialize_i8 visit_i8 "i8"
        deserialize_i16 visit_i16 "i16"
        deserialize_i32 visit_i32 "i32"
        deserialize_i64 visit_i64 "i64"
        deserialize_i128 visit_i128 "i128"
        deserialize_u8 visit_u8 "u8"
        deserialize_u16 visit_u16 "u16"
        deserialize_u32 visit_u32 "u32"
        deserialize_u64 visit_u64 "u64"
        deserialize_u128 visit_u128 "u128"
    }
    unsupported! {
        deserialize_seq()
        deserialize_map()
        deserialize_tuple_struct(&'static str, usize)
        deserialize_struct(&'static str, &'static [&'static str])
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let value = visitor.visit_borrowed_bytes(self.param.value.as_bytes());
        value.map_err(|error| self.refused(error))
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    /// An item of a list may be a pair of name and value.
    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Error> {
        match self.place {
            Place::At(_) if len == 2 => {
                let value = Value { place: Place::Named, ..self };
                visitor.visit_seq(Pair { name: Some(self.param.name()), value: Some(value) })
            }
            _ => Err(unsupported(type_name::<V::Value>())),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let value = visitor.visit_enum(BorrowedStrDeserializer::new(&self.param.value));
        value.map_err(|error| self.refused(error))
    }
}

impl<'de> IntoDeserializer<'de, Error> for Value<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// A parameter's name, then its value.
struct Pair<'de> {
    name: Option<&'de str>,
    value: Option<Value<'de>>,
}

impl<'de> SeqAccess<'de> for Pair<'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        if let Some(name) = self.name.take() {
            return seed.deserialize(BorrowedStrDeserializer::new(name)).map(Some);
        }
        self.value.take().map(|value| seed.deserialize(value)).transpose()
    }
}
