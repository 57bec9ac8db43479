//! [`TimeoutLayer`].

use std::rc::Rc;
use std::task::{Context, Poll};

use http::StatusCode;

use super::{LayerKind, Observation, Observed, Observer, OwnLayer};
use crate::port::Timer;
use crate::request::Request;
use crate::response::{IntoResponse, Problem};
use crate::shown::log_line;
use crate::time::Duration;

/// Limits the time until a handler gives its response.
///
/// When it is over the handler's future is dropped, and with it the requests it has under way, which
/// cancels those at the host. The client is answered with 503
/// ([RFC 9110, 15.6.4](https://www.rfc-editor.org/rfc/rfc9110#section-15.6.4)) and a
/// [`Problem`], and a line on stderr says so. Tasks that the handler [spawned](crate::task::spawn)
/// go on.
///
/// The body of the response, such as a stream, may take longer. A handler that computes without
/// awaiting anything cannot be stopped: the time is looked at only while it waits.
///
/// # Examples
///
/// ```
/// use doorway::middleware::TimeoutLayer;
/// use doorway::testing::block_on;
/// use doorway::time::{Duration, sleep};
/// use doorway::{Request, Router, Service, routing::get};
///
/// let app: Router = Router::new()
///     .route("/", get(|| sleep(Duration::from_secs(3600))))
///     .layer(TimeoutLayer::new(Duration::from_millis(5)));
///
/// let response = block_on(Service::call(&app, Request::default()));
/// assert_eq!(response.status(), 503);
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use]
#[doc(alias = "deadline")]
pub struct TimeoutLayer {
    limit: Duration,
    status: StatusCode,
}

impl TimeoutLayer {
    /// Answers 503 after that time.
    ///
    /// Not 408, which blames the client for being slow, so that some send the request once more;
    /// and not 504, which blames another service.
    pub const fn new(limit: Duration) -> Self {
        Self::with_status_code(StatusCode::SERVICE_UNAVAILABLE, limit)
    }

    /// Answers with another status after that time.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::http::StatusCode;
    /// use doorway::middleware::TimeoutLayer;
    /// use doorway::time::Duration;
    ///
    /// let layer =
    ///     TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, Duration::from_secs(10));
    /// ```
    pub const fn with_status_code(status: StatusCode, limit: Duration) -> Self {
        Self { limit, status }
    }
}

impl OwnLayer for TimeoutLayer {
    fn into_kind(self) -> LayerKind {
        LayerKind::Around(Rc::new(self))
    }
}

impl Observer for TimeoutLayer {
    fn observe(&self, _: &mut Request) -> Option<Box<dyn Observation>> {
        Some(Box::new(Limited { layer: *self, timer: Timer::new(self.limit) }))
    }
}

struct Limited {
    layer: TimeoutLayer,
    timer: Timer,
}

impl Observation for Limited {
    fn poll(&mut self, cx: &mut Context<'_>, observed: &mut Observed<'_, '_>) {
        observed.poll(cx);
        // A reply that is ready is not too late.
        if observed.reply.is_none() && self.timer.poll(cx) == Poll::Ready(()) {
            let TimeoutLayer { limit, status } = self.layer;
            log_line!(
                "doorway: answered {}: the handler gave no response within {} ms",
                status.as_str(),
                u64::try_from(limit.as_millis()).unwrap_or(u64::MAX)
            );
            let problem = Problem::new(status).detail("the request took too long to answer");
            observed.reply = Some(problem.into_reply());
        }
    }
}
