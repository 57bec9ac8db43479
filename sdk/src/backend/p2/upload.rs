//! Sending the body of a request.

use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Context, Waker};
use std::time::Duration;

use super::bindings::wasi::http::types::OutgoingBody;
use super::outgoing::Outgoing;
use crate::Body;
use crate::backend::wasi::upload::{UNREAD_RESPONSE, Upload, UploadState, Uploading};
use crate::backend::wasi::writer;
use crate::task;
use crate::time::{sleep, timeout};

/// How long a host has for an upload's last bytes, where nothing tells that they are sent.
const LAST_BYTES: Duration = Duration::from_millis(50);

/// Writes at once what the host takes; a task does the rest.
pub(super) fn start(
    body: Body,
    outgoing: OutgoingBody,
    declared: Option<u64>,
) -> Box<dyn Uploading> {
    let state = Rc::<UploadState>::default();
    let writing = async move {
        let mut outgoing = Outgoing::new(outgoing, declared)?;
        outgoing.never_block();
        writer::write(outgoing, body).await
    };
    let mut upload = Box::pin(state.clone().upload(writing, linger));
    let first = upload.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    Box::new(Upload { task: first.is_pending().then(|| task::spawn(upload)), state })
}

async fn linger(upload: &UploadState) {
    if !upload.is_answered() {
        return;
    }
    let is_unread = upload.rest.borrow().as_ref().is_some_and(|rest| !rest.is_drained());
    if is_unread {
        // It comes to its end when the other side has heard all.
        let _ = timeout(UNREAD_RESPONSE, poll_fn(|cx| upload.poll_rest(cx))).await;
    } else {
        sleep(LAST_BYTES).await;
    }
}
