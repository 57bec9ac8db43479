//! The bodies of requests and responses that come in.

use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};

use http::StatusCode;
use http_body::SizeHint;

use super::bindings::wasi::http::types::{self, FutureTrailers, InputStream};
use super::bindings::wasi::io::streams::StreamError;
use super::origin::Origin;
use super::outgoing::Outgoing;
use super::reactor::Wait;
use super::upload::{Exchange, Rest};
use super::{convert, fields};
use crate::Body;
use crate::body::{Content, Part, Source, Writing};
use crate::error::{Error, ErrorCode, ErrorKind};

/// The most that one read brings into the component, in bytes.
const READ_SIZE: u64 = 64 * 1024;

/// The body of a request, whose length is known from here on.
pub(super) fn of_request(request: &types::IncomingRequest) -> Body {
    let length = Length::Known(fields::content_length(&request.headers()));
    body(request.consume(), length, Origin::Request)
}

/// The body of a request that is not needed otherwise, and so is there to be asked for the length.
pub(super) fn into_request_body(request: types::IncomingRequest) -> Body {
    body(request.consume(), Length::Ask(request), Origin::Request)
}

/// The body of a response of that length.
pub(super) fn of_response(response: &types::IncomingResponse, length: Option<u64>) -> Body {
    body(response.consume(), Length::Known(length), Origin::Response(None))
}

/// The body of a response that is not needed otherwise, and so is there to be asked for the length.
pub(super) fn into_response_body(response: types::IncomingResponse) -> Body {
    body(response.consume(), Length::OfResponse(response), Origin::Response(None))
}

/// The body of a response while its request's `upload` goes on, which is given what is left of it.
pub(super) fn of_response_beside(response: &types::IncomingResponse, upload: Rc<Exchange>) -> Body {
    let headers = response.headers();
    upload.has_trailers.set(headers.has(http::header::TRAILER.as_str()));
    let length = Length::Known(fields::content_length(&headers));
    body(response.consume(), length, Origin::Response(Some(upload)))
}

fn body(body: Result<types::IncomingBody, ()>, length: Length, origin: Origin) -> Body {
    match body {
        Ok(body) => {
            let state = State::Unread(body);
            let body = IncomingBody { wait: None, state, length, origin, forgoes_trailers: false };
            Content::boxed(body).into()
        }
        // It was taken before.
        Err(()) => Body::empty(),
    }
}

/// The body of an incoming request or response.
pub(crate) struct IncomingBody {
    // Above the stream it waits for.
    wait: Option<Wait>,
    state: State,
    length: Length,
    origin: Origin,
    forgoes_trailers: bool,
}

enum State {
    Unread(types::IncomingBody),
    Reading(Reading),
    Trailers(FutureTrailers),
    /// With the trailers, if they were found before they were asked for.
    Ended(Option<types::Fields>),
}

/// A body and its stream, which is the body's child and has to go first.
pub(super) struct Reading {
    pub(super) stream: InputStream,
    pub(super) body: types::IncomingBody,
}

/// What the `content-length` says.
enum Length {
    Known(Option<u64>),
    Ask(types::IncomingRequest),
    OfResponse(types::IncomingResponse),
}

impl IncomingBody {
    fn poll_next_part(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Part, Error>>> {
        loop {
            match &mut self.state {
                State::Unread(_) => match self.start() {
                    Ok(reading) => self.state = State::Reading(reading),
                    Err(error) => return Poll::Ready(Some(Err(error))),
                },
                State::Reading(reading) => {
                    if self.wait.is_some() {
                        ready!(Wait::poll(&mut self.wait, cx, || reading.stream.subscribe()));
                    }
                    match reading.stream.read(READ_SIZE) {
                        // Not the end: that is told by `closed` alone.
                        Ok(data) if data.is_empty() => {
                            ready!(Wait::poll(&mut self.wait, cx, || reading.stream.subscribe()));
                        }
                        Ok(data) => return Poll::Ready(Some(Ok(Part::Data(data.into())))),
                        Err(error) => {
                            let state = self.take_state();
                            let State::Reading(reading) = state else { continue };
                            if let Some(error) = convert::stream_error(error) {
                                return Poll::Ready(Some(Err(self.origin.blame(error))));
                            }
                            if self.forgoes_trailers && matches!(self.origin, Origin::Request) {
                                return Poll::Ready(None);
                            }
                            self.state = match self.origin.at_end(reading) {
                                Some(trailers) => State::Trailers(trailers),
                                None => State::Ended(None),
                            };
                        }
                    }
                }
                State::Trailers(trailers) => {
                    let found = ready!(poll_trailers(&mut self.wait, trailers, cx));
                    match found {
                        Ok(fields) => self.state = State::Ended(fields),
                        Err(error) => return Poll::Ready(Some(Err(self.origin.blame(error)))),
                    }
                }
                State::Ended(trailers) => {
                    let trailers = trailers.take();
                    return Poll::Ready(
                        trailers
                            .map(|fields| Ok(Part::Trailers(Box::new(fields::to_map(&fields))))),
                    );
                }
            }
        }
    }

    fn take_state(&mut self) -> State {
        std::mem::replace(&mut self.state, State::Ended(None))
    }

    /// Opens the stream of a body that was not read yet.
    fn start(&mut self) -> Result<Reading, Error> {
        let refused = || Error::new(ErrorKind::Body, "the host does not give the body away");
        let State::Unread(body) = self.take_state() else { return Err(refused()) };
        match body.stream() {
            Ok(stream) => Ok(Reading { stream, body }),
            Err(()) => Err(refused()),
        }
    }

    /// The body's stream, to be spliced by the host.
    pub(super) fn into_reading(mut self) -> Result<Reading, Error> {
        self.wait = None;
        match self.take_state() {
            State::Reading(reading) => Ok(reading),
            state => {
                self.state = state;
                self.start()
            }
        }
    }

    pub(super) fn origin(&self) -> Origin {
        self.origin.clone()
    }
}

impl Source for IncomingBody {
    fn poll_part(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Part, Error>>> {
        self.get_mut().poll_next_part(cx)
    }

    fn write(self: Pin<Box<Self>>, outgoing: Outgoing) -> Writing {
        match self.state {
            // A declared length has been found to be this body's, or it has to be watched.
            State::Unread(_) | State::Reading(_) if outgoing.keeps_length(|| self.size_hint()) => {
                outgoing.splice(*Pin::into_inner(self))
            }
            _ => outgoing.write_parts(self),
        }
    }

    fn size_hint(&self) -> SizeHint {
        let length = match &self.state {
            State::Unread(_) => self.declared_length(),
            State::Reading(_) => None,
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
        let Self { wait, state: State::Reading(reading), .. } = &mut *self else {
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
        if matches!(self.state, State::Unread(_)) {
            match self.start() {
                Ok(reading) => self.state = State::Reading(reading),
                Err(_) => return false,
            }
        }
        let State::Reading(Reading { stream, .. }) = &self.state else { return false };
        if !matches!(stream.read(0), Err(StreamError::Closed)) {
            return false;
        }
        // It may have been polled before: then its stream has a child, which must go first.
        self.wait = None;
        if let State::Reading(reading) = self.take_state() {
            let trailers = reading.finish();
            let found = if trailers.subscribe().ready() { trailers.get() } else { None };
            self.state = match found {
                Some(Ok(Ok(fields))) => State::Ended(fields),
                _ => State::Trailers(trailers),
            };
        }
        matches!(self.state, State::Ended(None))
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
        self.wait = None;
        let rest = match self.take_state() {
            State::Unread(body) => Rest::new(body.stream().ok(), body),
            State::Reading(Reading { stream, body }) => Rest::new(Some(stream), body),
            State::Trailers(_) | State::Ended(_) => return,
        };
        self.origin.keep(rest);
    }
}

impl Reading {
    /// Ends a body whose stream was closed, for its trailers.
    pub(super) fn finish(self) -> FutureTrailers {
        let Self { stream, body } = self;
        drop(stream);
        types::IncomingBody::finish(body)
    }
}

pub(super) fn poll_trailers(
    wait: &mut Option<Wait>,
    trailers: &FutureTrailers,
    cx: &mut Context<'_>,
) -> Poll<Result<Option<types::Fields>, Error>> {
    loop {
        if wait.is_some() {
            ready!(Wait::poll(wait, cx, || trailers.subscribe()));
        } else {
            // The end was seen, so they mostly are there; but a host may want to be asked.
            let pollable = trailers.subscribe();
            if !pollable.ready() {
                ready!(Wait::poll(wait, cx, || pollable));
            }
        }
        return Poll::Ready(match trailers.get() {
            Some(Ok(Ok(trailers))) => Ok(trailers),
            Some(Ok(Err(code))) => {
                let error = Error::new(ErrorKind::Body, "the trailers did not arrive");
                Err(error.with_source(ErrorCode::from(code)))
            }
            // They were taken before.
            Some(Err(())) => Ok(None),
            None => continue,
        });
    }
}
