//! [`Extension`] as a layer.

use std::rc::Rc;

use super::{Layer, LayerKind, Observation, Observer};
use crate::{Extension, Request};

/// As a layer it adds its value to each request.
impl<T: Clone + Send + Sync + 'static> Layer for Extension<T> {
    fn into_layer(self) -> LayerKind {
        LayerKind::Around(Rc::new(self))
    }
}

impl<T: Clone + Send + Sync + 'static> Observer for Extension<T> {
    fn observe(&self, request: &mut Request) -> Option<Box<dyn Observation>> {
        request.parts.extensions.added().insert(self.0.clone());
        None
    }
}
