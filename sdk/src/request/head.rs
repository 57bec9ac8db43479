//! [`Head`]: what extractors read, of a request in one piece and of one that was split.

#[cfg(feature = "assets")]
use std::borrow::Cow;

use http::header::CONTENT_TYPE;
use http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, Uri};

use super::context::Context;
use super::target::target;
use super::{Parts, Request};

/// The head of a request. Each method reads as little from the host as it can.
pub(crate) trait Head {
    fn method(&self) -> &Method;
    fn uri(&self) -> &Uri;
    fn headers(&self) -> &HeaderMap;
    fn extensions(&self) -> &Extensions;
    fn context(&self) -> &Context;

    /// The first value of one header field; the others are not read for that.
    fn header(&self, name: &HeaderName) -> Option<HeaderValue>;

    /// All values of one header field.
    fn header_values(&self, name: &HeaderName) -> Vec<HeaderValue>;

    /// What follows the `?`.
    fn query(&self) -> Option<&str>;

    /// The URI before a nested router took its prefix away.
    fn original_uri(&self) -> Uri {
        match self.context().before.as_ref().and_then(|before| before.uri.as_ref()) {
            Some(uri) => uri.clone(),
            None if self.context().stripped > 0 => self.untouched_uri(),
            None => self.uri().clone(),
        }
    }

    /// The URI as the host tells it.
    fn untouched_uri(&self) -> Uri;
}

impl Request {
    /// Looks at the content type, for less than its [`Head::header`] costs.
    pub(crate) fn content_type<T>(&self, look: impl FnOnce(&[u8]) -> T) -> Option<T> {
        match self.headers.get() {
            Some(headers) => headers.get(CONTENT_TYPE).map(|value| look(value.as_bytes())),
            None => self.source.read(|source| source.content_type(look)),
        }
    }
}

impl Head for Request {
    fn method(&self) -> &Method {
        self.method()
    }

    fn uri(&self) -> &Uri {
        self.uri()
    }

    fn headers(&self) -> &HeaderMap {
        self.headers()
    }

    fn extensions(&self) -> &Extensions {
        self.extensions()
    }

    fn context(&self) -> &Context {
        &self.context
    }

    fn header(&self, name: &HeaderName) -> Option<HeaderValue> {
        match self.headers.get() {
            Some(headers) => headers.get(name).cloned(),
            None => self.source.read(|source| source.header(name)),
        }
    }

    fn header_values(&self, name: &HeaderName) -> Vec<HeaderValue> {
        match self.headers.get() {
            Some(headers) => headers.get_all(name).into_iter().cloned().collect(),
            None => self.source.read(|source| source.header_values(name)),
        }
    }

    fn query(&self) -> Option<&str> {
        match self.uri.get() {
            Some(uri) => uri.query(),
            None => {
                let target = target(&self.context, &self.source);
                // Paths are short: a search that is made for long texts takes four times as long.
                let path = target.bytes().position(|byte| byte == b'?')?;
                target.get(path + 1..)
            }
        }
    }

    fn untouched_uri(&self) -> Uri {
        self.source.read(|source| source.uri(&source.target()))
    }
}

impl Head for Parts {
    fn method(&self) -> &Method {
        &self.method
    }

    fn uri(&self) -> &Uri {
        &self.uri
    }

    fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    fn extensions(&self) -> &Extensions {
        &self.extensions
    }

    fn context(&self) -> &Context {
        &self.context
    }

    fn header(&self, name: &HeaderName) -> Option<HeaderValue> {
        self.headers.get(name).cloned()
    }

    fn header_values(&self, name: &HeaderName) -> Vec<HeaderValue> {
        self.headers.get_all(name).into_iter().cloned().collect()
    }

    fn query(&self) -> Option<&str> {
        self.uri.query()
    }

    fn untouched_uri(&self) -> Uri {
        self.source.as_ref().map(|source| source.uri(&source.target())).unwrap_or_default()
    }
}

impl Request {
    /// The path and query, without the prefix of a nested router, and without parsing a URI.
    #[cfg(feature = "assets")]
    pub(crate) fn inner_target(&self) -> Cow<'_, str> {
        match self.uri.get() {
            Some(uri) => uri.path_and_query().map_or("/", |target| target.as_str()).into(),
            None => self.context.inner_target(target(&self.context, &self.source)),
        }
    }
}
