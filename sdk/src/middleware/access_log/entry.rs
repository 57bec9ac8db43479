//! [`Entry`]: the facts about a request that are logged.

use std::cell::Cell;
use std::rc::Rc;

use http::{HeaderName, HeaderValue, Method, StatusCode};

use super::AccessLogLayer;
use crate::extract::MatchedPath;
use crate::message;
use crate::time::Instant;
use crate::trace::{Slot, TraceContext};
use crate::{Request, Response};

static REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The facts about a request. Dropping it logs its line.
pub(super) struct Entry {
    pub(super) layer: AccessLogLayer,
    pub(super) start: Instant,
    pub(super) method: Method,
    pub(super) target: String,
    pub(super) route: Option<MatchedPath>,
    pub(super) request_id: Option<HeaderValue>,
    pub(super) trace: Trace,
    /// `None` if there was no response.
    pub(super) status: Option<StatusCode>,
    pub(super) sent: Rc<Cell<u64>>,
    /// Whether all of the body was sent.
    pub(super) ended: bool,
}

/// The trace, or where it will be found.
pub(super) enum Trace {
    None,
    Known(TraceContext),
    Awaited(Slot),
}

impl Entry {
    pub(super) fn new(layer: AccessLogLayer, request: &mut Request) -> Box<Self> {
        let extensions = request.parts.extensions.added();
        let trace = match extensions.get::<TraceContext>() {
            Some(trace) => Trace::Known(trace.clone()),
            None => Slot::put(extensions).map_or(Trace::None, Trace::Awaited),
        };
        let parts = &request.parts;
        let target = if layer.query { parts.target() } else { parts.path() };
        Box::new(Self {
            layer,
            start: Instant::now(),
            method: request.method().clone(),
            target: target.to_owned(),
            route: parts.extensions.matched_path(),
            request_id: parts.header(&REQUEST_ID),
            trace,
            status: None,
            sent: Rc::default(),
            ended: false,
        })
    }

    /// There is a response, whose body is still to be sent.
    pub(super) fn answered(&mut self, response: &Response) {
        let status = response.status();
        self.status = Some(status);
        if let Some(id) = response.headers().get(&REQUEST_ID) {
            self.request_id = Some(id.clone());
        }
        // Then its body is not even asked for.
        self.ended = self.method == Method::HEAD || message::forbids_body(status);
    }

    pub(super) fn trace(&self) -> Option<&TraceContext> {
        match &self.trace {
            Trace::None => None,
            Trace::Known(trace) => Some(trace),
            Trace::Awaited(slot) => slot.get(),
        }
    }
}
