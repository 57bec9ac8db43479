//! [`Observer`]: a layer that goes along with a request's future instead of wrapping it.
//!
//! A middleware with a future of its own moves the request, and the future that it wraps. Those of
//! doorway that only have to be there when that is polled cost less this way.

use std::future::poll_fn;
use std::slice::IterMut;
use std::task::{Context, Poll};

use super::next::{Layers, Remaining};
use super::{LayerKind, Middleware, Next};
use crate::Request;
use crate::response::reply::{Reply, ReplyFuture};

/// A layer that observes how requests are answered.
pub(crate) trait Observer {
    /// Looks at a request on its way in; `None` if it is not to be observed.
    fn observe(&self, request: &mut Request) -> Option<Box<dyn Observation>>;
}

/// The observation of one request.
pub(crate) trait Observation {
    /// Polls the observed future, and sees to the reply if that is there.
    fn poll(&mut self, cx: &mut Context<'_>, observed: &mut Observed<'_, '_>);
}

impl<O: Observer> Middleware for O {
    fn call(&self, request: Request, next: Next) -> ReplyFuture<'_> {
        observe_all(self, request, next.0)
    }

    fn as_observer(&self) -> Option<&dyn Observer> {
        Some(self)
    }
}

/// Answers a request observed by this layer and by all that directly follow.
fn observe_all(
    first: &dyn Observer,
    mut request: Request,
    mut next: Remaining,
) -> ReplyFuture<'static> {
    let mut observations: Vec<_> = first.observe(&mut request).into_iter().collect();
    while let Some(Layers { kind: LayerKind::Around(around), inner }) = next.layers.as_deref()
        && let Some(observer) = around.as_observer()
    {
        observations.extend(observer.observe(&mut request));
        next.layers = inner.clone();
    }
    let mut future: ReplyFuture<'_> = Box::pin(next.run(request));
    if observations.is_empty() {
        return future;
    }
    Box::pin(poll_fn(move |cx| {
        let further = observations.iter_mut();
        let mut observed = Observed { further, future: &mut future, reply: None };
        observed.poll(cx);
        observed.reply.map_or(Poll::Pending, Poll::Ready)
    }))
}

/// A future that is observed, and the observations that are further in.
pub(crate) struct Observed<'a, 'b> {
    further: IterMut<'a, Box<dyn Observation>>,
    future: &'a mut ReplyFuture<'b>,
    /// The reply, once it is there.
    pub(crate) reply: Option<Reply>,
}

impl Observed<'_, '_> {
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) {
        match self.further.next() {
            Some(observation) => observation.poll(cx, self),
            None => {
                if let Poll::Ready(reply) = self.future.as_mut().poll(cx) {
                    self.reply = Some(reply);
                }
            }
        }
    }
}
