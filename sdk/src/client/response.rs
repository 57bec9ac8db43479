//! [`Response`]: what a client gets.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::{Extensions, HeaderMap, StatusCode, Uri};

use super::Error;
use super::settings::BODY_LIMIT;
use crate::body::BodyDataStream;
use crate::response::IntoResponse;
use crate::{Body, response};

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
    pub(super) fn new(response: response::Response, url: Uri) -> Self {
        let (parts, body) = response.into_parts();
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

    /// The header fields, to be changed.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        self.head.headers_mut()
    }

    /// Values of any type that travel with the response.
    pub fn extensions(&self) -> &Extensions {
        self.head.extensions()
    }

    /// The URL that answered: the last one, after redirects.
    pub fn url(&self) -> &Uri {
        &self.url
    }

    /// The length of the body in bytes, if it is known: not after decoding, nor of a chunked one.
    pub fn content_length(&self) -> Option<u64> {
        http_body::Body::size_hint(&self.body).exact()
    }

    /// Reads the whole body, up to the [limit](super::RequestBuilder::body_limit).
    ///
    /// # Errors
    ///
    /// [`is_body`](Error::is_body) when the body broke off or is over the limit,
    /// [`is_timeout`](Error::is_timeout) when it came too slowly, [`is_decode`](Error::is_decode)
    /// when it is compressed and damaged.
    pub async fn bytes(self) -> Result<Bytes, Error> {
        let Self { body, url, limit, .. } = self;
        body.collect_bytes(limit).await.map_err(|error| Error::body(error).with_url(&url))
    }

    /// Reads the whole body as text, up to the limit.
    ///
    /// # Errors
    ///
    /// As [`bytes`](Self::bytes).
    pub async fn text(self) -> Result<String, Error> {
        let bytes = self.bytes().await?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Reads the whole body as JSON, up to the limit.
    ///
    /// # Errors
    ///
    /// As [`bytes`](Self::bytes), and [`is_decode`](Error::is_decode) when it is not the JSON that
    /// is wanted; the message says where.
    #[cfg(feature = "json")]
    pub async fn json<T: serde_core::de::DeserializeOwned>(self) -> Result<T, Error> {
        let url = self.url.clone();
        let bytes = self.bytes().await?;
        serde_json::from_slice(&bytes).map_err(|error| not_json(&url, error))
    }

    /// Waits for the next chunk of the body; `None` is the end.
    ///
    /// # Errors
    ///
    /// As [`bytes`](Self::bytes), but there is no limit.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        poll_fn(|cx| self.poll_chunk(cx)).await
    }

    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Error>> {
        loop {
            let frame = ready!(http_body::Body::poll_frame(Pin::new(&mut self.body), cx));
            let Some(frame) = frame else { return Poll::Ready(Ok(None)) };
            match frame.map_err(|error| Error::body(error).with_url(&self.url))?.into_data() {
                Ok(data) => return Poll::Ready(Ok(Some(data))),
                Err(frame) => self.trailers = frame.into_trailers().ok(),
            }
        }
    }

    /// The body as a stream of its chunks.
    pub fn bytes_stream(self) -> impl Stream<Item = Result<Bytes, Error>> + Unpin + 'static {
        BytesStream { stream: self.body.into_data_stream(), url: self.url }
    }

    /// Reads what is left of the body, drops it, and gives the trailers, if there are any
    /// ([RFC 9110, 6.5](https://www.rfc-editor.org/rfc/rfc9110#section-6.5)).
    ///
    /// # Errors
    ///
    /// As [`chunk`](Self::chunk).
    pub async fn trailers(&mut self) -> Result<Option<HeaderMap>, Error> {
        while self.chunk().await?.is_some() {}
        Ok(self.trailers.take())
    }

    /// The response, if its status is not an error's.
    ///
    /// # Errors
    ///
    /// [`is_status`](Error::is_status) for 400 to 599.
    pub fn error_for_status(self) -> Result<Self, Error> {
        self.error_for_status_ref()?;
        Ok(self)
    }

    /// As [`error_for_status`](Self::error_for_status), of a response that is still needed.
    ///
    /// # Errors
    ///
    /// As there.
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

#[cfg(feature = "json")]
fn not_json(url: &Uri, error: serde_json::Error) -> Error {
    let message = format!("the response of {url} is not the JSON that is wanted");
    let error = crate::Error::new(crate::ErrorKind::Body, message).with_source(error);
    Error::decode(error).with_url(url)
}

struct BytesStream {
    stream: BodyDataStream,
    url: Uri,
}

impl Stream for BytesStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = ready!(Pin::new(&mut self.stream).poll_next(cx));
        Poll::Ready(
            chunk.map(|chunk| chunk.map_err(|error| Error::body(error).with_url(&self.url))),
        )
    }
}

impl From<Response> for response::Response {
    fn from(response: Response) -> Self {
        let (parts, ()) = response.head.into_parts();
        http::Response::from_parts(parts, response.body)
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
