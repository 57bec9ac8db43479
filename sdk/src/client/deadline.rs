//! Total time limits: from a request's sending to the last byte of its response.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use super::error::Error;
use super::execute::{Execute, Sending};
use crate::Body;
use crate::body::{BodyWrapper, Effect, Part, Writing};
use crate::error::{self, ErrorKind};
use crate::time::{Sleep, sleep};

/// Sends within a time limit, which goes on for the response's body.
pub(super) type Race = fn(Duration, Execute) -> Sending;

pub(super) fn race(limit: Duration, mut execute: Execute) -> Sending {
    execute.end_at(Instant::now().checked_add(limit));
    Box::pin(async move {
        let mut deadline = Deadline { sleep: sleep(limit), limit };
        let mut response = std::future::poll_fn(|cx| match Pin::new(&mut execute).poll(cx) {
            Poll::Pending => {
                deadline.poll(cx).map(|error| Err(execute.located(Error::sending(error))))
            }
            ready => ready,
        })
        .await?;
        response.body_mut().wrap(deadline);
        Ok(response)
    })
}

fn over(limit: Duration) -> error::Error {
    let message = format!("not done within {limit:?}, the time limit of the whole request");
    error::Error::new(ErrorKind::Timeout, message)
}

/// What runs while a response is waited for, and then goes along with its body.
struct Deadline {
    sleep: Sleep,
    limit: Duration,
}

impl Deadline {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<error::Error> {
        Pin::new(&mut self.sleep).poll(cx).map(|()| over(self.limit))
    }
}

impl BodyWrapper for Deadline {
    fn poll_part(
        &mut self,
        body: &mut Body,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Part, error::Error>>> {
        match body.poll_part(cx) {
            Poll::Pending => self.poll(cx).map(|error| Some(Err(error))),
            // One that never keeps its reader waiting has an end, too.
            Poll::Ready(Some(Ok(_))) if self.sleep.is_over(cx) => {
                Poll::Ready(Some(Err(over(self.limit))))
            }
            ready => ready,
        }
    }

    fn effect(&self) -> Effect<'_> {
        Effect::Timed
    }

    /// The half that is written is dropped unfinished, so that it does not look whole.
    fn poll_writing(
        &mut self,
        writing: &mut Writing,
        cx: &mut Context<'_>,
    ) -> Poll<Result<(), error::Error>> {
        match writing.as_mut().poll(cx) {
            Poll::Pending => self.poll(cx).map(Err),
            ready => ready,
        }
    }
}
