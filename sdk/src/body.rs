//! [`Body`]: the content of a request or response, and its trailers.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

#[doc(no_inline)]
pub use bytes::Bytes;
use futures_core::Stream;
use http::HeaderMap;
use http_body::Frame;

use crate::error::{BoxError, Error};

mod channel;
mod collect;
mod convert;
mod debug;
mod empty;
mod frames;
#[cfg(feature = "tower")]
mod of_request;
mod sendable;
mod source;
mod stream;
pub(crate) mod trailers;

pub use channel::Sender;
pub use collect::{Collected, to_bytes};
pub use http_body::Body as HttpBody;
pub use stream::BodyDataStream;

pub(crate) use collect::CollectBytes;
pub(crate) use sendable::Sendable;
#[cfg(target_os = "wasi")]
pub(crate) use source::Writing;
pub(crate) use source::{Around, Boxed, Part, Source, Written};
pub(crate) use trailers::Trailers;

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

/// Where the bytes of a body come from.
#[derive(Default)]
pub(crate) enum Content {
    #[default]
    Empty,
    Full(Bytes),
    /// As they were made: to make [`Bytes`] of them may take an allocation.
    Owned(Vec<u8>),
    Boxed(Sendable),
}

impl Content {
    /// What is at hand of it.
    pub(crate) fn at_hand(&self) -> &[u8] {
        match self {
            Self::Full(bytes) => bytes,
            Self::Owned(bytes) => bytes,
            Self::Empty | Self::Boxed(_) => &[],
        }
    }

    /// As [`at_hand`](Self::at_hand), to be kept.
    pub(crate) fn into_bytes(self) -> Bytes {
        match self {
            Self::Full(bytes) => bytes,
            Self::Owned(bytes) => bytes.into(),
            Self::Empty | Self::Boxed(_) => Bytes::new(),
        }
    }
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
    pub fn from_stream<S, D, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<D, E>> + 'static,
        D: Into<Bytes>,
        E: Into<BoxError>,
    {
        Content::boxed(stream::StreamBody::new(stream)).into()
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
    /// assert_eq!(body.collect(1024).await?.bytes(), "1\n2\n3\n");
    /// # Ok::<(), doorway::Error>(())
    /// # }).unwrap();
    /// ```
    pub fn channel() -> (Sender, Self) {
        channel::channel()
    }

    /// Adds trailers to be sent after the content
    /// ([RFC 9110, 6.5](https://www.rfc-editor.org/rfc/rfc9110#section-6.5)). Those that the
    /// content brings itself are sent too.
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
    /// # Errors
    ///
    /// Of kind [`Body`](crate::ErrorKind::Body) when the body was cut off, and whatever error a
    /// stream or channel behind it brings.
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
    pub async fn frame(&mut self) -> Option<Result<Frame<Bytes>, Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_frame(cx)).await
    }

    /// The body as a [`Stream`] of its data; trailers are left out.
    pub fn into_data_stream(self) -> BodyDataStream {
        BodyDataStream::new(self)
    }

    /// Reads the whole body, `limit` bytes of data at most.
    ///
    /// # Errors
    ///
    /// Of kind [`TooLarge`](crate::ErrorKind::TooLarge) as soon as it is clear that there is more
    /// than `limit`; the rest is not read. Otherwise as [`Body::frame`].
    ///
    /// # Examples
    ///
    /// ```
    /// # doorway::testing::block_on(async {
    /// let body = doorway::Body::from("Hello");
    /// assert_eq!(body.collect(64 * 1024).await?.into_string()?, "Hello");
    /// # Ok::<(), doorway::Error>(())
    /// # }).unwrap();
    /// ```
    pub async fn collect(self, limit: usize) -> Result<Collected, Error> {
        collect::collect(self, limit).await
    }

    pub(crate) fn into_content(self) -> Content {
        self.content
    }

    /// The same again, if all of it is at hand.
    pub(crate) fn try_clone(&self) -> Option<Self> {
        Some(Self {
            content: match &self.content {
                Content::Empty => Content::Empty,
                Content::Full(bytes) => Content::Full(bytes.clone()),
                Content::Owned(bytes) => Content::Owned(bytes.clone()),
                Content::Boxed(source) => source.get()?.try_clone()?,
            },
        })
    }

    /// The length to declare, if it is known without asking the host.
    #[inline(always)]
    pub(crate) fn known_length(&self) -> Option<u64> {
        match &self.content {
            Content::Boxed(body) => body.known_length(),
            content => Some(content.at_hand().len() as u64),
        }
    }

    pub(crate) fn poll_part(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Part, Error>>> {
        let part = match &mut self.content {
            Content::Boxed(source) => match source.get_mut() {
                Some(source) => ready!(source.poll_part(cx)),
                None => Some(Err(sendable::out_of_reach())),
            },
            content => {
                let bytes = std::mem::take(content).into_bytes();
                (!bytes.is_empty()).then_some(Ok(Part::Data(bytes)))
            }
        };
        if !matches!(part, Some(Ok(Part::Data(_)))) {
            self.content = Content::Empty;
        }
        Poll::Ready(part)
    }
}

impl From<Content> for Body {
    fn from(content: Content) -> Self {
        Self { content }
    }
}
