//! Deserializes what pairs are put into.

use std::any::TypeId;
use std::num::NonZero;

use serde_core::de::value::{BorrowedStrDeserializer, MapDeserializer, SeqDeserializer};
use serde_core::de::{IntoDeserializer, Visitor};
use serde_core::{Deserializer, forward_to_deserialize_any};

use super::{Error, Pair};

/// All pairs.
#[derive(Clone, Copy)]
pub(super) struct Pairs<'de>(pub(super) &'de [Pair<'de>]);

impl<'de> Deserializer<'de> for Pairs<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let Self(pairs) = self;
        let named = pairs.iter().filter(|pair| pair.is_first).map(|pair| {
            let values = Values { pairs, first: pair };
            (Text { name: pair.name, text: pair.name }, values)
        });
        visitor.visit_map(MapDeserializer::new(named))
    }

    /// Pairs as they come, each as often as it comes.
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let pairs = self.0.iter().map(|pair| {
            let name = pair.name;
            (Text { name, text: name }, Text { name, text: pair.value })
        });
        visitor.visit_seq(MapDeserializer::new(pairs))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            [] => visitor.visit_unit(),
            [pair, ..] => Err(Error::from(format_args!("is not asked for")).of(pair.name)),
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
        if self.0.is_empty() { visitor.visit_none() } else { visitor.visit_some(self) }
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
    pairs: &'de [Pair<'de>],
    first: &'de Pair<'de>,
}

impl<'de> Values<'de> {
    fn only(self) -> Result<Text<'de>, Error> {
        let name = self.first.name;
        match self.first.next {
            None => Ok(Text { name, text: self.first.value }),
            Some(_) => Err(Error::from(format_args!("more than one value")).of(name)),
        }
    }

    fn all(self) -> impl Iterator<Item = Text<'de>> {
        let mut next = Some(self.first);
        std::iter::from_fn(move || {
            let pair = next?;
            next = pair.next.and_then(|index| self.pairs.get(index.get()));
            Some(Text { name: self.first.name, text: pair.value })
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
        let is_one = self.first.next.is_none();
        if is_one && self.first.value.is_empty() && is_empty_none(typeid::of::<V::Value>()) {
            return visitor.visit_none();
        }
        visitor.visit_some(self)
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
}

/// Whether empty text is nothing: a form's empty field, where a number was to be.
fn is_empty_none(id: TypeId) -> bool {
    macro_rules! of {
        ($($ty:ty)*) => {
            [$(TypeId::of::<Option<$ty>>(), TypeId::of::<Option<NonZero<$ty>>>(),)*]
        };
    }
    const NUMBERS: [TypeId; 24] = of!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);
    let others =
        [TypeId::of::<Option<bool>>(), TypeId::of::<Option<f32>>(), TypeId::of::<Option<f64>>()];
    NUMBERS.contains(&id) || others.contains(&id)
}

/// A name, or one value.
#[derive(Clone, Copy)]
struct Text<'de> {
    /// Whose value it is.
    name: &'de str,
    text: &'de str,
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

    /// A box that is ticked says `on`, unless the page says otherwise.
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.text {
            "true" | "on" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            other => Err(Error::cannot_parse(other, "bool").of(self.name)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.text.is_empty() && is_empty_none(typeid::of::<V::Value>()) {
            return visitor.visit_none();
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
