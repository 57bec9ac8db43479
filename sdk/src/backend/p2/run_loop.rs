//! The driver of WASI 0.2: polls futures that were woken, and blocks in the reactor when none was.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use super::reactor;

/// The most polls in a row before host events get a turn.
const POLLS_PER_TURN: usize = 64;

/// A deadlock: nothing can wake the future any more.
#[derive(Debug)]
pub(super) struct Deadlocked;

/// Runs a future to its end.
pub(super) fn block_on<F: Future>(future: F) -> Result<F::Output, Deadlocked> {
    let mut future = pin!(future);
    let mut output = None;
    poll_until(&mut |cx| {
        if let Poll::Ready(ready) = future.as_mut().poll(cx) {
            output = Some(ready);
        }
        output.is_some()
    })?;
    output.ok_or(Deadlocked)
}

/// Polls until that is done: one function for all futures.
fn poll_until(poll: &mut dyn FnMut(&mut Context<'_>) -> bool) -> Result<(), Deadlocked> {
    // Most are ready at once, and need no waker.
    if poll(&mut Context::from_waker(Waker::noop())) {
        return Ok(());
    }
    let root = Arc::new(Root(AtomicBool::new(true)));
    let waker = Waker::from(root.clone());
    let mut polls = 0;
    loop {
        while root.0.swap(false, Ordering::Relaxed) {
            if poll(&mut Context::from_waker(&waker)) {
                return Ok(());
            }
            polls += 1;
            if polls % POLLS_PER_TURN == 0 {
                reactor::check();
            }
        }
        if !reactor::wait() {
            return Err(Deadlocked);
        }
    }
}

/// Whether the future was woken and not polled since.
struct Root(AtomicBool);

impl Wake for Root {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}
