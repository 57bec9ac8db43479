//! The current trace context. It follows the task, as an instance may handle several requests at
//! once.
//!
//! It is a trait object, so that a component without traces carries none of their code.

use std::cell::Cell;
use std::sync::Arc;

use http::HeaderMap;

use super::{Inner, TraceContext};
use crate::port::client::{SendFn, send_headed};

thread_local! {
    static CURRENT: Cell<Option<Arc<dyn Current>>> = const { Cell::new(None) };
}

pub(crate) trait Current {
    fn context(self: Arc<Self>) -> TraceContext;

    /// The fields of a request that passes it on, and what sends them.
    fn passed_on(&self, headers: Option<&HeaderMap>) -> (HeaderMap, SendFn);
}

impl Current for Inner {
    fn context(self: Arc<Self>) -> TraceContext {
        TraceContext(self)
    }

    fn passed_on(&self, headers: Option<&HeaderMap>) -> (HeaderMap, SendFn) {
        let mut headers = headers.cloned().unwrap_or_default();
        self.write(&mut headers);
        (headers, send_headed)
    }
}

/// The current context.
pub(crate) fn get() -> Option<Arc<dyn Current>> {
    // A thread local may be gone while a thread ends.
    CURRENT
        .try_with(|cell| {
            let current = cell.take();
            cell.set(current.clone());
            current
        })
        .ok()
        .flatten()
}

/// Makes a context current until the returned value is dropped.
pub(crate) fn enter(current: &Option<Arc<dyn Current>>) -> Entered {
    Entered(CURRENT.replace(current.clone()))
}

/// Restores the context that was current before.
pub(crate) struct Entered(Option<Arc<dyn Current>>);

impl Drop for Entered {
    fn drop(&mut self) {
        CURRENT.set(self.0.take());
    }
}

/// The fields of a request with the current trace context, and what sends them, if there is one.
pub(crate) fn pass_on(headers: Option<&HeaderMap>) -> Option<(HeaderMap, SendFn)> {
    Some(get()?.passed_on(headers))
}
