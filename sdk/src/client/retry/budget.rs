//! [`Budget`]: how many retries there may be beside other requests.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long requests are counted.
const WINDOW: Duration = Duration::from_secs(10);

/// The retries in a window that are always allowed.
const RESERVE: f32 = 100.0;

/// How many retries there may be beside other requests.
pub(super) struct Budget {
    extra_load: f32,
    window: Mutex<Window>,
}

struct Window {
    start: Instant,
    requests: f32,
    retries: f32,
}

impl Window {
    fn new() -> Self {
        Self { start: Instant::now(), requests: 0.0, retries: 0.0 }
    }
}

impl Budget {
    pub(super) fn new(extra_load: f32) -> Self {
        Self { extra_load, window: Mutex::new(Window::new()) }
    }

    /// Counts a request, and returns whether it is a retry that is allowed.
    pub(super) fn allows(&self, is_retry: bool) -> bool {
        // A panic leaves the numbers in order.
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        if window.start.elapsed() > WINDOW {
            *window = Window::new();
        }
        if !is_retry {
            window.requests += 1.0;
            return false;
        }
        let is_allowed = window.retries < RESERVE + self.extra_load * window.requests;
        window.retries += f32::from(u8::from(is_allowed));
        is_allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retries_are_a_part_of_the_requests() {
        let budget = Budget::new(0.5);
        assert_eq!((0..200).filter(|_| budget.allows(true)).count(), 100);
        assert!((0..10).all(|_| !budget.allows(false)));
        assert_eq!((0..200).filter(|_| budget.allows(true)).count(), 5);
    }
}
