//! [`Trailers`]: the fields after a body's content.

use http::HeaderMap;

use crate::backend::fields::{self, Fields, IncomingFields};

/// The trailers of a body. A trait object for the sake of size: a component in which no body has any
/// carries none of the code for them.
pub(crate) trait Trailers {
    fn into_set(self: Box<Self>) -> Set;

    /// As they are sent, if there are any.
    fn into_fields(self: Box<Self>) -> Option<Fields>;

    /// These, and then more.
    fn join(self: Box<Self>, more: Box<dyn Trailers>) -> Box<dyn Trailers>;
}

/// What trailers are made of.
///
/// Those that come in stay with the host until somebody reads them: a header map of names that are
/// not known weighs 20 kB in each component that makes one.
pub(crate) struct Set {
    incoming: Option<IncomingFields>,
    /// In addition, in this order.
    made: Vec<HeaderMap>,
}

/// Trailers that were made here.
pub(crate) fn made(map: HeaderMap) -> Box<dyn Trailers> {
    Box::new(Set { incoming: None, made: vec![map] })
}

/// Trailers that came in.
#[cfg(target_os = "wasi")]
pub(crate) fn incoming(fields: IncomingFields) -> Box<dyn Trailers> {
    Box::new(Set { incoming: Some(fields), made: Vec::new() })
}

impl Set {
    pub(crate) fn into_map(self) -> HeaderMap {
        let first = self.incoming.map(IncomingFields::into_map);
        self.made.into_iter().fold(first.unwrap_or_default(), |mut map, more| {
            // As they are sent: one of a name that is there comes beside it.
            for (name, value) in &more {
                // Only a map of over 24,000 entries refuses.
                let _ = map.try_append(name.clone(), value.clone());
            }
            map
        })
    }
}

impl Trailers for Set {
    fn into_set(self: Box<Self>) -> Set {
        *self
    }

    fn into_fields(self: Box<Self>) -> Option<Fields> {
        fields::of_trailers(self.incoming, &self.made)
    }

    fn join(mut self: Box<Self>, more: Box<dyn Trailers>) -> Box<dyn Trailers> {
        self.made.extend(more.into_set().made);
        self
    }
}
