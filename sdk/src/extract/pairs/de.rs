//! The deserializer of pairs.

use serde_core::de::value::{BorrowedStrDeserializer, MapDeserializer, SeqDeserializer};
use serde_core::de::{IntoDeserializer, Visitor};
use serde_core::{Deserializer, forward_to_deserialize_any};

use super::empty::Empty;
use super::{Error, Pair};

/// All pairs.
#[derive(Clone, Copy)]
pub(super) struct Pairs<'de> {
    pub(super) pairs: &'de [Pair<'de>],
    pub(super) empty: &'de Empty,
}

impl<'de> Pairs<'de> {
    fn text(self, name: &'de str, text: &'de str) -> Text<'de> {
        Text { name, text, empty: self.empty }
    }
}

impl<'de> Deserializer<'de> for Pairs<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let asked_for = self.pairs.iter().filter(|pair| pair.is_asked_for.get());
        let named =
            asked_for.map(|first| (self.text(first.name, first.name), Values { all: self, first }));
        visitor.visit_map(MapDeserializer::new(named))
    }

    /// All pairs in their order, including those of the same name.
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let pairs = self
            .pairs
            .iter()
            .map(|pair| (self.text(pair.name, pair.name), self.text(pair.name, pair.value)));
        visitor.visit_seq(MapDeserializer::new(pairs))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.pairs {
            [] => visitor.visit_unit(),
            [pair, ..] => Err(Error::from(format_args!("is unexpected")).of(pair.name)),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.pairs.is_empty() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool u8 u16 u32 u64 u128 i8 i16 i32 i64 i128 f32 f64 char str string bytes byte_buf
        tuple_struct map struct identifier enum
    }
}

/// All values of a name.
#[derive(Clone, Copy)]
struct Values<'de> {
    all: Pairs<'de>,
    first: &'de Pair<'de>,
}

impl<'de> Values<'de> {
    fn only(self) -> Result<Text<'de>, Error> {
        let name = self.first.name;
        match self.first.next {
            None => Ok(self.all.text(name, self.first.value)),
            Some(_) => Err(Error::from(format_args!("more than one value")).of(name)),
        }
    }

    fn all(self) -> impl Iterator<Item = Text<'de>> {
        let mut next = Some(self.first);
        std::iter::from_fn(move || {
            let pair = next?;
            next = pair.next.and_then(|index| self.all.pairs.get(index.get()));
            Some(self.all.text(self.first.name, pair.value))
        })
    }
}

macro_rules! of_the_only_one {
    ($($method:ident($($argument:ident: $ty:ty),*))*) => {$(
        fn $method<V: Visitor<'de>>(
            self,
            $($argument: $ty,)*
            visitor: V,
        ) -> Result<V::Value, Error> {
            self.only()?.$method($($argument,)* visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for Values<'de> {
    type Error = Error;

    of_the_only_one! {
        deserialize_bool() deserialize_char() deserialize_str() deserialize_string()
        deserialize_bytes() deserialize_byte_buf() deserialize_unit() deserialize_identifier()
        deserialize_u8() deserialize_u16() deserialize_u32() deserialize_u64() deserialize_u128()
        deserialize_i8() deserialize_i16() deserialize_i32() deserialize_i64() deserialize_i128()
        deserialize_f32() deserialize_f64() deserialize_map()
        deserialize_unit_struct(name: &'static str)
        deserialize_tuple(len: usize)
        deserialize_tuple_struct(name: &'static str, len: usize)
        deserialize_struct(name: &'static str, fields: &'static [&'static str])
        deserialize_enum(name: &'static str, variants: &'static [&'static str])
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.first.next {
            None => self.only()?.deserialize_any(visitor),
            Some(_) => self.deserialize_seq(visitor),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let value = visitor.visit_seq(SeqDeserializer::new(self.all()));
        value.map_err(|error: Error| error.of(self.first.name))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.first.next.is_some() || !self.first.value.is_empty() {
            return visitor.visit_some(self);
        }
        self.all.empty.option(self, visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.first.is_asked_for.set(false);
        visitor.visit_unit()
    }
}

/// A name, or one value.
#[derive(Clone, Copy)]
struct Text<'de> {
    /// The name of the value.
    name: &'de str,
    text: &'de str,
    empty: &'de Empty,
}

macro_rules! parsed {
    ($($method:ident $visit:ident $ty:literal)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            let value = match self.text.parse() {
                Ok(value) => visitor.$visit(value),
                Err(_) => Err(Error::cannot_parse(self.text, $ty)),
            };
            value.map_err(|error| error.of(self.name))
        }
    )*};
}

impl<'de> Deserializer<'de> for Text<'de> {
    type Error = Error;

    parsed! {
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

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_str(self.text).map_err(|error: Error| error.of(self.name))
    }

    /// Browsers send `on` for a ticked checkbox without a value.
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.text {
            "true" | "on" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            other => Err(Error::cannot_parse(other, "bool").of(self.name)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.text.is_empty() {
            return self.empty.option(self, visitor);
        }
        visitor.visit_some(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(SeqDeserializer::new(std::iter::once(self)))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let value = visitor.visit_enum(BorrowedStrDeserializer::new(self.text));
        value.map_err(|error: Error| error.of(self.name))
    }

    forward_to_deserialize_any! {
        char str string unit bytes byte_buf unit_struct tuple tuple_struct map struct identifier
        ignored_any
    }
}

macro_rules! into_itself {
    ($($ty:ident)*) => {$(
        impl<'de> IntoDeserializer<'de, Error> for $ty<'de> {
            type Deserializer = Self;

            fn into_deserializer(self) -> Self {
                self
            }
        }
    )*};
}

into_itself!(Text Values);
