//! Natively nothing comes in from a host: the type has no values.

use std::convert::Infallible;

use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};

use crate::Body;

pub(crate) struct IncomingRequest(Infallible);

impl IncomingRequest {
    pub(crate) fn method(&self) -> Method {
        match self.0 {}
    }

    pub(crate) fn target(&self) -> String {
        match self.0 {}
    }

    pub(crate) fn uri(&self, _: &str) -> Uri {
        match self.0 {}
    }

    pub(crate) fn header(&self, _: &HeaderName) -> Option<HeaderValue> {
        match self.0 {}
    }

    pub(crate) fn header_values(&self, _: &HeaderName) -> Vec<HeaderValue> {
        match self.0 {}
    }

    pub(crate) fn headers(&self) -> HeaderMap {
        match self.0 {}
    }

    pub(crate) fn body(&self) -> Body {
        match self.0 {}
    }

    pub(crate) fn into_body(self) -> Body {
        match self.0 {}
    }
}
