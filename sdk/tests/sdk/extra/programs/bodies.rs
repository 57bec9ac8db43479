use std::convert::Infallible;
use std::error::Error;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum_extra::body::AsyncReadBody;
use axum_extra::extract::JsonLines;
use axum_extra::json_lines::{AsExtractor, AsResponse};
use axum_extra::protobuf::{Protobuf, ProtobufRejection};
use futures_util::stream::{self, Stream, StreamExt};
use prost::Message;
use serde::{Deserialize, Serialize};

#[derive(Debug, Deserialize, Serialize)]
struct User {
    id: i32,
}

async fn read(mut users: JsonLines<User>) -> String {
    let mut text = String::new();
    while let Some(user) = users.next().await {
        text += &match user {
            Ok(user) => format!("{} ", user.id),
            Err(error) => {
                match error.source().and_then(|e| e.downcast_ref::<serde_json::Error>()) {
                    Some(error) => format!("{:?} ", error.classify()),
                    None => "other".to_owned(),
                }
            }
        };
    }
    text
}

async fn first(mut users: JsonLines<User, AsExtractor>) -> String {
    format!("{:?}", users.next().await.unwrap().unwrap())
}

fn users() -> JsonLines<impl Stream<Item = Result<User, Infallible>>, AsResponse> {
    JsonLines::new(stream::iter([1, 2, 3]).map(|id| Ok(User { id })))
}

async fn write() -> Response {
    users().into_response()
}

#[derive(Message)]
pub(super) struct Input {
    #[prost(string, tag = "1")]
    pub(super) foo: String,
}

#[derive(Message)]
struct Other {
    #[prost(int32, tag = "1")]
    foo: i32,
}

async fn echo(input: Protobuf<Input>) -> Protobuf<Input> {
    Protobuf(Input { foo: input.foo.to_uppercase() })
}

async fn other(
    other: Result<Protobuf<Other>, ProtobufRejection>,
) -> Result<String, ProtobufRejection> {
    Ok(other?.foo.to_string())
}

async fn reader() -> impl IntoResponse {
    ([("content-type", "text/plain")], AsyncReadBody::new(std::io::Cursor::new("content")))
}

pub(super) fn app() -> Router {
    Router::new()
        .route("/lines", get(write).post(read))
        .route("/first", post(first))
        .route("/little", post(read).layer(DefaultBodyLimit::max(20)))
        .route("/protobuf", post(echo).put(other))
        .route("/reader", get(reader))
        .route("/bare-reader", get(|| async { AsyncReadBody::new(&b"content"[..]) }))
}
