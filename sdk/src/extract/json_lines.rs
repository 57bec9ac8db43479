//! [`JsonLines`]: an extractor and response of JSON, line by line.

use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::StatusCode;
use pin_project_lite::pin_project;
use serde_core::Serialize;
use serde_core::de::DeserializeOwned;
use serde_json::error::Category;

use super::FromRequest;
use crate::error::{BoxError, Error, ErrorKind};
use crate::json::to_vec;
use crate::response::{IntoResponse, Response};
use crate::{Body, Request};

mod lines;

use lines::Lines;

/// An extractor and response of values in JSON, each on a line of its own.
///
/// As an extractor it is a stream of results, which reads the body while it is polled, whatever the
/// content type. A line that is not JSON, or does not match `T`, is an error, after which the next line
/// is read; the last line needs no line break. A byte order mark at the start is ignored.
///
/// The body is limited as for other extractors, by default to 2 MiB. As a line is in memory until it
/// ends, this is also the limit of the longest line:
/// [`DefaultBodyLimit::disable`](crate::extract::DefaultBodyLimit::disable) leaves none.
///
/// As a response it is made of a stream by [`new`](JsonLines::new). It has no content type, since
/// none is registered: set `application/jsonl` or `application/x-ndjson` if its readers look for one.
/// An error of the stream, or a value that cannot be serialized as JSON, aborts the response and is
/// written to stderr.
///
/// # Examples
///
/// ```
/// use doorway::Error;
/// use doorway::extract::JsonLines;
/// use doorway::response::IntoResponse;
/// use futures_util::{StreamExt, TryStreamExt, stream};
///
/// async fn sum(numbers: JsonLines<u64>) -> Result<String, Error> {
///     let sum = numbers.try_fold(0, |sum, number| async move { Ok(sum + number) }).await?;
///     Ok(sum.to_string())
/// }
///
/// async fn squares() -> impl IntoResponse {
///     JsonLines::new(stream::iter(1..=3).map(|number| Ok::<_, Error>(number * number)))
/// }
/// # use doorway::{Router, routing::post, testing::TestClient};
/// # let client = TestClient::new(Router::new().route("/", post(sum).get(squares)));
/// # assert_eq!(client.post("/").body("1\n2\n39").send().text(), "42");
/// # assert_eq!(client.get("/").send().text(), "1\n4\n9\n");
/// ```
///
/// # Errors
///
/// Those of the stream have the [status](Error::status) 400 if a line is not JSON, 422 if it does not
/// match `T`, 413 if the body is over its limit, and that of the body otherwise.
#[must_use]
pub struct JsonLines<S, T = AsExtractor> {
    inner: Inner<S>,
    used: PhantomData<fn() -> T>,
}

enum Inner<S> {
    Response(S),
    Extractor(Lines),
}

/// [`JsonLines`] that were extracted, of a type of values.
#[derive(Debug)]
#[non_exhaustive]
pub struct AsExtractor;

/// [`JsonLines`] that are a response, of a type of streams.
#[derive(Debug)]
#[non_exhaustive]
pub struct AsResponse;

// Neither is polled in its place.
impl<S, T> Unpin for JsonLines<S, T> {}

impl<S> JsonLines<S, AsResponse> {
    /// Creates a response of a stream of results.
    pub fn new(stream: S) -> Self {
        Self { inner: Inner::Response(stream), used: PhantomData }
    }
}

impl<S, T: DeserializeOwned> FromRequest<S> for JsonLines<T, AsExtractor> {
    type Rejection = Infallible;

    async fn from_request(request: Request, _: &S) -> Result<Self, Infallible> {
        Ok(Self { inner: Inner::Extractor(Lines::new(request)), used: PhantomData })
    }
}

impl<T: DeserializeOwned> Stream for JsonLines<T, AsExtractor> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Inner::Extractor(lines) = &mut self.inner else { return Poll::Ready(None) };
        let line = ready!(lines.poll_next(cx)).transpose()?;
        Poll::Ready(line.map(|line| {
            serde_json::from_slice(&line).map_err(|error| invalid(error, lines.number()))
        }))
    }
}

fn invalid(error: serde_json::Error, line: u64) -> Error {
    let (status, fault) = match error.classify() {
        Category::Data => (StatusCode::UNPROCESSABLE_ENTITY, "does not have the expected form"),
        _ => (StatusCode::BAD_REQUEST, "is not JSON"),
    };
    let message = format!("line {line} of the body {fault}");
    Error::new(ErrorKind::Other, message).with_source(error).with_status(status)
}

impl<S, T, E> IntoResponse for JsonLines<S, AsResponse>
where
    S: Stream<Item = Result<T, E>> + 'static,
    T: Serialize,
    E: Into<BoxError>,
{
    fn into_response(self) -> Response {
        Response::new(match self.inner {
            Inner::Response(values) => Body::from_stream(Written { values }),
            Inner::Extractor(_) => Body::empty(),
        })
    }
}

pin_project! {
    /// A stream of serialized values.
    struct Written<S> {
        #[pin]
        values: S,
    }
}

impl<S, T, E> Stream for Written<S>
where
    S: Stream<Item = Result<T, E>>,
    T: Serialize,
    E: Into<BoxError>,
{
    type Item = Result<Bytes, BoxError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let value = match ready!(self.project().values.poll_next(cx)).transpose() {
            Ok(Some(value)) => value,
            Ok(None) => return Poll::Ready(None),
            Err(error) => return Poll::Ready(Some(Err(error.into()))),
        };
        Poll::Ready(Some(line(to_vec(&value))))
    }
}

fn line(json: serde_json::Result<Vec<u8>>) -> Result<Bytes, BoxError> {
    let mut json = json?;
    json.push(b'\n');
    Ok(json.into())
}

impl<S, T> fmt::Debug for JsonLines<S, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonLines").finish_non_exhaustive()
    }
}
