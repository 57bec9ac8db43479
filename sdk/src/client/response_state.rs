//! [`ResponseState`]: a response as far as it was received.

use std::cell::OnceCell;

use http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, StatusCode};

use crate::Body;
use crate::body::Trailers;
use crate::port::client::Arrival;
use crate::port::{IncomingResponse, Reader};

#[derive(Default)]
pub(super) struct ResponseState {
    pub(super) status: StatusCode,
    /// `None` once the body was taken with it.
    pub(super) incoming: Option<IncomingResponse>,
    /// Read from the host when they are needed.
    pub(super) headers: OnceCell<Box<HeaderMap>>,
    pub(super) extensions: Extensions,
    pub(super) body: BodyState,
    pub(super) trailers: Option<Box<Trailers>>,
}

#[derive(Default)]
pub(super) enum BodyState {
    /// With the host, untouched.
    #[default]
    Untouched,
    Reading(Reader),
    Body(Body),
}

impl ResponseState {
    /// Receives the response to a request with this method.
    pub(super) fn receive(&mut self, (incoming, body): Arrival, method: &Method) {
        let status = incoming.status();
        // RFC 9112, 6.3: there is no body, whatever the `content-length` says.
        let has_no_body = *method == Method::HEAD
            || matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
        if has_no_body {
            self.body = BodyState::Body(Body::empty());
        } else if let Some(body) = body {
            self.body = BodyState::Body(body);
        }
        self.status = status;
        self.incoming = Some(incoming);
    }

    pub(super) fn status(&self) -> StatusCode {
        self.status
    }

    /// The first value of a field, without reading the others.
    pub(super) fn header(&self, name: &HeaderName) -> Option<HeaderValue> {
        match self.headers.get() {
            Some(headers) => headers.get(name).cloned(),
            None => self.incoming.as_ref()?.header(name),
        }
    }

    pub(super) fn headers(&self) -> &HeaderMap {
        self.headers.get_or_init(|| {
            let incoming = self.incoming.as_ref();
            Box::new(incoming.map(IncomingResponse::headers).unwrap_or_default())
        })
    }

    pub(super) fn content_length(&self) -> Option<u64> {
        match &self.body {
            BodyState::Untouched => self.incoming.as_ref()?.content_length(),
            BodyState::Reading(_) => None,
            BodyState::Body(body) => http_body::Body::size_hint(body).exact(),
        }
    }

    pub(super) fn body_mut(&mut self) -> &mut Body {
        if !matches!(self.body, BodyState::Body(_)) {
            let incoming = self.incoming.as_ref().map(IncomingResponse::body);
            self.body = BodyState::Body(match std::mem::take(&mut self.body) {
                BodyState::Untouched => incoming.unwrap_or_default(),
                BodyState::Reading(reader) => reader.into_body(),
                BodyState::Body(body) => body,
            });
        }
        match &mut self.body {
            BodyState::Body(body) => body,
            _ => unreachable!("it was made one"),
        }
    }

    /// The rest of the body.
    pub(super) fn take_body(&mut self) -> Body {
        match std::mem::take(&mut self.body) {
            BodyState::Untouched => {
                self.incoming.take().map(IncomingResponse::into_body).unwrap_or_default()
            }
            BodyState::Reading(reader) => reader.into_body(),
            BodyState::Body(body) => body,
        }
    }
}
