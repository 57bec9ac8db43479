//! The header fields that carry a trace context.

use http::{HeaderMap, HeaderName, HeaderValue};

use super::parse::{self, Parent};
use super::{Inner, TraceContext};
use crate::Request;

static TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");
static TRACESTATE: HeaderName = HeaderName::from_static("tracestate");

/// What the fields of a request say; `None` if the trace has to begin anew.
pub(super) fn read(request: &Request) -> Option<(Parent, Option<Box<str>>)> {
    // Of several it is not known which is true.
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
    /// Passes the trace on with a request of those fields, unless that has a trace of its own.
    pub(super) fn write(&self, headers: &mut HeaderMap) {
        let mut given = headers.get_all(&TRACEPARENT).iter();
        let parent = match (given.next(), given.next()) {
            (None, _) => None,
            (Some(value), None) => Some(parse::traceparent(value.as_bytes())),
            (Some(_), Some(_)) => Some(None),
        };
        match parent {
            None => {}
            // It came in with the request that is being answered, and is passed on with its fields.
            Some(Some(parent)) if Some(parent.span_id) == self.parent_id => {}
            Some(Some(_)) => return,
            Some(None) => drop(headers.remove(&TRACESTATE)),
        }
        let child = TraceContext(self.child().into());
        let Ok(value) = HeaderValue::from_bytes(&child.0.traceparent) else { return };
        // Only a map of over 24,000 fields refuses.
        let _ = headers.try_insert(&TRACEPARENT, value);
        if let Some(state) = child.state()
            && !headers.contains_key(&TRACESTATE)
            && let Ok(value) = HeaderValue::from_str(state)
        {
            let _ = headers.try_insert(&TRACESTATE, value);
        }
    }
}
