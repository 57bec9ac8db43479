//! Bodies that are streamed.

use wit_bindgen::rt::async_support::StreamResult;

use crate::answer::{Answer, Content, Transmitted};
use crate::bindings::wasi::http::types::{Fields, Request, Response};
use crate::bindings::wit_future;
use crate::parameter;

/// The request's body again.
pub(crate) fn echo(request: Request, answer: Answer) -> Response {
    answer.pass_on(of_request(request))
}

/// Bytes that are made here.
pub(crate) fn stream(query: &str, answer: Answer) -> Response {
    static CHUNK: [u8; 16 * 1024] = [b'.'; 16 * 1024];
    let Some(mut left) = parameter(query, "bytes").and_then(|bytes| bytes.parse().ok()) else {
        return answer.empty(400);
    };
    answer.write(Fields::new(), async move |stream| {
        // The memory of written bytes is returned.
        let mut chunk = Vec::new();
        while left > 0 && chunk.is_empty() {
            let now = CHUNK.len().min(left);
            chunk.extend_from_slice(&CHUNK[..now]);
            chunk = stream.write_all(chunk).await;
            left -= now;
        }
        chunk.is_empty()
    })
}

pub(crate) fn of_request(request: Request) -> Content {
    let (read, told) = wit_future::new::<Transmitted>(|| Ok(()));
    let (stream, end) = Request::consume_body(request, told);
    // It says so when it is dropped. Not before the host has the other one: that would take a wait.
    drop(read);
    Content { stream, end }
}

pub(crate) fn of_response(response: Response) -> Content {
    let (read, told) = wit_future::new::<Transmitted>(|| Ok(()));
    let (stream, end) = Response::consume_body(response, told);
    drop(read);
    Content { stream, end }
}

/// Why a body was not read.
pub(crate) enum Unread {
    Broken,
    TooLarge,
}

/// How much is read of a body at first.
const FIRST_READ: usize = 4 * 1024;

/// All of a body, unless it is too long.
pub(crate) async fn read(content: Content, limit: usize) -> Result<Vec<u8>, Unread> {
    let Content { mut stream, end } = content;
    let mut all = Vec::new();
    loop {
        if all.len() == all.capacity() {
            all.reserve(all.len().max(FIRST_READ));
        }
        let (result, read) = stream.read(all).await;
        all = read;
        if all.len() > limit {
            return Err(Unread::TooLarge);
        }
        if result == StreamResult::Dropped {
            end.await.map_err(|_| Unread::Broken)?;
            return Ok(all);
        }
    }
}
