//! [`Response`]: what a client gets.

use std::fmt;

use http::{Extensions, HeaderMap, Method, StatusCode, Uri};

use super::Error;
use super::settings::BODY_LIMIT;
use crate::response::IntoResponse;
use crate::{Body, response};

mod charset;
mod read;

/// What a client gets: the head of a response, and its body as it comes.
///
/// A handler may return it: the body is passed on by the host without a copy, if nothing was read
/// of it.
///
/// # Examples
///
/// ```no_run
/// use doorway::client;
///
/// # async fn example() -> Result<(), client::Error> {
/// let mut response = client::get("https://example.com/log").send().await?;
/// while let Some(chunk) = response.chunk().await? {
///     println!("{} bytes of {:?}", chunk.len(), response.content_length());
/// }
/// # Ok(()) }
/// ```
pub struct Response {
    head: Box<response::Response<()>>,
    body: Body,
    url: Uri,
    limit: usize,
    trailers: Option<HeaderMap>,
}

impl Response {
    /// What a request of that method got from there.
    pub(super) fn new(response: response::Response, method: &Method, url: Uri) -> Self {
        let (parts, mut body) = response.into_parts();
        // RFC 9112, 6.3: there is none, whatever the `content-length` says.
        if *method == Method::HEAD
            || matches!(parts.status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED)
        {
            body = Body::empty();
        }
        let head = Box::new(http::Response::from_parts(parts, ()));
        Self { head, body, url, limit: BODY_LIMIT, trailers: None }
    }

    pub(super) fn set_limit(&mut self, limit: Option<usize>) {
        self.limit = limit.unwrap_or(BODY_LIMIT);
    }

    pub(super) fn body_mut(&mut self) -> &mut Body {
        &mut self.body
    }

    /// The status code ([RFC 9110, 15](https://www.rfc-editor.org/rfc/rfc9110#section-15)).
    pub fn status(&self) -> StatusCode {
        self.head.status()
    }

    /// The header fields.
    pub fn headers(&self) -> &HeaderMap {
        self.head.headers()
    }

    /// The header fields, to be changed: a handler that returns the response sends them so.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        self.head.headers_mut()
    }

    /// Values of any type that travel with the response.
    pub fn extensions(&self) -> &Extensions {
        self.head.extensions()
    }

    /// As [`extensions`](Self::extensions), to be changed.
    pub fn extensions_mut(&mut self) -> &mut Extensions {
        self.head.extensions_mut()
    }

    /// The URL that answered: the last one, after redirects.
    pub fn url(&self) -> &Uri {
        &self.url
    }

    /// The length of the body in bytes, if it is known before it is read: not of a chunked one, nor
    /// of one that is decoded.
    ///
    /// Of a response without a body, as to a `HEAD` request, it is 0, whatever its field
    /// `content-length` says
    /// ([RFC 9110, 8.6](https://www.rfc-editor.org/rfc/rfc9110#section-8.6)).
    pub fn content_length(&self) -> Option<u64> {
        http_body::Body::size_hint(&self.body).exact()
    }

    /// The response, if its status is not an error's.
    ///
    /// # Errors
    ///
    /// [`is_status`](Error::is_status) for 400 to 599. It names the status and the URL; to read
    /// what the response says of it, look at the [status](Self::status) instead.
    pub fn error_for_status(self) -> Result<Self, Error> {
        self.error_for_status_ref()?;
        Ok(self)
    }

    /// As [`error_for_status`](Self::error_for_status), of a response that is still needed.
    ///
    /// # Errors
    ///
    /// As there.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use doorway::client;
    ///
    /// # async fn example() -> Result<(), client::Error> {
    /// let response = client::get("https://example.com/planets/9").send().await?;
    /// if let Err(error) = response.error_for_status_ref() {
    ///     eprintln!("{error}: {}", response.text().await?);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn error_for_status_ref(&self) -> Result<&Self, Error> {
        let status = self.status();
        if status.is_client_error() || status.is_server_error() {
            return Err(Error::unwanted_status(status, &self.url));
        }
        Ok(self)
    }

    /// Keeps the body.
    pub fn into_body(self) -> Body {
        self.body
    }
}

impl From<Response> for response::Response {
    fn from(response: Response) -> Self {
        let (parts, ()) = response.head.into_parts();
        http::Response::from_parts(parts, response.body)
    }
}

/// What came is what is sent: the host passes on what was not read, without a copy.
impl From<Response> for Body {
    fn from(response: Response) -> Self {
        response.body
    }
}

impl IntoResponse for Response {
    fn into_response(self) -> response::Response {
        self.into()
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("url", &self.url)
            .field("status", &self.status())
            .field("headers", self.headers())
            .finish_non_exhaustive()
    }
}
