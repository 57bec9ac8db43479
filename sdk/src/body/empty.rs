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
        if let Content::Boxed(source) = &mut self.content
            && let Some(source) = source.get_mut()
            && source.is_found_empty()
        {
            self.content = Content::Empty;
        }
        self.is_empty()
    }

    /// As [`is_found_empty`](Self::is_found_empty), once the host can tell.
    pub(crate) async fn turns_out_empty(&mut self) -> bool {
        poll_fn(|cx| self.poll_turns_out_empty(cx)).await
    }

    pub(crate) fn poll_turns_out_empty(&mut self, cx: &mut Context<'_>) -> Poll<bool> {
        if let Content::Boxed(source) = &mut self.content
            && let Some(source) = source.get_mut()
            && ready!(source.poll_found_empty(cx))
        {
            self.content = Content::Empty;
        }
        Poll::Ready(self.is_empty())
    }
}
