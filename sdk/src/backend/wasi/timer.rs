//! Timers on `wasi:clocks/monotonic-clock`.

use std::task::{Context, Poll};
use std::time::Duration;

use crate::backend::imp::bindings::wasi::clocks::monotonic_clock::now;
use crate::backend::imp::{ClockWait, poll_instant};

pub(crate) struct Timer {
    wait: Option<ClockWait>,
    /// In the nanoseconds of the monotonic clock.
    deadline: u64,
}

impl Timer {
    pub(crate) fn new(duration: Duration) -> Self {
        Self { wait: None, deadline: now().saturating_add(nanoseconds(duration)) }
    }

    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        poll_instant(&mut self.wait, self.deadline, cx)
    }

    pub(crate) fn is_over(&mut self, _: &mut Context<'_>) -> bool {
        now() >= self.deadline
    }
}

/// A duration in nanoseconds, at most 584 years.
pub(super) fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
