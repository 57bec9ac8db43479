//! [`Watch`]: a layer that goes with a request's future instead of being one of its own.
//!
//! A middleware with a future of its own moves the request, and the future that it wraps. Those of
//! doorway that only have to be there when that is polled cost less this way.

use std::future::poll_fn;
use std::slice::IterMut;
use std::task::{Context, Poll};

use super::{Middleware, Next, Step};
use crate::Request;
use crate::response::reply::Reply;
use crate::router::{Ahead, Layers, Replying};

/// A layer that watches requests being answered.
pub(crate) trait Watch {
    /// Looks at a request on its way in; `None` if it is not to be watched.
    fn watch(&self, request: &mut Request) -> Option<Box<dyn Watching>>;
}

/// Watches one request.
pub(crate) trait Watching {
    /// Polls what is ahead, and sees to the reply if that is there.
    fn poll(&mut self, cx: &mut Context<'_>, ahead: &mut Watched<'_, '_>);
}

/// All that watch a request, the outermost first.
type Watches = Vec<Box<dyn Watching>>;

impl<W: Watch> Middleware for W {
    fn call(&self, request: Request, next: Next) -> Replying<'_> {
        watch_all(self, request, next.0)
    }

    fn as_watch(&self) -> Option<&dyn Watch> {
        Some(self)
    }
}

/// Watches a request with this and with all that follow on it.
fn watch_all(first: &dyn Watch, mut request: Request, mut ahead: Ahead) -> Replying<'static> {
    let mut watches = Watches::new();
    watches.extend(first.watch(&mut request));
    while let Some(Layers { step: Step::Around(around), inner }) = ahead.layers.as_deref()
        && let Some(watch) = around.as_watch()
    {
        watches.extend(watch.watch(&mut request));
        ahead.layers = inner.clone();
    }
    watched(watches, Box::pin(ahead.reply(request)))
}

/// What is ahead of one that watches.
pub(crate) struct Watched<'a, 'b> {
    further: IterMut<'a, Box<dyn Watching>>,
    future: &'a mut Replying<'b>,
    /// Once it is there. It is not moved on the way out.
    pub(crate) reply: Option<Reply>,
}

impl Watched<'_, '_> {
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) {
        match self.further.next() {
            Some(watching) => watching.poll(cx, self),
            None => {
                if let Poll::Ready(reply) = self.future.as_mut().poll(cx) {
                    self.reply = Some(reply);
                }
            }
        }
    }
}

/// Waits for the reply of a future that is watched.
fn watched(mut watches: Watches, mut future: Replying<'_>) -> Replying<'_> {
    if watches.is_empty() {
        return future;
    }
    Box::pin(poll_fn(move |cx| {
        let mut ahead = Watched { further: watches.iter_mut(), future: &mut future, reply: None };
        ahead.poll(cx);
        ahead.reply.map_or(Poll::Pending, Poll::Ready)
    }))
}
