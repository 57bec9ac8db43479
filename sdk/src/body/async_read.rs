//! [`AsyncReadBody`]: the bytes of a reader of tokio's.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Body as HttpBody, Frame, SizeHint};
use pin_project_lite::pin_project;
use tokio::io::{AsyncRead, ReadBuf};

use super::Body;
use crate::error::Error;

/// The size of a chunk in bytes.
const CHUNK: usize = 16 * 1024;

/// A body of the bytes of a [`tokio::io::AsyncRead`], which crates for compression and archives have.
/// It is a response, too.
///
/// A component has no tokio runtime: files, sockets and timers of tokio's panic.
///
/// # Examples
///
/// ```
/// use doorway::body::AsyncReadBody;
///
/// async fn planets() -> AsyncReadBody {
///     AsyncReadBody::new(&b"Mercury, Venus, Earth"[..])
/// }
/// # use doorway::{Router, routing::get, testing::TestClient};
/// # let client = TestClient::new(Router::new().route("/", get(planets)));
/// # assert_eq!(client.get("/").send().text(), "Mercury, Venus, Earth");
/// ```
#[must_use]
pub struct AsyncReadBody(Body);

impl AsyncReadBody {
    /// Creates a body of a reader. An error of the reader aborts the message, and is written to
    /// stderr.
    pub fn new<R: AsyncRead + 'static>(read: R) -> Self {
        Self(Body::from_stream(Chunks { read: Some(read), chunk: Vec::new() }))
    }
}

impl From<AsyncReadBody> for Body {
    fn from(body: AsyncReadBody) -> Self {
        body.0
    }
}

impl HttpBody for AsyncReadBody {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        Pin::new(&mut self.0).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}

impl fmt::Debug for AsyncReadBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AsyncReadBody").field(&self.0).finish()
    }
}

pin_project! {
    struct Chunks<R> {
        // `None` after its end.
        #[pin]
        read: Option<R>,
        // The room of the next chunk.
        chunk: Vec<u8>,
    }
}

impl<R: AsyncRead> Stream for Chunks<R> {
    type Item = io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut this = self.project();
        let Some(read) = this.read.as_mut().as_pin_mut() else { return Poll::Ready(None) };
        this.chunk.resize(CHUNK, 0);
        let mut room = ReadBuf::new(this.chunk);
        let result = ready!(read.poll_read(cx, &mut room));
        let length = room.filled().len();
        if let Err(error) = result {
            this.read.set(None);
            return Poll::Ready(Some(Err(error)));
        }
        if length == 0 {
            this.read.set(None);
            return Poll::Ready(None);
        }
        let mut chunk = std::mem::take(this.chunk);
        chunk.truncate(length);
        Poll::Ready(Some(Ok(chunk.into())))
    }
}
