//! The part of a body that was received and not yet taken.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::Waker;

use futures_util::task::AtomicWaker;

use crate::frames::encoded;
use crate::limits::{HELD, PART};

/// The number of bytes that were read from the connection and are not yet taken by the reader of the body. The transport
/// itself keeps many parts, however long they are.
#[derive(Debug, Default)]
pub(crate) struct Inflow {
    held: AtomicUsize,
    /// Whether the reader of the body waits for a part, or for none any more.
    is_wanted: AtomicBool,
    waker: AtomicWaker,
}

/// The largest number of any connection of this process.
static PEAK: AtomicUsize = AtomicUsize::new(0);

/// The most of one body that was received by this process and not yet taken by its reader, in bytes.
pub fn peak_held() -> usize {
    PEAK.load(Ordering::Relaxed)
}

impl Inflow {
    /// Whether more is to be read; if not, the task is woken when it is.
    pub(crate) fn has_room(&self, waker: &Waker) -> bool {
        self.waker.register(waker);
        self.held.load(Ordering::SeqCst) < HELD || self.is_wanted.load(Ordering::SeqCst)
    }

    /// So many bytes were read. Whether that is not too much: only a part that is too long is.
    pub(crate) fn read(&self, bytes: usize) -> bool {
        let held = self.held.fetch_add(bytes, Ordering::SeqCst) + bytes;
        PEAK.fetch_max(held, Ordering::Relaxed);
        held <= PART
    }

    /// A part was taken.
    pub(crate) fn taken(&self, part: usize) {
        self.is_wanted.store(false, Ordering::SeqCst);
        // Trailers and ends of streams are read, and are no parts.
        let less = |held: usize| Some(held.saturating_sub(encoded(part)));
        let _ = self.held.fetch_update(Ordering::SeqCst, Ordering::SeqCst, less);
        self.waker.wake();
    }

    /// The reader waits for a part, which may be longer than what is kept otherwise.
    pub(crate) fn wanted(&self) {
        if !self.is_wanted.swap(true, Ordering::SeqCst) {
            self.waker.wake();
        }
    }

    /// There is no reader any more, and the transport ends the connection, or reads over the rest.
    pub(crate) fn abandoned(&self) {
        self.held.store(0, Ordering::SeqCst);
        self.wanted();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_read_than_is_kept_unless_it_is_wanted() {
        let inflow = Inflow::default();
        let waker = Waker::noop();
        assert!(inflow.has_room(waker) && inflow.read(HELD));
        assert!(!inflow.has_room(waker));
        inflow.wanted();
        assert!(inflow.has_room(waker) && inflow.read(1));
        inflow.taken(1000);
        assert!(inflow.has_room(waker), "{inflow:?}");
        assert!(inflow.read(2000) && !inflow.has_room(waker));
        assert!(!inflow.read(PART), "a part that is too long");
        inflow.abandoned();
        assert!(inflow.has_room(waker));
    }
}
