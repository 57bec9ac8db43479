//! [`Trailed`]: content to which trailers were added.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::header::TRAILER;
use http::{HeaderMap, StatusCode};
use http_body::{Body as _, SizeHint};

use super::{Part, Source, Written};
use crate::Body;
use crate::backend::Outgoing;
use crate::body::{Content, trailers};
use crate::error::Error;

struct Trailed {
    body: Body,
    /// `None` once they were read.
    trailers: Option<Box<HeaderMap>>,
}

impl Body {
    pub(in crate::body) fn add_trailers(self, trailers: HeaderMap) -> Self {
        Content::boxed(Trailed { body: self, trailers: Some(Box::new(trailers)) }).into()
    }
}

impl Source for Trailed {
    fn poll_part(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Part, Error>>> {
        let Self { body, trailers: added } = self.get_mut();
        let part = match ready!(body.poll_part(cx)) {
            Some(Ok(Part::Data(data))) => return Poll::Ready(Some(Ok(Part::Data(data)))),
            Some(Ok(Part::Trailers(trailers))) => Some(trailers),
            Some(Err(error)) => {
                *added = None;
                return Poll::Ready(Some(Err(error)));
            }
            None => None,
        };
        let added = added.take().map(|added| trailers::made(*added));
        let all = match (part, added) {
            (Some(trailers), Some(added)) => Some(trailers.join(added)),
            (trailers, added) => trailers.or(added),
        };
        Poll::Ready(all.map(|all| Ok(Part::Trailers(all))))
    }

    fn write(self: Pin<Box<Self>>, mut outgoing: Outgoing) -> Written {
        let Self { body, trailers: added } = *Pin::into_inner(self);
        if let Some(added) = added {
            outgoing.add_trailers(trailers::made(*added));
        }
        outgoing.write_body(body)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }

    /// In HTTP/1.1 a `content-length` excludes trailers.
    fn known_length(&self) -> Option<u64> {
        None
    }

    fn declared_length(&self) -> Option<u64> {
        match self.body.source() {
            Some(source) => source.declared_length(),
            None => self.body.known_length(),
        }
    }

    /// Those of what is within, to which some may have been added too, and then its own.
    fn announced(&self, headers: &HeaderMap) -> Vec<&str> {
        let within = self.body.source().map(|source| source.announced(headers));
        let mut names = within.unwrap_or_default();
        if let Some(trailers) = &self.trailers
            && !headers.contains_key(TRAILER)
        {
            names.extend(trailers.keys().map(|name| name.as_str()));
        }
        names
    }

    fn forgo_trailers(mut self: Pin<&mut Self>) {
        self.trailers = None;
        if let Content::Boxed(source) = &mut self.body.content
            && let Some(source) = source.get_mut()
        {
            source.forgo_trailers();
        }
    }

    fn try_clone(&self) -> Option<Content> {
        let (body, trailers) = (self.body.try_clone()?, self.trailers.clone());
        Some(Content::boxed(Self { body, trailers }))
    }

    fn too_large_status(&self) -> StatusCode {
        self.body.source().map_or(StatusCode::PAYLOAD_TOO_LARGE, Source::too_large_status)
    }
}
