//! Total time limits: from a request's sending to the last byte of its response.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use super::call::Call;
use super::error::Error;
use super::execute::Sending;
use crate::backend::Outgoing;
use crate::body::{Around, Boxed, Part, Source, Writing};
use crate::error::{self, ErrorKind};
use crate::time::{Sleep, sleep};

/// Sends within a time limit, which goes on for the response's body.
pub(super) type Race = for<'a> fn(Duration, Sending<'a>) -> Sending<'a>;

pub(super) fn race<'a>(limit: Duration, mut sending: Sending<'a>) -> Sending<'a> {
    Box::pin(async move {
        let mut sleep = Some(sleep(limit));
        let mut response = std::future::poll_fn(|cx| {
            if let Poll::Ready(sent) = sending.as_mut().poll(cx) {
                return Poll::Ready(sent);
            }
            match sleep.as_mut().map(|sleep| Pin::new(sleep).poll(cx)) {
                Some(Poll::Ready(())) => Poll::Ready(Err(Error::sending(over(limit)))),
                _ => Poll::Pending,
            }
        })
        .await?;
        if let Some(sleep) = sleep {
            response.body_mut().put_around(Deadline { sleep, limit });
        }
        Ok(response)
    })
}

fn over(limit: Duration) -> error::Error {
    let message = format!("not done within {limit:?}, the time limit of the whole request");
    error::Error::new(ErrorKind::Timeout, message)
}

/// Around the body of a response.
struct Deadline {
    sleep: Sleep,
    limit: Duration,
}

impl Deadline {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<error::Error> {
        Pin::new(&mut self.sleep).poll(cx).map(|()| over(self.limit))
    }
}

impl Around for Deadline {
    fn poll_part(
        &mut self,
        source: Pin<&mut dyn Source>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Part, error::Error>>> {
        match source.poll_part(cx) {
            Poll::Pending => self.poll(cx).map(|error| Some(Err(error))),
            ready => ready,
        }
    }

    fn write(mut self, source: Boxed, outgoing: Outgoing) -> Writing {
        let mut writing = source.write(outgoing);
        // The half that is written is dropped unfinished, so that it does not look whole.
        Box::pin(std::future::poll_fn(move |cx| match writing.as_mut().poll(cx) {
            Poll::Pending => self.poll(cx).map(Err),
            ready => ready,
        }))
    }
}

/// That of one request before that of its client.
pub(super) fn of(call: &Call, client: Option<(Duration, Race)>) -> Option<(Duration, Race)> {
    call.timeout.or(client)
}
