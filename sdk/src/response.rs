//! [`Response`], and [`IntoResponse`] for what handlers return.

use std::borrow::Cow;
use std::convert::Infallible;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::Body;
use crate::error::{Chain, Error};

pub(crate) mod reply;
use reply::Reply;

/// An HTTP response: http's, with doorway's [`Body`].
pub type Response<B = Body> = http::Response<B>;

/// What a handler may return.
///
/// # Examples
///
/// An error type of one's own that says what the client may know:
///
/// ```
/// use doorway::http::StatusCode;
/// use doorway::response::{IntoResponse, Response};
///
/// enum AppError {
///     NoSuchPlanet(String),
/// }
///
/// impl IntoResponse for AppError {
///     fn into_response(self) -> Response {
///         match self {
///             AppError::NoSuchPlanet(name) => {
///                 (StatusCode::NOT_FOUND, format!("there is no planet {name}")).into_response()
///             }
///         }
///     }
/// }
///
/// let response = AppError::NoSuchPlanet("Vulcan".into()).into_response();
/// assert_eq!(response.status(), 404);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a response",
    label = "cannot be turned into a response",
    note = "return text, bytes, a `StatusCode`, a `(StatusCode, …)`, a `Response`, or a `Result` of \
            two of these; for a type of your own implement `doorway::response::IntoResponse`"
)]
pub trait IntoResponse {
    /// Turns the value into a response.
    fn into_response(self) -> Response;

    /// As `into_response`, for a response that goes to the host as it is.
    #[doc(hidden)]
    fn into_reply(self) -> Reply
    where
        Self: Sized,
    {
        self.into_response().into()
    }
}

impl IntoResponse for Response {
    fn into_response(self) -> Response {
        self
    }
}

impl IntoResponse for Body {
    fn into_response(self) -> Response {
        Response::new(self)
    }
}

impl IntoResponse for () {
    fn into_response(self) -> Response {
        Body::empty().into_response()
    }
}

impl IntoResponse for Infallible {
    fn into_response(self) -> Response {
        match self {}
    }
}

impl IntoResponse for StatusCode {
    fn into_response(self) -> Response {
        (self, ()).into_response()
    }
}

impl<R: IntoResponse> IntoResponse for (StatusCode, R) {
    fn into_response(self) -> Response {
        let mut response = self.1.into_response();
        *response.status_mut() = self.0;
        response
    }
}

/// The header fields replace those of the same name.
impl<R: IntoResponse> IntoResponse for (HeaderMap, R) {
    fn into_response(self) -> Response {
        let mut response = self.1.into_response();
        response.headers_mut().extend(self.0);
        response
    }
}

impl<T: IntoResponse, E: IntoResponse> IntoResponse for Result<T, E> {
    fn into_response(self) -> Response {
        match self {
            Ok(value) => value.into_response(),
            Err(error) => error.into_response(),
        }
    }

    fn into_reply(self) -> Reply {
        match self {
            Ok(value) => value.into_reply(),
            Err(error) => error.into_reply(),
        }
    }
}

/// Answers with the bare [status](Error::status) and writes the error, with all its sources, to
/// stderr.
impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let status = self.status();
        eprintln!("doorway: answered {}: {}", status.as_u16(), Chain(&self));
        status.into_response()
    }
}

macro_rules! into_response {
    ($content_type:literal: $($ty:ty)*) => {$(
        impl IntoResponse for $ty {
            fn into_response(self) -> Response {
                self.into_reply().into_response()
            }

            fn into_reply(self) -> Reply {
                Reply::typed($content_type, self)
            }
        }
    )*};
}

into_response!("text/plain; charset=utf-8": &'static str String);
into_response!("application/octet-stream": &'static [u8] Vec<u8> Bytes);

impl IntoResponse for Cow<'static, str> {
    fn into_response(self) -> Response {
        match self {
            Cow::Borrowed(text) => text.into_response(),
            Cow::Owned(text) => text.into_response(),
        }
    }
}
