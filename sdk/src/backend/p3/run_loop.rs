//! The run loop: it is the host's. A call of the handler is one task of the component model, which
//! the host resumes when something has happened that it waits for; what the request spawned is
//! polled along with it.
//!
//! An instance has several calls under way, so each has [`Tasks`] of its own, and what a call polls
//! finds them as the current ones.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::poll_fn;
use std::ops::DerefMut;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use slab::Slab;

use crate::backend::say;

type Task = Pin<Box<dyn Future<Output = ()>>>;

/// A spawned task; while it is polled, its place is kept by `None`.
type Slot = Option<(Task, Arc<Key>)>;

/// Polls in a row after which the host gets a turn, however busy the tasks are.
const POLLS_PER_TURN: usize = 64;

thread_local! {
    static CURRENT: RefCell<Option<Rc<Tasks>>> = const { RefCell::new(None) };
}

/// What one call of the handler spawned.
#[derive(Default)]
pub(super) struct Tasks {
    tasks: RefCell<Slab<Slot>>,
    /// How many there are.
    live: Cell<usize>,
    /// Made for the first task.
    ready: RefCell<Option<Arc<Ready>>>,
}

/// Adds a task to the call that is being polled, to be polled after what is.
pub(crate) fn spawn(task: impl Future<Output = ()> + 'static) {
    let current = CURRENT.with_borrow(Clone::clone);
    let Some(tasks) = current else {
        say!("doorway: dropped a task that was spawned outside of a request");
        return;
    };
    tasks.add(Box::pin(task));
}

/// Makes the tasks of a call the current ones until it is dropped.
struct Entered(Option<Rc<Tasks>>);

impl Entered {
    fn new(tasks: &Rc<Tasks>) -> Self {
        Self(CURRENT.replace(Some(tasks.clone())))
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        CURRENT.set(self.0.take());
    }
}

impl Tasks {
    /// Does something that may spawn.
    pub(super) fn within<T>(self: &Rc<Self>, work: impl FnOnce() -> T) -> T {
        let _entered = Entered::new(self);
        work()
    }

    /// Runs a future to its end, and meanwhile the tasks; then does something with what came of it,
    /// where that is, that may spawn.
    pub(super) async fn run<F: Future + ?Sized, T>(
        self: &Rc<Self>,
        mut future: Pin<impl DerefMut<Target = F>>,
        mut then: impl FnMut(&mut F::Output) -> T,
    ) -> T {
        poll_fn(|cx| {
            let _entered = Entered::new(self);
            match future.as_mut().poll(cx) {
                Poll::Ready(mut output) => Poll::Ready(then(&mut output)),
                Poll::Pending => {
                    self.poll(cx);
                    Poll::Pending
                }
            }
        })
        .await
    }

    /// As [`run`](Self::run), but the host gets a turn before the tasks are polled: what they do first
    /// would keep a client waiting for what is there already.
    pub(super) async fn run_late<F: Future + ?Sized>(
        self: &Rc<Self>,
        mut future: Pin<impl DerefMut<Target = F>>,
    ) -> F::Output {
        let mut is_first = true;
        poll_fn(|cx| {
            let _entered = Entered::new(self);
            let polled = future.as_mut().poll(cx);
            if polled.is_pending() {
                match std::mem::take(&mut is_first) && self.live.get() > 0 {
                    true => cx.waker().wake_by_ref(),
                    false => self.poll(cx),
                }
            }
            polled
        })
        .await
    }

    /// Runs the tasks to their end.
    pub(super) async fn finish(self: &Rc<Self>) {
        if self.live.get() == 0 {
            return;
        }
        poll_fn(|cx| {
            let _entered = Entered::new(self);
            self.poll(cx);
            if self.live.get() == 0 { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }

    fn add(&self, task: Task) {
        let mut ready = self.ready.borrow_mut();
        let ready = ready.get_or_insert_default();
        let mut tasks = self.tasks.borrow_mut();
        let entry = tasks.vacant_entry();
        let key = Arc::new(Key {
            index: entry.key(),
            queued: AtomicBool::new(false),
            ready: ready.clone(),
        });
        key.wake_by_ref();
        entry.insert(Some((task, key)));
        self.live.set(tasks.len());
    }

    /// Polls the tasks that were woken.
    fn poll(&self, cx: &mut Context<'_>) {
        if self.live.get() == 0 {
            return;
        }
        let Some(ready) = self.ready.borrow().clone() else { return };
        ready.locked().call = Some(cx.waker().clone());
        for _ in 0..POLLS_PER_TURN {
            let Some(index) = ready.locked().indexes.pop_front() else { return };
            self.poll_task(index);
        }
        cx.waker().wake_by_ref();
    }

    fn poll_task(&self, index: usize) {
        let slot = self.tasks.borrow_mut().get_mut(index).and_then(Option::take);
        // Without one the task has ended, and this wake came late.
        let Some((mut task, key)) = slot else { return };
        key.queued.store(false, Ordering::Relaxed);
        let waker = Waker::from(key.clone());
        let poll = task.as_mut().poll(&mut Context::from_waker(&waker));
        let mut tasks = self.tasks.borrow_mut();
        match poll {
            Poll::Pending => {
                if let Some(slot) = tasks.get_mut(index) {
                    *slot = Some((task, key));
                }
            }
            Poll::Ready(()) => {
                tasks.try_remove(index);
                self.live.set(tasks.len());
            }
        }
    }
}

/// The tasks that were woken and not polled since.
#[derive(Default)]
struct Ready(Mutex<Woken>);

#[derive(Default)]
struct Woken {
    indexes: VecDeque<usize>,
    /// Wakes the call.
    call: Option<Waker>,
}

impl Ready {
    fn locked(&self) -> MutexGuard<'_, Woken> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A waker: queues its index, once until that is polled.
struct Key {
    index: usize,
    queued: AtomicBool,
    ready: Arc<Ready>,
}

impl Wake for Key {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if self.queued.swap(true, Ordering::Relaxed) {
            return;
        }
        let call = {
            let mut woken = self.ready.locked();
            woken.indexes.push_back(self.index);
            woken.call.clone()
        };
        if let Some(call) = call {
            call.wake();
        }
    }
}
