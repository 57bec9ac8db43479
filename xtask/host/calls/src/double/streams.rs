//! Bodies that come bit by bit.

use std::convert::Infallible;

use bytes::Bytes;
use doorway::extract::Path;
use doorway::routing::get;
use doorway::{Body, Error, IntoResponse, Request, Response, Router};
use futures_util::stream;
use http::header::CONTENT_TYPE;

use super::seen::Seen;
use super::{echo, number};

pub(super) fn routes() -> Router {
    Router::new()
        .route("/stream/{count}", get(lines))
        .route("/stream-bytes/{count}", get(stream_bytes))
        .route("/bytes/{count}", get(async |Path(count)| some_bytes(count)))
}

/// A body in chunks of one size.
pub(super) fn chunks(bytes: &[u8], size: usize) -> Body {
    let chunks: Vec<_> = bytes.chunks(size).map(Bytes::copy_from_slice).map(ok).collect();
    Body::from_stream(stream::iter(chunks))
}

fn ok<T>(chunk: T) -> Result<T, Infallible> {
    Ok(chunk)
}

/// They look as if they had been chosen at random.
fn some_bytes(count: u32) -> Vec<u8> {
    (0..count).map(|index| (index.wrapping_mul(2_654_435_761) >> 13) as u8).collect()
}

async fn lines(Path(count): Path<u32>, request: Request) -> Result<Response, Error> {
    let told = Seen::of(request).await?.tell(echo::GET);
    let lines = (0..count.min(100)).map(move |id| {
        let mut told = told.clone();
        told["id"] = id.into();
        ok(format!("{told}\n"))
    });
    let body = Body::from_stream(stream::iter(lines));
    Ok(([(CONTENT_TYPE, "application/json")], body).into_response())
}

async fn stream_bytes(Path(count): Path<u32>, request: Request) -> Body {
    chunks(&some_bytes(count), number(&request, "chunk_size", 10_240))
}
