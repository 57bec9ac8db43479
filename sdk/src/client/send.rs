//! [`send`]: one request as it is, without a client around it.

use crate::backend::client::{Limits, OutgoingHead};
use crate::backend::request_options::RequestOptions;
use crate::backend::target::Target;
use crate::backend::{arrival, message};
use crate::error::Error;
use crate::{Request, Response, backend, trace};

/// Sends a request as it is, and waits for the head of its response.
///
/// This is what a [`Client`](super::Client) is built on: nothing is added, followed, repeated or
/// decoded. It takes and gives what handlers do.
///
/// The request's URI must be absolute. Its body is sent meanwhile, and goes on being sent while
/// the response is read, even if that is dropped; only the trailers of a response may end it. The
/// body of the response is read as it comes; returned from a handler unread, it is passed on by the
/// host without a copy.
///
/// Dropping the future cancels the request at the host. There is no limit of the whole time but
/// the host's own: use [`timeout`](crate::time::timeout).
///
/// A `GET`, `HEAD` or `CONNECT` request with a body needs a known length: give it bytes, or declare
/// its `content-length`.
///
/// Header fields that the host forbids are left out and named on stderr; `host` is always the
/// URI's authority.
///
/// # Errors
///
/// Of kind [`InvalidRequest`](crate::ErrorKind::InvalidRequest) when the request cannot be sent as
/// it is, [`Timeout`](crate::ErrorKind::Timeout) or [`Connection`](crate::ErrorKind::Connection)
/// when the other side did not answer, with the host's [code](Error::code); and the error of a
/// request body that failed.
///
/// # Examples
///
/// ```no_run
/// use doorway::{Body, Error, Request, client};
///
/// async fn planets() -> Result<String, Error> {
///     let request = Request::builder()
///         .uri("https://example.com/planets")
///         .header("accept", "text/plain")
///         .body(Body::empty())
///         .map_err(Error::other)?;
///     let response = client::send(request).await?;
///     response.into_body().collect(64 * 1024).await?.into_string()
/// }
/// ```
pub async fn send(request: impl Into<Request>) -> Result<Response, Error> {
    send_within(request.into(), None).await
}

/// As [`send`], with time limits.
///
/// # Errors
///
/// As [`send`]; of kind [`InvalidRequest`](crate::ErrorKind::InvalidRequest) also when the host
/// does not support one of the limits.
///
/// # Examples
///
/// ```no_run
/// use doorway::client::{self, RequestOptions};
/// use doorway::time::Duration;
/// use doorway::{Error, Request, Response};
///
/// async fn ask(request: Request) -> Result<Response, Error> {
///     let options = RequestOptions::new().first_byte_timeout(Duration::from_secs(2));
///     client::send_with(request, &options).await
/// }
/// ```
pub async fn send_with(
    request: impl Into<Request>,
    options: &RequestOptions,
) -> Result<Response, Error> {
    send_within(request.into(), backend::client::host_limits(options)?).await
}

async fn send_within(request: Request, limits: Option<Limits>) -> Result<Response, Error> {
    let (parts, mut body) = request.into_parts();
    let (method, uri) = (&parts.method, &*parts.uri);
    let target = Target::of(uri)?;
    if message::is_unsettled(method, Some(&parts.headers), &body) {
        body.turns_out_empty().await;
    }
    let traced = trace::current::pass_on(Some(&parts.headers));
    let headers = traced.as_ref().map_or(&*parts.headers, |(headers, _)| headers);
    let outgoing = OutgoingHead { method, target, headers: Some(headers), limits };
    let response = backend::client::send(outgoing, body)?;
    drop(traced);
    arrival::response(response, method, uri).await
}
