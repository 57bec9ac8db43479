//! [`ErasedJson`]: JSON of any type.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::StatusCode;
use serde_core::Serialize;

use super::reply::Reply;
use super::{IntoResponse, Response};
use crate::json::to_vec;
use crate::shown::log_line;

/// A response in JSON whose value was serialized already, so that it may be borrowed, and of
/// different types in the branches of a handler.
///
/// A value that cannot be serialized as JSON is answered with a bare 500 and a line on stderr.
///
/// With feature `erased-json`, the macro `json!` of this crate makes one of a literal.
///
/// # Examples
///
/// ```
/// use doorway::extract::Path;
/// use doorway::response::ErasedJson;
///
/// async fn planet(Path(number): Path<usize>) -> ErasedJson {
///     match ["Mercury", "Venus", "Earth"].get(number) {
///         Some(name) => ErasedJson::new(name),
///         None => ErasedJson::new([number]),
///     }
/// }
/// ```
#[derive(Clone)]
#[must_use]
pub struct ErasedJson(Result<Bytes, Arc<serde_json::Error>>);

impl ErasedJson {
    /// Serializes a value.
    pub fn new<T: Serialize>(value: T) -> Self {
        Self::of(to_vec(&value))
    }

    /// Serializes a value on several lines, with indentation and a line break at the end.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::response::{ErasedJson, IntoResponse};
    ///
    /// # doorway::testing::block_on(async {
    /// let response = ErasedJson::pretty([1, 2]).into_response();
    /// let body = doorway::body::to_bytes(response.into_body(), 64).await?;
    /// assert_eq!(body, "[\n  1,\n  2\n]\n");
    /// # Ok::<(), doorway::Error>(())
    /// # }).unwrap();
    /// ```
    pub fn pretty<T: Serialize>(value: T) -> Self {
        Self::of(serde_json::to_vec_pretty(&value).map(|mut json| {
            json.push(b'\n');
            json
        }))
    }

    fn of(json: serde_json::Result<Vec<u8>>) -> Self {
        Self(json.map(Bytes::from).map_err(Arc::new))
    }
}

impl IntoResponse for ErasedJson {
    fn into_response(self) -> Response {
        self.into_reply().into_response()
    }

    fn into_reply(self) -> Reply {
        match self.0 {
            Ok(json) => Reply::typed("application/json", json),
            Err(error) => {
                log_line!("doorway: answered 500: the response cannot be written as JSON: {error}");
                Reply::empty(StatusCode::INTERNAL_SERVER_ERROR)
            }
        }
    }
}

/// Without the value, as with a [`Body`](crate::Body).
impl fmt::Debug for ErasedJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErasedJson")
            .field("length", &self.0.as_ref().map(Bytes::len))
            .finish_non_exhaustive()
    }
}

/// Makes an [`ErasedJson`](crate::response::ErasedJson) of a literal, into which any expression that
/// serde serializes may be written.
///
/// # Examples
///
/// ```
/// use doorway::extract::Path;
/// use doorway::response::ErasedJson;
///
/// async fn planet(Path(number): Path<u32>) -> ErasedJson {
///     doorway::json!({
///         "number": number,
///         "links": { "next": format!("/planets/{}", number + 1) },
///         "moons": [null, true],
///     })
/// }
/// # use doorway::{Router, routing::get, testing::TestClient};
/// # let app = Router::new().route("/planets/{number}", get(planet));
/// # assert_eq!(
/// #     TestClient::new(app).get("/planets/3").send().text(),
/// #     r#"{"number":3,"links":{"next":"/planets/4"},"moons":[null,true]}"#,
/// # );
/// ```
#[cfg(feature = "erased-json")]
#[macro_export]
macro_rules! json {
    ($($json:tt)*) => {
        $crate::response::ErasedJson::new($crate::__private::typed_json::json!($($json)*))
    };
}
