//! Sending the body of a request.

use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;

use super::wire::Transmitted;
use crate::backend::wasi::upload::{UNREAD_RESPONSE, Upload, UploadState, Uploading};
use crate::body::Writing;
use crate::task::{self, JoinHandle};
use crate::time::timeout;

/// How long a response may go on that nobody reads, beside an upload that is the host's alone: it does
/// not tell when that has ended.
const UNREAD_BESIDE_HOST: Duration = Duration::from_secs(60);

/// A task does it, with a host that tells how it ended.
// Boxed here: beside the call it would be linked, 26 kB, also where no request has a body.
pub(super) fn start(writing: Option<Writing>, transmitted: Transmitted) -> Box<dyn Uploading> {
    let state = Rc::<UploadState>::default();
    let task = spawn(&state, writing, transmitted);
    Box::new(Upload { task: Some(task), state })
}

/// Goes on with a request that is answered, and whose body is the host's alone.
pub(super) fn beside_response(transmitted: Transmitted) -> Rc<UploadState> {
    let state = UploadState::answered();
    spawn(&state, None, transmitted);
    state
}

fn spawn(
    state: &Rc<UploadState>,
    writing: Option<Writing>,
    transmitted: Transmitted,
) -> JoinHandle<()> {
    let is_hosts = writing.is_none();
    let writing = writing.unwrap_or_else(|| Box::pin(async { Ok(()) }));
    let linger = async move |upload: &UploadState| linger(upload, transmitted, is_hosts).await;
    task::spawn(state.clone().upload(writing, linger))
}

/// A host may break the connection, with the upload's last bytes, when nobody holds it.
async fn linger(upload: &UploadState, transmitted: Transmitted, is_hosts: bool) {
    let mut transmitted = pin!(transmitted.into_future());
    let mut end = pin!(poll_fn(|cx| {
        let _ = upload.poll_rest(cx);
        transmitted.as_mut().poll(cx).map(drop)
    }));
    if is_hosts {
        // Nobody can tell how long that takes, until the response is left.
        poll_fn(|cx| match end.as_mut().poll(cx) {
            Poll::Pending if upload.rest.borrow().is_some() => Poll::Ready(()),
            polled => polled,
        })
        .await;
        if upload.rest.borrow().is_none() {
            return;
        }
    }
    let limit = if is_hosts { UNREAD_BESIDE_HOST } else { UNREAD_RESPONSE };
    let _ = timeout(limit, end).await;
}
