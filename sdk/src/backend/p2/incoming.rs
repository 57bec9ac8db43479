//! What comes in: requests, and the bodies of requests and responses.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::header::CONTENT_LENGTH;
use http::uri::{self, Authority, PathAndQuery, Scheme};
use http::{HeaderMap, Method, StatusCode, Uri};
use http_body::SizeHint;

use super::bindings::wasi::http::types::{self, FutureTrailers, InputStream};
use super::outgoing::Outgoing;
use super::reactor::Wait;
use super::{convert, fields};
use crate::Body;
use crate::body::{Content, Part, Source, Writing};
use crate::error::{Error, ErrorCode, ErrorKind};

/// The most that one read brings into the component, in bytes.
const READ_SIZE: u64 = 64 * 1024;

/// A request whose parts are with the host.
pub(crate) struct IncomingRequest(types::IncomingRequest);

impl IncomingRequest {
    pub(super) fn new(request: types::IncomingRequest) -> Self {
        Self(request)
    }

    pub(crate) fn method(&self) -> Method {
        match self.0.method() {
            types::Method::Get => Method::GET,
            types::Method::Head => Method::HEAD,
            types::Method::Post => Method::POST,
            types::Method::Put => Method::PUT,
            types::Method::Delete => Method::DELETE,
            types::Method::Connect => Method::CONNECT,
            types::Method::Options => Method::OPTIONS,
            types::Method::Trace => Method::TRACE,
            types::Method::Patch => Method::PATCH,
            // A host has checked that it is a token; if not, no handler knows the method.
            types::Method::Other(name) => {
                Method::from_bytes(name.as_bytes()).unwrap_or_else(|_| unknown_method())
            }
        }
    }

    pub(crate) fn uri(&self) -> Uri {
        let path = self.0.path_with_query();
        let path = path_and_query(path.as_deref().unwrap_or("/"));
        let scheme = match self.0.scheme() {
            Some(types::Scheme::Http) => Some(Scheme::HTTP),
            Some(types::Scheme::Https) => Some(Scheme::HTTPS),
            Some(types::Scheme::Other(name)) => Scheme::try_from(name.as_str()).ok(),
            None => None,
        };
        let authority = self.0.authority().and_then(|name| Authority::try_from(name).ok());
        let mut parts = uri::Parts::default();
        // An URI with a scheme needs an authority, and one with both needs a path.
        if let (Some(scheme), Some(authority)) = (scheme, authority) {
            parts.scheme = Some(scheme);
            parts.authority = Some(authority);
        }
        parts.path_and_query = Some(path.clone());
        Uri::from_parts(parts).unwrap_or_else(|_| Uri::from(path))
    }

    pub(crate) fn headers(&self) -> HeaderMap {
        fields::to_map(&self.0.headers())
    }

    /// The body; the second time it is empty.
    pub(crate) fn body(&self) -> Body {
        let length = Length::Known(content_length(&self.0.headers()));
        body(self.0.consume(), length, Origin::Request)
    }

    /// Keeps the body, whose length is asked for only if somebody wants to know.
    pub(crate) fn into_body(self) -> Body {
        body(self.0.consume(), Length::Ask(self.0), Origin::Request)
    }
}

pub(super) fn response_body(response: &types::IncomingResponse, headers: &HeaderMap) -> Body {
    let length = headers.get(CONTENT_LENGTH).and_then(|value| parse_length(value.as_bytes()));
    body(response.consume(), Length::Known(length), Origin::Response)
}

fn body(body: Result<types::IncomingBody, ()>, length: Length, origin: Origin) -> Body {
    match body {
        Ok(body) => {
            let state = State::Unread(body);
            let body = IncomingBody { wait: None, state, length, origin };
            Content::Boxed(Box::pin(body)).into()
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
}

enum State {
    Unread(types::IncomingBody),
    Reading(Reading),
    Trailers(FutureTrailers),
    Done,
}

/// A body and its stream, which is the body's child and has to go first.
pub(super) struct Reading {
    pub(super) stream: InputStream,
    body: types::IncomingBody,
}

/// What the `content-length` says.
enum Length {
    Known(Option<u64>),
    Ask(types::IncomingRequest),
}

/// Whose failure a broken body is.
#[derive(Clone, Copy)]
pub(super) enum Origin {
    Request,
    Response,
}

impl IncomingBody {
    fn poll_next_part(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Part, Error>>> {
        loop {
            match &mut self.state {
                State::Unread(_) | State::Done => match self.start() {
                    Ok(Some(reading)) => self.state = State::Reading(reading),
                    Ok(None) => return Poll::Ready(None),
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
                            let state = std::mem::replace(&mut self.state, State::Done);
                            let State::Reading(reading) = state else { continue };
                            if let Some(error) = convert::stream_error(error) {
                                return Poll::Ready(Some(Err(self.origin.blame(error))));
                            }
                            self.state = State::Trailers(reading.finish());
                        }
                    }
                }
                State::Trailers(trailers) => {
                    let trailers = ready!(poll_trailers(&mut self.wait, trailers, cx));
                    self.state = State::Done;
                    return Poll::Ready(match trailers {
                        Ok(trailers) => {
                            trailers.map(|all| Ok(Part::Trailers(Box::new(fields::to_map(&all)))))
                        }
                        Err(error) => Some(Err(self.origin.blame(error))),
                    });
                }
            }
        }
    }

    /// Opens the stream of a body that was not read yet; none if it is at its end.
    fn start(&mut self) -> Result<Option<Reading>, Error> {
        let State::Unread(body) = std::mem::replace(&mut self.state, State::Done) else {
            return Ok(None);
        };
        match body.stream() {
            Ok(stream) => Ok(Some(Reading { stream, body })),
            Err(()) => Err(Error::new(ErrorKind::Body, "the host does not give the body away")),
        }
    }

    /// The body's stream, to be spliced by the host; none if it is at its end.
    pub(super) fn into_reading(mut self) -> Result<Option<Reading>, Error> {
        match std::mem::replace(&mut self.state, State::Done) {
            State::Reading(reading) => {
                self.wait = None;
                Ok(Some(reading))
            }
            state => {
                self.state = state;
                self.start()
            }
        }
    }

    pub(super) fn origin(&self) -> Origin {
        self.origin
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
        let length = match (&self.state, &self.length) {
            (State::Unread(_), Length::Known(length)) => *length,
            (State::Unread(_), Length::Ask(request)) => content_length(&request.headers()),
            (State::Reading(_), _) => None,
            (State::Trailers(_) | State::Done, _) => Some(0),
        };
        length.map_or_else(SizeHint::default, SizeHint::with_exact)
    }

    /// Of a body that is passed on the length is left to the hosts at both ends.
    fn known_length(&self) -> Option<u64> {
        None
    }

    fn too_large_status(&self) -> StatusCode {
        match self.origin {
            Origin::Request => StatusCode::PAYLOAD_TOO_LARGE,
            Origin::Response => StatusCode::BAD_GATEWAY,
        }
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

impl Origin {
    /// A client that breaks off is answered 400, an upstream that does 502 or 504.
    pub(super) fn blame(self, error: Error) -> Error {
        match self {
            Self::Request => error.with_status(StatusCode::BAD_REQUEST),
            Self::Response if error.code().is_some_and(ErrorCode::is_timeout) => {
                error.with_status(StatusCode::GATEWAY_TIMEOUT)
            }
            Self::Response => error.with_status(StatusCode::BAD_GATEWAY),
        }
    }
}

fn content_length(headers: &types::Fields) -> Option<u64> {
    parse_length(headers.get(CONTENT_LENGTH.as_str()).first()?)
}

/// `1*DIGIT` ([RFC 9110, 8.6](https://www.rfc-editor.org/rfc/rfc9110#section-8.6)).
pub(super) fn parse_length(value: &[u8]) -> Option<u64> {
    if !value.iter().all(u8::is_ascii_digit) {
        return None;
    }
    str::from_utf8(value).ok()?.parse().ok()
}

/// A method that no handler knows.
fn unknown_method() -> Method {
    Method::from_bytes(b"UNKNOWN").unwrap_or_default()
}

/// The path and query, with what may not stand there percent-encoded.
fn path_and_query(path: &str) -> PathAndQuery {
    if let Ok(path) = PathAndQuery::try_from(path) {
        return path;
    }
    let mut encoded = String::with_capacity(path.len() + 16);
    for &byte in path.as_bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/?&=+%:@!$'()*,;".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    PathAndQuery::try_from(encoded).unwrap_or_else(|_| PathAndQuery::from_static("/"))
}
