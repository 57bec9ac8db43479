//! [`Response`]: what a client gets.

use std::cell::OnceCell;
use std::fmt;

use http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};

use super::Error;
use super::settings::BODY_LIMIT;
use super::url::Url;
use crate::backend::IncomingResponse;
use crate::backend::client::Answer;
use crate::request::filled;
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
    incoming: IncomingResponse,
    /// Read from the host at first touch.
    headers: OnceCell<Box<HeaderMap>>,
    extensions: Extensions,
    /// `None` while it is with the host, untouched.
    body: Option<Body>,
    url: Url,
    limit: usize,
    trailers: Option<Box<HeaderMap>>,
}

impl Response {
    /// What a request of that method got.
    pub(super) fn new((incoming, mut body): Answer, method: &Method) -> Self {
        // RFC 9112, 6.3: there is none, whatever the `content-length` says.
        if *method == Method::HEAD
            || matches!(incoming.status(), StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED)
        {
            body = Some(Body::empty());
        }
        Self {
            incoming,
            headers: OnceCell::new(),
            extensions: Extensions::new(),
            body,
            url: Url::default(),
            limit: BODY_LIMIT,
            trailers: None,
        }
    }

    /// What is known once all is done: the URL that answered, and what is read of a body at once.
    pub(super) fn settle(&mut self, url: Url, limit: Option<usize>) {
        self.url = url;
        self.limit = limit.unwrap_or(BODY_LIMIT);
    }

    /// The first value of a field, without reading the others.
    pub(super) fn header(&self, name: &HeaderName) -> Option<HeaderValue> {
        match self.headers.get() {
            Some(headers) => headers.get(name).cloned(),
            None => self.incoming.header(name),
        }
    }

    pub(super) fn body_mut(&mut self) -> &mut Body {
        self.body.get_or_insert_with(|| self.incoming.body())
    }

    /// The status code ([RFC 9110, 15](https://www.rfc-editor.org/rfc/rfc9110#section-15)).
    pub fn status(&self) -> StatusCode {
        self.incoming.status()
    }

    /// The header fields, read from the host at the first call.
    pub fn headers(&self) -> &HeaderMap {
        self.headers.get_or_init(|| Box::new(self.incoming.headers()))
    }

    /// The header fields, to be changed: a handler that returns the response sends them so.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        let _read_now = self.headers();
        filled(&mut self.headers).as_mut()
    }

    /// Values of any type that travel with the response.
    pub fn extensions(&self) -> &Extensions {
        &self.extensions
    }

    /// As [`extensions`](Self::extensions), to be changed.
    pub fn extensions_mut(&mut self) -> &mut Extensions {
        &mut self.extensions
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
        match &self.body {
            Some(body) => http_body::Body::size_hint(body).exact(),
            None => self.incoming.content_length(),
        }
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
        self.body.unwrap_or_else(|| self.incoming.into_body())
    }
}

impl From<Response> for response::Response {
    fn from(response: Response) -> Self {
        let Response { incoming, headers, extensions, body, .. } = response;
        let status = incoming.status();
        let headers = headers.into_inner().map_or_else(|| incoming.headers(), |headers| *headers);
        let body = body.unwrap_or_else(|| incoming.into_body());
        let mut response = http::Response::new(body);
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        *response.extensions_mut() = extensions;
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

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("url", &self.url)
            .field("status", &self.status())
            .field("headers", self.headers())
            .finish_non_exhaustive()
    }
}
