//! [`FileStream`]: a file, or a range of one, chunk by chunk.

use std::fmt::Display;

use bytes::Bytes;
use futures_core::Stream;
use http::StatusCode;
use http::header::{
    CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, HeaderMap, HeaderValue,
};

use super::content_disposition::attachment;
use super::reply::Reply;
use super::{IntoResponse, Problem, Response};
use crate::Body;
use crate::error::{BoxError, Error};

#[cfg(feature = "fs")]
mod path;
#[cfg(feature = "fs")]
pub use path::FileChunks;

/// A response of the chunks of a file, `application/octet-stream`.
///
/// If the stream yields an error, or another length than [`content_size`](Self::content_size), the
/// response is aborted.
///
/// # Examples
///
/// ```
/// use doorway::response::{FileStream, IntoResponse};
/// use futures_util::stream;
///
/// async fn planets() -> impl IntoResponse {
///     let chunks = stream::iter(["Mercury,", "Venus,", "Earth"].map(Ok::<_, std::io::Error>));
///     FileStream::new(chunks).file_name("planets.csv").content_size(19)
/// }
///
/// # use doorway::{Router, routing::get, testing::TestClient};
/// # let response = TestClient::new(Router::new().route("/", get(planets))).get("/").send();
/// # assert_eq!(response.text(), "Mercury,Venus,Earth");
/// ```
#[derive(Debug)]
#[must_use]
#[doc(alias("download", "stream"))]
pub struct FileStream<S> {
    /// The chunks.
    pub stream: S,
    /// The name that a browser saves the file under. Without one, it may show the file.
    pub file_name: Option<String>,
    /// The length in bytes.
    pub content_size: Option<u64>,
}

impl<S, D, E> FileStream<S>
where
    S: Stream<Item = Result<D, E>> + 'static,
    D: Into<Bytes>,
    E: Into<BoxError>,
{
    /// Creates a response of a stream, without a name or a length.
    pub fn new(stream: S) -> Self {
        Self { stream, file_name: None, content_size: None }
    }

    /// Sets the name that a browser saves the file under. One with a control character is answered
    /// with a bare 500 and a line on stderr.
    pub fn file_name(mut self, file_name: impl Into<String>) -> Self {
        self.file_name = Some(file_name.into());
        self
    }

    /// Sets the length in bytes.
    pub fn content_size(mut self, len: u64) -> Self {
        self.content_size = Some(len);
        self
    }

    /// Makes a response of a stream that is a range of a file, 206
    /// ([RFC 9110, 15.3.7](https://www.rfc-editor.org/rfc/rfc9110#section-15.3.7)): its first and its
    /// last byte, and the length of the file. Its name is left out. A range that is not in the file is
    /// answered with 416 ([RFC 9110, 15.5.17](https://www.rfc-editor.org/rfc/rfc9110#section-15.5.17)),
    /// and the response of a stream of another length than its range is aborted.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::response::FileStream;
    /// use futures_util::stream;
    ///
    /// let chunks = stream::iter(["Venus"].map(Ok::<_, std::io::Error>));
    /// let response = FileStream::new(chunks).into_range_response(8, 12, 19);
    /// assert_eq!(response.status(), 206);
    /// assert_eq!(response.headers()["content-range"], "bytes 8-12/19");
    /// assert_eq!(response.headers()["content-length"], "5");
    /// ```
    pub fn into_range_response(self, start: u64, end: u64, total_size: u64) -> Response {
        let Some(length) = range_length(start, end, total_size) else {
            return not_satisfiable(total_size);
        };
        let mut headers = content_range(format_args!("{start}-{end}"), total_size);
        headers.insert(CONTENT_TYPE, OCTET_STREAM);
        headers.insert(CONTENT_LENGTH, length.into());
        (StatusCode::PARTIAL_CONTENT, headers, Body::from_stream(self.stream)).into_response()
    }
}

impl<S, D, E> IntoResponse for FileStream<S>
where
    S: Stream<Item = Result<D, E>> + 'static,
    D: Into<Bytes>,
    E: Into<BoxError>,
{
    fn into_response(self) -> Response {
        self.into_reply().into_response()
    }

    fn into_reply(self) -> Reply {
        match whole(self.file_name, self.content_size) {
            Ok(headers) => (headers, Body::from_stream(self.stream)).into_reply(),
            Err(error) => Reply::failed(error),
        }
    }
}

/// The fields of a whole file.
fn whole(file_name: Option<String>, content_size: Option<u64>) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, OCTET_STREAM);
    if let Some(name) = file_name {
        let value = attachment(Some(name.as_bytes()))?;
        headers.insert(CONTENT_DISPOSITION, value);
    }
    if let Some(size) = content_size {
        headers.insert(CONTENT_LENGTH, size.into());
    }
    Ok(headers)
}

const OCTET_STREAM: HeaderValue = HeaderValue::from_static("application/octet-stream");

/// The length of a range, if it is in the file.
fn range_length(start: u64, end: u64, total_size: u64) -> Option<u64> {
    (start <= end && end < total_size).then(|| end - start + 1)
}

/// The answer to a range that is not in the file.
fn not_satisfiable(total_size: u64) -> Response {
    let problem = Problem::new(StatusCode::RANGE_NOT_SATISFIABLE);
    (content_range("*", total_size), problem).into_response()
}

fn content_range(range: impl Display, total_size: u64) -> HeaderMap {
    let value = HeaderValue::try_from(format!("bytes {range}/{total_size}"));
    HeaderMap::from_iter(value.ok().map(|value| (CONTENT_RANGE, value)))
}
