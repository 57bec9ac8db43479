//! [`Response`]: the response to a client's request.

use std::fmt;

use http::{Extensions, HeaderMap, HeaderName, HeaderValue, StatusCode, Version};

use super::error::Error;
use super::pending_request::PendingRequest;
use super::redirect::history::RedirectHistory;
use super::url::Url;
use crate::Body;
use crate::port::client::Arrival;
use crate::request::filled;
use crate::shown::Fields;

mod charset;
mod convert;
#[cfg(feature = "cookies")]
mod cookies;
#[cfg(feature = "gzip")]
pub(super) mod decoded_tag;
mod read;

/// The response to a client's request: its head, and its body as it arrives.
///
/// A handler may return it: a body of which nothing was read is passed on by the host without a copy.
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
    pending: Box<PendingRequest>,
}

impl Response {
    pub(super) fn new(mut pending: Box<PendingRequest>, answer: Arrival) -> Self {
        pending.response.receive(answer, &pending.method);
        Self { pending }
    }

    /// The request again, to be sent elsewhere or once more.
    pub(super) fn into_pending(self) -> Box<PendingRequest> {
        self.pending
    }

    /// The response to a request that is done.
    pub(super) fn done(mut pending: Box<PendingRequest>) -> Self {
        // It was kept to be sent again, and may be large.
        pending.body = None;
        if let Some(extras) = &mut pending.extras {
            extras.redirects = RedirectHistory::default();
            if let Some(deadline) = extras.deadline.take() {
                deadline.limit_body(&mut pending.response);
            }
        }
        Self { pending }
    }

    /// The first value of a field, without reading the others.
    pub(super) fn header(&self, name: &HeaderName) -> Option<HeaderValue> {
        self.pending.response.header(name)
    }

    pub(super) fn body_mut(&mut self) -> &mut Body {
        self.pending.response.body_mut()
    }

    /// The status code ([RFC 9110, 15](https://www.rfc-editor.org/rfc/rfc9110#section-15)).
    pub fn status(&self) -> StatusCode {
        self.pending.response.status
    }

    /// Always HTTP/1.1: `wasi:http` does not tell the version.
    pub fn version(&self) -> Version {
        Version::HTTP_11
    }

    /// The header fields, read from the host by the first call.
    pub fn headers(&self) -> &HeaderMap {
        self.pending.response.headers()
    }

    /// The header fields, mutable: a handler that returns the response sends the changed ones.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use doorway::client::{self, Error, Response};
    ///
    /// async fn logo() -> Result<Response, Error> {
    ///     let mut response = client::get("https://example.com/logo.png").send().await?;
    ///     response.headers_mut().remove("server");
    ///     Ok(response)
    /// }
    /// ```
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        let _read_now = self.headers();
        filled(&mut self.pending.response.headers).as_mut()
    }

    /// The extensions: values of any type that travel with the response.
    pub fn extensions(&self) -> &Extensions {
        &self.pending.response.extensions
    }

    /// The extensions, mutable.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client::{self, Response};
    /// use doorway::http::Version;
    ///
    /// /// The number of the attempt that a response is of.
    /// #[derive(Clone, Debug, PartialEq)]
    /// struct Attempt(u32);
    ///
    /// async fn noted() -> Result<Response, client::Error> {
    ///     let mut response = client::get("https://example.com/").send().await?;
    ///     assert_eq!(response.version(), Version::HTTP_11);
    ///     response.extensions_mut().insert(Attempt(1));
    ///     Ok(response)
    /// }
    /// # use doorway::{Request, testing::TestClient};
    /// # let client = TestClient::new(async |_: Request| ());
    /// # let client = client.upstream("https://example.com", async |_: Request| "Hello");
    /// # let response = client.block_on(noted())?;
    /// assert_eq!(response.extensions().get(), Some(&Attempt(1)));
    /// # Ok::<(), client::Error>(())
    /// ```
    pub fn extensions_mut(&mut self) -> &mut Extensions {
        &mut self.pending.response.extensions
    }

    /// The URL of the response: the last one, after redirects.
    pub fn url(&self) -> &Url {
        &self.pending.url
    }

    /// The length of the body in bytes, if it is known before it is read: that of a chunked or a
    /// decoded body is not.
    ///
    /// A response without a body, such as that to a `HEAD` request, has length 0, whatever its
    /// `content-length` says
    /// ([RFC 9110, 8.6](https://www.rfc-editor.org/rfc/rfc9110#section-8.6)).
    pub fn content_length(&self) -> Option<u64> {
        self.pending.response.content_length()
    }

    /// Turns a response with an error status into an error.
    ///
    /// # Errors
    ///
    /// [`is_status`](Error::is_status) for 400 to 599. It names the status and the URL; to read the
    /// response's body, look at the [status](Self::status) instead.
    pub fn error_for_status(self) -> Result<Self, Error> {
        self.error_for_status_ref()?;
        Ok(self)
    }

    /// Like [`error_for_status`](Self::error_for_status), for a response that is still needed.
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
            return Err(Error::unwanted_status(status, &self.pending.url));
        }
        Ok(self)
    }

    /// The rest of the body, without a limit: to be passed on, or read by [`Body`]'s methods.
    pub fn into_body(mut self) -> Body {
        self.pending.response.take_body()
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("url", &self.pending.url)
            .field("status", &self.status())
            .field("headers", &Fields(self.headers()))
            .finish_non_exhaustive()
    }
}
