//! Bodies that are streamed.

use crate::answer::{Answer, write};
use crate::bindings::wasi::http::types::{Fields, IncomingBody, IncomingRequest};
use crate::bindings::wasi::io::streams::{InputStream, StreamError};
use crate::parameter;

/// The request's body again.
pub(crate) fn echo(request: IncomingRequest, answer: Answer) {
    match request.consume() {
        Ok(body) => pass_on(body, answer),
        Err(()) => answer.empty(500),
    }
}

/// Bytes that are made here.
pub(crate) fn stream(query: &str, answer: Answer) {
    static CHUNK: [u8; 16 * 1024] = [b'.'; 16 * 1024];
    let Some(mut left) = parameter(query, "bytes").and_then(|bytes| bytes.parse().ok()) else {
        return answer.empty(400);
    };
    let Some(body) = answer.start(Fields::new()) else { return };
    while left > 0 {
        let chunk = &CHUNK[..CHUNK.len().min(left)];
        if write(&body.stream, chunk).is_err() {
            return;
        }
        left -= chunk.len();
    }
    body.finish();
}

/// A body that the host moves.
pub(crate) fn pass_on(body: IncomingBody, answer: Answer) {
    let Ok(input) = body.stream() else { return answer.empty(500) };
    let Some(outgoing) = answer.start(Fields::new()) else { return };
    loop {
        match outgoing.stream.blocking_splice(&input, u64::MAX) {
            Ok(_) => {}
            // Of the input, unless the output is closed too.
            Err(StreamError::Closed) if outgoing.stream.check_write().is_ok() => break,
            Err(_) => return,
        }
    }
    outgoing.finish();
}

/// Why a body was not read.
pub(crate) enum Unread {
    Broken,
    TooLarge,
}

/// All of a body, unless it is too long.
pub(crate) fn read(body: &IncomingBody, limit: usize) -> Result<Vec<u8>, Unread> {
    let input: InputStream = body.stream().map_err(|()| Unread::Broken)?;
    let mut all = Vec::new();
    loop {
        match input.blocking_read(64 * 1024) {
            Ok(chunk) if all.is_empty() => all = chunk,
            Ok(chunk) => all.extend_from_slice(&chunk),
            Err(StreamError::Closed) => return Ok(all),
            Err(_) => return Err(Unread::Broken),
        }
        if all.len() > limit {
            return Err(Unread::TooLarge);
        }
    }
}
