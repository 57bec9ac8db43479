//! Incoming bodies that nobody has read yet: all of them is with the host, so they need no box.

use std::pin::Pin;
use std::task::{Context, Poll};

use http::StatusCode;
use http_body::SizeHint;

use super::bindings::wasi::http::types::{self, IncomingRequest, IncomingResponse};
use super::origin::Origin;
use super::outgoing::Outgoing;
use super::{incoming_body, reader, splice};
use crate::Body;
use crate::backend::wasi::fields;
use crate::body::{Boxed, Content, Part, Source, Written};
use crate::error::Error;

/// The body of a message that is not needed otherwise.
pub(crate) struct Untouched(Kind);

enum Kind {
    Request(Unread<IncomingRequest>, &'static Ways<IncomingRequest>),
    Response(Unread<IncomingResponse>, &'static Ways<IncomingResponse>),
}

/// What can be done with it. Behind pointers: a component without incoming bodies links none of it.
struct Ways<M> {
    look: fn(&Unread<M>) -> &dyn Source,
    touch: fn(Unread<M>) -> Boxed,
    write: fn(Unread<M>, Outgoing) -> Written,
}

pub(super) fn of_request(request: IncomingRequest) -> Body {
    Content::untouched(Untouched(Kind::Request(Unread(request), Ways::OF_ANY))).into()
}

pub(super) fn of_response(response: IncomingResponse) -> Body {
    Content::untouched(Untouched(Kind::Response(Unread(response), Ways::OF_ANY))).into()
}

impl Untouched {
    /// To be asked, but not to be polled.
    pub(crate) fn look(&self) -> &dyn Source {
        match &self.0 {
            Kind::Request(request, ways) => (ways.look)(request),
            Kind::Response(response, ways) => (ways.look)(response),
        }
    }

    /// To be read.
    pub(crate) fn touch(self) -> Boxed {
        match self.0 {
            Kind::Request(request, ways) => (ways.touch)(request),
            Kind::Response(response, ways) => (ways.touch)(response),
        }
    }

    pub(crate) fn write(self, outgoing: Outgoing) -> Written {
        match self.0 {
            Kind::Request(request, ways) => (ways.write)(request, outgoing),
            Kind::Response(response, ways) => (ways.write)(response, outgoing),
        }
    }
}

impl<M: Message> Ways<M> {
    const OF_ANY: &'static Self =
        &Self { look: |message| message, touch: |message| message.0.touch(), write: Unread::write };
}

/// What has a body.
trait Message: Sized + 'static {
    const ORIGIN: Origin;
    const TOO_LARGE: StatusCode;
    fn consume(&self) -> Result<types::IncomingBody, ()>;
    fn length(&self) -> Option<u64>;
    fn touch(self) -> Boxed;
}

impl Message for IncomingRequest {
    const ORIGIN: Origin = Origin::Request;
    const TOO_LARGE: StatusCode = StatusCode::PAYLOAD_TOO_LARGE;

    fn consume(&self) -> Result<types::IncomingBody, ()> {
        self.consume()
    }

    fn length(&self) -> Option<u64> {
        fields::content_length(&self.headers())
    }

    fn touch(self) -> Boxed {
        incoming_body::touch_request(self)
    }
}

impl Message for IncomingResponse {
    const ORIGIN: Origin = Origin::Response(None);
    const TOO_LARGE: StatusCode = StatusCode::BAD_GATEWAY;

    fn consume(&self) -> Result<types::IncomingBody, ()> {
        self.consume()
    }

    fn length(&self) -> Option<u64> {
        fields::content_length(&self.headers())
    }

    fn touch(self) -> Boxed {
        incoming_body::touch_response(self)
    }
}

/// A message whose body is still within.
struct Unread<M>(M);

impl<M: Message> Unread<M> {
    fn write(self, outgoing: Outgoing) -> Written {
        // A declared length has been found to be this body's, or it has to be watched.
        if !outgoing.keeps_length(|| self.size_hint()) {
            return outgoing.write_parts(self.0.touch());
        }
        let Ok(body) = self.0.consume() else { return Err(reader::refused()) };
        splice::write(reader::open(body)?, M::ORIGIN, outgoing)
    }
}

impl<M: Message> Source for Unread<M> {
    /// It is touched before it is polled.
    fn poll_part(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Part, Error>>> {
        Poll::Ready(Some(Err(reader::refused())))
    }

    fn write(self: Pin<Box<Self>>, outgoing: Outgoing) -> Written {
        outgoing.write_parts(self)
    }

    fn size_hint(&self) -> SizeHint {
        self.0.length().map_or_else(SizeHint::default, SizeHint::with_exact)
    }

    /// Of a body that is passed on the length is left to the hosts at both ends.
    fn known_length(&self) -> Option<u64> {
        None
    }

    fn declared_length(&self) -> Option<u64> {
        self.0.length()
    }

    fn too_large_status(&self) -> StatusCode {
        M::TOO_LARGE
    }
}
