//! Conversions of a [`Response`] for handlers.

use super::Response;
use crate::client::response_state::ResponseState;
use crate::response::IntoResponse;
use crate::{Body, response};

/// Not by `From`: with a second type that a response can be made of, the error type in
/// `result.map_err(|error| match error {})?` would not be inferred any more where a response is the
/// error of a function, and `!` would become `()` in edition 2021.
///
/// ```edition2021
/// use doorway::Response;
/// use std::convert::Infallible;
///
/// fn answered(result: Result<Response, Infallible>) -> Result<Response, Response> {
///     Ok(result.map_err(|error| match error {})?)
/// }
/// ```
#[allow(clippy::from_over_into)]
impl Into<response::Response> for Response {
    fn into(mut self) -> response::Response {
        let _read_now = self.headers();
        let body = self.pending.response.take_body();
        let ResponseState { status, headers, extensions, .. } = self.pending.response;
        let mut response = http::Response::new(body);
        *response.status_mut() = status;
        *response.headers_mut() = headers.into_inner().map(|headers| *headers).unwrap_or_default();
        *response.extensions_mut() = extensions;
        #[cfg(feature = "gzip")]
        super::decoded_tag::adapt(&mut response);
        response
    }
}

/// The rest of the response's body: if nothing was read of it, the host passes it on without a copy.
impl From<Response> for Body {
    fn from(response: Response) -> Self {
        response.into_body()
    }
}

impl IntoResponse for Response {
    fn into_response(self) -> response::Response {
        self.into()
    }
}
