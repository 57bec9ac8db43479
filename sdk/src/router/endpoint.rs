//! [`Endpoint`]: a handler with its layers and its state.

use std::any::{Any, TypeId};
use std::rc::Rc;

use super::boxed::BoxedHandler;
use crate::middleware::LayerKind;
use crate::middleware::next::Layers;

/// A handler with its layers and its state.
pub(crate) struct Endpoint {
    pub(super) handler: Box<dyn BoxedHandler>,
    pub(super) around: Around,
}

/// Layers and state; most endpoints have none.
pub(crate) type Around = Option<Rc<Surroundings>>;

#[derive(Clone, Default)]
pub(crate) struct Surroundings {
    pub(crate) layers: Option<Rc<Layers>>,
    state: Option<Rc<dyn Any>>,
}

impl Endpoint {
    pub(super) fn new(handler: Box<dyn BoxedHandler>) -> Self {
        Self { handler, around: None }
    }
}

impl Clone for Endpoint {
    fn clone(&self) -> Self {
        Self { handler: self.handler.boxed_clone(), around: self.around.clone() }
    }
}

/// The state of an endpoint.
pub(crate) fn state(around: &Around) -> &dyn Any {
    match around.as_ref().and_then(|around| around.state.as_deref()) {
        Some(state) => state,
        None => &(),
    }
}

/// A change to many surroundings, of which most are the same before and so after.
pub(super) struct Change {
    kind: Kind,
    last: Option<(Around, Rc<Surroundings>)>,
}

enum Kind {
    Layer(LayerKind),
    State(Rc<dyn Any>),
}

impl Change {
    pub(super) fn layer(kind: LayerKind) -> Self {
        Self { kind: Kind::Layer(kind), last: None }
    }

    /// `None` for the state that needs no keeping.
    pub(super) fn state<S: 'static>(state: S) -> Option<Self> {
        let is_unit = TypeId::of::<S>() == TypeId::of::<()>();
        (!is_unit).then(|| Self { kind: Kind::State(Rc::new(state)), last: None })
    }

    pub(super) fn apply(&mut self, around: &mut Around) {
        let next = match &self.last {
            Some((before, after)) if is_same(before, around) => after.clone(),
            _ => Rc::new(self.changed(around)),
        };
        self.last = Some((around.replace(next.clone()), next));
    }

    fn changed(&self, around: &Around) -> Surroundings {
        let mut changed = around.as_deref().cloned().unwrap_or_default();
        match &self.kind {
            Kind::Layer(kind) => {
                let inner = changed.layers.take();
                changed.layers = Some(Rc::new(Layers { kind: kind.clone(), inner }));
            }
            // A router that was given its state before keeps that.
            Kind::State(state) => {
                changed.state.get_or_insert_with(|| state.clone());
            }
        }
        changed
    }
}

fn is_same(one: &Around, other: &Around) -> bool {
    match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => Rc::ptr_eq(one, other),
        _ => false,
    }
}
