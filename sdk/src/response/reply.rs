//! [`Reply`]: a response on its way to the host.

use http::header::{CONTENT_TYPE, HeaderValue};

use crate::{Body, Response};

/// A response whose content type may not be among its headers yet.
///
/// A header map costs more than the rest of a small response. What goes to the host at once needs
/// none for its content type alone; all others get it by [`Reply::into_response`].
#[derive(Debug)]
pub struct Reply {
    pub(crate) response: Response,
    pub(crate) content_type: Option<&'static str>,
}

impl Reply {
    /// Content of a type that is known when the program is compiled.
    pub(crate) fn typed(content_type: &'static str, body: impl Into<Body>) -> Self {
        Self { response: Response::new(body.into()), content_type: Some(content_type) }
    }

    pub(crate) fn into_response(mut self) -> Response {
        if let Some(content_type) = self.content_type {
            let content_type = HeaderValue::from_static(content_type);
            self.response.headers_mut().insert(CONTENT_TYPE, content_type);
        }
        self.response
    }
}

impl From<Response> for Reply {
    fn from(response: Response) -> Self {
        Self { response, content_type: None }
    }
}
