//! The header fields that carry a trace context.

use http::{HeaderMap, HeaderName, HeaderValue};

use super::parse::{self, Parent};
use super::{Inner, TraceContext};
use crate::Request;

static TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");
static TRACESTATE: HeaderName = HeaderName::from_static("tracestate");

/// Parses a request's fields; `None` if a new trace has to start.
pub(super) fn read(request: &Request) -> Option<(Parent, Option<Box<str>>)> {
    // If there are several, which one to trust is unknown.
    let [traceparent] = &request.parts.header_values(&TRACEPARENT)[..] else { return None };
    let parent = parse::traceparent(traceparent.as_bytes())?;
    let states = request.parts.header_values(&TRACESTATE);
    let mut is_text = true;
    let states = states.iter().map(|value| {
        value.to_str().unwrap_or_else(|_| {
            is_text = false;
            ""
        })
    });
    let state = parse::tracestate(states);
    Some((parent, state.filter(|_| is_text)))
}

impl Inner {
    /// Adds the context to the fields of a client's request, unless they have one of their own.
    pub(super) fn write(&self, headers: &mut HeaderMap) {
        let mut given = headers.get_all(&TRACEPARENT).iter();
        let parent = match (given.next(), given.next()) {
            (None, _) => None,
            (Some(value), None) => Some(parse::traceparent(value.as_bytes())),
            (Some(_), Some(_)) => Some(None),
        };
        match parent {
            None => {}
            // The fields of the incoming request, forwarded.
            Some(Some(parent)) if Some(parent.span_id) == self.parent_id => {}
            Some(Some(_)) => return,
            Some(None) => drop(headers.remove(&TRACESTATE)),
        }
        let child = TraceContext(self.child().into());
        let Ok(value) = HeaderValue::from_bytes(&child.0.traceparent) else { return };
        // This fails only in a map of over 24,000 fields.
        let _ = headers.try_insert(&TRACEPARENT, value);
        if let Some(state) = child.state()
            && !headers.contains_key(&TRACESTATE)
            && let Ok(value) = HeaderValue::from_str(state)
        {
            let _ = headers.try_insert(&TRACESTATE, value);
        }
    }
}
