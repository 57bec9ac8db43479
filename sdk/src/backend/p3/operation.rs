//! [`Operation`]: work of the host that something waits for.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

/// Polls of a work before it has a waker of its own. One that waits alone is ready at the second.
const DIRECT_POLLS: u8 = 2;

/// Work that the host does meanwhile. Dropping it cancels it.
///
/// A future of several may poll all of them when one is woken, as `try_join_all` does with up to
/// thirty, and a poll of work that has not gone on costs the bindings some 600 instructions. So work
/// that was polled in vain gets a waker that tells whether it was woken.
pub(in crate::backend) struct Operation<T> {
    work: Pin<Box<dyn Future<Output = T>>>,
    polls: u8,
    own: Option<Arc<OwnWaker>>,
}

impl<T> Operation<T> {
    pub(in crate::backend) fn new(work: impl Future<Output = T> + 'static) -> Self {
        Self { work: Box::pin(work), polls: 0, own: None }
    }

    pub(in crate::backend) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<T> {
        if self.polls < DIRECT_POLLS {
            self.polls += 1;
            return self.work.as_mut().poll(cx);
        }
        let own = self.own.get_or_insert_default();
        if !own.is_woken_for(cx.waker()) {
            return Poll::Pending;
        }
        self.work.as_mut().poll(&mut Context::from_waker(&Waker::from(own.clone())))
    }
}

/// The waker of one work.
#[derive(Default)]
struct OwnWaker {
    is_waiting: AtomicBool,
    waiting: Mutex<Option<Waker>>,
}

impl OwnWaker {
    /// Whether it was woken since the last time, or there was none. If not, it wakes this one.
    fn is_woken_for(&self, waker: &Waker) -> bool {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if !waiting.as_ref().is_some_and(|waiting| waiting.will_wake(waker)) {
            *waiting = Some(waker.clone());
        }
        !self.is_waiting.swap(true, Ordering::Relaxed)
    }
}

impl Wake for OwnWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.is_waiting.store(false, Ordering::Relaxed);
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(waiting) = waiting {
            waiting.wake();
        }
    }
}
