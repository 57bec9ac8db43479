//! [`Extension`] and [`MockConnectInfo`] as layers.

use std::rc::Rc;

use super::{LayerKind, Observation, Observer, OwnLayer};
use crate::extract::connect_info::MockConnectInfo;
use crate::{Extension, Request};

/// As a layer it adds its value to each request.
impl<T: Clone + Send + Sync + 'static> OwnLayer for Extension<T> {
    fn into_kind(self) -> LayerKind {
        LayerKind::Around(Rc::new(self))
    }
}

impl<T: Clone + Send + Sync + 'static> Observer for Extension<T> {
    fn observe(&self, request: &mut Request) -> Option<Box<dyn Observation>> {
        request.parts.extensions.added().insert(self.0.clone());
        None
    }
}

/// As a layer it adds itself to each request.
impl<T: Clone + Send + Sync + 'static> OwnLayer for MockConnectInfo<T> {
    fn into_kind(self) -> LayerKind {
        LayerKind::Around(Rc::new(self))
    }
}

impl<T: Clone + Send + Sync + 'static> Observer for MockConnectInfo<T> {
    fn observe(&self, request: &mut Request) -> Option<Box<dyn Observation>> {
        request.parts.extensions.added().insert(self.clone());
        None
    }
}
