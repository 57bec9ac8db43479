//! [`TraceContextLayer`].

use std::rc::Rc;
use std::sync::Arc;
use std::task::Context;

use super::{LayerKind, Observation, Observed, Observer, OwnLayer};
use crate::Request;
use crate::trace::TraceContext;
use crate::trace::body::keep_for;
use crate::trace::current::{self, Current};

/// Gives each request a [`TraceContext`], the trace that it belongs to
/// ([W3C Trace Context](https://www.w3.org/TR/trace-context-1/)).
///
/// The request's `traceparent` is read strictly: if it is malformed, doubled or missing, a new trace
/// begins, with random ids. The context is one of the request's extensions and is
/// [current](TraceContext::current) while the request is being answered, so requests that are
/// [sent](crate::client) meanwhile carry it on: the same trace, a new `parent-id`, and the
/// unchanged `tracestate`, or 512 characters of it. A request that is given a `traceparent` of its
/// own keeps that.
///
/// Put it outside of layers that are to know the context: a layer added later is further out.
///
/// # Examples
///
/// ```
/// use doorway::extract::TraceContext;
/// use doorway::middleware::TraceContextLayer;
/// use doorway::{Router, routing::get};
///
/// async fn trace(context: TraceContext) -> String {
///     format!("this is trace {}", context.trace_id())
/// }
///
/// let app: Router = Router::new().route("/", get(trace)).layer(TraceContextLayer::new());
///
/// // Only callers decide which traces are recorded.
/// let app: Router = Router::new().route("/", get(trace)).layer(TraceContextLayer::new().sampled(false));
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use]
#[doc(alias("correlation id", "request_id"))]
pub struct TraceContextLayer {
    sampled: bool,
}

impl TraceContextLayer {
    /// Goes on with the traces of requests that have one, and begins the others.
    pub const fn new() -> Self {
        Self { sampled: true }
    }

    /// Sets whether traces that begin here are marked as sampled. Default: true.
    ///
    /// Many tracing systems record a trace only if it is marked.
    pub const fn sampled(mut self, sampled: bool) -> Self {
        self.sampled = sampled;
        self
    }
}

impl Default for TraceContextLayer {
    fn default() -> Self {
        Self::new()
    }
}

impl OwnLayer for TraceContextLayer {
    fn into_kind(self) -> LayerKind {
        #[cfg(feature = "log")]
        crate::trace::Slot::expect();
        LayerKind::Around(Rc::new(self))
    }
}

impl Observer for TraceContextLayer {
    fn observe(&self, request: &mut Request) -> Option<Box<dyn Observation>> {
        Some(Box::new(Traced(Some(TraceContext::begin(request, self.sampled)))))
    }
}

/// The context that is current while the request is being answered.
struct Traced(Option<Arc<dyn Current>>);

impl Observation for Traced {
    fn poll(&mut self, cx: &mut Context<'_>, observed: &mut Observed<'_, '_>) {
        let entered = current::enter(&self.0);
        observed.poll(cx);
        drop(entered);
        if let Some(reply) = &mut observed.reply {
            keep_for(&self.0, reply.response.body_mut());
        }
    }
}
