//! [`JsonDeserializer`]: JSON that is borrowed from.

use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use serde_core::Deserialize;

use super::FromRequest;
use super::json::{
    JsonDataError, JsonRejection, JsonSyntaxError, MissingJsonContentType, deserialize, read,
};
use super::rejection::{BytesRejection, composite};
use crate::Request;

/// The body of a request with a JSON content type, which [`deserialize`](Self::deserialize) makes a
/// value of that borrows from it. [`Json`](super::Json) is for values that do not.
///
/// A `&str` cannot be borrowed of a text with escapes, such as `"\n"`; a `Cow<str>` with
/// `#[serde(borrow)]` can.
///
/// # Examples
///
/// ```
/// use std::borrow::Cow;
///
/// use doorway::extract::{JsonDeserializer, JsonDeserializerRejection};
/// use serde::Deserialize;
///
/// #[derive(Deserialize)]
/// struct Message<'a> {
///     #[serde(borrow)]
///     text: Cow<'a, str>,
/// }
///
/// async fn length(
///     body: JsonDeserializer<Message<'_>>,
/// ) -> Result<String, JsonDeserializerRejection> {
///     let message = body.deserialize()?;
///     Ok(message.text.len().to_string())
/// }
/// # use doorway::{Router, routing::post, testing::TestClient};
/// # let app = Router::new().route("/", post(length));
/// # let request = TestClient::new(app).post("/").json(&serde_json::json!({ "text": "hello" }));
/// # assert_eq!(request.send().text(), "5");
/// ```
///
/// # Errors
///
/// As with [`Json`](super::Json): 415 and 413 instead of the handler, 400 and 422 of
/// [`deserialize`](Self::deserialize).
#[derive(Clone, Default)]
pub struct JsonDeserializer<T> {
    bytes: Bytes,
    value: PhantomData<T>,
}

impl<S, T: Deserialize<'static>> FromRequest<S> for JsonDeserializer<T> {
    type Rejection = JsonDeserializerRejection;

    async fn from_request(request: Request, _: &S) -> Result<Self, JsonDeserializerRejection> {
        let body = read(request)?;
        Ok(Self { bytes: body.await.map_err(BytesRejection::from)?, value: PhantomData })
    }
}

impl<'de, 'a: 'de, T: Deserialize<'de>> JsonDeserializer<T> {
    /// Deserializes the body.
    ///
    /// # Errors
    ///
    /// 400 if it is not JSON, 422 if it does not match `T`.
    pub fn deserialize(&'a self) -> Result<T, JsonDeserializerRejection> {
        Ok(deserialize(&self.bytes)?)
    }
}

/// Without the content, as with a [`Body`](crate::Body).
impl<T> fmt::Debug for JsonDeserializer<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonDeserializer")
            .field("length", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

composite! {
    /// A rejection of [`JsonDeserializer`].
    pub enum JsonDeserializerRejection {
        JsonDataError,
        JsonSyntaxError,
        MissingJsonContentType,
        BytesRejection,
    }
}

impl From<JsonRejection> for JsonDeserializerRejection {
    fn from(rejection: JsonRejection) -> Self {
        match rejection {
            JsonRejection::JsonDataError(rejection) => rejection.into(),
            JsonRejection::JsonSyntaxError(rejection) => rejection.into(),
            JsonRejection::MissingJsonContentType(rejection) => rejection.into(),
            JsonRejection::BytesRejection(rejection) => rejection.into(),
        }
    }
}
