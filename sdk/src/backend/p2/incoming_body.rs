//! The bodies of requests and responses that come in.

use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};

use http::StatusCode;
use http_body::SizeHint;

use super::bindings::wasi::http::types;
use super::convert;
use super::origin::Origin;
use super::outgoing::Outgoing;
use super::reactor::Wait;
use super::reader::{Reader, Reading, State};
use super::splice;
use super::upload::{Exchange, Rest};
use crate::Body;
use crate::backend::wasi::fields;
use crate::backend::wasi::fields::IncomingFields;
use crate::body::{Boxed, Content, Part, Source, Written, trailers};
use crate::error::Error;

/// The body of a request, whose length is known from here on.
pub(super) fn of_request(request: &types::IncomingRequest) -> Body {
    let length = Length::Known(fields::content_length(&request.headers()));
    body(request.consume(), length, Origin::Request)
}

/// The body of a request that is not needed otherwise, and so is there to be asked for the length.
pub(super) fn touch_request(request: types::IncomingRequest) -> Boxed {
    source(Reader::new(request.consume()), Length::Ask(request), Origin::Request)
}

/// The body of a response of that length.
pub(super) fn of_response(response: &types::IncomingResponse, length: Option<u64>) -> Body {
    body(response.consume(), Length::Known(length), Origin::Response(None))
}

/// The body of a response that is not needed otherwise, and so is there to be asked for the length.
pub(super) fn touch_response(response: types::IncomingResponse) -> Boxed {
    source(Reader::new(response.consume()), Length::OfResponse(response), Origin::Response(None))
}

/// The body of a response while its request's `upload` goes on, which is given what is left of it.
pub(super) fn of_response_beside(response: &types::IncomingResponse, upload: Rc<Exchange>) -> Body {
    let headers = response.headers();
    upload.has_trailers.set(headers.has(http::header::TRAILER.as_str()));
    let length = Length::Known(fields::content_length(&headers));
    body(response.consume(), length, Origin::Response(Some(upload)))
}

/// What is left of the body of a response that is read.
pub(super) fn of_response_reader(reader: Reader) -> Body {
    boxed(reader, Length::Known(None), Origin::Response(None))
}

fn body(body: Result<types::IncomingBody, ()>, length: Length, origin: Origin) -> Body {
    match body {
        Ok(_) => boxed(Reader::new(body), length, origin),
        // It was taken before.
        Err(()) => Body::empty(),
    }
}

fn boxed(reader: Reader, length: Length, origin: Origin) -> Body {
    Content::of_source(source(reader, length, origin)).into()
}

fn source(reader: Reader, length: Length, origin: Origin) -> Boxed {
    Box::pin(IncomingBody { reader, length, origin, forgoes_trailers: false })
}

/// The body of an incoming request or response.
pub(crate) struct IncomingBody {
    reader: Reader,
    length: Length,
    origin: Origin,
    forgoes_trailers: bool,
}

/// What the `content-length` says.
enum Length {
    Known(Option<u64>),
    Ask(types::IncomingRequest),
    OfResponse(types::IncomingResponse),
}

impl IncomingBody {
    fn may_be_spliced(&self, outgoing: &Outgoing) -> bool {
        // A declared length has been found to be this body's, or it has to be watched.
        matches!(self.reader.state, State::Unread(_) | State::Reading(_))
            && outgoing.keeps_length(|| self.size_hint())
    }
}

impl Source for IncomingBody {
    fn poll_part(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Part, Error>>> {
        let Self { reader, origin, forgoes_trailers, .. } = self.get_mut();
        if let Some(data) = ready!(reader.poll_data_from(origin, cx)) {
            return Poll::Ready(Some(data.map(Part::Data)));
        }
        if *forgoes_trailers && matches!(origin, Origin::Request) {
            return Poll::Ready(None);
        }
        let fields = match ready!(reader.poll_fields_from(origin, cx)) {
            Ok(fields) => fields,
            Err(error) => return Poll::Ready(Some(Err(error))),
        };
        Poll::Ready(
            fields.map(|fields| Ok(Part::Trailers(trailers::incoming(IncomingFields(fields))))),
        )
    }

    fn write(mut self: Pin<Box<Self>>, outgoing: Outgoing) -> Written {
        if !self.may_be_spliced(&outgoing) {
            return outgoing.write_parts(self);
        }
        let Self { reader, origin, .. } = &mut *self;
        let reading = reader.start_reading()?;
        splice::write(reading, origin.clone(), outgoing)
    }

    fn size_hint(&self) -> SizeHint {
        let length = match &self.reader.state {
            State::Unread(_) => self.declared_length(),
            State::Reading(_) | State::Broken(_) => None,
            State::Trailers(_) | State::Ended(_) => Some(0),
        };
        length.map_or_else(SizeHint::default, SizeHint::with_exact)
    }

    /// Of a body that is passed on the length is left to the hosts at both ends.
    fn known_length(&self) -> Option<u64> {
        None
    }

    fn declared_length(&self) -> Option<u64> {
        match &self.length {
            Length::Known(length) => *length,
            Length::Ask(request) => fields::content_length(&request.headers()),
            Length::OfResponse(response) => fields::content_length(&response.headers()),
        }
    }

    fn forgo_trailers(mut self: Pin<&mut Self>) {
        self.forgoes_trailers = true;
    }

    fn poll_found_empty(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<bool> {
        if self.as_mut().is_found_empty() {
            return Poll::Ready(true);
        }
        let Reader { wait, state: State::Reading(reading) } = &mut self.reader else {
            return Poll::Ready(false);
        };
        ready!(Wait::poll(wait, cx, || reading.stream.subscribe()));
        Poll::Ready(self.is_found_empty())
    }

    /// A read of no bytes tells whether there will be any, and takes none.
    fn is_found_empty(mut self: Pin<&mut Self>) -> bool {
        if self.size_hint().exact() == Some(0) {
            return true;
        }
        let Self { reader, origin, .. } = &mut *self;
        if matches!(reader.state, State::Unread(_)) {
            match reader.start() {
                Ok(reading) => reader.state = State::Reading(reading),
                Err(_) => return false,
            }
        }
        let State::Reading(Reading { stream, .. }) = &reader.state else { return false };
        let Err(error) = stream.read(0) else { return false };
        // It may have been polled before: then its stream has a child, which must go first.
        reader.wait = None;
        if let Some(error) = convert::stream_error(error) {
            // Hosts tell it once, and then the stream is closed as if that was its end.
            reader.state = State::Broken(origin.blame(error));
            return false;
        }
        if let State::Reading(reading) = reader.take_state() {
            let trailers = reading.finish();
            let found = if trailers.subscribe().ready() { trailers.get() } else { None };
            reader.state = match found {
                Some(Ok(Ok(fields))) => State::Ended(fields),
                _ => State::Trailers(trailers),
            };
        }
        matches!(reader.state, State::Ended(None))
    }

    fn too_large_status(&self) -> StatusCode {
        match self.origin {
            Origin::Request => StatusCode::PAYLOAD_TOO_LARGE,
            Origin::Response(_) => StatusCode::BAD_GATEWAY,
        }
    }
}

/// What is left of a response outlives it while its request's body is still being sent.
impl Drop for IncomingBody {
    fn drop(&mut self) {
        if !matches!(self.origin, Origin::Response(Some(_))) {
            return;
        }
        self.reader.wait = None;
        let rest = match self.reader.take_state() {
            State::Unread(body) => Rest::new(body.stream().ok(), body),
            State::Reading(Reading { stream, body }) => Rest::new(Some(stream), body),
            State::Broken(_) | State::Trailers(_) | State::Ended(_) => return,
        };
        self.origin.keep(rest);
    }
}
