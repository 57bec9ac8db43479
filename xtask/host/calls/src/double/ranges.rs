//! Parts of a whole: the alphabet, again and again.

use doorway::extract::Path;
use doorway::routing::get;
use doorway::{Error, Request, Response, Router};
use http::StatusCode;
use http::header::CONTENT_LENGTH;

use super::streams::chunks;
use super::{field, number};

pub(super) fn routes() -> Router {
    Router::new().route("/range/{length}", get(range))
}

async fn range(Path(length): Path<usize>, request: Request) -> Result<Response, Error> {
    let (first, last) = asked(field(&request, "range"), length);
    let response = http::Response::builder()
        .header("etag", format!("range{length}"))
        .header("accept-ranges", "bytes");
    if first > last || last >= length {
        return response
            .status(StatusCode::RANGE_NOT_SATISFIABLE)
            .header("content-range", format!("bytes */{length}"))
            .body(Default::default())
            .map_err(Error::other);
    }
    let is_whole = (first, last) == (0, length - 1);
    let bytes: Vec<_> = (first..=last).map(|index| b'a' + (index % 26) as u8).collect();
    response
        .status(if is_whole { StatusCode::OK } else { StatusCode::PARTIAL_CONTENT })
        .header("content-range", format!("bytes {first}-{last}/{length}"))
        .header(CONTENT_LENGTH, bytes.len())
        .body(chunks(&bytes, number(&request, "chunk_size", 10_240)))
        .map_err(Error::other)
}

/// The first byte and the last one.
fn asked(range: &str, length: usize) -> (usize, usize) {
    let Some((first, last)) = range.strip_prefix("bytes=").and_then(|range| range.split_once('-'))
    else {
        return (0, length - 1);
    };
    match (first.parse(), last.parse::<usize>()) {
        (Ok(first), Ok(last)) => (first, last),
        (Ok(first), Err(_)) => (first, length - 1),
        (Err(_), Ok(count)) => (length.saturating_sub(count), length - 1),
        (Err(_), Err(_)) => (0, length - 1),
    }
}
