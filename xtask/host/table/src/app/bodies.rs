//! Bodies as they are, and how long they may be.

use bytes::{Bytes, BytesMut};
use doorway::extract::DefaultBodyLimit;
use doorway::extract::rejection::{BytesRejection, StringRejection};
use doorway::routing::{any, post};
use doorway::{Body, Error, Request, Router};
use futures_util::TryStreamExt;

use super::AppState;

pub(super) fn routes() -> Router<AppState> {
    let small = Router::new()
        .route("/body/small/bytes", post(async |body: Bytes| body.len().to_string()))
        .route("/body/small/text", post(async |body: String| body))
        .route("/body/small/perhaps", post(perhaps_text))
        .route("/body/small/why", post(why))
        .route("/body/small/stream", post(stream))
        .route(
            "/body/small/larger",
            post(async |body: Bytes| body.len().to_string()).layer(DefaultBodyLimit::max(9)),
        )
        .layer(DefaultBodyLimit::max(8));
    Router::new()
        .route("/body/bytes", any(async |body: Bytes| body))
        .route("/body/bytes-mut", post(shouted))
        .route("/body/text", any(async |body: String| body))
        .route("/body/perhaps-bytes", post(perhaps_bytes))
        .route("/body/perhaps-text", post(perhaps_text))
        .route("/body/as-it-is", any(async |body: Body| body))
        .route("/body/request", any(async |request: Request| request.into_body()))
        .route("/body/unread", any(async || "unread"))
        .route("/body/stream", post(stream))
        .route("/body/why", post(why))
        .route("/body/text-or-why", post(text_or_why))
        .route("/body/length", post(async |body: Bytes| body.len().to_string()))
        .route(
            "/body/unlimited",
            post(async |body: Bytes| body.len().to_string()).layer(DefaultBodyLimit::disable()),
        )
        .merge(small)
}

async fn shouted(mut body: BytesMut) -> BytesMut {
    body.make_ascii_uppercase();
    body
}

async fn perhaps_bytes(body: Option<Bytes>) -> String {
    format!("{body:?}")
}

async fn perhaps_text(body: Option<String>) -> String {
    format!("{body:?}")
}

async fn stream(body: Body) -> Result<String, Error> {
    let lengths = body.into_data_stream().map_ok(|chunk| chunk.len());
    let total: usize = lengths.try_fold(0, async |total, length| Ok(total + length)).await?;
    Ok(total.to_string())
}

async fn why(body: Result<Bytes, BytesRejection>) -> String {
    match body {
        Ok(body) => body.len().to_string(),
        Err(why) => format!("{} {}", why.status().as_u16(), why.body_text()),
    }
}

async fn text_or_why(body: Result<String, StringRejection>) -> String {
    match body {
        Ok(body) => body,
        Err(why) => format!("{} {}", why.status().as_u16(), why.body_text()),
    }
}
