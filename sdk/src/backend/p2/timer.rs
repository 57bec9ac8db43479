//! Timers on `wasi:clocks/monotonic-clock`.

use std::task::{Context, Poll};
use std::time::Duration;

use super::bindings::wasi::clocks::monotonic_clock::{now, subscribe_instant};
use super::reactor::Wait;

pub(crate) struct Timer {
    wait: Option<Wait>,
    /// In the nanoseconds of the monotonic clock.
    deadline: u64,
}

impl Timer {
    pub(crate) fn new(duration: Duration) -> Self {
        Self { wait: None, deadline: now().saturating_add(nanoseconds(duration)) }
    }

    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        Wait::poll(&mut self.wait, cx, || subscribe_instant(self.deadline))
    }

    pub(crate) fn is_over(&mut self, _: &mut Context<'_>) -> bool {
        now() >= self.deadline
    }
}

/// A duration in nanoseconds, at most 584 years.
pub(super) fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
