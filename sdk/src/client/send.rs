//! [`send`]: one request as it is, without a client.

use crate::error::Error;
use crate::message;
use crate::message::arrival;
use crate::port::client::{Limits, OutgoingHead};
use crate::request_options::RequestOptions;
use crate::target::Target;
use crate::{Request, Response, port, trace};

/// Sends a request as it is, and waits for the head of its response.
///
/// A [`Client`](super::Client) is built on this: here nothing is added, redirected, retried or
/// decoded. The types are those of handlers.
///
/// The request's URI must be absolute. Its body continues to be sent while the response is read,
/// even if that is dropped; only the trailers of a response may end it. The body of the response is
/// read as it arrives; if a handler returns it unread, the host passes it on without a copy.
///
/// Dropping the future cancels the request at the host. The whole time has no limit but the host's:
/// use [`timeout`](crate::time::timeout).
///
/// A `GET`, `HEAD` or `CONNECT` request with a body needs a known length: bytes, or a
/// `content-length`. Header fields that the host forbids are left out and named on stderr; `host` is
/// always the URI's authority.
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
///     response.into_body().collect_up_to(64 * 1024).await?.into_string()
/// }
/// ```
///
/// # Errors
///
/// Of kind [`InvalidRequest`](crate::ErrorKind::InvalidRequest) if the request cannot be sent as it
/// is; [`Timeout`](crate::ErrorKind::Timeout) or [`Connection`](crate::ErrorKind::Connection), with
/// the host's [code](Error::code), if there was no response; and the error of a request body that
/// failed.
#[doc(alias = "fetch")]
pub async fn send(request: impl Into<Request>) -> Result<Response, Error> {
    send_within(request.into(), None).await
}

/// Sends a request like [`send`], with time limits. If the host does not support one of them, that is
/// an error of kind [`InvalidRequest`](crate::ErrorKind::InvalidRequest).
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
    send_within(request.into(), port::client::host_limits(options)?).await
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
    let response = port::client::send(outgoing, body)?;
    drop(traced);
    arrival::response(response, method, uri).await
}
