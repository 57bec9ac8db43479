//! Timers on `wasi:clocks/monotonic-clock`.

use std::task::{Context, Poll, ready};
use std::time::Duration;

use super::Operation;
use super::bindings::wasi::clocks::monotonic_clock::{now, wait_until};

pub(crate) struct Timer {
    wait: Option<Operation<()>>,
    /// In the nanoseconds of the monotonic clock.
    deadline: u64,
}

impl Timer {
    pub(crate) fn new(duration: Duration) -> Self {
        Self { wait: None, deadline: now().saturating_add(nanoseconds(duration)) }
    }

    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let wait = self.wait.get_or_insert_with(|| Box::pin(wait_until(self.deadline)));
        ready!(wait.as_mut().poll(cx));
        self.wait = None;
        Poll::Ready(())
    }

    pub(crate) fn is_over(&mut self, _: &mut Context<'_>) -> bool {
        now() >= self.deadline
    }
}

/// A duration in nanoseconds, at most 584 years.
pub(super) fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
