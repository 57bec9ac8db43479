//! The body of a response, for any executor.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use crate::Body;
use crate::error::Error;
use crate::task::tasks::Tasks;

/// A body that is read while the tasks of its request are the current ones.
pub(super) struct WithTasks {
    pub(super) tasks: Tasks,
    pub(super) body: Body,
}

impl http_body::Body for WithTasks {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let Self { tasks, body } = &mut *self;
        let _entered = tasks.enter();
        Pin::new(body).poll_frame(cx)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
