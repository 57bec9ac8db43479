//! [`WeakAhead`]: what is ahead of a request, kept by what is itself a part of the router.

use std::rc::{Rc, Weak};

use super::inner::Serving;
use super::{Ahead, Layers, Place};

/// An [`Ahead`] that does not keep its router alive.
#[derive(Clone)]
pub(crate) struct WeakAhead {
    router: Weak<Serving>,
    place: Place,
    layers: Option<Weak<Layers>>,
}

/// Tells the endpoints of a layer apart.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct AheadKey {
    router: *const Serving,
    place: Place,
}

impl Ahead {
    pub(crate) fn key(&self) -> AheadKey {
        AheadKey { router: Rc::as_ptr(&self.router), place: self.place }
    }

    pub(crate) fn downgrade(&self) -> WeakAhead {
        WeakAhead {
            router: Rc::downgrade(&self.router),
            place: self.place,
            layers: self.layers.as_ref().map(Rc::downgrade),
        }
    }
}

impl WeakAhead {
    pub(crate) fn upgrade(&self) -> Option<Ahead> {
        let layers = match &self.layers {
            Some(layers) => Some(layers.upgrade()?),
            None => None,
        };
        Some(Ahead { router: self.router.upgrade()?, place: self.place, layers })
    }
}
