//! The body of an outgoing request on its way, beside its response.
//!
//! A host may tie the connection to what the guest holds of the response, and break it when that
//! is dropped, the rest of the upload included (wasmtime#7413). So what is left of a response whose
//! upload goes on is not dropped but handed to the upload.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use super::bindings::wasi::http::types::{IncomingBody, InputStream, OutgoingBody};
use super::client::Uploading;
use super::incoming::IncomingResponse;
use super::outgoing::{Blocking, Outgoing};
use super::reactor::Wait;
use crate::Body;
use crate::backend::say;
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
    /// The upload's task, to be told of a response that it has to take.
    upload: Cell<Option<Waker>>,
    /// Whether the response says that it has trailers.
    pub(super) has_trailers: Cell<bool>,
}

/// What is left of a response: its body, which holds the connection until it is finished, or
/// dropped, and its stream unless that has come to its end.
pub(super) struct Rest {
    // In the order in which the host wants to see them dropped.
    wait: Option<Wait>,
    stream: Option<InputStream>,
    _body: IncomingBody,
}

impl Rest {
    pub(super) fn new(stream: Option<InputStream>, body: IncomingBody) -> Self {
        Self { wait: None, stream, _body: body }
    }

    /// Takes what comes and throws it away: an upstream may wait for that before it reads on.
    fn poll_end(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Some(stream) = &self.stream else { return Poll::Ready(()) };
        loop {
            if self.wait.is_some() {
                ready!(Wait::poll(&mut self.wait, cx, || stream.subscribe()));
            }
            match stream.skip(u64::MAX) {
                Ok(0) => ready!(Wait::poll(&mut self.wait, cx, || stream.subscribe())),
                Ok(_) => {}
                Err(_) => break,
            }
        }
        self.stream = None;
        Poll::Ready(())
    }
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
}

impl Uploading for Upload {
    fn failure(&self) -> Option<Error> {
        self.exchange.failure.take()
    }

    /// If it goes on, what is left of the response is handed to it.
    fn detach(mut self: Box<Self>, response: &IncomingResponse) -> Option<Body> {
        self.exchange.answered.set(true);
        if let Some(error) = self.failure() {
            log(&error);
        }
        let uploading = self.task.take().is_some() && !self.exchange.uploaded.get();
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
    pub(super) fn keep(&self, rest: Rest) {
        if self.uploaded.get() {
            return;
        }
        *self.response.borrow_mut() = Some(rest);
        if let Some(upload) = self.upload.take() {
            upload.wake();
        }
    }

    /// Whether a response that is at its end is still needed. One with trailers is not: to ask for
    /// them ends the upload, and to wait for the upload would keep those waiting who end it at the
    /// response's end.
    pub(super) fn needs_response(&self) -> bool {
        !self.uploaded.get() && !self.has_trailers.get()
    }

    /// Waits for the end of the response's rest, if there is one.
    fn poll_response(&self, cx: &mut Context<'_>) -> Poll<()> {
        self.upload.replace(Some(cx.waker().clone()));
        self.response.borrow_mut().as_mut().map_or(Poll::Ready(()), |rest| rest.poll_end(cx))
    }

    async fn upload(self: Rc<Self>, body: Body, outgoing: OutgoingBody, declared: Option<u64>) {
        let mut written =
            pin!(async { Outgoing::new(outgoing, declared, Blocking::Never)?.write(body).await });
        let written = poll_fn(|cx| {
            let _ = self.poll_response(cx);
            written.as_mut().poll(cx)
        })
        .await;
        if written.is_ok() && self.answered.get() {
            let unread = self.response.borrow().as_ref().is_some_and(|rest| rest.stream.is_some());
            if unread {
                // It comes to its end when the other side has heard all.
                let end = poll_fn(|cx| self.poll_response(cx));
                let _ = timeout(UNREAD_RESPONSE, end).await;
            } else {
                sleep(LAST_BYTES).await;
            }
        }
        self.uploaded.set(true);
        match written {
            Ok(()) => {}
            // An upstream that has heard enough is no failure; its response says the rest.
            Err(error) if error.kind() == ErrorKind::Closed => {}
            Err(error) if self.answered.get() => log(&error),
            Err(error) => *self.failure.borrow_mut() = Some(error),
        }
        self.response.take();
    }
}

fn log(error: &Error) {
    say!("doorway: aborted the request: {}", Chain(error));
}
