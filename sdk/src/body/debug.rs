//! `Debug` of a [`Body`]: its kind only, as it may be long, and secret.

use std::fmt;

use super::{Body, Content};

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let content = match &self.content {
            Content::Empty => "empty",
            Content::Bytes(_) => "full",
            _ => "stream",
        };
        f.debug_tuple("Body").field(&format_args!("{content}")).finish()
    }
}
