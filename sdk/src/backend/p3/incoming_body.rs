//! The bodies of requests and responses that come in.

use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};

use http::StatusCode;
use http_body::SizeHint;

use super::origin::{Message, Origin};
use super::outgoing::Outgoing;
use super::reader::Reader;
use super::upload::Exchange;
use crate::Body;
use crate::backend::wasi::fields::{self, IncomingFields};
use crate::body::{Boxed, Content, Part, Source, Written, trailers};
use crate::error::Error;

/// The body of a message that is not needed otherwise.
pub(super) fn touch<M: Message>(message: M) -> Boxed {
    let length = fields::content_length(&message.headers());
    boxed(Reader::new(message.consume(), length), length, M::ORIGIN)
}

/// The body of a message, whose length is known from here on.
pub(super) fn of<M: Message>(message: M, length: Option<u64>) -> Body {
    Content::of_source(boxed(Reader::new(message.consume(), length), length, M::ORIGIN)).into()
}

/// The body of a response while its request's `upload` goes on, which is given what is left of it.
pub(super) fn of_response_beside(
    reader: Reader,
    length: Option<u64>,
    upload: Rc<Exchange>,
) -> Body {
    let beside = Some(upload);
    let body = IncomingBody { reader, length, origin: Origin::Response, beside };
    Content::of_source(Box::pin(body)).into()
}

/// What is left of the body of a response that is read.
pub(super) fn of_response_reader(reader: Reader) -> Body {
    Content::of_source(boxed(reader, None, Origin::Response)).into()
}

fn boxed(reader: Reader, length: Option<u64>, origin: Origin) -> Boxed {
    Box::pin(IncomingBody { reader, length, origin, beside: None })
}

/// The body of an incoming request or response.
pub(crate) struct IncomingBody {
    reader: Reader,
    /// What the `content-length` says.
    length: Option<u64>,
    origin: Origin,
    /// The upload that a response's rest is handed to.
    beside: Option<Rc<Exchange>>,
}

impl Source for IncomingBody {
    fn poll_part(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Part, Error>>> {
        let Self { reader, origin, .. } = self.get_mut();
        if let Some(data) = ready!(reader.poll_data_from(*origin, cx)) {
            return Poll::Ready(Some(data.map(Part::Data)));
        }
        Poll::Ready(
            reader
                .take_fields()
                .map(|fields| Ok(Part::Trailers(trailers::incoming(IncomingFields(fields))))),
        )
    }

    fn write(mut self: Pin<Box<Self>>, outgoing: Outgoing) -> Written {
        if !outgoing.may_hand_over(|| self.size_hint()) {
            return outgoing.write_parts(self);
        }
        match std::mem::replace(&mut self.reader, Reader::empty()).into_unread() {
            Ok(content) => outgoing.hand_over(content),
            Err(reader) => {
                self.reader = reader;
                outgoing.write_parts(self)
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        self.reader.left().map_or_else(SizeHint::default, SizeHint::with_exact)
    }

    /// Of a body that is passed on the length is left to the hosts at both ends.
    fn known_length(&self) -> Option<u64> {
        None
    }

    fn declared_length(&self) -> Option<u64> {
        self.length
    }

    fn poll_found_empty(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<bool> {
        let Self { reader, origin, .. } = self.get_mut();
        if reader.left() == Some(0) {
            return Poll::Ready(true);
        }
        reader.poll_found_empty(*origin, cx)
    }

    /// Nothing is read to find out: it could not be handed over after that.
    fn is_found_empty(self: Pin<&mut Self>) -> bool {
        self.reader.left() == Some(0)
    }

    fn too_large_status(&self) -> StatusCode {
        self.origin.too_large()
    }
}

/// What is left of a response outlives it while its request's body is still being sent.
impl Drop for IncomingBody {
    fn drop(&mut self) {
        if let Some(upload) = self.beside.take() {
            upload.keep(std::mem::replace(&mut self.reader, Reader::empty()));
        }
    }
}
