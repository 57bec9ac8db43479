//! Headers as parts of responses: arrays, maps and [`AppendHeaders`].

use std::fmt::Display;

use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};

use super::parts::{IntoResponseParts, ResponseParts};
use super::reply::{Reply, too_many};
use super::{IntoResponse, Response};
use crate::error::{Error, ErrorKind};

/// Headers that are added to a response beside those of the same name.
///
/// An array of headers without this replaces them.
///
/// # Examples
///
/// ```
/// use doorway::http::header::SET_COOKIE;
/// use doorway::response::{AppendHeaders, IntoResponse};
///
/// let cookies = AppendHeaders([(SET_COOKIE, "theme=dark"), (SET_COOKIE, "lang=en")]);
/// let response = (cookies, "two cookies").into_response();
/// assert_eq!(response.headers().get_all(SET_COOKIE).iter().count(), 2);
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct AppendHeaders<I>(pub I);

/// An invalid name or value, or more headers than the 24,000 or so that a map holds, are answered
/// with a bare 500; stderr names the header.
impl<I, K, V> IntoResponseParts for AppendHeaders<I>
where
    I: IntoIterator<Item = (K, V)>,
    K: TryInto<HeaderName, Error: Display>,
    V: TryInto<HeaderValue, Error: Display>,
{
    type Error = Error;

    fn into_response_parts(self, mut res: ResponseParts) -> Result<ResponseParts, Error> {
        for (at, (name, value)) in self.0.into_iter().enumerate() {
            let (name, value) = field(at, name, value)?;
            res.append(name, value)?;
        }
        Ok(res)
    }
}

impl<I, K, V> IntoResponse for AppendHeaders<I>
where
    I: IntoIterator<Item = (K, V)>,
    K: TryInto<HeaderName, Error: Display>,
    V: TryInto<HeaderValue, Error: Display>,
{
    fn into_response(self) -> Response {
        self.into_reply().into_response()
    }

    fn into_reply(self) -> Reply {
        (self, ()).into_reply()
    }
}

/// Replaces headers of the same name. Errors are the same as for [`AppendHeaders`].
impl<K, V, const N: usize> IntoResponseParts for [(K, V); N]
where
    K: TryInto<HeaderName, Error: Display>,
    V: TryInto<HeaderValue, Error: Display>,
{
    type Error = Error;

    fn into_response_parts(self, mut res: ResponseParts) -> Result<ResponseParts, Error> {
        for (at, (name, value)) in self.into_iter().enumerate() {
            let (name, value) = field(at, name, value)?;
            res.insert(name, value)?;
        }
        Ok(res)
    }
}

impl<K, V, const N: usize> IntoResponse for [(K, V); N]
where
    K: TryInto<HeaderName, Error: Display>,
    V: TryInto<HeaderValue, Error: Display>,
{
    fn into_response(self) -> Response {
        self.into_reply().into_response()
    }

    fn into_reply(self) -> Reply {
        (self, ()).into_reply()
    }
}

/// Replaces headers of the same name.
impl IntoResponseParts for HeaderMap {
    type Error = Error;

    fn into_response_parts(self, mut res: ResponseParts) -> Result<ResponseParts, Error> {
        if self.contains_key(CONTENT_TYPE) {
            res.reply.content_type = None;
        }
        let headers = res.unfilled_mut();
        if headers.is_empty() {
            *headers = self;
            return Ok(res);
        }
        // `extend` panics when the map is full.
        let mut last = None;
        for (name, value) in self {
            let set = match (name, &last) {
                (Some(name), _) => {
                    let name = last.insert(name);
                    headers.try_insert(&*name, value).map(drop)
                }
                (None, Some(name)) => headers.try_append(name, value).map(drop),
                (None, None) => Ok(()),
            };
            set.map_err(|_| too_many())?;
        }
        Ok(res)
    }
}

impl IntoResponse for HeaderMap {
    fn into_response(self) -> Response {
        let mut response = Response::default();
        *response.headers_mut() = self;
        response
    }
}

/// The name and the value at this index.
fn field<K, V>(at: usize, name: K, value: V) -> Result<(HeaderName, HeaderValue), Error>
where
    K: TryInto<HeaderName, Error: Display>,
    V: TryInto<HeaderValue, Error: Display>,
{
    let name = name.try_into().map_err(|error| invalid_name(at, &error))?;
    match value.try_into() {
        Ok(value) => Ok((name, value)),
        Err(error) => Err(invalid_value(&name, &error)),
    }
}

fn invalid_name(at: usize, error: &dyn Display) -> Error {
    let message = format!("header field {} of an array has no valid name: {error}", at + 1);
    Error::new(ErrorKind::Other, message)
}

/// Also for responses that set one header.
pub(super) fn invalid_value(name: &HeaderName, error: &dyn Display) -> Error {
    Error::new(ErrorKind::Other, format!("the header field `{name}` has no valid value: {error}"))
}
