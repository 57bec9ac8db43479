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

use super::incoming::IncomingResponse;
use super::reader::Reader;
use super::wire::Transmitted;
use crate::Body;
use crate::backend::say;
use crate::body::Written;
use crate::error::{Chain, Error, ErrorKind};
use crate::task::{self, JoinHandle};
use crate::time::timeout;

/// How long, after its upload, a response may go on that nobody reads.
const UNREAD_RESPONSE: Duration = Duration::from_secs(5);

/// The same for an upload that is the host's alone, which does not tell when it has ended.
const UNREAD_BESIDE_HOST: Duration = Duration::from_secs(60);

/// An upload that goes on. To drop it is to cancel it.
pub(super) struct Upload {
    task: Option<JoinHandle<()>>,
    exchange: Rc<Exchange>,
}

/// What an upload and its response share.
#[derive(Default)]
pub(super) struct Exchange {
    /// Why the upload failed, while `send` is there to be told.
    failure: RefCell<Option<Error>>,
    /// Whether `send` is over.
    answered: Cell<bool>,
    uploaded: Cell<bool>,
    /// What is left of the response.
    rest: RefCell<Option<Reader>>,
    /// The upload's task, to be told of a response that it has to take.
    upload: Cell<Option<Waker>>,
}

impl Upload {
    pub(super) fn start(written: Written, transmitted: Transmitted) -> Self {
        let exchange = Rc::<Exchange>::default();
        let task = task::spawn(exchange.clone().upload(written, transmitted));
        Self { task: Some(task), exchange }
    }

    /// Why it failed, if the request did because of that.
    pub(super) fn failure(&self) -> Option<Error> {
        self.exchange.failure.take()
    }

    /// Lets it go on by itself. If it does, this is the body of the response.
    pub(super) fn detach(mut self, response: &IncomingResponse) -> Option<Body> {
        self.exchange.answered.set(true);
        if let Some(error) = self.failure() {
            log(&error);
        }
        self.task = None;
        let uploading = !self.exchange.uploaded.get();
        uploading.then(|| response.body_beside(self.exchange.clone()))
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

impl Exchange {
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

    /// Reads what is left of the response, if it was left.
    fn poll_rest(&self, cx: &mut Context<'_>) {
        self.upload.set(Some(cx.waker().clone()));
        let mut rest = self.rest.borrow_mut();
        if let Some(reader) = &mut *rest
            && reader.poll_end(cx).is_ready()
        {
            *rest = None;
        }
    }

    async fn upload(self: Rc<Self>, written: Written, transmitted: Transmitted) {
        let is_hosts = matches!(written, Ok(None));
        let mut writing = pin!(async {
            match written {
                Ok(Some(writing)) => writing.await,
                Ok(None) => Ok(()),
                Err(error) => Err(error),
            }
        });
        let written = poll_fn(|cx| {
            self.poll_rest(cx);
            writing.as_mut().poll(cx)
        })
        .await;
        match written {
            Ok(()) => self.until(transmitted, is_hosts).await,
            // An upstream that has heard enough is no failure; its response says the rest.
            Err(error) if error.kind() == ErrorKind::Closed => {}
            Err(error) if self.answered.get() => log(&error),
            Err(error) => *self.failure.borrow_mut() = Some(error),
        }
        self.uploaded.set(true);
        self.rest.take();
    }

    /// A host may break the connection, with the upload's last bytes, when nobody holds it.
    async fn until(&self, transmitted: Transmitted, is_hosts: bool) {
        let mut transmitted = pin!(transmitted.into_future());
        let mut end = pin!(poll_fn(|cx| {
            self.poll_rest(cx);
            transmitted.as_mut().poll(cx).map(drop)
        }));
        if is_hosts {
            // Nobody can tell how long that takes, until the response is left.
            poll_fn(|cx| match end.as_mut().poll(cx) {
                Poll::Pending if self.rest.borrow().is_some() => Poll::Ready(()),
                polled => polled,
            })
            .await;
            if self.rest.borrow().is_none() {
                return;
            }
        }
        let limit = if is_hosts { UNREAD_BESIDE_HOST } else { UNREAD_RESPONSE };
        let _ = timeout(limit, end).await;
    }
}

fn log(error: &Error) {
    say!("doorway: aborted the request: {}", Chain(error));
}
