//! Incoming requests and responses.

use std::rc::Rc;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use http::header::HOST;
use http::uri::{Authority, Scheme};
use http::{Method, Uri};

use super::bindings::wasi::http::types::{self, Headers};
use super::reader::{Length, Reader};
use super::wire::Message;
use crate::Body;
use crate::backend::wasi::incoming::IncomingResponse;
use crate::backend::wasi::origin::Origin;
use crate::backend::wasi::upload::UploadState;
use crate::backend::wasi::{convert, fields, incoming};
use crate::error::Error;
use crate::message;
use crate::target;

/// A message whose parts the host holds until its body is taken, which consumes the message.
pub(in crate::backend) struct Held<M: Message> {
    message: Mutex<Option<M>>,
    /// The headers of a message whose body was taken.
    headers: OnceLock<Headers>,
}

pub(in crate::backend) type HeldResponse = Held<types::Response>;

impl<M: Message> Held<M> {
    fn new(message: M) -> Self {
        Self { message: Mutex::new(Some(message)), headers: OnceLock::new() }
    }

    fn locked(&self) -> MutexGuard<'_, Option<M>> {
        self.message.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Passes the headers to a function.
    pub(in crate::backend) fn with_headers<T>(&self, read: impl FnOnce(&Headers) -> T) -> T {
        if let Some(headers) = self.headers.get() {
            return read(headers);
        }
        let headers = self.locked().as_ref().map(Message::headers);
        read(&headers.unwrap_or_else(Headers::new))
    }

    /// The reader of the body; `None` the second time.
    pub(in crate::backend) fn reader(&self, length: Length) -> Option<Reader> {
        let message = self.locked().take()?;
        self.headers.get_or_init(|| message.headers());
        Some(Reader::new(message, length))
    }

    /// The reader of the body, whose length is read only if it is needed.
    pub(in crate::backend) fn into_reader(self) -> Option<Reader> {
        let message = self.into_message()?;
        let length = Length::Of(message.headers());
        Some(Reader::new(message, length))
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

/// The destination of a request as a host takes it.
#[derive(Default)]
pub(super) struct Told {
    pub(super) scheme: Option<types::Scheme>,
    pub(super) authority: Option<String>,
    pub(super) path: Option<String>,
}

impl Target {
    fn of(request: &types::Request) -> Self {
        let authority = authority(request);
        // A URI with an authority has a scheme; if it is missing, this is the most likely one.
        let scheme = convert::scheme(request.get_scheme()).or(Some(Scheme::HTTP));
        Self { scheme, authority, path: path(request) }
    }
}

fn authority(request: &types::Request) -> Option<Authority> {
    // Not every host derives the authority from `host` (wasmtime 48 does not).
    let told = request.get_authority().or_else(|| {
        let host = fields::first(&request.get_headers(), &HOST)?;
        host.to_str().ok().map(str::to_owned)
    });
    told.and_then(|name| Authority::try_from(name).ok())
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

    /// Passes the headers to a function.
    pub(in crate::backend) fn with_headers<T>(&self, read: impl FnOnce(&Headers) -> T) -> T {
        self.held.with_headers(read)
    }

    /// The authority of the URI.
    pub(in crate::backend) fn authority(&self) -> Option<Authority> {
        match self.held.locked().as_ref() {
            Some(request) => authority(request),
            None => self.target.get()?.authority.clone(),
        }
    }

    /// The destination as the next component is to get it, with this path and query.
    pub(super) fn told(&self, path: String) -> Told {
        let Some(request) = &*self.held.locked() else { return Told::default() };
        let path = Some(target::in_uri(path));
        match authority(request).map(|name| name.as_str().to_owned()) {
            // A URI without an authority has no scheme either.
            None => Told { path, ..Told::default() },
            authority => {
                let scheme = request.get_scheme().or(Some(types::Scheme::Http));
                Told { scheme, authority, path }
            }
        }
    }

    /// Whether a handler gets other fields than the host has.
    pub(super) fn has_fields_to_change(&self) -> bool {
        self.with_headers(fields::are_to_change)
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
        let length = Length::Known(self.with_headers(fields::content_length));
        incoming::body(self.held.reader(length), Origin::Request)
    }

    /// The body, whose length is read only if it is needed.
    pub(crate) fn into_body(self) -> Body {
        incoming::body(self.held.into_reader(), Origin::Request)
    }
}

impl IncomingResponse {
    pub(in crate::backend) fn new(response: types::Response) -> Result<Self, Error> {
        let status = message::status(response.get_status_code())?;
        Ok(Self { status, held: Held::new(response) })
    }

    /// The body of a response to an `upload` that is still running, and that ends with the body.
    pub(in crate::backend) fn body_beside(&self, upload: Rc<UploadState>) -> Body {
        let length = Length::Known(self.content_length());
        incoming::body(self.held.reader(length), Origin::Response(Some(upload)))
    }
}
