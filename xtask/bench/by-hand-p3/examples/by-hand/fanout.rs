//! Many requests at once.

use futures_util::stream::{FuturesUnordered, TryStreamExt};
use wit_bindgen::rt::async_support::StreamResult;

use crate::answer::{Answer, Content, TEXT};
use crate::bindings::wasi::http::types::Response;
use crate::body::of_response;
use crate::parameter;
use crate::upstream::{Failure, fetch};

/// How much is read at a time.
const READ: usize = 4 * 1024;

/// The total length of a URL that is fetched so many times at once.
pub(crate) async fn fanout(query: &str, answer: Answer) -> Response {
    let url = parameter(query, "url");
    let number = parameter(query, "n").and_then(|number| number.parse::<usize>().ok());
    let (Some(url), Some(number)) = (url, number) else { return answer.empty(400) };
    let fetches: FuturesUnordered<_> = (0..number).map(|_| length(&url)).collect();
    match fetches.try_fold(0, async |total, length| Ok(total + length)).await {
        Ok(total) => answer.full(TEXT, itoa::Buffer::new().format(total).into()),
        Err(failure) => failure.answer(&url, answer),
    }
}

async fn length(url: &str) -> Result<u64, Failure> {
    let Content { mut stream, end } = of_response(fetch(url).await?);
    let mut length = 0;
    let mut chunk = Vec::with_capacity(READ);
    loop {
        let (result, read) = stream.read(chunk).await;
        length += read.len() as u64;
        if result == StreamResult::Dropped {
            end.await.map_err(Failure::Failed)?;
            return Ok(length);
        }
        chunk = read;
        chunk.clear();
    }
}
