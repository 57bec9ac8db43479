//! Compressed responses.

use std::io::{self, Write};

use doorway::routing::get;
use doorway::{Error, IntoResponse, Request, Response, Router};
use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use serde_json::Value;

use super::seen::Seen;

/// `{"brotli": true, "method": "GET"}`: what made it is not needed for more than that.
const BROTLI: &[u8] = b"\x8b\x10\x80{\"brotli\": true, \"method\": \"GET\"}\n\x03";

pub(super) fn routes() -> Router {
    Router::new()
        .route("/gzip", get(async |request| compressed(request, "gzipped", "gzip", gzip).await))
        .route(
            "/deflate",
            get(async |request| compressed(request, "deflated", "deflate", deflate).await),
        )
        .route("/brotli", get(|| async { response("br", BROTLI.to_vec()) }))
}

async fn compressed(
    request: Request,
    name: &str,
    coding: &'static str,
    compress: fn(&[u8]) -> io::Result<Vec<u8>>,
) -> Result<Response, Error> {
    let mut told = Seen::of(request).await?.tell(&["headers", "method", "origin"]);
    told[name] = Value::Bool(true);
    Ok(response(coding, compress(told.to_string().as_bytes()).map_err(Error::other)?))
}

fn response(coding: &'static str, bytes: Vec<u8>) -> Response {
    ([(CONTENT_TYPE, "application/json"), (CONTENT_ENCODING, coding)], bytes).into_response()
}

fn gzip(text: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text)?;
    encoder.finish()
}

fn deflate(text: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text)?;
    encoder.finish()
}
