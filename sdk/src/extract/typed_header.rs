//! [`TypedHeader`]: an extractor and response part for typed headers.

use std::error::Error as StdError;
use std::fmt;

use headers::Header;
use http::{HeaderName, HeaderValue, StatusCode};

use super::rejection::{answered, told};
use super::wrapper::wrapper;
use super::{FromRequestParts, OptionalFromRequestParts};
use crate::error::Error;
use crate::request::Parts;
use crate::response::reply::Reply;
use crate::response::{IntoResponse, IntoResponseParts, Response, ResponseParts};
use crate::shown::is_sensitive;

/// A header as a type of the [`headers`] crate, or as one of your own.
///
/// As an extractor it reads this header only. `Option<TypedHeader<T>>` is `None` if there is no
/// such header, and still refuses a malformed one. A type may accept a missing header, as
/// [`Cookie`](crate::headers::Cookie) does.
///
/// As a part of a response it sets the header.
///
/// # Examples
///
/// ```
/// use doorway::extract::TypedHeader;
/// use doorway::headers::{ContentType, UserAgent};
///
/// async fn who(TypedHeader(user_agent): TypedHeader<UserAgent>) -> String {
///     format!("You are {user_agent}")
/// }
///
/// async fn perhaps(user_agent: Option<TypedHeader<UserAgent>>) -> String {
///     match user_agent {
///         Some(user_agent) => who(user_agent).await,
///         None => "Who are you?".into(),
///     }
/// }
///
/// async fn page() -> (TypedHeader<ContentType>, &'static str) {
///     (TypedHeader(ContentType::html()), "<h1>Hello</h1>")
/// }
/// # use doorway::{Handler, IntoResponse, Request};
/// # doorway::testing::block_on(async {
/// # let request = Request::builder().header("user-agent", "curl").body("").unwrap().into();
/// # let body = perhaps.call(request, &()).await.into_response().into_body().collect_up_to(64).await.unwrap();
/// # assert_eq!(body.bytes(), "You are curl");
/// # });
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq)]
#[must_use]
#[doc(alias("authorization", "basic auth", "bearer"))]
pub struct TypedHeader<T>(pub T);

wrapper!(TypedHeader);

/// Hides the values of credentials, cookies and URLs.
impl<T: Header + fmt::Debug> fmt::Debug for TypedHeader<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_tuple("TypedHeader");
        match is_sensitive(T::name()) {
            true => debug.field(&format_args!("Sensitive")),
            false => debug.field(&self.0),
        };
        debug.finish()
    }
}

impl<S, T: Header> FromRequestParts<S> for TypedHeader<T> {
    type Rejection = TypedHeaderRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        decode(&parts.header_values(T::name()))
    }
}

impl<S, T: Header> OptionalFromRequestParts<S> for TypedHeader<T> {
    type Rejection = TypedHeaderRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Self::Rejection> {
        optional(&parts.header_values(T::name()))
    }
}

fn decode<T: Header>(values: &[HeaderValue]) -> Result<TypedHeader<T>, TypedHeaderRejection> {
    T::decode(&mut values.iter()).map(TypedHeader).map_err(|error| TypedHeaderRejection {
        name: T::name(),
        reason: match values {
            [] => TypedHeaderRejectionReason::Missing,
            _ => TypedHeaderRejectionReason::Error(error),
        },
    })
}

fn optional<T: Header>(
    values: &[HeaderValue],
) -> Result<Option<TypedHeader<T>>, TypedHeaderRejection> {
    match decode(values) {
        Err(rejection) if rejection.is_missing() => Ok(None),
        found => found.map(Some),
    }
}

/// Replaces headers of the same name. More than the 24,000 or so that a response can have are
/// answered with a bare 500.
impl<T: Header> IntoResponseParts for TypedHeader<T> {
    type Error = Error;

    fn into_response_parts(self, res: ResponseParts) -> Result<ResponseParts, Error> {
        let mut values = Vec::new();
        self.0.encode(&mut values);
        set(res, T::name(), values)
    }
}

impl<T: Header> IntoResponse for TypedHeader<T> {
    fn into_response(self) -> Response {
        self.into_reply().into_response()
    }

    fn into_reply(self) -> Reply {
        (self, ()).into_reply()
    }
}

fn set(
    mut res: ResponseParts,
    name: &HeaderName,
    values: Vec<HeaderValue>,
) -> Result<ResponseParts, Error> {
    let mut values = values.into_iter();
    if let Some(first) = values.next() {
        res.insert(name.clone(), first)?;
    }
    values.try_for_each(|value| res.append(name.clone(), value))?;
    Ok(res)
}

/// A rejection of [`TypedHeader`]: 400, with the header's name in the detail.
///
/// # Examples
///
/// ```
/// use doorway::extract::TypedHeader;
/// use doorway::extract::typed_header::{TypedHeaderRejection, TypedHeaderRejectionReason};
/// use doorway::headers::ContentLength;
/// use doorway::{Router, routing::get, testing::TestClient};
///
/// async fn length(length: Result<TypedHeader<ContentLength>, TypedHeaderRejection>) -> String {
///     match length {
///         Ok(TypedHeader(length)) => length.0.to_string(),
///         Err(rejection) => match rejection.reason() {
///             TypedHeaderRejectionReason::Missing => format!("send `{}`", rejection.name()),
///             _ => format!("`{}` is not a number", rejection.name()),
///         },
///     }
/// }
///
/// let client = TestClient::new(Router::new().route("/", get(length)));
/// assert_eq!(client.get("/").send().text(), "send `content-length`");
/// ```
#[derive(Debug)]
pub struct TypedHeaderRejection {
    name: &'static HeaderName,
    reason: TypedHeaderRejectionReason,
}

/// The reason why a [`TypedHeader`] could not be extracted.
///
/// # Examples
///
/// ```
/// use doorway::extract::typed_header::TypedHeaderRejectionReason;
///
/// fn shown(reason: &TypedHeaderRejectionReason) -> String {
///     match reason {
///         TypedHeaderRejectionReason::Missing => "missing".to_owned(),
///         other => format!("malformed: {other:?}"),
///     }
/// }
///
/// assert_eq!(shown(&TypedHeaderRejectionReason::Missing), "missing");
/// assert!(TypedHeaderRejectionReason::Missing.is_missing());
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum TypedHeaderRejectionReason {
    /// The request has no such header.
    Missing,
    /// The type does not accept the value.
    Error(headers::Error),
}

impl TypedHeaderRejection {
    /// Returns the header's name.
    #[must_use]
    pub fn name(&self) -> &HeaderName {
        self.name
    }

    /// Returns the reason.
    #[must_use]
    pub fn reason(&self) -> &TypedHeaderRejectionReason {
        &self.reason
    }

    /// Returns whether the header is missing, rather than malformed.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.reason.is_missing()
    }

    /// Returns the status that answers the request.
    pub fn status(&self) -> StatusCode {
        StatusCode::BAD_REQUEST
    }

    /// Returns the text for the client.
    pub fn body_text(&self) -> String {
        told(self.status(), self)
    }
}

impl TypedHeaderRejectionReason {
    /// Returns whether the header is missing, rather than malformed.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }
}

impl fmt::Display for TypedHeaderRejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = if self.is_missing() { "missing" } else { "malformed" };
        write!(f, "the header field `{}` is {what}", self.name)
    }
}

impl StdError for TypedHeaderRejection {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.reason {
            TypedHeaderRejectionReason::Missing => None,
            TypedHeaderRejectionReason::Error(error) => Some(error),
        }
    }
}

answered!(TypedHeaderRejection);
