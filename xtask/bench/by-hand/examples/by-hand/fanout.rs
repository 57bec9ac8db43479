//! Many requests at once.

use crate::answer::{Answer, TEXT};
use crate::bindings::wasi::http::types::{ErrorCode, FutureIncomingResponse, IncomingBody};
use crate::bindings::wasi::io::poll::{Pollable, poll};
use crate::bindings::wasi::io::streams::{InputStream, StreamError};
use crate::parameter;
use crate::upstream::{Failure, consume, got, start};

/// The total length of a URL that is fetched so many times at once.
pub(crate) fn fanout(query: &str, answer: Answer) {
    let url = parameter(query, "url");
    let number = parameter(query, "n").and_then(|number| number.parse().ok());
    let (Some(url), Some(number)) = (url, number) else { return answer.empty(400) };
    match total(&url, number) {
        Ok(total) => answer.full(TEXT, itoa::Buffer::new().format(total).as_bytes()),
        Err(failure) => failure.answer(&url, answer),
    }
}

fn total(url: &str, number: usize) -> Result<u64, Failure> {
    let mut fetches = Vec::new();
    for _ in 0..number {
        let future = start(url)?;
        fetches.push(Fetch { pollable: future.subscribe(), state: State::Sent(future) });
    }
    let mut total = 0;
    while !fetches.is_empty() {
        let pollables: Vec<&Pollable> = fetches.iter().map(|fetch| &fetch.pollable).collect();
        let ready = poll(&pollables);
        // From the last one on, so that those that are done can be taken out.
        for index in ready.into_iter().rev() {
            let index = index as usize;
            if let Some(fetch) = fetches.get_mut(index)
                && fetch.advance(&mut total)?
            {
                fetches.swap_remove(index);
            }
        }
    }
    Ok(total)
}

struct Fetch {
    // Above what it is the child of.
    pollable: Pollable,
    state: State,
}

enum State {
    Sent(FutureIncomingResponse),
    /// The stream is the body's child.
    Reading(InputStream, #[expect(dead_code, reason = "it is kept open")] IncomingBody),
}

impl Fetch {
    /// Does what can be done without waiting; whether it is done.
    fn advance(&mut self, total: &mut u64) -> Result<bool, Failure> {
        if let State::Sent(future) = &self.state {
            let Some(response) = got(future) else { return Ok(false) };
            let body = consume(&response?)?;
            let broken = || Failure::Failed(ErrorCode::InternalError(None));
            let stream = body.stream().map_err(|()| broken())?;
            self.pollable = stream.subscribe();
            self.state = State::Reading(stream, body);
        }
        let State::Reading(stream, _) = &self.state else { return Ok(false) };
        loop {
            match stream.read(64 * 1024) {
                Ok(chunk) if chunk.is_empty() => return Ok(false),
                Ok(chunk) => *total += chunk.len() as u64,
                Err(StreamError::Closed) => return Ok(true),
                Err(StreamError::LastOperationFailed(error)) => {
                    let code = ErrorCode::InternalError(Some(error.to_debug_string()));
                    return Err(Failure::Failed(code));
                }
            }
        }
    }
}
