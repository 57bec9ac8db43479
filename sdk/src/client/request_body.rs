//! [`RequestBody`]: the body of a request.

use std::task::{Context, Poll, ready};

use http::{HeaderMap, Method};

use crate::message;
use crate::port::client::{self, OutgoingHead, ResponseFuture};
use crate::{Body, error};

/// The body of a request: a trait object, so that a component whose requests have none carries
/// nothing that sends one.
pub(super) trait RequestBody {
    /// Waits until it is known whether the body is empty, where that makes a difference.
    fn poll_settled(
        &mut self,
        cx: &mut Context<'_>,
        method: &Method,
        headers: Option<&HeaderMap>,
        is_retried: bool,
    ) -> Poll<()>;

    /// Sends a request with it.
    fn send(&mut self, head: OutgoingHead<'_>) -> Result<ResponseFuture, error::Error>;

    /// Whether it can be sent, maybe again: not if it is a stream that was sent.
    fn is_kept(&self) -> bool;

    /// `None` if it is a stream.
    fn try_clone(&self) -> Option<Box<dyn RequestBody>>;

    fn into_body(self: Box<Self>) -> Body;
}

/// `None` if a body is empty.
pub(super) fn non_empty(body: Body) -> Option<Box<dyn RequestBody>> {
    if body.is_empty() { None } else { Some(Box::new(Some(body))) }
}

/// `None` once a stream was sent.
impl RequestBody for Option<Body> {
    fn poll_settled(
        &mut self,
        cx: &mut Context<'_>,
        method: &Method,
        headers: Option<&HeaderMap>,
        is_retried: bool,
    ) -> Poll<()> {
        let Some(body) = self else { return Poll::Ready(()) };
        // An incoming body may be empty without saying so.
        let may_be_retried = is_retried && matches!(*method, Method::GET | Method::HEAD);
        if may_be_retried || message::is_unsettled(method, headers, body) {
            ready!(body.poll_turns_out_empty(cx));
        }
        Poll::Ready(())
    }

    fn send(&mut self, head: OutgoingHead<'_>) -> Result<ResponseFuture, error::Error> {
        let shared = self.as_mut().and_then(|body| {
            body.is_found_empty();
            body.try_clone()
        });
        client::send(head, shared.or_else(|| self.take()).unwrap_or_default())
    }

    fn is_kept(&self) -> bool {
        self.is_some()
    }

    fn try_clone(&self) -> Option<Box<dyn RequestBody>> {
        Some(Box::new(Some(self.as_ref()?.try_clone()?)))
    }

    fn into_body(self: Box<Self>) -> Body {
        self.unwrap_or_default()
    }
}
