//! Natively the run loop waits by parking its thread; timers have a thread of their own.

use std::thread::{self, Thread};

/// Tests run the loop, and what they run may do so again.
pub(crate) const NESTS: bool = true;

/// Waits until something was woken. `false` would say that nothing ever will be.
pub(crate) fn wait() -> bool {
    thread::park();
    true
}

/// Lets events in without waiting: they come by themselves.
pub(crate) fn check() {}

/// The thread that a run loop parks.
pub(crate) struct Parked(Thread);

impl Default for Parked {
    fn default() -> Self {
        Self(thread::current())
    }
}

impl Parked {
    pub(crate) fn unpark(&self) {
        self.0.unpark();
    }
}
