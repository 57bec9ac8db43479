//! [`Protobuf`]: an extractor and response in Protocol Buffers.

use prost::Message;

use super::FromRequest;
use super::body;
use super::rejection::{BytesRejection, composite, rejection};
use super::wrapper::wrapper;
use crate::Request;
use crate::response::reply::Reply;
use crate::response::{IntoResponse, Response};

/// An extractor and response of a message in
/// [Protocol Buffers](https://protobuf.dev/programming-guides/encoding/).
///
/// As an extractor it reads the body, whatever its content type. Limit of the body by default: 2 MiB.
/// As a response it is `application/octet-stream`.
///
/// # Examples
///
/// ```
/// use doorway::protobuf::Protobuf;
///
/// #[derive(prost::Message)]
/// struct Planet {
///     #[prost(string, tag = "1")]
///     name: String,
/// }
///
/// async fn upper(Protobuf(planet): Protobuf<Planet>) -> Protobuf<Planet> {
///     Protobuf(Planet { name: planet.name.to_uppercase() })
/// }
/// # use doorway::{Router, routing::post, testing::TestClient};
/// # use prost::Message;
/// # let client = TestClient::new(Router::new().route("/", post(upper)));
/// # let earth = Planet { name: "Earth".to_owned() };
/// # let answer = client.post("/").body(earth.encode_to_vec()).send();
/// # assert_eq!(Planet::decode(answer.bytes()).unwrap().name, "EARTH");
/// ```
///
/// # Errors
///
/// [`ProtobufRejection`]: 413 if the body is over the limit, and 422 if it is no such message.
#[derive(Clone, Copy, Debug, Default)]
#[must_use]
pub struct Protobuf<T>(pub T);

wrapper!(Protobuf);

impl<T> From<T> for Protobuf<T> {
    fn from(message: T) -> Self {
        Self(message)
    }
}

impl<S, T: Message + Default> FromRequest<S> for Protobuf<T> {
    type Rejection = ProtobufRejection;

    async fn from_request(request: Request, _: &S) -> Result<Self, ProtobufRejection> {
        let body = body::read(request).await.map_err(BytesRejection::from)?;
        match T::decode(body) {
            Ok(message) => Ok(Self(message)),
            Err(error) => Err(ProtobufDecodeError::new(error).into()),
        }
    }
}

impl<T: Message + Default> IntoResponse for Protobuf<T> {
    fn into_response(self) -> Response {
        self.into_reply().into_response()
    }

    fn into_reply(self) -> Reply {
        Reply::typed("application/octet-stream", self.0.encode_to_vec())
    }
}

rejection! {
    /// The body is not a message of its type. The client does not get the source, prost's error, which
    /// names types and fields of the program.
    pub struct ProtobufDecodeError(hidden): UNPROCESSABLE_ENTITY,
        "the body is not the expected message";
}

composite! {
    /// A rejection of [`Protobuf`].
    pub enum ProtobufRejection {
        ProtobufDecodeError,
        BytesRejection,
    }
}
