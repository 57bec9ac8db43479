//! The body of an outgoing request on its way, beside its response.
//!
//! A host may tie the connection to what the guest holds of the response, and break it when that
//! is dropped, the rest of the upload included (wasmtime#7413). So what is left of a response whose
//! upload goes on is not dropped but handed to the upload.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Context, Waker};
use std::time::Duration;

use super::bindings::wasi::http::types::{FutureTrailers, OutgoingBody};
use super::incoming_body::poll_trailers;
use super::outgoing::{Blocking, Outgoing};
use crate::Body;
use crate::error::{Chain, Error, ErrorKind};
use crate::task::{self, JoinHandle};
use crate::time::{sleep, timeout};

/// How long, after its upload, a response may go on that nobody reads.
const UNREAD_RESPONSE: Duration = Duration::from_secs(5);

/// How long a host has for an upload's last bytes, where nothing tells that they are sent.
const LAST_BYTES: Duration = Duration::from_millis(50);

pub(super) struct Upload {
    /// `None` if it was done at once, or goes on by itself.
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
    response: RefCell<Option<Rest>>,
}

/// What is left of a response.
pub(super) enum Rest {
    Unread(FutureTrailers),
    Read(FutureTrailers),
}

impl Upload {
    /// Writes at once what the host takes; a task does the rest.
    pub(super) fn start(body: Body, outgoing: OutgoingBody, declared: Option<u64>) -> Self {
        let exchange = Rc::<Exchange>::default();
        let mut upload = Box::pin(exchange.clone().upload(body, outgoing, declared));
        let first = upload.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        let task = first.is_pending().then(|| task::spawn(upload));
        Self { task, exchange }
    }

    /// Why the upload failed, if the request did because of that.
    pub(super) fn failure(&self) -> Option<Error> {
        self.exchange.failure.take()
    }

    /// Lets the upload go on by itself. If it does, what is left of the response is to be handed
    /// to what this returns.
    pub(super) fn detach(mut self) -> Option<Rc<Exchange>> {
        self.exchange.answered.set(true);
        if let Some(error) = self.failure() {
            log(&error);
        }
        let uploading = self.task.take().is_some() && !self.exchange.uploaded.get();
        uploading.then(|| self.exchange.clone())
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
    pub(super) fn keep(&self, rest: Rest) {
        if !self.uploaded.get() {
            *self.response.borrow_mut() = Some(rest);
        }
    }

    async fn upload(self: Rc<Self>, body: Body, outgoing: OutgoingBody, declared: Option<u64>) {
        let written =
            async { Outgoing::new(outgoing, declared, Blocking::Never)?.write(body).await }.await;
        self.uploaded.set(true);
        match (written, self.response.take()) {
            (Ok(()), Some(Rest::Unread(trailers))) => {
                // It comes to its end when the other side has heard all.
                let mut wait = None;
                let end = poll_fn(|cx| poll_trailers(&mut wait, &trailers, cx));
                let _ = timeout(UNREAD_RESPONSE, end).await;
            }
            (Ok(()), Some(Rest::Read(_trailers))) => sleep(LAST_BYTES).await,
            (Ok(()), None) => {}
            // An upstream that has heard enough is no failure; its response says the rest.
            (Err(error), _) if error.kind() == ErrorKind::Closed => {}
            (Err(error), _) if self.answered.get() => log(&error),
            (Err(error), _) => *self.failure.borrow_mut() = Some(error),
        }
    }
}

fn log(error: &Error) {
    eprintln!("doorway: aborted the request: {}", Chain(error));
}
