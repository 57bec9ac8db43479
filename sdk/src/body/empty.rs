//! Whether there is anything of a body to send.

use std::future::poll_fn;
use std::task::{Context, Poll, ready};

use super::{Body, Content};

impl Body {
    /// Whether there is neither content nor a trailer to send.
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self.content, Content::Empty)
    }

    /// As [`is_empty`](Self::is_empty), of an incoming body too, as far as its host can tell now.
    pub(crate) fn is_found_empty(&mut self) -> bool {
        let is_empty = match &mut self.content {
            Content::Host(body) => body.get_mut().is_some_and(|body| body.is_found_empty()),
            Content::Wrapped(wrapped) => wrapped.same().is_some_and(Self::is_found_empty),
            _ => false,
        };
        if is_empty {
            self.content = Content::Empty;
        }
        self.is_empty()
    }

    /// As [`is_found_empty`](Self::is_found_empty), once the host can tell.
    pub(crate) async fn turns_out_empty(&mut self) -> bool {
        poll_fn(|cx| self.poll_turns_out_empty(cx)).await
    }

    pub(crate) fn poll_turns_out_empty(&mut self, cx: &mut Context<'_>) -> Poll<bool> {
        let is_empty = match &mut self.content {
            Content::Host(body) => match body.get_mut() {
                Some(body) => ready!(body.poll_found_empty(cx)),
                None => false,
            },
            Content::Wrapped(wrapped) => match wrapped.same() {
                Some(body) => ready!(body.poll_turns_out_empty(cx)),
                None => false,
            },
            _ => false,
        };
        if is_empty {
            self.content = Content::Empty;
        }
        Poll::Ready(self.is_empty())
    }
}
