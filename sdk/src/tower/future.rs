//! [`ResponseFuture`]: the future of doorway's services as tower's.

use std::convert::Infallible;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::Response;
use crate::body::Local;

type Boxed<E> = Pin<Box<dyn Future<Output = Result<Response, E>>>>;

/// The future of a response.
///
/// It is `Send`, as some of tower asks for, and never ready on another thread than it was made on.
/// Dropped there, it is left in memory.
pub struct ResponseFuture<E = Infallible>(Local<Boxed<E>>);

impl<E> ResponseFuture<E> {
    pub(crate) fn new(future: impl Future<Output = Result<Response, E>> + 'static) -> Self {
        Self(Local::new(Box::pin(future)))
    }
}

impl<E> Future for ResponseFuture<E> {
    type Output = Result<Response, E>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.0.get_mut() {
            Some(future) => future.as_mut().poll(cx),
            None => Poll::Pending,
        }
    }
}

impl<E> fmt::Debug for ResponseFuture<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResponseFuture")
    }
}
