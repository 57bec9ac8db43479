//! Conversions of a [`Response`] for handlers.

use super::Response;
use crate::client::response_state::ResponseState;
use crate::response::IntoResponse;
use crate::{Body, response};

impl From<Response> for response::Response {
    fn from(mut response: Response) -> Self {
        let _read_now = response.headers();
        let body = response.pending.response.take_body();
        let ResponseState { status, headers, extensions, .. } = response.pending.response;
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
