//! What a [`Body`] can be made from.

use bytes::Bytes;

use super::{Body, Content};

impl From<()> for Body {
    fn from((): ()) -> Self {
        Self::empty()
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Content::Full(bytes).into()
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

from_bytes!(&'static str &'static [u8] String Vec<u8>);
