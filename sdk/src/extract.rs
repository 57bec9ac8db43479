#![doc = include_str!("extract/extractors.md")]
#![cfg_attr(not(docsrs), doc = include_str!("links.md"))]

use crate::Body;
#[doc(no_inline)]
pub use crate::Request;
use crate::request::Parts;
use crate::response::IntoResponse;

pub(crate) mod body;
mod body_limit;
mod cached;
pub mod connect_info;
#[cfg(feature = "cookies")]
pub mod cookie;
mod encoding;
pub(crate) mod ext;
mod extension;
#[cfg(feature = "form")]
mod form;
mod forwarded;
mod head;
#[cfg(feature = "json")]
mod json;
#[cfg(feature = "json")]
mod json_deserializer;
#[cfg(feature = "json")]
pub(crate) mod json_lines;
mod matched_path;
#[cfg(feature = "multipart")]
pub mod multipart;
mod nested_path;
mod optional;
mod optional_path;
#[cfg(feature = "query")]
mod optional_query;
#[cfg(any(feature = "query", feature = "form"))]
pub(crate) mod pairs;
pub mod path;
#[cfg(feature = "protobuf")]
pub(crate) mod protobuf;
#[cfg(feature = "query")]
mod query;
#[cfg(feature = "form")]
mod raw_form;
mod raw_query;
pub mod rejection;
mod state;
mod trace_context;
mod tuples;
#[cfg(feature = "headers")]
pub mod typed_header;
pub(crate) mod via;
mod with_rejection;
pub(crate) mod wrapper;

pub use body_limit::DefaultBodyLimit;
pub use cached::Cached;
pub use connect_info::ConnectInfo;
#[cfg(feature = "cookies")]
pub use cookie::{CookieJar, PrivateCookieJar, SignedCookieJar};
#[cfg(feature = "macros")]
pub use doorway_macros::{FromRef, FromRequest, FromRequestParts};
pub use extension::Extension;
#[cfg(feature = "form")]
pub use form::Form;
#[cfg(feature = "form")]
#[doc(no_inline)]
pub use form::FormRejection;
#[doc(no_inline)]
pub use forwarded::SchemeMissing;
#[allow(deprecated)]
pub use forwarded::{Host, Scheme};
pub use head::OriginalUri;
#[cfg(feature = "json")]
pub use json::Json;
#[cfg(feature = "json")]
#[doc(no_inline)]
pub use json::{JsonDataError, JsonSyntaxError, MissingJsonContentType};
#[cfg(feature = "json")]
pub use json_deserializer::JsonDeserializer;
#[cfg(feature = "json")]
#[doc(no_inline)]
pub use json_deserializer::JsonDeserializerRejection;
#[cfg(feature = "json")]
pub use json_lines::JsonLines;
#[cfg(feature = "multipart")]
pub use multipart::Multipart;
pub use nested_path::NestedPath;
pub use optional::{OptionalFromRequest, OptionalFromRequestParts};
#[allow(deprecated)]
pub use optional_path::OptionalPath;
#[cfg(feature = "query")]
pub use optional_query::OptionalQuery;
#[cfg(feature = "query")]
#[doc(no_inline)]
pub use optional_query::OptionalQueryRejection;
pub use path::{Path, RawPathParams};
#[cfg(feature = "query")]
pub use query::Query;
#[cfg(feature = "query")]
#[doc(no_inline)]
pub use query::QueryRejection;
#[cfg(feature = "form")]
pub use raw_form::RawForm;
pub use raw_query::RawQuery;
pub use state::{FromRef, State};
pub use with_rejection::WithRejection;

pub use crate::request::matched_path::MatchedPath;
pub use crate::trace::TraceContext;

#[cfg(feature = "headers")]
pub use typed_header::TypedHeader;

/// An argument of a handler that is made from the head of a request.
///
/// # Examples
///
/// ```
/// use doorway::extract::FromRequestParts;
/// use doorway::http::StatusCode;
/// use doorway::request::Parts;
///
/// struct ApiVersion(u32);
///
/// impl<S> FromRequestParts<S> for ApiVersion {
///     type Rejection = (StatusCode, &'static str);
///
///     async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
///         let version = parts.headers.get("x-api-version").and_then(|value| value.to_str().ok());
///         match version.and_then(|version| version.parse().ok()) {
///             Some(version) => Ok(Self(version)),
///             None => Err((StatusCode::BAD_REQUEST, "x-api-version must be a number")),
///         }
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be extracted from a request's head",
    label = "not an extractor, or one that reads the body and is not the last",
    note = "the last argument alone may read the body, as `Json`, `Form`, `String`, `Bytes`, `Body` and \
            `Request` do: put it last, and take one of them only",
    note = "a type of your own is an extractor if it implements \
            `doorway::extract::FromRequestParts` or, to read the body, `FromRequest`"
)]
pub trait FromRequestParts<S>: Sized {
    /// The response to a request that this cannot be extracted from.
    type Rejection: IntoResponse;

    /// Extracts the value.
    ///
    /// # Errors
    ///
    /// The response to a request that has no such value.
    fn from_request_parts(
        parts: &mut Parts,
        state: &S,
    ) -> impl Future<Output = Result<Self, Self::Rejection>>;
}

/// The last argument of a handler, which is made from a whole request.
///
/// `M` tells extractors that read the body from those that do not, and is always inferred.
///
/// # Examples
///
/// ```
/// use doorway::extract::FromRequest;
/// use doorway::http::StatusCode;
/// use doorway::{Request, Router, routing::post, testing::TestClient};
///
/// /// A body of lines.
/// struct Lines(Vec<String>);
///
/// impl<S> FromRequest<S> for Lines {
///     type Rejection = StatusCode;
///
///     async fn from_request(request: Request, state: &S) -> Result<Self, StatusCode> {
///         let text = String::from_request(request, state).await;
///         let text = text.map_err(|_| StatusCode::BAD_REQUEST)?;
///         Ok(Self(text.lines().map(str::to_owned).collect()))
///     }
/// }
///
/// let count = async |Lines(lines): Lines| lines.len().to_string();
/// let client = TestClient::new(Router::<()>::new().route("/", post(count)));
/// assert_eq!(client.post("/").body("one\ntwo").send().text(), "2");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be extracted from a request",
    label = "not an extractor",
    note = "a type of your own is an extractor if it implements \
            `doorway::extract::FromRequestParts` or, to read the body, `FromRequest`"
)]
pub trait FromRequest<S, M = via::Request>: Sized {
    /// The response to a request that this cannot be extracted from.
    type Rejection: IntoResponse;

    /// Extracts the value.
    ///
    /// # Errors
    ///
    /// The response to a request that has no such value.
    fn from_request(
        request: Request,
        state: &S,
    ) -> impl Future<Output = Result<Self, Self::Rejection>>;
}

impl<S, T: FromRequestParts<S>> FromRequest<S, via::Parts> for T {
    type Rejection = T::Rejection;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, Self::Rejection> {
        T::from_request_parts(&mut request.parts, state).await
    }
}

impl<S, T: OptionalFromRequestParts<S>> FromRequestParts<S> for Option<T> {
    type Rejection = T::Rejection;

    fn from_request_parts(
        parts: &mut Parts,
        state: &S,
    ) -> impl Future<Output = Result<Self, Self::Rejection>> {
        T::from_request_parts(parts, state)
    }
}

impl<S, T: OptionalFromRequest<S>> FromRequest<S> for Option<T> {
    type Rejection = T::Rejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        T::from_request(request, state).await
    }
}

impl<S, T: FromRequestParts<S>> FromRequestParts<S> for Result<T, T::Rejection> {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        Ok(T::from_request_parts(parts, state).await)
    }
}

impl<S, T: FromRequest<S>> FromRequest<S> for Result<T, T::Rejection> {
    type Rejection = std::convert::Infallible;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        Ok(T::from_request(request, state).await)
    }
}

impl<S> FromRequest<S> for Request {
    type Rejection = std::convert::Infallible;

    async fn from_request(request: Request, _: &S) -> Result<Self, Self::Rejection> {
        Ok(request)
    }
}

/// The request as http's type: its URI and all its headers are read from the host.
impl<S> FromRequest<S> for http::Request<Body> {
    type Rejection = std::convert::Infallible;

    async fn from_request(request: Request, _: &S) -> Result<Self, Self::Rejection> {
        Ok(request.into())
    }
}
