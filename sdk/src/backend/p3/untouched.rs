//! Incoming bodies that nobody has read yet: all of them is with the host, so they need no box.

use std::pin::Pin;
use std::task::{Context, Poll};

use http::StatusCode;
use http_body::SizeHint;

use super::bindings::wasi::http::types::{Request, Response};
use super::incoming_body;
use super::origin::{Incoming, Message};
use super::outgoing::Outgoing;
use crate::Body;
use crate::backend::wasi::fields;
use crate::body::{Boxed, Content, Part, Source, Written};
use crate::error::{Error, ErrorKind};

/// The body of a message that is not needed otherwise.
pub(crate) struct Untouched(Kind);

enum Kind {
    Request(Unread<Request>, &'static Ways<Request>),
    Response(Unread<Response>, &'static Ways<Response>),
}

/// What can be done with it. Behind pointers: a component without incoming bodies links none of it.
struct Ways<M> {
    look: fn(&Unread<M>) -> &dyn Source,
    touch: fn(M) -> Boxed,
    write: fn(Unread<M>, Outgoing) -> Written,
}

pub(super) fn of_request(request: Request) -> Body {
    Content::untouched(Untouched(Kind::Request(Unread(request), Ways::OF_ANY))).into()
}

pub(super) fn of_response(response: Response) -> Body {
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
            Kind::Request(request, ways) => (ways.touch)(request.0),
            Kind::Response(response, ways) => (ways.touch)(response.0),
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
        &Self { look: |message| message, touch: incoming_body::touch, write: Unread::write };
}

/// A message whose body is still within.
struct Unread<M>(M);

impl<M: Message> Unread<M> {
    fn write(self, outgoing: Outgoing) -> Written {
        // A declared length has been found to be this body's, or it has to be watched.
        if !outgoing.may_hand_over(|| self.size_hint()) {
            return outgoing.write_parts(incoming_body::touch(self.0));
        }
        let Incoming { content, .. } = self.0.consume();
        outgoing.hand_over(content)
    }
}

impl<M: Message> Source for Unread<M> {
    /// It is touched before it is polled.
    fn poll_part(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Part, Error>>> {
        let message = "the host does not give the body away";
        Poll::Ready(Some(Err(Error::new(ErrorKind::Body, message))))
    }

    fn write(self: Pin<Box<Self>>, outgoing: Outgoing) -> Written {
        outgoing.write_parts(self)
    }

    fn size_hint(&self) -> SizeHint {
        self.declared_length().map_or_else(SizeHint::default, SizeHint::with_exact)
    }

    /// Of a body that is passed on the length is left to the hosts at both ends.
    fn known_length(&self) -> Option<u64> {
        None
    }

    fn declared_length(&self) -> Option<u64> {
        fields::content_length(&self.0.headers())
    }

    fn too_large_status(&self) -> StatusCode {
        M::ORIGIN.too_large()
    }
}
