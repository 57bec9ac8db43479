//! Incoming messages, made alike for all hosts.

use std::future::poll_fn;
use std::task::{Poll, ready};

use http::header::{CONNECTION, COOKIE, HOST};
use http::uri::Authority;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, Uri};

use crate::Body;
use crate::error::Error;
use crate::port::client::ResponseFuture;
use crate::target::RedactedUri;

/// Waits for the response to a request with this method and URI.
pub(crate) async fn response(
    mut response: ResponseFuture,
    method: &Method,
    uri: &Uri,
) -> Result<Response<Body>, Error> {
    let (incoming, body) = poll_fn(|cx| {
        loop {
            ready!(response.poll_arrival(cx));
            if let Some(answer) = response.take(method, &RedactedUri(uri)) {
                return Poll::Ready(answer);
            }
        }
    })
    .await?;
    let (status, headers) = (incoming.status(), incoming.headers());
    let mut response = Response::new(body.unwrap_or_else(|| incoming.into_body()));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    Ok(response)
}

/// Removes `connection` and the fields that it names, which are for a single connection
/// ([RFC 9110, 7.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1)).
///
/// Most hosts hide `connection`; then the names are unknown here.
pub(crate) fn remove_connection_fields(headers: &mut HeaderMap) {
    if !headers.contains_key(CONNECTION) {
        return;
    }
    let connection: Vec<_> = headers.get_all(CONNECTION).into_iter().cloned().collect();
    let named: Vec<_> = headers
        .keys()
        .filter(|name| connection.iter().any(|value| names(value.as_bytes(), name.as_str())))
        .cloned()
        .collect();
    headers.remove(CONNECTION);
    for name in named {
        headers.remove(name);
    }
}

/// Whether the value of a `connection` field names another field. Fields that describe the content
/// are always kept.
pub(crate) fn names(connection: &[u8], name: &str) -> bool {
    let mut options = connection.split(|byte| *byte == b',').map(<[u8]>::trim_ascii);
    !name.starts_with("content-")
        && options.any(|option| option.eq_ignore_ascii_case(name.as_bytes()))
}

/// Adds the fields that hosts remove from a request or split: `host`, which is the authority, and
/// one field for several `cookie`
/// ([RFC 9113, 8.2.3](https://www.rfc-editor.org/rfc/rfc9113#section-8.2.3)).
pub(crate) fn complete_request(headers: &mut HeaderMap, authority: Option<&Authority>) {
    if !headers.contains_key(HOST)
        && let Some(host) = authority.and_then(|name| HeaderValue::from_str(name.as_str()).ok())
    {
        // This fails only in a map of over 24,000 entries.
        let _ = headers.try_insert(HOST, host);
    }
    if headers.get_all(COOKIE).into_iter().nth(1).is_some()
        && let Some(cookie) = joined_cookies(headers.get_all(COOKIE))
    {
        headers.insert(COOKIE, cookie);
    }
}

/// The values of one field of a request, completed in the same way.
pub(crate) fn complete_values(
    name: &HeaderName,
    values: Vec<HeaderValue>,
    authority: impl FnOnce() -> Option<Authority>,
) -> Vec<HeaderValue> {
    if *name == HOST && values.is_empty() {
        let host = authority().and_then(|name| HeaderValue::from_str(name.as_str()).ok());
        return host.into_iter().collect();
    }
    if *name == COOKIE && values.len() > 1 {
        return joined_cookies(&values).into_iter().collect();
    }
    values
}

/// The values of several `cookie` fields as one value.
fn joined_cookies<'a>(values: impl IntoIterator<Item = &'a HeaderValue>) -> Option<HeaderValue> {
    let mut all = Vec::new();
    values.into_iter().for_each(|value| join(&mut all, value.as_bytes()));
    HeaderValue::from_bytes(&all).ok()
}

/// Appends the value of one more `cookie` field.
pub(crate) fn join(cookies: &mut Vec<u8>, value: &[u8]) {
    if !cookies.is_empty() && !value.is_empty() {
        cookies.extend_from_slice(b"; ");
    }
    cookies.extend_from_slice(value);
}
