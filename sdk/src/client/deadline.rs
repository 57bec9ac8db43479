//! Total time limits: from a request's sending to the last byte of its response.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use super::response_state::ResponseState;
use crate::Body;
use crate::body::{BodyWrapper, Effect, Part, Writing};
use crate::error::{Error, ErrorKind};
use crate::time::{Sleep, sleep};

/// The time limit of a whole request.
#[derive(Clone, Copy)]
pub(super) struct Timeout {
    limit: Duration,
    // By a pointer, so that a component without time limits carries nothing for them.
    start: fn(Duration) -> Box<dyn Deadline>,
}

impl Timeout {
    pub(super) fn new(limit: Duration) -> Self {
        Self {
            limit,
            start: |limit| {
                let end = Instant::now().checked_add(limit);
                Box::new(RunningTimeout { sleep: sleep(limit), limit, end })
            },
        }
    }

    pub(super) fn limit(self) -> Duration {
        self.limit
    }

    pub(super) fn start(self) -> Box<dyn Deadline> {
        (self.start)(self.limit)
    }
}

/// A time limit that is running.
pub(super) trait Deadline {
    /// Ready once it is over.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Error>;

    fn end(&self) -> Option<Instant>;

    /// Continues for the body of the response.
    fn limit_body(self: Box<Self>, response: &mut ResponseState);
}

struct RunningTimeout {
    sleep: Sleep,
    limit: Duration,
    end: Option<Instant>,
}

impl RunningTimeout {
    fn error(&self) -> Error {
        let limit = self.limit;
        let message = format!("not done within {limit:?}, the time limit of the whole request");
        Error::new(ErrorKind::Timeout, message)
    }
}

impl Deadline for RunningTimeout {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Error> {
        Pin::new(&mut self.sleep).poll(cx).map(|()| self.error())
    }

    fn end(&self) -> Option<Instant> {
        self.end
    }

    fn limit_body(self: Box<Self>, response: &mut ResponseState) {
        response.body_mut().wrap_in(*self);
    }
}

impl BodyWrapper for RunningTimeout {
    fn poll_part(
        &mut self,
        body: &mut Body,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Part, Error>>> {
        match body.poll_part(cx) {
            Poll::Pending => self.poll(cx).map(|error| Some(Err(error))),
            // One that never keeps its reader waiting has an end, too.
            Poll::Ready(Some(Ok(_))) if self.sleep.is_over(cx) => {
                Poll::Ready(Some(Err(self.error())))
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
    ) -> Poll<Result<(), Error>> {
        match writing.as_mut().poll(cx) {
            Poll::Pending => self.poll(cx).map(Err),
            ready => ready,
        }
    }
}
