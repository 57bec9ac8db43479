//! The body of an outgoing request on its way, beside its response.
//!
//! A host may tie the connection to what the guest holds of the response, and break it when that
//! is dropped, the rest of the upload included (wasmtime#7413). So what is left of a response whose
//! upload goes on is not dropped but handed to the upload.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crate::Body;
use crate::backend::IncomingResponse;
use crate::backend::imp::reader::Reader;
use crate::error::{Chain, Error, ErrorKind};
use crate::shown::log_line;
use crate::task::JoinHandle;

/// How long, after its upload, a response may go on that nobody reads.
pub(in crate::backend) const UNREAD_RESPONSE: Duration = Duration::from_secs(5);

/// The upload that runs beside a response. It is a trait object, so that a component that sends no
/// bodies carries none of its code.
pub(in crate::backend) trait Uploading {
    /// Why it failed, if the request did because of that.
    fn failure(&self) -> Option<Error>;

    /// Lets it go on by itself. If it does, this is the body of the response.
    fn detach(self: Box<Self>, response: &IncomingResponse) -> Option<Body>;
}

/// An upload. To drop it is to cancel it.
pub(in crate::backend) struct Upload {
    /// `None` if it was done at once, or goes on by itself.
    pub(in crate::backend) task: Option<JoinHandle<()>>,
    pub(in crate::backend) state: Rc<UploadState>,
}

impl Uploading for Upload {
    fn failure(&self) -> Option<Error> {
        self.state.failure.take()
    }

    fn detach(mut self: Box<Self>, response: &IncomingResponse) -> Option<Body> {
        self.state.answered.set(true);
        if let Some(error) = self.failure() {
            log(&error);
        }
        self.task = None;
        self.state.goes_on().then(|| response.body_beside(self.state.clone()))
    }
}

/// A request that nobody waits for any more takes its body with it.
impl Drop for Upload {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}

/// The state that an upload and its response share.
#[derive(Default)]
pub(in crate::backend) struct UploadState {
    /// The error of the upload, for `send` while it waits.
    failure: RefCell<Option<Error>>,
    /// Whether `send` is over.
    answered: Cell<bool>,
    uploaded: Cell<bool>,
    /// The rest of the response.
    pub(in crate::backend) rest: RefCell<Option<Reader>>,
    /// The upload's task, to wake when it has to read the rest of the response.
    upload: Cell<Option<Waker>>,
}

impl UploadState {
    /// Of a request that has its response.
    #[cfg(doorway_p3)]
    pub(in crate::backend) fn answered() -> Rc<Self> {
        Rc::new(Self { answered: Cell::new(true), ..Self::default() })
    }

    /// Whether there is more to be sent.
    pub(in crate::backend) fn goes_on(&self) -> bool {
        !self.uploaded.get()
    }

    /// Whether `send` is over.
    pub(in crate::backend) fn is_answered(&self) -> bool {
        self.answered.get()
    }

    /// Takes what is left of the response, for as long as the upload lasts.
    pub(super) fn keep(&self, rest: Reader) {
        if self.uploaded.get() || rest.is_over() {
            return;
        }
        *self.rest.borrow_mut() = Some(rest);
        if let Some(upload) = self.upload.take() {
            upload.wake();
        }
    }

    /// Takes what comes of the response's rest, and throws it away: an upstream may wait for that
    /// before it reads on. Ready at its end.
    pub(in crate::backend) fn poll_rest(&self, cx: &mut Context<'_>) -> Poll<()> {
        self.upload.set(Some(cx.waker().clone()));
        let mut rest = self.rest.borrow_mut();
        let polled = rest.as_mut().map_or(Poll::Ready(()), |rest| rest.poll_end(cx));
        if rest.as_ref().is_some_and(Reader::is_over) {
            *rest = None;
        }
        polled
    }

    /// Sends the body, and then lingers until the host has sent its last bytes.
    pub(in crate::backend) async fn upload(
        self: Rc<Self>,
        writing: impl Future<Output = Result<(), Error>>,
        linger: impl AsyncFnOnce(&Self),
    ) {
        let mut writing = pin!(writing);
        let written = poll_fn(|cx| {
            let _ = self.poll_rest(cx);
            writing.as_mut().poll(cx)
        })
        .await;
        match written {
            Ok(()) => linger(&self).await,
            // An upstream that has heard enough is no failure; its response says the rest.
            Err(error) if error.kind() == ErrorKind::Closed => {}
            Err(error) if self.answered.get() => log(&error),
            Err(error) => *self.failure.borrow_mut() = Some(error),
        }
        self.uploaded.set(true);
        self.rest.take();
    }
}

fn log(error: &Error) {
    log_line!("doorway: aborted the request: {}", Chain(error));
}
