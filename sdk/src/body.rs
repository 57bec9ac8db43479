//! [`Body`]: the content of a request or response, and its trailers.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

#[doc(no_inline)]
pub use bytes::Bytes;
use futures_core::Stream;
use http::HeaderMap;
use http_body::Frame;

use crate::error::{BoxError, Error};

#[cfg(feature = "async-read-body")]
mod async_read;
mod channel;
mod collect;
mod content;
mod convert;
mod debug;
mod empty;
mod frames;
mod host;
mod local;
#[cfg(feature = "tower")]
mod of_request;
mod source;
mod stream;
mod trailers;
mod wrapped;

#[cfg(feature = "async-read-body")]
pub use async_read::AsyncReadBody;
pub use channel::Sender;
pub use collect::{Collected, to_bytes};
pub use http_body::Body as HttpBody;
pub use stream::BodyDataStream;

pub(crate) use collect::CollectBytes;
pub(crate) use content::Content;
pub(crate) use host::HostBody;
pub(crate) use local::Local;
pub(crate) use source::{Part, Source};
pub(crate) use trailers::Trailers;
pub(crate) use wrapped::{BodyWrapper, Effect, Wrapped, Writing};

/// The content of a request or a response
/// ([RFC 9110, 6.4](https://www.rfc-editor.org/rfc/rfc9110#section-6.4)).
///
/// It is an [`http_body::Body`], so whatever works on those works on it, and it remembers where
/// it came from: bytes at hand are sent with a `content-length`, a stream is written as the host
/// gives permits, and an incoming body that nobody read is passed on by the host without being
/// copied into the component.
///
/// # Examples
///
/// ```
/// use doorway::Body;
///
/// let text = Body::from("Hello, world!");
/// let bytes = Body::from(vec![1, 2, 3]);
/// let nothing = Body::empty();
/// assert_eq!(text.as_bytes(), Some(&b"Hello, world!"[..]));
/// ```
///
/// # Threads
///
/// A component has one thread, and what a body is made of need not be [`Send`]. The body itself
/// is, as tower's and axum's boxed services ask for that. Natively, it can be read only on the
/// thread that made it, unless it is bytes at hand: elsewhere reading it is an error, and dropping
/// it leaves it in memory.
#[derive(Default)]
pub struct Body {
    content: Content,
}

impl Body {
    /// No content.
    pub fn empty() -> Self {
        Self::default()
    }

    /// A body that is any [`http_body::Body`]. If it knows its exact size that is declared as
    /// `content-length`.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::Body;
    ///
    /// let body = Body::new(Body::from("a body in a body"));
    /// ```
    pub fn new<B>(body: B) -> Self
    where
        B: http_body::Body<Data = Bytes> + 'static,
        B::Error: Into<BoxError>,
    {
        source::boxed(body, Error::other)
    }

    /// A body of the chunks of a stream, written as fast as the other side takes them.
    ///
    /// If the stream yields an error the message is aborted, so that the other side sees that
    /// something is missing, and the error is written to stderr.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::Body;
    /// use futures_util::stream;
    ///
    /// let chunks = ["one ", "two ", "three"].map(Ok::<_, std::io::Error>);
    /// let body = Body::from_stream(stream::iter(chunks));
    /// ```
    #[doc(alias("StreamBody", "chunked", "upload"))]
    pub fn from_stream<S, D, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<D, E>> + 'static,
        D: Into<Bytes>,
        E: Into<BoxError>,
    {
        Content::stream(stream::StreamBody::new(stream)).into()
    }

    /// As [`new`](Self::new), by the name that reqwest has for it.
    pub fn wrap<B>(body: B) -> Self
    where
        B: http_body::Body<Data = Bytes> + 'static,
        B::Error: Into<BoxError>,
    {
        Self::new(body)
    }

    /// As [`from_stream`](Self::from_stream), by the name that reqwest has for it.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::Body;
    /// use futures_util::stream;
    ///
    /// # doorway::testing::block_on(async {
    /// let body = Body::wrap_stream(stream::iter([Ok::<_, doorway::Error>("one, "), Ok("two")]));
    /// let body = Body::wrap(body);
    /// assert_eq!(body.collect_up_to(64).await?.into_bytes(), "one, two");
    /// # Ok::<(), doorway::Error>(())
    /// # }).unwrap();
    /// ```
    pub fn wrap_stream<S, D, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<D, E>> + 'static,
        D: Into<Bytes>,
        E: Into<BoxError>,
    {
        Self::from_stream(stream)
    }

    /// A body and the [`Sender`] that fills it, for content that is made elsewhere.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::{Body, task};
    ///
    /// # doorway::testing::block_on(async {
    /// let (mut sender, body) = Body::channel();
    /// task::spawn(async move {
    ///     for number in 1..=3 {
    ///         sender.send(format!("{number}\n")).await?;
    ///     }
    ///     sender.finish();
    ///     Ok::<(), doorway::Error>(())
    /// });
    /// assert_eq!(body.collect_up_to(1024).await?.bytes(), "1\n2\n3\n");
    /// # Ok::<(), doorway::Error>(())
    /// # }).unwrap();
    /// ```
    #[doc(alias = "stream")]
    pub fn channel() -> (Sender, Self) {
        channel::channel()
    }

    /// Adds trailers to be sent after the content
    /// ([RFC 9110, 6.5](https://www.rfc-editor.org/rfc/rfc9110#section-6.5)). Those that the
    /// content brings itself are sent too, and one that came in is read for them instead of being
    /// passed on by the host.
    ///
    /// A body with trailers carries no `content-length`: in HTTP/1.1 the two exclude each other. A
    /// `trailer` field announces these if there is none; those of a stream or a channel are the
    /// handler's to announce, which in HTTP/1.1 some hosts ask for.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::{Body, http::HeaderMap};
    ///
    /// let mut trailers = HeaderMap::new();
    /// trailers.insert("x-checksum", "c0ffee".parse()?);
    /// let body = Body::from("content").with_trailers(trailers);
    /// # Ok::<(), doorway::http::header::InvalidHeaderValue>(())
    /// ```
    pub fn with_trailers(self, trailers: HeaderMap) -> Self {
        self.add_trailers(trailers)
    }

    /// Waits for the next part of the body: a chunk of data or, as the last one, the trailers.
    /// `None` is the end.
    ///
    /// # Examples
    ///
    /// ```
    /// # doorway::testing::block_on(async {
    /// let mut body = doorway::Body::from("all at once");
    /// while let Some(frame) = body.frame().await {
    ///     if let Ok(data) = frame?.into_data() {
    ///         assert_eq!(data, "all at once");
    ///     }
    /// }
    /// # Ok::<(), doorway::Error>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// Of kind [`Body`](crate::ErrorKind::Body) when the body was cut off, and whatever error a
    /// stream or channel behind it brings.
    pub async fn frame(&mut self) -> Option<Result<Frame<Bytes>, Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_frame(cx)).await
    }

    /// The body as a [`Stream`] of its data; trailers are left out.
    pub fn into_data_stream(self) -> BodyDataStream {
        BodyDataStream::new(self)
    }

    /// Reads the whole body, `limit` bytes of data at most. [`to_bytes`] gives the data alone.
    ///
    /// `http_body_util::BodyExt::collect` works too, and has no limit.
    ///
    /// # Examples
    ///
    /// ```
    /// # doorway::testing::block_on(async {
    /// let body = doorway::Body::from("Hello");
    /// assert_eq!(body.collect_up_to(64 * 1024).await?.into_string()?, "Hello");
    /// # Ok::<(), doorway::Error>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// Of kind [`TooLarge`](crate::ErrorKind::TooLarge) as soon as it is clear that there is more
    /// than `limit`; the rest is not read. Otherwise as [`Body::frame`].
    pub async fn collect_up_to(self, limit: usize) -> Result<Collected, Error> {
        collect::collect(self, limit).await
    }

    pub(crate) fn poll_part(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Part, Error>>> {
        let polled = match &mut self.content {
            Content::Empty => Poll::Ready(None),
            Content::Bytes(bytes) => {
                let bytes = std::mem::take(bytes);
                self.content = Content::Empty;
                return Poll::Ready((!bytes.is_empty()).then_some(Ok(Part::Data(bytes))));
            }
            Content::Host(body) => match body.get_mut() {
                Some(body) => body.poll_part(cx),
                None => Poll::Ready(Some(Err(local::out_of_reach()))),
            },
            Content::Stream(source) => match source.get_mut() {
                Some(source) => source.as_mut().poll_part(cx),
                None => Poll::Ready(Some(Err(local::out_of_reach()))),
            },
            Content::Wrapped(wrapped) => wrapped.poll_part(cx),
        };
        if !matches!(polled, Poll::Pending | Poll::Ready(Some(Ok(Part::Data(_))))) {
            self.content = Content::Empty;
        }
        polled
    }
}

impl From<Content> for Body {
    fn from(content: Content) -> Self {
        Self { content }
    }
}
