//! [`Tasks`]: the tasks of one call of the handler.
//!
//! Each backend drives them in its own way: WASI 0.2 blocks in `poll` (`p2/reactor.rs`), WASI 0.3 is
//! polled by its host, and natively a thread is parked. An instance may have several calls under way,
//! so each has tasks of its own, which are the current ones while it is polled.

use std::cell::RefCell;
use std::future::poll_fn;
use std::ops::DerefMut;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use slab::Slab;

use super::queue::{Queue, TaskWaker};

#[cfg(not(target_os = "wasi"))]
use crate::port::TestHost;
#[cfg(target_os = "wasi")]
use crate::shown::log_line;

/// The most polls in a row before the driver gets a turn, however busy the tasks are.
const POLLS_PER_TURN: usize = 64;

thread_local! {
    /// `None` outside of a call.
    static CURRENT: RefCell<Option<Tasks>> = const { RefCell::new(None) };
}

/// The tasks of one call of the handler.
#[derive(Clone, Default)]
pub(crate) struct Tasks {
    /// Made for the first task.
    set: Option<Rc<dyn TaskSet>>,
}

/// A trait, so that a component that spawns no task does not carry how they are run: 2 kB.
pub(crate) trait TaskSet {
    fn add(&self, task: Task);

    /// Polls the tasks that were woken.
    fn poll(&self, cx: &mut Context<'_>);

    fn is_empty(&self) -> bool;

    /// Returns whether a task waits to be polled.
    #[cfg(not(target_os = "wasi"))]
    fn is_woken(&self) -> bool;

    /// Drops the tasks that have not finished.
    fn clear(&self);

    /// Returns what the test has in place of a host.
    #[cfg(not(target_os = "wasi"))]
    fn host(&self) -> &Rc<TestHost>;
}

type Task = Pin<Box<dyn Future<Output = ()>>>;

/// Adds a task to the current ones. It is polled after the future that is being polled.
pub(crate) fn spawn(task: impl Future<Output = ()> + 'static) {
    crate::warm::refuse("spawns a task");
    let task = Box::pin(task);
    #[cfg(not(target_os = "wasi"))]
    if let Some(set) = current().set {
        set.add(task);
    }
    #[cfg(target_os = "wasi")]
    CURRENT.with_borrow_mut(|current| match current {
        Some(tasks) => tasks.set.get_or_insert_with(|| Rc::<Slots>::default()).add(task),
        None => log_line!("doorway: dropped a task that was spawned outside of a request"),
    });
    #[cfg(all(target_os = "wasi", not(doorway_p3)))]
    crate::port::expect_tasks();
}

/// Returns whether a call is being polled, so that a task can be spawned.
#[cfg(doorway_p3)]
pub(crate) fn is_within_call() -> bool {
    CURRENT
        .try_with(|current| current.try_borrow().is_ok_and(|current| current.is_some()))
        .is_ok_and(|is| is)
}

/// Returns whether the call that is being polled has no tasks.
#[cfg(all(target_os = "wasi", not(doorway_p3)))]
pub(crate) fn is_idle() -> bool {
    CURRENT.with_borrow(|current| current.as_ref().is_none_or(Tasks::is_empty))
}

/// Adds a task to the current ones. It is polled after the future that is being polled.
#[cfg(not(target_os = "wasi"))]
pub(crate) fn current() -> Tasks {
    CURRENT.with_borrow(Clone::clone).unwrap_or_else(crate::port::tasks_of_thread)
}

/// Makes tasks the current ones until it is dropped.
pub(crate) struct Entered<'a> {
    tasks: &'a mut Tasks,
    before: Option<Tasks>,
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        // With the set that was made meanwhile.
        if let Some(tasks) = CURRENT.replace(self.before.take()) {
            *self.tasks = tasks;
        }
    }
}

impl Tasks {
    /// Returns tasks of a call by this host.
    #[cfg(not(target_os = "wasi"))]
    pub(crate) fn new(host: Rc<TestHost>) -> Self {
        Self { set: Some(Rc::new(Slots { host, ..Slots::default() })) }
    }

    #[cfg(not(target_os = "wasi"))]
    pub(crate) fn of_set(set: Rc<dyn TaskSet>) -> Self {
        Self { set: Some(set) }
    }

    #[cfg(not(target_os = "wasi"))]
    pub(crate) fn set(&self) -> Option<&Rc<dyn TaskSet>> {
        self.set.as_ref()
    }

    #[cfg(not(target_os = "wasi"))]
    pub(crate) fn host(&self) -> Rc<TestHost> {
        self.set.as_ref().map(|set| set.host().clone()).unwrap_or_default()
    }

    /// Makes these the current tasks until the value is dropped.
    pub(crate) fn enter(&mut self) -> Entered<'_> {
        let before = CURRENT.replace(Some(self.clone()));
        Entered { tasks: self, before }
    }

    /// Runs a future to its end, and meanwhile the tasks.
    pub(crate) fn beside<F: Future + ?Sized>(
        &mut self,
        mut future: Pin<impl DerefMut<Target = F>>,
    ) -> impl Future<Output = F::Output> {
        poll_fn(move |cx| {
            let entered = self.enter();
            let polled = future.as_mut().poll(cx);
            drop(entered);
            if polled.is_pending() {
                self.poll(cx);
            }
            polled
        })
    }

    /// Runs the tasks to their end.
    pub(crate) fn finish(&mut self) -> impl Future<Output = ()> {
        poll_fn(|cx| {
            self.poll(cx);
            if self.is_empty() { Poll::Ready(()) } else { Poll::Pending }
        })
    }

    /// Drops the tasks that have not finished.
    pub(crate) fn clear(&self) {
        if let Some(set) = &self.set {
            set.clear();
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.set.as_ref().is_none_or(|set| set.is_empty())
    }

    /// Polls the tasks that were woken.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) {
        if let Some(set) = self.set.clone() {
            let _entered = self.enter();
            set.poll(cx);
        }
    }
}

/// Tasks by index, and which of them were woken.
#[derive(Default)]
struct Slots {
    slots: RefCell<Slab<Slot>>,
    queue: Arc<Queue>,
    #[cfg(not(target_os = "wasi"))]
    host: Rc<TestHost>,
}

enum Slot {
    Waiting(Task, Arc<TaskWaker>),
    Polled { is_woken: bool },
}

impl TaskSet for Slots {
    fn add(&self, task: Task) {
        let mut slots = self.slots.borrow_mut();
        let entry = slots.vacant_entry();
        let waker = Arc::new(TaskWaker {
            index: entry.key(),
            is_queued: AtomicBool::new(false),
            queue: self.queue.clone(),
        });
        waker.wake_by_ref();
        entry.insert(Slot::Waiting(task, waker));
    }

    fn poll(&self, cx: &mut Context<'_>) {
        self.queue.locked().driver = Some(cx.waker().clone());
        for _ in 0..POLLS_PER_TURN {
            let Some(index) = self.queue.locked().woken.pop_front() else { return };
            self.poll_task(index);
        }
        cx.waker().wake_by_ref();
    }

    fn is_empty(&self) -> bool {
        self.slots.borrow().is_empty()
    }

    #[cfg(not(target_os = "wasi"))]
    fn is_woken(&self) -> bool {
        !self.queue.locked().woken.is_empty()
    }

    fn clear(&self) {
        let slots = self.slots.take();
        // Outside of the borrow: a task that is dropped may spawn another.
        drop(slots);
    }

    #[cfg(not(target_os = "wasi"))]
    fn host(&self) -> &Rc<TestHost> {
        &self.host
    }
}

impl Slots {
    fn poll_task(&self, index: usize) {
        let slot = match self.slots.borrow_mut().get_mut(index) {
            // It is being polled by a loop that this one runs within.
            Some(Slot::Polled { is_woken }) => {
                *is_woken = true;
                return;
            }
            Some(slot) => std::mem::replace(slot, Slot::Polled { is_woken: false }),
            // The task has ended, and this wake came late.
            None => return,
        };
        let Slot::Waiting(mut task, waker) = slot else { return };
        waker.is_queued.store(false, Ordering::Relaxed);
        let ended = Ended { slots: &self.slots, index };
        let polled = task.as_mut().poll(&mut Context::from_waker(&Waker::from(waker.clone())));
        if polled.is_ready() {
            return;
        }
        std::mem::forget(ended);
        let mut slots = self.slots.borrow_mut();
        let Some(slot) = slots.get_mut(index) else { return };
        if let Slot::Polled { is_woken: true } = slot {
            waker.is_queued.store(false, Ordering::Relaxed);
            waker.wake_by_ref();
        }
        *slot = Slot::Waiting(task, waker);
    }
}

/// Removes a task that ended, or panicked where a program survives that.
struct Ended<'a> {
    slots: &'a RefCell<Slab<Slot>>,
    index: usize,
}

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        self.slots.borrow_mut().try_remove(self.index);
    }
}
