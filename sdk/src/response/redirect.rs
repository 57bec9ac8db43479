//! [`Redirect`]: a redirect response.

use std::fmt;

use http::header::{HeaderValue, LOCATION};
use http::{HeaderMap, StatusCode};

use super::headers::invalid_value;
use super::reply::Reply;
use super::{IntoResponse, Response};

/// A redirect to another URI
/// ([RFC 9110, 15.4](https://www.rfc-editor.org/rfc/rfc9110#section-15.4)).
///
/// | the client sends there | temporarily | permanently |
/// |---|---|---|
/// | a `GET` | [`to`](Redirect::to), 303 | |
/// | the same request, a `POST` mostly as `GET` | [`found`](Redirect::found), 302 | [`moved_permanently`](Redirect::moved_permanently), 301 |
/// | the same request | [`temporary`](Redirect::temporary), 307 | [`permanent`](Redirect::permanent), 308 |
///
/// The URI may be relative to the request's. One that is not a valid header value, because of a
/// line break for example, is answered with a bare 500 and a line on stderr.
///
/// # Examples
///
/// ```
/// use doorway::response::{IntoResponse, Redirect};
///
/// async fn after_the_form_was_sent() -> Redirect {
///     Redirect::to("/thanks")
/// }
///
/// let response = Redirect::permanent("/new").into_response();
/// assert_eq!(response.status(), 308);
/// assert_eq!(response.headers()["location"], "/new");
///
/// let redirects = [
///     Redirect::moved_permanently("/new"),
///     Redirect::found("/new"),
///     Redirect::temporary("/new"),
/// ];
/// assert_eq!(redirects.map(|redirect| redirect.status_code().as_u16()), [301, 302, 307]);
/// assert_eq!(Redirect::to("/thanks").location(), "/thanks");
/// ```
#[derive(Clone)]
#[must_use = "a redirect does nothing unless a handler returns it"]
pub struct Redirect {
    status: StatusCode,
    location: String,
}

impl Redirect {
    /// Creates a 303 See Other: the client sends a `GET` for the URI. It is the answer to a
    /// submitted form.
    pub fn to(uri: &str) -> Self {
        Self::new(StatusCode::SEE_OTHER, uri)
    }

    /// Creates a 302 Found: most clients turn a `POST` into a `GET`, and keep other methods.
    pub fn found(uri: &str) -> Self {
        Self::new(StatusCode::FOUND, uri)
    }

    /// Creates a 307 Temporary Redirect: the client sends the same request to the URI.
    pub fn temporary(uri: &str) -> Self {
        Self::new(StatusCode::TEMPORARY_REDIRECT, uri)
    }

    /// Creates a 301 Moved Permanently: the permanent form of [`found`](Redirect::found).
    pub fn moved_permanently(uri: &str) -> Self {
        Self::new(StatusCode::MOVED_PERMANENTLY, uri)
    }

    /// Creates a 308 Permanent Redirect: the permanent form of [`temporary`](Redirect::temporary).
    pub fn permanent(uri: &str) -> Self {
        Self::new(StatusCode::PERMANENT_REDIRECT, uri)
    }

    /// Returns the status.
    #[must_use]
    pub fn status_code(&self) -> StatusCode {
        self.status
    }

    /// Returns the URI.
    #[must_use]
    pub fn location(&self) -> &str {
        &self.location
    }

    fn new(status: StatusCode, uri: &str) -> Self {
        Self { status, location: uri.to_owned() }
    }
}

impl IntoResponse for Redirect {
    fn into_response(self) -> Response {
        self.into_reply().into_response()
    }

    fn into_reply(self) -> Reply {
        match HeaderValue::try_from(&self.location) {
            Ok(location) => {
                let headers = HeaderMap::from_iter([(LOCATION, location)]);
                (self.status, headers, ()).into_reply()
            }
            Err(_) => {
                let location = self.location.as_bytes().escape_ascii();
                Reply::failed(invalid_value(&LOCATION, &location))
            }
        }
    }
}

/// Hides the location, which may be secret.
impl fmt::Debug for Redirect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redirect").field("status", &self.status).finish_non_exhaustive()
    }
}
