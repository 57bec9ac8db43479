//! How much of a body is on its way into a connection.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Waker;

use futures_util::task::AtomicWaker;

use crate::limits::WINDOW;

/// The number of bytes that were handed to the transport and are not yet written to the connection.
#[derive(Debug, Default)]
pub(crate) struct Window {
    ahead: AtomicUsize,
    waker: AtomicWaker,
}

/// The largest number of any window of this process.
static PEAK: AtomicUsize = AtomicUsize::new(0);

/// The most of one body that was handed to the transport of this process and was not yet written to the connection, in
/// bytes.
pub fn peak() -> usize {
    PEAK.load(Ordering::Relaxed)
}

impl Window {
    /// Whether there is room; if not, the task is woken when there may be.
    pub(crate) fn has_room(&self, waker: &Waker) -> bool {
        self.waker.register(waker);
        self.ahead.load(Ordering::SeqCst) < WINDOW
    }

    pub(crate) fn handed(&self, bytes: usize) {
        let ahead = self.ahead.fetch_add(bytes, Ordering::SeqCst) + bytes;
        PEAK.fetch_max(ahead, Ordering::Relaxed);
    }

    pub(crate) fn written(&self, bytes: usize) {
        // The end of a stream and trailers are written, and were not handed over as parts of a body.
        let less = |ahead: usize| Some(ahead.saturating_sub(bytes));
        let _ = self.ahead.fetch_update(Ordering::SeqCst, Ordering::SeqCst, less);
        self.waker.wake();
    }
}
