//! Incoming requests and responses.

use std::rc::Rc;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use http::header::HOST;
use http::uri::{Authority, Scheme};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};

use super::bindings::wasi::http::types::{self, Headers};
use super::reader::{Length, Reader};
use super::wire::Message;
use crate::Body;
use crate::backend::wasi::origin::Origin;
use crate::backend::wasi::upload::UploadState;
use crate::backend::wasi::{convert, fields, incoming_body};
use crate::error::Error;
use crate::message;
use crate::target;

/// A message whose parts the host holds until its body is taken, which consumes the message.
struct Held<M: Message> {
    message: Mutex<Option<M>>,
    /// The headers of a message whose body was taken.
    headers: OnceLock<Headers>,
}

impl<M: Message> Held<M> {
    fn new(message: M) -> Self {
        Self { message: Mutex::new(Some(message)), headers: OnceLock::new() }
    }

    fn locked(&self) -> MutexGuard<'_, Option<M>> {
        self.message.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Passes the headers to a function.
    fn with_headers<T>(&self, read: impl FnOnce(&Headers) -> T) -> T {
        if let Some(headers) = self.headers.get() {
            return read(headers);
        }
        let headers = self.locked().as_ref().map(Message::headers);
        read(&headers.unwrap_or_else(Headers::new))
    }

    /// Takes the message for its body; `None` the second time.
    fn take(&self) -> Option<M> {
        let message = self.locked().take()?;
        self.headers.get_or_init(|| message.headers());
        Some(message)
    }

    fn into_message(self) -> Option<M> {
        self.message.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request whose parts the host holds.
pub(crate) struct IncomingRequest {
    held: Held<types::Request>,
    /// Set before the body is taken.
    target: OnceLock<Target>,
}

/// The destination of a request.
#[derive(Clone)]
struct Target {
    scheme: Option<Scheme>,
    authority: Option<Authority>,
    path: String,
}

impl Target {
    fn of(request: &types::Request) -> Self {
        // Not every host derives one from the other (wasmtime 48 does not).
        let told = request.get_authority().or_else(|| {
            let host = fields::first(&request.get_headers(), &HOST)?;
            host.to_str().ok().map(str::to_owned)
        });
        let authority = told.and_then(|name| Authority::try_from(name).ok());
        // A URI with an authority has a scheme; if it is missing, this is the most likely one.
        let scheme = convert::scheme(request.get_scheme()).or(Some(Scheme::HTTP));
        Self { scheme, authority, path: path(request) }
    }
}

fn path(request: &types::Request) -> String {
    request.get_path_with_query().unwrap_or_else(|| String::from("/"))
}

impl IncomingRequest {
    pub(super) fn new(request: types::Request) -> Self {
        Self { held: Held::new(request), target: OnceLock::new() }
    }

    pub(crate) fn method(&self) -> Method {
        self.held
            .locked()
            .as_ref()
            .map_or(Method::GET, |request| convert::method(request.get_method()))
    }

    /// The path and query, as the host reports them.
    pub(crate) fn target(&self) -> String {
        match (self.held.locked().as_ref(), self.target.get()) {
            (Some(request), _) => path(request),
            (None, Some(target)) => target.path.clone(),
            (None, None) => String::from("/"),
        }
    }

    /// The URI with that path and query.
    pub(crate) fn uri(&self, target: &str) -> Uri {
        let (scheme, authority) =
            self.found_target().map(|found| (found.scheme, found.authority)).unwrap_or_default();
        target::uri(scheme, authority, target)
    }

    fn found_target(&self) -> Option<Target> {
        match self.held.locked().as_ref() {
            Some(request) => Some(Target::of(request)),
            None => self.target.get().cloned(),
        }
    }

    /// The first value of a field.
    pub(crate) fn header(&self, name: &HeaderName) -> Option<HeaderValue> {
        self.header_values(name).into_iter().next()
    }

    /// Passes the content type to a function.
    pub(crate) fn content_type<T>(&self, look: impl FnOnce(&[u8]) -> T) -> Option<T> {
        self.held.with_headers(|headers| fields::content_type(headers, look))
    }

    /// All values of a field.
    pub(crate) fn header_values(&self, name: &HeaderName) -> Vec<HeaderValue> {
        self.held.with_headers(|headers| fields::request_values(headers, name, || self.authority()))
    }

    pub(crate) fn headers(&self) -> HeaderMap {
        self.held.with_headers(|headers| fields::request_headers(headers, || self.authority()))
    }

    /// The authority of the URI.
    fn authority(&self) -> Option<Authority> {
        self.found_target()?.authority
    }

    /// Whether a handler gets other fields than the host has.
    pub(super) fn has_fields_to_change(&self) -> bool {
        self.held.with_headers(fields::are_to_change)
    }

    /// The whole message, to pass it on; `None` if its body was taken.
    pub(super) fn into_message(self) -> Option<types::Request> {
        self.held.into_message()
    }

    /// The body; the second call returns an empty one.
    pub(crate) fn body(&self) -> Body {
        if let Some(request) = self.held.locked().as_ref() {
            self.target.get_or_init(|| Target::of(request));
        }
        let length = Length::Known(self.held.with_headers(fields::content_length));
        body(self.held.take(), length, Origin::Request)
    }

    /// The body, whose length is read only if it is needed.
    pub(crate) fn into_body(self) -> Body {
        unneeded_body(self.held, Origin::Request)
    }
}

/// A response whose parts the host holds.
pub(crate) struct IncomingResponse {
    status: StatusCode,
    held: Held<types::Response>,
}

impl IncomingResponse {
    pub(in crate::backend) fn new(response: types::Response) -> Result<Self, Error> {
        let status = message::status(response.get_status_code())?;
        Ok(Self { status, held: Held::new(response) })
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    /// The first value of a field.
    pub(crate) fn header(&self, name: &HeaderName) -> Option<HeaderValue> {
        self.held.with_headers(|headers| fields::first(headers, name))
    }

    pub(crate) fn headers(&self) -> HeaderMap {
        self.held.with_headers(fields::headers)
    }

    /// The length of an unread body.
    pub(crate) fn content_length(&self) -> Option<u64> {
        self.held.with_headers(fields::content_length)
    }

    /// The reader of the body; the second call returns an empty one.
    pub(crate) fn reader(&self) -> Reader {
        let length = Length::Known(self.content_length());
        self.held.take().map_or_else(Reader::empty, |response| Reader::new(response, length))
    }

    /// The body; the second call returns an empty one.
    pub(crate) fn body(&self) -> Body {
        self.body_from(Origin::Response(None))
    }

    /// The body, whose length is read only if it is needed.
    pub(crate) fn into_body(self) -> Body {
        unneeded_body(self.held, Origin::Response(None))
    }

    /// The body of a response to an `upload` that is still running, and that ends with the body.
    pub(in crate::backend) fn body_beside(&self, upload: Rc<UploadState>) -> Body {
        self.body_from(Origin::Response(Some(upload)))
    }

    fn body_from(&self, origin: Origin) -> Body {
        let length = Length::Known(self.content_length());
        body(self.held.take(), length, origin)
    }
}

/// A body, unless it was taken before.
fn body(message: Option<impl Message>, length: Length, origin: Origin) -> Body {
    match message {
        Some(message) => incoming_body::body(Reader::new(message, length), origin),
        None => Body::empty(),
    }
}

/// The body of a message that is not needed otherwise.
fn unneeded_body(held: Held<impl Message>, origin: Origin) -> Body {
    let Some(message) = held.into_message() else { return Body::empty() };
    let length = Length::Of(message.headers());
    body(Some(message), length, origin)
}
