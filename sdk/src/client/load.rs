//! [`Load`]: the body of a request.
//!
//! It is a trait object, so that a component whose requests have none carries nothing that sends one.

use std::task::{Context, Poll, ready};

use http::{HeaderMap, Method};

use crate::backend::client::{self, OutgoingHead, ResponseFuture};
use crate::backend::message;
use crate::{Body, error};

pub(super) trait Load {
    /// Waits until it is clear whether there is anything to send, where that makes a difference.
    fn poll_settled(
        &mut self,
        cx: &mut Context<'_>,
        method: &Method,
        headers: Option<&HeaderMap>,
        is_retried: bool,
    ) -> Poll<()>;

    /// Sends a request with it.
    fn send(&mut self, head: OutgoingHead<'_>) -> Result<ResponseFuture, error::Error>;

    /// Whether it can be sent again: not if it is a stream.
    fn is_kept(&self) -> bool;

    /// The same again, unless it is a stream.
    fn try_clone(&self) -> Option<Box<dyn Load>>;

    fn into_body(self: Box<Self>) -> Body;
}

/// That of a body, if there is anything in it.
pub(super) fn of(body: Body) -> Option<Box<dyn Load>> {
    if body.is_empty() { None } else { Some(Box::new(Loaded { body, is_spent: false })) }
}

struct Loaded {
    body: Body,
    /// A stream that was sent.
    is_spent: bool,
}

impl Load for Loaded {
    fn poll_settled(
        &mut self,
        cx: &mut Context<'_>,
        method: &Method,
        headers: Option<&HeaderMap>,
        is_retried: bool,
    ) -> Poll<()> {
        // What came in may be empty without saying so.
        let may_be_repeated = is_retried && matches!(*method, Method::GET | Method::HEAD);
        if may_be_repeated || message::is_unsettled(method, headers, &self.body) {
            ready!(self.body.poll_turns_out_empty(cx));
        }
        Poll::Ready(())
    }

    fn send(&mut self, head: OutgoingHead<'_>) -> Result<ResponseFuture, error::Error> {
        let body = self.body.share().unwrap_or_else(|| {
            self.is_spent = true;
            std::mem::take(&mut self.body)
        });
        client::send(head, body)
    }

    fn is_kept(&self) -> bool {
        !self.is_spent
    }

    fn try_clone(&self) -> Option<Box<dyn Load>> {
        let body = self.body.try_clone()?;
        Some(Box::new(Self { body, is_spent: self.is_spent }))
    }

    fn into_body(self: Box<Self>) -> Body {
        self.body
    }
}
