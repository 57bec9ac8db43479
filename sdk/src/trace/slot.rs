//! [`Slot`]: a place for the trace context of a request that has none yet.

use std::cell::Cell;
use std::sync::{Arc, OnceLock};

use http::Extensions;

use super::TraceContext;

/// A slot that travels with a request; an inner layer fills it when it creates a context.
#[derive(Clone)]
pub(crate) struct Slot(Arc<OnceLock<TraceContext>>);

thread_local! {
    static FILLED: Cell<bool> = const { Cell::new(false) };
}

impl Slot {
    /// Notes that there are layers that fill slots.
    pub(crate) fn expect() {
        FILLED.set(true);
    }

    /// Adds a slot to a request's extensions, if a layer may fill it.
    pub(crate) fn put(extensions: &mut Extensions) -> Option<Self> {
        FILLED.get().then(|| extensions.get_or_insert_with(|| Self(Arc::default())).clone())
    }

    pub(super) fn fill(extensions: &Extensions, context: &TraceContext) {
        if let Some(Self(slot)) = extensions.get() {
            // The outermost context is the request's.
            let _ = slot.set(context.clone());
        }
    }

    pub(crate) fn get(&self) -> Option<&TraceContext> {
        self.0.get()
    }
}
