//! [`Redirect`]: look elsewhere.

use std::fmt;

use http::header::{HeaderValue, LOCATION};
use http::{HeaderMap, StatusCode};

use super::headers::invalid_value;
use super::reply::Reply;
use super::{IntoResponse, Response};

/// Sends a client to another URI
/// ([RFC 9110, 15.4](https://www.rfc-editor.org/rfc/rfc9110#section-15.4)).
///
/// | | the client forgets it | the client may remember it |
/// |---|---|---|
/// | asks there with `GET` | [`to`](Redirect::to), 303 | |
/// | asks there again, a `POST` perhaps with `GET` | [`found`](Redirect::found), 302 | [`moved_permanently`](Redirect::moved_permanently), 301 |
/// | asks there again, with the same method and content | [`temporary`](Redirect::temporary), 307 | [`permanent`](Redirect::permanent), 308 |
///
/// The URI may be relative to that of the request. One that may not stand in a header field, as it
/// holds a line break for example, answers with a bare 500 and is written to stderr.
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
/// ```
#[derive(Clone)]
#[must_use = "a redirect does nothing unless a handler returns it"]
pub struct Redirect {
    status: StatusCode,
    location: String,
}

impl Redirect {
    /// 303, See Other: the client gets that URI, whatever its request's method was. What a form
    /// that was sent is answered with.
    pub fn to(uri: &str) -> Self {
        Self::new(StatusCode::SEE_OTHER, uri)
    }

    /// 302, Found: most clients turn a `POST` into a `GET`, and keep other methods.
    pub fn found(uri: &str) -> Self {
        Self::new(StatusCode::FOUND, uri)
    }

    /// 307, Temporary Redirect: the client sends the same request there.
    pub fn temporary(uri: &str) -> Self {
        Self::new(StatusCode::TEMPORARY_REDIRECT, uri)
    }

    /// 301, Moved Permanently: as [`found`](Redirect::found), for good.
    pub fn moved_permanently(uri: &str) -> Self {
        Self::new(StatusCode::MOVED_PERMANENTLY, uri)
    }

    /// 308, Permanent Redirect: as [`temporary`](Redirect::temporary), for good.
    pub fn permanent(uri: &str) -> Self {
        Self::new(StatusCode::PERMANENT_REDIRECT, uri)
    }

    /// The status it answers with.
    #[must_use]
    pub fn status_code(&self) -> StatusCode {
        self.status
    }

    /// Where it sends the client.
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

/// Where it leads may be secret.
impl fmt::Debug for Redirect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redirect").field("status", &self.status).finish_non_exhaustive()
    }
}
