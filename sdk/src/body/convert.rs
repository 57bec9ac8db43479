//! Conversions into a [`Body`].

use std::borrow::Cow;

use bytes::{Bytes, BytesMut};

use super::{Body, Content};

impl From<()> for Body {
    fn from((): ()) -> Self {
        Self::empty()
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Content::Bytes(bytes).into()
    }
}

macro_rules! from_bytes {
    ($($ty:ty)*) => {$(
        impl From<$ty> for Body {
            fn from(content: $ty) -> Self {
                Bytes::from(content).into()
            }
        }
    )*};
}

from_bytes!(&'static str &'static [u8] Box<[u8]> BytesMut Vec<u8> String);

impl From<Box<str>> for Body {
    fn from(content: Box<str>) -> Self {
        String::from(content).into()
    }
}

impl<T> From<Cow<'static, T>> for Body
where
    T: ToOwned + ?Sized,
    &'static T: Into<Body>,
    T::Owned: Into<Body>,
{
    fn from(content: Cow<'static, T>) -> Self {
        match content {
            Cow::Borrowed(content) => content.into(),
            Cow::Owned(content) => content.into(),
        }
    }
}
