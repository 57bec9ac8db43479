//! [`Around`]: what goes along with a body's content while that is read or written.

use std::pin::Pin;
use std::task::{Context, Poll};

#[cfg(feature = "log")]
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use http_body::SizeHint;

use super::{Boxed, Part, Source, Written};
use crate::Body;
use crate::backend::Outgoing;
use crate::body::Content;
use crate::error::Error;

pub(crate) trait Around: Unpin + Sized + 'static {
    fn poll_part(
        &mut self,
        source: Pin<&mut dyn Source>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Part, Error>>>;

    /// As the source writes itself, so that what can be spliced is.
    fn write(self, source: Boxed, outgoing: Outgoing) -> Written;
}

impl Body {
    /// Puts something around content that is more than bytes at hand.
    pub(crate) fn put_around(&mut self, around: impl Around) {
        if let Some(source) = self.take_source() {
            self.content = Content::boxed(Surrounded { source, around });
        }
    }

    /// Puts something around any content. It is told the length, if that is known.
    #[cfg(feature = "log")]
    pub(crate) fn put_around_any<A: Around>(&mut self, around: impl FnOnce(Option<u64>) -> A) {
        if !matches!(self.content, Content::Boxed(_)) {
            let bytes = std::mem::take(&mut self.content).into_bytes();
            self.content = Content::boxed(Whole(bytes));
        }
        if let Some(source) = self.take_source() {
            let around = around(source.known_length());
            self.content = Content::boxed(Surrounded { source, around });
        }
    }

    /// The content, unless it is at hand, or was made on another thread.
    fn take_source(&mut self) -> Option<Boxed> {
        let Content::Boxed(source) = &mut self.content else { return None };
        source.get_mut()?;
        match std::mem::take(&mut self.content) {
            Content::Boxed(source) => source.into_inner().ok(),
            _ => None,
        }
    }
}

/// Bytes at hand as a source.
#[cfg(feature = "log")]
struct Whole(Bytes);

#[cfg(feature = "log")]
impl Source for Whole {
    fn poll_part(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Part, Error>>> {
        let bytes = std::mem::take(&mut self.0);
        Poll::Ready((!bytes.is_empty()).then_some(Ok(Part::Data(bytes))))
    }

    fn write(self: Pin<Box<Self>>, outgoing: Outgoing) -> Written {
        outgoing.write_parts(self)
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.len() as u64)
    }
}

struct Surrounded<A> {
    source: Boxed,
    around: A,
}

impl<A: Around> Source for Surrounded<A> {
    fn poll_part(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Part, Error>>> {
        let this = self.get_mut();
        this.around.poll_part(this.source.as_mut(), cx)
    }

    fn write(self: Pin<Box<Self>>, outgoing: Outgoing) -> Written {
        let Self { source, around } = *Pin::into_inner(self);
        around.write(source, outgoing)
    }

    fn size_hint(&self) -> SizeHint {
        self.source.size_hint()
    }

    fn known_length(&self) -> Option<u64> {
        self.source.known_length()
    }

    fn declared_length(&self) -> Option<u64> {
        self.source.declared_length()
    }

    fn announced(&self, headers: &HeaderMap) -> Vec<&str> {
        self.source.announced(headers)
    }

    fn forgo_trailers(mut self: Pin<&mut Self>) {
        self.source.as_mut().forgo_trailers();
    }

    fn is_found_empty(mut self: Pin<&mut Self>) -> bool {
        self.source.as_mut().is_found_empty()
    }

    fn poll_found_empty(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<bool> {
        self.source.as_mut().poll_found_empty(cx)
    }

    fn too_large_status(&self) -> StatusCode {
        self.source.too_large_status()
    }
}
