//! Timers of `futures-timer`, which work in any executor.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_timer::Delay;

use crate::warm::refuse;

pub(crate) struct Timer(Delay);

impl Timer {
    pub(crate) fn new(duration: Duration) -> Self {
        refuse("waits for a time");
        Self(Delay::new(duration))
    }

    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        Pin::new(&mut self.0).poll(cx)
    }

    pub(crate) fn is_over(&mut self, cx: &mut Context<'_>) -> bool {
        self.poll(cx).is_ready()
    }
}
