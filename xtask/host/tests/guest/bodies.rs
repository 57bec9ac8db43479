//! Bodies in both directions: every byte arrives, in order, and as soon as it can.

mod downloads;
mod echoes;
mod flow;
mod trailers;

use bytes::Bytes;
use futures_util::stream;
use http::Request;
use http::header::CONTENT_LENGTH;
use http_body::{Body, Frame};
use http_body_util::{BodyExt, Full, StreamBody};
use std::convert::Infallible;

/// None, one, around what a guest may write at once on any host, a read of ours, and many of those.
const SIZES: [usize; 6] = [0, 1, 4096, 4097, 65_536, 16 << 20];

/// The bytes that the guest makes, too: each tells where it stands.
fn pattern(bytes: usize) -> Bytes {
    let period: Vec<u8> = (0..251).collect();
    let mut all = period.repeat(bytes / period.len() + 1);
    all.truncate(bytes);
    all.into()
}

/// A request whose body has its length in a `content-length`.
fn sized(path: &str, data: Bytes) -> Request<Full<Bytes>> {
    let request = Request::post(path).header(CONTENT_LENGTH, data.len());
    request.body(Full::new(data)).unwrap()
}

/// A body whose length nobody knows, in chunks of odd sizes.
fn chunked(data: Bytes) -> impl Body<Data = Bytes, Error = Infallible> + Send + Unpin + 'static {
    let sizes = [1, 10_000, 77, 65_536, 3].into_iter().cycle();
    let mut rest = data;
    let chunks: Vec<_> = sizes
        .map_while(|size| {
            (!rest.is_empty()).then(|| Ok(Frame::data(rest.split_to(size.min(rest.len())))))
        })
        .collect();
    StreamBody::new(stream::iter(chunks)).boxed_unsync()
}

/// Compares without printing megabytes.
fn assert_same(got: &[u8], expected: &[u8], what: &str) {
    if got != expected {
        let same = got.iter().zip(expected).take_while(|(got, expected)| got == expected).count();
        let (got, expected) = (got.len(), expected.len());
        panic!("{what}: {got} bytes instead of {expected}, of which the first {same} are right");
    }
}
