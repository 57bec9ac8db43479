//! Compressed responses, and an upstream that answers with one.

use std::cell::RefCell;
use std::io::Write;
use std::rc::Rc;

use doorway::client::{self, Error, Response};
use doorway::http::{HeaderValue, StatusCode, header};
use doorway::testing::TestClient;
use doorway::{Body, IntoResponse, Request, response};
use flate2::{Compression, write};
use futures_util::stream;

pub(crate) const URL: &str = "https://api.test/";

pub(crate) fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = write::GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn zlib(content: &[u8]) -> Vec<u8> {
    let mut encoder = write::ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn raw(content: &[u8]) -> Vec<u8> {
    let mut encoder = write::DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// In chunks of such sizes, again and again.
pub(crate) fn in_chunks(bytes: &[u8], sizes: &[usize]) -> Body {
    let (mut rest, mut chunks) = (bytes.to_vec(), Vec::new());
    for size in sizes.iter().cycle() {
        if rest.is_empty() {
            break;
        }
        let after = rest.split_off((*size).clamp(1, rest.len()));
        chunks.push(Ok::<_, Error>(std::mem::replace(&mut rest, after)));
    }
    Body::from_stream(stream::iter(chunks))
}

pub(crate) fn coded(coding: &str, body: impl Into<Body>) -> response::Response {
    let coding = HeaderValue::from_str(coding).unwrap();
    ([(header::CONTENT_ENCODING, coding)], body.into()).into_response()
}

/// Asks an upstream that answers so, once.
pub(crate) fn ask<T>(answer: impl IntoResponse, look: impl AsyncFnOnce(Response) -> T) -> T {
    let answer = Rc::new(RefCell::new(Some(answer.into_response())));
    let api = move |_: Request| {
        let answer = answer.take().ok_or(StatusCode::GONE);
        async { answer }
    };
    let upstreams = TestClient::new(|_: Request| async {}).upstream("https://api.test", api);
    upstreams.block_on(async { look(client::get(URL).send().await.unwrap()).await })
}
