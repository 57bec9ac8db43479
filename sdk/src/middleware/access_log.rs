//! [`AccessLogLayer`].

use std::rc::Rc;
use std::task::Context;

use ::log::{Level, log_enabled};

use super::{LayerKind, Observation, Observed, Observer, OwnLayer};
use crate::Request;

mod body;
mod entry;
mod text;

use body::Logged;
use entry::Entry;

/// The target of the access log's records.
const TARGET: &str = "doorway::access";

/// Logs a line for each request, when the body of its response has ended or was given up.
///
/// The line goes through the [`log`](https://docs.rs/log) crate, with the level
/// [`Info`](log::Level::Info) and the target `doorway::access`: install a logger, such as doorway's
/// own [`Logger`](crate::log::Logger), or there is no log. It tells
///
/// - the method and the path, without the query unless [`with_query`](Self::with_query) is set;
/// - the status, if there was a response;
/// - how many bytes of the body were sent;
/// - how long it all took, in milliseconds by the monotonic clock;
/// - the route's path, if one was matched;
/// - the `x-request-id` of the response or else of the request;
/// - the ids of the [trace](crate::trace::TraceContext), wherever among the layers that is made;
/// - whether the response was aborted, or given up by its client.
///
/// ```text
/// GET /planets/3 200 13B 2.031ms route=/planets/{id} trace_id=0af7651916cd43dd8448eb211c80319c
/// ```
///
/// If doorway's logger writes JSON then so does this:
///
/// ```json
/// {"method":"GET","path":"/planets/3","status":200,"bytes":13,"duration_ms":2.031,"route":"/planets/{id}","trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"b7ad6b7169203331"}
/// ```
///
/// Whatever comes from the client is escaped, and cut if it is long. A handler that panics traps the
/// component, and leaves no line but that of the panic.
///
/// # Examples
///
/// ```
/// use doorway::log::Logger;
/// use doorway::middleware::AccessLogLayer;
/// use doorway::{Router, routing::get};
///
/// fn app() -> Router {
///     Logger::text().install();
///     Router::new().route("/", get(|| async { "Hello!" })).layer(AccessLogLayer::new())
/// }
///
/// // JSON by another logger, and `?page=2` with the path.
/// let layer = AccessLogLayer::new().json().with_query();
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use]
#[doc(alias("TraceLayer", "log", "logging"))]
pub struct AccessLogLayer {
    json: bool,
    query: bool,
}

impl AccessLogLayer {
    /// Logs text, or JSON if doorway's logger writes that.
    pub const fn new() -> Self {
        Self { json: false, query: false }
    }

    /// Logs JSON with any logger.
    pub const fn json(mut self) -> Self {
        self.json = true;
        self
    }

    /// Logs the query, too. It may hold secrets.
    pub const fn with_query(mut self) -> Self {
        self.query = true;
        self
    }
}

impl Default for AccessLogLayer {
    fn default() -> Self {
        Self::new()
    }
}

impl OwnLayer for AccessLogLayer {
    fn into_kind(self) -> LayerKind {
        LayerKind::Around(Rc::new(self))
    }
}

impl Observer for AccessLogLayer {
    fn observe(&self, request: &mut Request) -> Option<Box<dyn Observation>> {
        let is_on = log_enabled!(target: TARGET, Level::Info);
        is_on.then(|| Box::new(Logging(Some(Entry::new(*self, request)))) as Box<dyn Observation>)
    }
}

/// Its line is logged when it is dropped.
struct Logging(Option<Box<Entry>>);

impl Observation for Logging {
    fn poll(&mut self, cx: &mut Context<'_>, observed: &mut Observed<'_, '_>) {
        observed.poll(cx);
        if let Some(reply) = &mut observed.reply
            && let Some(mut entry) = self.0.take()
        {
            entry.answered(&reply.response);
            let body = reply.response.body_mut();
            if body.is_empty() {
                entry.ended = true;
            } else {
                body.wrap_any(Logged::new(entry, body.known_length()));
            }
        }
    }
}
