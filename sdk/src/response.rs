//! [`Response`], and [`IntoResponse`] for the values that handlers return.
//!
//! # Examples
//!
//! ```
//! use doorway::http::StatusCode;
//! use doorway::response::{Html, IntoResponse, Redirect, Response};
//! use doorway::{Router, extract::Path, routing::get, testing::TestClient};
//!
//! async fn planet(Path(id): Path<u32>) -> Response {
//!     match id {
//!         3 => Html("<h1>Earth</h1>").into_response(),
//!         4 => (StatusCode::ACCEPTED, [("x-moons", "2")], "Mars").into_response(),
//!         9 => Redirect::to("/dwarf-planets").into_response(),
//!         _ => StatusCode::NOT_FOUND.into_response(),
//!     }
//! }
//!
//! let client = TestClient::new(Router::new().route("/{id}", get(planet)));
//! assert_eq!(client.get("/3").send().header("content-type"), Some("text/html; charset=utf-8"));
//! assert_eq!(client.get("/4").send().header("x-moons"), Some("2"));
//! assert_eq!(client.get("/9").send().status(), 303);
//! ```
//!
//! # All responses
//!
//! | a handler returns | which is |
//! |---|---|
//! | `&'static str`, `String` | text |
//! | `Vec<u8>`, [`Bytes`] | bytes |
//! | [`Html`], [`JavaScript`], [`Css`], [`Wasm`] | content of these types |
//! | [`Redirect`], [`NoContent`] | a redirect, a 204 |
//! | [`Attachment`], [`FileStream`] | a file to be saved |
//! | [`MultipartForm`](multiple::MultipartForm) | several files |
//! | [`Problem`] | an error that programs can read |
//! | [`Sse`] | events, one after the other |
//! | `Body::from_stream(…)` | the chunks of a stream, as [`Body::from_stream`] tells |
//! | [`StatusCode`], `[("etag", "abc")]` | a status or header fields without content |
//! | `(StatusCode, [("etag", "abc")], "text")` | a status, header fields, and content last |
//! | `Result<T, E>` | either of two of these; [`Result`] with one argument takes all errors |
//! | [`Response`] | anything else |

use std::any::Any;
use std::borrow::Cow;
use std::convert::Infallible;

use bytes::{Bytes, BytesMut};
use http::{Extensions, StatusCode};

use crate::Body;
use crate::error::{BoxError, Chain, Error};
use crate::shown::log_line;

#[cfg(feature = "anyhow")]
mod anyhow;
#[cfg(feature = "assets")]
pub(crate) mod assets;
mod attachment;
mod content_disposition;
#[cfg(feature = "json")]
mod erased_json;
mod error;
pub mod file_stream;
pub(crate) mod headers;
#[cfg(any(feature = "config", feature = "keyvalue"))]
pub(crate) mod host_error;
mod html;
mod internal_server_error;
mod mime;
pub mod multiple;
mod no_content;
mod parts;
mod problem;
mod redirect;
pub(crate) mod reply;
pub mod sse;
#[cfg(any(feature = "assets", feature = "gzip", feature = "tower"))]
pub(crate) mod tags;
mod tuples;

#[cfg(feature = "json")]
#[doc(no_inline)]
pub use crate::Json;
#[cfg(feature = "assets")]
pub use assets::Assets;
pub use attachment::Attachment;
#[cfg(feature = "json")]
pub use erased_json::ErasedJson;
pub use error::{ErrorResponse, Result};
pub use file_stream::FileStream;
pub use headers::AppendHeaders;
pub use html::Html;
pub use internal_server_error::InternalServerError;
pub use mime::{Css, JavaScript, Wasm};
pub use no_content::NoContent;
pub use parts::{IntoResponseParts, ResponseParts};
pub use problem::Problem;
pub use redirect::Redirect;
use reply::Reply;
pub use sse::Sse;

/// An HTTP response: http's, with doorway's [`Body`].
pub type Response<B = Body> = http::Response<B>;

/// A value that a handler may return.
///
/// # Examples
///
/// An error type with the text that the client may see:
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
#[doc(alias = "Responder")]
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

/// A response with any [`http_body::Body`].
impl<B> IntoResponse for http::Response<B>
where
    B: http_body::Body<Data = Bytes> + 'static,
    B::Error: Into<BoxError>,
{
    fn into_response(self) -> Response {
        let mut response = Some(self);
        // One of doorway's is moved once, not part by part.
        if let Some(own) = (&mut response as &mut dyn Any).downcast_mut::<Option<Response>>() {
            return own.take().unwrap_or_default();
        }
        response.map(|response| response.map(Body::new)).unwrap_or_default()
    }
}

impl IntoResponse for Body {
    fn into_response(self) -> Response {
        Response::new(self)
    }
}

#[cfg(feature = "async-read-body")]
impl IntoResponse for crate::body::AsyncReadBody {
    fn into_response(self) -> Response {
        Response::new(self.into())
    }
}

impl IntoResponse for http::response::Parts {
    fn into_response(self) -> Response {
        Response::from_parts(self, Body::empty())
    }
}

impl IntoResponse for Extensions {
    fn into_response(self) -> Response {
        let mut response = Response::default();
        *response.extensions_mut() = self;
        response
    }
}

impl IntoResponse for () {
    fn into_response(self) -> Response {
        Response::default()
    }
}

impl IntoResponse for Infallible {
    fn into_response(self) -> Response {
        match self {}
    }
}

impl IntoResponse for StatusCode {
    fn into_response(self) -> Response {
        self.into_reply().into_response()
    }

    fn into_reply(self) -> Reply {
        Reply::empty(self)
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
        log_line!("doorway: answered {}: {}", status.as_u16(), Chain(&self));
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

into_response!("text/plain; charset=utf-8": &'static str String Box<str> Cow<'static, str>);
into_response!(
    "application/octet-stream":
    &'static [u8] Vec<u8> Bytes BytesMut Box<[u8]> Cow<'static, [u8]>
);

impl<const N: usize> IntoResponse for &'static [u8; N] {
    fn into_response(self) -> Response {
        self.as_slice().into_response()
    }

    fn into_reply(self) -> Reply {
        self.as_slice().into_reply()
    }
}

impl<const N: usize> IntoResponse for [u8; N] {
    fn into_response(self) -> Response {
        self.to_vec().into_response()
    }

    fn into_reply(self) -> Reply {
        self.to_vec().into_reply()
    }
}
