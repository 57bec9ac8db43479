//! What a handler makes of a [`Response`]: its own, or a body.

use super::{Answered, Response};
use crate::response::IntoResponse;
use crate::{Body, response};

impl From<Response> for response::Response {
    fn from(mut response: Response) -> Self {
        let _read_now = response.headers();
        let body = response.take_body();
        let Answered { status, headers, extensions, .. } = response.call.answered;
        let mut response = http::Response::new(body);
        *response.status_mut() = status;
        *response.headers_mut() = headers.into_inner().map(|headers| *headers).unwrap_or_default();
        *response.extensions_mut() = extensions;
        #[cfg(feature = "gzip")]
        crate::client::decode::passed_on::adapt(&mut response);
        response
    }
}

/// What came is what is sent: the host passes on what was not read, without a copy.
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
