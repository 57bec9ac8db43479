//! [`IntoResponseParts`]: parts of a response beside its content.

use std::cell::OnceCell;
use std::convert::Infallible;
use std::fmt;

use http::{Extensions, HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::reply::Reply;
use super::{IntoResponse, Response};
use crate::error::Error;
use crate::shown::Fields;

/// A part of a response that a handler may return in front of it, in a tuple: a status, header fields
/// or extensions.
///
/// Up to 16 of them are set from left to right, so that the later one wins. If one cannot be set, its
/// error is the response, without the other parts.
///
/// # Examples
///
/// ```
/// use doorway::http::{HeaderMap, HeaderValue};
/// use doorway::response::{IntoResponse, IntoResponseParts, ResponseParts};
///
/// /// Lets caches keep a response for some seconds.
/// struct MaxAge(u32);
///
/// impl IntoResponseParts for MaxAge {
///     type Error = std::convert::Infallible;
///
///     fn into_response_parts(self, mut res: ResponseParts) -> Result<ResponseParts, Self::Error> {
///         if let Ok(value) = HeaderValue::try_from(format!("max-age={}", self.0)) {
///             res.headers_mut().insert("cache-control", value);
///         }
///         Ok(res)
///     }
/// }
///
/// let response = (MaxAge(60), "keep me").into_response();
/// assert_eq!(response.headers()["cache-control"], "max-age=60");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be set on a response",
    label = "is neither a status nor header fields nor extensions",
    note = "the content is the last value of a tuple; in front of it may stand a `StatusCode`, a \
            `HeaderMap`, an array of header fields such as `[(\"etag\", \"abc\")]`, \
            `AppendHeaders`, `Extensions`, an `Option` of these, and whatever else implements \
            `doorway::response::IntoResponseParts`"
)]
pub trait IntoResponseParts {
    /// The response if this cannot be set.
    type Error: IntoResponse;

    /// Sets the parts.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::http::{HeaderValue, StatusCode};
    /// use doorway::response::{IntoResponse, IntoResponseParts, ResponseParts};
    ///
    /// /// A field whose value may not be one.
    /// struct Title(String);
    ///
    /// impl IntoResponseParts for Title {
    ///     type Error = StatusCode;
    ///
    ///     fn into_response_parts(self, mut res: ResponseParts) -> Result<ResponseParts, StatusCode> {
    ///         let title = HeaderValue::try_from(self.0).map_err(|_| StatusCode::BAD_REQUEST)?;
    ///         res.headers_mut().insert("x-title", title);
    ///         Ok(res)
    ///     }
    /// }
    ///
    /// let response = (Title("two\nlines".to_owned()), "a page").into_response();
    /// assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    /// ```
    ///
    /// # Errors
    ///
    /// The response that is then sent.
    fn into_response_parts(self, res: ResponseParts) -> Result<ResponseParts, Self::Error>;
}

/// The header fields and the extensions of a response, for [`IntoResponseParts`] to set.
///
/// # Examples
///
/// ```
/// use doorway::response::{IntoResponse, IntoResponseParts, ResponseParts};
///
/// /// The user that a response is for, which a middleware notes in a log.
/// #[derive(Clone, Debug, PartialEq)]
/// struct For(&'static str);
///
/// impl IntoResponseParts for For {
///     type Error = std::convert::Infallible;
///
///     fn into_response_parts(self, mut res: ResponseParts) -> Result<ResponseParts, Self::Error> {
///         if res.extensions().get::<For>().is_none() {
///             res.extensions_mut().insert(self);
///         }
///         Ok(res)
///     }
/// }
///
/// let response = (For("Ada"), For("nobody"), "Good morning").into_response();
/// assert_eq!(response.extensions().get(), Some(&For("Ada")));
/// ```
pub struct ResponseParts {
    pub(super) reply: Reply,
    /// All header fields, for a look at them while the reply keeps its content type apart.
    filled: OnceCell<HeaderMap>,
}

impl ResponseParts {
    /// The header fields.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        let headers = self.reply.response.headers();
        match self.reply.content_type {
            Some(_) => self.filled.get_or_init(|| self.reply.filled(headers.clone())),
            None => headers,
        }
    }

    /// The header fields, to be changed.
    #[must_use]
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        self.reply.fill_headers();
        self.reply.response.headers_mut()
    }

    /// Values of any type that travel with the response.
    #[must_use]
    pub fn extensions(&self) -> &Extensions {
        self.reply.response.extensions()
    }

    /// The extensions, to be changed.
    #[must_use]
    pub fn extensions_mut(&mut self) -> &mut Extensions {
        self.reply.response.extensions_mut()
    }

    /// The header fields, of which the reply may keep the content type apart.
    pub(super) fn unfilled_mut(&mut self) -> &mut HeaderMap {
        self.filled.take();
        self.reply.response.headers_mut()
    }

    /// Sets a header field, replacing others of its name.
    pub(crate) fn insert(&mut self, name: HeaderName, value: HeaderValue) -> Result<(), Error> {
        self.filled.take();
        self.reply.insert(name, value)
    }

    /// Adds a header field.
    pub(crate) fn append(&mut self, name: HeaderName, value: HeaderValue) -> Result<(), Error> {
        self.filled.take();
        self.reply.append(name, value)
    }
}

impl From<Reply> for ResponseParts {
    fn from(reply: Reply) -> Self {
        Self { reply, filled: OnceCell::new() }
    }
}

impl fmt::Debug for ResponseParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseParts")
            .field("headers", &Fields(self.headers()))
            .finish_non_exhaustive()
    }
}

impl IntoResponseParts for () {
    type Error = Infallible;

    fn into_response_parts(self, res: ResponseParts) -> Result<ResponseParts, Infallible> {
        Ok(res)
    }
}

/// Sets nothing if there is nothing.
impl<P: IntoResponseParts> IntoResponseParts for Option<P> {
    type Error = P::Error;

    fn into_response_parts(self, res: ResponseParts) -> Result<ResponseParts, P::Error> {
        match self {
            Some(parts) => parts.into_response_parts(res),
            None => Ok(res),
        }
    }
}

/// The values replace those of the same type.
impl IntoResponseParts for Extensions {
    type Error = Infallible;

    fn into_response_parts(self, mut res: ResponseParts) -> Result<ResponseParts, Infallible> {
        res.extensions_mut().extend(self);
        Ok(res)
    }
}

impl IntoResponseParts for StatusCode {
    type Error = Infallible;

    fn into_response_parts(self, mut res: ResponseParts) -> Result<ResponseParts, Infallible> {
        *res.reply.response.status_mut() = self;
        Ok(res)
    }
}

/// Sets the status and the extensions, and replaces the header fields of the same name.
impl IntoResponseParts for http::response::Parts {
    type Error = Error;

    fn into_response_parts(self, mut res: ResponseParts) -> Result<ResponseParts, Error> {
        *res.reply.response.status_mut() = self.status;
        res.extensions_mut().extend(self.extensions);
        self.headers.into_response_parts(res)
    }
}

/// As with [`http::response::Parts`].
impl IntoResponseParts for Response<()> {
    type Error = Error;

    fn into_response_parts(self, res: ResponseParts) -> Result<ResponseParts, Error> {
        self.into_parts().0.into_response_parts(res)
    }
}
