//! Reading the body of a [`Response`]: as a whole, up to a limit, or as it arrives.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderMap;
use http::header::CONTENT_TYPE;

use super::{Response, charset};
use crate::body::{BodyDataStream, Part};
use crate::client::error::Error;
use crate::client::pending_request::PendingRequest;
use crate::client::response_state::BodyState;
use crate::client::url::Url;
use crate::error::{self, ErrorKind};
#[cfg(feature = "json")]
use crate::json::Fault;
use crate::parameters::content_type;
use crate::target::RedactedUri;
#[cfg(feature = "json")]
use crate::utf8::without_mark;

/// The default limit of a body that is read whole, in bytes.
const BODY_LIMIT: usize = 16 * 1024 * 1024;

impl Response {
    /// Reads the whole body, up to the [limit](crate::client::RequestBuilder::body_limit).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use doorway::client;
    ///
    /// # async fn example() -> Result<(), client::Error> {
    /// let image = client::get("https://example.com/logo.png").body_limit(1024 * 1024);
    /// let image = image.send().await?.bytes().await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// [`is_body`](Error::is_body) if the body was cut off or is over the limit: then the rest is not
    /// read. [`is_timeout`](Error::is_timeout) if it was too slow, [`is_decode`](Error::is_decode) if
    /// it is compressed and damaged.
    pub async fn bytes(mut self) -> Result<Bytes, Error> {
        let url = self.pending.url.take();
        let limit = self.pending.extras.as_ref().and_then(|extras| extras.limits.body_limit);
        let limit = limit.unwrap_or(BODY_LIMIT);
        self.into_body()
            .collect_bytes(limit)
            .await
            .map_err(|error| explain_limit(error, &url, limit))
    }

    /// Reads the whole body as text, up to the limit.
    ///
    /// The charset is that of a byte order mark, else that of the `content-type`
    /// ([RFC 9110, 8.3.2](https://www.rfc-editor.org/rfc/rfc9110#section-8.3.2)), else UTF-8. Invalid
    /// bytes become U+FFFD, the replacement character, as with reqwest.
    ///
    /// UTF-8, US-ASCII, ISO-8859-1 and windows-1252 are always supported, the last three as one, as
    /// in [browsers](https://encoding.spec.whatwg.org/#names-and-labels). Feature `charset` supports
    /// all charsets of browsers, by encoding_rs. Any other, such as `binary` or `utf8mb4`, is read as
    /// UTF-8.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::{Request, client};
    /// use doorway::testing::TestClient;
    ///
    /// async fn cafe(_: Request) -> ([(&'static str, &'static str); 1], &'static [u8]) {
    ///     ([("content-type", "text/plain; charset=iso-8859-1")], b"caf\xe9")
    /// }
    ///
    /// let upstreams = TestClient::new(|_: Request| async {}).upstream("https://cafe.example", cafe);
    /// let text = upstreams.block_on(async {
    ///     client::get("https://cafe.example/").send().await?.text().await
    /// })?;
    /// assert_eq!(text, "café");
    /// # Ok::<(), client::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// See [`bytes`](Self::bytes); [`is_decode`](Error::is_decode) if the charset needs feature
    /// `charset`.
    pub async fn text(self) -> Result<String, Error> {
        self.text_with_charset("utf-8").await
    }

    /// Reads the whole body like [`text`](Self::text), with another default charset.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client;
    ///
    /// /// A page that names no charset, of a server that is known to mean another than UTF-8.
    /// async fn page() -> Result<String, client::Error> {
    ///     client::get("https://old.example/").send().await?.text_with_charset("latin1").await
    /// }
    /// # use doorway::{Request, testing::TestClient};
    /// # let client = TestClient::new(async |_: Request| ());
    /// # let client = client.upstream("https://old.example", async |_: Request| b"caf\xe9".to_vec());
    /// # let text = client.block_on(page())?;
    /// assert_eq!(text, "café");
    /// # Ok::<(), client::Error>(())
    /// ```
    pub async fn text_with_charset(self, default: &str) -> Result<String, Error> {
        let content_type = self.header(&CONTENT_TYPE);
        let charset = content_type.and_then(|value| content_type::charset(value.as_bytes()));
        let charset = charset.unwrap_or_else(|| default.to_owned());
        let url = self.pending.url.clone();
        let bytes = self.bytes().await?;
        charset::decode(bytes, &charset).map_err(|charset| unsupported_charset(&url, charset))
    }

    /// Reads the whole body as JSON in UTF-8
    /// ([RFC 8259, 8.1](https://www.rfc-editor.org/rfc/rfc8259#section-8.1)), up to the limit. A byte
    /// order mark is skipped, and the `content-type` is ignored.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::testing::TestClient;
    /// use doorway::{Json, Request, client};
    ///
    /// let upstreams = TestClient::new(|_: Request| async {})
    ///     .upstream("https://primes.example", |_: Request| async { Json([2, 3, 5]) });
    /// let primes: Vec<u8> = upstreams.block_on(async {
    ///     client::get("https://primes.example/").send().await?.json().await
    /// })?;
    /// assert_eq!(primes, [2, 3, 5]);
    /// # Ok::<(), client::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// See [`bytes`](Self::bytes); [`is_decode`](Error::is_decode) if it is not the expected JSON. The
    /// message says where, and the source what was expected there; neither shows the JSON itself,
    /// which may be secret.
    #[cfg(feature = "json")]
    pub async fn json<T: serde_core::de::DeserializeOwned>(self) -> Result<T, Error> {
        let url = self.pending.url.clone();
        let bytes = self.bytes().await?;
        serde_json::from_slice(without_mark(&bytes))
            .map_err(|error| not_json(&url, bytes.is_empty(), error))
    }

    /// Waits for the next chunk of the body, which has no limit; `None` is the end.
    ///
    /// # Errors
    ///
    /// See [`bytes`](Self::bytes).
    #[doc(alias("bytes_stream", "download", "stream"))]
    pub fn chunk(&mut self) -> impl Future<Output = Result<Option<Bytes>, Error>> {
        poll_fn(|cx| self.poll_chunk(cx))
    }

    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Error>> {
        let PendingRequest { response, url, .. } = &mut *self.pending;
        let next = loop {
            match &mut response.body {
                BodyState::Reading(reader) => break ready!(reader.poll_data(cx)),
                BodyState::Body(body) => match ready!(body.poll_part(cx)) {
                    Some(Ok(Part::Data(data))) => break Some(Ok(data)),
                    Some(Ok(Part::Trailers(trailers))) => response.trailers = Some(trailers),
                    Some(Err(error)) => break Some(Err(error)),
                    None => break None,
                },
                BodyState::Untouched => match &response.incoming {
                    Some(incoming) => response.body = BodyState::Reading(incoming.reader()),
                    None => break None,
                },
            }
        };
        Poll::Ready(match next {
            Some(Ok(data)) => Ok(Some(data)),
            Some(Err(error)) => Err(Error::body(error).with_url(url)),
            None => Ok(None),
        })
    }

    /// The body as a stream of its chunks, without a limit. Trailers are left out.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use doorway::client;
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn example() -> Result<(), client::Error> {
    /// let mut chunks = client::get("https://example.com/log").send().await?.bytes_stream();
    /// while let Some(chunk) = chunks.try_next().await? {
    ///     println!("{} bytes", chunk.len());
    /// }
    /// # Ok(()) }
    /// ```
    pub fn bytes_stream(mut self) -> impl Stream<Item = Result<Bytes, Error>> + Unpin + 'static {
        let url = self.pending.url.take();
        BytesStream { stream: self.into_body().into_data_stream(), url }
    }

    /// Discards the rest of the body, and takes the trailers
    /// ([RFC 9110, 6.5](https://www.rfc-editor.org/rfc/rfc9110#section-6.5)).
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client;
    ///
    /// /// The checksum that an upstream sends after the content.
    /// async fn checksum() -> Result<Option<String>, client::Error> {
    ///     let mut response = client::get("https://example.com/log").send().await?;
    ///     while let Some(chunk) = response.chunk().await? {
    ///         println!("{} bytes", chunk.len());
    ///     }
    ///     let trailers = response.trailers().await?.unwrap_or_default();
    ///     Ok(trailers.get("x-sum").and_then(|sum| Some(sum.to_str().ok()?.to_owned())))
    /// }
    /// # use doorway::{Body, Request, testing::TestClient};
    /// # let client = TestClient::new(async |_: Request| ());
    /// # let client = client.upstream("https://example.com", async |_: Request| {
    /// #     let (sender, body) = Body::channel();
    /// #     let trailers = [("x-sum".parse().unwrap(), "42".parse().unwrap())];
    /// #     sender.finish_with_trailers(doorway::http::HeaderMap::from_iter(trailers));
    /// #     body
    /// # });
    /// # let sum = client.block_on(checksum())?;
    /// assert_eq!(sum.as_deref(), Some("42"));
    /// # Ok::<(), client::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// See [`bytes`](Self::bytes).
    pub async fn trailers(&mut self) -> Result<Option<HeaderMap>, Error> {
        while self.chunk().await?.is_some() {}
        let PendingRequest { response, url, .. } = &mut *self.pending;
        match &mut response.body {
            BodyState::Reading(reader) => poll_fn(|cx| reader.poll_trailers(cx))
                .await
                .map_err(|error| Error::body(error).with_url(url)),
            _ => Ok(response.trailers.take().map(|trailers| trailers.into_map())),
        }
    }
}

#[cfg(feature = "json")]
fn not_json(url: &Url, is_empty: bool, error: serde_json::Error) -> Error {
    let (place, line, column) = (RedactedUri(url), error.line(), error.column());
    let message = if is_empty {
        format!("the response of `{place}` is empty, not JSON")
    } else {
        format!(
            "the response of `{place}` is not the expected JSON, at line {line} column {column}"
        )
    };
    let error = error::Error::new(ErrorKind::Body, message).with_source(Fault::from(&error));
    Error::decode(error).with_url(url)
}

fn unsupported_charset(url: &Url, charset: &str) -> Error {
    let message = format!(
        "the response of `{}` is text in charset `{charset}`: enable feature `charset` of doorway \
         to read it",
        RedactedUri(url)
    );
    Error::decode(error::Error::new(ErrorKind::Body, message)).with_url(url)
}

/// Says how to raise the limit, if that is the error.
fn explain_limit(error: error::Error, url: &Url, limit: usize) -> Error {
    if error.kind() != ErrorKind::TooLarge {
        return Error::body(error).with_url(url);
    }
    let message = format!(
        "the response of `{}` is longer than the limit of {limit} bytes: raise that with \
         `RequestBuilder::body_limit` or `ClientBuilder::body_limit`, or read chunks",
        RedactedUri(url)
    );
    Error::body(error::Error::new(ErrorKind::TooLarge, message)).with_url(url)
}

struct BytesStream {
    stream: BodyDataStream,
    url: Url,
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
