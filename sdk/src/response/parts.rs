//! [`IntoResponseParts`]: what is set on a response beside its content.

use std::convert::Infallible;
use std::fmt;

use http::{Extensions, HeaderMap, StatusCode};

use super::reply::Reply;
use super::{IntoResponse, Response};
use crate::error::Error;
use crate::shown::Fields;

/// What a handler may return in front of a response, in a tuple: a status, header fields and
/// extensions.
///
/// Up to 16 of them are set from left to right, so that the later one wins. What cannot be set
/// answers alone, without the response and the other parts.
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
    /// What answers instead when this cannot be set.
    type Error: IntoResponse;

    /// Sets the parts.
    ///
    /// # Errors
    ///
    /// The response that is then sent.
    fn into_response_parts(self, res: ResponseParts) -> Result<ResponseParts, Self::Error>;

    /// As `into_response_parts`, in place.
    #[doc(hidden)]
    fn set_on(self, reply: &mut Reply) -> Result<(), Self::Error>
    where
        Self: Sized,
    {
        reply.fill_headers();
        let res = std::mem::take(&mut reply.response);
        reply.response = self.into_response_parts(ResponseParts { res })?.res;
        Ok(())
    }
}

/// The header fields and the extensions of a response, for [`IntoResponseParts`] to set.
pub struct ResponseParts {
    res: Response,
}

impl ResponseParts {
    /// The header fields.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.res.headers()
    }

    /// The header fields, to be changed.
    #[must_use]
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        self.res.headers_mut()
    }

    /// Values of any type that travel with the response.
    #[must_use]
    pub fn extensions(&self) -> &Extensions {
        self.res.extensions()
    }

    /// The extensions, to be changed.
    #[must_use]
    pub fn extensions_mut(&mut self) -> &mut Extensions {
        self.res.extensions_mut()
    }

    /// Sets parts that know how to do it in place.
    pub(crate) fn with<P: IntoResponseParts>(self, parts: P) -> Result<Self, P::Error> {
        let mut reply = Reply::from(self.res);
        parts.set_on(&mut reply)?;
        Ok(Self { res: reply.into_response() })
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

    fn set_on(self, _: &mut Reply) -> Result<(), Infallible> {
        Ok(())
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

    fn set_on(self, reply: &mut Reply) -> Result<(), P::Error> {
        self.map_or(Ok(()), |parts| parts.set_on(reply))
    }
}

/// The values replace those of the same type.
impl IntoResponseParts for Extensions {
    type Error = Infallible;

    fn into_response_parts(self, res: ResponseParts) -> Result<ResponseParts, Infallible> {
        res.with(self)
    }

    fn set_on(self, reply: &mut Reply) -> Result<(), Infallible> {
        reply.response.extensions_mut().extend(self);
        Ok(())
    }
}

impl IntoResponseParts for StatusCode {
    type Error = Infallible;

    fn into_response_parts(self, res: ResponseParts) -> Result<ResponseParts, Infallible> {
        res.with(self)
    }

    fn set_on(self, reply: &mut Reply) -> Result<(), Infallible> {
        *reply.response.status_mut() = self;
        Ok(())
    }
}

/// Sets the status and the extensions, and replaces the header fields of the same name.
impl IntoResponseParts for http::response::Parts {
    type Error = Error;

    fn into_response_parts(self, res: ResponseParts) -> Result<ResponseParts, Error> {
        res.with(self)
    }

    fn set_on(self, reply: &mut Reply) -> Result<(), Error> {
        *reply.response.status_mut() = self.status;
        reply.response.extensions_mut().extend(self.extensions);
        self.headers.set_on(reply)
    }
}

/// As with [`http::response::Parts`].
impl IntoResponseParts for Response<()> {
    type Error = Error;

    fn into_response_parts(self, res: ResponseParts) -> Result<ResponseParts, Error> {
        res.with(self)
    }

    fn set_on(self, reply: &mut Reply) -> Result<(), Error> {
        self.into_parts().0.set_on(reply)
    }
}
