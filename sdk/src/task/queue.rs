//! The queue of tasks that were woken.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Wake, Waker};

/// The tasks that were woken and not polled since.
#[derive(Default)]
pub(super) struct Queue(Mutex<Woken>);

#[derive(Default)]
pub(super) struct Woken {
    /// Their indexes.
    pub(super) woken: VecDeque<usize>,
    /// Wakes the driver.
    pub(super) driver: Option<Waker>,
}

impl Queue {
    pub(super) fn locked(&self) -> MutexGuard<'_, Woken> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Queues its task, once until that is polled.
pub(super) struct TaskWaker {
    pub(super) index: usize,
    pub(super) is_queued: AtomicBool,
    pub(super) queue: Arc<Queue>,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if self.is_queued.swap(true, Ordering::Relaxed) {
            return;
        }
        let driver = {
            let mut queue = self.queue.locked();
            queue.woken.push_back(self.index);
            queue.driver.clone()
        };
        if let Some(driver) = driver {
            driver.wake();
        }
    }
}
