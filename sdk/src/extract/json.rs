//! [`Json`]: an extractor and response in JSON.

use http::StatusCode;
use serde_core::de::DeserializeOwned;
use serde_core::{Deserialize, Serialize};
use serde_json::error::Category;

use crate::Request;
use crate::extract::body::{self, Reading};
use crate::extract::rejection::{BytesRejection, composite, rejection};
use crate::extract::wrapper::wrapper;
use crate::extract::{FromRequest, OptionalFromRequest};
use crate::json::to_vec;
use crate::parameters::content_type::essence;
use crate::response::reply::Reply;
use crate::response::{IntoResponse, Response};
use crate::shown::log_line;
use crate::utf8::without_mark;

/// An extractor and response in JSON ([RFC 8259](https://www.rfc-editor.org/rfc/rfc8259)).
///
/// As an extractor it requires a JSON content type, such as `application/json` or
/// `application/geo+json`, and a body in UTF-8; a byte order mark is ignored. Limit of the body by
/// default: 2 MiB. `Option<Json<T>>` is `None` if there is no content type.
///
/// As a response, a value that cannot be serialized as JSON, such as a map whose keys are not
/// strings, is answered with a bare 500 and a line on stderr.
///
/// # Examples
///
/// ```
/// use doorway::Json;
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Deserialize)]
/// struct Order {
///     prices: Vec<u64>,
/// }
///
/// #[derive(Serialize)]
/// struct Bill {
///     sum: u64,
/// }
///
/// async fn checkout(Json(order): Json<Order>) -> Json<Bill> {
///     Json(Bill { sum: order.prices.iter().sum() })
/// }
/// ```
///
/// # Errors
///
/// [`JsonRejection`](crate::extract::rejection::JsonRejection), whose detail has the position in
/// the body: 415 if the content type is another, 413 if the body is over the limit, 400 if it is
/// not JSON or nested more than 128 levels deep, and 422 if it does not match `T`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Json<T>(pub T);

wrapper!(Json);

impl<T> From<T> for Json<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T: DeserializeOwned> Json<T> {
    /// Deserializes JSON, as the extractor does.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::Json;
    ///
    /// let Json(numbers) = Json::<Vec<u8>>::from_bytes(b"[1, 2, 3]")?;
    /// assert_eq!(numbers, [1, 2, 3]);
    /// # Ok::<(), doorway::extract::rejection::JsonRejection>(())
    /// ```
    ///
    /// # Errors
    ///
    /// 400 if it is not JSON, 422 if it does not match `T`.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, JsonRejection> {
        deserialize(bytes).map(Self)
    }
}

/// Deserializes a value that may borrow from the JSON.
pub(super) fn deserialize<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, JsonRejection> {
    serde_json::from_str(text(bytes)?).map_err(refused)
}

/// UTF-8 is checked once, and not for each string. A byte order mark is ignored.
fn text(bytes: &[u8]) -> Result<&str, JsonSyntaxError> {
    str::from_utf8(without_mark(bytes)).map_err(JsonSyntaxError::new)
}

fn refused(error: serde_json::Error) -> JsonRejection {
    match error.classify() {
        Category::Data => JsonDataError::new(error).into(),
        _ => JsonSyntaxError::new(error).into(),
    }
}

impl<S, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = JsonRejection;

    async fn from_request(request: Request, _: &S) -> Result<Self, JsonRejection> {
        let body = read(request)?;
        Self::from_bytes(&body.await.map_err(BytesRejection::from)?)
    }
}

impl<S, T: DeserializeOwned> OptionalFromRequest<S> for Json<T> {
    type Rejection = JsonRejection;

    async fn from_request(request: Request, _: &S) -> Result<Option<Self>, JsonRejection> {
        if request.parts.content_type(|_| ()).is_none() {
            return Ok(None);
        }
        let body = read(request)?;
        Self::from_bytes(&body.await.map_err(BytesRejection::from)?).map(Some)
    }
}

/// Reads the body if its content type is JSON.
pub(super) fn read(request: Request) -> Result<Reading, MissingJsonContentType> {
    match request.parts.content_type(is_json) {
        Some(true) => Ok(body::read(request)),
        _ => Err(MissingJsonContentType),
    }
}

/// Whether a content type is JSON, or a format based on it
/// ([RFC 6839, 3.1](https://www.rfc-editor.org/rfc/rfc6839#section-3.1)).
fn is_json(content_type: &[u8]) -> bool {
    // The common case.
    content_type == b"application/json" || is_json_format(content_type)
}

fn is_json_format(content_type: &[u8]) -> bool {
    const TYPE: &[u8] = b"application/";
    let Some((kind, format)) = essence(content_type).split_at_checked(TYPE.len()) else {
        return false;
    };
    let suffix = format.iter().rposition(|byte| *byte == b'+').map_or(0, |plus| plus + 1);
    kind.eq_ignore_ascii_case(TYPE) && format[suffix..].eq_ignore_ascii_case(b"json")
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        self.into_reply().into_response()
    }

    fn into_reply(self) -> Reply {
        written(to_vec(&self.0))
    }
}

fn written(json: serde_json::Result<Vec<u8>>) -> Reply {
    match json {
        Ok(json) => Reply::typed("application/json", json),
        Err(error) => {
            log_line!("doorway: answered 500: the response cannot be written as JSON: {error}");
            StatusCode::INTERNAL_SERVER_ERROR.into_reply()
        }
    }
}

rejection! {
    /// The content type is not JSON.
    pub struct MissingJsonContentType: UNSUPPORTED_MEDIA_TYPE,
        "the body must be JSON, with the content type `application/json`";

    /// The body is not JSON.
    pub struct JsonSyntaxError(shown): BAD_REQUEST, "the body is not JSON";

    /// The body is JSON, but does not match its type.
    pub struct JsonDataError(shown): UNPROCESSABLE_ENTITY, "the JSON does not have the expected form";
}

composite! {
    /// A rejection of [`Json`].
    pub enum JsonRejection {
        JsonDataError,
        JsonSyntaxError,
        MissingJsonContentType,
        BytesRejection,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_recognized_by_its_content_type() {
        for yes in [
            "application/json",
            "application/json; charset=utf-8",
            "Application/JSON;charset=utf-8",
            " application/json ;",
            "application/json\t;;\tcharset=utf-8",
            "application/problem+json",
            "application/cloudevents+JSON; a=b",
        ] {
            assert!(is_json(yes.as_bytes()), "{yes}");
        }
        for no in [
            "",
            "; application/json",
            "application/json, text/plain",
            "json",
            "application/",
            "application/jso",
            "application/jsonp",
            "application/x-json",
            "application/json+xml",
            "text/json",
            "text/plain; application/json",
            "application\u{e9}/json",
        ] {
            assert!(!is_json(no.as_bytes()), "{no}");
        }
    }
}
